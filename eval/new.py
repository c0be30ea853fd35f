"""Writes a question file by asking: the program answers, a person says whether that is right, a line is added.

The line goes through the reader of question files before it is written, so a file that was well before is
well after. A right answer is taken over as the expectation, its date included; of a wrong one the person says
what should have come.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.questions import Category, EvalFileError, Question, is_date, read_question, read_questions
from qa import Answer

Prompt = Callable[[str, str], str]
"""(what is wanted, what is taken when nothing is typed) -> what was typed."""


@dataclass(frozen=True)
class Draft:
    """What is asked, before anybody said what a right answer is."""

    question: str
    as_of: date | None = None
    previous: tuple[str, ...] = ()


def expectation(answer: Answer) -> dict[str, Any]:
    """A right answer as what to expect from now on.

    Example: "No: observer, as of 16 April 2024." gives {"verdict": "no", "all_of": ["observer"], "published":
    "2024-04-16"}.
    """
    if answer.abstained:
        return {"abstain": True}
    expect: dict[str, Any] = {}
    if answer.verdict:
        expect["verdict"] = answer.verdict
    if answer.values:
        expect["all_of"] = list(answer.values)
    if answer.citations:
        published = answer.citations[0].published
        expect["published"] = str(published) if published else None
    return expect


def asked_until(prompt: Prompt, wanted: str, default: str, complaint: Callable[[str], str | None]) -> str:
    """What a person typed, asked again with the complaint until there is none: a slip must not cost what was typed."""
    again = wanted
    while trouble := complaint(typed := prompt(again, default)):
        again = f"{trouble}\n{wanted}"
    return typed


def _one_of(*known: str) -> Callable[[str], str | None]:
    return lambda typed: (
        None if typed.casefold() in known else f'"{typed}" is none of: {", ".join(filter(None, known))}.'
    )


def _said_yes(prompt: Prompt, wanted: str) -> bool:
    return asked_until(prompt, f"{wanted} (yes/no)", "yes", _one_of("yes", "no", "y", "n")).casefold()[0] == "y"


def _no_date(typed: str) -> str | None:
    written = not typed or typed.casefold() == "undated" or is_date(typed)
    return None if written else f'"{typed}" is no date such as 2024-04-16, 2024-04 or 2024.'


def corrected(prompt: Prompt) -> dict[str, Any]:
    """What a right answer would have been, as a person says it; what is left empty is not checked."""
    if not _said_yes(prompt, "Do the documents answer it?"):
        return {"abstain": True}
    expect: dict[str, Any] = {}
    wanted = "The right verdict, for a yes/no question (yes, no or empty)"
    verdict = asked_until(prompt, wanted, "", _one_of("yes", "no", ""))
    if verdict:
        expect["verdict"] = verdict.casefold()
    for name, wanted in (("all_of", "must say"), ("any_of", "must say one of"), ("none_of", "must not say")):
        said = [part.strip() for part in prompt(f"A right answer {wanted} (parts separated by ;)", "").split(";")]
        if any(said):
            expect[name] = [part for part in said if part]
    published = asked_until(
        prompt, "Date of the source it should rest on (2024-04-16, undated, or empty)", "", _no_date
    )
    if published:
        expect["published"] = None if published.casefold() == "undated" else published
    return expect


def guess(draft: Draft, answer: Answer, expect: dict[str, Any]) -> Category:
    """The category that the question seems to be of."""
    if expect.get("abstain"):
        return Category.UNANSWERABLE
    if draft.previous:
        return Category.FOLLOW_UP
    if draft.as_of:
        return Category.AS_OF
    if expect.get("verdict"):
        return Category.YES_NO
    if len(answer.values) > 1:
        return Category.LIST
    if expect.get("published", "") is None:
        return Category.UNDATED
    first = re.match(r"\s*(who|when|where|how many|how much)\b", draft.question, re.IGNORECASE)
    named = {"how many": "count", "how much": "how_much"}
    return Category(named.get(first[1].casefold(), first[1].casefold())) if first else Category.LATEST


def compose(draft: Draft, expect: dict[str, Any], category: str, name: str) -> str:
    """The line of the question file."""
    line: dict[str, Any] = {"id": name, "category": category, "question": draft.question}
    if draft.as_of:
        line["as_of"] = draft.as_of.isoformat()
    if draft.previous:
        line["previous"] = list(draft.previous)
    return json.dumps({**line, "expect": expect}, ensure_ascii=False)


def free_id(category: str, known: Sequence[Question]) -> str:
    """The next id of a category: "as_of-04" after "as_of-03"."""
    taken = {question.id for question in known}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{category}-{n:02d}") not in taken)


def write(file: Path, line: str) -> Question:
    """Add a line to a question file, which is made if it is missing.

    Returns:
        The question as the file now has it.

    Raises:
        EvalFileError: The line is not a question, its id stands in the file already, or the file cannot be used. Then
            nothing was written.
    """
    text, known = _text(file), _known(file)
    number = text.count("\n") + (2 if text and not text.endswith("\n") else 1)
    question = read_question(line, file, number)
    for other in known:
        if other.id == question.id:
            raise EvalFileError(f"{file}:{number}: the id {question.id!r} already stands in {other.place}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(("\n" if text and not text.endswith("\n") else "") + line + "\n")
    except OSError as error:
        raise EvalFileError(f"{file} cannot be written: {error.strerror or error}") from error
    return question


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""


def _known(file: Path) -> tuple[Question, ...]:
    """The questions that the file holds already; a missing or empty one holds none, which is no error here."""
    return read_questions(file) if _text(file).strip("\ufeff \r\n\t") else ()


def converse(
    draft: Draft, answer: Answer, file: Path, prompt: Prompt, *, category: str | None = None, name: str | None = None
) -> Question:
    """Ask a person about an answer that was just shown, and write the line.

    Args:
        draft: What was asked.
        answer: What came back.
        file: The question file.
        prompt: How to ask the person.
        category: The category, if it is known already.
        name: The id, if it is known already.

    Raises:
        EvalFileError: What was typed makes no question; nothing was written.
    """
    known = _known(file)
    taken = {question.id: question.place for question in known}
    for given, complaint in ((category, _one_of(*Category)), (name, _free(taken))):
        if given and (trouble := complaint(given)):
            raise EvalFileError(trouble)
    expect = expectation(answer) if _said_yes(prompt, "Is this answer right?") else corrected(prompt)
    category = category or asked_until(prompt, "Category", str(guess(draft, answer, expect)), _one_of(*Category))
    name = name or asked_until(prompt, "Id", free_id(category, known), _free(taken))
    return write(file, compose(draft, expect, category, name))


def _free(taken: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda typed: f'The id "{typed}" already stands in {taken[typed]}.' if typed in taken else None
