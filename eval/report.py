"""One run, scored: what every form of the report (terminal, HTML, Markdown, JSON) is made of.

The JSON holds what was asked, answered and scored, and nothing that differs between two runs of the same
program (no timings, no machine), so that two reports can be compared byte by byte.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from eval.abstention import Reason, by_reason
from eval.gate import Check, Threshold, checks
from eval.measures import MEASURES, faults, score
from eval.run import Outcome, Run
from eval.said import answer_accuracy
from eval.scores import Score, bootstrap

# How old the expected source is on the day asked about: up to so many days, and its name in the plot.
_AGES = ((30, "a month"), (182, "half a year"), (365, "a year"), (730, "2 years"), (1826, "5 years"))


@dataclass(frozen=True)
class Row:
    """One group of questions: how many, how many right, and the 95 % interval of that share."""

    name: str
    questions: int
    accuracy: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Latency:
    """How long answers took, in milliseconds."""

    median: float
    p95: float
    slowest: float


def latency(outcomes: Sequence[Outcome]) -> Latency:
    """The latency of a run: the middle, the 95th percentile (the nearest answer at or above it) and the slowest.

    >>> from dataclasses import replace
    >>> from eval.example import silent
    >>> latency([replace(silent({"abstain": True}), seconds=ms / 1000) for ms in (1, 2, 3, 4, 90)])
    Latency(median=3.0, p95=90.0, slowest=90.0)
    """
    times = sorted(1000 * outcome.seconds for outcome in outcomes)
    rank = -(-95 * len(times) // 100)  # rounded up
    return Latency(statistics.median(times), times[rank - 1], times[-1])


@dataclass(frozen=True)
class Report:
    """One run, scored."""

    run: Run
    scores: tuple[Score, ...]
    thresholds: tuple[Threshold, ...]

    @property
    def values(self) -> dict[str, float | None]:
        """Every measure over the whole question file."""
        return {measure.name: measure.over(self.scores) for measure in MEASURES}

    @cached_property
    def intervals(self) -> dict[str, tuple[float, float] | None]:
        """The 95 % interval of every measure."""
        return {measure.name: measure.interval(self.scores) for measure in MEASURES}

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every threshold with what was measured."""
        return checks(self.thresholds, self.values)

    @property
    def passed(self) -> bool:
        """Whether every threshold holds."""
        return all(check.holds for check in self.checks)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes with any fault, in the order of the question file."""
        return tuple(outcome for outcome in self.run.outcomes if faults(outcome))

    @property
    def latency(self) -> Latency:
        """How long the answers took."""
        return latency(self.run.outcomes)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the program abstained, each reason with its precision, recall and F1."""
        return by_reason(self.run.outcomes)

    @property
    def by_category(self) -> tuple[Row, ...]:
        """Answer accuracy per category, in the order in which the question file brings them."""
        return _rows((str(outcome.question.category), outcome) for outcome in self.run.outcomes)

    @property
    def by_age(self) -> tuple[Row, ...]:
        """Answer accuracy by the age of the newest expected source on the day asked about, youngest first."""
        aged = [(name, outcome) for outcome in self.run.outcomes if (name := self._age(outcome))]
        order = [*(f"up to {name}" for _, name in _AGES), "older", "undated"]
        return tuple(sorted(_rows(aged), key=lambda row: order.index(row.name)))

    def _age(self, outcome: Outcome) -> str | None:
        expected, day = outcome.question.expect.published, outcome.question.as_of or self.run.now
        if not expected or day is None:
            return None
        newest = max((days.last for days in expected if days), default=None)
        if newest is None:
            return "undated"
        return next((f"up to {name}" for most, name in _AGES if (day - newest).days <= most), "older")

    def categories(self) -> list[tuple[str, int, dict[str, float | None]]]:
        """(category, its questions, its measures), in the order in which the question file brings them."""
        rows = []
        for category, number in Counter(outcome.question.category for outcome in self.run.outcomes).items():
            own = [one for one in self.scores if one.category == category]
            rows.append((str(category), number, {measure.name: measure.over(own) for measure in MEASURES}))
        return rows

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON types."""
        values = self.values
        return {
            "now": self.run.now.isoformat() if self.run.now else None,
            "questions": len(self.run.outcomes),
            "passed": self.passed,
            "measures": {
                name: {
                    "value": value,
                    "interval": list(self.intervals[name] or ()) or None,
                    "questions": sum(one.measure == name for one in self.scores),
                }
                for name, value in values.items()
            },
            "categories": [
                {"category": category, "questions": number, "measures": measures}
                for category, number, measures in self.categories()
            ],
            "reasons": [reason.to_dict() for reason in self.reasons],
            "thresholds": [check.to_dict() for check in self.checks],
            "outcomes": [_outcome(outcome) for outcome in self.run.outcomes],
            "scores": [asdict(one) for one in self.scores],
        }


def report(run: Run, thresholds: Iterable[Threshold] = ()) -> Report:
    """Score a run."""
    return Report(run, score(run.outcomes), tuple(thresholds))


def _rows(named: Iterable[tuple[str, Outcome]]) -> tuple[Row, ...]:
    groups: dict[str, list[float]] = {}
    for name, outcome in named:
        groups.setdefault(name, []).append(answer_accuracy(outcome))
    return tuple(Row(name, len(right), sum(right) / len(right), bootstrap(right)) for name, right in groups.items())


def _outcome(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.id,
        "category": question.category,
        "question": question.question,
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "previous": list(question.previous),
        "expect": question.expect.to_dict(),
        "answer": outcome.answer.to_dict() if outcome.answer else None,
        "error": outcome.error,
        "faults": list(faults(outcome)),
        "found": list(outcome.found.ranking) if outcome.found else None,
    }
