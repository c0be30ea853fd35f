"""What the reader learns from: a question, a passage, and where (or whether) the passage answers it.

Examples are split by page, never by row: a page's sentences resemble each other too much to stand on both sides.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum


class Type(IntEnum):
    """What a passage does for a question; the order of the model's type scores."""

    NONE = 0
    YES = 1
    NO = 2
    SPAN = 3


@dataclass(frozen=True)
class Example:
    """One thing to learn.

    Attributes:
        question: As a user would type it.
        passage: One to a few sentences, perhaps after a headline and " | ".
        type: What the passage does for the question.
        spans: Where in the passage the answer stands; alternatives, any of which is right. Empty unless a SPAN.
        page: What it came from; all examples of one page lie in one part.
        source: The data set it belongs to.
        about: What sort of question it is, where its maker knows: "checks", "list" ...
    """

    question: str
    passage: str
    type: Type
    spans: tuple[tuple[int, int], ...] = ()
    page: str = ""
    source: str = ""
    about: str = ""

    def __post_init__(self) -> None:
        if (self.type is Type.SPAN) != bool(self.spans):
            raise ValueError(f"a span answer, and only that, has spans: {self}")
        if any(not self.passage[start:end].strip() for start, end in self.spans):
            raise ValueError(f"an answer's span holds no text: {self}")

    @property
    def answers(self) -> tuple[str, ...]:
        """The texts of the spans."""
        return tuple(self.passage[start:end] for start, end in self.spans)

    @property
    def part(self) -> str:
        """One of "train", "dev" (for calibration) and "test", by page."""
        return part(self.page)


def part(page: str) -> str:
    """The part that a page belongs to: 8 in 100 are test, 4 in 100 dev, by a hash of its name."""
    bucket = int.from_bytes(hashlib.sha256(page.encode()).digest()[:4], "big") % 100
    return "test" if bucket < 8 else "dev" if bucket < 12 else "train"


def of_part(examples: Iterable[Example], wanted: str) -> Iterator[Example]:
    """The examples of one part."""
    return (example for example in examples if example.part == wanted)


def occurrences(answer: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where an answer stands in a text as whole words, letters of either case.

    >>> occurrences("ten", "Ten of the tenants")
    ((0, 3),)
    """
    found = []
    needle, hay = answer.casefold().strip(), text.casefold()
    if not needle or len(hay) != len(text):  # a few letters change length when folded; then offsets would be wrong
        return ()
    at = hay.find(needle)
    while at >= 0:
        end = at + len(needle)
        if not hay[at - 1 : at].isalnum() and not hay[end : end + 1].isalnum():
            found.append((at, end))
        at = hay.find(needle, at + 1)
    return tuple(found)
