"""The index of a corpus folder: kept in step with the folder, and searched.

A search reads one state of the store from end to end; a file taken up meanwhile is in the next search,
whole. Reads of one process take turns: SQLite and FAISS answer within milliseconds, and an index that is
never half of two states is worth more than answering two threads at once.
"""

import hashlib
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from corpus.documents import Document, Published
from corpus.errors import IndexUnusable
from corpus.folder import list_files
from corpus.settings import Settings
from index import rows
from index.cluster.address import is_milvus
from index.derived import Beside
from index.encoder import Encoder, default_encoder
from index.explain import Considered, explain
from index.face import AnyIndex
from index.reprints import reprints_of
from index.retrieve import Hit, State, Wanted, retrieve
from index.store import SCHEMA_VERSION, Broken, Store
from index.sync import Progress, SyncReport, sync, unit_vectors

__all__ = ["Hit", "Index", "index_name", "open_index"]

_CHEAP_SCAN = 0.05  # seconds; a folder that is looked through faster is looked through at every call
_SCAN_SHARE = 20  # a dearer look is made again only after so many times what it took


T = TypeVar("T")


class Index:
    """The index of one corpus folder. Threads may share it.

    Attributes:
        folder: The corpus folder.
        report: What the last look at the folder did.
        notices: What a user should be told, such as that the index was rebuilt; gathered over its life.
    """

    def __init__(self, folder: Path, store: Store, encoder: Encoder, settings: Settings) -> None:
        self.folder = folder
        self.report = SyncReport()
        self.notices: list[str] = []
        self._store = store
        self._encoder = encoder
        self._settings = settings
        self._lock = threading.RLock()
        self._state: State | None = None
        self._generation = 0
        self._now: date | None = None
        self._scanned = 0.0
        self._scan_cost = 0.0

    def close(self) -> None:
        """Give its files back. Not needed at the end of a program."""
        self._store.close()

    # ------------------------------------------------------------------ the folder

    def refresh(self, now: date, progress: Progress | None = None, *, at_once: bool = False) -> SyncReport:
        """Take up what changed in the folder. Cheap where nothing did: a large folder is not read each time.

        Args:
            now: Today.
            progress: Called as progress(done, total, what) while files are taken up.
            at_once: Look at the folder even where it was looked at a moment ago.

        Raises:
            CorpusError: The folder is gone or nothing in it can be read.
            IndexUnusable: The index cannot be written.
        """
        with self._lock:
            resting = self._scan_cost > _CHEAP_SCAN and time.monotonic() - self._scanned < _SCAN_SHARE * self._scan_cost
            if resting and not at_once and now == self._now and self._healthy():
                total = self.report.unchanged + self.report.added + self.report.changed
                self.report = SyncReport(unchanged=total, skipped=self.report.skipped)
                return self.report
            self._now = now
            started = time.monotonic()
            try:
                self.report = self._sync(now, progress)
            except Broken:
                self._rebuild()
                self.report = self._sync(now, progress)
            self._scanned = time.monotonic()
            idle = not (self.report.added or self.report.changed or self.report.removed)
            self._scan_cost = self._scanned - started if idle else 0.0
            self.notices.extend(self.report.notices)
            return self.report

    def _sync(self, now: date, progress: Progress | None) -> SyncReport:
        read_with = self._settings
        return sync(
            self._store,
            self.folder,
            self._encoder,
            now=now,
            max_mb=read_with.max_file_mb,
            columns=read_with.columns,
            progress=progress,
        )

    def _healthy(self) -> bool:
        try:
            with self._store.reading() as db:
                rows.content(db)
        except Broken:
            return False
        return True

    def _rebuild(self) -> None:
        try:
            self._store.rebuild()
        except Broken as error:
            raise IndexUnusable(f"The index at {self._store.path.parent} cannot be rebuilt: {error}") from error
        self._scan_cost = 0.0
        self._generation += 1

    def _read(self, question: Callable[[sqlite3.Connection, State], T]) -> T:
        """Ask one unchanging state of the store; where it is damaged or gone, rebuild it and ask again."""
        for _ in range(3):
            generation = self._generation
            broken = False
            try:
                with self._store.reading() as db:
                    if rows.is_complete(db):
                        return question(db, self._current(db))
            except Broken:
                broken = True
            with self._lock:  # where another thread is rebuilding it, this waits for the end
                if self._now is None:
                    raise IndexUnusable("The index is empty: call refresh() before it is searched.")
                if broken and generation == self._generation:
                    self._rebuild()
                self.refresh(self._now)
        raise IndexUnusable(f"The index at {self._store.path.parent} breaks as soon as it is rebuilt.")

    def _current(self, db: sqlite3.Connection) -> State:
        """What is held in memory of this state of the store, taken up if it is of another."""
        stamp = rows.stamp(db)
        if self._state is None or self._state.stamp != stamp:
            beside = Beside(self._store.path.parent, self._store.dimension, self._settings.kind, self.notices.append)
            self._state = State(stamp, *beside.take_up(db, self._settings.half_life_days))
        return self._state

    def _fingerprint(self, content: str) -> str:
        parts = (SCHEMA_VERSION, self._store.encoder, str(self._store.dimension), content)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    # ------------------------------------------------------------------ what is in it

    @property
    def version(self) -> str:
        """Fingerprint of content and encoder: the same for the same documents, however they came in."""
        return self._read(lambda db, _: self._fingerprint(rows.content(db)))

    def documents(self) -> list[Document]:
        """Every Document, newest first, undated ones last; equals by file."""
        return list(self._read(lambda db, state: state.all_documents(db)))

    def reprints(self, file: str, as_of: date | None = None) -> list[Document]:
        """The reprints of a document, oldest first, undated ones last; those alone that `as_of` may see.

        Args:
            file: The original's file.
            as_of: Only reprints published wholly on or before this day.
        """

        def found(db: sqlite3.Connection, state: State) -> list[Document]:
            numbers = reprints_of(db, file, state.originals)
            return [state.read(db, [number])[number] for number in numbers]

        reprints = self._read(found)
        return [one for one in reprints if as_of is None or (one.published and one.published.last <= as_of)]

    @property
    def begins(self) -> Published | None:
        """The date of the oldest dated document."""
        return min(self._dates(), key=lambda published: published.order, default=None)

    @property
    def ends(self) -> Published | None:
        """The date of the newest dated document."""
        return max(self._dates(), key=lambda published: published.order, default=None)

    def _dates(self) -> list[Published]:
        return [
            document.published
            for document in self._read(lambda db, state: state.all_documents(db))
            if document.published
        ]

    # ------------------------------------------------------------------ search

    def search(
        self,
        question: str,
        *,
        k: int = 24,
        as_of: date | None = None,
        recency: bool = True,
        per_document: int = 4,
    ) -> list[Hit]:
        """The chunks that speak to a question, best first.

        Args:
            question: What to look for.
            k: How many hits, at most.
            as_of: Only sources published wholly on or before this day are seen; undated ones may be younger,
                so they are not.
            recency: Whether newer sources gain by being new. Without it the ranking is the same whatever the
                dates.
            per_document: How many hits of one document, at most.

        Returns:
            Hits by falling score; equals newer first, then by file and place (without recency by these only).
        """
        if k <= 0 or per_document <= 0:
            return []
        wanted = self._wanted(question, k, as_of, recency, per_document)
        return self._read(lambda db, state: retrieve(db, state, wanted))

    def explain(
        self, question: str, *, file: str = "", k: int = 24, as_of: date | None = None, recency: bool = True
    ) -> list[Considered]:
        """What `search` considers, each with its numbers and what became of it: the hits, then the rest, best first.

        With `file` only this document's chunks; where no search came upon it, the reason why.
        """
        wanted = self._wanted(question, max(0, k), as_of, recency, 4)
        return self._read(lambda db, state: explain(db, state, wanted, file))

    def _wanted(self, question: str, k: int, as_of: date | None, recency: bool, per_document: int) -> Wanted:
        vector = unit_vectors(self._encoder, [question])[0]
        weight = self._settings.recency if recency else 0.0
        return Wanted(question, vector, k, as_of, weight, recency, per_document)


