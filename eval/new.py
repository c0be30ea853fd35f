"""Writes a question file by asking: the program answers, a person says whether that is right, a line is added.

The line goes through the reader of question files before it is written, so a file that was well before is
well after. A right answer is taken over as the expectation, its date included; of a wrong one the person says
what should have come.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.questions import Category, EvalFileError, Question, read_question, read_questions
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


def corrected(prompt: Prompt) -> dict[str, Any]:
    """What a right answer would have been, as a person says it; what is left empty is not checked."""
    if prompt("Do the documents answer it? (yes/no)", "yes").casefold() in ("n", "no"):
        return {"abstain": True}
    expect: dict[str, Any] = {}
    verdict = prompt("The right verdict, for a yes/no question (yes, no or empty)", "")
    if verdict:
        expect["verdict"] = verdict.casefold()
    for name, wanted in (("all_of", "must say"), ("any_of", "must say one of"), ("none_of", "must not say")):
        said = [part.strip() for part in prompt(f"A right answer {wanted} (parts separated by ;)", "").split(";")]
        if any(said):
            expect[name] = [part for part in said if part]
    published = prompt("Date of the source it should rest on (2024-04-16, undated, or empty)", "")
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
    right = prompt("Is this answer right? (yes/no)", "yes").casefold() in ("y", "yes")
    expect = expectation(answer) if right else corrected(prompt)
    category = category or prompt("Category", str(guess(draft, answer, expect)))
    name = name or prompt("Id", free_id(category, known))
    return write(file, compose(draft, expect, category, name))
