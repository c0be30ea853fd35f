"""The ledger: which generation is seen, what is known of each file, who is writing, and how many chunks each day has.

The head is one row; all else in the ledger lives from generation to generation as every row does (`schema.py`). Milvus
has no compare-and-swap, so a writer takes its turn by writing its name, waiting, and looking whether it still stands
there. It then beats like a heart, and who finds another's name waits for a beat: no two machines' clocks are compared.
"""

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpus.errors import IndexUnusable
from index.cluster.address import PATIENCE, WRITING_PATIENCE, Address, spoken
from index.cluster.schema import CHUNKS, DOCUMENTS, FOREVER, LEDGER, VERSION, Shape, one_of, quoted, seen

if TYPE_CHECKING:
    from pymilvus import MilvusClient

BEAT = 1.0  # seconds between two beats of a writer
_WAIT = 3.5  # beats that are waited for before a writer counts as dead
_BATCH_BYTES = 4_000_000  # of rows in one request; a server takes 64 MB
_SOME = 200  # names in one filter
_NOTHING = [0.0, 0.0]
_MODULUS = 1 << 256

Row = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """The one row that moves.

    Attributes:
        model: The encoder's name.
        dimension: Length of its vectors.
        half_life: In days, that of the recency dimension.
        reference: The ordinal that dimension is reckoned from.
        generation: The one that is seen; 0 before the first.
        content: Sum of the documents' fingerprints, as in a local index.
        documents: How many there are, reprints too.
        origin: What it was filled from, for people.
        schema: Version of the collections.
    """

    model: str
    dimension: int
    half_life: float
    reference: float
    generation: int = 0
    content: str = f"{0:064x}"
    documents: int = 0
    origin: str = ""
    schema: str = VERSION

    def counted(self, added: Sequence[str], removed: Sequence[str]) -> "Head":
        """With the fingerprints of documents that came and went."""
        total = int(self.content, 16) + sum(int(one, 16) for one in added) - sum(int(one, 16) for one in removed)
        count = self.documents + len(added) - len(removed)
        return replace(self, content=f"{total % _MODULUS:064x}", documents=count)


