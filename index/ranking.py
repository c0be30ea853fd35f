"""From similarity, words and recency to one score.

Cosines and BM25 have no common scale, so each is taken as a share of the best one found; a hit's relevance is the mean
of its two shares. Ranks could be fused instead and need no scale at all, but they forget by how much the first is ahead
of the second: on dated news the shares found the answer first more often (benchmarks/retrieval.py prints both). Recency
comes after, bounded by its weight and only for hits over a floor, so a newer source overtakes older ones that are about
as relevant, and never by being new alone. The chunk that a document opens with gets a little more than the others: what
a report or a notice has to say it says first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR = 0.5  # of the best similarity or of the best BM25 found: a hit below both has not earned a tilt
OPENING = 0.05  # for the chunk that a document opens with
DIGITS = 9  # scores closer than this are one: sums of the same parts in another order differ further down


@dataclass(frozen=True)
class Candidate:
    """A row that one of the searches found.

    Attributes:
        row: Its row.
        similarity: Cosine to the question.
        bm25: Its BM25, or 0 where it shares no word with the question.
        recency: 2^(-age / half-life).
        opens: Whether its document opens with it.
    """

    row: int
    similarity: float
    bm25: float
    recency: float
    opens: bool = False


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

    Worked by hand: a cosine of 0.6 where the best is 0.8, and a BM25 of 5 where the best is 10, give (0.75 + 0.5) / 2 =
    0.625; weight 0.3 and recency 0.5 add 0.15, opening a document adds 0.05. Where no candidate has a word of the
    question, similarity decides alone.

    Args:
        candidates: What the searches found.
        weight: Of recency, 0 where it is off.
    """
    best_similarity = max((candidate.similarity for candidate in candidates), default=0.0)
    best_bm25 = max((candidate.bm25 for candidate in candidates), default=0.0)
    ranked = []
    for candidate in candidates:
        similar, words = _share(candidate.similarity, best_similarity), _share(candidate.bm25, best_bm25)
        relevance = (similar + words) / 2 if best_bm25 > 0 else similar
        over_floor = max(similar, words) >= FLOOR
        score = relevance + (OPENING * candidate.opens + weight * candidate.recency if over_floor else 0.0)
        ranked.append(Ranked(candidate, round(relevance, DIGITS), words, round(score, DIGITS), over_floor))
    return ranked


def _share(value: float, best: float) -> float:
    return max(0.0, value) / best if best > 0 else 0.0
