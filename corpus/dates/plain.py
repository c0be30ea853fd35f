"""The date a plain text bears, by where it stands: beside the headline, or opening the first paragraphs.

A date further down is what the text talks about, and taking one for the publication date is the commonest
way to be wrong: diaries, live pages, calendars and obituaries are full of lines that are dates. What has no
year goes to `infer`. A text that says only when it was last updated is of that day: as it stands, it came out then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.dates.datelines import date_line, dateline, in_headline, opening_date, says_published, updated
from corpus.dates.event import is_event
from corpus.dates.infer import infer_year
from corpus.dates.order import settle
from corpus.dates.origin import first_published
from corpus.dates.parse import parse_date
from corpus.dates.signals import UNDATED, Reading, accept, day_of, from_value
from corpus.dates.url import url_date
from corpus.dates.weigh import weigh
from corpus.dates.written import Written
from corpus.documents import Published, Signal

_HEAD = 6
"""How many non-blank lines from the top may hold the text's own date."""

_CALENDAR = 2
"""Other lines that are a date and nothing else, from which on a text is a calendar, a diary or a list."""
_TAIL = 4
"""How many at the end may say when it was last changed."""

_CHANGED = ("modified", "updated", "last_modified", "lastmod", "last_updated", "date_modified", "revised")
_BYLINE = re.compile(r"(?:by|von|par|por)\s\S", re.IGNORECASE)


@dataclass(frozen=True)
class _Candidate:
    """A date in one of those places, and what stands beside it."""

    written: Written
    signal: Signal
    beside: str


def from_text(text: str, beside_headline: str = "", *, url: str = "", now: date) -> Reading:
    """The publication date of a plain text.

    Args:
        text: The article, its headline first.
        beside_headline: The date line, where it has been taken out of the text already; else "".
        url: Where it was published, or "".
        now: Today.

    Returns:
        The Reading; its problems say why there is no date.
    """
    reading = weigh(text_readings(text, beside_headline, url=url, now=now))
    return reading if reading.published is not None or reading.problems else replace(reading, problems=UNDATED.problems)


