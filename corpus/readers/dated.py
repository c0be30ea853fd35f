"""The date of a text whose file has no front matter to put one into.

The order of trust is the caller's; here the advice becomes one that a reader of such a file can follow: a PDF
or a row of a table is mended in dates.csv.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from corpus.dates.signals import UNDATED, Reading, accept, from_value
from corpus.dates.weigh import weigh
from corpus.dates.written import Written
from corpus.documents import Signal

_FRONT_MATTER = "add `published:` to its front matter"
_SIDECAR = "add a line for it to dates.csv"


def dated(readings: Iterable[Callable[[], Reading]]) -> Reading:
    """The most trusted signal that gives a date, with advice for a file without front matter.

    Args:
        readings: The signals, most trusted first.

    Returns:
        The Reading; that one signal had no date is no problem where another has.
    """
    reading = weigh([read() for read in readings])
    found = reading.published is not None
    problems = [problem for problem in reading.problems if not (found and problem in UNDATED.problems)]
    if any(problem not in UNDATED.problems for problem in problems):
        problems = [problem for problem in problems if problem not in UNDATED.problems]
    return Reading(reading.published, tuple(problem.replace(_FRONT_MATTER, _SIDECAR) for problem in problems))


def declared(value: str, signal: Signal, *, now: date) -> Reading:
    """Reads a field that should hold a date and nothing else.

    Args:
        value: The field's text.
        signal: What kind of field it is.
        now: Today.

    Returns:
        The Reading; what cannot be read is a problem, never a guess.
    """
    try:
        return from_value(value, signal, now=now)
    except ValueError:  # "2024-04-00", as databases write an unknown day: it must not cost a whole table
        return Reading(problems=(f"its date {value[:60]!r} ({signal.value}) is no date: write it as YYYY-MM-DD",))


def from_moment(moment: datetime | None, signal: Signal, *, now: date) -> Reading:
    """Takes a moment as publication date: of the day that it is in its own time zone, the publisher's.

    Args:
        moment: The moment, or None where the file gives none.
        signal: Where it was read.
        now: Today.

    Returns:
        The Reading; without a moment an empty one.
    """
    if moment is None:
        return Reading()
    written = Written(moment.year, moment.month, moment.day)
    return accept(written.at(str(moment.hour), str(moment.minute), str(moment.second)), signal, now=now)


def changed_on(moment: datetime | None, *, now: date) -> date | None:
    """The day of a last change, kept apart from the publication date; None where it cannot be.

    Args:
        moment: When the file says that it was changed.
        now: Today.

    Returns:
        Its own day, if that is not after today.
    """
    return moment.date() if moment is not None and moment.date() <= now else None
