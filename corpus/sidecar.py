"""dates.csv: what a user knows better than the files beside it, and what therefore overrides everything in them.

It is a table with the columns file, published, title and source, in the corpus folder itself; empty cells change
nothing. A line is for one file, or for one Document of it ("table.csv#3"). A date that cannot be read leaves the
Document undated, as in front matter: what someone wrote wrongly is to be mended, not replaced in silence.
"""

import functools
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from corpus.columns import find_columns
from corpus.documents import Document, Signal

SIDECAR = "dates.csv"
_FILE = ("file", "filename", "path", "document")
_COLUMNS = "file,published,title,source"

_ABOUT_DATES = re.compile(r"\b(?:dates?|dated|dateline|published|publication)\b")
"""Problems with this in them are of the date that the sidecar puts right; all others stay."""


@dataclass(frozen=True)
class Line:
    """One line: what it says of a file or of a Document; "" where it says nothing.

    Attributes:
        number: The line's number, the header being line 1.
        published: The date as written.
        title: The headline.
        source: Who published it.
    """

    number: int
    published: str = ""
    title: str = ""
    source: str = ""


@dataclass(frozen=True)
class Sidecar:
    """The lines of a folder's dates.csv; empty where there is none.

    Attributes:
        lines: By the name they are for.
        problems: What was wrong with the table itself.
    """

    lines: Mapping[str, Line] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @functools.cached_property
    def _names(self) -> dict[str, list[str]]:
        """For each file, the names in `lines` that concern it: its own, and those of its Documents."""
        names: dict[str, list[str]] = {}
        for name in self.lines:
            for file in _files_of(name):
                names.setdefault(file, []).append(name)
        return names

    def faults(self, files: Collection[str]) -> tuple[str, ...]:
        """What is wrong with it, in sentences.

        Args:
            files: The files of the folder.

        Returns:
            The problems of the table, and a sentence for each line whose file is not there.
        """
        there = set(files)
        missing = (
            f"line {line.number} is for {name!r}, which is not in the folder: correct the name, or delete the line"
            for name, line in self.lines.items()
            if there.isdisjoint(_files_of(name))
        )
        return (*self.problems, *missing)

    def fingerprint(self, file: str) -> str:
        """Of all that it says of a file; "" for nothing. The same words on another line are the same.

        Args:
            file: The file's path in the corpus folder.

        Returns:
            A hash: while it stays, the file need not be read again.
        """
        lines = [(name, self.lines[name]) for name in self._names.get(file, ())]
        said = repr([(name, line.published, line.title, line.source) for name, line in lines])
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16] if lines else ""

    def applied(self, file: str, documents: tuple[Document, ...], *, now: date) -> tuple[Document, ...]:
        """A file's Documents as the sidecar has them.

        Args:
            file: The file's path in the corpus folder.
            documents: What was read from it.
            now: Today.

        Returns:
            The same Documents, with the date, title and source of their lines. A title given for a whole file is
            taken only where it holds one Document.
        """
        names = self._names.get(file)
        if not names or not documents:
            return documents
        whole = self.lines.get(file, Line(0))
        if len(documents) > 1:
            whole = replace(whole, title="")
        made = [_overridden(document, self.lines.get(document.file), whole, now) for document in documents]
        left = set(names) - {file} - {document.file for document in documents}
        problems = [
            f"line {self.lines[name].number} of {SIDECAR} is for {name!r}, which {file} does not hold: correct the name"
            for name in names
            if name in left
        ]
        made[0] = replace(made[0], problems=(*made[0].problems, *problems))
        return tuple(made)


def read_sidecar(folder: Path, *, max_mb: float = 50) -> Sidecar:
    """Reads the dates.csv of a corpus folder.

    Args:
        folder: The corpus folder.
        max_mb: A larger one is not read.

    Returns:
        The Sidecar; what was wrong is among its problems, and nothing is raised.
    """
    path = Path(folder) / SIDECAR
    try:
        if not path.is_file():
            return Sidecar()
        if not path.resolve().is_relative_to(Path(folder).resolve()):
            return Sidecar(problems=("it is a link that leads out of the corpus folder: copy the file into it",))
        if path.stat().st_size > max_mb * 1_000_000:
            return Sidecar(problems=(f"it has more than {max_mb:g} MB: shorten it, or raise DATELINE_MAX_FILE_MB",))
        return _parsed(path.read_bytes())
    except OSError as problem:
        return Sidecar(problems=(f"it could not be opened ({problem.strerror or problem}): check its permissions",))


@functools.lru_cache(maxsize=4)
def _parsed(data: bytes) -> Sidecar:
    """The table; kept by its bytes, because it is asked for with every file."""
    # The readers' libraries are imported only where there is a dates.csv: a question is to be answered without them.
    from corpus.readers.csv_table import cells
    from corpus.readers.decode import NotReadable, decode

    try:
        text, problems = decode(data)
        rows = list(cells(text.lstrip("\n")))
    except NotReadable as problem:
        return Sidecar(problems=(str(problem),))
    header = rows[0]
    columns = find_columns(header, {})
    named = {name.strip().casefold(): name for name in reversed(header)}
    file = next((named[name] for name in _FILE if name in named), None)
    if file is None:
        return Sidecar(problems=(f"it has no column named file: let its first line be {_COLUMNS}",))
    if not {"published", "title", "source"} & columns.keys():
        return Sidecar(problems=(f"it has no column besides {file}: let its first line be {_COLUMNS}",))
    places: dict[str, int] = {
        name: header.index(columns[name]) for name in ("published", "title", "source") if name in columns
    }
    return _lines(rows, header.index(file), places, problems)


def _lines(rows: list[list[str]], file: int, places: Mapping[str, int], problems: tuple[str, ...]) -> Sidecar:
    lines: dict[str, Line] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        name = row[file].strip().replace("\\", "/").removeprefix("./") if file < len(row) else ""
        if not name:
            problems += (f"line {number} names no file: put one in, or delete the line",)
            continue
        if name in lines:
            first = lines.pop(name).number
            problems += (f"lines {first} and {number} are both for {name!r}; the last counts: delete the other",)
        lines[name] = Line(number, **{key: row[place].strip() for key, place in places.items() if place < len(row)})
    return Sidecar(lines, problems)


def _files_of(name: str) -> list[str]:
    """The files a name can be of: a file's name may hold a "#" itself.

    >>> _files_of("a/table.csv#3")
    ['a/table.csv#3', 'a/table.csv']
    """
    return [name, *(name[: match.start()] for match in re.finditer("#", name))]


def _overridden(document: Document, own: Line | None, whole: Line, now: date) -> Document:
    lines = [line for line in (own, whole) if line is not None]
    title, source = (
        next((value for line in lines if (value := getattr(line, key))), "") for key in ("title", "source")
    )
    document = replace(document, title=title or document.title, source=source or document.source)
    line = next((line for line in lines if line.published), None)
    if line is None:
        return document
    from corpus.readers.dated import declared  # as in _parsed

    reading = declared(line.published, Signal.SIDECAR, now=now)
    kept = (problem for problem in document.problems if not _ABOUT_DATES.search(problem))
    said = (f"line {line.number} of {SIDECAR}: {problem}" for problem in reading.problems)
    return replace(document, published=reading.published, problems=(*kept, *said))
