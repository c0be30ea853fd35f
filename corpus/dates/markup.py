"""The publication date of a web page, from the most trusted signal down to htmldate.

In order: JSON-LD, meta elements, <time> beside the headline, the page's address, the date lines and datelines of the
article, "last updated", and htmldate with the last word. The declared signals are always all read, because they check
each other; the others only where these leave the day open. htmldate searches the whole page and finds copyright years
and events too, so a day that it finds must be written on the page as a day, and not as somebody else's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement

from corpus.dates.beside import (
    headline,
    labelled_lines,
    lines_beside,
    marked_lines,
    own_lines,
    script_days,
    times_beside,
)
from corpus.dates.datelines import date_line, in_headline, updated
from corpus.dates.declared import Declared
from corpus.dates.event import is_event
from corpus.dates.find import find_dates
from corpus.dates.order import settle
from corpus.dates.origin import first_published
from corpus.dates.parse import parse_date
from corpus.dates.plain import text_readings
from corpus.dates.signals import Reading, accept, from_value
from corpus.dates.url import url_date
from corpus.dates.weigh import weigh
from corpus.dates.written import Written
from corpus.documents import Signal

_SHORT = 60
"""Characters of a line that may hold more than its date and still be a date's line."""
_UNDATED = 'no publication date was found: add <meta name="date" content="YYYY-MM-DD"> to its head'
_MOST_DAYS = 3
"""More different days than these on a page are a calendar or a list, and none of them its own."""


def from_page(tree: HtmlElement, text: str, urls: Sequence[str] = (), *, now: date) -> Reading:
    """The publication date of a page.

    Args:
        tree: The parsed page.
        text: Its article, the headline first.
        urls: Its addresses, most trusted first.
        now: Today.

    Returns:
        The date to go by, with a problem where signals contradict each other.
    """
    declared = Declared(tree, now)
    heading = headline(tree)
    beside = list(lines_beside(heading)) if heading is not None else []
    event = declared.event or is_event([*beside, *text.split("\n", 12)[:12]])
    readings = [
        _first(declared.json_ld, Signal.JSON_LD, text, now),
        _first(declared.metadata, Signal.METADATA, text, now),
        Reading() if event else _first(_dates_of(times_beside(tree, heading)), Signal.TIME_ELEMENT, text, now),
        _from_url(urls, now),
    ]
    by_headline = "" if event else _date_among(beside)
    stated = text_readings(text, by_headline, now=now, infer=False, event=event)
    origin = _origin(text, readings, now)
    if origin is not None:
        readings, stated = [origin], stated[-1:]
    readings = [Reading(modified=declared.modified), *readings, *stated]
    for read in _unasked(tree, heading, text, by_headline, now):
        if event or _settled(readings):
            break
        readings.extend(read())
    reading = weigh(readings)
    if reading.published is None and not reading.problems:
        return replace(reading, problems=(_UNDATED,))
    return reading


def _origin(text: str, declared: Iterable[Reading], now: date) -> Reading | None:
    """The day the text says it was first published, unless the page declares an earlier one."""
    written = first_published(text)
    reading = accept(settle(written, text), Signal.DATE_LINE, now=now) if written is not None else Reading()
    if reading.published is None:
        return None
    earlier = any(r.published is not None and r.published.last < reading.published.first for r in declared)
    return None if earlier else reading


def _unasked(
    tree: HtmlElement, heading: HtmlElement | None, text: str, by_headline: str, now: date
) -> list[Callable[[], list[Reading]]]:
    """What is read only where the other signals leave the day open, most trusted first."""
    return [
        lambda: [_only_one(labelled_lines(tree, heading), text, now)],
        lambda: [_only_one(marked_lines(tree, heading), text, now)],
        lambda: text_readings(text, by_headline, now=now),
        lambda: [_last(tree, heading, now)],
    ]


def _settled(readings: Iterable[Reading]) -> bool:
    return any(r.published is not None and r.published.first == r.published.last for r in readings)


def _first(values: Iterable[str], signal: Signal, text: str, now: date) -> Reading:
    problems: tuple[str, ...] = ()
    for value in values:
        reading = from_value(value, signal, now=now, source=text)
        if reading.published is not None:
            return reading
        problems = problems or reading.problems
    return Reading(problems=problems)


def _dates_of(values: Iterable[str]) -> list[str]:
    """The values that are dates: a <time> may also hold a clock or an opening hour, which is nothing wrong."""
    return [value for value in values if parse_date(value) is not None]


def _from_url(urls: Sequence[str], now: date) -> Reading:
    for url in urls:
        written = url_date(url)
        if written is not None:
            return accept(written, Signal.URL, now=now)
    return Reading()


def _date_among(lines: Sequence[str]) -> str:
    """The line that is a date: one with its year before one without; "" where there are as many as in a calendar."""
    dated = [(line, written) for line in lines if (written := date_line(line)) is not None and written.month]
    if len({written.first for _, written in dated if written.day}) >= _MOST_DAYS:
        return ""
    full = [line for line, written in dated if written.year is not None and written.day is not None]
    return full[0] if full else dated[0][0] if dated else ""


def _only_one(lines: Iterable[str], text: str, now: date) -> Reading:
    """The one day that these lines bear; several different ones are a list."""
    found = {}
    for line in lines:
        written = date_line(line)
        if written is not None and written.day is not None and written.year is not None:
            found[written.first] = written
    written = next(iter(found.values())) if len(found) == 1 else None
    return accept(settle(written, text), Signal.DATE_LINE, now=now) if written is not None else Reading()


def _last(tree: HtmlElement, heading: HtmlElement | None, now: date) -> Reading:
    """The day of the last change where the page says one, else what htmldate finds."""
    lines = list(own_lines(tree, heading))
    changed = {written.first for line in lines if (written := updated(line)) is not None and written.day is not None}
    if len(changed) == 1:
        return from_value(str(next(iter(changed))), Signal.LAST_UPDATED, now=now)
    try:
        found = find_date(
            tree, original_date=True, extensive_search=True, max_date=now.isoformat(), min_date="1900-01-01"
        )
    except Exception:  # a page that breaks the search has no date by it
        found = None
    if not found or not _is_borne_out(found, lines, tree):
        return Reading()
    return from_value(found, Signal.HTMLDATE, now=now)


def _is_borne_out(day: str, lines: Sequence[str], tree: HtmlElement) -> bool:
    """Whether a day stands on the page as a date of its own, and not as one of a calendar's or made of a bare year."""
    days = {str(written.first) for line in lines if (written := _set_apart(line)) is not None and written.day}
    return (day in days and len(days) <= _MOST_DAYS) or script_days(tree) == {day}


def _set_apart(line: str) -> Written | None:
    """The date that a short line is, opens with or ends on."""
    written = date_line(line)
    if written is not None or len(line) > _SHORT or len(find_dates(line)) > 1:
        return written  # of two dates in a line neither is its own: a life, a season
    words = line.split()
    opening = (parse_date(" ".join(words[:size]).strip(" (,|")) for size in range(min(len(words), 4), 0, -1))
    return in_headline(line) or next((w for w in opening if w is not None and w.day and w.year), None)
