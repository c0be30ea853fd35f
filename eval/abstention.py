"""Measures of silence: whether the program abstains where the corpus does not answer, and nowhere else.

Precision and recall are bought with each other, so F1 stands beside them; `by_reason` shows which of the
program's reasons can be trusted. Reasons are told apart by their wording without names and dates: the
evaluation keeps no list of what a program may say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from corpus.dates import find_dates
from eval.run import Outcome

_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


def abstention_precision(outcome: Outcome) -> float | None:
    """Of the questions on which the program abstained, the share that the corpus does not answer.

    Never abstaining gives no value; recall is then 0.

    Example: it abstains on an unanswerable question and on an answerable one, and answers a third.

    >>> from eval.example import said, silent
    >>> asked = silent({"abstain": True}), silent({"verdict": "no"}), said({"verdict": "no"}, verdict="no")
    >>> [abstention_precision(outcome) for outcome in asked]
    [1.0, 0.0, None]
    """
    if outcome.answer is None or not outcome.answer.abstained:
        return None
    return float(outcome.question.expect.abstain)


def abstention_recall(outcome: Outcome) -> float | None:
    """Of the questions that the corpus does not answer, the share on which the program abstained.

    Example: it abstains on one unanswerable question, makes something up for another, and abstains on a third that
    has an answer.

    >>> from eval.example import said, silent
    >>> asked = silent({"abstain": True}), said({"abstain": True}, "Ada Novik."), silent({"verdict": "no"})
    >>> [abstention_recall(outcome) for outcome in asked]
    [1.0, 0.0, None]
    """
    if not outcome.question.expect.abstain:
        return None
    return float(outcome.answer is not None and outcome.answer.abstained)


def abstention_f1(outcome: Outcome) -> float | None:
    """The harmonic mean of abstention precision and recall, as a mean over questions.

    Counted are the questions on which the program abstained, or should have; 1 where both hold, 0 where one does. The
    ones count twice (`twice_if_right`), since F1 = 2 TP / (2 TP + FP + FN).

    Example: of two unanswerable questions it abstains on one, and it abstains on one other: 2 / (2 + 1 + 1).

    >>> from eval.example import said, silent
    >>> asked = silent({"abstain": True}), said({"abstain": True}, "Ada Novik."), silent({"verdict": "no"})
    >>> [(abstention_f1(outcome), twice_if_right(outcome)) for outcome in asked]
    [(1.0, 2.0), (0.0, 1.0), (0.0, 1.0)]
    """
    abstained = outcome.answer is not None and outcome.answer.abstained
    if not (abstained or outcome.question.expect.abstain):
        return None
    return float(abstained and outcome.question.expect.abstain)


def twice_if_right(outcome: Outcome) -> float:
    """The weight of a question in `abstention_f1`."""
    return 2.0 if abstention_f1(outcome) == 1 else 1.0


@dataclass(frozen=True)
class Reason:
    """One reason for abstaining, and what it was worth.

    Attributes:
        reason: Its wording, names as "…" and dates as DATE.
        given: How often it was given.
        right: How often of these the corpus really does not answer.
        unanswerable: How many questions the corpus does not answer, whatever was said to them.
    """

    reason: str
    given: int
    right: int
    unanswerable: int

    @property
    def precision(self) -> float:
        """Of the times it was given, the share that was right."""
        return self.right / self.given

    @property
    def recall(self) -> float | None:
        """Of the unanswerable questions, the share refused for this reason; the recalls of all add up to the whole."""
        return self.right / self.unanswerable if self.unanswerable else None

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (self.given + self.unanswerable)

    def to_dict(self) -> dict[str, Any]:
        """The reason as JSON types."""
        return {**asdict(self), "precision": self.precision, "recall": self.recall, "f1": self.f1}


def by_reason(outcomes: Iterable[Outcome]) -> tuple[Reason, ...]:
    """Every reason that was given, the most frequent first."""
    asked = list(outcomes)
    unanswerable = sum(outcome.question.expect.abstain for outcome in asked)
    given: dict[str, list[bool]] = defaultdict(list)
    for outcome in asked:
        if outcome.answer is not None and outcome.answer.abstained:
            given[kind_of(outcome.answer.reason)].append(outcome.question.expect.abstain)
    rows = (Reason(reason, len(right), sum(right), unanswerable) for reason, right in given.items())
    return tuple(sorted(rows, key=lambda row: (-row.given, row.reason)))


def kind_of(reason: str) -> str:
    """A reason without what belongs to one question alone.

    >>> kind_of('The documents say nothing of "Velland".')
    'The documents say nothing of "…".'
    >>> kind_of("No document was published by 3 May 2010; the oldest is of 2012.")
    'No document was published by DATE; the oldest is of DATE.'
    """
    reason = _QUOTED.sub('"…"', reason)
    for found in sorted(find_dates(reason), key=lambda one: one.start, reverse=True):
        reason = f"{reason[: found.start]}DATE{reason[found.end :]}"
    return " ".join(reason.split()) or "no reason"
