"""Documents and chunks as rows of Milvus, and back.

Ids follow from content and generation, so that a batch that is written again after a worker died writes the same rows
over themselves: nothing is lost and nothing is twice. A document is told by the hash of all that an answer can depend
on; what is not part of that (problems, the share of page chrome) is kept, too.
"""

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from corpus.documents import Chunk, Document, Precision, Published, Signal
from corpus.errors import IndexUnusable
from corpus.reprints import PERMUTATIONS, Sketch
from index.cluster.schema import FOREVER, LONGEST, PIECE, UNDATED
from index.rows import Entry

_MICROSECOND = timedelta(microseconds=1)
_BAND = 3  # numbers of a sketch in each band, as in corpus/reprints.py
_WORD = re.compile(r"[^\W_]+")


def document_id(entry: Entry, generation: int) -> str:
    """The id of a document that is first seen at a generation."""
    told = f"{generation}\x1f{entry.document.file}\x1f{entry.fingerprint}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def day_of(document: Document) -> int:
    """The ordinal of a document's last possible day; `UNDATED` where it has none."""
    return document.published.last.toordinal() if document.published else UNDATED


def moment_of(document: Document) -> int:
    """A number that is greater for newer documents; -1 where undated."""
    return (document.published.order[1] - datetime.min) // _MICROSECOND if document.published else -1


# ---------------------------------------------------------------------- documents


def document_rows(entry: Entry, path: str, sketch: Sketch, generation: int) -> list[dict[str, Any]]:
    """The rows of a document: one for each part of its JSON.

    Args:
        entry: The document, with its chunks.
        path: The file it was read from.
        sketch: Its MinHash.
        generation: The first that sees it.
    """
    document, name = entry.document, document_id(entry, generation)
    row = {
        "since": generation,
        "until": FOREVER,
        "bands": bands(sketch),
        "day": day_of(document),
        "moment": moment_of(document),
        "chunks": len(entry.chunks),
        "document": name,
        "fingerprint": entry.fingerprint,
        "sketch": sketch.astype("<u4").tobytes().hex(),
        "file": _short(document.file, document.file),
        "path": _short(path, path),
    }
    return [
        {**row, "id": f"{name}:{part}", "part": part, "piece": piece}
        for part, piece in enumerate(_pieces(_to_json(document)))
    ]


def document_of(pieces: Sequence[str]) -> Document:
    """The document of these parts.

    Raises:
        IndexUnusable: They are not whole.
    """
    try:
        found = json.loads("".join(pieces))
        published, modified = found.pop("published"), found.pop("modified")
        problems = tuple(found.pop("problems"))
        return Document(
            **found,
            published=_published(published) if published else None,
            modified=date.fromisoformat(modified) if modified else None,
            problems=problems,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexUnusable(
            f"A document in Milvus is damaged ({error}): restore it from a backup, or fill another name."
        ) from error


def sketch_of(text: str) -> Sketch:
    """The MinHash that `document_rows` wrote."""
    found = np.frombuffer(bytes.fromhex(text), dtype="<u4").astype(np.uint32)
    if len(found) != PERMUTATIONS:
        raise IndexUnusable("A document in Milvus has a sketch of another version: fill another name.")
    return found


def bands(sketch: Sketch) -> dict[int, float]:
    """The bands of a sketch as a sparse vector, whose inner product with another is the bands they share.

    >>> one, other = np.arange(128, dtype=np.uint32), np.arange(128, dtype=np.uint32)
    >>> other[0] = 7
    >>> len(bands(one)), len(bands(one).keys() & bands(other).keys())
    (42, 41)
    """
    found = {}
    for number, start in enumerate(range(0, len(sketch) - _BAND + 1, _BAND)):
        told = number.to_bytes(2, "little") + sketch[start : start + _BAND].astype("<u4").tobytes()
        found[int.from_bytes(hashlib.blake2b(told, digest_size=4).digest(), "little") % (2**32 - 2)] = 1.0
    return found


def _to_json(document: Document) -> str:
    published = document.published
    return json.dumps(
        {
            "file": document.file, "text": document.text, "title": document.title, "source": document.source,
            "language": document.language, "url": document.url, "dropped": document.dropped,
            "problems": list(document.problems), "modified": document.modified and document.modified.isoformat(),
            "published": published and {
                "first": published.first.isoformat(), "last": published.last.isoformat(),
                "precision": published.precision.value, "signal": published.signal.value,
                "inferred": published.inferred, "time": published.time and published.time.isoformat(),
            },
        }
    )  # fmt: skip


def _pieces(text: str) -> Iterator[str]:
    """JSON in parts; it is ASCII, so a character is a byte."""
    yield from (text[start : start + PIECE] for start in range(0, len(text), PIECE))


def _published(found: Mapping[str, Any]) -> Published:
    time = found["time"]
    return Published(
        date.fromisoformat(found["first"]), date.fromisoformat(found["last"]), Precision(found["precision"]),
        Signal(found["signal"]), bool(found["inferred"]), datetime.fromisoformat(time) if time else None,
    )  # fmt: skip


def _short(name: str, file: str) -> str:
    if len(name.encode()) > LONGEST:
        raise IndexUnusable(f"The name {file[:80]!r}... is longer than {LONGEST} bytes: shorten it.")
    return name


# ---------------------------------------------------------------------- chunks


def chunk_rows(entry: Entry, vectors: NDArray[np.float32], name: str, generation: int) -> list[dict[str, Any]]:
    """The rows of a document's chunks.

    Args:
        entry: The document, with its chunks.
        vectors: One for each chunk, with its part of recency.
        name: The document's id.
        generation: The first that sees them.
    """
    document = entry.document
    return [
        {
            "id": f"{name}:{chunk.start}:{generation}",
            "since": generation,
            "until": FOREVER,
            "vector": vector,
            "words": words_of(chunk),
            "start": chunk.start,
            "end": chunk.end,
            "day": day_of(document),
            "moment": moment_of(document),
            "document": name,
            "file": document.file,
        }
        for chunk, vector in zip(entry.chunks, vectors.tolist(), strict=True)
    ]


def words_of(chunk: Chunk) -> str:
    """What BM25 reads of a chunk: its words' stems, twice, and its headline's, which so weigh half.

    >>> words_of(Chunk(Document("a.md", "He chaired it.", "The Chair", ""), 0, 14))
    'he chair it he chair it the chair'
    """
    text = stems(chunk.text)
    return _cut(" ".join((*text, *text, *stems(chunk.document.title))))


def stems(text: str) -> list[str]:
    """The stems of a text's words, without accents, as FTS5 makes them: Milvus only parts them at blanks.

    >>> stems("Cafés chaired")
    ['cafe', 'chair']
    """
    folded = "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))
    return [_stem(word) for word in _WORD.findall(folded)]


@functools.lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(snowballstemmer.stemmer("porter").stemWord(word))


def _cut(text: str) -> str:
    """A chunk has some hundred characters, but a headline can have any number."""
    return text.encode()[:LONGEST].decode("utf-8", "ignore") or "-"