@dataclass(frozen=True)
class Ledger:
    """The rows of a corpus on Milvus.

    Args:
        client: A connection.
        address: Which corpus.
    """

    client: "MilvusClient"
    address: Address
    beaten: threading.Event = field(default_factory=threading.Event, compare=False)

    # ------------------------------------------------------------------ any rows

    def rows(self, part: str, where: str, fields: Sequence[str], *, strong: bool = True) -> list[Row]:
        """The rows of a collection that a filter lets through; as many as there are."""
        return list(self.each(part, where, fields, strong=strong))

    def each(self, part: str, where: str, fields: Sequence[str], *, strong: bool = True) -> Iterator[Row]:
        """The same, one by one."""
        level = "Strong" if strong else "Bounded"
        name, size = self.address.collection(part), 500 if "vector" in fields or "piece" in fields else 5000
        with spoken(self.address):
            found = self.client.query(
                name, filter=where, output_fields=list(fields), limit=size, timeout=PATIENCE, consistency_level=level
            )
        if len(found) < size:
            yield from found
            return
        with spoken(self.address):
            pages = self.client.query_iterator(
                name, filter=where, output_fields=list(fields), batch_size=size, timeout=WRITING_PATIENCE,
                consistency_level=level,
            )  # fmt: skip
            try:
                while page := pages.next():
                    yield from page
            finally:
                pages.close()

    def count(self, part: str, where: str) -> int:
        """How many rows a filter lets through."""
        with spoken(self.address):
            found = self.client.query(
                self.address.collection(part), filter=where, output_fields=["count(*)"], timeout=WRITING_PATIENCE,
                consistency_level="Strong",
            )  # fmt: skip
        return int(found[0]["count(*)"])

    def put(self, part: str, rows: Sequence[Row]) -> None:
        """Write rows, over those of the same ids, in batches that a server takes."""
        batch: list[Row] = []
        size = 0
        for row in rows:
            weight = sum(
                8 * len(value) if isinstance(value, list | dict) else len(str(value)) for value in row.values()
            )
            if batch and size + weight > _BATCH_BYTES:
                self._put(part, batch)
                batch, size = [], 0
            batch.append(row)
            size += weight
        if batch:
            self._put(part, batch)

    def _put(self, part: str, rows: list[Row]) -> None:
        with spoken(self.address):
            self.client.upsert(self.address.collection(part), rows, timeout=WRITING_PATIENCE)

    def drop(self, part: str, where: str) -> None:
        """Delete the rows that a filter lets through."""
        with spoken(self.address):
            self.client.delete(self.address.collection(part), filter=where, timeout=WRITING_PATIENCE)

    def end(self, part: str, where: str, until: int) -> None:
        """Have rows end at a generation. They are written anew whole, as no version of Milvus refuses that."""
        fields = {
            CHUNKS: "id since vector words start end day moment document file",
            DOCUMENTS: "id since bands part day moment chunks document fingerprint sketch file path piece",
            LEDGER: "id since nothing kind name other value",
        }[part].split()
        rows = self.rows(part, where, fields)
        self.put(part, [{**{key: _plain(row[key]) for key in fields}, "until": until} for row in rows])

    # ------------------------------------------------------------------ the head

    def head(self, *, strong: bool = False) -> Head | None:
        """What is seen now; None where nothing was ever filled in.

        Raises:
            IndexUnusable: It was made by another version of Dateline.
        """
        rows = self.rows(LEDGER, 'kind == "head"', ["value"], strong=strong)
        if not rows:
            return None
        found = json.loads(rows[0]["value"])
        if found.get("schema") != VERSION:
            raise IndexUnusable(
                f"{self.address} was filled by another version of Dateline (schema {found.get('schema')}, now "
                f"{VERSION}): use that version, or fill another name."
            )
        return Head(**found)

    def put_head(self, head: Head) -> None:
        """Let a generation be seen."""
        self.put(LEDGER, [_entry("head", "head", value=asdict(head))])

    def check(self, head: Head, shape: Shape) -> None:
        """Raises IndexUnusable where the corpus was filled with another model."""
        if (head.model, head.dimension) != (shape.model, shape.dimension):
            raise IndexUnusable(
                f"{self.address} was filled with the model {head.model}, now it is {shape.model}: set DATELINE_MODEL "
                "to the first, or fill another name."
            )

    # ------------------------------------------------------------------ entries that live from generation to generation

    def entries(self, kind: str, generation: int, *, strong: bool = True) -> dict[str, dict[str, Any]]:
        """The values of one kind by their names."""
        where = f"kind == {quoted(kind)} and {seen(generation)}"
        found = self.rows(LEDGER, where, ["name", "value"], strong=strong)
        return {row["name"]: json.loads(row["value"]) for row in found}

    def some_entries(self, kind: str, names: Sequence[str], generation: int) -> dict[str, dict[str, Any]]:
        """The values of one kind, of these names."""
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(names), _SOME):
            some = one_of("name", list(names[start : start + _SOME]))
            where = f"kind == {quoted(kind)} and {seen(generation)} and {some}"
            found |= {row["name"]: json.loads(row["value"]) for row in self.rows(LEDGER, where, ["name", "value"])}
        return found

    def names(self, kind: str, generation: int) -> set[str]:
        """The names of one kind."""
        return {row["name"] for row in self.each(LEDGER, f"kind == {quoted(kind)} and {seen(generation)}", ["name"])}

    def put_entries(
        self, kind: str, values: Mapping[str, Any], since: int, other: Mapping[str, str] | None = None
    ) -> None:
        """Write values by their names, seen from a generation on; those they take the place of end there."""
        names = list(values)
        self.end_entries(kind, names, since)
        others = other or {}
        self.put(LEDGER, [_entry(kind, name, since, others.get(name, ""), value) for name, value in values.items()])

    def end_entries(self, kind: str, names: Sequence[str], until: int) -> None:
        """Have the values of these names end at a generation."""
        for start in range(0, len(names), _SOME):
            some = one_of("name", list(names[start : start + _SOME]))
            self.end(LEDGER, f"kind == {quoted(kind)} and {seen(until - 1)} and {some}", until)

    # ------------------------------------------------------------------ one run

    def roll_back(self, generation: int) -> None:
        """Take back what a run that was cut off had written beyond a generation; what it had ended goes on."""
        for part in (CHUNKS, DOCUMENTS, LEDGER):
            beyond = f"since > {generation}"
            if self.count(part, beyond):
                self.drop(part, beyond)
            ended = f"until > {generation} and until < {FOREVER}"
            if self.count(part, ended):
                self.end(part, ended, FOREVER)

    def sweep(self, generation: int) -> None:
        """Delete what no question can see any more: what had ended before the generation before this."""
        for part in (CHUNKS, DOCUMENTS, LEDGER):
            old = f"until < {generation}"
            if self.count(part, old):
                self.drop(part, old)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The turn of one writer.

        Raises:
            IndexUnusable: Another one is at it.
        """
        owner = uuid.uuid4().hex
        self._take_turn(owner)
        stop = threading.Event()
        heart = threading.Thread(target=self._beat, args=(owner, stop), daemon=True, name="milvus-writer")
        heart.start()
        try:
            yield
        finally:
            stop.set()
            heart.join()
            if self._writer()[0] == owner:
                self.drop(LEDGER, 'kind == "writer"')

    def still_writing(self) -> None:
        """Raises IndexUnusable where another took this writer's turn, as its beats did not come through."""
        if self.beaten.is_set():
            raise IndexUnusable(f"Another run has taken over {self.address}: this one stops, nothing of it is seen.")

    def _take_turn(self, owner: str) -> None:
        there = self._writer()
        deadline = time.monotonic() + _WAIT * BEAT
        while there[0] and time.monotonic() < deadline:
            time.sleep(BEAT / 4)
            now = self._writer()
            if now[0] and now != there:
                raise IndexUnusable(
                    f"Another run is filling {self.address}: wait until it is done; if it was stopped, try again."
                )
            if not now[0]:
                break
        self._put_writer(owner, 0)
        time.sleep(BEAT / 4)
        if self._writer()[0] != owner:
            raise IndexUnusable(f"Another run has begun to fill {self.address} at the same moment: wait for its end.")

    def _beat(self, owner: str, stop: threading.Event) -> None:
        number = 0
        while not stop.wait(BEAT):
            number += 1
            try:
                if self._writer()[0] not in (owner, ""):
                    self.beaten.set()
                    return
                self._put_writer(owner, number)
            except IndexUnusable:
                continue  # the server is away for a moment; the run itself finds out when it is for good

    def _writer(self) -> tuple[str, int]:
        rows = self.rows(LEDGER, 'kind == "writer"', ["name", "value"])
        return (rows[0]["name"], json.loads(rows[0]["value"])["beat"]) if rows else ("", 0)

    def _put_writer(self, owner: str, number: int) -> None:
        self.put(LEDGER, [{**_entry("writer", owner, value={"beat": number}), "id": "writer"}])


def _entry(kind: str, name: str, since: int = 0, other: str = "", value: object = None) -> Row:
    return {
        "id": kind if kind in ("head", "writer") else f"{kind}:{since}:{_digest(name)}",
        "since": since,
        "until": FOREVER,
        "nothing": _NOTHING,
        "kind": kind,
        "name": name,
        "other": other,
        "value": json.dumps(value),
    }


def _digest(name: str) -> str:
    import hashlib

    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """A value as it can be written again: pymilvus gives vectors as lists of numpy's floats."""
    if isinstance(value, list):
        return [float(one) for one in value]
    return {int(key): float(one) for key, one in value.items()} if isinstance(value, dict) else value
