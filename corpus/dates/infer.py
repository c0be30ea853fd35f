"""A year that a dateline leaves out, from what the text itself gives; never from the file or the clock alone.

Three things in a text bind the day it was written: the weekday named beside the date, a period it calls
current ("holds the chair from July 2023 to June 2024"), and dates it tells as past or as still to come.
`now` only closes the range. A text that gives none of these stays undated: the newest year would be right
often, and wrong without a sign when it is not.
"""

import re
from dataclasses import dataclass
from datetime import date

from corpus.dates.find import Found, find_dates
from corpus.dates.signals import EARLIEST
from corpus.dates.words import weekday
from corpus.dates.written import Written
from corpus.sentences import sentences

_NEAR = 92
"""Days between the newest full date a text tells as past and its own date, for that date to give the year."""

_FUTURE = re.compile(
    r"\b(?:will|shall|would|plan(?:s|ned)?|expect(?:s|ed)?|schedul\w+|upcoming|forthcoming|to be held|aims?|intends?"
    r"|due|next)\b",
    re.IGNORECASE,
)
# "will open in" before a date: what is to come has no other verb between the two.
_TO_COME = re.compile(
    r"\b(?:will|is to|are to|shall)\b(?:(?![,;:]|\b(?:\w+ed|begun|held|made|set|led|built|since|of)\b).){1,80}"
    r"\b(?:in|on|by|from)\s$"
)
_NOT_PAST = re.compile(
    r"(?:\b(?:until|till|by|before|to|through|deadline|for|towards?|(?:end|beginning|start) of|after|beyond|than)|[-–])"
    r"(?:\s(?:the|early|mid|late|year))*\s?$",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(r"\b(?:was|were|had|held|served|chaired|ran|headed|presided|led|ended|lasted|took)\b")
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|holds?|chairs?|serves?|heads?|leads?|presides?|runs?|lasts?|remains?"
    r"|currently|now|at present)\b"
)
_FROM = re.compile(r"\b(?:from|between|since)\s$")
_TO = re.compile(r",?\s?(?:to|until|till|through|and|[-–—])\s(?:the\s)?(?:end of\s)?")
# "last Monday", "since Monday" is another day than the dateline's; Super Tuesday is a name.
_OTHER_DAY = re.compile(
    r"\b(?:last|next|previous|following|every|each|coming|by|until|since|from|before|after|black|easter|super|cyber)\s$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}\.?")


@dataclass(frozen=True)
class _Facts:
    """What binds the day a text was written."""

    weekday: int | None
    period: tuple[date, date] | None
    oldest: date | None
    newest: date | None
    near: date | None


def infer_year(written: Written, text: str, *, beside: str, now: date) -> Written | None:
    """The date with its year, where the text gives it.

    >>> day = Written(None, 3, 6)
    >>> infer_year(day, "", beside="the warden said on Monday", now=date(2026, 11, 22)).year
    2023
    >>> infer_year(day, "", beside="the warden said", now=date(2026, 11, 22)) is None
    True

    Args:
        written: A date without year.
        text: The article.
        beside: What stands beside the date: its line or its paragraph, for the weekday.
        now: Today.

    Returns:
        The date in the latest year that fits everything the text gives; None where that is nothing, or contradicts
        itself.
    """
    facts = _facts(text, beside, now)
    fitting = [day for day in _candidates(written, now) if _fits(day, facts)]
    if facts.weekday is not None or facts.period is not None:
        return _dated(written, fitting[0]) if fitting else None
    if len(fitting) == 1 and facts.oldest is not None:
        return _dated(written, fitting[0])
    if facts.near is not None:
        close = [day for day in fitting if 0 <= (day - facts.near).days <= _NEAR]
        if close:
            return _dated(written, close[-1])
    return None


def _dated(written: Written, day: date) -> Written | None:
    return written.in_year(day.year)


def _candidates(written: Written, now: date) -> list[date]:
    """The date in every year up to now, newest first."""
    complete = (written.in_year(year) for year in range(now.year, EARLIEST.year - 1, -1))
    return [w.first for w in complete if w is not None and w.first is not None and w.first <= now]


def _fits(day: date, facts: _Facts) -> bool:
    if facts.weekday is not None and day.weekday() != facts.weekday:
        return False
    if facts.period is not None and not facts.period[0] <= day <= facts.period[1]:
        return False
    if facts.oldest is not None and day < facts.oldest:
        return False
    return facts.newest is None or day <= facts.newest


def _facts(text: str, beside: str, now: date) -> _Facts:
    periods: list[tuple[date, date]] = []
    past: list[Written] = []
    future: list[Written] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        found = [f for f in find_dates(sentence) if f.written.year is not None]
        if not found:
            continue
        period = _current_period(sentence, found)
        if period is not None:
            periods.append(period)
        future.extend(f.written for f in found if _TO_COME.search(sentence[: f.start]))
        if not _FUTURE.search(sentence):
            past.extend(f.written for f in found if not _NOT_PAST.search(sentence[: f.start]))
    begins = [w.first for w in past if w.first is not None and w.first <= now]
    full = [w.first for w in past if w.first is not None and w.first <= now and w.month is not None]
    oldest = max(begins, default=None)
    ahead = [w.last for w in future if w.last is not None and (oldest is None or w.last >= oldest)]
    return _Facts(
        _weekday(beside),
        max(periods, default=None),
        oldest,
        min(ahead, default=None),
        max(full, default=None),
    )


def _current_period(sentence: str, found: list[Found]) -> tuple[date, date] | None:
    """The days on which a sentence like "she holds the chair from July 5, 2023, to June 2024" can have been written."""
    if _FUTURE.search(sentence) or _PAST_VERB.search(sentence) or not _PRESENT.search(sentence):
        return None
    for begin, end in zip(found, found[1:], strict=False):
        if _FROM.search(sentence[: begin.start]) and _TO.fullmatch(sentence[begin.end : end.start]):
            first, last = begin.written.first, end.written.last
            if first is not None and last is not None and first <= last:
                return first, last
    return None


def _weekday(beside: str) -> int | None:
    """The one weekday named beside the date; two different ones say nothing."""
    named = {
        number
        for match in _WORD.finditer(beside)
        if (number := weekday(match[0])) is not None and not _OTHER_DAY.search(beside[: match.start()])
    }
    return next(iter(named)) if len(named) == 1 else None
