"""What a worker does with a batch of files: hash, read, date, cut, embed, and write the rows of the next generation.

A batch can be done again at any time, by another worker too: what is known is read from the generation that is seen,
ids follow from content, and what a batch ends, it ends at the same generation again. So a worker that dies half-way
leaves nothing that a question sees, and nothing that the next one does not write over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np

from corpus.errors import IndexUnusable
from corpus.folder import Skipped
from corpus.readers import Context
from corpus.reprints import sketch
from corpus.sidecar import Sidecar
from index.cluster.address import Address, connect
from index.cluster.ledger import Ledger
from index.cluster.recency import part_of_chunk
from index.cluster.rows import chunk_rows, day_of, document_id, document_rows
from index.cluster.schema import CHUNKS, DOCUMENTS, one_of, quoted, seen
from index.cluster.sources import Source
from index.encoder import Encoder, default_encoder
from index.rows import Entry, FileState, embedded_text, plain
from index.sync import depends_on_today, entry_of, reader_fingerprint, unit_vectors

_AT_ONCE = 512  # chunks embedded and written at once
_REASON = 2_000  # characters of why a file was skipped


@dataclass(frozen=True)
class Job:
    """All that a worker must know; it travels to it.

    Attributes:
        address: The corpus on Milvus.
        source: Where files come from.
        generation: The one that is being made; the one before is what is known.
        now: Today.
        max_mb: Larger files are skipped.
        columns: The columns of tables with unusual names.
        reader: Fingerprint of the code that reads, so that no node reads with another version.
        sidecar: The folder's dates.csv.
        half_life: Of the recency dimension.
        reference: What it is reckoned from.
        model: The setting DATELINE_MODEL.
        encoder: Instead of the one that it names.
    """

    address: Address
    source: Source
    generation: int
    now: date
    max_mb: float
    columns: Mapping[str, str]
    reader: str
    sidecar: Sidecar
    half_life: float
    reference: float
    model: str = ""
    encoder: Encoder | None = None

    @property
    def context(self) -> Context:
        """What reading depends on besides a file."""
        return Context(self.now, self.max_mb, self.columns)


@dataclass(frozen=True)
class Part:
    """A document that came or went: its id and fingerprint, its day, and how many chunks it has."""

    document: str
    fingerprint: str
    day: int
    chunks: int


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes:
        file: Its name.
        fate: "added", "changed", "removed", "unchanged" or "skipped".
        reason: Why it gave no document, if it gave none.
        came: Its new documents.
        went: Its documents that end.
    """

    file: str
    fate: str
    reason: str = ""
    came: tuple[Part, ...] = ()
    went: tuple[Part, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As it travels back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> "Outcome":
        """What `to_dict` gave."""
        came, went = (tuple(Part(**part) for part in found[key]) for key in ("came", "went"))
        return cls(found["file"], found["fate"], found["reason"], came, went)


@dataclass
class _File:
    """A file of the batch at hand."""

    name: str
    state: FileState
    known: FileState | None
    before: tuple[Part, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass
class TakeUp:
    """A worker; `__call__` does a batch."""

    job: Job
    ledger: Ledger = field(init=False)
    encoder: Encoder = field(init=False)

    def __post_init__(self) -> None:
        job = self.job
        if reader_fingerprint(job.max_mb, tuple(sorted(job.columns.items()))) != job.reader:
            raise IndexUnusable(
                "a node of the Ray cluster has another version of Dateline: install the same everywhere."
            )
        self.ledger = Ledger(connect(job.address), job.address)
        self.encoder = job.encoder or default_encoder(job.model)

    def __call__(self, names: Sequence[str]) -> list[Outcome]:
        """Bring these files up to date, for the generation that is being made.

        Raises:
            IndexUnusable: Milvus does not answer or refuses rows, or the model cannot be loaded.
        """
        files = [plain(name) for name in names]
        known = {
            file: _state(value)
            for file, value in self.ledger.some_entries("file", files, self.job.generation - 1).items()
        }
        outcomes: list[Outcome] = []
        looked: list[tuple[str, _File]] = []
        for name, file in zip(names, files, strict=True):
            state = self._look(name)
            before = known.get(file)
            if before is not None and _same(before, state, self.job.now):
                outcomes.append(Outcome(file, "skipped" if before.reason else "unchanged", before.reason or ""))
            else:
                looked.append((name, _File(file, state, before)))
        before_of = self._parts([one.name for _, one in looked if one.known is not None])
        written: list[_File] = []
        for name, one in looked:
            one.before = before_of.get(one.name, ())
            outcomes.append(self._read(name, one, written))
        self._write(written)
        self._states([one for _, one in looked])
        return outcomes

    # ------------------------------------------------------------------ reading

    def _look(self, name: str) -> FileState:
        job = self.job
        reader = f"{job.reader}:{job.sidecar.fingerprint(name)}"
        return FileState(0, 0, 0, True, job.source.look(name, job.context), reader, job.now)

    def _read(self, name: str, one: _File, written: list[_File]) -> Outcome:
        """What becomes of a file; where its documents are new, it joins those to be written."""
        result = self.job.source.read(name, self.job.context, self.job.sidecar)
        if isinstance(result, Skipped):
            one.state = FileState(**{**vars(one.state), "reason": plain(result.reason)[:_REASON]})
            self._end(one.before)
            return Outcome(one.name, "removed" if one.before else "skipped", one.state.reason or "", went=one.before)
        entries = tuple(entry_of(document) for document in result)
        dates = [entry.document.published for entry in entries]
        told = {
            "undated": None in dates,
            "inferred": any(one.inferred for one in dates if one),
            "newest": max((one.last.toordinal() for one in dates if one), default=0),
        }
        one.state = FileState(**{**vars(one.state), **told})
        if sorted(part.fingerprint for part in one.before) == sorted(entry.fingerprint for entry in entries):
            return Outcome(one.name, "unchanged")
        one.entries = entries
        written.append(one)
        came = tuple(
            Part(document_id(entry, self.job.generation), entry.fingerprint, day_of(entry.document), len(entry.chunks))
            for entry in entries
        )
        return Outcome(one.name, "changed" if one.before else "added", "", came, one.before)

    def _parts(self, files: Sequence[str]) -> dict[str, tuple[Part, ...]]:
        """The documents that are seen of these files."""
        found: dict[str, tuple[Part, ...]] = {}
        if not files:
            return found
        where = f"part == 0 and {one_of('path', list(files))} and {seen(self.job.generation - 1)}"
        for row in self.ledger.rows(DOCUMENTS, where, ["document", "fingerprint", "day", "chunks", "path"]):
            part = Part(row["document"], row["fingerprint"], int(row["day"]), int(row["chunks"]))
            found[row["path"]] = (*found.get(row["path"], ()), part)
        return found

    # ------------------------------------------------------------------ writing

    def _write(self, files: Sequence[_File]) -> None:
        for entries in _slices([(one.name, entry) for one in files for entry in one.entries]):
            self._put(entries)
        for one in files:
            self._end(one.before)

    def _put(self, entries: Sequence[tuple[str, Entry]]) -> None:
        """Embed and write documents: their chunks first, though nothing of them is seen before the generation is."""
        generation = self.job.generation
        chunks = made_chunks([entry for _, entry in entries], self.encoder, self.job, generation)
        self.ledger.put(CHUNKS, chunks)
        rows = [document_rows(entry, path, sketch(entry.document.text), generation) for path, entry in entries]
        self.ledger.put(DOCUMENTS, [row for some in rows for row in some])

    def _end(self, parts: Sequence[Part]) -> None:
        end_documents(self.ledger, [part.document for part in parts], self.job.generation)

    def _states(self, files: Sequence[_File]) -> None:
        values = {one.name: {**vars(one.state), "read_on": one.state.read_on.isoformat()} for one in files}
        self.ledger.put_entries("file", values, self.job.generation)


def made_chunks(entries: Sequence[Entry], encoder: Encoder, job: Job, generation: int) -> list[dict[str, Any]]:
    """The rows of these documents' chunks, embedded.

    Args:
        entries: The documents.
        encoder: For their texts.
        job: For the recency dimension.
        generation: The first that sees them; the documents' ids are of it, too.
    """
    texts = list(dict.fromkeys(embedded_text(chunk) for entry in entries for chunk in entry.chunks))
    vectors = unit_vectors(encoder, texts) if texts else np.zeros((0, encoder.dimension), dtype=np.float32)
    places = {text: place for place, text in enumerate(texts)}
    rows = []
    for entry in entries:
        if not entry.chunks:
            continue
        own = vectors[[places[embedded_text(chunk)] for chunk in entry.chunks]]
        days = np.full(len(own), day_of(entry.document), dtype=np.int64)
        recency = part_of_chunk(days, job.reference, job.half_life)
        rows += chunk_rows(entry, np.column_stack([own, recency]), document_id(entry, generation), generation)
    return rows


def end_documents(ledger: Ledger, documents: Sequence[str], generation: int) -> None:
    """Have documents and their chunks end at a generation."""
    for start in range(0, len(documents), 100):
        some = list(documents[start : start + 100])
        for part in (DOCUMENTS, CHUNKS):
            ledger.end(part, f"{one_of('document', some)} and {seen(generation - 1)}", generation)


def of_file(file: str, generation: int) -> str:
    """The filter for the documents of a file."""
    return f"part == 0 and path == {quoted(file)} and {seen(generation)}"


def _same(known: FileState, state: FileState, now: date) -> bool:
    """Whether reading a file again would give what is known: what could not be read is tried again each time."""
    same = known.sha256 == state.sha256 != "" and known.reader == state.reader
    return same and not depends_on_today(known, now)


def _state(value: Mapping[str, Any]) -> FileState:
    return FileState(**{**value, "read_on": date.fromisoformat(value["read_on"])})


def _slices(entries: Sequence[tuple[str, Entry]]) -> Iterator[list[tuple[str, Entry]]]:
    some: list[tuple[str, Entry]] = []
    for one in entries:
        some.append(one)
        if sum(len(entry.chunks) for _, entry in some) >= _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
