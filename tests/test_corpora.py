"""Whole corpora with the packaged encoder and reader: fictional ones of ten fields, the shipped one, and real pages.

The floors lie about 0.05 under what was measured when they were set; a change that falls below one has broken
something for a kind of text that the shipped corpus does not show.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

import eval
from corpus import SHIPPED_CORPUS, Settings, list_files, read_file
from eval.measures import faults
from qa import open_engine

NOW = date(2026, 11, 21)
CORPORA = Path(__file__).parent / "corpora"
SHIPPED_QUESTIONS = Path(eval.__file__).parent / "sco" / "questions.jsonl"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

# Answer accuracy measured on: club 0.82, compact 0.35, council 0.83, harbour 0.75, hospital 0.47, software 0.72, which
# were looked at while the reader was built; guildhall 0.40, lighthouse 0.50, observatory 0.77, valley 0.50, which never
# were.
FLOORS = {
    "club": 0.77,
    "compact": 0.29,
    "council": 0.77,
    "guildhall": 0.34,
    "harbour": 0.70,
    "hospital": 0.41,
    "lighthouse": 0.45,
    "observatory": 0.71,
    "software": 0.67,
    "valley": 0.45,
}
SHIPPED_FLOOR = 0.85  # measured: 0.96 on the shipped corpus, 0.92 on the pages it was written from


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    place = tmp_path_factory.mktemp("corpora")

    @cache
    def measure(folder, questions):
        engine = open_engine(folder, now=NOW, settings=Settings(index=place))
        read = (read_file(folder, file, now=NOW) for file in list_files(folder))
        documents = {doc.file: doc for found in read if isinstance(found, tuple) for doc in found}

        def ask(question):
            return engine.answer(question.question, now=NOW, as_of=question.as_of, history=question.previous)

        outcomes = eval.run(eval.read_questions(questions), ask, documents=documents).outcomes
        scores = eval.score(outcomes)
        values = {measure.name: measure.over(scores) for measure in eval.MEASURES}
        return values, [(outcome.question.id, faults(outcome)) for outcome in outcomes if faults(outcome)]

    return measure


def check(measured, folder, questions, floor):
    values, wrong = measured(folder, questions)
    assert values["quote_fidelity"] == 1.0, wrong
    assert values["as_of_leakage"] in (0.0, None), wrong
    assert values["answer_accuracy"] >= floor, wrong


def test_every_fictional_corpus_has_a_floor():
    assert {folder.name for folder in CORPORA.iterdir()} == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_fictional(measured, name):
    check(measured, CORPORA / name / "docs", CORPORA / name / "questions.jsonl", FLOORS[name])


@pytest.mark.parametrize("name", FLOORS)
def test_a_fictional_corpus_is_large_enough_and_asks_about_the_past(name):
    questions = eval.read_questions(CORPORA / name / "questions.jsonl")
    assert len(questions) >= 25
    assert any(question.as_of for question in questions)


def test_a_field_that_is_not_the_shipped_one_reaches_what_was_promised(measured):
    reached = [
        measured(CORPORA / name / "docs", CORPORA / name / "questions.jsonl")[0]["answer_accuracy"] for name in FLOORS
    ]
    assert max(reached) >= 0.75


def test_shipped(measured):
    check(measured, SHIPPED_CORPUS, SHIPPED_QUESTIONS, SHIPPED_FLOOR)
    assert measured(SHIPPED_CORPUS, SHIPPED_QUESTIONS)[0]["abstention_recall"] >= 0.9


def test_the_real_pages(measured):
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not there: the five real pages are not part of the project")
    check(measured, SEEDS, SHIPPED_QUESTIONS, SHIPPED_FLOOR)
    assert measured(SEEDS, SHIPPED_QUESTIONS)[0]["abstention_recall"] >= 0.9
