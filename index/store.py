"""The one truth on disk: documents, chunks, words and vectors of one corpus, in one SQLite file.

A file's documents are written in one transaction, so an interrupted run leaves whole files or none.
Everything else on disk (`index/derived.py`) is derived from here; an id is never given twice, so that those files may
name chunks by it. A vector is kept under the hash of the text
it was made from: a text that moved, or came back with another date, is not embedded again, and reprints
of one text have bit for bit the same vector. The words table keeps no text of its own (contentless FTS5:
half the size), so a row's words must be given again to delete it. Nothing in here is ever mended in
place: the corpus folder holds all of it, so what is damaged is rebuilt.
"""

import os
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexUnusable

SCHEMA_VERSION = "4"
FILE_NAME = "index.sqlite"
_BUSY_SECONDS = 60  # another process may be writing; each of its transactions is one file
_CHECKED_BYTES = 32_000_000  # up to this size the whole file is checked when it is opened: about 0.1 s

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL,
    settled INTEGER NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL,
    read_on INTEGER NOT NULL, reason TEXT,
    undated INTEGER NOT NULL, inferred INTEGER NOT NULL, newest INTEGER NOT NULL);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL REFERENCES files(path) ON DELETE CASCADE,
    fingerprint TEXT NOT NULL, sketch BLOB NOT NULL,
    file TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL, url TEXT NOT NULL,
    modified TEXT, dropped REAL NOT NULL, problems TEXT NOT NULL,
    first TEXT, last TEXT, precision TEXT, signal TEXT, inferred INTEGER, time TEXT,
    day INTEGER, moment TEXT, text TEXT NOT NULL);
