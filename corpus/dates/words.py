"""Names of months and weekdays in many languages, as dateparser's own tables give them.

Only the tables are used, not dateparser's parser, because a table lookup cannot guess: a word is a month's
name or it is not. Abbreviations that are ordinary words in another of the languages ("mar", "set", "do")
would make it guess after all, so a name counts only if all languages that know it agree, and single-letter
and two-letter forms are left out.
"""

import re
from functools import lru_cache
from importlib import import_module

LANGUAGES = ("en", "ru", "de", "fr", "es", "it", "pt", "nl", "pl", "uk", "cs", "sv", "da", "fi", "ro", "tr")
"""Languages whose month and weekday names are read; each is a module of dateparser's translation data."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ENGLISH_MONTHS = {name: number for number, name in enumerate(_MONTHS, 1)}
_ENGLISH_MONTHS |= {name[:3]: number for name, number in _ENGLISH_MONTHS.items()} | {"sept": 9}
_ENGLISH_WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS)}
_SHORTEST_WEEKDAY = 5  # "sat", "sun", "mer" and "sam" are words of their own
_INFLECTED = {"понедельника": 0, "вторника": 1, "среду": 2, "среды": 2, "четверга": 3, "пятницу": 4, "пятницы": 4,
              "субботу": 5, "субботы": 5, "воскресенья": 6}  # fmt: skip


def month(word: str) -> int | None:
    """The month a word names, 1 to 12, or None.

    >>> month("March"), month("апреля"), month("Mürz")
    (3, 4, None)
    """
    name = word.casefold().rstrip(".")
    return _ENGLISH_MONTHS.get(name) or _names()[0].get(name)


def weekday(word: str) -> int | None:
    """The weekday a word names, 0 (Monday) to 6 (Sunday), or None.

    >>> weekday("Monday"), weekday("Donnerstag"), weekday("day")
    (0, 3, None)
    """
    name = word.casefold().rstrip(".")
    if name in _ENGLISH_WEEKDAYS:
        return _ENGLISH_WEEKDAYS[name]
    return _INFLECTED[name] if name in _INFLECTED else _names()[1].get(name)


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], dict[str, int]]:
    """Month names and weekday names of all languages; a name that two languages read differently is in neither."""
    infos = [import_module(f"dateparser.data.date_translation_data.{code}").info for code in LANGUAGES]
    weekdays = _agreed(infos, {name: number for number, name in enumerate(_WEEKDAYS)})
    return (
        _agreed(infos, {name: number for number, name in enumerate(_MONTHS, 1)}),
        {name: number for name, number in weekdays.items() if len(name) >= _SHORTEST_WEEKDAY},
    )


def _agreed(infos: list[dict[str, list[str]]], keys: dict[str, int]) -> dict[str, int]:
    meanings: dict[str, set[int]] = {}
    for info in infos:
        for key, number in keys.items():
            for name in info.get(key, ()):
                meanings.setdefault(name.casefold().rstrip("."), set()).add(number)
    return {
        name: next(iter(numbers))
        for name, numbers in meanings.items()
        if len(numbers) == 1 and len(name) > 2 and re.fullmatch(r"[^\W\d_]+", name)
    }
