"""Why a source was found for a question, in which place, or why it was not.

A ranking that nobody can look into is tuned by luck. So every candidate of a search can be had with its numbers and
what became of it, and a source that was no candidate with the reason; in words, for a page or a terminal.
"""

import sqlite3
from dataclasses import dataclass

from corpus.documents import Published
from index.ranking import OPENING
from index.retrieve import Fate, Hit, State, Wanted, as_hits, consider


@dataclass(frozen=True)
class Considered:
    """A source as a search saw it.

    Attributes:
        file: Its file.
        place: 1 for the first hit; None where it is not among the hits.
        why: What became of it, in a sentence.
        hit: Its chunk and its numbers; None where it was no candidate.
    """

    file: str
    place: int | None
    why: str
    hit: Hit | None = None


def explain(db: sqlite3.Connection, state: State, wanted: Wanted, file: str = "") -> list[Considered]:
    """Every candidate of a search, the hits first; or those of one file, and where it has none, why.

    Args:
        db: The store.
        state: What is held of it in memory.
        wanted: The search.
        file: Only this document's candidates; "" for all.
    """
    pairs = as_hits(db, state, consider(db, state, wanted))
    found = [pair for pair in pairs if pair[1] in (Fate.BEST, Fate.NEWEST)]
    places = {id(hit): place for place, (hit, _) in enumerate(found, 1)}
    considered = []
    for hit, fate in (*found, *(pair for pair in pairs if id(pair[0]) not in places)):
        name = hit.chunk.document.file
        if not file or name == file:
            place = places.get(id(hit))
            considered.append(Considered(name, place, _told(hit, fate, place, wanted), hit))
    return considered if considered or not file else [Considered(file, None, _missing(db, state, wanted, file))]


def parts(hit: Hit, weight: float) -> str:
    """A hit's score as the sum that it is.

    Args:
        hit: The hit.
        weight: Of recency in the search that found it.
    """
    sums = f"relevance {hit.relevance:.2f} (similarity {hit.similarity:.2f}, words {hit.words:.2f} of the best)"
    if hit.score > hit.relevance and hit.chunk.start == 0:
        sums += f" + {OPENING:g} as its document opens with it"
    if not weight:
        return f"score {hit.score:.2f}: {sums}; recency is off"
    if hit.score == hit.relevance and hit.recency:
        return f"score {hit.score:.2f}: {sums}; too far from the question for recency {hit.recency:.2f} to count"
    return f"score {hit.score:.2f}: {sums} + {weight:g} x recency {hit.recency:.2f}"


def _told(hit: Hit, fate: Fate, place: int | None, wanted: Wanted) -> str:
    where = f"hit {place}, {fate}" if place else f"no hit, as {fate}"
    return f"{where}: {parts(hit, wanted.weight)}"


def _missing(db: sqlite3.Connection, state: State, wanted: Wanted, file: str) -> str:
    """Why no search had a document among its candidates."""
    (number,) = db.execute("SELECT id FROM documents WHERE file = ?", (file,)).fetchone() or (None,)
    if number is None:
        return "no document of this name is in the index"
    if number in state.originals:
        original = state.originals[number]
        return f"a reprint of {state.read(db, [original])[original].file}, which stands for it"
    published = state.read(db, [number])[number].published
    if wanted.as_of is not None and (published is None or published.last > wanted.as_of):
        return f"{_dated(published)}, so not wholly before the end of {wanted.as_of}"
    return "no candidate: many others are nearer to the question in meaning and words"


def _dated(published: Published | None) -> str:
    return f"published {published}" if published else "undated"
