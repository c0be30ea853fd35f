"""Documents, chunks, words and vectors as rows of the store, and back.

Each function works inside a transaction its caller holds. The fingerprint of the whole content is a sum
of the documents' fingerprints modulo 2^256: it can be kept up to date document by document, and the order
of adding leaves no trace in it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Chunk, Document, Precision, Published, Signal
from corpus.reprints import sketch
from index.store import Broken

_MODULUS = 1 << 256
_FIELDS = (
    "file, text, title, source, language, url, modified, dropped, problems, "
    "first, last, precision, signal, inferred, time"
)
_FILE = "size, mtime_ns, ctime_ns, settled, sha256, reader, read_on, reason, undated, inferred, newest"
_SOME = 500  # bound values in one statement; older SQLite takes 999


@dataclass(frozen=True)
class FileState:
    """What is known of a file when it was last read.

    Attributes:
        size: Its bytes.
        mtime_ns: Its time of change; with `size` and `ctime_ns`, the cheap first look for a change.
        ctime_ns: Its inode's time of change, which no copying tool sets back.
        settled: False where it had just been written: a second change may then bear the same time.
        sha256: Of its bytes.
        reader: Fingerprint of the code and settings it was read with.
        read_on: The day taken for today when it was read; an inferred year depends on it.
        reason: Why it gave no Document, or None.
        undated: Whether one of its Documents has no date.
        inferred: Whether a part of one's date was inferred.
        newest: Ordinal of its newest day, 0 if it has none.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    settled: bool
    sha256: str
    reader: str
    read_on: date
    reason: str | None = None
    undated: bool = False
    inferred: bool = False
    newest: int = 0


