"""A date as it is written: what stands there and no more.

Nothing is guessed: a missing year stays missing, and a date that can be read in two ways keeps both as an
interval.
"""

import calendar
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from corpus.documents import Precision


@dataclass(frozen=True)
class Written:
    """A date as written, complete or without its year.

    >>> w = Written(2023, 7)
    >>> w.first.isoformat(), w.last.isoformat(), w.precision.value
    ('2023-07-01', '2023-07-31', 'month')
    >>> Written(None, 3, 6).first is None
    True

    Attributes:
        year: The year, or None where the text leaves it out.
        month: The month, or None where only the year is given.
        day: The day of the month, or None.
        moment: The moment itself, where a time of day is given with the date.
        months: How many months it spans from `month` on: 3 for a quarter, otherwise 1.
        until: The last day it can mean where the writing is ambiguous ("04/05/2024"), else None.
        day_first: Of an ambiguous writing, what it means where the day comes first; else None.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    moment: datetime | None = None
    months: int = 1
    until: date | None = None
    day_first: date | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        # 2000 is a leap year: a missing year must not forbid 29 February.
        date(
            2000 if self.year is None else self.year,
            1 if self.month is None else self.month,
            1 if self.day is None else self.day,
        )

    @property
    def first(self) -> date | None:
        """The earliest day it can mean, or None without a year."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date | None:
        """The latest day it can mean, or None without a year."""
        if self.year is None or self.until is not None:
            return self.until
        if self.month is None:
            return date(self.year, 12, 31)
        if self.day is None:
            end = self.month + self.months - 1
            return date(self.year, end, calendar.monthrange(self.year, end)[1])
        return date(self.year, self.month, self.day)

    @property
    def precision(self) -> Precision:
        """How finely it is written."""
        if self.moment is not None:
            return Precision.TIME
        if self.day is not None and self.until is None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    def in_year(self, year: int) -> "Written | None":
        """The same day and month in `year`, or None where that year has no such day."""
        try:
            return replace(self, year=year)
        except ValueError:
            return None

    def at(self, hour: str | None, minute: str | None, second: str | None = None) -> "Written":
        """The same date with a time of day, if both are known; the day stays as written, whatever the zone."""
        if hour is None or minute is None or self.first is None or self.precision is not Precision.DAY:
            return self
        clock = time(int(hour), int(minute), int(second or 0))
        return replace(self, moment=datetime.combine(self.first, clock))
