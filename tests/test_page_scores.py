"""The evaluation that the page runs, and the report that it shows."""

import html
import json
import re

import pytest
from page_shelf import shelf_of, text_of

from corpus import Settings
from page.scores import evaluate, question_files


@pytest.fixture
def shelf(tmp_path):
    return shelf_of(tmp_path)


def write_questions(file, *lines):
    made = [
        {"id": f"q{number}", "category": "who", "question": question, "expect": {"all_of": [value]}}
        for number, (question, value) in enumerate(lines)
    ]
    file.write_text("".join(f"{json.dumps(one)}\n" for one in made), encoding="utf-8")
    return file


def run(shelf, file):
    return evaluate(shelf.opening, "Mine", file, shelf.settings)


def last(steps):
    return text_of(list(steps)[-1])


def test_the_evaluation_shows_the_whole_report_with_each_fault_beside_its_expectation(shelf, tmp_path):
    lines = ("Who is the director?", "Carl Moss"), ("Who is the director?<b>", "Ada <i>Novik")
    steps = list(run(shelf, write_questions(tmp_path / "questions.jsonl", *lines)))
    assert "2 questions, 1 with a fault · 0.50 answered right" in text_of(steps[-1])
    assert any("of 2 questions asked" in step for step in steps)
    report = html.unescape(re.search(r'srcdoc="([^"]*)"', steps[-1])[1])
    assert report.startswith("<!doctype html>") and "<h1>Mine</h1>" in report
    assert "Ada &lt;i&gt;Novik" in report and "Ada <i>Novik" not in report
    assert "recall" in report  # retrieval is measured, too
    assert 'sandbox="allow-same-origin"' in steps[-1]  # and so no script


def test_one_evaluation_runs_at_a_time_and_the_next_may_follow(shelf, tmp_path):
    file = write_questions(tmp_path / "questions.jsonl", ("Who is the director?", "Carl Moss"))
    first = run(shelf, file)
    next(first)
    assert "running already" in last(run(shelf, file))
    assert "0 with a fault" in last(first)
    assert "0 with a fault" in last(run(shelf, file))


def test_a_bad_question_file_is_a_sentence(shelf, tmp_path):
    (tmp_path / "questions.jsonl").write_text("{}\n")
    assert "questions.jsonl:1" in last(run(shelf, tmp_path / "questions.jsonl"))


def test_only_question_files_that_exist_are_offered(tmp_path):
    assert list(question_files(Settings(feedback=tmp_path))) == ["Shipped questions"]
    (tmp_path / "questions.jsonl").write_text("")
    other = Settings(feedback=tmp_path, corpus=tmp_path, questions=tmp_path / "questions.jsonl")
    assert list(question_files(other)) == ["Set by DATELINE_QUESTIONS", "Saved from this page"]
