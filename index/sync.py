"""Brings the store up to what stands in the corpus folder: new, changed and deleted files.

Size and times of change are the first look, the hash of the bytes the second, the documents read the
third: only new text is embedded. Files are embedded together but written one by one, each in one
transaction, so a run that is stopped goes on where it was; of a file of many chunks, what was embedded is
kept meanwhile. A file that has only just been written is hashed again at the next look, because a second
change within the clock's grain would bear the same time (git calls such files racy). Where dates.csv says
something else of a file, this file is read again.
"""

import functools
import hashlib
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import corpus
from corpus.chunks import split
from corpus.documents import Document
from corpus.errors import CorpusError, IndexUnusable
from corpus.folder import Skipped, list_files, read_file, trouble_with
from corpus.sidecar import SIDECAR, Sidecar, read_sidecar
from index import embedded, rows
from index.encoder import Encoder
from index.rows import Entry, FileState
from index.store import Store

Progress = Callable[[int, int, str], None]
"""Called as progress(done, total, what): files taken up so far, files to take up, the file at hand."""

_BATCH = 128  # chunks embedded at once, over as many files as it takes
_SETTLED_NS = 2_000_000_000  # FAT keeps times of change to two seconds; no common file system is coarser


@dataclass(frozen=True)
class SyncReport:
    """What a sync did, in files.

    Attributes:
        added: New files taken up.
        changed: Files whose documents are others than before.
        removed: Files gone from the folder, or no longer readable.
        unchanged: Files as they were.
        skipped: Files that gave no Document, each with the reason; and what dates.csv says in vain.
        notices: What a user should be told, such as that the index was rebuilt.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass
class _Run:
    """One sync under way."""

    store: Store
    folder: Path
    encoder: Encoder
    now: date
    max_mb: float
    progress: Progress | None
    reader: str
    columns: Mapping[str, str]
    sidecar: Sidecar
    known: dict[str, FileState]
    waiting: list[tuple[str, FileState, tuple[Entry, ...]]] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    removed: int = 0
    done: int = 0
    total: int = 0


def sync(
    store: Store,
    folder: Path,
    encoder: Encoder,
    *,
    now: date,
    max_mb: float = 50,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> SyncReport:
    """Make the store hold what the folder holds.

    Args:
        store: What is brought up to date.
        folder: The truth.
        encoder: For new text.
        now: Today.
        max_mb: Larger files are skipped.
        columns: The columns of tables by field, for unusual names.
        progress: Called after each file.

    Raises:
        CorpusError: The folder is missing, empty, or nothing in it can be read. The index of an empty folder
            is kept: it is more often a disk not mounted than a corpus given up.
        IndexUnusable: The index cannot be written, or the model cannot be loaded.
        Broken: The index was damaged or taken away; the caller rebuilds it.
    """
    files = list_files(folder)
    if not files:
        raise CorpusError(f"the corpus folder {str(folder)!r} is empty: put documents into it, or give another folder")
    with store.reading() as db:
        known = rows.read_files(db)
    columns, sidecar = columns or {}, read_sidecar(folder, max_mb=max_mb)
    reader = reader_fingerprint(max_mb, tuple(sorted(columns.items())))
    run = _Run(store, folder, encoder, now, max_mb, progress, reader, columns, sidecar, known)
    _remove(run, set(known) - {rows.plain(file) for file in files})
    looked = [(file, _look(run, file)) for file in files]
    pending = [(file, state) for file, state in looked if state is not None]
    run.total = len(pending)
    for file, state in pending:
        _take_up(run, file, state)
    _flush(run)
    return _finish(run, files)


@functools.cache
def reader_fingerprint(max_mb: float, columns: tuple[tuple[str, str], ...]) -> str:
    """Of what decides how every file is read: the code of `corpus/`, the size limit and the columns' names."""
    digest = hashlib.sha256(repr((max_mb, columns)).encode("utf-8", "surrogatepass"))
    for file in sorted(Path(corpus.__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def unit_vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The encoder's vectors, checked and brought to unit length. Raises IndexUnusable where they are bad."""
    vectors = np.asarray(encoder.encode(texts), dtype=np.float32)
    if vectors.shape != (len(texts), encoder.dimension):
        raise IndexUnusable(
            f"The model {encoder.name} gave vectors of shape {vectors.shape}, "
            f"expected {(len(texts), encoder.dimension)}."
        )
    if not np.isfinite(vectors).all():
        raise IndexUnusable(f"The model {encoder.name} gave a vector that holds no finite numbers.")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _look(run: _Run, file: str) -> FileState | None:
    """The file's state where it has to be read, None where it stands in the store as it is."""
    known = run.known.get(rows.plain(file))
    path, reader = run.folder / file, f"{run.reader}:{run.sidecar.fingerprint(file)}"
    unusable = FileState(-1, 0, 0, False, "", reader, run.now)  # `read_file` says what is wrong with it
    try:
        status = path.stat()
    except OSError:
        return unusable
    if not stat.S_ISREG(status.st_mode) or (path.is_symlink() and trouble_with(run.folder, file)):
        return unusable
    look = status.st_size, status.st_mtime_ns, status.st_ctime_ns
    current = known is not None and known.reader == reader and not depends_on_today(known, run.now)
    if known and current and known.settled and (known.size, known.mtime_ns, known.ctime_ns) == look:
        return None
    settled = time.time_ns() - max(look[1:]) > _SETTLED_NS
    sha256 = _hash(path) if status.st_size <= run.max_mb * 1_000_000 else ""
    state = FileState(*look, settled, sha256, reader, run.now)
    if known and current and sha256 and sha256 == known.sha256:
        kept = replace(known, size=state.size, mtime_ns=state.mtime_ns, ctime_ns=state.ctime_ns, settled=settled)
        if kept != known:
            with run.store.writing() as db:
                rows.put_file(db, rows.plain(file), kept)
        return None
    return state


def depends_on_today(known: FileState, now: date) -> bool:
    """Whether reading it today could give other dates: an inferred year, a day to come, no date at all."""
    if known.read_on == now:
        return False
    another_year = known.inferred and known.read_on.year != now.year
    return another_year or known.undated or known.newest > min(known.read_on, now).toordinal()


def _hash(path: Path) -> str:
    """SHA-256 of a file's bytes; "" where it cannot be opened, and then it is tried again at every look."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _take_up(run: _Run, file: str, state: FileState) -> None:
    """Read a file; write at once what needs no embedding, and let the rest wait for a batch."""
    result = read_file(run.folder, file, now=run.now, max_mb=run.max_mb, columns=run.columns, sidecar=run.sidecar)
    path = rows.plain(file)
    known = run.known.get(path)
    if isinstance(result, Skipped):
        _skip(run, path, replace(state, reason=rows.plain(result.reason)))
        return
    entries = tuple(entry_of(document) for document in result)
    state = _with_dates(state, entries)
    with run.store.reading() as db:
        same = known is not None and rows.fingerprints(db, path) == [entry.fingerprint for entry in entries]
    if same:
        with run.store.writing() as db:
            rows.put_file(db, path, state)
            rows.put_problems(db, path, entries)
        _step(run, path)
        return
    run.waiting.append((path, state, entries))
    if sum(len(entry.chunks) for _, _, waiting in run.waiting for entry in waiting) >= _BATCH:
        _flush(run)


def _skip(run: _Run, path: str, state: FileState) -> None:
    known = run.known.get(path)
    if known != state:
        with run.store.writing() as db:
            rows.drop_documents(db, path)
            rows.put_file(db, path, state)
    if known is not None and known.reason is None:
        run.removed += 1
    _step(run, path)


def entry_of(document: Document) -> Entry:
    """A Document cut into Chunks, its texts such as a database can hold."""
    texts = (document.file, document.text, document.title, document.source, document.language, document.url)
    if any(rows.plain(text) != text for text in texts):
        file, text, title, source, language, url = map(rows.plain, texts)
        document = replace(document, file=file, text=text, title=title, source=source, language=language, url=url)
    return Entry(document, tuple(split(document)))


def _with_dates(state: FileState, entries: Sequence[Entry]) -> FileState:
    dates = [entry.document.published for entry in entries]
    return replace(
        state,
        undated=None in dates,
        inferred=any(published.inferred for published in dates if published),
        newest=max((published.last.toordinal() for published in dates if published), default=0),
    )


def _flush(run: _Run) -> None:
    """Embed what waits, and write it file by file."""
    chunks = {
        rows.vector_key(chunk): chunk for _, _, entries in run.waiting for entry in entries for chunk in entry.chunks
    }
    with run.store.reading() as db:
        vectors = embedded.known_vectors(db, chunks, run.store.dimension)
    missing = [key for key in chunks if key not in vectors]
    for start in range(0, len(missing), _BATCH):
        keys = missing[start : start + _BATCH]
        made = dict(
            zip(keys, unit_vectors(run.encoder, [rows.embedded_text(chunks[key]) for key in keys]), strict=True)
        )
        vectors |= made
        if len(missing) > _BATCH:  # a large table: a run that is stopped within it need not embed these again
            with run.store.writing() as db:
                rows.put_vectors(db, made)
    for path, state, entries in run.waiting:
        with run.store.writing() as db:
            # Another process may have taken up the same file meanwhile.
            if rows.fingerprints(db, path) != [entry.fingerprint for entry in entries]:
                rows.put_file(db, path, state)
                rows.put_documents(db, path, entries, vectors)
        known = run.known.get(path)
        if known is not None and known.reason is None:
            run.changed += 1
        else:
            run.added += 1
        _step(run, path)
    run.waiting.clear()


def _remove(run: _Run, gone: set[str]) -> None:
    if gone:
        with run.store.writing() as db:
            for path in gone:
                rows.drop_file(db, path)
    run.removed += sum(run.known[path].reason is None for path in gone)


def _step(run: _Run, path: str) -> None:
    run.done += 1
    if run.progress is not None:
        run.progress(run.done, run.total, path)


def _finish(run: _Run, files: Sequence[str]) -> SyncReport:
    if run.added or run.changed or run.removed:
        with run.store.writing() as db:
            embedded.drop_unused_vectors(db)
    with run.store.reading() as db:
        skips, count = rows.skipped_files(db), rows.count_files(db)
        documents, complete = rows.count_documents(db), rows.is_complete(db)
    skipped = tuple(Skipped(path, reason) for path, reason in skips)
    if not documents:
        first = "; ".join(f"{skip.file}: {skip.reason}" for skip in skipped[:3])
        raise CorpusError(
            f"none of the {len(files)} files in {str(run.folder)!r} could be read ({first}): see `dateline doctor`"
        )
    if not complete:
        with run.store.writing() as db:
            rows.set_complete(db)
    unchanged = count - len(skipped) - run.added - run.changed
    notices = tuple(run.store.take_notices())
    skipped += tuple(Skipped(SIDECAR, fault) for fault in run.sidecar.faults(files))
    return SyncReport(run.added, run.changed, run.removed, max(0, unchanged), skipped, notices)
