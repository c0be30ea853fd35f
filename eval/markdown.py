"""The report as Markdown, short enough for a pull request: the gate, the measures, what failed, what changed.

Questions and answers are put on one line with the signs of Markdown and HTML escaped, so that a document can
neither mention people nor draw tables in a discussion. Failures beyond the first twenty are counted, not
shown; the HTML report has all.
"""

import re

from eval.compare import Comparison
from eval.gate import verdict
from eval.measures import MEASURES, faults
from eval.report import Report
from eval.show import asked, number, span

SHOWN = 20
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&-])")


def markdown_summary(made: Report, title: str = "Evaluation") -> str:
    """A report as Markdown, for a pull request.

    Args:
        made: The report.
        title: Its headline, such as the name of the corpus.

    Returns:
        The gate, the measures and the first failures.
    """
    lines = [f"## {escaped(title)}", ""]
    if made.thresholds:
        lines += [f"**{verdict(made.checks)}**", ""]
    limits = {check.threshold.measure: check for check in made.checks}
    lines += ["| measure | value | 95 % interval | threshold |", "|---|---:|---:|---:|"]
    for measure in MEASURES:
        value = made.values[measure.name]
        if value is None:
            continue
        check = limits.get(measure.name)
        limit = "" if check is None else f"{check.threshold}{'' if check.holds else ' **missed**'}"
        shown = number(value, measure.summed)
        lines.append(f"| {measure.name} | {shown} | {span(made.intervals[measure.name])} | {limit} |")
    failures = made.failures
    lines += ["", f"{len(made.run.outcomes)} questions, {len(failures)} with a fault.", ""]
    for outcome in failures[:SHOWN]:
        told = "; ".join(faults(outcome))
        lines.append(f"- `{outcome.question.id}` {escaped(asked(outcome))} – {escaped(told)}")
    if len(failures) > SHOWN:
        lines.append(f"- and {len(failures) - SHOWN} more")
    return "\n".join(lines).rstrip() + "\n"


def comparison(made: Comparison) -> str:
    """A comparison as Markdown."""
    lines = ["## Old and new", "", f"**{made.verdict}**", ""]
    lines += ["| measure | old | new | questions | p |", "|---|---:|---:|---:|---:|"]
    for one in made.shifts:
        mark = " more than noise" if one.more_than_noise else ""
        p = "-" if one.p is None else f"{one.p:.3f}"
        cells = f"{one.before:.3f} | {one.after:.3f} | {one.questions} | {p}{mark}"
        lines.append(f"| {one.measure} | {cells} |")
    lines.append("")
    for change in made.changes:
        lines.append(
            f"- **{change.kind}** `{change.id}` {escaped(change.question)} – "
            f"before: {escaped(change.before)}; after: {escaped(change.after)}"
        )
    for what, names in (
        ("only in the new one", made.added),
        ("only in the old one", made.removed),
        ("asked or expected otherwise, not compared", made.asked_anew),
    ):
        if names:
            lines.append(f"- {what}: {', '.join(f'`{name}`' for name in names)}")
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> escaped("a|b\n*c* @d")
    'a\\|b \\*c\\* \\@d'
    """
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
