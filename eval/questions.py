"""Questions with expected dated answers: JSON lines -> frozen Questions, or an error with file and line.

    {"id": "q7", "category": "as_of", "question": "Is it open?", "as_of": "2011-12-31",
     "expect": {"verdict": "no", "all_of": ["repairs"], "published": "2011-04-14"}}          (on one line)

The reader is strict on purpose: a misspelt field ("all-of") or an expectation that nothing could fail would
otherwise pass as a good score. An expected date may be a day, a month or a year, as a source's date may be.
"""

import calendar
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from corpus import DatelineError, Document
from eval.matching import occurs

QUESTIONS = Path(__file__).parent / "sco" / "questions.jsonl"
"""The questions that ship, for the shipped corpus."""


class EvalFileError(DatelineError, ValueError):
    """A question file or a thresholds file cannot be used; the message names file, line and cause."""


class Category(StrEnum):
    """What a question tries, one row each in the report."""

    LATEST = "latest"
    AS_OF = "as_of"
    HISTORY = "history"
    LIST = "list"
    COUNT = "count"
    WHO = "who"
    WHEN = "when"
    HOW_MUCH = "how_much"
    WHERE = "where"
    YES_NO = "yes_no"
    NOT_IN_NEWEST = "not_in_newest"
    FORECAST = "forecast"
    CLOSED_WORLD = "closed_world"
    TIMELESS = "timeless"
    UNDATED = "undated"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"
    OPEN = "open"


class Days(NamedTuple):
    """An expected publication date as the interval it stands for: "2016" is the whole year."""

    first: date
    last: date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"


