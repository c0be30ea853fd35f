"""One row taken out of a table; every other byte of the file stays as it is.

A row is found by its text and cut out of the bytes, so that quoting, delimiter and line ends of a table that somebody
made elsewhere stay theirs. The price: the table is read three times, once to see that all other rows came through.
Rows without an id are named by their place, so those below the gap get new names; the caller must know which.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import PurePath

from corpus import DatelineError, Document, Settings
from corpus.readers import READERS, Context, NotReadable
from corpus.readers.csv_table import delimiter_of

Span = tuple[int, int]


class RowStays(DatelineError):
    """A row cannot be taken out; the message says why and what to do."""


def without_row(file: str, data: bytes, row: str, *, now: date, settings: Settings) -> tuple[bytes, dict[str, str]]:
    """A table without one of its rows.

    Args:
        file: The table's name.
        data: Its bytes.
        row: The row's name, such as "table.csv#3".
        now: Today.
        settings: How large it may be, and the names of its columns.

    Returns:
        The bytes that stay, and the new name of each row that got one, by its old name.

    Raises:
        RowStays: It is no such table, has no such row or no other, or cannot be written without harm.
    """
    spans_of = _SPANS.get(PurePath(file).suffix.lower())
    if spans_of is None:
        raise RowStays(f"{row!r} is an entry of {file}, which can only be removed as a whole: give {file}.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RowStays(
            f"{file} is not written in UTF-8: take the row out by hand, or save the table as UTF-8."
        ) from error
    context = Context(now, settings.max_file_mb, settings.columns)
    before = _read(file, text, context)
    place = next((place for place, one in enumerate(before) if one.file == row), None)
    if place is None:
        raise RowStays(f"there is no row {row!r} in {file}: choose one of the list.")
    if len(before) == 1:
        raise RowStays(f"{row!r} is the only row of {file} with a text: remove {file} itself.")
    left = _cut(file, text, before, place, context, spans_of(text))
    stay = [*before[:place], *before[place + 1 :]]
    after = _read(file, left, context)
    if [one.text for one in after] != [one.text for one in stay]:
        raise RowStays(f"{row!r} cannot be cut out of {file} without changing other rows: edit the table by hand.")
    names = {old.file: new.file for old, new in zip(stay, after, strict=True) if old.file != new.file}
    return left.encode("utf-8"), names


def _cut(
    file: str, text: str, rows: Sequence[Document], place: int, context: Context, parts: tuple[str, list[Span]]
) -> str:
    """The text without the row of a place; of rows that say the same, the one of the same rank among these."""
    head, spans = parts
    wanted = [rows[place].text]
    alike = [span for span in spans if [one.text for one in _read(file, head + text[slice(*span)], context)] == wanted]
    rank = sum(one.text == wanted[0] for one in rows[:place])
    start, end = alike[rank] if rank < len(alike) else (0, 0)
    return text[:start] + text[end:]


def _read(file: str, text: str, context: Context) -> tuple[Document, ...]:
    try:
        return READERS[PurePath(file).suffix.lower()](file, text.encode("utf-8"), context)
    except NotReadable:
        return ()


def _table_spans(text: str) -> tuple[str, list[Span]]:
    r"""The header of a table, and where each of its other rows stands; a quoted cell may go over several lines.

    >>> _table_spans('text\n"a\nb"\nc\n')
    ('text\n', [(5, 11), (11, 13)])
    """
    ends = [0]
    for line in io.StringIO(text, newline=""):
        ends.append(ends[-1] + len(line))
    delimiter = delimiter_of(text.replace("\r", "\n"))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    spans, begins = [], 0
    for row in rows:
        end = ends[rows.line_num]
        if any(cell.strip("\ufeff \t") for cell in row):
            spans.append((begins, end))
        begins = end
    return text[: spans[0][1]] if spans else "", spans[1:]


def _line_spans(text: str) -> tuple[str, list[Span]]:
    """Where each line of JSON stands; there is no header."""
    return "", list(_lines(text))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        end = min(start + len(line) + 1, len(text))
        yield start, end
        start = end


_SPANS: dict[str, Callable[[str], tuple[str, list[Span]]]] = {".csv": _table_spans, ".jsonl": _line_spans}
