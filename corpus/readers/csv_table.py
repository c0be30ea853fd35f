"""Tables with a header (.csv): one Document per row.

The delimiter is the one of the usual four that stands oftenest in the header: csv.Sniffer guesses from the
rows, and rows of prose are full of commas.
"""

import csv
import io
from collections.abc import Iterator

from corpus.columns import find_columns
from corpus.documents import Document
from corpus.readers.context import Context
from corpus.readers.decode import NotReadable, decode
from corpus.readers.rows import Row, Rows

csv.field_size_limit(2**31 - 1)  # the default, 131,072 characters, is less than a long report; file size is the limit


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document per row of a table.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today, limits and column names.

    Returns:
        The Documents, named "table.csv#3" by number or by an id column.

    Raises:
        NotReadable: It has no text column, or no row has a text.
    """
    text, problems = decode(data)
    header, *rows = [row for row in cells(text) if any(cell.strip() for cell in row)] or [[]]
    columns = find_columns(header, context.columns)
    if "text" not in columns:
        known = ", ".join(name.strip() for name in header if name.strip())[:200]
        raise NotReadable(
            f"it has no text column (its columns: {known}): name one `text`, or set DATELINE_COLUMNS to text=COLUMN"
        )
    places = {field: header.index(column) for field, column in columns.items()}
    table = Rows(file, context.now, "row")
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row[len(header) :]):
            table.fault(
                number, f"has {len(row)} cells where the header has {len(header)}: put quotes around cells with commas"
            )
            continue
        table.add(Row(number, {field: row[place] for field, place in places.items() if place < len(row)}))
    if text.count('"') % 2 and _ends_in_a_quote(text):
        problems += ("a quote in it is never closed, so rows may have run together: close it, or double it",)
    return table.documents(problems)


def cells(text: str) -> Iterator[list[str]]:
    r"""The rows of a table, whatever its delimiter.

    >>> list(cells("file;published\na.txt;2024-04-16\n"))
    [['file', 'published'], ['a.txt', '2024-04-16']]

    Args:
        text: The table, its first line the header.

    Returns:
        Each row's cells.
    """
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))


def delimiter_of(text: str) -> str:
    r"""The delimiter of a table.

    >>> delimiter_of("file;published\na.txt;2024-04-16\n")
    ';'

    Args:
        text: The table, its first line the header.

    Returns:
        The one of the usual four that stands oftenest in the header.
    """
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t|", key=header.count)


def _ends_in_a_quote(text: str) -> bool:
    """Whether the last cell is quoted and never closed; a lone inch mark within a cell is no such thing."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False
