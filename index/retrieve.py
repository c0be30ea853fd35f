"""One search in one state of the store.

Four searches are put together: by words, by meaning, by meaning and recency, and by meaning among the newest half of
the rows, the newest quarter and so on ("same subject, newest"), so that a fresh source which says it in other words
reaches the reader. What is found is scored together and tilted towards the newest (`index/ranking.py`). A quarter of
the places is kept for the newest sources over the floor: a reader can pass over an idle hit, but cannot find a source
it never sees.

Under `as_of` nothing of a later source has a part in a score: words are weighed by the visible rows alone, and the
half-life comes from their dates. Which rows the search by meaning and recency brings in is still decided with the
half-life of the whole corpus, for its vectors hold it.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Chunk, Document
from index import rows
from index.layout import Layout
from index.ranking import Candidate, Ranked, fuse
from index.vectors import Vectors
from index.words import Lengths, read_lengths, search_words

_CANDIDATES = 128  # taken from each search, at least; more where k asks for more
_NEWEST_SHARE = 4  # one place in so many is kept for the newest sources


@dataclass(frozen=True)
class Hit:
    """A Chunk found for a question; higher is better everywhere.

    Attributes:
        chunk: What was found.
        score: Orders the hits: relevance, and over the floor weight x recency more, and 0.05 where the document opens
            with it.
        relevance: The mean of its shares of the best similarity and of the best BM25, whatever the dates; 0 to 1.
        similarity: Cosine of chunk and question, -1 to 1.
        words: BM25 as a share of the best hit's, 0 to 1; 0 where no word is shared.
        recency: 2^(-age / half-life), 0 to 1, measured from the newest visible source; 0 where undated.
    """

    chunk: Chunk
    score: float
    relevance: float
    similarity: float
    words: float
    recency: float


class Fate(StrEnum):
    """What became of a candidate."""

    BEST = "among the best"
    NEWEST = "kept as one of the newest sources on the subject"
    SHARE = "its document has its share of the places already"
    BEHIND = "others are better"


@dataclass(frozen=True)
class Wanted:
    """A search as it was asked for.

    `weight` is that of recency, 0 where recency is off.
    """

    question: str
    vector: NDArray[np.float32]
    k: int
    as_of: date | None
    weight: float
    recency: bool
    per_document: int


@dataclass
class State:
    """One state of the store, as far as it is held in memory.

    Attributes:
        stamp: Which state.
        vectors: Its rows.
        originals: For the id of each reprint that of its original; reprints have no rows and are not found.
        documents: The documents read so far, by id; one object each, so that a text is held once.
        listed: All of them, newest first, once somebody asked.
    """

    stamp: str
    vectors: Vectors
    originals: dict[int, int] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)
    listed: list[Document] | None = None
    _lengths: Lengths | None = None

    def lengths(self, db: sqlite3.Connection, visible: int) -> Lengths | None:
        """The rows' lengths in words; None where all that the store holds is visible, and FTS5's own counts hold."""
        if visible == len(self.vectors) and not self.originals:
            return None
        if self._lengths is None:
            self._lengths = read_lengths(db, self.vectors.layout)
        return self._lengths

    def read(self, db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Document]:
        """The documents of these ids, from memory where they are there."""
        missing = [number for number in dict.fromkeys(numbers) if number not in self.documents]
        self.documents.update(rows.read_documents(db, missing))
        return self.documents

    def all_documents(self, db: sqlite3.Connection) -> Sequence[Document]:
        """All documents, newest first, undated ones last; equals by file."""
        if self.listed is None:
            everything = self.read(db, rows.document_numbers(db)).values()
            by_file = sorted(everything, key=lambda document: document.file)
            dated = [document for document in by_file if document.published]
            dated.sort(key=lambda document: document.published.order if document.published else (), reverse=True)
            self.listed = dated + [document for document in by_file if not document.published]
        return self.listed


def retrieve(db: sqlite3.Connection, state: State, wanted: Wanted) -> list[Hit]:
    """The hits of a search, best first; more is fetched until the limit per document leaves `k`."""
    considered = [(hit, fate) for hit, fate in consider(db, state, wanted) if fate in (Fate.BEST, Fate.NEWEST)]
    return [hit for hit, _ in as_hits(db, state, considered)]


def consider(db: sqlite3.Connection, state: State, wanted: Wanted) -> list[tuple[Ranked, Fate]]:
    """Every candidate of a search, best first, and what becomes of it."""
    visible = state.vectors.visible(wanted.as_of)
    if not visible:
        return []
    count = max(_CANDIDATES, 4 * wanted.k)
    while True:
        ranked = _in_order(state, fuse(_candidates(db, state, wanted, visible, count), wanted.weight), wanted.recency)
        kept = _capped(state, ranked, wanted.per_document)
        if len(kept) >= wanted.k or count >= visible:
            break
        count *= 4
    best = {hit.candidate.row for hit in kept[: wanted.k]}
    chosen = {hit.candidate.row for hit in _with_newest(state, kept, wanted.k)} if wanted.recency else best
    capped = {hit.candidate.row for hit in kept}

    def fate(row: int) -> Fate:
        if row in chosen:
            return Fate.BEST if row in best else Fate.NEWEST
        return Fate.BEHIND if row in capped else Fate.SHARE

    return [(hit, fate(hit.candidate.row)) for hit in ranked]


def as_hits(db: sqlite3.Connection, state: State, considered: Sequence[tuple[Ranked, Fate]]) -> list[tuple[Hit, Fate]]:
    """Candidates with their documents."""
    layout = state.vectors.layout
    numbers = [int(layout.documents[hit.candidate.row]) for hit, _ in considered]
    documents = state.read(db, numbers)
    return [
        (_hit(documents[number], layout, hit), fate) for number, (hit, fate) in zip(numbers, considered, strict=True)
    ]


def _candidates(db: sqlite3.Connection, state: State, wanted: Wanted, visible: int, count: int) -> list[Candidate]:
    """Every row that one of the searches found, with all that is known of it."""
    vectors = state.vectors
    found = vectors.search(wanted.vector, count, visible=visible)
    if wanted.recency:
        found += vectors.search(wanted.vector, count, visible=visible, weight=wanted.weight)
        found += vectors.search_newest(wanted.vector, count // _NEWEST_SHARE, visible=visible)
    similarity = {hit.row: hit.similarity for hit in found}
    lengths = state.lengths(db, visible)
    bm25 = search_words(db, wanted.question, count, vectors.layout, visible, lengths)
    by_words_alone = np.array(sorted(bm25.keys() - similarity.keys()), dtype=np.int64)
    similarity.update(
        zip(by_words_alone.tolist(), vectors.similarities(wanted.vector, by_words_alone).tolist(), strict=True)
    )
    places = sorted(similarity)
    rows_found = np.array(places, dtype=np.int64)
    recency = vectors.recency(rows_found, visible).tolist()
    opens = (vectors.layout.spans[rows_found, 0] == 0).tolist()
    return [
        Candidate(row, similarity[row], bm25.get(row, 0.0), age, first)
        for row, age, first in zip(places, recency, opens, strict=True)
    ]


def _in_order(state: State, ranked: Sequence[Ranked], recency: bool) -> list[Ranked]:
    """Best first. Equals: newer first, then by file and place, which is row order within one moment."""
    if recency:
        moments = state.vectors.layout.moments
        return sorted(ranked, key=lambda hit: (-hit.score, -moments[hit.candidate.row], hit.candidate.row))
    names = state.vectors.layout.names
    return sorted(ranked, key=lambda hit: (-hit.score, names[hit.candidate.row]))


def _capped(state: State, ranked: Sequence[Ranked], per_document: int) -> list[Ranked]:
    """The first of each document."""
    seen: Counter[int] = Counter()
    kept = []
    for hit in ranked:
        number = int(state.vectors.layout.documents[hit.candidate.row])
        seen[number] += 1
        if seen[number] <= per_document:
            kept.append(hit)
    return kept


def _with_newest(state: State, kept: Sequence[Ranked], k: int) -> list[Ranked]:
    """The best `k`, the last places for the newest documents over the floor that would not be among them."""
    reserved = k // _NEWEST_SHARE
    if len(kept) <= k or not reserved:
        return list(kept[:k])
    layout = state.vectors.layout
    chosen, rest = list(kept[: k - reserved]), kept[k - reserved :]
    seen = {int(layout.documents[hit.candidate.row]) for hit in chosen}
    newest: dict[int, Ranked] = {}
    for hit in rest:
        number = int(layout.documents[hit.candidate.row])
        if hit.over_floor and number not in seen:
            newest.setdefault(number, hit)
    late = sorted(newest.values(), key=lambda hit: (-layout.moments[hit.candidate.row], hit.candidate.row))[:reserved]
    taken = {hit.candidate.row for hit in late}
    fill = [hit for hit in rest if hit.candidate.row not in taken][: reserved - len(late)]
    rows_chosen = {hit.candidate.row for hit in (*chosen, *late, *fill)}
    return [hit for hit in kept if hit.candidate.row in rows_chosen]


def choose(state: State, candidates: Sequence[Candidate], wanted: Wanted) -> tuple[list[Ranked], bool]:
    """The hits among candidates that were found elsewhere, best first, and whether there are enough for `k`.

    Args:
        state: Its rows are the candidates' alone, in row order.
        candidates: What the searches found.
        wanted: The search as it was asked for.
    """
    kept = _capped(state, _in_order(state, fuse(candidates, wanted.weight), wanted.recency), wanted.per_document)
    chosen = _with_newest(state, kept, wanted.k) if wanted.recency else kept[: wanted.k]
    return chosen, len(kept) >= wanted.k


def _hit(document: Document, layout: Layout, ranked: Ranked) -> Hit:
    found = ranked.candidate
    start, end = layout.spans[found.row].tolist()
    return Hit(
        Chunk(document, start, end),
        ranked.score,
        ranked.relevance,
        found.similarity,
        ranked.words,
        found.recency,
    )
