"""Stores of any size for `scale.py`: real vectors perturbed, real words, dates over twenty years.

A few thousand chunks are embedded once. Each chunk of a made store is one of them with noise added (its cosine to the
real one is about 0.8) and forty words of a real text; so neighbourhoods, lengths and word frequencies are those of real
news, and no two chunks are alike.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import SHIPPED_CORPUS
from index import default_encoder
from index.store import Store

NEWS = Path(__file__).parents[2] / "shared" / "data" / "realtimeqa"
END = date(2024, 1, 1).toordinal()
YEARS = 20
NOISE = 0.75
WORDS = 40
CHUNKS = 5  # of each document
_BLOCK = 20_000


@dataclass(frozen=True)
class Sample:
    """Real texts and questions with their vectors."""

    texts: list[str]
    vectors: NDArray[np.float32]
    questions: list[str]
    asked: NDArray[np.float32]


def read_sample(count: int, questions: int, kept: Path | None) -> Sample:
    """Real chunks and questions: of the news beside the project, else of the documents that ship; embedded once.

    Args:
        count: Chunks, at most.
        questions: Questions, at most.
        kept: Folder to keep the vectors in for another run.
    """
    texts, asked = _news() if NEWS.is_dir() else _shipped()
    texts, asked = _some(texts, count), _some(asked, questions)
    vectors = []
    for name, lines in (("chunks", texts), ("questions", asked)):
        file = kept / f"{name}-{len(lines)}.npy" if kept else None
        if file is not None and file.exists():
            vectors.append(np.load(file))
            continue
        vectors.append(default_encoder().encode(lines))
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.save(file, vectors[-1])
    return Sample(texts, vectors[0], asked, vectors[1])


def _news() -> tuple[list[str], list[str]]:
    texts, questions = [], []
    for line in gzip.open(NEWS / "2023_search.jsonl.gz", "rt", encoding="utf-8"):
        for found in json.loads(line)["search_result"] or ():
            text = found.get("text") or ""
            texts += [text[start : start + 800] for start in range(0, len(text) - 800, 800)][:3]
    for line in gzip.open(NEWS / "2023_qa.jsonl.gz", "rt", encoding="utf-8"):
        questions.append(json.loads(line)["question_sentence"])
    return texts, questions


def _shipped() -> tuple[list[str], list[str]]:
    texts = [text for file in sorted(SHIPPED_CORPUS.glob("*.md")) for text in file.read_text("utf-8").split("\n\n")]
    return [text for text in texts if len(text) > 60], [
        "Who is a member?",
        "Who takes the chair?",
        "When was it founded?",
    ]


def _some(lines: list[str], count: int) -> list[str]:
    lines = list(dict.fromkeys(lines))
    return lines[:: max(1, len(lines) // count)][:count]


def fill(folder: Path, sample: Sample, count: int) -> Store:
    """A store of so many chunks, written past the readers: rows as `index/rows.py` writes them, without files."""
    store = Store(folder, encoder="scale", dimension=sample.vectors.shape[1])
    random = np.random.default_rng(7)
    words = [text.split() for text in sample.texts]
    db = sqlite3.connect(store.path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("INSERT OR IGNORE INTO files VALUES ('made', 0, 0, 0, 1, '', '', 0, NULL, 0, 0, 0)")
    done = 0
    while done < count:
        _write(db, list(_documents(random, words, done, min(_BLOCK, count - done))), sample, random)
        done += min(_BLOCK, count - done)
    db.execute("UPDATE meta SET value = '1' WHERE key = 'complete'")
    db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes'")
    db.commit()
    db.close()
    return store


@dataclass(frozen=True)
class _Made:
    number: int  # of its first chunk
    day: int
    sources: list[int]  # the real text of each chunk
    texts: list[str]


def _documents(random: np.random.Generator, words: list[list[str]], first: int, count: int) -> Iterator[_Made]:
    for number in range(first, first + count, CHUNKS):
        sources = random.integers(len(words), size=min(CHUNKS, first + count - number)).tolist()
        starts = random.random(len(sources))
        texts = [
            " ".join(words[source][int(start * max(1, len(words[source]) - WORDS)) :][:WORDS])
            for source, start in zip(sources, starts, strict=True)
        ]
        yield _Made(number, END - int(random.integers(365 * YEARS)), sources, texts)


def _write(db: sqlite3.Connection, made: list[_Made], sample: Sample, random: np.random.Generator) -> None:
    sources = np.array([source for document in made for source in document.sources])
    noise = random.standard_normal((len(sources), sample.vectors.shape[1]), dtype=np.float32)
    vectors = sample.vectors[sources] + np.float32(NOISE / noise.shape[1] ** 0.5) * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chunks, documents = [], []
    for document in made:
        day = date.fromordinal(document.day).isoformat()
        identity = document.number // CHUNKS + 1
        documents.append((
            identity, "made", f"{identity:064x}", random.bytes(512), f"{identity}.txt", f"Report {identity}", "made",
            "en", "", None, 0.0, "[]", day, day, "day", "front matter", 0, None, document.day, f"{day}T00:00:00.000000",
            " ".join(document.texts),
        ))  # fmt: skip
        start = 0
        for place, text in enumerate(document.texts):
            chunks.append((document.number + place + 1, identity, start, start + len(text), text))
            start += len(text) + 1
    db.executemany(f"INSERT INTO documents VALUES ({', '.join('?' * 21)})", documents)
    keys = [number.to_bytes(16, "big") for number, *_ in chunks]
    db.executemany("INSERT INTO vectors VALUES (?, ?)", zip(keys, map(bytes, vectors), strict=True))
    rows = [
        (number, identity, start, end, key) for (number, identity, start, end, _), key in zip(chunks, keys, strict=True)
    ]
    db.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?)", rows)
    db.executemany(
        "INSERT INTO words (rowid, text, title) VALUES (?, ?, ?)", [(c[0], c[4], f"Report {c[1]}") for c in chunks]
    )
    db.commit()
