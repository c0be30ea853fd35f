"""The chunks' vectors as numbers: mapped from a file as far as they were there when it was written, the rest in memory.

The file is in the row order of its day and is never changed; rows that came later stand in memory behind it until
enough have come to write it anew. So a new document costs its own vectors alone, and a million vectors take memory
only where a search reads them. Products are taken by einsum, in one thread: memory is the bound, and BLAS's threads,
waiting for each other on a busy machine, took fifty times as long (two cores, measured).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Matrix:
    """Unit vectors, one for each row.

    Attributes:
        base: Those of the file, one a line.
        tail: Those that came later.
        places: For each row its line in `base`, or behind its end in `tail`; None where the lines are the rows.
    """

    base: NDArray[np.float32]
    tail: NDArray[np.float32]
    places: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> "Matrix":
        """Vectors that are all there, in row order."""
        return cls(vectors, vectors[:0])

    def __len__(self) -> int:
        return len(self.base) if self.places is None else len(self.places)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self.base.shape[1])

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows.

        >>> Matrix(np.eye(2, dtype=np.float32), np.array([[0.6, 0.8]], dtype=np.float32), np.array([0, 2, 1])).take(
        ...     np.array([1, 2])
        ... ).tolist()
        [[0.6000000238418579, 0.800000011920929], [0.0, 1.0]]
        """
        if self.places is None:
            return np.asarray(self.base[rows])
        places = self.places[rows]
        late = places >= len(self.base)
        found = np.empty((len(rows), self.dimension), dtype=np.float32)
        found[~late] = self.base[places[~late]]
        found[late] = self.tail[places[late] - len(self.base)]
        return found

    def products(self, question: NDArray[np.float32], low: int, high: int) -> NDArray[np.float32]:
        """The inner products of a question and the rows of a range: one pass over their vectors."""
        if self.places is None:
            return products(self.base[low:high], question)
        places = self.places[low:high]
        late = places >= len(self.base)
        found = np.empty(len(places), dtype=np.float32)
        early = places[~late]
        if len(early):  # the file's rows stand in one order for ever, so these lines lie close together
            first = int(early.min())
            found[~late] = products(self.base[first : int(early.max()) + 1], question)[early - first]
        found[late] = products(self.tail[places[late] - len(self.base)], question)
        return found


def products(vectors: NDArray[Any], question: NDArray[Any]) -> NDArray[Any]:
    """The inner product of each line and a question.

    >>> products(np.array([[1.0, 0.0], [0.6, 0.8]]), np.array([0.6, 0.8])).round(6).tolist()
    [0.6, 1.0]
    """
    return np.asarray(np.einsum("ij,j->i", vectors, question))
