"""Exact nearest rows by similarity and recency together, under an as-of wall: one FAISS search.

Rows are in date order, so "published by" is a range of rows and costs less, not more, than a search
without it. Recency decays exponentially, 2^(-age / half-life), and an exponential of a difference is a
product: one part for the document, one for the question. So it is one more dimension of the vectors, and
the inner product is similarity + weight x recency. Worked by hand, half-life 10 days, newest visible
source on day 100, weight 0.5: a source of day 80 holds 2^((80 - 100) / 10) = 0.25 in the extra dimension,
the question 0.5; it gains 0.125.

As of day 90 the newest visible source is another, so the question's part grows to 0.5 x 2^((100 - 90) /
10) = 1. Far back that factor leaves what a float can hold; so rows are cut into windows of 64 half-lives,
each measured from its own newest end, and searched window by window. Ordinary corpora have one window. An
exact search of all rows is chosen over an approximate one: beside reading a question, it is not felt
below some 100,000 chunks.
"""

import json
import os
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.layout import Layout

FILE_NAME = "vectors.faiss"
MIN_HALF_LIFE = 30.0
WINDOW = 64  # half-lives; 2^-64 is far under a float32's last digit, and 2^64 well under its greatest
DIGITS = 6  # similarities closer than this are one: batches of different make-up differ in the seventh digit
_MAGIC = b"DATELINE-VECTORS-1\n"


@dataclass(frozen=True)
class Found:
    """A row found: `total` = `similarity` + weight x `recency`."""

    row: int
    total: float
    similarity: float
    recency: float


def half_life(days: NDArray[np.int64]) -> float:
    """Days after which recency counts half, from the documents' own spread of dates.

    The age that a tenth of the documents are younger than: a daily paper forgets in weeks, minutes of a council in
    years, and what lies long before makes no difference. At least 30 days.

    >>> half_life(np.arange(0, 4001))
    400.0
    """
    if len(days) == 0:
        return MIN_HALF_LIFE
    return max(MIN_HALF_LIFE, float(np.max(days) - np.percentile(days, 90)))


