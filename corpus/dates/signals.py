"""One declared date -> Published, or the reason why not.

Every signal passes the same gate here: a date after `now` or before 1900 is refused and said so, because a
page's clock, an event's day and a typing error all look like dates. What is refused leaves the document
undated by that signal.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates.order import settle
from corpus.dates.parse import parse_date
from corpus.dates.written import Written
from corpus.documents import Published, Signal

EARLIEST = date(1900, 1, 1)


_IN_UTC = re.compile(r"\d\d:\d\d.*?(?:Z|[+-]00:?00|\b(?:UTC|GMT))(?:\b|\s|$)")


@dataclass(frozen=True)
class Reading:
    """What a signal gave: a date, or None and perhaps what was wrong with it.

    Attributes:
        published: The date, or None.
        problems: What was wrong, in sentences.
        modified: The day of the last change, where the source says one.
        in_utc: Whether the moment is given in UTC, so that its day may not be the publisher's.
    """

    published: Published | None = None
    problems: tuple[str, ...] = ()
    modified: date | None = None
    in_utc: bool = False


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


def from_value(value: str, signal: Signal, *, now: date, source: str = "") -> Reading:
    """Reads a field that should hold a date and nothing else.

    Args:
        value: The field's text.
        signal: What kind of field it is.
        now: Today.
        source: The text the field belongs to: its other dates tell "04/05/2024" is day or month first.

    Returns:
        The Reading; what cannot be read is a problem, never a guess.
    """
    written = parse_date(value)
    if written is None:
        return Reading(problems=(f"its date {value[:60]!r} ({signal.value}) is no date: write it as YYYY-MM-DD",))
    reading = accept(settle(written, source), signal, now=now)
    return replace(reading, in_utc=_IN_UTC.search(value) is not None)


def day_of(value: str, now: date) -> date | None:
    """The day in a field that says when something was last changed; None where it is no single past day."""
    written = parse_date(value)
    if written is None or written.day is None or written.until is not None or written.first is None:
        return None
    return written.first if EARLIEST <= written.first <= now else None
