"""Thresholds: what a program must reach, read from TOML, and measured against a report.

A measure that no question of a file calls for breaks no threshold: the same limits serve every question file.
The price is that a file without, say, a single `as_of` question says nothing of the wall, so the gate names
what it could not measure.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measures import BY_NAME
from eval.questions import EvalFileError

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
"""The limits that ship."""


@dataclass(frozen=True)
class Threshold:
    """A limit for one measure: a lower one, or with `at_most` an upper one."""

    measure: str
    limit: float
    at_most: bool = False

    def holds(self, value: float | None) -> bool:
        """Whether a measured value keeps the limit; what was not measured breaks none."""
        if value is None:
            return True
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.limit:g}"


@dataclass(frozen=True)
class Check:
    """A threshold and what was measured."""

    threshold: Threshold
    value: float | None

    @property
    def holds(self) -> bool:
        """Whether the threshold is kept."""
        return self.threshold.holds(self.value)

    @property
    def mark(self) -> str:
        """How a table marks it: "ok", "missed", or nothing for what was not measured."""
        if self.value is None:
            return ""
        return "ok" if self.holds else "missed"

    @property
    def measured(self) -> str:
        """The value as a table shows it."""
        return "not measured" if self.value is None else f"{self.value:.3f}"

    def to_dict(self) -> dict[str, Any]:
        """The check as JSON types."""
        threshold = self.threshold
        bound = "at_most" if threshold.at_most else "at_least"
        return {"measure": threshold.measure, bound: threshold.limit, "value": self.value, "holds": self.holds}


def checks(thresholds: Iterable[Threshold], values: Mapping[str, float | None]) -> tuple[Check, ...]:
    """Every threshold with the value of its measure."""
    return tuple(Check(threshold, values[threshold.measure]) for threshold in thresholds)


def verdict(made: Iterable[Check]) -> str:
    """The gate in one sentence.

    >>> verdict([Check(Threshold("answer_accuracy", 0.85), 0.8)])
    'The gate fails: answer_accuracy is 0.800 and must be >= 0.85.'
    """
    made = tuple(made)
    missed = [f"{one.threshold.measure} is {one.measured} and must be {one.threshold}" for one in made if not one.holds]
    unmeasured = [one.threshold.measure for one in made if one.value is None]
    untold = f" Not measured, for want of questions: {', '.join(unmeasured)}." if unmeasured else ""
    return (f"The gate fails: {'; '.join(missed)}." if missed else "The gate holds.") + untold


def read_thresholds(file: Path) -> tuple[Threshold, ...]:
    """Read a thresholds file: tables [at_least] and [at_most] of measure = number.

    Raises:
        EvalFileError: The file is missing or broken, or names an unknown measure.
    """
    if not file.is_file():
        raise EvalFileError(f"there is no thresholds file {file}; name one with --thresholds")
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EvalFileError(f"{file} cannot be read as TOML: {error}") from error
    thresholds = []
    for table, limits in tables.items():
        if table not in ("at_least", "at_most") or not isinstance(limits, dict):
            raise EvalFileError(f"{file}: {table!r} is not known; the tables are [at_least] and [at_most]")
        thresholds += [_threshold(file, name, limit, table == "at_most") for name, limit in limits.items()]
    if not thresholds:
        raise EvalFileError(f"{file} holds no threshold, so that every score would pass")
    return tuple(thresholds)


def _threshold(file: Path, measure: str, limit: object, at_most: bool) -> Threshold:
    if measure not in BY_NAME:
        raise EvalFileError(f"{file}: unknown measure {measure!r}; known are {', '.join(BY_NAME)}")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit != limit:
        raise EvalFileError(f"{file}: {measure!r} is a number, not {limit!r}")
    return Threshold(measure, float(limit), at_most=at_most)
