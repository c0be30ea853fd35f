"""What people thought of answers, kept in a local file, and answers made into test questions.

`feedback.jsonl` has a line for each like or dislike; `questions.jsonl` has the questions in the format that
`dateline eval --questions` reads. Both only grow, and no further than a limit: a page that others reach must not fill a
disk.
"""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus import DatelineError

FEEDBACK, QUESTIONS = "feedback.jsonl", "questions.jsonl"
_LIMIT = 10_000_000  # bytes
_turn = threading.Lock()


@dataclass(frozen=True)
class Turn:
    """One answer of a conversation, as much of it as is needed later.

    Attributes:
        question: What was asked.
        answer: The answer, as JSON types.
        as_of: The day asked about.
        previous: The questions before it.
        version: The index' fingerprint at that moment.
        cards: Its sources as HTML.
        changes: Its timeline as HTML.
        picks: Its days to ask as of, as HTML.
        figure: Its picture, or None.
    """

    question: str
    answer: dict[str, Any]
    as_of: date | None = None
    previous: tuple[str, ...] = ()
    version: str = ""
    cards: str = field(default="", repr=False)
    changes: str = field(default="", repr=False)
    picks: str = field(default="", repr=False)
    figure: Any = field(default=None, repr=False)


def keep_opinion(turn: Turn, liked: bool, folder: Path, when: datetime) -> str:
    """Adds a like or a dislike to the feedback file.

    Args:
        turn: The answer.
        liked: Whether it was liked.
        folder: Where the file lies.
        when: Now.

    Returns:
        What was done, in a sentence.

    Raises:
        DatelineError: The file cannot be written, or is full.
    """
    opinion = {
        "when": when.isoformat(timespec="seconds"),
        "liked": liked,
        "question": turn.question,
        "as_of": turn.as_of.isoformat() if turn.as_of else None,
        "previous": list(turn.previous),
        "index": turn.version,
        "answer": turn.answer,
    }
    _append(folder / FEEDBACK, opinion)
    return f"Thank you. Kept in {FEEDBACK}."


def as_test_question(turn: Turn) -> dict[str, Any]:
    """An answer as a question for the evaluation: what was said is what is expected.

    Args:
        turn: The answer.

    Returns:
        A line of a question file, as JSON types.
    """
    answer = turn.answer
    expect: dict[str, Any] = {}
    if answer["abstained"]:
        expect["abstain"] = True
    else:
        if answer["verdict"]:
            expect["verdict"] = answer["verdict"]
        if answer["values"]:
            expect["all_of"] = answer["values"]
        expect["published"] = answer["published"]
    named = json.dumps([turn.question, turn.previous, str(turn.as_of or "")])
    asked: dict[str, Any] = {
        "id": f"page-{hashlib.sha256(named.encode()).hexdigest()[:10]}",
        "category": _category(turn),
        "question": turn.question,
    }
    if turn.as_of:
        asked["as_of"] = turn.as_of.isoformat()
    if turn.previous:
        asked["previous"] = list(turn.previous)
    return {**asked, "expect": expect}


def _category(turn: Turn) -> str:
    if turn.answer["abstained"]:
        return "unanswerable"
    if turn.previous:
        return "follow_up"
    if turn.as_of:
        return "as_of"
    return "yes_no" if turn.answer["verdict"] else "open"


def keep_question(turn: Turn, folder: Path) -> str:
    """Adds an answer to the question file, unless that question stands there.

    Args:
        turn: The answer.
        folder: Where the file lies.

    Returns:
        What was done, in a sentence.

    Raises:
        DatelineError: The file cannot be written, or is full.
    """
    file, question = folder / QUESTIONS, as_test_question(turn)
    if file.is_file() and f'"id": "{question["id"]}"' in file.read_text(encoding="utf-8"):
        return f"This question stands in {QUESTIONS} already."
    _append(file, question)
    return f"Saved in {QUESTIONS}. If the answer is not the right one, put the right one there."


def _append(file: Path, line: dict[str, Any]) -> None:
    text = json.dumps(line, ensure_ascii=False) + "\n"
    try:
        with _turn:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file() and file.stat().st_size + len(text) > _LIMIT:
                raise DatelineError(f"{file.name} is full: move it elsewhere, and a new one will be begun.")
            with file.open("a", encoding="utf-8") as stream:
                stream.write(text)
    except OSError as error:
        raise DatelineError(f"{file.name} cannot be written ({error.strerror}): set DATELINE_FEEDBACK.") from error
