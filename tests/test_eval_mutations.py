"""An engine made wrong on purpose: the gate that ships must fail it each time, and pass the engine as it is."""

import json
import os
from dataclasses import replace
from datetime import date, datetime
from functools import cmp_to_key

import pytest
from every_corpus import documents
from toy_corpus import NOW, guild

import index.sync
import qa.decide
import qa.engine
import qa.question
from corpus import Precision, Published, Signal
from eval import THRESHOLDS, Program, read_questions, read_thresholds, report, run
from index import Index
from qa import Answer

NEWS, MEETING, ELECTION, CHARTER = "2022-11-15", "2017-06-10", "2019-03-03", "2011-05-02"
# category, question, as of, what is expected
ASKED = (
    ("latest", "Is Tollen a member?", None, {"verdict": "no", "all_of": ["observer"], "published": NEWS}),
    ("latest", "How much is the yearly fee?", None, {"all_of": ["55"], "none_of": ["40"], "published": MEETING}),
    ("who", "Who is the director?", None, {"all_of": ["Carl Moss"], "published": ELECTION}),
    ("history", "Who was the director in 2012?", None, {"all_of": ["Ann Bell"], "published": CHARTER}),
    ("count", "How many members are there?", None, {"any_of": ["4", "four"], "published": MEETING}),
    ("list", "Who are the observers?", None, {"all_of": ["Tollen", "Harl", "Marrow Point"], "published": NEWS}),
    ("timeless", "When was the lamp at Skelmar lit?", None, {"all_of": ["1904"], "published": ELECTION}),
    ("undated", "Where is the office?", None, {"all_of": ["Brisk Bay"], "published": None}),
    ("unanswerable", "Who painted the tower?", None, {"abstain": True}),
    ("as_of", "Is Tollen a guest?", "2012-01-01", {"verdict": "yes", "published": CHARTER}),
    ("as_of", "Who are the observers?", "2018-01-01", {"all_of": ["Tollen", "Harl"], "published": MEETING}),
    ("as_of", "Who is the director?", "2015-01-01", {"all_of": ["Ann Bell"], "published": CHARTER}),
    ("as_of", "How much is the yearly fee?", "2012-01-01", {"all_of": ["40"], "published": CHARTER}),
    ("unanswerable", "Who is the director?", "2010-01-01", {"abstain": True}),
)


@pytest.fixture
def measured(tmp_path):
    """Build the guild, ask all questions and hold the scores against the thresholds that ship."""
    file = tmp_path / "questions.jsonl"
    lines = [
        {"id": f"q{n}", "category": category, "question": question, "expect": expect} | ({"as_of": day} if day else {})
        for n, (category, question, day, expect) in enumerate(ASKED)
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    def measure():
        program = Program(guild(tmp_path), now=NOW)
        corpus = documents(tmp_path / "docs", NOW)
        ran = run(read_questions(file), program.ask, documents=corpus, found=program.found, now=NOW)
        return report(ran, read_thresholds(THRESHOLDS))

    return measure


def missed(made):
    return {check.threshold.measure for check in made.checks if not check.holds}


def test_the_engine_as_it_is_passes_with_every_answer_right(measured):
    made = measured()
    assert made.passed
    assert made.values["answer_accuracy"] == 1, made.failures


def test_without_the_wall_of_as_of(measured, monkeypatch):
    search = Index.search
    monkeypatch.setattr(Index, "search", lambda self, text, **asked: search(self, text, **{**asked, "as_of": None}))
    assert {"as_of_leakage", "newest_source_accuracy"} <= missed(measured())


def test_with_the_order_of_dates_reversed(measured, monkeypatch):
    age = qa.decide.age
    backwards = cmp_to_key(lambda one, other: (age(one) < age(other)) - (age(one) > age(other)))
    monkeypatch.setattr(qa.decide, "age", backwards)
    made = measured()
    assert "newest_source_accuracy" in missed(made)
    assert made.values["stale_answer_rate"] > 0


def test_with_the_file_time_taken_for_the_date(measured, monkeypatch):
    read = index.sync.read_file

    def by_file_time(folder, file, **more):
        day = datetime.fromtimestamp(os.stat(folder / file).st_mtime).date()
        day = min(day, NOW)
        published = Published(day, day, Precision.DAY, Signal.METADATA)
        return tuple(replace(document, published=published) for document in read(folder, file, **more))

    monkeypatch.setattr(index.sync, "read_file", by_file_time)
    assert {"newest_source_accuracy", "date_statement_accuracy", "answer_accuracy"} <= missed(measured())


def test_with_recency_on_for_timeless_questions(measured, monkeypatch):
    monkeypatch.setattr(qa.question, "is_timeless", lambda masked, kind: False)
    search = Index.search
    monkeypatch.setattr(  # as if recency weighed ten times what it does: newest first
        Index,
        "search",
        lambda self, text, **asked: sorted(
            search(self, text, **asked),
            key=lambda hit: (
                hit.chunk.published.last if hit.chunk.published and asked.get("recency", True) else date.min
            ),
            reverse=True,
        ),
    )
    assert "recency_harm" in missed(measured())


def test_that_answers_what_the_documents_do_not_say(measured, monkeypatch):
    answer = qa.engine.Engine.answer
    some = []

    def never_silent(self, question, **more):
        given = answer(self, question, **more)
        some.append(given) if not given.abstained else None
        return given if not given.abstained or not some else some[0]

    monkeypatch.setattr(qa.engine.Engine, "answer", never_silent)
    assert "abstention_recall" in missed(measured())


def test_that_is_always_silent(measured, monkeypatch):
    silent = Answer("", "I do not know.", abstained=True, reason="I do not know.")
    monkeypatch.setattr(qa.engine.Engine, "answer", lambda self, question, **more: silent)
    assert {"answer_accuracy", "verdict_accuracy", "abstention_precision"} <= missed(measured())


def test_whose_quotes_are_one_letter_off(measured, monkeypatch):
    answer = qa.engine.Engine.answer

    def shifted(self, question, **more):
        given = answer(self, question, **more)
        return replace(given, citations=tuple(replace(one, start=one.start + 1) for one in given.citations))

    monkeypatch.setattr(qa.engine.Engine, "answer", shifted)
    assert missed(measured()) == {"quote_fidelity"}


def test_that_crashes(measured, monkeypatch):
    def crash(self, question, **more):
        raise RuntimeError("broken")

    monkeypatch.setattr(qa.engine.Engine, "answer", crash)
    made = measured()
    assert not made.passed
    assert len(made.failures) == len(ASKED)