def text_readings(
    text: str, beside_headline: str = "", *, url: str = "", now: date, infer: bool = True, event: bool = False
) -> list[Reading]:
    """What each date of a text gives by itself, most trusted first.

    Args:
        text: The article, its headline first.
        beside_headline: The date line, where it has been taken out of the text already; else "".
        url: Where it was published, or "".
        now: Today.
        infer: Whether to look for a year that is not written, which takes reading the whole text.
        event: Whether it is known to announce an event, whose day is not its own.

    Returns:
        Readings for `weigh`. Where the text says when it was first published, this one alone is left.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if beside_headline:
        lines.insert(1, beside_headline)
    changed = Reading(modified=_modified(lines, now))
    origin = first_published(text)
    if origin is not None:
        reading = accept(settle(origin, text), Signal.DATE_LINE, now=now)
        if reading.published is not None:
            return [reading, changed]
    address = url_date(url)
    readings = [accept(address, Signal.URL, now=now)] if address is not None else []
    candidates = list(_candidates(lines, event=event or is_event(lines)))
    readings += [
        accept(settle(candidate.written, text), candidate.signal, now=now)
        for candidate in candidates
        if candidate.written.year is not None
    ]
    if infer and not any(p is not None and p.first == p.last for p in (reading.published for reading in readings)):
        without = [candidate for candidate in candidates if candidate.written.year is None]
        bounds = readings[0].published if readings else None
        readings = [*_inferred(without, text, bounds, now), *readings]
    return [*readings, changed]


def _inferred(candidates: list[_Candidate], text: str, bounds: Published | None, now: date) -> list[Reading]:
    """The first date without year whose year can be told, or why none can."""
    problems: list[str] = []
    for candidate in candidates:
        complete = infer_year(candidate.written, text, beside=candidate.beside, now=now)
        if bounds is not None:
            within = candidate.written.in_year(bounds.last.year)
            fits = within is not None and within.first is not None and bounds.first <= within.first <= bounds.last
            complete = within if fits else None
        if complete is not None:
            return [accept(complete, candidate.signal, now=now, inferred=True)]
        problems.append(
            f"its {candidate.signal.value} gives day and month but no year, and the text does not settle which: "
            "add `published:` to its front matter"
        )
    return [Reading(problems=tuple(problems[:2]))] if bounds is None else []


def _modified(lines: list[str], now: date) -> date | None:
    """The day of the last change, from a line by the headline or at the end that says nothing else."""
    for line in (*lines[:_HEAD], *lines[_HEAD:][-_TAIL:]):
        written = updated(line)
        if written is not None and written.day is not None and written.first is not None and written.until is None:
            return written.first if written.first <= now else None
    return None


def _candidates(lines: list[str], *, event: bool) -> Iterator[_Candidate]:
    """Dates by their place, datelines before date lines; of an event, only what is called its publication."""
    if event:
        lines = [line for line in lines[:_HEAD] if says_published(line) or updated(line) is not None]
    dated = {index: written for index, line in enumerate(lines[:_HEAD]) if (written := date_line(line)) is not None}
    for index, line in enumerate(_head(lines)):
        if index not in dated and (opening := dateline(line)) is not None:
            yield _Candidate(opening, Signal.DATELINE, _paragraph(lines, index))
    for index, line in enumerate(_head(lines)):
        if index in dated and _is_own(lines, index, dated[index]):
            yield _Candidate(dated[index], Signal.DATE_LINE, line)
        elif index == 0 and (closing := in_headline(line)) is not None:
            yield _Candidate(closing, Signal.DATE_LINE, line)
    opened = [written for line in lines if (written := opening_date(line)) is not None]
    if len(opened) == 1 and any(opening_date(line) for line in _head(lines)):
        yield _Candidate(opened[0], Signal.DATELINE, "")
    for line in lines[:_HEAD]:
        if (written := updated(line)) is not None:
            yield _Candidate(written, Signal.LAST_UPDATED, line)


def _head(lines: list[str]) -> list[str]:
    """The lines from the headline to the first paragraph behind the lead."""
    paragraphs = [index for index, line in enumerate(lines[:_HEAD]) if _is_prose(line)]
    return lines[: paragraphs[1] + 1 if len(paragraphs) > 1 else _HEAD]


def _is_prose(line: str) -> bool:
    return len(line) >= 120 or (len(line) >= 60 and line.endswith((".", "!", "?", '"', "”")))


def _is_own(lines: list[str], index: int, written: Written) -> bool:
    """Whether a line that is a date is the text's own: it stands by the headline, and is not one of many."""
    others = [line for number, line in enumerate(lines) if number != index and _bears_day(line)]
    if not [line for line in lines[1:index] if not _BYLINE.match(line)]:
        bare = ":" not in lines[index] and parse_date(lines[index]) is not None
        return not bare or sum(":" not in line and parse_date(line) is not None for line in others) < _CALENDAR
    if written.year is None:  # a calendar's "Wednesday, July 4"
        return False
    return not others


def _bears_day(line: str) -> bool:
    written = date_line(line) if len(line) <= 140 else None
    return written is not None and written.day is not None


def _paragraph(lines: list[str], index: int) -> str:
    """The dateline's paragraph; a dateline on a line of its own has the next line as its paragraph."""
    return lines[index] if len(lines[index]) > 100 else " ".join(lines[index : index + 2])


def from_fields(fields: dict[str, str], published: str, text: str, beside_headline: str = "", *, now: date) -> Reading:
    """The publication date of a text with front matter.

    Args:
        fields: The fields above the text.
        published: The one of them that is its date, or "".
        text: The article, its headline first.
        beside_headline: The date line, where it has been taken out of the text already; else "".
        now: Today.

    Returns:
        The date in the front matter, checked against the address and the text; without one, theirs.
    """
    url = fields.get("url", "")
    changed = next((day for key in _CHANGED if (day := day_of(fields.get(key, ""), now)) is not None), None)
    if not published:
        reading = from_text(text, beside_headline, url=url, now=now)
        return replace(reading, modified=changed or reading.modified)
    declared = from_value(published, Signal.FRONT_MATTER, now=now, source=text)
    others = text_readings(text, beside_headline, url=url, now=now, infer=False)
    if declared.published is None:  # what someone wrote wrongly is to be mended there, not replaced in silence
        return replace(declared, modified=changed or others[-1].modified)
    reading = weigh([declared, *(other for other in others if other.published is not None)])
    return replace(reading, modified=changed or others[-1].modified)
