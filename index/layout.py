"""Where every chunk stands among the rows that FAISS searches, and their vectors, read from the store.

Rows are in date order, and that order is the content's alone: chunk ids depend on what was taken up first,
rows do not. So the FAISS file of one content fits a store that was rebuilt in another order.
"""

import functools
import hashlib
import sqlite3
from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.rows import vector_of
from index.store import Broken


@dataclass(frozen=True)
class Layout:
    """Every chunk that can be found, in row order: oldest first, undated last; within one moment by file and start.

    Attributes:
        chunks: Their ids.
        documents: The ids of their documents.
        spans: Start and end in the document's text, two columns.
        days: Ordinals of the dated rows' last possible days; its length says where the undated rows begin.
        moments: A number that is greater for newer moments and equal for equal ones; -1 where undated.
        names: A number that orders the rows by file and place alone, whatever their dates.
    """

    chunks: NDArray[np.int64]
    documents: NDArray[np.int64]
    spans: NDArray[np.int64]
    days: NDArray[np.int64]
    moments: NDArray[np.int64]
    names: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.chunks)

    @property
    def digest(self) -> str:
        """Of what stands in the rows, whatever the ids: vectors saved for other rows do not fit."""
        return hashlib.sha256(self.spans.tobytes() + self.days.tobytes() + self.names.tobytes()).hexdigest()[:16]

    @functools.cached_property
    def by_chunk(self) -> NDArray[np.int64]:
        """The rows in the order of their chunks' ids."""
        return np.argsort(self.chunks)

    def rows_of(self, chunks: Sequence[int]) -> list[int]:
        """The rows of these chunks."""
        places = np.searchsorted(self.chunks, np.array(chunks, dtype=np.int64), sorter=self.by_chunk)
        return [int(row) for row in self.by_chunk[places]]


def read_layout(db: sqlite3.Connection, without: Container[int] = ()) -> Layout:
    """Where every chunk stands, in row order, but for the documents with these ids."""
    found = db.execute(
        'SELECT c.id, c.document, c.start, c."end", d.day, d.moment, d.file '
        "FROM chunks c JOIN documents d ON d.id = c.document "
        "ORDER BY d.day IS NULL, d.day, d.moment, d.file, c.start, c.id"
    )
    rows = [row for row in found if row[1] not in without]
    table = np.array([row[:4] for row in rows], dtype=np.int64).reshape(-1, 4)
    days = np.array([row[4] for row in rows if row[4] is not None], dtype=np.int64)
    moments = np.full(len(rows), -1, dtype=np.int64)
    for place in range(len(days)):
        newer = place and rows[place][4:6] != rows[place - 1][4:6]
        moments[place] = 0 if not place else moments[place - 1] + newer
    names = np.empty(len(rows), dtype=np.int64)
    names[sorted(range(len(rows)), key=lambda place: (rows[place][6], rows[place][2]))] = np.arange(len(rows))
    return Layout(table[:, 0], table[:, 1], table[:, 2:], days, moments, names)


def read_vectors(db: sqlite3.Connection, layout: Layout, dimension: int) -> NDArray[np.float32]:
    """The chunks' vectors, in row order. Raises Broken where one is missing or is no vector."""
    matrix = np.zeros((len(layout), dimension), dtype=np.float32)
    row_of = dict(zip(layout.chunks.tolist(), range(len(layout)), strict=True))
    seen = 0
    for chunk, blob in db.execute("SELECT c.id, v.vector FROM chunks c JOIN vectors v ON v.hash = c.vector"):
        if chunk in row_of:
            matrix[row_of[chunk]] = vector_of(blob, dimension)
            seen += 1
    if seen != len(layout) or not np.isfinite(matrix).all():
        raise Broken("a vector is missing or is no vector")
    return matrix
