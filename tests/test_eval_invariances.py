"""What must not change an answer, over every corpus: the year, the order of ingestion, a copy, a stranger, a wording.

Failures name questions by id alone: some of these corpora are never looked at while the program is written.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from every_corpus import CORPORA, DAYS, NOW, YEARS, Blind, all_moved, documents, moved, questions_of, replies, told
from toy_corpus import engine_on

from corpus import SHIPPED_CORPUS


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """name -> the engine's answers over the untouched corpus, asked once."""
    asked = {}

    def answers(name):
        if name not in asked:
            engine = engine_on(CORPORA[name][0], tmp_path_factory.mktemp(name), now=NOW)
            asked[name] = replies(engine, questions_of(name))
        return asked[name]

    return answers


@pytest.fixture
def copied(tmp_path):
    """A copy of a corpus that a test may change: name -> its folder."""

    def copy(name):
        return Path(shutil.copytree(CORPORA[name][0], tmp_path / "docs"))

    return copy


def again(tmp_path, folder, questions, **more):
    return replies(engine_on(folder, tmp_path / "index", now=NOW, **more), questions)


def differing(before, after, same=told):
    return [name for name in after if same(before[name]) != same(after[name])]


each = pytest.mark.parametrize("name", CORPORA)


def test_28_years_are_whole_weeks_from_every_day():
    for day in (date(1972, 2, 29), date(2011, 4, 14), date(2024, 12, 31)):
        assert day.replace(year=day.year + YEARS) == day + timedelta(days=DAYS)
    assert DAYS % 7 == 0
    assert moved("In 2011 and 12011, on 2024-02-29") == "In 2039 and 12011, on 2052-02-29"


