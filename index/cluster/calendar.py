"""How many documents and chunks each day has: what a search must know of the whole corpus, in some thousand numbers.

From it follow the newest visible day, the half-life, and from which day on lies the newest half of the chunks, the
newest quarter and so on, for any day that is asked about. It lies in the ledger, a row for each year, and is read anew
when the generation moves on; no process has to know the documents themselves.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster.schema import UNDATED
from index.vectors import half_life

Counts = dict[int, list[int]]
"""For each day: documents that can be found, their chunks, and all documents, reprints too."""

_MOST = 200_000  # documents that a half-life is reckoned from; more are thinned out evenly


@dataclass(frozen=True)
class Calendar:
    """The days of a corpus.

    Attributes:
        days: Ordinals, growing; `UNDATED`, if any, comes last.
        documents: How many can be found, for each day.
        chunks: Their chunks.
        everything: All documents, reprints too.
    """

    days: NDArray[np.int64]
    documents: NDArray[np.int64]
    chunks: NDArray[np.int64]
    everything: NDArray[np.int64]

    @classmethod
    def of(cls, counts: Counts) -> "Calendar":
        """A calendar of such counts.

        >>> Calendar.of({730000: [1, 5, 1], 730010: [1, 5, 2]}).visible(date.fromordinal(730009))
        5
        """
        days = sorted(day for day, (_, _, everything) in counts.items() if everything)
        table = np.array([counts[day] for day in days], dtype=np.int64).reshape(-1, 3)
        return cls(np.array(days, dtype=np.int64), table[:, 0], table[:, 1], table[:, 2])

    def visible(self, as_of: date | None) -> int:
        """The chunks that are seen as of a day; undated ones only without one."""
        return int(self.chunks[: self._end(as_of)].sum())

    def today(self, as_of: date | None) -> int:
        """The newest day that is seen of those with a document that can be found; 0 where there is none."""
        days = self.days[: self._dated(as_of)][self.documents[: self._dated(as_of)] > 0]
        return int(days[-1]) if len(days) else 0

    def half_life(self, as_of: date | None) -> float:
        """The half-life that the dates of the documents seen as of a day give."""
        end = self._dated(as_of)
        counts = self.documents[:end]
        if counts.sum() > _MOST:
            counts = np.ceil(counts * (_MOST / counts.sum())).astype(np.int64)
        return half_life(np.repeat(self.days[:end], counts))

    def newest(self, as_of: date | None, count: int) -> list[int]:
        """The days from which on lie the newest half of the dated chunks, the newest quarter, and so on to `count`.

        >>> days = Calendar.of({730000 + day: [1, 1, 1] for day in range(100)})
        >>> [day - 730000 for day in days.newest(None, 30)]
        [50, 70]
        """
        end = self._dated(as_of)
        dated = size = int(self.chunks[:end].sum())
        before = np.cumsum(self.chunks[:end])
        starts = []
        while size > count:
            size = max(size // 2, min(size, count))
            starts.append(int(self.days[np.searchsorted(before, dated - size, side="right")]))
        return list(dict.fromkeys(starts))

    def newest_documents(self, count: int) -> int | None:
        """The day from which on there are about so many documents, reprints too; None where all are no more."""
        if self.everything.sum() <= count:
            return None
        after = np.cumsum(self.everything[: self._dated(None)][::-1])
        return int(self.days[: self._dated(None)][::-1][min(int(np.searchsorted(after, count)), len(after) - 1)])

    def first_and_last(self) -> tuple[int, int] | None:
        """The oldest and the newest day; None where no document is dated."""
        days = self.days[: self._dated(None)]
        return (int(days[0]), int(days[-1])) if len(days) else None

    def _dated(self, as_of: date | None) -> int:
        day = UNDATED - 1 if as_of is None else as_of.toordinal()
        return int(np.searchsorted(self.days, day, side="right"))

    def _end(self, as_of: date | None) -> int:
        return len(self.days) if as_of is None else self._dated(as_of)


def read_years(years: Mapping[str, Any]) -> Counts:
    """The counts that the ledger's years hold."""
    return {int(day): list(counts) for year in years.values() for day, counts in year.items()}


def changed_years(counts: Counts, changes: Iterable[tuple[int, int, int, int]]) -> tuple[Counts, dict[str, Any]]:
    """Counts with changes made, and the years to be written.

    Args:
        counts: As they were.
        changes: Day, and what is to be added to its documents, its chunks and all its documents.

    >>> changed_years({}, [(730120, 1, 5, 1)])
    ({730120: [1, 5, 1]}, {'2000': {'730120': [1, 5, 1]}})
    """
    total: Counter[tuple[int, int]] = Counter()
    for day, *numbers in changes:
        total.update({(day, place): number for place, number in enumerate(numbers)})
    made = dict(counts)
    for day in {day for day, _ in total}:
        before = counts.get(day, [0, 0, 0])
        made[day] = [number + total[day, place] for place, number in enumerate(before)]
    touched = {_year(day) for day, _ in total}
    years: dict[str, Any] = {year: {} for year in sorted(touched)}
    for day in sorted(made):
        if _year(day) in touched and any(made[day]):
            years[_year(day)][str(day)] = made[day]
    return made, years


def _year(day: int) -> str:
    return "undated" if day >= UNDATED else str(date.fromordinal(day).year)
