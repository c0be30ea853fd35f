"""A picture of an answer that changed: value over time, each source a point that shows its quote.

Plotly draws it, from the copy of its script that Gradio ships: nothing is fetched. It reads a little HTML in labels, so
whatever a document says is escaped here, too. A number is drawn at its height, any other value on a line of its own.
"""

import html
import re
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from corpus import Published
from page.hearing import Told
from page.markup import literal
from page.sources import lines
from qa import Answer, TimelineEntry
from qa.decide import label
from qa.read import SURE

_ACCENT, _GREY = "#0d9488", "rgba(128, 128, 128, .9)"  # on light and dark alike
_VALUE = 28  # characters of a value beside its line
_NUMBER = re.compile(r"[^\d.,-]{0,3}(-?\d[\d,. ]*?)[.,]?(?:\s*[^\d\s,.]+){0,2}")


def changed(answer: Answer) -> bool:
    """Whether there is a change to show.

    Args:
        answer: The answer.

    Returns:
        True for two values or more.
    """
    return len({entry.value for entry in answer.timeline}) > 1


def draw(told: Told) -> Any:  # noqa: ANN401 - a plotly Figure, which mypy does not know
    """The picture, or None for an answer that never changed, or that is told in whole sentences.

    Args:
        told: The answer with all that was read for it.

    Returns:
        A plotly Figure.
    """
    if not changed(told.answer) or all(entry.value == entry.citation.quote for entry in told.answer.timeline):
        return None
    from plotly import graph_objects  # half a second, which the start of the page need not wait for

    entries = told.answer.timeline
    numbers = _numbers(entries)
    heights: Sequence[float | str] = numbers or [_label(entry.value) for entry in entries]
    figure = graph_objects.Figure()
    line = {"color": _GREY, "width": 2, "shape": "hv"}
    figure.add_scatter(**_steps(entries, heights), mode="lines", line=line, hoverinfo="skip")
    figure.add_scatter(**_points(told, heights))
    rows = len(dict.fromkeys(heights))
    figure.update_layout(
        height=200 if numbers else 90 + 34 * rows,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": _GREY, "size": 12, "family": "system-ui, sans-serif"},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        hoverlabel={"align": "left"},
    )
    figure.update_xaxes(fixedrange=True, showgrid=False, automargin=True, **_range(entries))
    figure.update_yaxes(
        fixedrange=True, gridcolor="rgba(128,128,128,.2)", zeroline=False, automargin=True,
        type="linear" if numbers else "category", tickformat=",",
    )  # fmt: skip
    return figure


def _steps(entries: Sequence[TimelineEntry], heights: Sequence[float | str]) -> dict[str, Any]:
    """The line: level from the first source of a value to the last, then to the next value."""
    days = [day for entry in entries for day in (entry.since.last, entry.until.last)]
    return {"x": [day.isoformat() for day in days], "y": [height for height in heights for _ in range(2)]}


def _points(told: Told, heights: Sequence[float | str]) -> dict[str, Any]:
    """The points: every source of each value, with its quote."""
    x, y, said = [], [], []
    for entry, height in zip(told.answer.timeline, heights, strict=True):
        for published, quote in _sources(told, entry).items():
            x.append(published.last.isoformat())
            y.append(height)
            lines = "<br>".join(_plotted(line) for line in textwrap.wrap(" ".join(quote.split()), 52)[:6])
            said.append(f"<b>{_label(entry.value)}</b>, {published.spoken}<br>“{lines}”")
    return {
        "x": x, "y": y, "customdata": said, "mode": "markers", "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"color": _ACCENT, "size": [9] * (len(x) - 1) + [12], "line": {"width": 0}},
    }  # fmt: skip


def _sources(told: Told, entry: TimelineEntry) -> dict[Published, str]:
    """The sources that gave a value while it held, by their dates, each with its own quote."""
    found = {entry.since: entry.citation.quote}
    for claim in told.claims:
        published = claim.published
        if published is None or claim.sure < SURE or label(claim).casefold() != entry.value.casefold():
            continue
        if entry.since.order < published.order <= entry.until.order:
            found.setdefault(published, claim.quote)
    return dict(sorted(found.items(), key=lambda one: one[0].order))


def _range(entries: Sequence[TimelineEntry]) -> dict[str, Any]:
    """A little room on both sides, and days on the axis only where it spans no more than some months."""
    first, last = entries[0].since.last, max(entry.until.last for entry in entries)
    room = max(timedelta(days=20), (last - first) / 16)
    ticks: dict[str, Any] = {"tickformat": "%Y", "dtick": _years(first, last)} if last.year - first.year > 2 else {}
    return {"type": "date", "range": [(first - room).isoformat(), (last + room).isoformat()], **ticks}


def _years(first: date, last: date) -> str:
    return f"M{12 * max(1, round((last.year - first.year) / 6))}"


def _label(value: str) -> str:
    """A value on one short line, as data."""
    short = " ".join(value.split())
    return _plotted(short if len(short) <= _VALUE else f"{short[: _VALUE - 1].rstrip()}…")


def _plotted(text: str) -> str:
    """Text that plotly shows as it is; it reads a few tags and entities in what it is given.

    >>> _plotted("<b>R & D</b>")
    '&lt;b&gt;R &amp; D&lt;/b&gt;'
    """
    return html.escape(text, quote=False)


def _numbers(entries: Sequence[TimelineEntry]) -> list[float]:
    """The values as numbers, where all of them are; else nothing.

    >>> _numbers([])
    []
    """
    numbers = []
    for entry in entries:
        match = _NUMBER.fullmatch(entry.value.strip())
        if match is None:
            return []
        try:
            numbers.append(float(match[1].replace(",", "").replace(" ", "")))
        except ValueError:
            return []
    return numbers


def in_words(told: Told) -> str:
    """The same as a list, for who cannot see or hover; "" for an answer that never changed.

    Args:
        told: The answer with all that was read for it.

    Returns:
        HTML.
    """
    if not changed(told.answer):
        return ""
    items = "".join(
        f"<li><details><summary><time>{days}</time> <span>{literal(value)}</span></summary>"
        f"<blockquote>{literal(quote)}</blockquote></details></li>"
        for days, value, quote in lines(told)
    )
    inside = f"<details><summary>What sources said when</summary><ol>{items}</ol></details>"
    return f'<section class="timeline">{inside}</section>'


def picks(answer: Answer) -> str:
    """Buttons for the days on which the answer changed, to ask as of them.

    Args:
        answer: The answer.

    Returns:
        HTML; "" for an answer that never changed.
    """
    if not changed(answer):
        return ""
    days = dict.fromkeys(entry.since.last for entry in answer.timeline)
    button = '<button type="button" class="pick" data-day="{}">{}</button>'
    buttons = "".join(button.format(day.isoformat(), f"{day.day} {day:%b %Y}") for day in list(days)[-6:])
    return f'<span class="hint">As it stood on</span> {buttons}'