@dataclass(frozen=True)
class Entry:
    """A Document as it is indexed: with its Chunks, all of them of this very Document."""

    document: Document
    chunks: tuple[Chunk, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the Document and where it was cut."""
        spans = ",".join(f"{chunk.start}-{chunk.end}" for chunk in self.chunks)
        return hashlib.sha256(f"{self.document.hash}\x1f{spans}".encode()).hexdigest()


def plain(text: str) -> str:
    """The text without lone surrogates, which SQLite cannot hold; length and offsets stay as they are.

    >>> plain("a" + chr(0xD800))
    'a?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def embedded_text(chunk: Chunk) -> str:
    """What is embedded for a chunk: its words under its headline, as a paragraph seldom names its subject."""
    title = chunk.document.title.strip()
    return chunk.text if not title or chunk.text.lstrip().startswith(title) else f"{title}\n{chunk.text}"


def vector_key(chunk: Chunk) -> bytes:
    """Under what a chunk's vector is kept: the hash of the text it was made from."""
    return hashlib.sha256(embedded_text(chunk).encode()).digest()[:16]


# ---------------------------------------------------------------------- files


def read_files(db: sqlite3.Connection) -> dict[str, FileState]:
    """Every file known, by its path."""
    return {path: _file_state(row) for path, *row in db.execute(f"SELECT path, {_FILE} FROM files")}


def _file_state(row: Sequence[Any]) -> FileState:
    size, mtime, ctime, settled, sha, reader, on, reason, undated, inferred, newest = row
    day = date.fromordinal(on)
    flags = bool(undated), bool(inferred)
    return FileState(size, mtime, ctime, bool(settled), sha, reader, day, reason, *flags, newest)


def put_file(db: sqlite3.Connection, path: str, state: FileState) -> None:
    """Keep what is known of a file; its documents stay as they are."""
    values = (
        path, state.size, state.mtime_ns, state.ctime_ns, state.settled, state.sha256, state.reader,
        state.read_on.toordinal(), state.reason, state.undated, state.inferred, state.newest,
    )  # fmt: skip
    names = _FILE.split(", ")
    db.execute(
        f"INSERT INTO files (path, {_FILE}) VALUES ({_marks(values)}) "
        f"ON CONFLICT (path) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}",
        values,
    )


def drop_file(db: sqlite3.Connection, path: str) -> None:
    """Forget a file, its documents, chunks and words. Vectors stay until `drop_unused_vectors`."""
    drop_documents(db, path)
    db.execute("DELETE FROM files WHERE path = ?", (path,))


# ---------------------------------------------------------------------- documents


def fingerprints(db: sqlite3.Connection, path: str) -> list[str]:
    """Of a file's documents, in their order."""
    return [row[0] for row in db.execute("SELECT fingerprint FROM documents WHERE path = ? ORDER BY id", (path,))]


def put_vectors(db: sqlite3.Connection, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
    """Keep vectors ahead of their chunks; where those never come, `drop_unused_vectors` drops them again."""
    db.executemany(
        "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
        ((key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()),
    )


def put_documents(
    db: sqlite3.Connection, path: str, entries: Iterable[Entry], vectors: Mapping[bytes, NDArray[np.float32]]
) -> None:
    """Put these in place of a known file's documents; `vectors` has one for every chunk's `vector_key`."""
    drop_documents(db, path)
    for entry in entries:
        values = (path, entry.fingerprint, _sketch(entry.document), *_document_row(entry.document))
        cursor = db.execute(
            f"INSERT INTO documents (path, fingerprint, sketch, {_FIELDS}, day, moment) VALUES ({_marks(values)})",
            values,
        )
        for chunk in entry.chunks:
            key = vector_key(chunk)
            db.execute("INSERT OR IGNORE INTO vectors VALUES (?, ?)", (key, vectors[key].astype("<f4").tobytes()))
            row = (cursor.lastrowid, chunk.start, chunk.end, key)
            number = db.execute(
                'INSERT INTO chunks (document, start, "end", vector) VALUES (?, ?, ?, ?)', row
            ).lastrowid
            db.execute(
                "INSERT INTO words (rowid, text, title) VALUES (?, ?, ?)",
                (number, chunk.text, entry.document.title),
            )
        _count(db, entry.fingerprint, +1)


def drop_documents(db: sqlite3.Connection, path: str) -> None:
    """Take a file's documents out, with their chunks and words."""
    found = db.execute("SELECT id, fingerprint, text, title FROM documents WHERE path = ?", (path,)).fetchall()
    for number, fingerprint, text, title in found:
        db.execute("INSERT OR IGNORE INTO loose SELECT vector FROM chunks WHERE document = ?", (number,))
        words = [
            ("delete", chunk, text[start:end], title)
            for chunk, start, end in db.execute('SELECT id, start, "end" FROM chunks WHERE document = ?', (number,))
        ]
        db.executemany("INSERT INTO words (words, rowid, text, title) VALUES (?, ?, ?, ?)", words)
        _count(db, fingerprint, -1)
    db.execute("DELETE FROM documents WHERE path = ?", (path,))


def put_problems(db: sqlite3.Connection, path: str, entries: Iterable[Entry]) -> None:
    """Bring problems and sketches of else unchanged documents up to date: they are no part of a document's hash."""
    for entry in entries:
        values = (_problems(entry.document), _sketch(entry.document), path, entry.document.file)
        db.execute("UPDATE documents SET problems = ?, sketch = ? WHERE path = ? AND file = ?", values)


def document_numbers(db: sqlite3.Connection) -> list[int]:
    """The ids of all documents."""
    return [number for (number,) in db.execute("SELECT id FROM documents")]


def read_documents(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Document]:
    """Documents by their ids."""
    query = f"SELECT {_FIELDS} FROM documents WHERE id = ?"
    found: dict[int, Document] = {}
    for number in numbers:
        row = db.execute(query, (int(number),)).fetchone()
        if row is None:
            raise Broken(f"document {number} is missing")
        found[number] = _document(row)
    return found


def count_documents(db: sqlite3.Connection) -> int:
    """How many there are."""
    return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])


def _document_row(document: Document) -> tuple[object, ...]:
    published = document.published
    fields = (
        document.file, document.text, document.title, document.source, document.language, document.url,
        document.modified and document.modified.isoformat(), document.dropped, _problems(document),
    )  # fmt: skip
    if published is None:
        return (*fields, *[None] * 8)
    return (
        *fields, published.first.isoformat(), published.last.isoformat(),
        published.precision.value, published.signal.value, published.inferred,
        published.time and published.time.isoformat(), published.last.toordinal(),
        published.order[1].isoformat(timespec="microseconds"),
    )  # fmt: skip


def _sketch(document: Document) -> bytes:
    return sketch(document.text).astype("<u4").tobytes()


def _problems(document: Document) -> str:
    return json.dumps([plain(problem) for problem in document.problems], ensure_ascii=False)


def _document(row: Sequence[Any]) -> Document:
    *texts, modified, dropped, problems, first, last, precision, signal, inferred, time = row
    try:
        published = first and Published(
            date.fromisoformat(first), date.fromisoformat(last), Precision(precision), Signal(signal),
            bool(inferred), datetime.fromisoformat(time) if time else None,
        )  # fmt: skip
        file, text, title, source, language, url = texts
        changed = date.fromisoformat(modified) if modified else None
        return Document(
            file, text, title, source, published or None, language, url, changed, dropped, tuple(json.loads(problems))
        )
    except (ValueError, TypeError) as error:
        raise Broken(f"document {texts[0]}: {error}") from error


# ---------------------------------------------------------------------- vectors and content


def drop_unused_vectors(db: sqlite3.Connection) -> None:
    """Forget the vectors of texts that no chunk has any more: of those a chunk lost, `drop_documents` keeps a list."""
    db.execute(
        "DELETE FROM vectors WHERE hash IN (SELECT hash FROM loose) "
        "AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.vector = vectors.hash)"
    )
    db.execute("DELETE FROM loose")


def content(db: sqlite3.Connection) -> str:
    """Fingerprint of all documents: the same for the same documents, in whatever order they came."""
    row = db.execute("SELECT value FROM meta WHERE key = 'content'").fetchone()
    if row is None:
        raise Broken("no content version")
    return str(row[0])


def stamp(db: sqlite3.Connection) -> str:
    """Of this very state of this very file: content that went and came back has other ids, another stamp."""
    found = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('born', 'changes')"))
    return f"{found.get('born')}:{found.get('changes')}"


def is_complete(db: sqlite3.Connection) -> bool:
    """Whether a sync has ever come to its end here: what was begun again may not answer before that."""
    return bool(db.execute("SELECT value = '1' FROM meta WHERE key = 'complete'").fetchone() == (1,))


def set_complete(db: sqlite3.Connection) -> None:
    """Say that a sync has come to its end."""
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('complete', '1')")


def _count(db: sqlite3.Connection, fingerprint: str, sign: int) -> None:
    total = (int(content(db), 16) + sign * int(fingerprint, 16)) % _MODULUS
    db.execute("UPDATE meta SET value = ? WHERE key = 'content'", (f"{total:064x}",))
    db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'changes'")


def known_vectors(db: sqlite3.Connection, keys: Iterable[bytes], dimension: int) -> dict[bytes, NDArray[np.float32]]:
    """The vectors that are there already, of those asked for."""
    wanted = list(dict.fromkeys(keys))
    found: dict[bytes, NDArray[np.float32]] = {}
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
        for key, blob in db.execute(f"SELECT hash, vector FROM vectors WHERE hash IN ({_marks(some)})", some):
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


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
