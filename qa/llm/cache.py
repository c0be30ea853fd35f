"""Replies that passed the checks, kept on disk, so that the same question costs nothing twice.

The key is the question, the days, the index' version, the model and the whole prompt. What is kept is the model's
reply, which is checked again each time: a cache cannot bring back what stricter checks would refuse. Refused replies
are not kept, a model may do better at its next try. A cache that cannot be read or written is no cache, and no error.
"""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from qa.llm.client import Completion

_KEPT = 20_000
_TABLE = "create table if not exists replies (key text primary key, text text not null)"


class Cache:
    """Replies by key.

    Args:
        file: Where they lie; None: nothing is kept.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def get(self, key: str) -> Completion | None:
        """The reply kept under a key, or None.

        Args:
            key: From `key_of`.
        """
        if self._file is None or not self._file.is_file():
            return None
        try:
            with closing(sqlite3.connect(self._file, timeout=1)) as db:
                found = db.execute("select text from replies where key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return Completion(str(found[0])) if found else None

    def put(self, key: str, reply: Completion) -> None:
        """Keeps a reply; the oldest make room.

        Args:
            key: From `key_of`.
            reply: What the model wrote.
        """
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=1)) as db, db:
                db.execute(_TABLE)
                db.execute("insert or replace into replies values (?, ?)", (key, reply.text))
                oldest = "select rowid from replies order by rowid desc limit -1 offset ?"
                db.execute(f"delete from replies where rowid in ({oldest})", (_KEPT,))
        except (sqlite3.Error, OSError):
            return


def key_of(parts: Sequence[object]) -> str:
    """A key of all that a reply depends on.

    >>> key_of(["a", "b"]) == key_of(["ab", ""])
    False

    Args:
        parts: Of JSON types.
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
