"""`dateline eval` from the outside: what it prints, what it writes, and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import planted_eval as planted
import pytest
from toy_league import league, own_index
from typer.testing import CliRunner

import cli
from eval import read_questions, report, run

ROOT = Path(cli.__file__).parent
NOW = ("--now", "2026-11-21")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return league(tmp_path_factory)


@pytest.fixture(scope="module", autouse=True)
def index_folder(tmp_path_factory):
    """The rules read alone, which the evaluation does not care about."""
    yield from own_index(tmp_path_factory, DATELINE_READER="rules")


def invoke(*args, **kwargs):
    return CliRunner().invoke(cli.app, ["eval", *(str(arg) for arg in args)], **kwargs)


def questions(place, verdict="yes", **more):
    file = place / f"{verdict}{len(more)}.jsonl"
    line = {"id": "q", "category": "yes_no", "question": "Is Tavria a member?", "expect": {"verdict": verdict}} | more
    file.write_text(json.dumps(line), encoding="utf-8")
    return file


@pytest.fixture
def right(corpus, tmp_path):
    return ("--corpus", corpus, "--questions", questions(tmp_path, "yes"), *NOW)


@pytest.fixture
def wrong(corpus, tmp_path):
    return ("--corpus", corpus, "--questions", questions(tmp_path, "no"), *NOW)


def test_without_the_gate_a_low_score_is_no_error(right, wrong):
    for args, passed in ((right, True), (wrong, False)):
        result = invoke(*args)
        assert result.exit_code == 0, result.output
        assert ("MISSED" in result.stdout) is not passed


def test_the_gate_exits_with_1_and_says_measured_against_threshold(right, wrong):
    assert invoke(*right, "--gate").exit_code == 0
    failed = invoke(*wrong, "--gate")
    assert failed.exit_code == 1
    assert "answer_accuracy is 0.000 and must be >= 0.85" in failed.stdout.rstrip().splitlines()[-1]


def test_json_is_the_whole_report_and_the_same_twice(wrong):
    first, second = invoke(*wrong, "--json", "--gate"), invoke(*wrong, "--json", "--gate")
    assert first.exit_code == 1
    assert first.stdout_bytes == second.stdout_bytes
    data = json.loads(first.stdout)
    assert data["passed"] is False
    assert data["now"] == "2026-11-21"
    assert data["outcomes"][0]["found"] == ["2019.md", "2015.md"]
    assert "The gate fails" in first.stderr


def test_html_and_markdown_are_written(wrong, corpus, tmp_path):
    html, markdown = tmp_path / "report.html", tmp_path / "report.md"
    assert invoke(*wrong, "--html", html, "--markdown", markdown).exit_code == 0
    assert "verdict yes, expected no" in html.read_text(encoding="utf-8")
    assert f"<h1>Evaluation of {corpus.parent.name}/{corpus.name}</h1>" in html.read_text(encoding="utf-8")
    assert "- `q` Is Tavria a member?" in markdown.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_an_error(right, tmp_path):
    result = invoke(*right, "--html", tmp_path / "none" / "report.html")
    assert result.exit_code == 2
    assert f"report.html cannot be written: there is no folder {tmp_path / 'none'}" in result.stderr
    assert result.stdout == ""  # it was found before anything was asked
    result = invoke(*right, "--markdown", tmp_path)
    assert (result.exit_code, f"{tmp_path} cannot be written" in result.stderr) == (2, True)


def test_compare_asks_nothing_and_names_what_changed(right, tmp_path):
    old, new, told = tmp_path / "old.json", tmp_path / "new.json", tmp_path / "told.md"
    made = invoke(*right, "--json").stdout
    old.write_text(made, encoding="utf-8")
    new.write_text(made.replace("Tavria", "Tavria!").replace('"value": 1.0', '"value": 0.0'), encoding="utf-8")
    new.write_text(new.read_text().replace("Is Tavria! a member?", "Is Tavria a member?"), encoding="utf-8")
    result = invoke("--compare", old, new, "--markdown", told, "--corpus", "/no/such/folder")
    assert result.exit_code == 0, result.output  # one question is no more than noise
    assert "broken: q Is Tavria a member?" in result.stdout
    assert "no more than noise" in result.stdout.splitlines()[-1]
    assert "**broken** `q`" in told.read_text(encoding="utf-8")
    assert json.loads(invoke("--compare", old, old, "--json").stdout)["changes"] == []
    assert invoke("--compare", old, tmp_path / "none.json").exit_code == 2


def test_compare_exits_with_1_where_answers_got_worse_by_more_than_noise(tmp_path):
    asked = tuple(planted.replace(planted.HOW_MANY, id=f"q{number}") for number in range(6))
    files = {}
    for name, system in (("right", planted.perfect_by_text), ("wrong", planted.always_abstains)):
        files[name] = tmp_path / f"{name}.json"
        made = report(run(asked, system, documents=planted.DOCUMENTS))
        files[name].write_text(json.dumps(made.to_dict()), encoding="utf-8")
    assert invoke("--compare", files["right"], files["wrong"]).exit_code == 1
    assert invoke("--compare", files["wrong"], files["right"]).exit_code == 0


def test_a_question_on_a_day_before_the_corpus_is_an_error_with_file_and_line(corpus, tmp_path):
    file = questions(tmp_path, "yes", as_of="2010-01-01")
    result = invoke("--corpus", corpus, "--questions", file, *NOW)
    assert result.exit_code == 2
    assert f"{file}:1: asks as of 2010-01-01, but the corpus begins on 2015-03-02" in result.stderr
    silent = questions(tmp_path, "yes", as_of="2010-01-01", expect={"abstain": True})
    assert invoke("--corpus", corpus, "--questions", silent, *NOW).exit_code == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "holds no question"),
        ('{"id": "q"', ":1: not a JSON object"),
        ('{"id": "q", "category": "odd", "question": "?", "expect": {}}', ":1: unknown category"),
    ],
)
def test_bad_questions_are_errors_that_name_the_file(corpus, tmp_path, content, complaint):
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    result = invoke("--corpus", corpus, "--questions", file)
    assert result.exit_code == 2
    assert f"{file}" in result.stderr and complaint in result.stderr


def test_a_missing_corpus_is_an_error(tmp_path):
    result = invoke("--corpus", tmp_path / "none", "--questions", questions(tmp_path))
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_new_asks_shows_and_writes(corpus, tmp_path):
    file = tmp_path / "mine.jsonl"
    args = ("new", "Is Tavria a member?", "--corpus", corpus, "--questions", file, *NOW)
    result = invoke(*args, "--as-of", "2016-01-01", input="y\n\n\n")
    assert result.exit_code == 0, result.output
    assert "“The League has 4 members: Orrin, Selk, Vost and Lume.”" in result.stdout
    assert f"Written to {file}:1." in result.stdout
    (question,) = read_questions(file)
    assert question.id == "as_of-01"
    assert question.expect.verdict == "no"
    assert invoke("--corpus", corpus, "--questions", file, "--gate", *NOW).exit_code == 0


def test_new_refuses_a_second_question_of_one_id(corpus, tmp_path):
    file = tmp_path / "mine.jsonl"
    args = ("new", "Is Tavria a member?", "--corpus", corpus, "--questions", file, "--id", "a", *NOW)
    assert invoke(*args, input="y\n\n").exit_code == 0
    result = invoke(*args, input="y\n\n")
    assert result.exit_code == 2
    assert f'The id "a" already stands in {file}:1.' in result.stderr
    assert len(read_questions(file)) == 1


def test_python_m_eval_is_dateline_eval(wrong):
    args = [str(arg) for arg in (*wrong, "--gate", "--json")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    module = subprocess.run(
        [sys.executable, "-m", "eval", *args], capture_output=True, cwd=ROOT, env=environment, encoding="utf-8"
    )
    assert module.returncode == 1, module.stderr
    assert module.stdout == invoke(*args).stdout