@dataclass(frozen=True)
class Expectation:
    """What a right answer says; what is not stated is not checked.

    Attributes:
        verdict: "yes" or "no".
        all_of: Each must be said.
        any_of: At least one must be said.
        none_of: None may be said.
        published: Dates of which the answer's source must have one; None among them is an undated source.
        abstain: True when the corpus does not answer, and the program must say so.
    """

    verdict: str | None = None
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    published: tuple[Days | None, ...] = ()
    abstain: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The expectation as JSON types, without what it does not state."""
        stated: dict[str, Any] = {
            "verdict": self.verdict,
            "all_of": list(self.all_of),
            "any_of": list(self.any_of),
            "none_of": list(self.none_of),
            "published": [str(days) if days else None for days in self.published],
            "abstain": self.abstain,
        }
        return {name: value for name, value in stated.items() if value}


@dataclass(frozen=True)
class Question:
    """One line of a question file.

    Attributes:
        id: Its name in every report; unique in the file.
        category: What it tries.
        question: What is asked.
        expect: What a right answer says.
        as_of: The day it is asked about; None is today.
        previous: The questions asked before it in the same conversation, oldest first.
        place: Where it stands, as "file:line"; "" for one that was not read from a file.
    """

    id: str
    category: Category
    question: str
    expect: Expectation
    as_of: date | None = None
    previous: tuple[str, ...] = ()
    place: str = field(default="", compare=False)


def read_questions(file: Path) -> tuple[Question, ...]:
    """Read a file of JSON lines; empty lines are passed over.

    Raises:
        EvalFileError: The file is missing or empty, or one of its lines is not a question.
    """
    questions: dict[str, Question] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        question = read_question(line, file, number)
        if question.id in questions:
            raise EvalFileError(
                f"{file}:{number}: the id {question.id!r} already stands in line {lines[question.id]}; "
                "give each question an id of its own"
            )
        questions[question.id], lines[question.id] = question, number
    if not questions:
        raise EvalFileError(f"{file}:1: the file holds no question; write one JSON object per line")
    return tuple(questions.values())


def read_question(line: str, file: Path, number: int) -> Question:
    """Read one line of a question file.

    Raises:
        EvalFileError: The line is not a question; `file` and `number` stand in the message.
    """
    return _Line(file, number).question(line)


def before_corpus(questions: Iterable[Question], documents: Iterable[Document]) -> str | None:
    """Why a question cannot be answered from a corpus that begins after it; None when all is well.

    Such a question may expect the program to abstain, and nothing else.
    """
    begins = min((one.published.last for one in documents if one.published), default=None)
    for question in questions:
        if begins and question.as_of and question.as_of < begins and not question.expect.abstain:
            return (
                f"{question.place}: asks as of {question.as_of}, but the corpus begins on {begins}; "
                'expect {"abstain": true}, or ask as of a later day'
            )
    return None


def _text(file: Path) -> str:
    if file.is_dir():
        raise EvalFileError(f"{file} is a folder; name a file of questions with --questions")
    if not file.is_file():
        raise EvalFileError(f"there is no question file {file}; name one with --questions")
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalFileError(f"{file} cannot be read as UTF-8 text: {error}") from error


_DATE = re.compile(r"(\d{4})(?:-(?!00)(\d{2})(?:-(?!00)(\d{2}))?)?")  # 00 is "not given" below
_FIELDS = ("id", "category", "question", "as_of", "previous", "expect")
_EXPECTED = ("verdict", "all_of", "any_of", "none_of", "published", "abstain")


def _shown(value: object) -> str:
    """A JSON value as an error shows it."""
    return json.dumps(value, ensure_ascii=False)[:60]


def _days_of(given: str) -> Days | None:
    match = _DATE.fullmatch(given)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        last_day = day or calendar.monthrange(year, month or 12)[1]
        return Days(date(year, month or 1, day or 1), date(year, month or 12, last_day))
    except ValueError:  # a month 13, a 30 February
        return None


def is_date(given: str) -> bool:
    """Whether a question file may expect a text as a source's date.

    >>> is_date("2024-04"), is_date("2024-02-30")
    (True, False)
    """
    return _days_of(given) is not None


@dataclass(frozen=True)
class _Line:
    """One line being read: knows where it stands, so that every complaint says so."""

    file: Path
    number: int

    def fail(self, complaint: str) -> NoReturn:
        raise EvalFileError(f"{self.file}:{self.number}: {complaint}")

    def question(self, line: str) -> Question:
        try:
            given = json.loads(line, object_pairs_hook=self._pairs)
        except json.JSONDecodeError as error:
            self.fail(f"not a JSON object on one line: {error.msg} at column {error.colno}")
        fields = self._object(given, "a question", _FIELDS)
        missing = sorted({"id", "category", "question", "expect"} - fields.keys())
        if missing:
            self.fail(f"the field {missing[0]!r} is missing")
        question = Question(
            id=self._string(fields, "id"),
            category=self._category(fields),
            question=self._string(fields, "question"),
            expect=self._expectation(fields["expect"]),
            as_of=self._day(fields["as_of"]) if "as_of" in fields else None,
            previous=self._strings(fields, "previous"),
            place=f"{self.file}:{self.number}",
        )
        contradiction = _contradiction(question)
        if contradiction:
            self.fail(contradiction)
        return question

    def _pairs(self, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        """A JSON object; `json` alone would keep the last of two equal names and say nothing."""
        fields: dict[str, Any] = {}
        for name, value in pairs:
            if name in fields:
                self.fail(f"the field {name!r} is given twice")
            fields[name] = value
        return fields

    def _object(self, given: object, what: str, known: Iterable[str]) -> dict[str, Any]:
        if not isinstance(given, dict):
            self.fail(f"{what} is a JSON object, not {_shown(given)}")
        unknown = sorted(given.keys() - set(known))
        if unknown:
            self.fail(f"unknown field {unknown[0]!r} in {what}; known are {', '.join(sorted(known))}")
        return given

    def _string(self, fields: Mapping[str, Any], name: str) -> str:
        value = fields[name]
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{name!r} is a text that is not empty, not {_shown(value)}")
        return value

    def _strings(self, fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
        if name not in fields:
            return ()
        value = fields[name]
        if not isinstance(value, list) or not value:
            self.fail(f"{name!r} is a list of texts that is not empty; leave the field out to say nothing")
        return tuple(self._string({name: text}, name) for text in value)

    def _category(self, fields: Mapping[str, Any]) -> Category:
        name = self._string(fields, "category")
        try:
            return Category(name)
        except ValueError:
            self.fail(f"unknown category {name!r}; known are {', '.join(Category)}")

    def _expectation(self, given: object) -> Expectation:
        fields = self._object(given, "'expect'", _EXPECTED)
        if not fields:
            self.fail("'expect' is empty, so that every answer would be right; state at least one thing")
        if fields.get("verdict", "yes") not in ("yes", "no"):
            self.fail(f'\'verdict\' is "yes" or "no", not {_shown(fields["verdict"])}')
        if fields.get("abstain", True) is not True:
            self.fail("'abstain' is true or left out")
        return Expectation(
            verdict=fields.get("verdict"),
            all_of=self._strings(fields, "all_of"),
            any_of=self._strings(fields, "any_of"),
            none_of=self._strings(fields, "none_of"),
            published=self._published(fields["published"]) if "published" in fields else (),
            abstain="abstain" in fields,
        )

    def _published(self, given: object) -> tuple[Days | None, ...]:
        dates = given if isinstance(given, list) else [given]
        if not dates:
            self.fail("'published' is an empty list; leave the field out to say nothing")
        return tuple(None if one is None else self._days(one, "published") for one in dates)

    def _days(self, given: object, name: str) -> Days:
        days = _days_of(given) if isinstance(given, str) else None
        if days:
            return days
        self.fail(f'{name!r} is {_shown(given)}, which is no date such as "2024-04-16"')

    def _day(self, given: object) -> date:
        days = self._days(given, "as_of")
        if days.first != days.last:
            self.fail(f"'as_of' is one day such as \"2024-04-16\", not {_shown(given)}")
        return days.first


def _contradiction(question: Question) -> str | None:
    """Why no answer, or every answer, would fulfil the expectation; None when all is well."""
    expect = question.expect
    if expect.abstain and len(expect.to_dict()) > 1:
        return "'expect' wants the program to abstain and to answer; keep one of the two"
    if question.category is Category.UNANSWERABLE and not expect.abstain:
        return 'an unanswerable question expects {"abstain": true}'
    if question.category is Category.FOLLOW_UP and not question.previous:
        return "a follow_up needs 'previous', the questions asked before it"
    if expect.verdict and any(occurs(forbidden, expect.verdict) for forbidden in expect.none_of):
        return f"'expect' wants the verdict {expect.verdict!r} and forbids it"
    for wanted in (*expect.all_of, *expect.any_of):
        for forbidden in expect.none_of:
            if occurs(forbidden, wanted):
                return f"'expect' wants {wanted!r} and forbids {forbidden!r}, which stands in it"
    if question.as_of is None:
        return None
    for days in expect.published:
        if days is None:
            return "an undated source is hidden by 'as_of', yet 'published' expects one"
        if days.last > question.as_of:
            return f"'published' expects {days}, which 'as_of' {question.as_of} hides"
    return None
