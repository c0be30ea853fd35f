"""From Scores to what a person or a program reads: tables, failures, JSON, measured against thresholds.

The JSON holds what was asked, answered and scored, and nothing that differs between two runs of the same
program (no timings, no machine), so that two reports can be compared byte by byte.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.measures import MEASURES, Score, faults, score
from eval.questions import EvalFileError
from eval.run import Outcome, Run
from eval.terminal import plain

_NAMES = tuple(measure.name for measure in MEASURES)


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
        for measure, limit in limits.items():
            if measure not in _NAMES:
                raise EvalFileError(f"{file}: unknown measure {measure!r}; known are {', '.join(_NAMES)}")
            if isinstance(limit, bool) or not isinstance(limit, int | float):
                raise EvalFileError(f"{file}: {measure!r} is a number, not {limit!r}")
            thresholds.append(Threshold(measure, float(limit), at_most=table == "at_most"))
    if not thresholds:
        raise EvalFileError(f"{file} holds no threshold, so that every score would pass")
    return tuple(thresholds)


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

    @property
    def passed(self) -> bool:
        """Whether every threshold holds."""
        values = self.values
        return all(threshold.holds(values[threshold.measure]) for threshold in self.thresholds)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The outcomes with any fault, in the order of the question file."""
        return tuple(outcome for outcome in self.run.outcomes if faults(outcome))

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON types."""
        values = self.values
        return {
            "questions": len(self.run.outcomes),
            "passed": self.passed,
            "measures": {
                name: {"value": value, "questions": sum(one.measure == name for one in self.scores)}
                for name, value in values.items()
            },
            "categories": [
                {"category": category, "questions": number, "measures": measures}
                for category, number, measures in _by_category(self)
            ],
            "thresholds": [
                {
                    "measure": threshold.measure,
                    "at_most" if threshold.at_most else "at_least": threshold.limit,
                    "value": values[threshold.measure],
                    "holds": threshold.holds(values[threshold.measure]),
                }
                for threshold in self.thresholds
            ],
            "outcomes": [_outcome(outcome) for outcome in self.run.outcomes],
            "scores": [asdict(one) for one in self.scores],
        }


def report(run: Run, thresholds: Iterable[Threshold] = ()) -> Report:
    """Score a run."""
    return Report(run, score(run.outcomes), tuple(thresholds))


def _by_category(made: Report) -> list[tuple[str, int, dict[str, float | None]]]:
    """(category, its questions, its measures), in the order in which the question file brings them."""
    rows = []
    for category, number in Counter(outcome.question.category for outcome in made.run.outcomes).items():
        own = [one for one in made.scores if one.category == category]
        rows.append((str(category), number, {measure.name: measure.over(own) for measure in MEASURES}))
    return rows


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
    }


def show(made: Report, console: Console) -> None:
    """Print the scores per category, the thresholds, and every failure with what it rests on.

    Everything from questions and documents goes out as Text: square brackets in it are no markup.
    """
    console.print(_scores_table(made))
    if made.thresholds:
        console.print(_thresholds_table(made))
    failures = made.failures
    console.print(Text(f"{len(made.run.outcomes)} questions, {len(failures)} with a fault", style="bold"))
    for outcome in failures:
        console.print()
        console.print(_failure(outcome))


def _scores_table(made: Report) -> Table:
    table = Table(title="Scores", title_justify="left", show_footer=True)
    table.add_column("category", footer="all")
    table.add_column("n", footer=str(len(made.run.outcomes)), justify="right")
    for measure in MEASURES:
        overall = _number(made.values[measure.name], measure.summed)
        table.add_column(measure.heading, footer=overall, justify="right")
    for category, number, measures in _by_category(made):
        cells = [_number(measures[measure.name], measure.summed) for measure in MEASURES]
        table.add_row(category, str(number), *cells)
    return table


def _thresholds_table(made: Report) -> Table:
    table = Table("measure", "measured", "threshold", "", title="Thresholds", title_justify="left")
    values = made.values
    for threshold in made.thresholds:
        value = values[threshold.measure]
        verdict = Text("ok", style="green") if threshold.holds(value) else Text("MISSED", style="bold red")
        measured = "not measured" if value is None else f"{value:.3f}"
        sign = "<=" if threshold.at_most else ">="
        table.add_row(threshold.measure, measured, f"{sign} {threshold.limit:g}", verdict)
    return table


def _number(value: float | None, summed: bool) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if summed else f"{value:.2f}"


def _failure(outcome: Outcome) -> Text:
    question, answer = outcome.question, outcome.answer
    lines = Text(plain(f"{question.id} [{question.category}] {question.question}"), style="bold")
    if question.as_of:
        lines.append(f" (as of {question.as_of})")
    if question.previous:
        lines.append(plain(f" (after {' / '.join(question.previous)})"))
    details = [("fault", fault) for fault in faults(outcome)]
    if answer:
        details.append(("answer", answer.text))
        if answer.values:
            details.append(("values", ", ".join(answer.values)))
    details.append(("expected", json.dumps(question.expect.to_dict(), ensure_ascii=False)))
    if answer and answer.citations:
        first = answer.citations[0]
        details.append(("quote", first.quote))
        details.append(("source", f"{first.document.file}, {first.published or 'undated'}"))
    for name, value in details:
        lines.append(f"\n  {name + ':':<10}", style="not bold")
        lines.append(plain(" ".join(value.split())), style="not bold")
    return lines