CREATE INDEX documents_path ON documents(path);
CREATE INDEX documents_order ON documents(day, moment, file);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL REFERENCES vectors(hash));
CREATE INDEX chunks_document ON chunks(document);
CREATE INDEX chunks_vector ON chunks(vector);
CREATE TABLE vectors (hash BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE loose (hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    text, title, content='', tokenize='porter unicode61 remove_diacritics 2');
"""


class Broken(Exception):
    """The file is no index, or a damaged one: to be rebuilt. Never leaves `index/`."""


class Store:
    """One corpus' SQLite file, with a reading and a writing connection; threads and processes may share it.

    Args:
        folder: The index folder; made if missing.
        encoder: Name of the encoder whose vectors it holds.
        dimension: Their length.

    Raises:
        IndexUnusable: The folder cannot be written.
    """

    def __init__(self, folder: Path, *, encoder: str, dimension: int) -> None:
        self.path = folder / FILE_NAME
        self.encoder = encoder
        self.dimension = dimension
        self.notices: list[str] = []
        self._reading = threading.RLock()
        self._writing = threading.RLock()
        self._open_or_rebuild()

    def close(self) -> None:
        """Give the file back."""
        self._finalizer()

    def take_notices(self) -> list[str]:
        """Sentences on what had to be rebuilt since the last call."""
        notices, self.notices = self.notices, []
        return notices

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A view of the index that no write changes. Raises Broken where the file is gone or damaged."""
        with self._reading, self._named_errors():
            self._same_file()
            with _transaction(self._reader, "BEGIN"):
                yield self._reader

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or none. Raises Broken as `reading` does."""
        with self._writing, self._named_errors():
            self._same_file()
            with _transaction(self._writer, "BEGIN IMMEDIATE"):
                yield self._writer

    def rebuild(self) -> None:
        """Start an empty file in place of a damaged or missing one, and keep a notice that says so.

        A file that another process put there meanwhile is opened as it is: two processes must not throw
        away each other's.
        """
        with self._writing, self._reading:
            self.close()
            if self._found_identity() == self._identity:
                self._delete()
            if self._found_identity() is None:
                self._note_unreadable()
            self._open_or_rebuild()

    # ------------------------------------------------------------------ opening

    def _open_or_rebuild(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error
        try:
            self._connect()
        except Broken:
            self._delete()
            self._note_unreadable()
            try:
                self._connect()
            except Broken as error:
                raise self._unusable(str(error)) from error

    def _connect(self) -> None:
        self._reader, self._writer = (
            sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            for _ in "rw"
        )
        self._finalizer = weakref.finalize(self, _close, self._reader, self._writer)
        try:
            with self._named_errors():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        for connection in (self._writer, self._reader):
            _patiently(connection, "PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        self._identity = self._found_identity()
        if self.path.stat().st_size <= _CHECKED_BYTES:
            (result,) = self._writer.execute("PRAGMA quick_check(1)").fetchone()
            if result != "ok":
                raise Broken(result)
        with _transaction(self._writer, "BEGIN IMMEDIATE") as db:
            names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
            if names and not {"meta", "files", "documents", "chunks", "vectors", "words"} <= names:
                raise Broken("a database of something else")
            wanted = {"schema": SCHEMA_VERSION, "encoder": self.encoder, "dimension": str(self.dimension)}
            found = dict(db.execute("SELECT key, value FROM meta")) if names else {}
            differing = [key for key in wanted if found.get(key) != wanted[key]]
            if not differing:
                return
            if names:
                _drop_everything(db)
                self.notices.append(_rebuilt_notice(self.path.parent, differing[0], found, wanted))
            start = [("content", f"{0:064x}"), ("born", uuid.uuid4().hex), ("changes", "0"), ("complete", "0")]
            for statement in _TABLES.split(";"):
                db.execute(statement)
            db.executemany("INSERT INTO meta VALUES (?, ?)", [*wanted.items(), *start])

    def _same_file(self) -> None:
        if self._found_identity() != self._identity:
            raise Broken("the file is gone or was replaced")

    def _found_identity(self) -> tuple[int, int] | None:
        """Which file lies there now, or None; SQLite itself goes on reading and writing a deleted one."""
        try:
            status = os.stat(self.path)
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _note_unreadable(self) -> None:
        self.notices.append(f"The index at {self.path.parent} could not be read and was rebuilt.")

    def _delete(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            try:
                Path(f"{self.path}{ending}").unlink(missing_ok=True)
            except OSError as error:
                raise self._unusable(error.strerror or str(error)) from error
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error.strerror or str(error)) from error

    # ------------------------------------------------------------------ errors

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """SQLite's errors as Broken (the file's fault: rebuild) or IndexUnusable (the machine's)."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if "no such module: fts5" in str(error):
                raise IndexUnusable(
                    "This Python's SQLite lacks FTS5. Use a Python from python.org or your system."
                ) from error
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise IndexUnusable(
                    f"Another process is writing the index {self.path}. Try again when it is done."
                ) from error
            if code == sqlite3.SQLITE_ERROR or not self.path.exists():
                raise Broken(str(error)) from error
            raise self._unusable(str(error)) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise  # a constraint or a misuse: our mistake, which rebuilding would hide
            raise Broken(str(error)) from error

    def _unusable(self, why: str) -> IndexUnusable:
        return IndexUnusable(
            f"The index folder {self.path.parent} cannot be used: {why}. "
            "Make room on its disk, or give another folder (--index, or DATELINE_INDEX)."
        )


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Runs a statement for which SQLite does not wait by itself while another process opens the same file."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
                raise
            if time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _close(*connections: sqlite3.Connection) -> None:
    for connection in connections:
        connection.close()


@contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[sqlite3.Connection]:
    db.execute(begin)
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _drop_everything(db: sqlite3.Connection) -> None:
    for table in ("words", "chunks", "vectors", "loose", "documents", "files", "meta"):  # referring ones come first
        db.execute(f"DROP TABLE IF EXISTS {table}")  # older versions have fewer


def _rebuilt_notice(folder: Path, key: str, found: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    what = {
        "schema": "by another version of Dateline",
        "encoder": "with another model",
        "dimension": "with other vectors",
    }
    change = f"{found.get(key, 'unknown')}, now {wanted[key]}"
    return f"The index at {folder} was made {what[key]} ({change}) and was rebuilt."
