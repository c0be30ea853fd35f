"""Adding questions by asking: what is written is read back, and nothing bad is ever written."""

import json
from dataclasses import replace
from datetime import date

import planted_eval as planted
import pytest

from eval import Category, EvalFileError, read_questions
from eval.new import Draft, compose, converse, expectation, free_id, guess, write

SPANS = Draft("How many spans has it?")
RIGHT = planted.answer("4, as of 2 March 2015.", planted.SPANS, values=("4",))


def typing(*replies):
    """A person who types these, then takes what is offered."""
    left = list(replies)
    return lambda wanted, default: left.pop(0) if left else default


def test_a_right_answer_is_what_is_expected_from_now_on(tmp_path):
    file = tmp_path / "deep" / "questions.jsonl"
    converse(SPANS, RIGHT, file, typing("y"))
    (question,) = read_questions(file)
    assert question.id == "count-01"
    assert question.category is Category.COUNT
    assert question.expect.to_dict() == {"all_of": ["4"], "published": ["2015-03-02"]}


def test_a_wrong_answer_is_corrected_by_the_person(tmp_path):
    file = tmp_path / "questions.jsonl"
    draft = Draft("Is it open?", as_of=date(2016, 1, 1), previous=("What is it?",))
    replies = ("no", "yes", "No", "closed; shut", "", "open", "2015-03", "yes_no", "mine")
    converse(draft, RIGHT, file, typing(*replies))
    (question,) = read_questions(file)
    assert (question.id, question.as_of, question.previous) == ("mine", date(2016, 1, 1), ("What is it?",))
    assert question.expect.to_dict() == {
        "verdict": "no",
        "all_of": ["closed", "shut"],
        "none_of": ["open"],
        "published": ["2015-03"],
    }


def test_a_slip_is_asked_again_and_costs_nothing(tmp_path):
    file = tmp_path / "questions.jsonl"
    write(file, compose(SPANS, {"all_of": ["4"]}, "count", "a"))
    replies = ["perhaps", "n", "y", "maybe", "", "7", "", "", "last May", "2015", "counting", "count", "a", "b"]
    asked = []

    def person(wanted, default):
        asked.append(wanted.split("\n")[0])
        return replies.pop(0)

    added = converse(SPANS, RIGHT, file, person)
    assert replies == []
    assert (added.id, added.category, added.expect.to_dict()) == (
        "b",
        "count",
        {"all_of": ["7"], "published": ["2015"]},
    )
    complaints = [
        '"perhaps" is none of: yes, no, y, n.',
        '"maybe" is none of: yes, no.',
        '"last May" is no date such as 2024-04-16, 2024-04 or 2024.',
        f'The id "a" already stands in {file}:1.',
    ]
    assert [one for one in asked if one in complaints] == complaints
    assert any(one.startswith('"counting" is none of: latest, as_of, ') for one in asked)


@pytest.mark.parametrize(
    ("given", "complaint"), [({"category": "odd"}, '"odd" is none of'), ({"name": "a"}, '"a" alr')]
)
def test_a_bad_option_is_an_error_before_anybody_types(tmp_path, given, complaint):
    file = tmp_path / "questions.jsonl"
    write(file, compose(SPANS, {"all_of": ["4"]}, "count", "a"))
    with pytest.raises(EvalFileError, match=complaint):
        converse(SPANS, RIGHT, file, lambda wanted, default: pytest.fail("somebody was asked"), **given)


def test_what_the_documents_do_not_answer_expects_silence(tmp_path):
    file = tmp_path / "questions.jsonl"
    converse(SPANS, RIGHT, file, typing("no", "no"))
    converse(SPANS, planted.ABSTAINED, file, typing("yes"))
    assert [(one.id, one.expect.abstain) for one in read_questions(file)] == [
        ("unanswerable-01", True),
        ("unanswerable-02", True),
    ]


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_a_file_without_a_last_line_end_gets_one(tmp_path, end):
    file = tmp_path / "questions.jsonl"
    file.write_bytes((compose(SPANS, {"all_of": ["4"]}, "count", "a") + end).encode())
    write(file, compose(SPANS, {"all_of": ["4"]}, "count", "b"))
    added = write(file, compose(SPANS, {"all_of": ["4"]}, "count", "c"))
    assert [question.id for question in read_questions(file)] == ["a", "b", "c"]
    assert added.place == f"{file}:3"


@pytest.mark.parametrize(
    ("expect", "category", "name", "complaint"),
    [
        ({"all_of": ["4"]}, "count", "a", "already stands in"),
        ({}, "count", "b", "'expect' is empty"),
        ({"all_of": ["4"]}, "counting", "b", "unknown category 'counting'"),
        ({"published": "last May"}, "count", "b", "no date"),
        ({"verdict": "perhaps"}, "yes_no", "b", "'verdict' is"),
        ({"verdict": "yes", "none_of": ["yes"]}, "yes_no", "b", "and forbids it"),
    ],
)
def test_what_makes_no_question_is_an_error_and_not_written(tmp_path, expect, category, name, complaint):
    file = tmp_path / "questions.jsonl"
    write(file, compose(SPANS, {"all_of": ["4"]}, "count", "a"))
    before = file.read_bytes()
    with pytest.raises(EvalFileError, match=complaint) as caught:
        write(file, compose(SPANS, expect, category, name))
    assert str(caught.value).startswith(f"{file}:2: ")
    assert file.read_bytes() == before


def test_a_broken_file_is_not_added_to(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("{not json\n")
    with pytest.raises(EvalFileError, match=":1: "):
        converse(SPANS, RIGHT, file, typing("y"))
    assert file.read_text() == "{not json\n"


def test_an_undated_source_is_expected_as_undated():
    got = replace(planted.answer("Green", planted.GREEN), values=("green",))
    assert expectation(got) == {"all_of": ["green"], "published": None}


@pytest.mark.parametrize(
    ("draft", "answer", "category"),
    [
        (Draft("Who is it?"), RIGHT, "who"),
        (Draft("How much is it?"), RIGHT, "how_much"),
        (Draft("Name it"), RIGHT, "latest"),
        (Draft("Name them"), replace(RIGHT, values=("a", "b")), "list"),
        (Draft("Is it?"), replace(RIGHT, verdict="no"), "yes_no"),
        (Draft("Who is it?", as_of=date(2020, 1, 1)), RIGHT, "as_of"),
        (Draft("And he?", previous=("Who is it?",)), RIGHT, "follow_up"),
        (Draft("Who is it?"), planted.ABSTAINED, "unanswerable"),
        (Draft("Which colour?"), planted.answer("Green", planted.GREEN), "undated"),
    ],
)
def test_the_category_offered(draft, answer, category):
    assert guess(draft, answer, expectation(answer)) == category


def test_the_id_offered_is_free():
    known = [planted.replace(planted.HOW_MANY, id=name) for name in ("count-01", "count-03", "who-02")]
    assert free_id("count", known) == "count-02"
    assert free_id("who", known) == "who-01"
    assert json.loads(compose(SPANS, {"all_of": ["é"]}, "count", "x"))["expect"] == {"all_of": ["é"]}
