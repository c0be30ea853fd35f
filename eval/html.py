"""The report as one HTML file that stands alone: no script, no font, no image of another host.

A template of Jinja escapes whatever questions and documents say. The page carries a policy that forbids it to load
anything, so that an old report opened years later asks nobody.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.measures import MEASURES
from eval.plots import bars
from eval.report import Report, Row
from eval.scores import Measure
from eval.show import asked, details, number, span

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates"


def html_report(made: Report, title: str = "Evaluation") -> str:
    """The report as HTML: what a program writes to a file, or links for its readers.

    Args:
        made: The report.
        title: Its headline, such as the name of the corpus.

    Returns:
        A whole document.
    """
    # Imported here: the template engine is wanted by nobody who only reads the terminal.
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    values = made.values
    measured = [measure for measure in MEASURES if values[measure.name] is not None]
    return environment.get_template("report.html").render(
        title=title,
        now=made.run.now,
        questions=len(made.run.outcomes),
        latency=made.latency,
        measures=_measures(made),
        checks=made.checks,
        missed=sum(not check.holds for check in made.checks),
        reasons=made.reasons,
        headings=[(measure.heading, measure.name) for measure in measured],
        table=[
            (name, count, [number(row[measure.name], measure.summed) for measure in measured])
            for name, count, row in made.categories()
        ],
        by_category=_plot("Answer accuracy per category", made.by_category),
        by_age=_plot("Answer accuracy by age of the source", made.by_age) if made.by_age else "",
        failures=[(outcome.question, asked(outcome), details(outcome)) for outcome in made.failures],
    )


def _plot(title: str, rows: Sequence[Row]) -> "Markup":
    from markupsafe import Markup

    return Markup(bars(title, rows))


def _measures(made: Report) -> list[dict[str, object]]:
    """The measures as the template shows them, each with its threshold and the first line of its own description."""
    checks = {check.threshold.measure: check for check in made.checks}
    values, intervals = made.values, made.intervals
    return [
        {
            "name": measure.name,
            "lower": measure.lower,
            "what": described(measure),
            "value": number(values[measure.name], measure.summed),
            "span": span(intervals[measure.name]),
            "questions": sum(one.measure == measure.name for one in made.scores),
            "check": checks.get(measure.name),
        }
        for measure in MEASURES
    ]


def described(measure: Measure) -> str:
    """A measure in one sentence, the first of its own description.

    >>> from eval.measures import BY_NAME
    >>> described(BY_NAME["stale_answer_rate"])
    '1 when an older source won though a newer one answers.'
    """
    first = (measure.score.__doc__ or "").split("\n")[0]
    return first.removesuffix(" Lower is better.").replace("`", "")
