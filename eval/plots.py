"""Plots as inline SVG: one function, no script, no other host, readable by a screen reader.

A plotting library would bring megabytes of script into a file that is mailed around and attached to pull
requests; bars with an interval are a dozen lines. Colours come from the page's own CSS, so that light and
dark both work.
"""

from collections.abc import Sequence
from html import escape

from eval.report import Row

_LEFT, _WIDTH, _LINE = 150, 400, 26  # the names' column, the bars' column, the height of a line
_COUNT = 150  # right of the bars: the value and the number of questions


def bars(title: str, rows: Sequence[Row]) -> str:
    """Shares as horizontal bars, each with its 95 % interval as a thin line.

    Args:
        title: What a screen reader calls the plot.
        rows: One bar each.

    Returns:
        An `<svg>` element; every text in it escaped.
    """
    height = _LINE * len(rows) + 24
    parts = [
        f'<svg viewBox="0 0 {_LEFT + _WIDTH + _COUNT} {height}" role="img" class="plot" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = _LEFT + share * _WIDTH
        parts.append(f'<line class="grid" x1="{x:g}" y1="0" x2="{x:g}" y2="{height - 20}"/>')
        parts.append(f'<text class="tick" x="{x:g}" y="{height - 4}">{share:g}</text>')
    for number, row in enumerate(rows):
        parts.extend(_bar(row, _LINE * number + 4))
    return "".join([*parts, "</svg>"])


def _bar(row: Row, top: int) -> list[str]:
    low, high = (_LEFT + share * _WIDTH for share in row.interval)
    middle = top + 13
    told = f"{row.accuracy:.2f} of {row.questions}"
    return [
        f'<text class="name" x="{_LEFT - 8}" y="{middle}">{escape(row.name)}</text>',
        f'<rect class="bar" x="{_LEFT}" y="{top}" width="{row.accuracy * _WIDTH:g}" height="18"/>',
        f'<line class="span" x1="{low:g}" y1="{top + 9}" x2="{high:g}" y2="{top + 9}"/>',
        f'<text class="value" x="{_LEFT + _WIDTH + 8}" y="{middle}">{told}</text>',
    ]
