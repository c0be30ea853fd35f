"""The report on a terminal: scores, ages, reasons, every failure, and at the end the gate.

Everything from questions and documents goes out as Text: square brackets in it are no markup. The table of categories
shows the measures that most questions call for; all of them stand in the table above it.
"""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.compare import Comparison
from eval.gate import verdict
from eval.measures import BY_NAME, MEASURES, faults
from eval.questions import Expectation
from eval.report import Report
from eval.run import Outcome
from eval.terminal import plain

PER_CATEGORY = (
    "answer_accuracy",
    "verdict_accuracy",
    "newest_source_accuracy",
    "date_statement_accuracy",
    "stale_answer_rate",
    "false_supersession_rate",
    "quote_fidelity",
    "recall_at_5",
)


def show(made: Report, console: Console) -> None:
    """Print a report."""
    console.print(_measures_table(made))
    console.print(_categories_table(made))
    if made.reasons:
        console.print(_reasons_table(made))
    failures = made.failures
    console.print(Text(f"{len(made.run.outcomes)} questions, {len(failures)} with a fault", style="bold"))
    for outcome in failures:
        console.print()
        console.print(_failure(outcome))
    if made.thresholds:
        console.print()
        show_gate(made, console)


def show_gate(made: Report, console: Console) -> None:
    """Print measured against threshold, and the gate in one sentence."""
    table = Table("measure", "measured", "threshold", "", title="Thresholds", title_justify="left")
    for check in made.checks:
        mark = Text(check.mark.upper() if not check.holds else check.mark, style="green" if check.holds else "bold red")
        table.add_row(check.threshold.measure, check.measured, str(check.threshold), mark)
    console.print(table)
    console.print(Text(verdict(made.checks), style="bold"))


def number(value: float | None, summed: bool = False) -> str:
    """A value as tables show it: two decimals, a count without any, "-" for what was not measured."""
    if value is None:
        return "-"
    return f"{value:.0f}" if summed else f"{value:.2f}"


def span(interval: tuple[float, float] | None) -> str:
    """An interval as tables show it; nothing where there is none."""
    return f"{interval[0]:.2f} – {interval[1]:.2f}" if interval else ""


def _measures_table(made: Report) -> Table:
    table = Table("measure", title="Scores", title_justify="left")
    for heading in ("value", "95 % interval", "questions"):
        table.add_column(heading, justify="right")
    for measure in MEASURES:
        count = sum(one.measure == measure.name for one in made.scores)
        name = f"{measure.name} (lower is better)" if measure.lower else measure.name
        value = number(made.values[measure.name], measure.summed)
        table.add_row(name, value, span(made.intervals[measure.name]), str(count))
    took = made.latency
    table.add_row("latency, median", f"{took.median:.0f} ms", f"95th percentile {took.p95:.0f} ms", "")
    return table


def _categories_table(made: Report) -> Table:
    table = Table(title="Categories", title_justify="left", show_footer=True)
    table.add_column("category", footer="all")
    table.add_column("n", footer=str(len(made.run.outcomes)), justify="right")
    measures = [BY_NAME[name] for name in PER_CATEGORY]
    for measure in measures:
        table.add_column(measure.heading, footer=number(made.values[measure.name]), justify="right")
    for category, questions, values in made.categories():
        table.add_row(category, str(questions), *(number(values[measure.name]) for measure in measures))
    return table


def _reasons_table(made: Report) -> Table:
    table = Table("reason for abstaining", title="Abstentions", title_justify="left")
    for heading in ("given", "right", "precision", "recall", "F1"):
        table.add_column(heading, justify="right")
    for row in made.reasons:
        shares = (number(share) for share in (row.precision, row.recall, row.f1))
        table.add_row(Text(plain(row.reason)), str(row.given), str(row.right), *shares)
    return table


def details(outcome: Outcome) -> list[tuple[str, str]]:
    """A failed question as (name, value) pairs: faults, answer, expectation, quote, source."""
    answer = outcome.answer
    told = [("fault", fault) for fault in faults(outcome)]
    if answer:
        told.append(("answer", answer.text))
        if answer.values:
            told.append(("values", ", ".join(answer.values)))
    told.append(("expected", wanted(outcome.question.expect)))
    if answer and answer.citations:
        first = answer.citations[0]
        told.append(("quote", first.quote))
        told.append(("source", f"{first.document.file}, {first.published or 'undated'}"))
    return [(name, " ".join(value.split())) for name, value in told]


def wanted(expect: Expectation) -> str:
    """An expectation in words.

    >>> wanted(Expectation(verdict="no", any_of=("four", "4"), none_of=("six",)))
    'the verdict "no"; says "four" or "4"; does not say "six"'
    """
    if expect.abstain:
        return "that it abstains"
    parts = [f'the verdict "{expect.verdict}"'] if expect.verdict else []
    parts += [f"says {_named(expect.all_of, 'and')}"] if expect.all_of else []
    parts += [f"says {_named(expect.any_of, 'or')}"] if expect.any_of else []
    parts += [f"does not say {_named(expect.none_of, 'nor')}"] if expect.none_of else []
    dates = " or ".join(str(days) if days else "an undated source" for days in expect.published)
    return "; ".join([*parts, f"rests on {dates}"] if dates else parts)


def _named(strings: Iterable[str], joined: str) -> str:
    return f" {joined} ".join(f'"{one}"' for one in strings)


def asked(outcome: Outcome) -> str:
    """The question with the day and the conversation it was asked in."""
    question = outcome.question
    day = f" (as of {question.as_of})" if question.as_of else ""
    after = f" (after {' / '.join(question.previous)})" if question.previous else ""
    return f"{question.question}{day}{after}"


def _failure(outcome: Outcome) -> Text:
    question = outcome.question
    lines = Text(plain(f"{question.id} [{question.category}] {asked(outcome)}"), style="bold")
    for name, value in details(outcome):
        lines.append(f"\n  {name + ':':<10}", style="not bold")
        lines.append(plain(value), style="not bold")
    return lines


def show_comparison(made: Comparison, console: Console) -> None:
    """Print what lies between two reports, question by question, and whether it is more than noise."""
    table = Table("measure", title="Old and new", title_justify="left")
    for heading in ("old", "new", "questions", "p", ""):
        table.add_column(heading, justify="right")
    for one in made.shifts:
        mark = "more than noise" if one.more_than_noise else ""
        p = "-" if one.p is None else f"{one.p:.3f}"
        table.add_row(one.measure, f"{one.before:.3f}", f"{one.after:.3f}", str(one.questions), p, mark)
    for change in made.changes:
        console.print(Text(plain(f"{change.kind}: {change.id} {change.question}"), style="bold"))
        for name, said in (("before", change.before), ("after", change.after)):
            console.print(Text(f"  {name + ':':<8}{plain(' '.join(said.split()))}"))
        for fault in change.faults:
            console.print(Text(f"  fault:  {plain(fault)}"))
    for what, names in (
        ("Only in the new report", made.added),
        ("Only in the old report", made.removed),
        ("Asked or expected otherwise, so not compared", made.asked_anew),
    ):
        if names:
            console.print(Text(f"{what}: {plain(', '.join(names))}"))
    if made.shifts:
        console.print(table)
    console.print(Text(made.verdict, style="bold"))
