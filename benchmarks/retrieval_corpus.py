"""The dated news of `benchmarks/retrieval.py`: read, indexed as any corpus is, and embedded once.

The articles become a corpus folder and Dateline's own index cuts, dates and embeds them; every other method is then
given the same chunks, dates and vectors. Embedding takes by far the longest, so vectors are kept in a cache of their
own, under the hash of their text: a run that was stopped goes on there, and a new version of the index needs none anew.
"""

import gzip
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Settings
from index import Encoder, Index, open_index

Vectors = NDArray[np.float32]
_STEP = 512  # texts embedded between two writes of the cache


@dataclass(frozen=True)
class Asked:
    """A question, the answer a source should hold, and the last day that a source may be of."""

    id: str
    text: str
    answer: str
    as_of: date


class CachedEncoder:
    """An Encoder that remembers on disk what it has embedded, and embeds long lists in steps."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self._encoder, self._file = encoder, file
        self.name, self.dimension = encoder.name, encoder.dimension
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, from the cache where it is there."""
        keys = [hashlib.sha256(f"{self.name}\n{text}".encode()).digest()[:16] for text in texts]
        with closing(sqlite3.connect(self._file)) as db:
            known = {key: self._read(db, key) for key in dict.fromkeys(keys)}
            missing = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if known[key] is None]
            for start in range(0, len(missing), _STEP):
                step = missing[start : start + _STEP]
                made = np.asarray(self._encoder.encode([text for _, text in step]), dtype="<f4")
                with db:
                    pairs = [(key, vector.tobytes()) for (key, _), vector in zip(step, made, strict=True)]
                    db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", pairs)
                known.update((key, np.frombuffer(blob, dtype="<f4")) for key, blob in pairs)
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(-1, self.dimension)

    @staticmethod
    def _read(db: sqlite3.Connection, key: bytes) -> Vectors | None:
        row = db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], dtype="<f4") if row else None


def read_questions(data: Path, months: Sequence[str]) -> list[Asked]:
    """The questions of these months ("2023-01"), each as of the day after it was asked; the file's ids recur."""
    found = []
    for row in _lines(data / "2023_qa.jsonl.gz"):
        day = _day(row["question_date"])
        number = row["answer"][0] if isinstance(row["answer"], list) else row["answer"]
        if day is not None and f"{day:%Y-%m}" in months and str(number).isdigit():
            answer = row["choices"][int(number)]
            found.append(Asked(str(len(found)), row["question_sentence"], answer, day + timedelta(days=1)))
    return found


def write_folder(data: Path, folder: Path, months: Sequence[str]) -> None:
    """The articles found for the questions of these months as a corpus folder: a table for each month."""
    days = {row["question_id"]: _day(row["question_date"]) for row in _lines(data / "2023_qa.jsonl.gz")}
    seen: set[str] = set()
    tables: dict[str, list[str]] = {}
    for row in _lines(data / "2023_search.jsonl.gz"):
        asked = days[row["question_id"]]
        month = f"{asked:%Y-%m}" if asked else ""
        if month not in months:
            continue
        for article in row["search_result"]:
            text = article.get("text")
            if not text or article["url"] in seen:
                continue
            seen.add(article["url"])
            published = _day(article.get("publish_date") or "")
            # No address: the index would read a date out of it, which the other programs do not.
            fields = {"id": str(len(seen)), "date": published and published.isoformat(), "title": article["title"]}
            tables.setdefault(month, []).append(json.dumps({**fields, "text": text}))
    folder.mkdir(parents=True, exist_ok=True)
    for month, lines in tables.items():
        (folder / f"{month}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def indexed(folder: Path, cache: Path, encoder: Encoder, now: date, say: Callable[[str], None]) -> Index:
    """The index of the folder, as Dateline makes it."""
    settings = Settings(index=cache / "index")
    cached = CachedEncoder(encoder, cache / "vectors.sqlite")
    return open_index(
        folder,
        now=now,
        encoder=cached,
        settings=settings,
        progress=lambda done, all_, what: say(f"{done}/{all_} {what}"),
    )


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _day(text: str) -> date | None:
    """A day written 2023/03/10 or 2023-03-10, with or without a time; None for any other text."""
    found = re.match(r"(\d{4})[/-](\d{2})[/-](\d{2})", text)
    return date(*map(int, found.groups())) if found else None