class Vectors:
    """The rows of one content, and the searches in them.

    Args:
        layout: Where the rows' chunks stand.
        index: FAISS index of the rows as `build` makes it.
        half_life: In days.
    """

    def __init__(self, layout: Layout, index: faiss.Index, half_life: float) -> None:
        self.layout = layout
        self.half_life = half_life
        self.dimension = index.d - 1
        self._index = index
        self._dated = len(layout.days)

    @classmethod
    def build(cls, layout: Layout, matrix: NDArray[np.float32], half_life: float) -> "Vectors":
        """From the unit vectors in row order."""
        index = faiss.IndexFlatIP(matrix.shape[1] + 1)
        index.add(np.hstack([matrix, _recency_column(layout, half_life)[:, None]]).astype(np.float32))
        return cls(layout, index, half_life)

    def __len__(self) -> int:
        return len(self.layout)

    def visible(self, as_of: date | None) -> int:
        """How many rows, from the first, are visible: all, or the dated ones published wholly by a day."""
        if as_of is None:
            return len(self)
        return int(np.searchsorted(self.layout.days, as_of.toordinal(), side="right"))

    def recency(self, rows: NDArray[np.int64], visible: int) -> NDArray[np.float64]:
        """2^(-age / half-life) of these rows, age measured from the newest visible one; 0 where undated."""
        ages = np.full(len(rows), np.inf)
        dated = rows < self._dated
        ages[dated] = self._today(visible) - self.layout.days[rows[dated]]
        return np.exp2(-ages / self.half_life)

    def similarities(self, question: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosines of the question and these rows."""
        if len(rows) == 0:
            return np.zeros(0)
        stored = self._index.reconstruct_batch(rows)[:, :-1]
        return np.round(stored.astype(np.float64) @ question.astype(np.float64), DIGITS)

    def search(self, question: NDArray[np.float32], count: int, *, visible: int, weight: float = 0.0) -> list[Found]:
        """The best visible rows by similarity + weight x recency, best first.

        At least `count` of them where there are as many: rows that tie with the last come too, so the choice
        among them is the caller's. Equals are ordered newer first, then by file and place.
        """
        ranges = self._windows(visible, weight)
        parts = [self._search_range(question, count, low, high, factor) for low, high, factor in ranges]
        found = self._measured(question, parts, visible, weight)
        return [hit for place, hit in enumerate(found) if place < count or hit.total >= found[count - 1].total]

    def search_newest(self, question: NDArray[np.float32], count: int, *, visible: int) -> list[Found]:
        """The most similar rows among the newest half of the dated ones, the newest quarter, and so on.

        Decay alone forgets a source that is the newest on its subject but not new. Of each part come `count` rows,
        so such a source is missed only if that many rows right behind it, older ones, are all more similar. All
        parts together cost as much as one search more.
        """
        dated = min(visible, self._dated)
        size, parts = dated, []
        while size > count:
            size = max(size // 2, min(size, count))
            parts.append(self._search_range(question, min(count, size), dated - size, dated, 0.0))
        return self._measured(question, parts, visible, 0.0)

    def _measured(
        self, question: NDArray[np.float32], parts: list[NDArray[np.int64]], visible: int, weight: float
    ) -> list[Found]:
        """All that is known of these rows, best first."""
        rows = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
        similarity = self.similarities(question, rows)
        recency = self.recency(rows, visible)
        total = np.round(similarity + weight * recency, DIGITS)
        order = np.lexsort((rows, -self.layout.moments[rows], -total))
        return [Found(int(rows[i]), float(total[i]), float(similarity[i]), float(recency[i])) for i in order]

    def _search_range(
        self, question: NDArray[np.float32], count: int, low: int, high: int, factor: float
    ) -> NDArray[np.int64]:
        """The best `count` rows of a range and all that tie with the last: FAISS would drop any of them."""
        vector = np.append(question, np.float32(factor))[None, :].astype(np.float32)
        parameters, selector = faiss.SearchParameters(), faiss.IDSelectorRange(low, high)
        parameters.sel = selector
        fetch = min(count + 8, high - low)
        while True:
            scores, rows = self._index.search(vector, fetch, params=parameters)
            if fetch == high - low or scores[0, count - 1] > scores[0, -1] + 2 * 10.0**-DIGITS:
                return np.asarray(rows[0][rows[0] >= 0], dtype=np.int64)
            fetch = min(2 * fetch, high - low)

    def _windows(self, visible: int, weight: float) -> list[tuple[int, int, float]]:
        """Ranges of rows, none empty, with the question's part of recency: (first row, end, factor)."""
        if weight == 0 or self._dated == 0:
            return [(0, visible, 0.0)] if visible else []
        newest, today = int(self.layout.days[-1]), self._today(visible)
        width = WINDOW * self.half_life
        number = int((newest - today) // width)
        first = self._window_start(number)
        ranges = [(first, visible, weight * 2.0 ** ((newest - number * width - today) / self.half_life))]
        before = self._window_start(number + 1)
        ranges.append((before, first, weight * 2.0 ** ((newest - (number + 1) * width - today) / self.half_life)))
        ranges.append((0, before, 0.0))  # older than a whole window: 2^-64 and less
        return [(low, high, factor) for low, high, factor in ranges if low < high]

    def _window_start(self, number: int) -> int:
        """The first row of a window: ages of `number` to `number + 1` widths, seen from the newest source."""
        windows = _window_numbers(self.layout.days, self.half_life)
        return int(np.searchsorted(-windows, -number, side="left"))

    def _today(self, visible: int) -> int:
        """The newest visible day; ages are measured from it: a corpus that stopped in 2011 is not stale."""
        dated = min(visible, self._dated)
        return int(self.layout.days[dated - 1]) if dated else 0

    # ------------------------------------------------------------------ on disk

    def save(self, folder: Path, key: str) -> None:
        """Write beside the store what `load` takes up again, under its content's key; whole or not at all."""
        data = faiss.serialize_index(self._index).tobytes()
        head = json.dumps({"key": key, "bytes": len(data), "crc32": zlib.crc32(data)}).encode() + b"\n"
        draft = folder / f"{FILE_NAME}.{os.getpid()}"
        try:
            with draft.open("wb") as file:
                file.writelines((_MAGIC, head, data))
            draft.replace(folder / FILE_NAME)
        finally:
            draft.unlink(missing_ok=True)

    @classmethod
    def load(cls, folder: Path, key: str, layout: Layout, dimension: int, half_life: float) -> "Vectors | None":
        """What `save` wrote under this key; None where it is missing, cut short, damaged or another's."""
        try:
            with (folder / FILE_NAME).open("rb") as file:
                if file.readline() != _MAGIC:
                    return None
                head = json.loads(file.readline())
                data = file.read()
            if (head["key"], head["bytes"], head["crc32"]) != (key, len(data), zlib.crc32(data)):
                return None
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except (OSError, ValueError, KeyError, TypeError, RuntimeError):
            return None
        return cls(layout, index, half_life) if (index.ntotal, index.d) == (len(layout), dimension + 1) else None


def _window_numbers(days: NDArray[np.int64], half_life: float) -> NDArray[np.int64]:
    """In which window each dated row lies, 0 being the newest."""
    return np.asarray((days[-1] - days) // (WINDOW * half_life), dtype=np.int64)


def _recency_column(layout: Layout, half_life: float) -> NDArray[np.float64]:
    column = np.zeros(len(layout))
    if len(layout.days):
        ages = layout.days[-1] - layout.days
        column[: len(ages)] = np.exp2(
            -(ages - _window_numbers(layout.days, half_life) * WINDOW * half_life) / half_life
        )
    return column
