"""The date a plain text bears, by where it stands: beside the headline, or opening the first paragraphs.

A date further down is what the text talks about, and taking one for the publication date is the commonest
way to be wrong: diaries, live pages, calendars and obituaries are full of lines that are dates. What has no
year goes to `infer`. A text that says only when it was last updated is of that day: as it stands, it came out then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.dates.datelines import date_line, dateline, in_headline, opening_date, updated
from corpus.dates.infer import infer_year
from corpus.dates.signals import UNDATED, Reading, accept
from corpus.dates.written import Written
from corpus.documents import Signal

_HEAD = 6
"""How many non-blank lines from the top may hold the text's own date."""

_BYLINE = re.compile(r"(?:by|von|par|por)\s\S", re.IGNORECASE)


@dataclass(frozen=True)
class _Candidate:
    """A date in one of those places, and what stands beside it."""

    written: Written
    signal: Signal
    beside: str


def from_text(text: str, beside_headline: str = "", *, now: date) -> Reading:
    """The publication date of a plain text.

    Args:
        text: The article, its headline first.
        beside_headline: The date line, where it has been taken out of the text already; else "".
        now: Today.

    Returns:
        The Reading; its problems say why there is no date.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if beside_headline:
        lines.insert(1, beside_headline)
    candidates = list(_candidates(lines))
    problems: list[str] = []
    for candidate in (c for c in candidates if c.written.year is not None):
        reading = accept(candidate.written, candidate.signal, now=now)
        if reading.published is not None:
            return Reading(reading.published, (*problems, *reading.problems))
        problems.extend(reading.problems)
    for candidate in (c for c in candidates if c.written.year is None):
        complete = infer_year(candidate.written, text, beside=candidate.beside, now=now)
        if complete is not None:
            return accept(complete, candidate.signal, now=now, inferred=True)
        problems.append(
            f"its {candidate.signal.value} gives day and month but no year, and the text does not settle which: "
            "add `published:` to its front matter"
        )
    return Reading(problems=tuple(problems[:2]) or UNDATED.problems)


def _candidates(lines: list[str]) -> Iterator[_Candidate]:
    """Dates by their place, datelines before date lines."""
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
    """Whether a line that is a date is the text's own: it stands by the headline, or no other such line follows."""
    between = [line for line in lines[1:index] if not _BYLINE.match(line)]
    if not between:
        return True
    if written.year is None:  # a calendar's "Wednesday, July 4"
        return False
    return all(date_line(line) is None for line in lines[index + 1 :] if len(line) <= 140)


def _paragraph(lines: list[str], index: int) -> str:
    """The dateline's paragraph; a dateline on a line of its own has the next line as its paragraph."""
    return lines[index] if len(lines[index]) > 100 else " ".join(lines[index : index + 2])
