"""The quotes that the model may rest on, numbered, newest first.

They are the answer's own citations and whatever else the reader found near an answer, sure of it or not: a model that
finds a better one among them gives the person a hint. The wall of `as_of` stands before them already.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qa.answer import Answer, Citation
from qa.decide import cite
from qa.read import Claim

_MOST = 8


@dataclass(frozen=True)
class Quote:
    """A candidate.

    Attributes:
        number: What the model calls it.
        citation: The sentence, with its source and date.
        chosen: Whether the answer rests on it.
    """

    number: int
    citation: Citation
    chosen: bool = False

    @property
    def date(self) -> str:
        """Its source's date as the model is told it."""
        return str(self.citation.published) if self.citation.published else "undated"

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join(self.citation.quote.split())


def numbered(answer: Answer, claims: Iterable[Claim]) -> tuple[Quote, ...]:
    """The candidates for an answer.

    Args:
        answer: What the engine answers; it has a citation.
        claims: All that the reader said meanwhile.

    Returns:
        At most eight, newest first, undated ones last; the one that the answer rests on is always among them.
    """
    surest = sorted(claims, key=lambda claim: claim.sure, reverse=True)
    found: dict[str, Citation] = {}
    for citation in (*answer.citations, *map(cite, surest)):
        found.setdefault(" ".join(citation.quote.split()), citation)
    kept = sorted(list(found.values())[:_MOST], key=_age, reverse=True)
    chosen = answer.citations[0]
    return tuple(Quote(number, one, one is chosen) for number, one in enumerate(kept, 1))


def _age(citation: Citation) -> tuple[bool, tuple[date, datetime]]:
    published = citation.published
    return published is not None, published.order if published else (date.min, datetime.min)
