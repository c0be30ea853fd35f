"""Filling a corpus on Milvus: in this process, or by the workers of a Ray cluster.

Files are taken up in waves. Of each wave all rows are written for the next generation, reprints are settled, the rows
are counted, and then one row lets the generation be seen. So a run that is killed costs at most its last wave, and the
next run first takes back what that had left. One run fills a corpus at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from corpus.errors import CorpusError, IndexUnusable
from corpus.folder import Skipped
from corpus.settings import Settings
from corpus.sidecar import SIDECAR
from index.cluster.address import address_of, connect
from index.cluster.calendar import changed_years, read_years
from index.cluster.ledger import Head, Ledger
from index.cluster.recency import AHEAD
from index.cluster.reprints import changes_of, settle
from index.cluster.schema import CHUNKS, DOCUMENTS, Shape, create, kind_of
from index.cluster.sources import Source
from index.cluster.take_up import Job, Outcome, Part, TakeUp, end_documents, of_file
from index.encoder import Encoder, default_encoder
from index.rows import plain
from index.sync import Progress, SyncReport, reader_fingerprint
from index.vectors import half_life

BATCH = 32  # files that a worker takes at once
WAVE = 20_000  # files of which one generation is made
_SAMPLED = 256  # files from which the half-life of a new corpus is taken

Runner = Callable[[Job, Sequence[str]], Iterable[Outcome]]
"""Has workers do files, and gives what became of each as it comes; `ray_run.by_ray` makes one."""


@dataclass
class _Run:
    """One run: what it has counted so far."""

    ledger: Ledger
    job: Job
    encoder: Encoder
    head: Head
    total: int
    progress: Progress | None
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    done: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def here(encoder: Encoder) -> Runner:
    """The files are done in this process."""

    def run(job: Job, names: Sequence[str]) -> Iterator[Outcome]:
        worker = TakeUp(replace(job, encoder=encoder))
        for start in range(0, len(names), BATCH):
            yield from worker(names[start : start + BATCH])

    return run


def fill(
    source: Source,
    *,
    settings: Settings,
    now: date,
    encoder: Encoder | None = None,
    runner: Runner | None = None,
    progress: Progress | None = None,
    wave: int = WAVE,
) -> SyncReport:
    """Make the corpus on Milvus hold what a source holds.

    Args:
        source: The truth: what is not in it any more goes.
        settings: Its `index` is the address.
        now: Today.
        encoder: Instead of the one the settings name.
        runner: Who does the files; None: this process.
        progress: Called after each file.
        wave: Files of which one generation is made.

    Raises:
        CorpusError: The source is missing or empty, or nothing in it can be read.
        IndexUnusable: Milvus does not answer, or refuses; the corpus there is of another model or version; another run
            is filling it; the model cannot be loaded; a worker died too often.
    """
    names = source.names()
    address = address_of(settings)
    encoder = encoder or default_encoder(settings.model)
    shape = Shape(encoder.name, encoder.dimension, kind_of(settings.kind))
    ledger = Ledger(connect(address), address)
    create(ledger.client, address, shape)
    with ledger.writing():
        head = ledger.head(strong=True)
        if head is None:
            head = _first(source, names, settings, shape, now)
            ledger.put_head(head)
        ledger.check(head, shape)
        ledger.roll_back(head.generation)
        ledger.sweep(head.generation)
        run = _Run(ledger, _job(source, settings, head, now), encoder, head, len(names), progress)
        gone = sorted(ledger.names("file", head.generation) - {plain(name) for name in names})
        waves = [names[start : start + wave] for start in range(0, len(names), wave)]
        for number, some in enumerate(waves):
            _wave(run, runner or here(encoder), some, gone if number == len(waves) - 1 else [])
    return _report(run, names)


def _first(source: Source, names: Sequence[str], settings: Settings, shape: Shape, now: date) -> Head:
    """The head of a new corpus; its half-life is that of a sample of the files."""
    context = _context_job(source, settings, now).context
    sidecar = source.sidecar(settings.max_file_mb)
    days = []
    for place in np.unique(np.linspace(0, len(names) - 1, min(len(names), _SAMPLED)).astype(int)):
        read = source.read(names[place], context, sidecar)
        documents = () if isinstance(read, Skipped) else read
        days += [document.published.last.toordinal() for document in documents if document.published]
    spread = settings.half_life_days or half_life(np.sort(np.array(days, dtype=np.int64)))
    reference = max(days, default=now.toordinal()) + AHEAD * spread
    return Head(shape.model, shape.dimension, float(spread), float(reference), origin=source.origin)


def _job(source: Source, settings: Settings, head: Head, now: date) -> Job:
    job = _context_job(source, settings, now)
    return replace(job, generation=head.generation + 1, half_life=head.half_life, reference=head.reference)


def _context_job(source: Source, settings: Settings, now: date) -> Job:
    columns, max_mb = settings.columns, settings.max_file_mb
    reader = reader_fingerprint(max_mb, tuple(sorted(columns.items())))
    sidecar = source.sidecar(max_mb)
    return Job(address_of(settings), source, 0, now, max_mb, columns, reader, sidecar, 1.0, 0.0, settings.model)


def _wave(run: _Run, runner: Runner, names: Sequence[str], gone: Sequence[str]) -> None:
    """Make one generation of some files, and of those that are there no more."""
    came: list[Part] = []
    went: list[Part] = []
    for outcome in runner(run.job, names):
        run.ledger.still_writing()
        came += outcome.came
        went += outcome.went
        _count(run, outcome)
        if run.progress is not None:
            run.progress(run.done, run.total, outcome.file)
    for file in gone:
        parts = _parts_of(run, file)
        end_documents(run.ledger, [part.document for part in parts], run.job.generation)
        went += parts
        run.removed += bool(parts)
    run.ledger.end_entries("file", list(gone), run.job.generation)
    if came or went:
        _commit(run, came, went)
    else:  # files that were looked at again, and are as they were
        _next(run, replace(run.head, generation=run.job.generation, origin=run.job.source.origin))


def _count(run: _Run, outcome: Outcome) -> None:
    run.done += 1
    setattr(run, outcome.fate, getattr(run, outcome.fate) + 1) if outcome.fate != "skipped" else None
    if outcome.reason:
        run.skipped.append(Skipped(outcome.file, outcome.reason))


def _commit(run: _Run, came: Sequence[Part], went: Sequence[Part]) -> None:
    """Settle reprints, check that all rows are there, and let the generation be seen."""
    ledger, generation = run.ledger, run.job.generation
    settled = settle(ledger, run.job, run.encoder, came, went)
    counts = read_years(ledger.entries("year", generation - 1))
    _, years = changed_years(counts, changes_of(settled, came, went))
    ledger.put_entries("year", years, generation)
    wanted = sum(part.chunks for part in came) - settled.dropped + settled.made
    found = ledger.count(CHUNKS, f"since == {generation}")
    documents = ledger.count(DOCUMENTS, f"since == {generation} and part == 0")
    if (found, documents) != (wanted, len(came)):
        raise IndexUnusable(
            f"{ledger.address} has {found} new chunks of {documents} documents, expected {wanted} of {len(came)}: "
            "nothing of this run is seen; run it again."
        )
    head = run.head.counted([part.fingerprint for part in came], [part.fingerprint for part in went])
    _next(run, replace(head, generation=generation, origin=run.job.source.origin))


def _next(run: _Run, head: Head) -> None:
    run.ledger.still_writing()
    run.ledger.put_head(head)
    run.head = head
    run.job = replace(run.job, generation=head.generation + 1)


def _parts_of(run: _Run, file: str) -> list[Part]:
    rows = run.ledger.rows(
        DOCUMENTS, of_file(file, run.job.generation - 1), ["document", "fingerprint", "day", "chunks"]
    )
    return [Part(row["document"], row["fingerprint"], int(row["day"]), int(row["chunks"])) for row in rows]


def _report(run: _Run, names: Sequence[str]) -> SyncReport:
    if not run.head.documents:
        first = "; ".join(f"{one.file}: {one.reason}" for one in run.skipped[:3])
        raise CorpusError(f"none of the {len(names)} files of {run.job.source.origin} could be read ({first})")
    faults = tuple(Skipped(SIDECAR, fault) for fault in run.job.sidecar.faults(names))
    skipped = (*sorted(run.skipped, key=lambda one: one.file), *faults)
    return SyncReport(run.added, run.changed, run.removed, run.unchanged, skipped, ())
