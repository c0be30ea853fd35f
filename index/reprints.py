"""Which documents of the store are reprints, and of which.

Derived from the documents each time their content has changed, from sketches kept beside them: about a second for ten
thousand unlike documents. Reprints get no rows, so a search never finds them, and a thousand copies of one text do not
fill its places. They are held against earlier documents only, so no reprint ever hides anything from an earlier day.
"""

import functools
import sqlite3
from collections.abc import Mapping

import numpy as np

from corpus.documents import Document
from corpus.reprints import PERMUTATIONS, trace
from index import rows
from index.store import Broken


def read_originals(db: sqlite3.Connection) -> dict[int, int]:
    """For the id of each reprint the id of its original, which is never a reprint itself."""
    found = db.execute("SELECT id, sketch FROM documents ORDER BY day IS NULL, day, moment, file, id").fetchall()
    numbers = [number for number, _ in found]
    if any(len(blob) != 4 * PERMUTATIONS for _, blob in found):
        raise Broken("a sketch has the wrong size")

    @functools.lru_cache(maxsize=256)
    def read(place: int) -> Document:
        return rows.read_documents(db, [numbers[place]])[numbers[place]]

    originals = trace([np.frombuffer(blob, dtype="<u4").astype(np.uint32) for _, blob in found], read)
    return {numbers[place]: numbers[original] for place, original in originals.items()}


def reprints_of(db: sqlite3.Connection, file: str, originals: Mapping[int, int]) -> list[int]:
    """The ids of a document's reprints, in the order of `originals`, which is by date."""
    (number,) = db.execute("SELECT id FROM documents WHERE file = ?", (file,)).fetchone() or (None,)
    return [reprint for reprint, original in originals.items() if original == number]
