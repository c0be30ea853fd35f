"""The index of a corpus that lies on Milvus: searched and fused as a local index is, and no local copy.

`asking.py` brings in the candidates. Similarity is what Milvus measured; recency is worked out again here, exactly.
Words are weighed by all chunks, later ones too, where a local index weighs them by what a day saw. A process keeps the
calendar and the documents read last.
"""

import hashlib
import threading
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Chunk, Document, Published
from corpus.errors import IndexUnusable
from corpus.settings import Settings
from index.cluster import recency
from index.cluster.address import Address, address_of, connect
from index.cluster.asking import MOST, Asking, Found, View
from index.cluster.calendar import Calendar, read_years
from index.cluster.ledger import Ledger
from index.cluster.rows import document_of
from index.cluster.schema import (
    DOCUMENTS,
    LEDGER,
    UNDATED,
    VERSION,
    Shape,
    exists,
    load,
    one_of,
    quoted,
    seen,
)
from index.encoder import Encoder, default_encoder
from index.layout import Layout
from index.matrix import Matrix
from index.ranking import Candidate, Ranked
from index.retrieve import Hit, State, Wanted, choose
from index.sync import Progress, SyncReport, unit_vectors
from index.vectors import DIGITS, Vectors

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_CANDIDATES = 128  # as in index/retrieve.py
_LISTED = 10_000  # documents that `documents` lists, the newest
_KEPT = 4_000  # documents held in memory


