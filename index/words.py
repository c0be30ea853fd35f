"""Search by words: BM25 over the store's FTS5 table, as it would be were nothing there but the visible rows.

A user's text never reaches FTS5 as syntax: it is cut into words, each is quoted and searched by itself, and the scores
are summed. Words are stemmed by FTS5 ("chairs" finds "chaired"); no prefix search is made, because a prefix of a
stemmed word finds what nobody meant.

FTS5 weighs words and lengths by all that it holds. Where some of it is hidden (later than `as_of`, or a reprint), its
score of a single word is taken apart and put together again with the visible rows' own counts: a source published
later, or a copy, changes no score of an earlier day.

FTS5 scores every row that holds a word, some microseconds each. So in a large corpus a question's commonest words,
which tell least, are left out as soon as its rarer ones have found `BUDGET` rows; a word that stands in more rows than
that is never searched, and where there is no other, meaning decides alone. The counts for that are of all rows.
"""

import itertools
import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.layout import Layout

MAX_WORDS = 64  # of a question, the first ones; FTS5 bounds an expression, and nobody waits for a long one
TITLE_WEIGHT = 0.5  # a headline stands with each of its chunks, so a word of it tells chunks apart less
BUDGET = 50_000  # rows that a question's words may find together
DIGITS = 12  # scores closer than this are one
_K1, _B = 1.2, 0.75  # FTS5's own
_LEAST = 1e-6  # FTS5's weight of a word that stands in half of the rows or more

# Function words of English. In other languages BM25's own word weights have to do.
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can could did do does doing
    for from had has have having he her hers him his how i if in into is it its itself just me more most
    my no nor not of on or our ours out over own please she should so some such tell than that the their
    theirs them then there these they this those through to too under until up us very was we were what
    when where which while who whom whose why will with would you your yours
    """.split()
)

_WORD = re.compile(r"[^\W_]+")


def question_words(text: str) -> list[str]:
    """A text's words, each once and lowercase.

    Stop words and single letters are left out as long as other words remain.

    >>> question_words('Who NEAR("chairs" it*?')
    ['near', 'chairs']
    >>> question_words("Who is it?")
    ['who', 'is', 'it']
    """
    found = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    telling = [
        word for word in found if word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
    ]
    return (telling or list(found))[:MAX_WORDS]


@dataclass(frozen=True)
class Lengths:
    """How long the rows are, in words as FTS5 counts them.

    Attributes:
        rows: Of each row that can be found.
        sums: Of all rows before each of these, and of all in the end.
        count: Rows in the store, reprints too.
        mean: Their mean length.
    """

    rows: NDArray[np.int64]
    sums: NDArray[np.int64]
    count: int
    mean: float


def read_lengths(db: sqlite3.Connection, layout: Layout) -> Lengths:
    """The rows' lengths, out of FTS5's own table of them: about a second for a million chunks."""
    listed = db.execute("SELECT id, sz FROM words_docsize ORDER BY id")
    every = np.array([(chunk, _tokens(sizes)) for chunk, sizes in listed], dtype=np.int64).reshape(-1, 2)
    rows = np.zeros(len(layout), dtype=np.int64)
    if len(every):
        places = np.minimum(np.searchsorted(every[:, 0], layout.chunks), len(every) - 1)
        rows = np.where(every[places, 0] == layout.chunks, every[places, 1], 0)
    sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(rows)])
    return Lengths(rows, sums, len(every), float(every[:, 1].mean()) if len(every) else 0.0)


def search_words(
    db: sqlite3.Connection, text: str, limit: int, layout: Layout, visible: int, lengths: Lengths | None = None
) -> dict[int, float]:
    """BM25 (higher is better) by row, of the best visible rows, best first; equals by file and place.

    Args:
        db: The store.
        text: The question.
        limit: How many rows, at most.
        layout: Where the store's chunks stand.
        visible: How many rows, from the first, are visible.
        lengths: Needed where the store holds more than is visible; None: all of it is.
    """
    found_rows, found_scores = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for word in _affordable(db, question_words(text), len(layout)):
        found = db.execute(f"SELECT rowid, bm25(words, 1.0, {TITLE_WEIGHT}) FROM words WHERE words MATCH ?", (word,))
        pairs = np.fromiter(itertools.chain.from_iterable(found), dtype=np.float64).reshape(-1, 2)
        rows = _rows(layout, pairs[:, 0].astype(np.int64))
        seen = (rows >= 0) & (rows < visible)
        scores = -pairs[seen, 1]
        if lengths is not None:
            scores = _reweighed(scores, rows[seen], len(pairs), visible, lengths)
        found_rows.append(rows[seen])
        found_scores.append(scores)
    held, places = np.unique(np.concatenate(found_rows), return_inverse=True)
    total = np.round(np.bincount(places, np.concatenate(found_scores), len(held)), DIGITS)
    order = np.lexsort((layout.names[held], -total))[:limit]
    return dict(zip(held[order].tolist(), total[order].tolist(), strict=True))


def _affordable(db: sqlite3.Connection, words: Sequence[str], rows: int) -> list[str]:
    """The words as FTS5 expressions, but for the commonest ones where all together stand in too many rows."""
    quoted = [f'"{word}"' for word in words]
    if len(quoted) * rows <= BUDGET:
        return quoted
    count = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    counts = {word: int(db.execute(count, (word, BUDGET + 1)).fetchone()[0]) for word in quoted}
    left, kept = BUDGET, set()
    for word in sorted(quoted, key=lambda word: counts[word]):
        left -= counts[word]
        if left < 0:
            break
        kept.add(word)
    return [word for word in quoted if word in kept]


def _reweighed(
    scores: NDArray[np.float64], rows: NDArray[np.int64], everywhere: int, visible: int, lengths: Lengths
) -> NDArray[np.float64]:
    """One word's scores by FTS5 as they would be were only the visible rows there.

    FTS5 gives weight x f (k1 + 1) / (f + k1 (1 - b + b length / mean)); f, how often the word stands there, follows
    from it, and is put in again with the visible rows' weight and mean length.
    """
    length = lengths.rows[rows]
    shares = scores / _weight(lengths.count, everywhere)
    often = shares * _K1 * (1 - _B + _B * length / lengths.mean) / (_K1 + 1 - shares)
    mean = lengths.sums[visible] / visible
    again = often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length / mean))
    return np.asarray(_weight(visible, len(rows)) * again)


def _weight(count: int, holding: int) -> float:
    """FTS5's weight of a word that stands in so many of all rows."""
    return max(float(np.log((count - holding + 0.5) / (holding + 0.5))), _LEAST)


def _rows(layout: Layout, chunks: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of these chunks; -1 for those that have none, as reprints."""
    if not len(layout):
        return np.full(len(chunks), -1)
    places = np.minimum(np.searchsorted(layout.chunks, chunks, sorter=layout.by_chunk), len(layout) - 1)
    rows = layout.by_chunk[places]
    return np.where(layout.chunks[rows] == chunks, rows, -1)


def _tokens(sizes: bytes) -> int:
    """The sum of FTS5's lengths of a row's columns: variable-length integers, seven bits a byte, highest first.

    >>> _tokens(bytes([3, 0x81, 0x02]))
    133
    """
    total = number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            total, number = total + number, 0
    return total
