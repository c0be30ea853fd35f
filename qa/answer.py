"""What a question gets back: an Answer, its Citations and its timeline.

Plain values: nothing here knows how they were found. `Answer.to_dict` is the one shape that leaves the program
(`dateline ask --json`, the page, the evaluation's files).
"""

from dataclasses import dataclass
from typing import Any

from corpus import Document, Published


@dataclass(frozen=True)
class Citation:
    """A sentence of a source, word for word: `document.text[start:end] == quote` always."""

    document: Document
    published: Published | None
    quote: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The citation as JSON types; the document by its file, title, source and url, without its text."""
        return {
            "file": self.document.file,
            "title": self.document.title,
            "source": self.document.source,
            "url": self.document.url,
            "published": str(self.published) if self.published else None,
            "inferred": self.published.inferred if self.published else False,
            "signal": str(self.published.signal) if self.published else None,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True)
class TimelineEntry:
    """One value that sources gave, from the first of them to the last before it changed.

    `since` and `until` are the dates of those sources: not when the fact began or ended, which nobody may have said.
    """

    value: str
    since: Published
    until: Published
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON types."""
        return {
            "value": self.value,
            "since": str(self.since),
            "until": str(self.until),
            "citation": self.citation.to_dict(),
        }


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    Attributes:
        question: The question as it was understood, follow-ups resolved.
        text: The short answer a person reads first, then "as of DATE"; when abstained, the reason.
        verdict: "yes", "no", or None (not a yes/no question, or abstained).
        values: The short answer's parts: names of a list, one number, one name.
        published: Date of the source the answer rests on; None when that is undated, or when abstained.
        citations: The first is what the answer rests on; older ones that say otherwise follow, newest first.
        timeline: What sources said, oldest first.
        abstained: True when the corpus does not answer.
        reason: Why it abstained, in one sentence; "" otherwise.
        notes: What a careful reader would add: conflict, superseded sources, expected change, ended period, stale,
            undated.
    """

    question: str
    text: str
    verdict: str | None = None
    values: tuple[str, ...] = ()
    published: Published | None = None
    citations: tuple[Citation, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    abstained: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The whole answer as JSON types; dates by their precision ("2024-04-16", "2016")."""
        return {
            "question": self.question,
            "text": self.text,
            "verdict": self.verdict,
            "values": list(self.values),
            "published": str(self.published) if self.published else None,
            "citations": [citation.to_dict() for citation in self.citations],
            "timeline": [entry.to_dict() for entry in self.timeline],
            "abstained": self.abstained,
            "reason": self.reason,
            "notes": list(self.notes),
        }
