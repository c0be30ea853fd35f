"""The shelf: what the room of the documents shows, and does to the folder and to the index that follows it.

Each change is made in the engine's own queue, so that no question is answered between the folder and the index.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import DatelineError, Settings
from page.markup import counted, sentence
from page.opening import Opening, Tell

if TYPE_CHECKING:
    from page.undo import Undo

_NAMED = 500  # rows of tables in the list of documents; of more, the name can still be typed


class Shelf:
    """The documents of the page: their table, and what is done to them.

    Attributes:
        opening: The engine, which is told of each change.
        settings: Where the folder is and how large a file may be.
    """

    def __init__(self, opening: Opening, settings: Settings) -> None:
        self.opening = opening
        self.settings = settings

    @cached_property
    def _undo(self) -> "Undo":
        from page.undo import Undo  # as late as the engine

        return Undo(self.settings.corpus)

    def table(self) -> str:
        """The documents with their dates and problems.

        Returns:
            HTML.
        """
        from corpus.doctor import examine  # with what finds reprints, which the start need not wait for
        from page import listing

        try:
            found = examine(self.settings.corpus, now=date.today(), max_mb=self.settings.max_file_mb)
            return listing.table(found, self.settings.writable)
        except DatelineError as error:
            return sentence(str(error), "error")

    def names(self) -> list[str]:
        """What can be dated or removed: the files, and the rows of tables.

        Returns:
            Their names, each table before its rows.
        """
        from corpus import list_files
        from page.documents import table_of

        try:
            files = dict.fromkeys(list_files(self.settings.corpus))
        except DatelineError:
            return []
        rows: dict[str, list[str]] = {}
        for name in self.opening.files():
            rows.setdefault(table_of(name, files), []).append(name)
        shown = sum(len(own) for table, own in rows.items() if table) <= _NAMED
        return [name for file in files for name in (file, *(rows.get(file, []) if shown else []))]

    def change(self, act: Callable[[], str], files: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
        """Changes the folder, and has the index follow.

        Args:
            act: Changes it and says so.
            files: The files that this may touch, besides dates.csv.

        Yields:
            How far it is, and last what was done, as HTML; and the change's number once it can be undone, else 0.
        """
        yield from self._follow(lambda: self._undo.remember(files, act), undoable=True)

    def undo(self, number: int) -> Iterator[tuple[str, int]]:
        """Takes a change back.

        Args:
            number: Its number.

        Yields:
            As `change` does.
        """
        yield from self._follow(lambda: self._undo.back(number))

    def sync(self) -> Iterator[tuple[str, int]]:
        """Reads the folder again.

        Yields:
            As `change` does.
        """
        yield from self._follow(lambda: "")

    def _follow(self, act: Callable[[], str], undoable: bool = False) -> Iterator[tuple[str, int]]:
        numbers = [0]

        def follow(engine: Any, tell: Tell) -> str:  # noqa: ANN401 - an Engine, or a test's own
            tell("Reading the folder…")
            done = act()
            numbers.append(self._undo.number if undoable else 0)  # it can be undone even if the index cannot follow
            report = engine.index.refresh(
                date.today(), lambda at, total, file: tell(f"Reading {at} of {total}: {file}"), at_once=True
            )
            return done or f"The folder was read again: {_seen(report)}."

        try:
            ticket = self.opening.put(follow)
            for status in ticket.waiting():
                yield sentence(status, "waiting"), 0
            yield sentence(ticket.result(), "hint"), numbers[-1]
        except DatelineError as error:
            yield sentence(str(error), "error"), numbers[-1]

    def add(self, paths: Sequence[str], published: str) -> str:
        """Adds uploaded files.

        Args:
            paths: Where they were put.
            published: Their date; "" leaves what is read in each.

        Returns:
            What was done, and which of several could not be added and why.

        Raises:
            CannotChange: None could be added.
        """
        from page import documents

        if not paths:
            raise documents.CannotChange("There is no file to add: drop one into the box first.")
        told, left = [], []
        for path in map(Path, paths):
            try:
                limit = self.settings.max_file_mb
                told.append(
                    documents.add(
                        self.settings.corpus, path.name, path.read_bytes(), published, now=date.today(), max_mb=limit
                    )
                )
            except documents.CannotChange as error:
                left.append(str(error))
        if not told:
            raise documents.CannotChange(" ".join(left))
        return " ".join([*told, *(f"Not added: {why}" for why in left)])

    def remove(self, file: str) -> str:
        """Removes a document.

        Args:
            file: A file, or a row of a table.

        Returns:
            What was done.
        """
        from page import documents

        return documents.remove(self.settings.corpus, file, now=date.today(), settings=self.settings)

    def date(self, file: str, day: str) -> str:
        """Gives a document its date.

        Args:
            file: A file, or a row of a table.
            day: The date; "" takes back one that was set.

        Returns:
            What was done.
        """
        from corpus import list_files
        from page import documents

        files = list_files(self.settings.corpus)
        if file not in files and not documents.table_of(file, files):
            raise documents.CannotChange(f"there is no document {file!r}: choose one of the list.")
        return documents.set_date(self.settings.corpus, file, day, now=date.today())

    def touched(self, file: str) -> list[str]:
        """The files that a change of a document touches.

        Args:
            file: A file, or a row of a table.

        Returns:
            The file itself, or the table.
        """
        from corpus import list_files
        from page.documents import table_of

        files = list_files(self.settings.corpus)
        return [one for one in (file if file in files else table_of(file, files),) if one]

    def seen(self, paths: list[str] | None) -> tuple[str, str]:
        """What would be read of uploaded files.

        Args:
            paths: Where they were put.

        Returns:
            The date of a single one, and a sentence for each as HTML.
        """
        from page import documents

        if not paths:
            return "", ""
        seen = [documents.seen_in(Path(path), date.today(), self.settings.max_file_mb) for path in paths]
        published = seen[0][0] if len(seen) == 1 else ""
        return published, "".join(sentence(told, "hint") for _, told in seen)


def _seen(report: Any) -> str:  # noqa: ANN401 - the index' report, or nothing of a test's own index
    """What had changed in the folder, in words."""
    counts = [(getattr(report, name, 0), name) for name in ("added", "changed", "removed")]
    told = [f"{counted(number, 'file')} {name}" for number, name in counts if number]
    return ", ".join(told) or "nothing had changed"
