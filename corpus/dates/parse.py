"""One string that should be a date, in any of many languages.

Forms are tried from the plainest: what `find_dates` reads, then day and month name by the tables of
`words.py`. dateparser is asked last and strictly, because it can read almost anything as a date: all three
parts must be written.
"""

import re

from corpus.dates.find import find_dates
from corpus.dates.words import month, weekday
from corpus.dates.written import Written

_LONGEST = 80
_FULL_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_UNPADDED = re.compile(r"^((?:1[89]|20)\d\d)(?:-(?=\d\d?-)|(?=\d{4}$))(\d\d?)-?(\d\d?)(?!\d)")  # 2024-4-6, 20240406
_SYSTEM = re.compile(r"^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d?) (\d\d:\d\d:\d\d)(?: [A-Z]{3,4})? (\d{4})$")
"""Tue Jan 28 15:28:56 CET 2020"""
_SPACED = re.compile(r"(?<!\d)(\d\d?)(?:\. | ?[|] ?)(\d\d?)(?:\. | ?[|] ?)((?:19|20)\d\d)(?!\d)")
"""4. 2. 2022, 26 | 01 | 2022"""
_DAY_FIRST = re.compile(
    r"""(?:(?:am|on|le|den)\s+)?(?:(?P<weekday>[^\W\d_]{2,})\.?,?\s+)?? (?:(?:le|den|der|am|el|il|em|dne)\s+)?
    (?P<day>[0-3]?\d)(?:\.|º|er|-го|-е)?\s* (?:de\s+)?
    (?P<month>[^\W\d_]{3,})\.?,?
    (?:\s*(?:del?\s+)?(?P<year>(?:1[89]|20)\d\d))? (?:\s*(?:г\.?|года|р\.?|року))?
    (?:[\s,]*(?:um|à|a\slas|в|о|at)?\s*(?P<hour>[01]?\d|2[0-3])[:.hH](?P<minute>[0-5]\d)(?:\s*Uhr)?)?\W*""",
    re.VERBOSE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,})\.?,?\s+(?:del?\s+)?(?P<year>(?:1[89]|20)\d\d)(?:\s*(?:г\.?|года))?\W*"
)
_TRIMMINGS = re.compile(
    r"(?:published|posted|dated?|on|at|the|of|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tues?|wed|thurs?|thu|fri|sat|sun|utc|gmt|[cemp][sde]?t|bst|ist|jst|msk|[ap]\.?m\.?|uhr|hrs?|heures?|h"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?|[+-]\d\d:?\d\d|\W)*",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*([ap])?\.?(?:m\b)?", re.IGNORECASE)


def parse_date(text: str) -> Written | None:
    """Reads one written date, or says None.

    >>> parse_date("16 апреля 2024 г.").first.isoformat()
    '2024-04-16'
    >>> parse_date("2011-13-40") is None
    True

    Args:
        text: What should be a date and nothing else: "2024-04-16", "April 16, 2024", "le 3 mars 2016", "2016".

    Returns:
        The date, its year None where none is written; None for what is no date, impossible, or relative ("yesterday").
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    text = _SYSTEM.sub(r"\1 \3 \2", text)
    text = _SPACED.sub(r"\1.\2.\3", text)
    text = _UNPADDED.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", text)
    found = find_dates(text)
    if len(found) == 1 and _TRIMMINGS.fullmatch(f"{text[: found[0].start]} {text[found[0].end :]}"):
        return _with_clock(found[0].written, text)
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if match is not None:
        groups = match.groupdict()
        number, name = month(groups["month"]), groups.get("weekday")
        if number is not None and (name is None or weekday(name) is not None):
            return _in_words(groups, number)
    return None if found else _odd_form(text)


def _in_words(groups: dict[str, str | None], number: int) -> Written | None:
    day, year = groups.get("day"), groups["year"]
    try:
        written = Written(int(year) if year else None, number, int(day) if day else None)
    except ValueError:
        return None
    return written.at(groups.get("hour"), groups.get("minute"))


def _with_clock(written: Written, text: str) -> Written:
    """Adds a time of day that stands apart from its date: "April 16, 2024 3:05 PM"."""
    clock = _CLOCK.search(text)
    if clock is None or written.moment is not None:
        return written
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    return written.at(str(hour), clock[2], clock[3])


def _odd_form(text: str) -> Written | None:
    """What only dateparser can read ("2024年4月16日"), with day, month and a four-digit year all written."""
    if not _FULL_YEAR.search(text) or not re.search(r"[^\W\d_]", text) or len(re.findall(r"\d+", text)) > 6:
        return None
    import dateparser  # slow at its first call, and seldom needed

    moment = dateparser.parse(
        text,
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
        },
    )
    if moment is None or str(moment.year) not in text or not 1800 <= moment.year <= 2100:
        return None
    return Written(moment.year, moment.month, moment.day)
