"""What the page does to the corpus folder: add, remove, set a date.

The folder is the truth, so each of these changes a file in it and the index follows. A date set here goes into
dates.csv: a document itself is never edited. Names come from people, so a name is a name in this folder and no path.
"""

import csv
import io
import os
import re
import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

from corpus import DatelineError, Settings, Skipped, list_files, read_file
from corpus.doctor import COLUMNS
from corpus.documents import Signal
from corpus.readers import READERS
from corpus.readers.dated import declared
from corpus.sidecar import SIDECAR

_NAME = re.compile(r"[^/\\\x00-\x1f]{1,180}")


class CannotChange(DatelineError):
    """The folder cannot be changed so; the message says why and what to do."""


def read_date(text: str, now: date) -> str:
    """A date as dates.csv takes it.

    >>> read_date(" 2016-05 ", date(2024, 1, 1))
    '2016-05'

    Args:
        text: What a person wrote.
        now: Today.

    Returns:
        The same, trimmed; "" for nothing.

    Raises:
        CannotChange: It is no date, or lies after today.
    """
    text = text.strip()
    if not text:
        return ""
    reading = declared(text, Signal.SIDECAR, now=now)
    if reading.published is None:
        why = next((why for why in reading.problems if "after today" in why), f"{text[:60]!r} is no date")
        raise CannotChange(f"{why}. Give a day, a month or a year: 2024-04-16, 2024-04 or 2024.")
    return text


def seen_in(file: Path, now: date, max_mb: float) -> tuple[str, str]:
    """What would be read of a file that is not in the folder yet.

    Args:
        file: The file.
        now: Today.
        max_mb: Larger ones are not read.

    Returns:
        Its date as dates.csv takes it ("" for none), and a sentence.
    """
    read = read_file(file.parent, file.name, now=now, max_mb=max_mb)
    if isinstance(read, Skipped):
        return "", f"{file.name}: {read.reason}"
    if len(read) > 1:
        return "", f"{file.name} holds {len(read)} documents; each keeps the date that is read in it."
    published = read[0].published
    if published is None:
        return "", f"{file.name}: no date was found in it; give one, or it stays undated."
    known = f"{published.signal}{', the year inferred' if published.inferred else ''}"
    return str(published), f"{file.name}: {published.spoken}, read from its {known}. Correct it where it is wrong."


def add(folder: Path, name: str, data: bytes, published: str, *, now: date, max_mb: float) -> str:
    """Puts a document into the folder.

    Args:
        folder: The corpus folder.
        name: The file's name there.
        data: What is in it.
        published: Its date; "" leaves what is read in it.
        now: Today.
        max_mb: Larger ones are refused.

    Returns:
        What was done, in a sentence.

    Raises:
        CannotChange: The name, the date or the content cannot be taken.
    """
    given = read_date(published, now)
    if not _NAME.fullmatch(name) or name.startswith(".") or name == SIDECAR:
        raise CannotChange(f"{name[:80]!r} is no name for a document: give one such as report.txt, without folders.")
    if Path(name).suffix.lower() not in READERS:
        raise CannotChange(f"{name!r} is of no type that can be read: give one of {', '.join(sorted(READERS))}.")
    if (folder / name).exists() or (folder / name).is_symlink():
        raise CannotChange(f"{name!r} is in the folder already: remove that one first, or give another name.")
    if len(data) > max_mb * 1_000_000:
        raise CannotChange(f"{name!r} has more than {max_mb:g} MB: split it, or raise DATELINE_MAX_FILE_MB.")
    with tempfile.TemporaryDirectory() as place:
        tried = Path(place) / name
        tried.write_bytes(data)
        if isinstance(read := read_file(tried.parent, name, now=now, max_mb=max_mb), Skipped):
            raise CannotChange(f"{name!r} was not added: {read.reason}.")
        found, several = str(read[0].published or "") if len(read) == 1 else "", len(read)
    write(folder / name, data)
    if given and given != found:
        set_date(folder, name, given, now=now)
        return f"Added {name}, dated {given}."
    return f"Added {name}. {_dated_by(found, several)}"


def _dated_by(found: str, documents: int) -> str:
    if documents > 1:
        return f"Each of its {documents} documents has the date that is read in it."
    return f"Its date is {found}." if found else "No date was found in it, so it is undated; set one."


