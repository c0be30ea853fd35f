"""What the rooms above need of an index, wherever it lies: in a folder (`search.py`) or on Milvus (`cluster/`)."""

from datetime import date
from typing import Protocol

from corpus.documents import Document, Published
from index.retrieve import Hit
from index.sync import Progress, SyncReport


class AnyIndex(Protocol):
    """The index of one corpus. `Index` says what each of these does."""

    report: SyncReport
    notices: list[str]

    def refresh(self, now: date, progress: Progress | None = None, *, at_once: bool = False) -> SyncReport:
        """Take up what has changed."""
        ...

    @property
    def version(self) -> str:
        """Fingerprint of content and encoder."""
        ...

    @property
    def begins(self) -> Published | None:
        """The date of the oldest dated document."""
        ...

    @property
    def ends(self) -> Published | None:
        """The date of the newest dated document."""
        ...

    def documents(self) -> list[Document]:
        """The documents, newest first."""
        ...

    def reprints(self, file: str, as_of: date | None = None) -> list[Document]:
        """The reprints of a document."""
        ...

    def search(
        self, question: str, *, k: int = 24, as_of: date | None = None, recency: bool = True, per_document: int = 4
    ) -> list[Hit]:
        """The chunks that speak to a question, best first."""
        ...

    def close(self) -> None:
        """Give files and connections back."""
        ...
