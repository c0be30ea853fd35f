"""What the reader said while a question was answered: the quotes that the model may choose from.

The engine keeps nothing of that, so its reader is wrapped in one that listens. What it hears belongs to one thread's
question, so an engine that many threads ask stays right.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from qa.question import Question
from qa.read import Claim, Passage, Reader

_claims: ContextVar[list[Claim] | None] = ContextVar("claims", default=None)


@contextmanager
def hearing() -> Iterator[list[Claim]]:
    """While the block runs, what any Heard reader says in it is added to the list that it yields."""
    claims: list[Claim] = []
    token = _claims.set(claims)
    try:
        yield claims
    finally:
        _claims.reset(token)


class Heard:
    """A Reader whose claims are overheard; see `qa.read.Reader`.

    Args:
        reader: What really reads.
    """

    def __init__(self, reader: Reader) -> None:
        self.name = reader.name
        self.trouble = reader.trouble
        self._reader = reader

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads as the reader does; see `qa.read.Reader.read`."""
        claims = self._reader.read(question, passages)
        self.trouble = self._reader.trouble
        overheard = _claims.get()
        if overheard is not None:
            overheard += claims
        return claims
