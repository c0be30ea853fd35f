"""Rows of a table, lines of JSON, entries of a feed -> one Document each.

A row that cannot be read costs only itself. There is no Document to hang its problem on, so the file's first one
carries it, and where no row is left the file is refused with the same words. A Document is named after its row's
id where there is one: a number changes when a row is put in above it, and a line of dates.csv must not then
speak of another text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from corpus.dates.parse import parse_date
from corpus.dates.plain import from_text
from corpus.dates.signals import Reading
from corpus.documents import Document, Signal
from corpus.page import headline
from corpus.readers.dated import dated, declared
from corpus.readers.decode import NotReadable, clean

_NAMED = 5
"""So many bad rows are named one by one; the others are counted."""

_SLASHED = re.compile(r"\s*(\d\d?)([/-])(\d\d?)\2(\d{4})(?!\d)")


@dataclass(frozen=True)
class Row:
    """One row that has a text.

    Attributes:
        number: Its place in the file, from 1.
        fields: What its columns hold, by field (`corpus.columns.FIELDS`).
        declared: The Reading of its own date; None where it is in `fields`.
        modified: The day of its last change, or None where that is in `fields`.
    """

    number: int
    fields: Mapping[str, str]
    declared: Reading | None = None
    modified: date | None = None


class Rows:
    """The rows of one file, on their way to Documents.

    Args:
        file: The file's path in the corpus folder.
        now: Today.
        unit: What a row is called there: "row", "line", "entry".
    """

    def __init__(self, file: str, now: date, unit: str) -> None:
        self._file, self._now, self._unit = file, now, unit
        self._rows: list[Row] = []
        self._faults: list[str] = []

    def add(self, row: Row) -> None:
        """Takes up a row; one without text is a fault."""
        fields = {field: clean(value).strip() for field, value in row.fields.items()}
        if not fields.get("text"):
            self.fault(row.number, "has no text")
        else:
            self._rows.append(replace(row, fields=fields))

    def fault(self, number: int, why: str) -> None:
        """Says why a row gives no Document.

        Args:
            number: The row's place, from 1.
            why: What is wrong with it and what to do, following "row 3 ".
        """
        self._faults.append(f"{self._unit} {number} {why}")

    def documents(
        self, problems: tuple[str, ...] = (), *, source: str = "", language: str = ""
    ) -> tuple[Document, ...]:
        """All rows as Documents.

        Args:
            problems: What was wrong with the file.
            source: Who published the rows that do not say it; "" for the file's name.
            language: Of the rows that do not say it.

        Returns:
            One per row that has a text; no two have the same `file`.

        Raises:
            NotReadable: There is none.
        """
        problems += self._named_faults()
        if not self._rows:
            raise NotReadable("; ".join(problems) or f"it has no {self._unit}: add one, or delete the file")
        day_first = _day_first([row.fields.get("published", "") for row in self._rows])
        source = source or PurePosixPath(self._file).stem
        used: set[str] = set()
        made = []
        for row in self._rows:
            name, doubled = self._name(row, used)
            made.append(self._document(row, name, doubled, day_first, source, language))
        made[0] = replace(made[0], problems=problems + made[0].problems)
        return tuple(made)

    def _named_faults(self) -> tuple[str, ...]:
        more = len(self._faults) - _NAMED
        return (*self._faults[:_NAMED], *([f"{more} more like these"] if more > 0 else []))

    def _name(self, row: Row, used: set[str]) -> tuple[str, tuple[str, ...]]:
        """The row's id, or its number; an id that an earlier row has is made its own by the number."""
        name = " ".join(row.fields.get("id", "").split())
        problems: tuple[str, ...] = ()
        if name and name.casefold() in used:
            problems = (f"its id {name[:60]!r} is that of an earlier {self._unit} too: give each its own",)
            name = f"{name}.{row.number}"
        name = name or str(row.number)
        while name.casefold() in used:
            name += "'"
        used.add(name.casefold())
        return name, problems

    def _document(
        self, row: Row, name: str, doubled: tuple[str, ...], day_first: bool | None, source: str, language: str
    ) -> Document:
        fields = row.fields
        title = " ".join(fields.get("title", "").split())
        text = headed(title, fields["text"])
        told = row.declared or _told(fields.get("published", ""), day_first, self._now)
        reading = dated([lambda: told, lambda: from_text(text, now=self._now)])
        changed = row.modified or _day(fields.get("modified", ""))
        return Document(
            f"{self._file}#{name}",
            text,
            title or headline(text.split("\n", 1)[0]),
            " ".join(fields.get("source", "").split()) or source,
            reading.published,
            (fields.get("language") or language)[:2].lower(),
            fields.get("url", ""),
            changed if changed is not None and changed <= self._now else None,
            problems=tuple(f"{self._unit} {row.number}: {problem}" for problem in doubled + reading.problems),
        )


def headed(title: str, body: str) -> str:
    r"""A body under its headline, which is not written twice.

    >>> headed("Rain", "It rained."), headed("Rain", "Rain\nIt rained.")
    ('Rain\n\nIt rained.', 'Rain\nIt rained.')

    Args:
        title: The headline, or "".
        body: The text.

    Returns:
        Both; the headline must stand in the text, so that it can be found and quoted.
    """
    first = " ".join(body.split("\n", 1)[0].strip("#* \t").split()).casefold()
    there = not title or first.startswith(title.casefold()) and not first[len(title) : len(title) + 1].isalnum()
    return body if there else f"{title}\n\n{body}"


def _told(value: str, day_first: bool | None, now: date) -> Reading:
    if not value:
        return Reading()
    match = _SLASHED.match(value)
    if match and day_first is not None:
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        value = f"{match[4]}-{month:0>2}-{day:0>2}{value[match.end() :]}"
    return declared(value, Signal.ROW, now=now)


def _day(value: str) -> date | None:
    """The one day that a field names, or None."""
    try:
        written = parse_date(value)
        return written.last if written is not None and written.day is not None and written.until is None else None
    except ValueError:  # day 0
        return None


def _day_first(values: list[str]) -> bool | None:
    """Whether "04/05/2024" is a day in May, by the other dates of the column; None where they do not settle it.

    >>> _day_first(["04/05/2024", "23/05/2024"]), _day_first(["04/05/2024"]), _day_first(["5/23/2024", "23/5/2024"])
    (True, None, None)
    """
    pairs = [(int(match[1]), int(match[3])) for match in map(_SLASHED.match, values) if match]
    first, second = any(one > 12 for one, _ in pairs), any(other > 12 for _, other in pairs)
    return first if first != second else None
