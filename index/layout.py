"""Where every chunk stands among the rows that are searched, read from the store.

Rows are in date order, so "published by" is a range of rows. That order is the content's alone: chunk ids depend on
what was taken up first, rows do not. All of it is arrays of numbers, which are kept beside the store and mapped into
memory at the next start; only a changed store is read again, a second or so for each million chunks and no text at all.
"""

import functools
import itertools
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COLUMNS = 7  # numbers kept for each row

_PLACES = """
SELECT id, coalesce(day, 0), day IS NOT NULL, dense_rank() OVER (ORDER BY day IS NULL, day, moment),
    row_number() OVER (ORDER BY day IS NULL, day, moment, file, id), row_number() OVER (ORDER BY file, id)
FROM documents
"""


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

    @functools.cached_property
    def by_chunk(self) -> NDArray[np.int64]:
        """The rows in the order of their chunks' ids."""
        return np.argsort(self.chunks)

    def rows_of(self, chunks: Sequence[int]) -> list[int]:
        """The rows of these chunks."""
        places = np.searchsorted(self.chunks, np.array(chunks, dtype=np.int64), sorter=self.by_chunk)
        return [int(row) for row in self.by_chunk[places]]

    def document_days(self) -> NDArray[np.int64]:
        """The days of the dated documents, each once."""
        _, first = np.unique(self.documents[: len(self.days)], return_index=True)
        return np.sort(self.days[first])

    def table(self) -> NDArray[np.int64]:
        """All of it as one array of `COLUMNS` lines; `from_table` makes a Layout of it again."""
        days = np.full(len(self), -1, dtype=np.int64)
        days[: len(self.days)] = self.days
        return np.stack([self.chunks, self.documents, *self.spans.T, days, self.moments, self.names])

    @classmethod
    def from_table(cls, table: NDArray[np.int64]) -> "Layout":
        """What `table` gave, without copying it."""
        chunks, documents, _, _, days, moments, names = table
        dated = int(np.count_nonzero(moments >= 0))
        return cls(chunks, documents, table[2:4].T, days[:dated], moments, names)


def read_layout(db: sqlite3.Connection, without: Collection[int] = ()) -> Layout:
    """Where every chunk stands, in row order, but for the documents with these ids."""
    numbers = _numbers(db.execute('SELECT id, document, start, "end" FROM chunks'), 4)
    if without:
        numbers = numbers[~np.isin(numbers[:, 1], np.fromiter(without, dtype=np.int64))]
    places = _numbers(db.execute(_PLACES), 6)
    places = places[np.argsort(places[:, 0])]
    _, day, dated, moment, place, name = places[np.searchsorted(places[:, 0], numbers[:, 1])].T
    order = np.lexsort((numbers[:, 0], numbers[:, 2], place))
    numbers, day, dated, moment, name = (column[order] for column in (numbers, day, dated, moment, name))
    by_name = np.lexsort((numbers[:, 2], name))
    names = np.empty(len(numbers), dtype=np.int64)
    names[by_name] = np.arange(len(numbers))
    chunks, documents, *_ = numbers.T
    moments = np.where(dated == 1, moment, -1)
    return Layout(chunks, documents, numbers[:, 2:], day[dated == 1], moments, names)


def _numbers(cursor: sqlite3.Cursor, columns: int) -> NDArray[np.int64]:
    return np.fromiter(itertools.chain.from_iterable(cursor), dtype=np.int64).reshape(-1, columns)