def open_index(
    folder: Path,
    *,
    now: date,
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> AnyIndex:
    """The index of a corpus folder, brought up to date; or the corpus on Milvus, where the settings name one.

    Args:
        folder: The corpus folder; of no effect on Milvus, which `dateline index` fills.
        now: Today; years missing in a date are inferred from the text up to it.
        encoder: Instead of the one the settings name.
        settings: Instead of those of the environment.
        progress: Called as progress(done, total, what) while files are taken up.

    Raises:
        CorpusError: The folder is missing, or nothing in it can be read.
        IndexUnusable: The index cannot be written, or the model cannot be loaded.
    """
    settings = settings or Settings()
    if is_milvus(settings.index):
        from index.cluster.search import open_milvus

        return open_milvus(settings, encoder, now=now)
    folder = Path(folder)
    list_files(folder)  # a missing corpus must not leave an index folder behind
    encoder = encoder or default_encoder(settings.model)
    place = settings.index.expanduser() / index_name(folder, encoder.name)
    store = Store(place, encoder=encoder.name, dimension=encoder.dimension)
    if notice := getattr(encoder, "notice", ""):  # why it is not the usual one; a toy has none
        store.notices.append(notice)
    index = Index(folder, store, encoder, settings)
    index.refresh(now, progress)
    return index


def index_name(folder: Path, encoder: str) -> str:
    """The folder one corpus' index lies in: readable, and its own for each corpus folder and encoder."""
    path = str(folder.resolve())
    parts = (
        _slug(folder.resolve().name),
        hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:10],
        _slug(encoder),
    )
    return "-".join(parts)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "corpus"
