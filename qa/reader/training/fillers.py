"""What stands in the gaps of a form: people, amounts, days, lists. All made up, all drawn from one random source."""

import random
import re
from datetime import date, timedelta

from qa.reader.training.worlds import Slot

_FIRST = (
    "Ada Aldo Alma Amir Anka Anton Arlo Asta Bela Berit Bo Carla Cato Cleo Dagny Dario Della Dina Dov Edda Eero Elif "
    "Elio Emeric Enid Ewa Farid Fenna Finn Flora Gala Gero Gita Goran Hana Hedda Hugo Ida Ilya Imke Ines Ivo Jana "
    "Jarl Joan Jonas Juno Kaia Karim Kiran Klara Lars Leda Lena Linus Lorna Luca Maeve Malik Mara Marek Mavis Milo "
    "Mina Nadia Nils Noor Odd Olga Omar Orla Otto Paco Pavel Petra Quinn Rafe Rania Rhys Rosa Runa Saul Selma Sigrid "
    "Sofia Stellan Sunniva Tamar Tariq Thea Tomas Ulla Una Vera Viggo Wanda Wim Xenia Yara Yusuf Zita Zoran Mary John "
    "Peter Anne James Wei Hiro Amara Kwame Priya Ravi Lucia Diego"
).split()
_LAST = (
    "Abernal Adlerby Almgard Arkwell Ashdene Balint Barrowby Belov Bexley Birkel Bodnar Brandt Calloway Cardew "
    "Castellan Corvin Dahlgren Darby Delmar Draycott Dunmore Eckhart Elsworth Falk Farrow Fenwick Fjeld Galloway "
    "Garrick Gorsky Greaves Hadley Halvorsen Harcourt Hask Hollis Ilves Ingram Jansky Jorvik Kadar Kallio Kestrel "
    "Koval Kravitz Lambert Lindqvist Lovell Madrigal Maslow Mercer Moreau Nakato Nemeth Norcross Novik Oakes Okafor "
    "Orlov Ostrom Pascoe Pavlik Penrose Petrov Quill Radley Rask Reyes Rowntree Saar Sandoval Sharma Skarsgard Soto "
    "Stroud Szabo Tamm Tanaka Thorne Tolland Ueda Ulrich Vance Varga Velk Wadsworth Weller Westin Wexford Yarrow "
    "Yilmaz Zeman Zorn Chen Li Khan"
).split()
_MONTHS = "January February March April May June July August September October November December".split()
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TAKES_TIME = re.compile(
    r"(?:\b(?:since|from|by|until|till|before|after|of|on|in|for|to|at|dated?|than|around|during|effective|and|the)|[(:,])\s*$",
    re.IGNORECASE,
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def person(rng: random.Random) -> str:
    """A name of two parts, seldom with a letter between or a double surname."""
    last = rng.choice(_LAST)
    if rng.random() < 0.07:
        last += "-" + rng.choice(_LAST)
    middle = f" {rng.choice('ABCDEFGHJKLMPRSTW')}." if rng.random() < 0.06 else ""
    return f"{rng.choice(_FIRST)}{middle} {last}"


def number(rng: random.Random, low: float, high: float, decimals: int) -> str:
    """A number within bounds, as people write it: small ones in words at times, large ones with commas."""
    if decimals:
        return f"{rng.uniform(low, high):,.{decimals}f}"
    value = rng.randint(int(low), int(max(low, high)))
    if value > 100 and rng.random() < 0.5:
        value -= value % 10 ** (len(str(value)) - 2)
        value = max(value, int(low))
    if 0 < value < len(_SMALL) and rng.random() < 0.4:
        return _SMALL[value]
    return f"{value:,}" if rng.random() < 0.75 else str(value)


def amount(rng: random.Random, slot: Slot, unit: str) -> str:
    """An amount of a slot in one of its units."""
    return unit.replace("{n}", number(rng, slot.low, slot.high, slot.decimals))


def day(rng: random.Random, first: int = 1950, last: int = 2026) -> str:
    """A date, to the day, the month or the year."""
    drawn = date(first, 1, 1) + timedelta(days=rng.randrange(365 * (last - first)))
    month, year = _MONTHS[drawn.month - 1], drawn.year
    return rng.choice(
        (
            f"{drawn.day} {month} {year}",
            f"{month} {drawn.day}, {year}",
            f"{month} {year}",
            f"{year}",
            f"{drawn.day} {month} {year}",
            f"{drawn:%Y-%m-%d}",
            f"{drawn.day} {month[:3]} {year}",
        )
    )


def preposition(when: str) -> str:
    """What stands before a date: "on" a day, "in" a month or a year."""
    to_the_day = any(len(part.strip(",")) < 3 for part in when.split()) or "-" in when or when in _WEEKDAYS
    return "on" if to_the_day else "in"


def recently(rng: random.Random) -> str:
    """A day gone by, as a report writes it."""
    month = rng.choice(_MONTHS)
    return rng.choice(
        (
            f"{rng.randint(1, 28)} {month} {rng.randint(2005, 2026)}",
            f"{month} {rng.randint(1, 28)}, {rng.randint(2005, 2026)}",
            f"{month} {rng.randint(2005, 2026)}",
            f"last {rng.choice((*_WEEKDAYS, 'week', 'month', 'year', 'spring', 'autumn'))}",
            f"{rng.choice(_WEEKDAYS)}",
            f"{rng.randint(1995, 2026)}",
            f"{rng.randint(1, 28)} {month}",
        )
    )


def to_come(rng: random.Random) -> str:
    """A time to come."""
    return rng.choice(
        (
            f"next {rng.choice(('spring', 'summer', 'autumn', 'winter', 'year', 'month', 'season', 'week'))}",
            f"{rng.randint(1, 28)} {rng.choice(_MONTHS)}",
            f"{rng.randint(2025, 2040)}",
            f"{rng.choice(_MONTHS)} {rng.randint(2024, 2035)}",
            rng.choice(_MONTHS),
        )
    )


def with_preposition(when: str, before: str) -> str:
    """A time as it stands after the words before it: "closed" takes "on 3 May", "since" takes "3 May"."""
    if when.startswith(("next", "last")) or _TAKES_TIME.search(before):
        return when
    return f"{preposition(when)} {when}"


def listed(rng: random.Random, names: list[str]) -> str:
    """Names in running text."""
    if len(names) == 1:
        return names[0]
    style = rng.random()
    if style < 0.06:
        return "; ".join(names)
    if style < 0.12:
        return ", ".join(names)
    comma = "," if style < 0.45 and len(names) > 2 else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def count_of(rng: random.Random, names: list[str]) -> str:
    """How many names, in figures or in words."""
    return _SMALL[len(names)] if len(names) < len(_SMALL) and rng.random() < 0.6 else str(len(names))
