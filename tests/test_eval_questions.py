"""The question file: what it may say, and an error with file and line for what it may not."""

import json
from datetime import date

import planted_eval as planted
import pytest

from corpus import DatelineError
from eval import QUESTIONS, Category, EvalFileError, Expectation, Question, read_questions
from eval.questions import Days, before_corpus

GOOD = {"id": "q1", "category": "yes_no", "question": "Is it open?", "expect": {"verdict": "yes"}}


def write(tmp_path, *lines):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return file


def with_(**changes):
    return {**GOOD, **changes}


def test_every_field_is_read(tmp_path):
    line = with_(
        category="as_of",
        as_of="2012-06-30",
        previous=["What is it?"],
        expect={
            "verdict": "no",
            "all_of": ["a"],
            "any_of": ["b", "c"],
            "none_of": ["d"],
            "published": ["2011-04-14", "2011-05", "2010"],
        },
    )
    (question,) = read_questions(write(tmp_path, "", line, "  "))
    assert question.category is Category.AS_OF
    assert question.as_of == date(2012, 6, 30)
    assert question.previous == ("What is it?",)
    assert question.expect.published == (
        Days(date(2011, 4, 14), date(2011, 4, 14)),
        Days(date(2011, 5, 1), date(2011, 5, 31)),
        Days(date(2010, 1, 1), date(2010, 12, 31)),
    )
    assert question.expect.to_dict() == line["expect"]


def test_null_is_an_undated_source_and_a_missing_date_is_none(tmp_path):
    undated, silent = read_questions(
        write(tmp_path, with_(expect={"published": None}), with_(id="q2", expect={"verdict": "no"}))
    )
    assert undated.expect.published == (None,)
    assert silent.expect.published == ()


def test_a_byte_order_mark_and_windows_line_ends_are_no_error(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n" + json.dumps(with_(id="q2")).encode() + b"\r\n"
    )
    assert [question.id for question in read_questions(file)] == ["q1", "q2"]


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path):
    line = json.dumps(with_(question="Is it\u2028open?"), ensure_ascii=False)
    assert len(read_questions(write(tmp_path, line))) == 1


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "q2"', "not a JSON object"),
        ("[1]", "a question is a JSON object, not [1]"),
        ({key: GOOD[key] for key in GOOD if key != "category"}, "the field 'category' is missing"),
        (with_(id="q2", asof="2012-01-01"), "unknown field 'asof'"),
        ('{"id": "q2", "id": "q3"}', "the field 'id' is given twice"),
        (with_(id="q2", category="newest"), "unknown category 'newest'"),
        (with_(id=" "), "'id' is a text"),
        (with_(id="q2", question=7), "'question' is a text"),
        (with_(id="q1"), "the id 'q1' already stands in line 1"),
        (with_(id="q2", as_of="2011-13-40"), "'as_of' is \"2011-13-40\""),
        (with_(id="q2", as_of="2011-00"), "'as_of' is \"2011-00\""),
        (with_(id="q2", as_of="2011"), "'as_of' is one day"),
        (with_(id="q2", as_of=None), "'as_of' is null"),
        (with_(id="q2", previous=[]), "'previous' is a list"),
        (with_(id="q2", expect={}), "'expect' is empty"),
        (with_(id="q2", expect={"all-of": ["a"]}), "unknown field 'all-of' in 'expect'"),
        (with_(id="q2", expect={"all_of": []}), "'all_of' is a list"),
        (with_(id="q2", expect={"all_of": "open"}), "'all_of' is a list"),
        (with_(id="q2", expect={"any_of": ["open", ""]}), "'any_of' is a text that is not empty"),
        (with_(id="q2", expect={"verdict": "maybe"}), '\'verdict\' is "yes" or "no", not "maybe"'),
        (with_(id="q2", expect={"verdict": None}), '\'verdict\' is "yes" or "no", not null'),
        (with_(id="q2", expect={"published": "30 May"}), "'published' is \"30 May\""),
        (with_(id="q2", expect={"published": []}), "'published' is an empty list"),
        (with_(id="q2", expect={"abstain": False}), "'abstain' is true or left out"),
        (with_(id="q2", expect={"abstain": True, "verdict": "no"}), "to abstain and to answer"),
        (with_(id="q2", category="unanswerable"), 'expects {"abstain": true}'),
        (with_(id="q2", category="follow_up"), "needs 'previous'"),
        (with_(id="q2", expect={"all_of": ["full Members"], "none_of": ["member"]}), "forbids 'member'"),
        (with_(id="q2", as_of="2012-01-01", expect={"published": "2012"}), "which 'as_of' 2012-01-01 hides"),
        (with_(id="q2", as_of="2012-01-01", expect={"published": None}), "hidden by 'as_of'"),
        (with_(id="q2", expect={"verdict": "no", "none_of": ["No"]}), "wants the verdict 'no' and forbids it"),
    ],
)
def test_a_bad_line_is_an_error_with_file_and_line(tmp_path, line, complaint):
    file = write(tmp_path, GOOD, "", line)
    with pytest.raises(EvalFileError) as caught:
        read_questions(file)
    assert str(caught.value).startswith(f"{file}:3: ")
    assert complaint in str(caught.value)
    assert isinstance(caught.value, DatelineError)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", ":1: the file holds no question"), (b"\n \n", "holds no question"), (b"\xff\xfe{}", "UTF-8")],
)
def test_a_bad_file_is_an_error_that_names_it(tmp_path, content, complaint):
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(EvalFileError, match=complaint) as caught:
        read_questions(file)
    assert str(file) in str(caught.value)


def test_a_missing_file_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(EvalFileError, match="--questions"):
        read_questions(tmp_path / "none.jsonl")
    with pytest.raises(EvalFileError, match="is a folder; .*--questions"):
        read_questions(tmp_path)


def test_the_shipped_questions_hold_every_category():
    questions = read_questions(QUESTIONS)
    assert len(questions) >= 80
    named = {question.category for question in questions}
    assert set(Category) - named <= {Category.WHERE, Category.OPEN}


@pytest.mark.parametrize(
    ("as_of", "expect", "wrong"),
    [
        (date(2015, 3, 1), Expectation(verdict="no"), True),
        (date(2015, 3, 1), Expectation(abstain=True), False),
        (date(2015, 3, 2), Expectation(verdict="no"), False),  # the corpus begins on this day
        (None, Expectation(verdict="no"), False),
    ],
)
def test_a_question_on_a_day_before_the_corpus(as_of, expect, wrong):
    question = Question("q", Category.AS_OF, "Is it open?", expect, as_of=as_of, place="file.jsonl:7")
    complaint = before_corpus([question], planted.DOCUMENTS.values())
    assert (complaint or "").startswith("file.jsonl:7: asks as of 2015-03-01, but the corpus begins on") is wrong
    assert before_corpus([question], [planted.UNDATED]) is None  # nothing is known of when such a corpus begins
