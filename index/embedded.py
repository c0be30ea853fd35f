"""The vectors of the store: kept under the hash of the text that each was made from.

So a text that moved, or came back with another date, is not embedded again, and reprints of one text share one vector.
Each function works inside a transaction its caller holds.
"""

import json
import sqlite3
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from index.store import Broken

_SOME = 500  # bound values in one statement; older SQLite takes 999


def known_vectors(db: sqlite3.Connection, keys: Iterable[bytes], dimension: int) -> dict[bytes, NDArray[np.float32]]:
    """The vectors that are there already, of those asked for."""
    wanted = list(dict.fromkeys(keys))
    found: dict[bytes, NDArray[np.float32]] = {}
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
        for key, blob in db.execute(
            f"SELECT hash, vector FROM vectors WHERE hash IN ({', '.join('?' * len(some))})", some
        ):
            found[key] = vector_of(blob, dimension)
    return found


def read_vectors(db: sqlite3.Connection, chunks: NDArray[np.int64], dimension: int) -> NDArray[np.float32]:
    """The vectors of these chunks, in their order. Raises Broken where one is missing or is no vector."""
    found = db.execute(
        "SELECT j.key, v.vector FROM json_each(?) j "
        "JOIN chunks c ON c.id = j.value JOIN vectors v ON v.hash = c.vector",
        (json.dumps(chunks.tolist()),),
    ).fetchall()
    if len(found) != len(chunks) or any(len(blob) != 4 * dimension for _, blob in found):
        raise Broken(f"a vector is missing or has not {4 * dimension} bytes")
    matrix = np.empty((len(chunks), dimension), dtype=np.float32)
    matrix[[place for place, _ in found]] = np.frombuffer(b"".join(blob for _, blob in found), dtype="<f4").reshape(
        -1, dimension
    )
    if not np.isfinite(matrix).all():
        raise Broken("a vector holds no finite numbers")
    return matrix


def vector_of(blob: bytes, dimension: int) -> NDArray[np.float32]:
    """A stored vector. Raises Broken where it is of the wrong size."""
    if len(blob) != 4 * dimension:
        raise Broken(f"a vector has {len(blob)} bytes, not {4 * dimension}")
    return np.frombuffer(blob, dtype="<f4").astype(np.float32)


def drop_unused_vectors(db: sqlite3.Connection) -> None:
    """Forget the vectors of texts that no chunk has any more: of those a chunk lost, `drop_documents` keeps a list."""
    db.execute(
        "DELETE FROM vectors WHERE hash IN (SELECT hash FROM loose) "
        "AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.vector = vectors.hash)"
    )
    db.execute("DELETE FROM loose")
