"""Reprints in a corpus of any size: only documents that share a MinHash band are ever held against each other.

A document's bands are a sparse vector, and Milvus' inverted index gives those that share one. From what came and went,
such neighbours are followed until there are no more; in this cluster `corpus.reprints.trace` decides as it does over a
whole local corpus, with the same result, because it never compares others. Which document is whose reprint stands in
the ledger; a reprint's chunks end, so that no search finds them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.documents import Document
from corpus.reprints import trace
from index.cluster.address import WRITING_PATIENCE, spoken
from index.cluster.ledger import Ledger
from index.cluster.rows import bands, document_of, sketch_of
from index.cluster.schema import CHUNKS, DOCUMENTS, LEDGER, UNDATED, one_of, seen
from index.cluster.take_up import Job, Part, made_chunks
from index.encoder import Encoder
from index.sync import entry_of

_AT_ONCE = 64  # documents whose neighbours are asked for at once
_NEIGHBOURS = 1_000  # of one document; a larger cluster is followed from neighbour to neighbour
_FIELDS = ["document", "sketch", "day", "moment", "file", "chunks"]


@dataclass
class Settled:
    """What a look for reprints changed.

    Attributes:
        hidden: Documents that were found, and now are reprints.
        shown: Documents that were reprints, and now are found.
        dropped: Chunks of new documents that turned out to be reprints.
        made: Chunks of documents that are found again.
        gone: Ids of reprints among the documents that end.
    """

    hidden: list[Part] = field(default_factory=list)
    shown: list[Part] = field(default_factory=list)
    dropped: int = 0
    made: int = 0
    gone: set[str] = field(default_factory=set)


def settle(ledger: Ledger, job: Job, encoder: Encoder, came: Sequence[Part], went: Sequence[Part]) -> Settled:
    """Bring reprints up to date for the generation that is being made.

    Args:
        ledger: The corpus.
        job: The run at hand.
        encoder: For documents that are found again.
        came: Documents that are new in it.
        went: Documents that end with it.
    """
    known = _known(ledger, job, [part.document for part in (*came, *went)])
    freed = [name for part in went for name in known.of.get(part.document, ())]
    gone = {part.document for part in went}
    cluster = _cluster(ledger, job, [part.document for part in came] + freed)
    known.add(_known(ledger, job, list(cluster)))
    found = _traced(ledger, cluster)
    new = {part.document for part in came}
    settled = Settled(gone=gone & known.originals.keys())
    changed = {}
    for name, row in cluster.items():
        before, now = known.originals.get(name), found.get(name)
        part = Part(name, "", int(row["day"]), int(row["chunks"]))
        if now is not None and before != now:
            changed[name] = now
        if now is not None and before is None:
            settled.hidden.append(part)
            settled.dropped += _hide(ledger, job, part, name in new)
        if now is None and before is not None:
            settled.shown.append(part)
            settled.made += _show(ledger, job, encoder, part)
    ended = [name for name in known.originals if name in gone or (name in cluster and name not in found)]
    ledger.end_entries("reprint", ended, job.generation)
    ledger.put_entries("reprint", {name: {} for name in changed}, job.generation, changed)
    return settled


@dataclass
class _Known:
    """Reprints as they are seen: each one's original, and each original's reprints."""

    originals: dict[str, str] = field(default_factory=dict)
    of: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: "_Known") -> None:
        self.originals |= other.originals
        self.of |= other.of


def _known(ledger: Ledger, job: Job, documents: Sequence[str]) -> _Known:
    known = _Known()
    for start in range(0, len(documents), 200):
        some = list(documents[start : start + 200])
        either = f"({one_of('name', some)} or {one_of('other', some)})"
        where = f'kind == "reprint" and {either} and {seen(job.generation - 1)}'
        for row in ledger.rows(LEDGER, where, ["name", "other"]):
            known.originals[row["name"]] = row["other"]
            known.of.setdefault(row["other"], []).append(row["name"])
    return known


def _cluster(ledger: Ledger, job: Job, start: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Documents that share a band with one of these, or with one that does, and so on; with none, they are out."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(dict.fromkeys(start))
    rows = _rows(ledger, job, waiting)
    while waiting:
        some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        some = [name for name in some if name in rows]
        for name, near in zip(some, _near(ledger, job, [rows[name] for name in some]), strict=True):
            known = name in found
            for row in near:
                if row["document"] not in rows:
                    rows[row["document"]] = row
                    waiting.append(row["document"])
            others = [row["document"] for row in near if row["document"] != name]
            if others or known or name in start:
                found |= {other: rows[other] for other in (name, *others)}
    return found


def _rows(ledger: Ledger, job: Job, documents: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for begin in range(0, len(documents), 200):
        some = list(documents[begin : begin + 200])
        where = f"part == 0 and {one_of('document', some)} and {seen(job.generation)}"
        found |= {row["document"]: dict(row) for row in ledger.rows(DOCUMENTS, where, _FIELDS)}
    return found


def _near(ledger: Ledger, job: Job, rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """For each of these documents those that share a band with it, itself too."""
    if not rows:
        return []
    with spoken(ledger.address):
        answers = ledger.client.search(
            ledger.address.collection(DOCUMENTS), data=[bands(sketch_of(row["sketch"])) for row in rows],
            anns_field="bands", limit=_NEIGHBOURS, filter=f"part == 0 and {seen(job.generation)}",
            output_fields=_FIELDS, timeout=WRITING_PATIENCE, consistency_level="Strong",
        )  # fmt: skip
    return [[dict(hit["entity"]) for hit in answer] for answer in answers]


def _traced(ledger: Ledger, cluster: dict[str, dict[str, Any]]) -> dict[str, str]:
    """For each reprint in a cluster the id of its original."""
    ordered = sorted(cluster.values(), key=lambda row: (row["day"] >= UNDATED, row["day"], row["moment"], row["file"]))
    names = [row["document"] for row in ordered]
    read: dict[int, Document] = {}

    def document(place: int) -> Document:
        if place not in read:
            read[place] = read_document(ledger, names[place])
        return read[place]

    found = trace([sketch_of(row["sketch"]) for row in ordered], document)
    return {names[place]: names[original] for place, original in found.items()}


def read_document(ledger: Ledger, name: str) -> Document:
    """The document of an id."""
    rows = ledger.rows(DOCUMENTS, one_of("document", [name]), ["part", "piece"])
    pieces = {int(row["part"]): row["piece"] for row in rows}
    return document_of([pieces[part] for part in sorted(pieces)])


def _hide(ledger: Ledger, job: Job, part: Part, new: bool) -> int:
    """Have a reprint's chunks be found no more; gives the chunks of the generation at hand that went."""
    where = one_of("document", [part.document])
    if new:
        ledger.drop(CHUNKS, where)
        return part.chunks
    ledger.end(CHUNKS, f"{where} and {seen(job.generation - 1)}", job.generation)
    return 0


def _show(ledger: Ledger, job: Job, encoder: Encoder, part: Part) -> int:
    """Have a document that is no reprint any more be found again; gives the chunks made."""
    entry = entry_of(read_document(ledger, part.document))
    rows = made_chunks([entry], encoder, job, job.generation)
    ledger.put(CHUNKS, [{**row, "document": part.document} for row in rows])
    return len(rows)


def changes_of(settled: Settled, came: Iterable[Part], went: Iterable[Part]) -> list[tuple[int, int, int, int]]:
    """What the calendar has to be changed by: day, documents found, their chunks, all documents.

    Args:
        settled: What the look for reprints changed.
        came: Documents that are new.
        went: Documents that end.
    """
    changes = [(part.day, 1, part.chunks, 1) for part in came]
    for part in went:
        found = part.document not in settled.gone
        changes.append((part.day, -int(found), -part.chunks if found else 0, -1))
    changes += [(part.day, -1, -part.chunks, 0) for part in settled.hidden]
    changes += [(part.day, 1, part.chunks, 0) for part in settled.shown]
    return changes
