"""What a reader is told beside a file's bytes, and the type that every reader has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.documents import Document


@dataclass(frozen=True)
class Context:
    """What does not stand in the file.

    Attributes:
        now: Today; a date after it is no publication date.
        max_mb: The most that a file may have, unpacked too.
        columns: The columns of tables that a user has named, by field (`corpus.columns.FIELDS`).
    """

    now: date
    max_mb: float = 50
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def max_bytes(self) -> int:
        """`max_mb` in bytes."""
        return int(self.max_mb * 1_000_000)


Reader = Callable[[str, bytes, Context], tuple[Document, ...]]
"""Called as reader(file, data, context); raises NotReadable with the reason where there is no text."""
