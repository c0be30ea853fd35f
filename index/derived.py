"""What is derived from the store and kept beside it, so that the next start need not read the store again.

`derived.json` names the files that belong together and says of which state of the store they are; it is written last
and replaced in one stroke, so a run that is killed leaves the old files or the new. A file that is missing, cut short
or of another version is never mended: it is made again from the store. The vectors' file is large and stays as it is
while the rows that came or went since are few; the next start then reads only those from the store. Large files are
mapped and known by their size alone: a sum over a gigabyte would cost every start more than it saves.
"""

import json
import os
import sqlite3
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.layout import COLUMNS, Layout, read_layout
from index.lists import Lists
from index.matrix import Matrix
from index.reprints import read_originals
from index.rows import read_vectors, stamp
from index.vectors import Vectors, half_life, kind_of

HEAD = "derived.json"
_FORMER = "vectors.faiss"  # what versions before 0.2 kept
VERSION = 1
_SUMMED_BYTES = 32_000_000  # files up to this size are summed at each start: some 0.02 s
_DRIFT = 50  # the vectors' file is written anew where one row in so many is another
_BLOCK = 65_536  # vectors read from the store at once

Say = Callable[[str], None]
"""Called with a sentence that a user should be told."""


@dataclass
class Beside:
    """The derived files of one index folder.

    Args:
        folder: Where they lie.
        dimension: Length of the vectors.
        kind: `flat`, `ivf`, or empty for the one of the size.
        say: Called with what a user should be told.
    """

    folder: Path
    dimension: int
    kind: str
    say: Say
    _head: dict[str, Any] = field(default_factory=dict)

    def take_up(self, db: sqlite3.Connection, days: float | None) -> tuple[Vectors, dict[int, int]]:
        """The rows and vectors of a state of the store, and its reprints' originals, from the files where they serve.

        Args:
            db: Inside a transaction.
            days: The half-life, or None for the one of the corpus.

        Raises:
            Broken: A vector in the store is missing or is no vector.
        """
        state = stamp(db)
        self._head = self._read_head()
        known = self._read_layout() if self._head.get("stamp") == state else None
        if known is None:
            originals = read_originals(db)
            layout = read_layout(db, originals)
        else:
            layout, originals = known
        matrix, rows = self._matrix(db, layout, state)
        lists = self._lists(matrix, rows) if kind_of(self.kind, len(layout)) == "ivf" and len(layout) else None
        if rows is None or self._drifted(matrix, rows) or (lists and "lists" not in self._head.get("files", {})):
            matrix = self._save_all(state, layout, originals, matrix, lists)
        elif known is None:
            self._save(state, layout, originals, {}, {key: self._head["files"][key] for key in self._kept()})
        return Vectors(layout, matrix, days or half_life(layout.document_days()), lists), originals

    # ------------------------------------------------------------------ from the files, or from the store

    def _read_head(self) -> dict[str, Any]:
        """What lies here, its files found whole; empty where there is nothing to be used."""
        try:
            head = json.loads((self.folder / HEAD).read_text(encoding="utf-8"))
            if head["version"] != VERSION or head["dimension"] != self.dimension:
                return {}
            for key, (name, size, crc) in list(head["files"].items()):
                file = self.folder / name
                if file.stat().st_size != size or (size <= _SUMMED_BYTES and zlib.crc32(file.read_bytes()) != crc):
                    raise ValueError(f"{key} is not what it was")
            return dict(head)
        except FileNotFoundError as error:
            if Path(str(error.filename)).name == HEAD:
                return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        self.say(f"The vectors' files in {self.folder} were damaged and are made again.")
        return {}

    def _read_layout(self) -> tuple[Layout, dict[int, int]] | None:
        try:
            layout = Layout.from_table(self._array("layout", (COLUMNS, -1), np.int64))
            reprints = self._array("reprints", (-1, 2), np.int64)
        except (OSError, ValueError, KeyError):
            return None
        return layout, {int(number): int(original) for number, original in reprints}

    def _matrix(self, db: sqlite3.Connection, layout: Layout, state: str) -> tuple[Matrix, NDArray[np.int64] | None]:
        """The vectors, and for each row of their file its row now, -1 where it is gone; None where no file serves."""
        try:
            if self._head.get("stamp", "").split(":")[0] != state.split(":")[0]:
                raise ValueError("of another store, in which the ids name other chunks")
            base = self._array("vectors", (-1, self.dimension), np.float32)
            chunks = self._array("chunks", (-1,), np.int64)
            if len(chunks) != len(base):
                raise ValueError("files of two states")
        except (OSError, ValueError, KeyError):
            self._head = {}
            blocks = [read_vectors(db, layout.chunks[some], self.dimension) for some in _blocks(len(layout))]
            return Matrix.of(np.concatenate([np.zeros((0, self.dimension), dtype=np.float32), *blocks])), None
        if np.array_equal(chunks, layout.chunks):
            return Matrix(base, base[:0]), np.arange(len(base))
        order = np.argsort(chunks)
        places = np.minimum(np.searchsorted(chunks, layout.chunks, sorter=order), max(0, len(chunks) - 1))
        lines = order[places] if len(chunks) else np.zeros(len(layout), dtype=np.int64)
        new = chunks[lines] != layout.chunks if len(chunks) else np.ones(len(layout), dtype=bool)
        rows = np.full(len(base), -1, dtype=np.int64)
        rows[lines[~new]] = np.flatnonzero(~new)
        lines[new] = len(base) + np.arange(int(new.sum()))
        return Matrix(base, read_vectors(db, layout.chunks[new], self.dimension), lines), rows

    def _lists(self, matrix: Matrix, rows: NDArray[np.int64] | None) -> Lists:
        """The lists of the file brought to the rows of now, or new ones."""
        name = self._head.get("files", {}).get("lists", ("",))[0]
        lists = Lists.read(self.folder / name) if name and rows is not None else None
        if lists is None or rows is None or len(lists) != len(rows) or not lists.fits(len(matrix), self.dimension):
            if name and lists is None:
                self.say(f"The lists in {self.folder} could not be read and are made again.")
            self._head.get("files", {}).pop("lists", None)
            return Lists.build(matrix)
        if matrix.places is not None:
            lists.update(rows, np.flatnonzero(matrix.places >= len(matrix.base)), matrix.tail)
        return lists

    @staticmethod
    def _drifted(matrix: Matrix, rows: NDArray[np.int64]) -> bool:
        return (len(matrix.tail) + int(np.count_nonzero(rows < 0))) * _DRIFT > len(matrix)

    # ------------------------------------------------------------------ to the files

    def _kept(self) -> list[str]:
        return [key for key in ("vectors", "chunks", "lists") if key in self._head["files"]]

    def _save_all(
        self, state: str, layout: Layout, originals: Mapping[int, int], matrix: Matrix, lists: Lists | None
    ) -> Matrix:
        """Write every file anew; the vectors are then mapped from theirs."""
        files: dict[str, Any] = {"chunks": layout.chunks, "vectors": matrix}
        if lists is not None:
            files["lists"] = lists
        if not self._save(state, layout, originals, files, {}):
            return matrix
        try:
            return Matrix.of(self._array("vectors", (-1, self.dimension), np.float32))
        except (OSError, ValueError, KeyError):  # another process has put its own there meanwhile
            return matrix

    def _save(
        self,
        state: str,
        layout: Layout,
        originals: Mapping[int, int],
        files: Mapping[str, Any],
        kept: Mapping[str, Any],
    ) -> bool:
        reprints = np.array(list(originals.items()), dtype=np.int64).reshape(-1, 2)
        token, written = uuid.uuid4().hex[:12], dict(kept)
        try:
            for key, value in {**files, "layout": layout.table(), "reprints": reprints}.items():
                file = self.folder / f"{key}-{token}.bin"
                _write(file, value)
                size = file.stat().st_size
                written[key] = [file.name, size, zlib.crc32(file.read_bytes()) if size <= _SUMMED_BYTES else 0]
            head = {"version": VERSION, "dimension": self.dimension, "stamp": state, "files": written}
            draft = self.folder / f"{HEAD}-{token}.bin"
            draft.write_text(json.dumps(head), encoding="utf-8")
            draft.replace(self.folder / HEAD)
        except OSError as error:
            self._clear(lambda name: token in name)
            self.say(
                f"The vectors could not be saved in {self.folder} ({error.strerror}); the next start takes longer."
            )
            return False
        names = {name for name, *_ in written.values()}
        self._clear(lambda name: name not in names)
        self._head = head
        return True

    def _clear(self, unwanted: Callable[[str], bool]) -> None:
        for file in (self.folder / _FORMER, *self.folder.glob("*-????????????.bin")):
            if unwanted(file.name):
                try:
                    file.unlink(missing_ok=True)
                except OSError:  # another process has it open, where that forbids it: gone with the next writing
                    continue

    def _array(self, key: str, shape: tuple[int, ...], dtype: type[np.generic]) -> NDArray[Any]:
        """A file's numbers, mapped into memory."""
        name, size, _ = self._head["files"][key]
        if not size:
            return np.zeros([max(0, length) for length in shape], dtype=dtype)
        return np.asarray(np.memmap(self.folder / name, dtype=dtype, mode="r")).reshape(shape)


def _blocks(count: int) -> Iterator[slice]:
    return (slice(start, min(count, start + _BLOCK)) for start in range(0, count, _BLOCK))


def _write(file: Path, value: "NDArray[Any] | Matrix | Lists") -> None:
    if isinstance(value, Lists):
        value.write(file)
        return
    with file.open("wb") as stream:
        if isinstance(value, Matrix):
            for some in _blocks(len(value)):
                stream.write(value.take(np.arange(some.start, some.stop)).astype("<f4", copy=False).data)
        else:
            stream.write(np.ascontiguousarray(value).data)
        stream.flush()
        os.fsync(stream.fileno())
