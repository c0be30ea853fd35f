"""The best rows by similarity and recency together, under an as-of wall, from one look at the vectors.

Rows are in date order, so "published by" is a range of rows and costs less, not more, than a search without it. A
question is held against the rows once; every ranking then is arithmetic on these similarities: by similarity, by
similarity + weight x 2^(-age / half-life), by similarity among the newest half of the rows, and so on. Age is measured
from the newest visible source: a corpus that stopped in 2011 is not stale. As recency stands in no vector, a newer
document, another half-life or another weight leave all vectors as they are.

Two kinds of look. Flat holds the question against every row and is exact. Ivf, for large corpora, opens the lists of
like rows that are nearest to the question (`index/lists.py`), and looks at the newest rows one by one besides: what is
new is never missed for lying in an unlikely list. Where the wall leaves few rows, Ivf too looks at every one. What
either finds is measured again on the true vectors, in double precision.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.layout import Layout
from index.lists import Lists
from index.matrix import Matrix, products

MIN_HALF_LIFE = 30.0
DIGITS = 6  # similarities closer than this are one: batches of different make-up differ in the seventh digit
FLAT_ROWS = 50_000  # up to so many every row is looked at; measured by benchmarks/scale.py
FEW = 16_384  # so many rows in a wall are looked at one by one, by Ivf too
FRESH = 4_096  # the newest rows that Ivf looks at one by one


@dataclass(frozen=True)
class Found:
    """A row found: `total` = `similarity` + weight x `recency`."""

    row: int
    total: float
    similarity: float
    recency: float


@dataclass(frozen=True)
class _Look:
    """What one look at the vectors gave: rows and their similarities, exact to the sixth digit or rough."""

    asked: tuple[bytes, int]
    rows: NDArray[np.int64]
    similar: NDArray[np.float32]
    exact: bool


def half_life(days: NDArray[np.int64]) -> float:
    """Days after which recency counts half, from the documents' own spread of dates, given in order.

    The age that a tenth of the documents are younger than: a daily paper forgets in weeks, minutes of a council in
    years, and what lies long before makes no difference. At least 30 days.

    >>> half_life(np.arange(0, 4001))
    400.0
    """
    if len(days) == 0:
        return MIN_HALF_LIFE
    place = 0.9 * (len(days) - 1)
    below, above = days[int(place)], days[min(int(place) + 1, len(days) - 1)]
    return max(MIN_HALF_LIFE, float(days[-1] - below - (place - int(place)) * (above - below)))


def kind_of(wanted: str, count: int) -> str:
    """The kind of so many rows: the one that is wanted, or by size.

    >>> kind_of("", 1000), kind_of("", 1_000_000), kind_of("ivf", 1000)
    ('flat', 'ivf', 'ivf')
    """
    return wanted or ("flat" if count <= FLAT_ROWS else "ivf")


class Vectors:
    """The rows of one content, and the searches in them.

    Args:
        layout: Where the rows' chunks stand.
        matrix: Their vectors.
        days: The half-life; None: the one that the dates of the visible documents give.
        lists: The same rows in lists, where not every row is to be looked at.
    """

    def __init__(self, layout: Layout, matrix: Matrix, days: float | None = None, lists: Lists | None = None) -> None:
        self.layout = layout
        self.matrix = matrix
        self.lists = lists
        self._half_life = days
        self._document_days = layout.document_days()
        self._dated = len(layout.days)
        self._last: _Look | None = None

    @property
    def kind(self) -> str:
        """`flat` or `ivf`."""
        return "flat" if self.lists is None else "ivf"

    def __len__(self) -> int:
        return len(self.layout)

    def visible(self, as_of: date | None) -> int:
        """How many rows, from the first, are visible: all, or the dated ones published wholly by a day."""
        if as_of is None:
            return len(self)
        return int(np.searchsorted(self.layout.days, as_of.toordinal(), side="right"))

    def half_life(self, visible: int) -> float:
        """Days after which recency counts half: as set, or by the visible documents' dates alone."""
        if self._half_life is not None:
            return self._half_life
        end = int(np.searchsorted(self._document_days, self._today(visible), side="right"))
        return half_life(self._document_days[:end])

    def recency(self, rows: NDArray[np.int64], visible: int) -> NDArray[np.float64]:
        """2^(-age / half-life) of these rows, age measured from the newest visible one; 0 where undated."""
        dated = rows < self._dated
        found = np.zeros(len(rows))
        found[dated] = np.exp2((self.layout.days[rows[dated]] - self._today(visible)) / self.half_life(visible))
        return found

    def similarities(self, question: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Cosines of the question and these rows."""
        if len(rows) == 0:
            return np.zeros(0)
        return np.round(products(self.matrix.take(rows).astype(np.float64), question.astype(np.float64)), DIGITS)

    def search(self, question: NDArray[np.float32], count: int, *, visible: int, weight: float = 0.0) -> list[Found]:
        """The best visible rows by similarity + weight x recency, best first.

        At least `count` of them where there are as many: rows that tie with the last come too, so the choice
        among them is the caller's. Equals are ordered newer first, then by file and place.
        """
        if not visible:
            return []
        look = self._look(question, visible, count)
        score = look.similar.astype(np.float64)
        if weight:
            score += weight * self.recency(look.rows, visible)
        return self._measured(question, look.rows[_best(score, count, look.exact)], visible, weight, count)

    def search_newest(self, question: NDArray[np.float32], count: int, *, visible: int) -> list[Found]:
        """The most similar rows among the newest half of the dated ones, the newest quarter, and so on.

        Decay alone forgets a source that is the newest on its subject but not new. Of each part come `count` rows,
        so such a source is missed only if that many rows right behind it, older ones, are all more similar.
        """
        dated = min(visible, self._dated)
        if dated <= count:
            return []
        look = self._look(question, visible, count)
        order = np.argsort(look.rows)
        rows, score = look.rows[order], look.similar[order]
        size, end, parts = dated, int(np.searchsorted(rows, dated)), [rows[:0]]
        while size > count:
            size = max(size // 2, min(size, count))
            start = int(np.searchsorted(rows, dated - size))
            parts.append(rows[start:end][_best(score[start:end], count, look.exact)])
        found = np.unique(np.concatenate(parts))
        return self._measured(question, found, visible, 0.0, len(found))

    def _measured(
        self, question: NDArray[np.float32], rows: NDArray[np.int64], visible: int, weight: float, count: int
    ) -> list[Found]:
        """All that is known of the best `count` of these rows, and of those that tie with the last; best first."""
        similarity = self.similarities(question, rows)
        recency = self.recency(rows, visible)
        total = np.round(similarity + weight * recency, DIGITS)
        order = np.lexsort((rows, -self.layout.moments[rows], -total))
        if count < len(order):
            order = order[: np.searchsorted(-total[order], -total[order[count - 1]], side="right")]
        columns = (rows[order].tolist(), total[order].tolist(), similarity[order].tolist(), recency[order].tolist())
        return [Found(*values) for values in zip(*columns, strict=True)]

    def _look(self, question: NDArray[np.float32], visible: int, wanted: int) -> _Look:
        """Hold a question against the rows; the searches of one question share one look."""
        asked = (question.tobytes(), visible)
        last = self._last
        if last is not None and last.asked == asked and len(last.rows) >= min(2 * wanted, visible):
            return last
        if self.lists is None or visible <= max(FEW, 2 * wanted):
            look = _Look(asked, np.arange(visible), self.matrix.products(question, 0, visible), True)
        else:
            rows, similar = self.lists.scan(question, visible, 2 * wanted)
            end = min(visible, self._dated)
            start = max(0, end - FRESH)
            inside = (rows >= 0) & (rows < visible) & ((rows < start) | (rows >= end))
            rows = np.concatenate([rows[inside], np.arange(start, end)])
            similar = np.concatenate([similar[inside], self.matrix.products(question, start, end)])
            look = _Look(asked, rows, similar, False)
        self._last = look
        return look

    def _today(self, visible: int) -> int:
        """The newest visible day."""
        dated = min(visible, self._dated)
        return int(self.layout.days[dated - 1]) if dated else 0


def _best(scores: NDArray[np.floating], count: int, exact: bool) -> NDArray[np.int64]:
    """Places of the best scores and of all that might tie with the last; twice as many where they are rough."""
    wanted = count if exact else 2 * count
    if wanted >= len(scores):
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    return np.flatnonzero(scores >= last - (2 * 10.0**-DIGITS if exact else 0.0))