@each
def test_all_dates_moved_move_the_answers_dates_and_nothing_else(plain, name, tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    for file in CORPORA[name][0].iterdir():
        (folder / moved(file.name)).write_text(moved(file.read_text(encoding="utf-8")), encoding="utf-8")
    later = timedelta(days=DAYS)
    asked = [
        replace(
            question,
            question=moved(question.question),
            as_of=question.as_of + later if question.as_of else None,
            previous=tuple(map(moved, question.previous)),
        )
        for question in questions_of(name)
    ]
    engine = engine_on(folder, tmp_path / "index", now=NOW + later, encoder=Blind())
    after = replies(engine, asked, NOW + later)
    wrong = [
        question for question, answer in plain(name).items() if all_moved(answer.to_dict()) != after[question].to_dict()
    ]
    assert wrong == []


@each
def test_the_order_of_ingestion(plain, name, tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    files = sorted(CORPORA[name][0].iterdir())
    random.Random(6).shuffle(files)
    for file in files:  # each start of the program takes up one more file
        shutil.copy(file, folder)
        engine = engine_on(folder, tmp_path / "index", now=NOW)
        engine.index.close()
    after = again(tmp_path, folder, questions_of(name))
    assert differing(plain(name), after, same=lambda answer: answer.to_dict()) == []


@each
def test_an_older_duplicate(plain, name, tmp_path, copied):
    folder = copied(name)
    dated = [document for document in documents(folder).values() if document.published]
    newest = max(dated, key=lambda document: document.published.order)
    day = newest.published.first - timedelta(days=1)
    head = f"---\ntitle: {json.dumps(newest.title)}\nsource: {json.dumps(newest.source)}\npublished: {day}\n---\n"
    (folder / "an-older-copy.md").write_text(head + newest.text, encoding="utf-8")
    asked = [one for one in questions_of(name) if not (one.as_of and day <= one.as_of <= newest.published.last)]
    after = again(tmp_path, folder, asked)
    before = plain(name)
    assert differing(before, after, same=lambda answer: (told(answer)[:2], answer.abstained)) == []
    of_either = {str(newest.published), str(day)}  # a program may rest on the copy that came first
    for question, answer in after.items():
        old, new = told(before[question])[2], told(answer)[2]
        assert old == new or {old, new} == of_either, question


STRANGER = """---
title: A scarf for the winter
source: The Wool Basket
published: {day}
---
Cast on with thick wool. Knit a row, then purl a row, until the scarf is long enough. Wash it by hand, never hot.
"""


@each
def test_an_irrelevant_newer_document(plain, name, tmp_path, copied):
    folder = copied(name)
    (folder / "scarf.md").write_text(STRANGER.format(day=NOW - timedelta(days=1)), encoding="utf-8")
    after = again(tmp_path, folder, questions_of(name))
    assert differing(plain(name), after) == []
    assert [one for one, answer in after.items() if "scarf.md" in json.dumps(answer.to_dict())] == []


def files_shown(answer):
    return {citation["file"] for citation in answer.to_dict()["citations"]} | {
        entry.citation.document.file for entry in answer.timeline
    }


def dated_source(answer):
    """The file a question rests on, where that has a date."""
    return answer.citations[0].document.file if answer.citations and answer.citations[0].published else None


@each
def test_without_its_newest_source_an_answer_is_older_or_there_is_none(plain, name, tmp_path, copied):
    folder = copied(name)
    present = {one.id for one in questions_of(name) if not one.as_of}
    rested = Counter(file for one, answer in plain(name).items() if one in present and (file := dated_source(answer)))
    ((newest, _),) = rested.most_common(1)
    engine_on(folder, tmp_path / "index", now=NOW).index.close()  # the file is known, then it is gone
    (folder / newest).unlink()
    after = again(tmp_path, folder, questions_of(name))
    for question, answer in plain(name).items():
        now = after[question]
        assert newest not in files_shown(now), question
        if question in present and dated_source(answer) == newest and dated_source(now):
            assert now.published.last <= answer.published.last, question
            assert now.citations[0].quote != answer.citations[0].quote, question


def test_the_answer_before_the_newest_source_comes_back(tmp_path):
    folder = Path(shutil.copytree(SHIPPED_CORPUS, tmp_path / "docs"))
    engine = engine_on(folder, tmp_path / "index", now=NOW)
    question = "Is Iran a member?"
    assert told(engine.answer(question, now=NOW))[::2] == ("yes", "2024-04-16")
    (folder / "2024-04-16-kazakhstan-chairmanship.md").unlink()
    older = engine_on(folder, tmp_path / "index", now=NOW).answer(question, now=NOW)
    assert told(older)[::2] == ("no", "2023-03-06")


@each
def test_the_same_question_in_three_wordings(name, plain, tmp_path):
    asked = [question for question in questions_of(name) if question.expect.verdict and not question.previous]
    engine = engine_on(CORPORA[name][0], tmp_path / "index", now=NOW)
    wrong = []
    for question in asked:
        bare = question.question.rstrip("?")
        wordings = (bare, f"{bare} ??", f"So {bare[0].lower()}{bare[1:]}?")
        verdicts = {engine.answer(one, now=NOW, as_of=question.as_of).verdict for one in wordings}
        if verdicts != {plain(name)[question.id].verdict}:
            wrong.append(question.id)
    assert wrong == []


def test_a_polite_lead_in_does_not_change_the_verdict(tmp_path):
    engine = engine_on(SHIPPED_CORPUS, tmp_path / "index", now=NOW)
    assert engine.answer("Please tell me: Is Belarus a member?", now=NOW).verdict == "no"


@pytest.mark.parametrize(
    ("verdict", "wordings"),
    [
        ("no", ("Is Belarus a member?", "Is Belarus one of the members?", "Does Belarus belong to the members?")),
        ("yes", ("Is Iran a member?", "Is Iran among the members?", "Is Iran a member of the SCO?")),
        ("yes", ("Is Mongolia an observer?", "Does Mongolia have observer status?", "Is Mongolia an observer state?")),
    ],
)
def test_three_wordings_of_one_matter(verdict, wordings, tmp_path):
    engine = engine_on(SHIPPED_CORPUS, tmp_path / "index", now=NOW)
    assert {one: engine.answer(one, now=NOW).verdict for one in wordings} == dict.fromkeys(wordings, verdict)


def test_two_processes_give_the_same_bytes():
    def fingerprints(seed):
        here = Path(__file__).parent
        environment = {**os.environ, "PYTHONPATH": str(here.parent), "PYTHONHASHSEED": seed}
        program = [sys.executable, str(here / "every_corpus.py")]
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=True).stdout

    first = fingerprints("1")
    assert [line.split()[0] for line in first.splitlines()] == list(CORPORA)
    assert first == fingerprints("2")
