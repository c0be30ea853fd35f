"""Several dates of one source -> the one to go by, and a word where they contradict each other.

The order of trust decides, not a vote: a page repeats its template's dates, so the commonest date is often the wrong
one. A less trusted signal is heard in two cases: it is finer and lies within the interval of the trusted one, or it
names the publisher's own day where the trusted one gives the moment in UTC.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from corpus.dates.signals import Reading
from corpus.documents import Published, Signal

STRONG = frozenset(
    {
        Signal.SIDECAR, Signal.FRONT_MATTER, Signal.ROW, Signal.JSON_LD, Signal.METADATA, Signal.TIME_ELEMENT,
        Signal.FEED, Signal.MAIL, Signal.URL, Signal.DATELINE, Signal.DATE_LINE,
    }
)  # fmt: skip
_BY_DAY = frozenset({Signal.URL, Signal.DATELINE, Signal.DATE_LINE})
"""Signals that people write by their own calendar; of the others only a moment with its local time is."""
_NARROWING = STRONG | {Signal.HTMLDATE}
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)
"""How far local time is behind UTC at most, and ahead of it."""


def weigh(readings: Sequence[Reading]) -> Reading:
    """The date to go by.

    >>> from corpus.documents import Precision
    >>> def on(day, signal):
    ...     return Reading(Published(date(2024, 5, day), date(2024, 5, day), Precision.DAY, signal))
    >>> reading = weigh([on(3, Signal.JSON_LD), on(9, Signal.URL)])
    >>> str(reading.published), reading.problems[0][:66]
    ('2024-05-03', 'two of its dates contradict each other: JSON-LD says 2024-05-03, U')

    Args:
        readings: What each signal gave, most trusted first; those without a date only bring their problems.

    Returns:
        The most trusted date, made finer where another allows it, with a problem for each strong signal that is more
        than a day away; without any date, all problems.
    """
    dated = [reading for reading in readings if reading.published is not None]
    modified = next((reading.modified for reading in readings if reading.modified is not None), None)
    if not dated:
        every = dict.fromkeys(problem for reading in readings for problem in reading.problems)
        return Reading(problems=tuple(every), modified=modified)
    refused = (problem for reading in readings if reading.published is None for problem in reading.problems)
    best, problems = _finest(dated)
    problems = tuple(dict.fromkeys((*refused, *problems)))
    published = _publishers_day(best, dated)
    if published.signal in STRONG:
        problems = (*problems, *_conflicts(published, dated))
    return replace(best, published=published, problems=problems, modified=modified)


def _finest(dated: Sequence[Reading]) -> tuple[Reading, tuple[str, ...]]:
    """The most trusted reading, or a finer one within its interval, and what was wrong with it."""
    best = dated[0]
    for other in dated[1:]:
        if _within(_of(other), _of(best)):
            return other, other.problems  # with it an ambiguity of the coarser one is settled
    return best, best.problems


def _of(reading: Reading) -> Published:
    assert reading.published is not None
    return reading.published


def _within(fine: Published, coarse: Published) -> bool:
    """Whether a date narrows another one down; of an ambiguous one only its two ends are meant."""
    if coarse.first == coarse.last or fine.signal not in _NARROWING or fine.first != fine.last:
        return False
    return coarse.first <= fine.first <= coarse.last


def _publishers_day(best: Reading, dated: Sequence[Reading]) -> Published:
    """The same moment on the day it was where the publisher is, as a signal that is not in UTC names it."""
    published = _of(best)
    if not best.in_utc or published.time is None:
        return published
    for other in dated:
        local = _of(other)
        if other.in_utc or local.first != local.last or abs(local.last - published.last) != timedelta(days=1):
            continue
        by_clock = local.time is not None and local.signal in STRONG
        if (by_clock or local.signal in _BY_DAY) and _is_day_of(local.last, published.time):
            return replace(published, first=local.first, last=local.last)
    return published


def _is_day_of(day: date, moment: datetime) -> bool:
    """Whether it is this day anywhere on Earth at a moment given in UTC."""
    moment = moment.replace(tzinfo=None)
    begins = datetime.combine(day, datetime.min.time())
    return begins - _EAST <= moment < begins + timedelta(days=1) + _WEST


def _conflicts(best: Published, dated: Sequence[Reading]) -> tuple[str, ...]:
    for reading in dated:
        other = _of(reading)
        if other.signal not in STRONG or other.signal is best.signal or _days_between(best, other) <= 1:
            continue
        return (
            f"two of its dates contradict each other: {best.signal.value} says {best}, {other.signal.value} says "
            f"{other}; the first was taken: give the right one as `published:` or in dates.csv",
        )
    return ()


def _days_between(one: Published, other: Published) -> int:
    return max((other.first - one.last).days, (one.first - other.last).days, 0)
