"""Whether "04/05/2024" is April or May, as far as the source's own other dates tell.

Another date in the same writing that can be read in one way only, or a written-out date equal to one of the two
readings, decides. Neither language nor country does: both orders are in use in English, and a guess would look certain.
"""

import re
from dataclasses import replace
from datetime import date

from corpus.dates.find import find_dates
from corpus.dates.written import Written

_FIGURES = re.compile(r"(?<![\d/-])(\d\d?)(?P<sep>[/-])(\d\d?)(?P=sep)(?:19|20)\d\d(?!\d)")


def settle(written: Written, source: str) -> Written:
    """The date with one reading, where its source decides between the two.

    >>> from corpus.dates.parse import parse_date
    >>> settle(parse_date("04/05/2024"), "Opened 04/05/2024, closed 23/05/2024.").first.isoformat()
    '2024-05-04'
    >>> settle(parse_date("04/05/2024"), "Opened 04/05/2024.").until.isoformat()
    '2024-05-04'

    Args:
        written: A date; returned as it is unless it is ambiguous.
        source: The whole text it stands in.

    Returns:
        The settled date, or the same where nothing settles it or two things contradict each other.
    """
    if written.until is None or written.first is None or written.day_first is None:
        return written
    readings = {written.first, written.until}
    fitting = readings & _named(source)
    if len(fitting) != 1:
        order = _order(source)
        fitting = {written.day_first} if order == "day" else readings - {written.day_first} if order else set()
    if len(fitting) != 1:
        return written
    day = next(iter(fitting))
    return replace(written, year=day.year, month=day.month, day=day.day, until=None, day_first=None)


def _order(source: str) -> str:
    """What comes first in those dates of this source that have one reading: "day", "month", or ""."""
    firsts = set()
    for match in _FIGURES.finditer(source):
        one, other = int(match[1]), int(match[3])
        if one > 12 >= other > 0:
            firsts.add("day")
        elif other > 12 >= one > 0:
            firsts.add("month")
    return firsts.pop() if len(firsts) == 1 else ""


def _named(source: str) -> set[date]:
    """The days whose month is written out, or that are written year first."""
    return {
        found.written.first
        for found in find_dates(source)
        if found.written.first is not None
        and found.written.day is not None
        and found.written.until is None
        and not _FIGURES.fullmatch(source[found.start : found.end])
    }
