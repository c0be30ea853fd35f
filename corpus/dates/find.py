"""Dates in running text: English forms and figures, by one regular expression.

One pass, because every sentence of a corpus is searched: some twenty microseconds each. That is why other
languages are read only where a date is expected (`parse_date`, datelines), not here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.dates.words import month as month_number
from corpus.dates.written import Written


@dataclass(frozen=True)
class Found:
    """A date found in a text: `text[start:end]` is its writing."""

    start: int
    end: int
    written: Written


_DIGIT = re.compile(r"\d")
_LONG = r"January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH = rf"(?:{_LONG}|{_LONG.upper()}|(?:{_SHORT}|{_SHORT.upper()})\b\.?)"
_YEAR = r"(?:1[89]\d\d|20\d\d|2100)"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_NO_YEAR_PART = r"(?!\d|,\d)"
# What follows a bare four-digit number that is an amount and no year.
_UNIT = (
    r"(?:people|persons|men|women|children|members|employees|workers|staff|troops|soldiers|students|users|copies|words"
    r"|votes|jobs|cases|units|points|items|files|rows|pages|lines|times|miles|metres|meters|kilomet\w+|km|kg|tons?|tonnes"
    r"|mm|cm|m|MW|GW|kW|MB|GB|ms|hours|minutes|seconds|days|years|dollars|euros?|roubles|rubles|yuan|pounds|USD|EUR|RUB"
    r"|hundred|thousand|million|billion|trillion|percent|per\scent)\b"
)
_DATE = re.compile(
    rf"""(?<![\w$€£¥₽#]) (?:
      (?P<iso>{_YEAR})-(?P<iso_month>[01]\d)
        (?:-(?P<iso_day>[0-3]\d)
          (?:(?:T|\s)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?
          (?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?
        )?(?![\d-])
    | (?P<slash_year>{_YEAR})[/.](?P<slash_month>\d\d?)[/.](?P<slash_day>\d\d?)(?!\d)
    | (?P<dot_day>\d\d?)(?P<sep>[./-])(?P<dot_month>\d\d?)(?P=sep)(?P<dot_year>{_YEAR})(?!\d)
        (?:,?\s(?P<dot_hour>[01]?\d|2[0-3]):(?P<dot_minute>[0-5]\d)(?!\d))?
    | (?P<month>{_MONTH})(?:
        \s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?{_DAY})?
          (?![\d:%]|[.,]\d|\s(?:[mb]illion|per\s?cent)\b)
          (?:,?\s(?P<mdy_year>{_YEAR}){_NO_YEAR_PART})?
        | ,?\s(?:of\s)?(?P<my_year>{_YEAR}){_NO_YEAR_PART}
      )
    | (?:{_DAY}\s?[-–]\s?)?(?P<d_day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<d_month>{_MONTH})(?![a-z])
        (?:,?\s(?P<d_year>{_YEAR}){_NO_YEAR_PART})?
    | Q(?P<quarter>[1-4])(?:\s|/|\sof\s)(?P<q_year>{_YEAR})(?!\d)
    | (?P<q_word>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-]quarter\s(?:of\s)?(?P<qw_year>{_YEAR})(?!\d)
    | (?P<bare>{_YEAR})(?![\w%°] | [.,:]\d | [/-](?!\d\d(?![\d-])|{_YEAR}(?![\d-]))\d | \s?{_UNIT} | \sof\sthe\b)
    )""",
    re.VERBOSE,
)
# What stands before a bare number that is no year; "2011-2015" are two years, "1-2015" is none.
_NUMBER_BEFORE = re.compile(
    r"(?:[$€£¥₽]|\b(?:No|Nos|nr|n°|№|v|version|room|flight|resolution|section|page|USD|EUR|RUB|Rs)\.?)\s?$"
    r"|\d[.,:/]$|(?<!1[89]\d\d)(?<!20\d\d)(?<=\d)-$",
    re.IGNORECASE,
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def find_dates(text: str) -> list[Found]:
    """The dates written in a text, in reading order: English forms and figures.

    >>> [(f.start, str(f.written.first)) for f in find_dates("Chair from July 5, 2023, to June 2024.")]
    [(11, '2023-07-05'), (28, '2024-06-01')]
    >>> find_dates("It costs $2011 and 2011 people came.")
    []

    Args:
        text: Any text.

    Returns:
        One `Found` per date; its year is None for "March 6", its day the last one for "May 5-7". Impossible dates are
        left out.
    """
    return list(_walk(text)) if _DIGIT.search(text) else []


def _walk(text: str) -> Iterator[Found]:
    for match in _DATE.finditer(text):
        if match["bare"] and _NUMBER_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        try:
            yield Found(match.start(), match.end(), _written(match))
        except ValueError:  # 31 June
            continue


def _written(match: re.Match[str]) -> Written:
    if match["iso"]:
        day = int(match["iso_day"]) if match["iso_day"] else None
        written = Written(int(match["iso"]), int(match["iso_month"]), day)
        return written.at(match["hour"], match["minute"], match["second"])
    if match["slash_year"]:
        return Written(int(match["slash_year"]), int(match["slash_month"]), int(match["slash_day"]))
    if match["dot_year"]:
        written = _in_figures(int(match["dot_day"]), int(match["dot_month"]), int(match["dot_year"]), match["sep"])
        return written.at(match["dot_hour"], match["dot_minute"])
    if match["month"]:
        return _named(match["mdy_year"] or match["my_year"], match["month"], match["day"])
    if match["d_month"]:
        return _named(match["d_year"], match["d_month"], match["d_day"])
    if match["bare"]:
        return Written(int(match["bare"]))
    quarter = int(match["quarter"]) if match["quarter"] else _QUARTERS[match["q_word"].lower()]
    return Written(int(match["q_year"] or match["qw_year"]), 3 * quarter - 2, months=3)


def _named(year: str | None, name: str, day: str | None) -> Written:
    return Written(int(year) if year else None, month_number(name), int(day) if day else None)


def _in_figures(one: int, other: int, year: int, separator: str) -> Written:
    """Day first where dots say so ("14.04.2011") or it cannot be otherwise; "04/05/2024" keeps both its readings."""
    if separator == "." or one > 12 or one == other:
        return Written(year, other, one)
    if other > 12:
        return Written(year, one, other)
    early, late = sorted((date(year, other, one), date(year, one, other)))
    return Written(year, early.month, early.day, until=late, day_first=date(year, other, one))
