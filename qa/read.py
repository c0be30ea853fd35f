"""What a reader is: sources and a question in, Claims out.

`qa/rules/` reads by rules, `qa/reader/` by rules and a trained model together; a language model takes their place by
giving the same one method. Who wins among the claims is decided elsewhere (decide.py), the same for every reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import Document, Published
from qa.question import Question
from qa.rules.stance import Period, Stance

# A claim less sure than this does not answer; found on the development questions (eval/ and tests/corpora/harbour).
SURE = 0.5


@dataclass(frozen=True)
class Passage:
    """A document to be read, with the spans of it that retrieval found (empty: all of it)."""

    document: Document
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Claim:
    """What one source says in answer to a question.

    Attributes:
        document: The source; `document.text[start:end]` is the quote.
        start: Where the quote begins.
        end: Where it ends.
        verdict: "yes" or "no" for a yes/no question, else None.
        values: The short answer's parts, in the source's words.
        sure: How sure the reader is that this answers the question, 0 to 1.
        stance: Stated, expected, denied or past.
        period: From when until when the source says it holds.
        partial: The source names some, and does not claim to name all: it may tell of a change.
        gone: Names that the source says no longer belong to the list.
    """

    document: Document
    start: int
    end: int
    verdict: str | None = None
    values: tuple[str, ...] = ()
    sure: float = 1.0
    stance: Stance = Stance.STATED
    period: Period = Period()
    partial: bool = False
    gone: tuple[str, ...] = ()

    @property
    def published(self) -> Published | None:
        """The date of its source."""
        return self.document.published

    @property
    def quote(self) -> str:
        """The source's own words."""
        return self.document.text[self.start : self.end]

    @property
    def said(self) -> tuple[str | None, tuple[str, ...]]:
        """What it says, for comparing claims: the order of names and the case of letters do not matter."""
        return self.verdict, tuple(sorted(value.casefold() for value in self.values))


class Reader(Protocol):
    """Anything that reads sources for an answer."""

    name: str
    trouble: str  # what went wrong while it was opened, for a note; "" where nothing did

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads every passage.

        Returns:
            At most a few Claims per document, surest first within one document; none where it does not answer.
        """
        ...
