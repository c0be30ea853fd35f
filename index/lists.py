"""Approximate search for large corpora: rows in lists of like vectors, eight bits a number (FAISS IVF, SQ8).

A question looks through the lists nearest to it, and gets every row in them with a rough similarity; the best are then
measured on the true vectors (`index/vectors.py`). Row numbers stand in order in each list, so an as-of wall is a cut
through it: a narrow one leaves less to look through, and more lists are opened for it. A graph (HNSW) is not offered:
it must walk through rows behind the wall to find those before it, gives no more than k rows a walk where three
rankings are wanted from one, and takes no rows in between.

New rows are put into the lists that are there; nothing is embedded or sorted into lists again.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.matrix import Matrix

SCANNED = 6_000  # rows looked through for a question, about; measured by benchmarks/scale.py
_FINE = 4  # lists: so many times the root of the rows; finer ones find more in as many rows, but are learnt longer
_PER_LIST = 32  # vectors that the centre of a list is learnt from
_ROUNDS = 6  # of k-means
_BLOCK = 65_536  # rows put in at once
_EVERYTHING = -3.0  # no inner product of unit vectors is less


@dataclass(frozen=True)
class Lists:
    """The rows' vectors in lists.

    Attributes:
        index: FAISS's own; ids are rows.
    """

    index: Any

    def __len__(self) -> int:
        return int(self.index.ntotal)

    @classmethod
    def build(cls, matrix: Matrix) -> "Lists":
        """Learns the lists from a sample of the rows, and puts all rows in."""
        count, dimension = len(matrix), matrix.dimension
        lists = _lists_of(count)
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dimension), dimension, lists, faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT, False,
        )  # fmt: skip
        index.cp.niter, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = _ROUNDS, _PER_LIST, 1
        sample = np.unique(np.linspace(0, count - 1, min(count, lists * _PER_LIST)).astype(np.int64))
        index.train(matrix.take(sample))
        for start in range(0, count, _BLOCK):
            index.add(matrix.take(np.arange(start, min(count, start + _BLOCK))))
        return cls(index)

    def fits(self, count: int, dimension: int) -> bool:
        """Whether lists learnt from other rows still serve so many rows."""
        return bool(self.index.d == dimension and 0.5 <= self.index.nlist / _lists_of(count) <= 2)

    def scan(
        self, question: NDArray[np.float32], visible: int, wanted: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows under `visible` in the lists nearest to a question, and their rough similarities.

        Args:
            question: A unit vector.
            visible: Rows from here on are behind the wall.
            wanted: So many rows at least, where there are as many.

        Returns:
            Rows in no order, and for each its inner product, off by a thousandth or so.
        """
        lists = self.index.nlist
        probes = min(lists, math.ceil(SCANNED * lists / max(1, visible)))
        parameters: Any = faiss.SearchParametersIVF()
        while True:
            selector = faiss.IDSelectorRange(0, visible, True)  # True: each list's rows are in order
            parameters.sel, parameters.nprobe = selector, probes
            _, similar, rows = self.index.range_search(question[None], _EVERYTHING, params=parameters)
            if len(rows) >= min(wanted, visible) or probes == lists:
                return rows, similar
            probes = min(lists, 2 * probes)

    def update(self, rows: NDArray[np.int64], added: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Takes rows out, renumbers those that stay, and puts new ones in between.

        Args:
            rows: For each old row its new number, growing; -1 where it is gone.
            added: The numbers of the new rows.
            vectors: Their vectors.
        """
        if (rows < 0).any():
            self.index.remove_ids(np.flatnonzero(rows < 0))
        moved = not np.array_equal(rows, np.arange(len(rows)))
        numbers = [self._ids(number) for number in range(self.index.nlist)] if moved else []
        for ids in numbers:
            ids[:] = rows[ids]
        if len(added):
            self.index.add_with_ids(vectors, added)
        for number in range(self.index.nlist):
            self._sort(number)

    def _ids(self, number: int) -> NDArray[np.int64]:
        """The rows in a list, to be read and written."""
        lists = self.index.invlists
        size = lists.list_size(number)
        return faiss.rev_swig_ptr(lists.get_ids(number), size) if size else np.zeros(0, dtype=np.int64)

    def _sort(self, number: int) -> None:
        """Removing moves the last row into the gap, and new ones come last: put them in order again."""
        ids = self._ids(number)
        if len(ids) < 2 or bool((ids[1:] > ids[:-1]).all()):
            return
        lists = self.index.invlists
        codes = faiss.rev_swig_ptr(lists.get_codes(number), len(ids) * self.index.code_size).reshape(len(ids), -1)
        order = np.argsort(ids)
        ids[:], codes[:] = ids[order], codes[order]

    # ------------------------------------------------------------------ on disk

    def write(self, file: Path) -> None:
        """Write them. Raises OSError where the disk is full."""
        try:
            faiss.write_index(self.index, str(file))
        except RuntimeError as error:
            raise OSError(None, "the disk is full or cannot be written") from error

    @classmethod
    def read(cls, file: Path) -> "Lists | None":
        """What `write` wrote; None where it is missing, damaged, or of a version that cannot be read here."""
        try:
            index = faiss.read_index(str(file))
        except RuntimeError:
            return None
        ours = isinstance(index, faiss.IndexIVFScalarQuantizer) and index.metric_type == faiss.METRIC_INNER_PRODUCT
        return cls(index) if ours and index.is_trained else None


def _lists_of(count: int) -> int:
    """How many lists so many rows are best kept in; with twice as many or half of them, they are learnt anew."""
    return max(1, min(round(_FINE * math.sqrt(count)), count // _PER_LIST))