class MilvusIndex:
    """A corpus on Milvus, searched. Threads may share it.

    Attributes:
        report: What the last look at the corpus found.
        notices: What a user should be told.
    """

    def __init__(self, client: "MilvusClient", address: Address, encoder: Encoder, settings: Settings) -> None:
        self.report = SyncReport()
        self.notices: list[str] = []
        self.address = address
        self._ledger = Ledger(client, address)
        self._encoder = encoder
        self._settings = settings
        self._view: View | None = None
        self._lock = threading.Lock()
        self._documents: dict[str, Document] = {}
        self._listed: tuple[int, list[Document]] | None = None
        self._asking = Asking(self._ledger)

    def close(self) -> None:
        """Give the connection back. Not needed at the end of a program."""
        self._asking.close()
        self._ledger.client.close()

    # ------------------------------------------------------------------ what is there

    def refresh(self, now: date, progress: Progress | None = None, *, at_once: bool = False) -> SyncReport:
        """Look whether another generation is there. Nothing is taken up: that is `dateline index`.

        Args:
            now: Today; of no effect here.
            progress: Of no effect here.
            at_once: Of no effect here.

        Raises:
            IndexUnusable: Milvus does not answer, or there is no such corpus, or it is of another model or version.
        """
        try:
            head = self._ledger.head()
        except IndexUnusable as error:
            if "load" not in str(error):
                raise
            load(self._ledger.client, self.address)
            head = self._ledger.head()
        if head is None or not head.generation:
            raise IndexUnusable(f"There is nothing in {self.address} yet: fill it with `dateline index`.")
        view = self._view
        if view is None or view.head.generation != head.generation or view.head.content != head.content:
            self._ledger.check(head, self._shape())
            calendar = Calendar.of(read_years(self._ledger.entries("year", head.generation)))
            self._view = View(head, calendar, time.monotonic())
        self.report = SyncReport(unchanged=head.documents)
        return self.report

    def _shape(self) -> Shape:
        return Shape(self._encoder.name, self._encoder.dimension)

    def _now(self) -> View:
        if self._view is None:
            self.refresh(date.min)
        view = self._view
        if view is None:
            raise IndexUnusable(f"There is nothing in {self.address} yet: fill it with `dateline index`.")
        return view

    @property
    def version(self) -> str:
        """Fingerprint of content and encoder: the same for the same documents, however they came in."""
        head = self._now().head
        parts = (VERSION, head.model, str(head.dimension), head.content)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def documents(self) -> list[Document]:
        """The documents, newest first, undated ones last, equals by file; of a large corpus the newest 10,000."""
        view = self._now()
        if self._listed is None or self._listed[0] != view.head.generation:
            since = view.calendar.newest_documents(_LISTED)
            wall = "" if since is None else f" and day >= {since} and day < {UNDATED}"
            names = self._heads(view, f"part == 0{wall}")
            found = sorted(self._read(view, names).values(), key=lambda document: document.file)
            dated = [document for document in found if document.published]
            dated.sort(key=lambda document: document.published.order if document.published else (), reverse=True)
            self._listed = view.head.generation, dated + [one for one in found if not one.published]
        return list(self._listed[1])

    def reprints(self, file: str, as_of: date | None = None) -> list[Document]:
        """The reprints of a document, oldest first, undated ones last; those alone that `as_of` may see.

        Args:
            file: The original's file.
            as_of: Only reprints published wholly on or before this day.
        """
        view = self._now()
        originals = self._heads(view, f"part == 0 and file == {quoted(file)}")
        if not originals:
            return []
        where = f'kind == "reprint" and {one_of("other", originals)} and {seen(view.head.generation)}'
        names = [row["name"] for row in self._ledger.rows(LEDGER, where, ["name"], strong=view.strong)]
        found = sorted(self._read(view, names).values(), key=_age)
        return [one for one in found if as_of is None or (one.published and one.published.last <= as_of)]

    @property
    def begins(self) -> Published | None:
        """The date of the oldest dated document."""
        return self._published_on(0)

    @property
    def ends(self) -> Published | None:
        """The date of the newest dated document."""
        return self._published_on(1)

    def _published_on(self, place: int) -> Published | None:
        view = self._now()
        days = view.calendar.first_and_last()
        if days is None:
            return None
        where = f"part == 0 and day == {days[place]} and {seen(view.head.generation)}"
        rows = self._ledger.rows(DOCUMENTS, where, ["document", "moment"], strong=view.strong)
        rows.sort(key=lambda row: (int(row["moment"]), str(row["document"])))
        chosen = rows[-place]["document"]
        return self._read(view, [chosen])[chosen].published

    def _heads(self, view: View, where: str) -> list[str]:
        rows = self._ledger.rows(
            DOCUMENTS, f"{where} and {seen(view.head.generation)}", ["document"], strong=view.strong
        )
        return [row["document"] for row in rows]

    def _read(self, view: View, names: Sequence[str]) -> dict[str, Document]:
        """The documents of these ids; what an id names never changes."""
        wanted = list(dict.fromkeys(names))
        found = {name: self._documents[name] for name in wanted if name in self._documents}
        missing = [name for name in wanted if name not in found]
        for start in range(0, len(missing), 100):
            some = missing[start : start + 100]
            parts: dict[str, dict[int, str]] = {}
            fields = ["document", "part", "piece"]
            for row in self._ledger.rows(DOCUMENTS, one_of("document", some), fields, strong=view.strong):
                parts.setdefault(row["document"], {})[int(row["part"])] = row["piece"]
            for name in some:
                pieces = parts.get(name, {})
                found[name] = document_of([pieces[place] for place in sorted(pieces)])
        with self._lock:
            if len(self._documents) + len(missing) > _KEPT:
                self._documents.clear()
            self._documents |= {name: found[name] for name in missing}
        return found

    # ------------------------------------------------------------------ search

    def search(
        self, question: str, *, k: int = 24, as_of: date | None = None, recency: bool = True, per_document: int = 4
    ) -> list[Hit]:
        """The chunks that speak to a question, best first.

        Args:
            question: What to look for.
            k: How many hits, at most.
            as_of: Only sources published wholly on or before this day are seen.
            recency: Whether newer sources gain by being new.
            per_document: How many hits of one document, at most.

        Returns:
            Hits as a local index gives them.

        Raises:
            IndexUnusable: Milvus does not answer.
        """
        if k <= 0 or per_document <= 0:
            return []
        view = self._now()
        visible = view.calendar.visible(as_of)
        if not visible:
            return []
        vector = unit_vectors(self._encoder, [question])[0]
        wanted = Wanted(question, vector, k, as_of, self._settings.recency if recency else 0.0, recency, per_document)
        count = min(MOST, max(_CANDIDATES, 4 * k))
        while True:
            found = self._asking.candidates(view, wanted, count)
            chosen, enough = choose(self._state(view, found), self._weighed(view, found, as_of), wanted)
            if enough or count >= min(MOST, visible):
                return self._hits(view, found, chosen)
            count = min(MOST, 4 * count)

    def nearest(
        self, question: NDArray[np.float32], count: int, as_of: date | None, weight: float
    ) -> list[tuple[str, int]]:
        """`Asking.nearest` of what is seen now."""
        return self._asking.nearest(self._now(), question, count, as_of, weight)

    def _weighed(self, view: View, found: Found, as_of: date | None) -> list[Candidate]:
        half_life = self._settings.half_life_days or view.calendar.half_life(as_of)
        ages = recency.recency(found.days, view.calendar.today(as_of), half_life)
        similar = np.round(found.similarity, DIGITS).tolist()
        opens = (found.spans[:, 0] == 0).tolist()
        columns = zip(similar, found.bm25.tolist(), ages.tolist(), opens, strict=True)
        return [Candidate(row, *numbers) for row, numbers in enumerate(columns)]

    def _state(self, view: View, found: Found) -> State:
        """The candidates as rows of a small index, for what orders them."""
        numbers = {name: number for number, name in enumerate(dict.fromkeys(found.documents))}
        documents = np.array([numbers[name] for name in found.documents], dtype=np.int64)
        names = np.empty(len(documents), dtype=np.int64)
        by_name = sorted(range(len(documents)), key=lambda row: (found.files[row], found.spans[row, 0]))
        names[by_name] = np.arange(len(documents))
        rows = np.arange(len(documents))
        layout = Layout(rows, documents, found.spans, found.days[found.days < UNDATED], found.moments, names)
        nothing = Matrix.of(np.zeros((0, self._encoder.dimension), dtype=np.float32))
        return State(str(view.head.generation), Vectors(layout, nothing))

    def _hits(self, view: View, found: Found, chosen: Sequence[Ranked]) -> list[Hit]:
        documents = self._read(view, [found.documents[hit.candidate.row] for hit in chosen])
        return [
            Hit(
                Chunk(documents[found.documents[one.row]], *found.spans[one.row].tolist()),
                hit.score, hit.relevance, one.similarity, hit.words, one.recency,
            )
            for hit in chosen
            for one in (hit.candidate,)
        ]  # fmt: skip


def _age(document: Document) -> tuple[Any, ...]:
    published = document.published
    return published is None, published.order if published else (), document.file


def open_milvus(settings: Settings, encoder: Encoder | None = None, *, now: date) -> MilvusIndex:
    """The corpus on Milvus that the settings name.

    Args:
        settings: Its `index` is the address.
        encoder: Instead of the one the settings name.
        now: Today.

    Raises:
        IndexUnusable: Milvus does not answer or refuses, or there is no such corpus, or it is of another model.
    """
    address = address_of(settings)
    encoder = encoder or default_encoder(settings.model)
    client = connect(address)
    if not exists(client, address):
        raise IndexUnusable(f"There is nothing in {address} yet: fill it with `dateline index`.")
    index = MilvusIndex(client, address, encoder, settings)
    index.refresh(now)
    return index
