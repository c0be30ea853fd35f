"""One declared date -> Published, or the reason why not.

Every signal passes the same gate here: a date after `now` or before 1900 is refused and said so, because a
page's clock, an event's day and a typing error all look like dates. What is refused leaves the document
undated by that signal.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from corpus.dates.parse import parse_date
from corpus.dates.written import Written
from corpus.documents import Published, Signal

EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Reading:
    """What a signal gave: a date, or None and perhaps what was wrong with it."""

    published: Published | None = None
    problems: tuple[str, ...] = ()


UNDATED = Reading(problems=("no publication date was found: add `published:` to its front matter",))


def accept(written: Written, signal: Signal, *, now: date, inferred: bool = False) -> Reading:
    """Takes a written date as publication date if it can be one.

    Args:
        written: A complete date.
        signal: Where it was read.
        now: Today: later dates are refused.
        inferred: Whether its year was inferred.

    Returns:
        The Reading; an interval that has begun but not ended (this year, this month) is cut at `now`.
    """
    first, last = written.first, written.last
    if first is None or last is None:
        return Reading(problems=(f"its date ({signal.value}) names no year: add `published:` to its front matter",))
    if first > now:
        return Reading(
            problems=(f"its date {first} ({signal.value}) lies after today, {now}, and was refused: correct it",)
        )
    if first < EARLIEST:
        return Reading(problems=(f"its date {first} ({signal.value}) lies before 1900 and was refused: correct it",))
    problems: tuple[str, ...] = ()
    if written.until is not None:
        problems = (f"its date can be read as {first} or {last}: write it as YYYY-MM-DD",)
    return Reading(Published(first, min(last, now), written.precision, signal, inferred, written.moment), problems)


def from_value(value: str, signal: Signal, *, now: date) -> Reading:
    """Reads a field that should hold a date and nothing else.

    Args:
        value: The field's text.
        signal: What kind of field it is.
        now: Today.

    Returns:
        The Reading; what cannot be read is a problem, never a guess.
    """
    written = parse_date(value)
    if written is None:
        return Reading(problems=(f"its date {value[:60]!r} ({signal.value}) is no date: write it as YYYY-MM-DD",))
    return accept(written, signal, now=now)


def first_of(readings: Iterable[Callable[[], Reading]]) -> Reading:
    """The first signal that gives a date, in the order of trust; without any, what was wrong with all of them."""
    problems: list[str] = []
    for read in readings:
        reading = read()
        problems.extend(problem for problem in reading.problems if problem not in problems)
        if reading.published is not None:
            return Reading(reading.published, tuple(problems))
    return Reading(problems=tuple(problems) or UNDATED.problems)
