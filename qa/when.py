"""The time a question asks about: "in 2011", "by the end of 2017", "last year".

A window belongs to the question, `as_of` to whoever asks: the window may be answered by a later source that looks
back into it, `as_of` is a wall that no later source passes.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus import DateError
from corpus.dates import Found, find_dates, parse_date
from qa.rules.words import one_of


@dataclass(frozen=True)
class Window:
    """The days a question asks about; None where it leaves an end open. `text` is how the question said so."""

    first: date | None
    last: date | None
    text: str

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether a span of days, either end of which may be open, shares a day with the window."""
        starts_in_time = self.last is None or first is None or first <= self.last
        return starts_in_time and (self.first is None or last is None or last >= self.first)


_PREPOSITION = one_of(
    r"""
    as\sof as\sat by\sthe\send\sof at\sthe\send\sof by until till before prior\sto after since following in\searly
    in\slate in\smid-? in\sthe in on during around about for back\sin from at\sthe\sstart\sof at\sthe\sbeginning\sof
    throughout between
    """
)
_SEASON = r"(?:(?:spring|summer|autumn|fall|winter|year)\s+(?:of\s+)?)?"
_LEADING = re.compile(rf"(?:\b{_PREPOSITION}\s+(?:the\s+)?{_SEASON})?$", re.IGNORECASE)
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_COUNTS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_COUNT = rf"\d+|an?|{'|'.join(_COUNTS)}"
_AGO = re.compile(rf"\b(?P<count>{_COUNT}) (?P<unit>day|week|month|year)s? (?:ago|earlier|back)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:(?:in|during) )?(?P<which>last|this|previous) (?P<unit>year|month)\b", re.IGNORECASE)
PRESENT = re.compile(
    r"\b(?:currently|now(?:adays)?|today|at present|presently|at the moment|right now|these days|as things stand"
    r"|so far|to date|at this time)\b",
    re.IGNORECASE,
)


def parse_day(text: str | date, *, name: str = "date") -> date:
    """Reads a date argument.

    Args:
        text: A date, or its writing: "2011-12-31", "31 December 2011", "2011" (its last day).
        name: The argument's name, for the message.

    Raises:
        DateError: When it is no date, naming what was given and what is expected.
    """
    if isinstance(text, date):
        return text
    written = parse_date(text.strip()) if text.strip() else None
    if written is None or written.last is None:
        raise DateError(
            f'{name}: "{text}" is not a date; '
            "give a day such as 2011-12-31, a month such as 2011-12, or a year such as 2011."
        )
    return written.last


def window_of(question: str, today: date) -> Window | None:
    """The time a question names, or None where it asks about the present or about no time.

    >>> window_of("Who chaired it by the end of 2017?", date(2024, 1, 1)).last
    datetime.date(2017, 12, 31)
    """
    found = [(item, days) for item in find_dates(question) if (days := _days(item, today)) is not None]
    if found:
        return _written(question, found)
    ago = _AGO.search(question)
    if ago:
        count = _count(ago["count"].lower())
        day = today - timedelta(days=count * _UNITS[ago["unit"].lower()])
        return Window(None, day, ago[0])
    last = _LAST.search(question)
    if last and last["which"].lower() != "this":
        end = date(today.year, 1 if last["unit"].lower() == "year" else today.month, 1) - timedelta(days=1)
        return Window(end.replace(day=1, month=1 if last["unit"].lower() == "year" else end.month), end, last[0])
    return None


def _count(word: str) -> int:
    return 1 if word in ("a", "an") else _COUNTS[word] if word in _COUNTS else int(word)


def _days(item: Found, today: date) -> tuple[date, date] | None:
    written = item.written
    if written.year is None:
        written = written.in_year(today.year) or written
        if written.first is not None and written.first > today:
            written = item.written.in_year(today.year - 1) or written
    return (written.first, written.last) if written.first and written.last else None


def _written(question: str, found: list[tuple[Found, tuple[date, date]]]) -> Window:
    item, (first, last) = found[0]
    lead = _LEADING.search(question[: item.start])
    begin = lead.start() if lead else item.start
    word = question[begin : item.start].strip().lower()
    said = question[begin : item.end]
    if len(found) > 1 and re.fullmatch(
        r"\s*,?\s*(?:to|and|until|till|-|–)\s*(?:the end of )?", question[item.end : found[1][0].start]
    ):
        return Window(first, found[1][1][1], question[begin : found[1][0].end])
    if re.match(r"before|prior to", word):
        return Window(None, first - timedelta(days=1), said)
    if re.match(r"after|following", word):
        return Window(last + timedelta(days=1), None, said)
    if re.match(r"since|from", word):
        return Window(first, None, said)
    if re.match(r"as |by|until|till|at the end", word):
        return Window(None, last, said)
    return Window(first, last, said)
