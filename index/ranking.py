"""From similarity, words and recency to one score.

Cosines and BM25 have no common scale, so ranks are fused instead (reciprocal rank fusion, Cormack et al.
2009, k = 60): a hit's relevance is its mean of 61 / (60 + rank) over the two lists, 1 for the first in
both. Recency comes after, bounded by its weight and only for hits over a floor, so a newer source
overtakes older ones that are about as relevant, and never by being new alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

K = 60
FLOOR = 0.5  # of the best similarity or of the best BM25 found: a hit below both has not earned a tilt


@dataclass(frozen=True)
class Candidate:
    """A row that one of the searches found.

    Attributes:
        row: Its row.
        similarity: Cosine to the question.
        bm25: Its BM25, or 0 where it shares no word with the question.
        recency: 2^(-age / half-life).
    """

    row: int
    similarity: float
    bm25: float
    recency: float


@dataclass(frozen=True)
class Ranked:
    """A Candidate with its relevance, its share of the best BM25 (both 0 to 1), and its score."""

    candidate: Candidate
    relevance: float
    words: float
    score: float
    over_floor: bool


def fuse(candidates: Sequence[Candidate], weight: float) -> list[Ranked]:
    """Relevance and score of each candidate, in the order given.

    Worked by hand: first by similarity and second by words gives (61/61 + 61/62) / 2 = 0.9919; weight 0.1 and
    recency 0.5 add 0.05. Where no candidate has a word of the question, similarity decides alone.
    """
    similarity = [candidate.similarity for candidate in candidates]
    bm25 = [candidate.bm25 for candidate in candidates]
    best_similarity, best_bm25 = max(similarity, default=0.0), max(bm25, default=0.0)
    by_similarity, by_words = _ranks(similarity), _ranks(bm25)
    ranked = []
    for candidate in candidates:
        relevance = (K + 1) / (K + by_similarity[candidate.similarity])
        if best_bm25 > 0:
            share = (K + 1) / (K + by_words[candidate.bm25]) if candidate.bm25 > 0 else 0.0
            relevance = (relevance + share) / 2
        over_floor = candidate.similarity >= FLOOR * best_similarity > 0 or candidate.bm25 >= FLOOR * best_bm25 > 0
        score = relevance + (weight * candidate.recency if over_floor else 0.0)
        words = candidate.bm25 / best_bm25 if best_bm25 > 0 else 0.0
        ranked.append(Ranked(candidate, relevance, words, score, over_floor))
    return ranked


def _ranks(values: Sequence[float]) -> dict[float, int]:
    """The rank of each value, 1 for the greatest; equal values share one, so that chance breaks no tie."""
    ranks: dict[float, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), 1):
        ranks.setdefault(value, place)
    return ranks