def remove(folder: Path, file: str, *, now: date, settings: Settings) -> str:
    """Takes a document out of the folder, and its lines out of dates.csv.

    Args:
        folder: The corpus folder.
        file: Its path there, or a row of a table ("table.csv#3"): then that row alone goes.
        now: Today.
        settings: How large a table may be, and the names of its columns.

    Returns:
        What was done, in a sentence.

    Raises:
        CannotChange: There is no such document, or it cannot be taken out.
    """
    files = list_files(folder)
    if file not in files:
        table = table_of(file, files)
        if not table:
            raise CannotChange(f"there is no document {file!r} in the folder: choose one of the list.")
        return _remove_row(folder, table, file, now, settings)
    if len(files) == 1:
        raise CannotChange(f"{file!r} is the only file of the folder: add another one first.")
    try:
        (folder / file).unlink()
    except OSError as error:
        raise CannotChange(f"{file!r} cannot be removed ({error.strerror}).") from error
    rows = _rows(folder)
    kept = [row for row in rows[1:] if row and row[0] != file and not row[0].startswith(f"{file}#")]
    if len(kept) < len(rows) - 1:
        _write_rows(folder, [rows[0], *kept])
    return f"Removed {file}."


def table_of(row: str, files: Collection[str]) -> str:
    """The table that a row is of; "" for no row.

    >>> table_of("a/table.csv#3", ["a/table.csv", "b.txt"]), table_of("b.txt", ["b.txt"])
    ('a/table.csv', '')

    Args:
        row: The row's name.
        files: The files of the folder.

    Returns:
        One of these, or "".
    """
    return next((row[: match.start()] for match in re.finditer("#", row) if row[: match.start()] in files), "")


def _remove_row(folder: Path, table: str, row: str, now: date, settings: Settings) -> str:
    from page.rows import without_row

    before, rows = (folder / table).read_bytes(), _rows(folder)
    left, names = without_row(table, before, row, now=now, settings=settings)
    moved = [[names.get(one[0], one[0]), *one[1:]] for one in rows[1:] if one and one[0] != row]
    write(folder / table, left)
    if moved != rows[1:]:
        try:
            _write_rows(folder, [rows[0], *moved])
        except CannotChange:  # a line of dates.csv must never speak of another row
            write(folder / table, before)
            raise
    renamed = " The rows below it have new numbers." if names else ""
    return f"Removed {row}; the rest of {table} stays.{renamed}"


def set_date(folder: Path, file: str, published: str, *, now: date) -> str:
    """Gives a document its date, in dates.csv.

    Args:
        folder: The corpus folder.
        file: The document.
        published: Its date; "" takes back a date that was set.
        now: Today.

    Returns:
        What was done, in a sentence.

    Raises:
        CannotChange: It is no date, or dates.csv has other columns than this can write.
    """
    given = read_date(published, now)
    rows = _rows(folder)
    place = rows[0].index("published")
    line = next((row for row in rows[1:] if row and row[0] == file), None)
    if line is None:
        line = [file]
        rows.append(line)
    line += [""] * (len(rows[0]) - len(line))
    line[place] = given
    _write_rows(folder, [rows[0], *(row for row in rows[1:] if any(cell.strip() for cell in row[1:]))])
    return f"{file} is now of {given}." if given else f"{file} has the date again that is read in it."


def _rows(folder: Path) -> list[list[str]]:
    """The rows of dates.csv, its first one with the columns file and published."""
    path = folder / SIDECAR
    if not path.exists():
        return [COLUMNS.split(",")]
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CannotChange(f"{SIDECAR} cannot be read as UTF-8 text ({error}): mend it by hand.") from error
    header = [name.strip().casefold() for name in rows[0]] if rows else []
    if header[:1] != ["file"] or "published" not in header:
        raise CannotChange(f"{SIDECAR} has other columns than this page can write: let its first line be {COLUMNS}.")
    return [header, *rows[1:]]


def _write_rows(folder: Path, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    write(folder / SIDECAR, text.getvalue().encode())


def write(path: Path, data: bytes) -> None:
    """Writes a file as a whole or not at all, so that nobody reads half of it.

    Args:
        path: The file.
        data: What is to be in it.

    Raises:
        CannotChange: It cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotChange(f"{path.name!r} cannot be written to the folder ({error.strerror}).") from error
