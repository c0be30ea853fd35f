"""One search on Milvus: the requests it takes, and the candidates they bring in.

Each search of `index/retrieve.py` is one request: by meaning, by meaning and recency (the vectors' last dimension), by
meaning among the newest half, quarter and so on, and by words (BM25). The as-of wall is a filter, and Milvus applies
filters before it takes the best. Requests run side by side.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cluster import recency
from index.cluster.address import PATIENCE, spoken
from index.cluster.calendar import Calendar
from index.cluster.ledger import Head, Ledger
from index.cluster.rows import stems
from index.cluster.schema import CHUNKS, SEARCH, UNDATED, one_of, seen
from index.retrieve import Wanted
from index.vectors import DIGITS
from index.words import question_words

MOST = 16_384  # rows that Milvus gives at once
_NEWEST_SHARE = 4
_SETTLED = 60.0  # seconds after which every replica has a generation; until then it is waited for
_DRAWN = 1.0  # recency of what is hidden, from which on it is not searched by: similarities reach no further
_WIDE = 512  # chunks taken instead, at least
_FIELDS = ["document", "start", "end", "day", "moment", "file"]


@dataclass(frozen=True)
class View:
    """One generation, as far as it is held in memory; `known` is when it was first seen."""

    head: Head
    calendar: Calendar
    known: float

    @property
    def strong(self) -> bool:
        """Whether a replica that is behind must be waited for."""
        return time.monotonic() - self.known < _SETTLED


@dataclass(frozen=True)
class Found:
    """The candidates of one search; arrays of one length, a row each."""

    documents: list[str]
    spans: NDArray[np.int64]
    days: NDArray[np.int64]
    moments: NDArray[np.int64]
    files: list[str]
    similarity: NDArray[np.float64]
    bm25: NDArray[np.float64]


class Asking:
    """Asks Milvus for the chunks of one corpus. Threads may share it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kind = ""
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="milvus")

    def close(self) -> None:
        """End its threads."""
        self._pool.shutdown(wait=False)

    def candidates(self, view: View, wanted: Wanted, count: int) -> Found:
        """Every chunk that one of the searches found, in row order, with all that is known of it."""
        wall = self._wall(view, wanted.as_of)
        plain = self._vector(view, wanted.vector, 0.0, wanted.as_of)
        asked: list[tuple[str, Any, str, int]] = [("vector", plain, wall, count)]
        if wanted.recency:
            asked.append(self._tilted(view, wanted.vector, wanted.weight, wanted.as_of, count))
            few = count // _NEWEST_SHARE
            for day in view.calendar.newest(wanted.as_of, few):
                asked.append(("vector", plain, f"{wall} and day >= {day} and day < {UNDATED}", few))
        words = " ".join(dict.fromkeys(stem for word in question_words(wanted.question) for stem in stems(word)))
        if words:
            asked.append(("bm25", words, wall, count))
        answers = list(self._pool.map(lambda one: self._ask(view, *one), asked))
        rows: dict[str, Any] = {}
        similarity: dict[str, float] = {}
        bm25: dict[str, float] = {}
        for (field, data, _, _), answer in zip(asked, answers, strict=True):
            for row in answer:
                rows[row["id"]] = row["entity"]
                if field == "bm25":
                    bm25[row["id"]] = abs(row["distance"])  # milvus-lite gives it negative
                else:
                    tilt = float(data[-1]) * float(self._part(view, row["entity"]["day"]))
                    similarity.setdefault(row["id"], row["distance"] - tilt)
        similarity |= self._similarities(view, wanted.vector, [name for name in rows if name not in similarity])
        return _in_rows(rows, similarity, bm25)

    def _tilted(
        self, view: View, question: NDArray[np.float32], weight: float, as_of: date | None, count: int
    ) -> tuple[str, list[float], str, int]:
        """The search by meaning and recency.

        Far in the past the newest chunks, which are behind the wall, would outweigh all meaning, and a walk through a
        graph would be drawn to what it may not give. There more chunks are taken by meaning alone.
        """
        data = self._vector(view, question, weight, as_of)
        hidden = float(data[-1]) * float(self._part(view, view.calendar.today(None)))
        if hidden > _DRAWN and self._index() != "FLAT":
            return (
                "vector",
                self._vector(view, question, 0.0, as_of),
                self._wall(view, as_of),
                min(MOST, max(_WIDE, 4 * count)),
            )
        return "vector", data, self._wall(view, as_of), count

    def _ask(self, view: View, field: str, data: Any, where: str, count: int) -> list[Any]:  # noqa: ANN401
        ledger = self._ledger
        with spoken(self._ledger.address):
            found = ledger.client.search(
                self._ledger.address.collection(CHUNKS), data=[data], anns_field=field, filter=where, limit=count,
                output_fields=_FIELDS, timeout=PATIENCE, consistency_level="Strong" if view.strong else "Bounded",
                search_params={"params": self._parameters(count) if field == "vector" else {}},
            )  # fmt: skip
        return list(found[0])

    def _parameters(self, count: int) -> dict[str, int]:
        """How widely an approximate index searches."""
        parameters: dict[str, int] = dict(SEARCH.get(self._index(), {}))
        return {key: max(value, count) if key == "ef" else value for key, value in parameters.items()}

    def _index(self) -> str:
        """The index over the vectors; asked of Milvus once, as the setting may be another by now."""
        if not self._kind:
            with spoken(self._ledger.address):
                found = self._ledger.client.describe_index(self._ledger.address.collection(CHUNKS), "vector")
            self._kind = str((found or {}).get("index_type", "HNSW"))
        return self._kind

    def _similarities(self, view: View, question: NDArray[np.float32], names: list[str]) -> dict[str, float]:
        """Cosines of the question and chunks that were found by words alone."""
        if not names:
            return {}
        rows = self._ledger.rows(CHUNKS, one_of("id", names), ["id", "vector"], strong=view.strong)
        return {
            row["id"]: float(np.asarray(row["vector"][:-1], dtype=np.float64) @ question.astype(np.float64))
            for row in rows
        }

    @staticmethod
    def _wall(view: View, as_of: date | None) -> str:
        wall = seen(view.head.generation)
        return wall if as_of is None else f"{wall} and day <= {as_of.toordinal()}"

    def _vector(self, view: View, question: NDArray[np.float32], weight: float, as_of: date | None) -> list[float]:
        head = view.head
        part = recency.part_of_question(weight, view.calendar.today(as_of), head.reference, head.half_life)
        return [*question.tolist(), float(part) if weight else 0.0]

    @staticmethod
    def _part(view: View, day: int) -> np.float32:
        found = recency.part_of_chunk(np.array([day], dtype=np.int64), view.head.reference, view.head.half_life)
        return np.float32(found[0])

    def nearest(
        self, view: View, question: NDArray[np.float32], count: int, as_of: date | None, weight: float
    ) -> list[tuple[str, int]]:
        """The best chunks by similarity + weight x recency alone, as file and start, best first; for measuring.

        Args:
            view: What is seen.
            question: A unit vector.
            count: How many.
            as_of: The wall.
            weight: Of recency.
        """
        rows = self._ask(view, *self._tilted(view, question, weight, as_of, count))
        days = np.array([row["entity"]["day"] for row in rows], dtype=np.int64)
        ages = recency.recency(days, view.calendar.today(as_of), view.head.half_life).tolist()
        data = self._tilted(view, question, weight, as_of, count)[1]
        similar = [row["distance"] - float(data[-1]) * float(self._part(view, row["entity"]["day"])) for row in rows]
        order = sorted(range(len(rows)), key=lambda row: -round(similar[row] + weight * ages[row], DIGITS))
        return [(rows[row]["entity"]["file"], int(rows[row]["entity"]["start"])) for row in order[:count]]


def _in_rows(rows: dict[str, Any], similarity: dict[str, float], bm25: dict[str, float]) -> Found:
    """Candidates in the order of a local index' rows: oldest first, undated last; within a moment by file and start."""
    order = sorted(rows, key=lambda name: tuple(rows[name][key] for key in ("day", "moment", "file", "start")))
    chosen = [rows[name] for name in order]
    spans = np.array([(row["start"], row["end"]) for row in chosen], dtype=np.int64).reshape(-1, 2)
    return Found(
        [row["document"] for row in chosen],
        spans,
        np.array([row["day"] for row in chosen], dtype=np.int64),
        np.array([row["moment"] for row in chosen], dtype=np.int64),
        [row["file"] for row in chosen],
        np.array([similarity[name] for name in order]),
        np.array([bm25.get(name, 0.0) for name in order]),
    )
