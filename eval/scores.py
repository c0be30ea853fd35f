"""One number for one question, and what many of them come to: the mean, and how far chance moves it.

The 95 % interval is a bootstrap over the questions: it says what other questions of the same kind might have
given, not how the program varies (it does not). The seed is fixed, so that two runs give the same bytes. Where all
questions scored alike the interval has no width; with few questions that is too sure, which no resampling can mend.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.questions import Category
from eval.run import Outcome

RESAMPLES = 2_000
_SEED = 20_111_231  # any number will do, as long as it stays


@dataclass(frozen=True)
class Score:
    """One number: what every report is made of. `weight` is how often it counts in the mean."""

    question: str
    category: Category
    measure: str
    value: float
    weight: float = 1.0


def _once(_: Outcome) -> float:
    return 1.0


@dataclass(frozen=True)
class Measure:
    """A named way to score one outcome.

    Attributes:
        name: Its name in JSON and in thresholds files.
        heading: Its name at the head of a table.
        score: One outcome -> one number, or None where the question does not call for it.
        weight: How often that number counts in the mean.
        summed: Added up over questions instead of averaged: a count.
        lower: Lower is better: a rate of failures.
    """

    name: str
    heading: str
    score: Callable[[Outcome], float | None]
    weight: Callable[[Outcome], float] = _once
    summed: bool = False
    lower: bool = False

    def over(self, scores: Iterable[Score]) -> float | None:
        """This measure over all scores that are its own; None when there are none."""
        own = [score for score in scores if score.measure == self.name]
        if not own:
            return None
        total = sum(score.value * score.weight for score in own)
        return total if self.summed else total / sum(score.weight for score in own)

    def interval(self, scores: Iterable[Score]) -> tuple[float, float] | None:
        """The 95 % interval of `over`; None for a count, and where nothing was measured."""
        own = [score for score in scores if score.measure == self.name]
        if self.summed or not own:
            return None
        return bootstrap([score.value for score in own], [score.weight for score in own])


def bootstrap(values: Sequence[float], weights: Sequence[float] | None = None) -> tuple[float, float]:
    """The 95 % interval of a mean: questions drawn anew with replacement, 2,000 times.

    >>> bootstrap([1.0, 1.0, 1.0])
    (1.0, 1.0)
    >>> low, high = bootstrap([0.0, 1.0] * 50)
    >>> 0.38 < low < 0.42 and 0.58 < high < 0.62
    True

    Args:
        values: One number per question.
        weights: How often each counts; None: once.

    Returns:
        The lower and the upper end, to four decimals.
    """
    value = np.asarray(values, dtype=float)
    weight = np.ones_like(value) if weights is None else np.asarray(weights, dtype=float)
    drawn = np.random.default_rng(_SEED).integers(len(value), size=(RESAMPLES, len(value)))
    means = (value[drawn] * weight[drawn]).sum(axis=1) / weight[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)
