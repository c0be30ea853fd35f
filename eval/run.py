"""Asks every question and keeps what came back.

The function that answers is an argument, so a test plants a wrong one and nothing is patched. A question that
crashes the program is an Outcome like any other: it is scored as wrong and named, and the rest runs on.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus import Document
from eval.questions import Question
from qa import Answer

Ask = Callable[[Question], Answer]
Progress = Callable[[int, int, str], None]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Found:
    """What was retrieved for a question: files, best first.

    Attributes:
        ranking: As the program asked for it.
        timeless: The same search with recency off; None where that was not tried.
        error: What telling it crashed with, such as "IndexError: ..."; "" where all is well.
    """

    ranking: tuple[str, ...] = ()
    timeless: tuple[str, ...] | None = None
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one question got.

    Attributes:
        question: The question asked.
        answer: What came back; None when the program crashed.
        error: Then what it crashed with, such as "KeyError: 'x'"; "" otherwise.
        documents: The corpus as it lies on disk, by file, to hold quotes against; None: not at hand.
        found: What was retrieved; None: nobody watched.
        seconds: How long the answer took; no part of any JSON, because it differs from run to run.
    """

    question: Question
    answer: Answer | None
    error: str = ""
    documents: Mapping[str, Document] | None = field(default=None, repr=False, compare=False)
    found: Found | None = None
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Run:
    """The outcomes of a question file, one for each question and in its order; `now` is the day it was asked on."""

    outcomes: tuple[Outcome, ...]
    now: date | None = None


def run(
    questions: Sequence[Question],
    ask: Ask,
    *,
    documents: Mapping[str, Document] | None = None,
    found: Callable[[Question], Found] | None = None,
    now: date | None = None,
    progress: Progress | None = None,
    clock: Clock = time.perf_counter,
) -> Run:
    """Ask each question once.

    Args:
        questions: What to ask.
        ask: The program under test.
        documents: The corpus by file; given, a quote must stand in the file, not only in the answer's copy.
        found: Tells after each question what was retrieved for it; None: retrieval is not measured.
        now: The day that counts as today, for the ages of sources.
        progress: Told (done, total, question) before each question and once at the end.
        clock: Seconds; for the latency.

    Returns:
        One Outcome for each question.
    """
    outcomes = []
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions), question.question)
        answer, error = None, ""
        started = clock()
        try:
            answer = ask(question)
        except Exception as raised:  # whatever it is: the run must reach its end
            error = f"{type(raised).__name__}: {raised}"
        seconds = clock() - started
        outcomes.append(Outcome(question, answer, error, documents, _found(question, found), seconds))
    if progress:
        progress(len(questions), len(questions), "")
    return Run(tuple(outcomes), now)


def _found(question: Question, found: Callable[[Question], Found] | None) -> Found | None:
    if found is None:
        return None
    try:
        return found(question)
    except Exception as raised:  # a program that can no longer search has found nothing
        return Found(error=f"{type(raised).__name__}: {raised}")
