"""How a clause stands to the present: stated, expected, denied, or past; and the period it gives for its fact.

Valid time is not publication time: "will soon be joined by", "until June 2024" and "in 2011 it was" are all written on
one day about another. The cues are function words and general verbs of English; a clause, not a sentence, is judged,
because "they are the core, and they will soon be joined by two others" states one thing and expects another.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from corpus import Published
from corpus.dates import Found, find_dates


class Stance(StrEnum):
    """What a clause does with its fact."""

    STATED = "stated"
    EXPECTED = "expected"
    DENIED = "denied"
    PAST = "past"


@dataclass(frozen=True)
class Period:
    """Days from which and until which a clause says its fact holds; None where it does not say."""

    since: date | None = None
    until: date | None = None

    def covers(self, first: date, last: date) -> bool:
        """Whether the period is known to overlap the days from first to last."""
        return (self.since is not None or self.until is not None) and (
            (self.since is None or self.since <= last) and (self.until is None or self.until >= first)
        )


EXPECTED = re.compile(
    r"\b(?:will|shall|would|might|soon|(?:may|could) (?:soon|yet|become|join|follow|have)"
    r"|(?:is|are|was|were) (?:to|due to|set to|expected|likely|about to|going to)|to be|to become"
    r"|plan(?:s|ned|ning)?(?= to|s? for|ned|\b(?! of))|expect(?:s|ed|ing)?|intend(?:s|ed)?|hopes?|hoped|aim(?:s|ed)? to"
    r"|seek(?:s|ing)?|sought|prospects?|propos(?:es?|ed|als?|ing)|consider(?:s|ing)|candidates? for"
    r"|appl(?:y|ied|ies|ications?)|on track|read(?:y|iness) to|wants? to|wish(?:es)? to"
    r"|reportedly|rumou?r(?:s|ed)?|allegedly|unconfirmed|speculation|forecast|predict(?:s|ed)?|scheduled|upcoming"
    r"|towards? becoming|step closer|under discussion|discuss(?:ing|es|ed)|whether|no decision|undecided"
    r"|(?:final|last) stages?|nearly ready|in talks"
    r"|next (?=[a-z]+ ?(?:[a-z]+)?$))\b|[’']ll\b|^\W*(?:if|unless)\b|\?\W*$",
    re.IGNORECASE,
)
# "1.9 million instead of the planned 1.4": what was planned is only set beside what came.
_AGAINST_PLAN = re.compile(
    r"\b(?:instead of|rather than|than|unlike|against) (?:the |an? )?(?:originally |first )?"
    r"(?:planned|expected|proposed|predicted|forecast|scheduled|intended)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no longer|never|neither|nor|cannot|ceased to|den(?:y|ies|ied)|reject(?:s|ed)|refus(?:es|ed)|without"
    r"|unresolved|yet to|abolish(?:e[sd])?|scrap(?:s|ped)?"
    r"|repeal(?:s|ed)?|discontinued?|does? away with"
    r"|(?:is|are|was|were|has been|have been) (?:gone|lifted|dropped|removed|withdrawn|done away with))\b"
    r"|n[’']t\b|\bno(?! \d| doubt)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:formerly|former|previously|used to|at that time|at the time|back then|in those days|had been|once"
    r"|the then|ex|(?:was|were) (?:then|still|at first))\b",
    re.IGNORECASE,
)
_COPULA_PAST = re.compile(r"\b(?:was|were|had|cost|stood at)\b")
_PASSIVE = re.compile(
    r"\b(?:was|were) (?:\w+ly )?(?:\w+ed|chosen|made|given|put|set|held|built|brought|taken|known|sold)\b"
)
_HALF_YEAR = timedelta(days=183)
_RANGE = re.compile(r"\b(?:from|between)\s*$", re.IGNORECASE)
_CHANGES_ON = (
    r"(?:goes|go|rises?|increases?|changes?|takes?|comes?|starts?|begins?|applies|apply)"
    r"(?: (?:up|down|effect|force|into force|into effect))? on"
)
_SINCE = re.compile(
    rf"\b(?:{_CHANGES_ON}|since|from|as of|as from|effective|starting|beginning|with effect from|after)"
    r"(?: (?:the|on|early|mid|late))?\s*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|to|through|up to|(?:ended|ends|expires?)(?: on| in)?|and|by the end of)(?: the end of)?\s*$"
    r"|[-–—]\s*$",
    re.IGNORECASE,
)


def period(clause: str, published: Published | None, found: list[Found] | None = None) -> Period:
    """The period that a clause gives for its fact.

    >>> period("holds the chair from July 5, 2023, to June 2024", None)
    Period(since=datetime.date(2023, 7, 5), until=datetime.date(2024, 6, 30))
    """
    since = until = None
    for item in found if found is not None else find_dates(clause):
        days = resolve(item, published)
        if days is None:
            continue
        before = clause[max(0, item.start - 24) : item.start]
        if since is not None and until is None and _UNTIL.search(before):
            until = days[1]
        elif _SINCE.search(before) or _RANGE.search(before):
            since = days[0]
        elif _UNTIL.search(before) and not re.search(r"\band\s*$", before):
            until = days[1]
    return Period(since, until)


def resolve(found: Found, published: Published | None) -> tuple[date, date] | None:
    """The days a written date means; one without a year is taken next to the source's own date."""
    if published is None and found.written.year is None:
        return None
    readings = [found.written]
    if found.written.year is None and published is not None:
        around = (found.written.in_year(published.last.year + shift) for shift in (0, -1, 1))
        readings = [
            written
            for written in around
            if written and written.first and abs(written.first - published.last) <= _HALF_YEAR
        ]
    for written in readings:
        if written.first is not None and written.last is not None:
            return written.first, written.last
    return None


def stance(clause: str, published: Published | None, span: Period) -> Stance:
    """What a clause does with its fact, seen on the day its source came out.

    A decided change ("from 1 May the fee will be 12 euros") is stated, with its period; "will join in May" is expected.
    """
    if _DENIED.search(clause):
        return Stance.DENIED
    expected = EXPECTED.search(_AGAINST_PLAN.sub(" ", clause))
    if expected and not (span.since and expected[0] in ("will", "shall")):
        return Stance.EXPECTED
    if _PAST.search(clause):
        return Stance.PAST
    if published is not None:
        if span.until is not None and span.until < published.first:
            return Stance.PAST
        if _COPULA_PAST.search(clause) and not _PASSIVE.search(clause) and _looks_back(clause, published):
            return Stance.PAST
    return Stance.STATED


def denying_word(clause: str) -> str | None:
    """The word by which a clause denies, or None: "rejected" answers "Was it rejected?" with yes."""
    found = _DENIED.search(clause)
    return found[0] if found else None


def _looks_back(clause: str, published: Published) -> bool:
    dates = [resolve(item, published) for item in find_dates(clause)]
    return any(days is not None and days[1].year < published.first.year - 1 for days in dates)
