"""Asks every question and keeps what came back.

The function that answers is an argument, so a test plants a wrong one and nothing is patched. A question that
crashes the program is an Outcome like any other: it is scored as wrong and named, and the rest runs on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus import Document
from eval.questions import Question
from qa import Answer

Ask = Callable[[Question], Answer]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Outcome:
    """What one question got.

    Attributes:
        question: The question asked.
        answer: What came back; None when the program crashed.
        error: Then what it crashed with, such as "KeyError: 'x'"; "" otherwise.
        documents: The corpus as it lies on disk, by file, to hold quotes against; None: not at hand.
    """

    question: Question
    answer: Answer | None
    error: str = ""
    documents: Mapping[str, Document] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Run:
    """The outcomes of a question file, one for each question and in its order."""

    outcomes: tuple[Outcome, ...]


def run(
    questions: Sequence[Question],
    ask: Ask,
    *,
    documents: Mapping[str, Document] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Ask each question once.

    Args:
        questions: What to ask.
        ask: The program under test.
        documents: The corpus by file; given, a quote must stand in the file, not only in the answer's copy.
        progress: Told (done, total, question) before each question and once at the end.
    """
    outcomes = []
    for done, question in enumerate(questions):
        if progress:
            progress(done, len(questions), question.question)
        outcomes.append(_outcome(question, ask, documents))
    if progress:
        progress(len(questions), len(questions), "")
    return Run(tuple(outcomes))


def _outcome(question: Question, ask: Ask, documents: Mapping[str, Document] | None) -> Outcome:
    try:
        answer = ask(question)
    except Exception as error:  # whatever it is: the run must reach its end
        return Outcome(question, None, f"{type(error).__name__}: {error}", documents)
    return Outcome(question, answer, "", documents)
