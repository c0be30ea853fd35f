"""The report as one HTML file that stands alone: no script, no font, no image of another host.

A template of Jinja escapes whatever questions and documents say. The page carries a policy that forbids it to load
anything, so that an old report opened years later asks nobody.
"""

from pathlib import Path

import jinja2
from markupsafe import Markup

from eval.gate import verdict
from eval.measures import MEASURES
from eval.plots import bars
from eval.report import Report
from eval.show import asked, details, number, span

_TEMPLATES = Path(__file__).parent / "templates"


def page(made: Report, title: str = "Evaluation") -> str:
    """The report as HTML.

    Args:
        made: The report.
        title: Its headline, such as the name of the corpus.

    Returns:
        A whole document.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    categories = made.by_category
    return environment.get_template("report.html").render(
        title=title,
        now=made.run.now,
        questions=len(made.run.outcomes),
        latency=made.latency,
        measures=_measures(made),
        gate=verdict(made.checks) if made.thresholds else "",
        checks=made.checks,
        reasons=made.reasons,
        headings=[measure.heading for measure in MEASURES],
        table=[
            (name, count, [number(values[measure.name], measure.summed) for measure in MEASURES])
            for name, count, values in made.categories()
        ],
        by_category=Markup(bars("Answer accuracy per category", categories)),
        by_age=Markup(bars("Answer accuracy by age of the source", made.by_age)) if made.by_age else "",
        failures=[(outcome.question, asked(outcome), details(outcome)) for outcome in made.failures],
    )


def _measures(made: Report) -> list[dict[str, object]]:
    """The measures as the template shows them, each with the first line of its own description."""
    return [
        {
            "name": measure.name.replace("_", " "),
            "lower": measure.lower,
            "what": (measure.score.__doc__ or "").split("\n")[0].removesuffix(" Lower is better.").replace("`", ""),
            "value": number(made.values[measure.name], measure.summed),
            "span": span(made.intervals[measure.name]),
            "questions": sum(one.measure == measure.name for one in made.scores),
        }
        for measure in MEASURES
    ]
