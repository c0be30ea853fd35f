"""One source, taken apart once: sentences, clauses, statuses.

Reading is the slow part of an answer, and the same sources are read for question after question, so what does not
depend on the question is done here and kept for the few hundred documents asked last.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpus import Document
from corpus.dates import find_dates
from corpus.sentences import sentences
from qa.rules.names import Masked, aliases, mask
from qa.rules.stance import Period, Stance, period, stance
from qa.rules.statuses import Status, bracketed, labelled, statuses
from qa.rules.words import WORD, content_words, stem

_LEANS = re.compile(r"\W*(?:he|she|it|they|his|her|its|their|this|these|the)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"\s*;\s*|,?\s+(?:while|whereas|although|though|but)\s+|,\s+(?:and|so)\s+"
    r"|\s+and\s+(?=(?:given|granted|gave|has|have|had|was|were|is|are|will|would|appointed|elected|named)\s)"
    r"|,\s+(?=(?:which|where|will|would|is|are|was|were|has|have)\s|creating|giving|making|allowing|opening)",
)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that says one thing; start and end within the sentence."""

    start: int
    end: int
    text: str
    stance: Stance
    period: Period
    statuses: tuple[Status, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str
    masked: Masked
    clauses: tuple[Clause, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in it, in order."""
        return tuple(name for group in self.masked.lists for name in group.names)


class Source:
    """A document with its sentences, read lazily and once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(stem(word) for word in WORD.findall(self.document.text) if word[0].islower())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order; a label and the list under it count as one."""
        spans = _with_lists(self.document.text, sentences(self.document.text, self.document.language or "en"))
        return tuple(self._sentence(start, end) for start, end in spans)

    @cached_property
    def aliases(self) -> frozenset[frozenset[str]]:
        """The abbreviations it defines."""
        return frozenset(aliases(self.document.text))

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """The names it is about: those of its title and those that it names most often."""
        counts: dict[str, int] = {}
        for sentence in self.sentences:
            for name in sentence.names:
                counts[name.title() if name.isupper() and len(name) > 4 else name] = (
                    counts.get(name.title() if name.isupper() and len(name) > 4 else name, 0) + 1
                )
        often = [name for name, count in counts.items() if count >= max(2, len(self.sentences) // 8)]
        titled = [name for group in mask(self.document.title, self._common).lists for name in group.names]
        return tuple(dict.fromkeys(titled + often))

    @cached_property
    def publisher(self) -> tuple[str, ...]:
        """The names in what it gives as its source: "Town of X" publishes on X."""
        return tuple(
            part
            for group in mask(self.document.source).lists
            for name in group.names
            for part in (name, name.split(" of ")[-1])
        )

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The content words of its title."""
        return content_words(self.document.title)

    def leans(self, position: int) -> bool:
        """Whether a sentence opens with a word that points back: "It was", "The agreement was"."""
        return _LEANS.match(self.sentences[position].text) is not None

    def lead_up(self, position: int) -> tuple[Sentence, ...]:
        """The sentences that a sentence leans on: the one before it, and three where it opens with a pronoun."""
        reach = 3 if self.leans(position) else 1
        return self.sentences[max(0, position - reach) : position]

    def heading_words(self, position: int) -> tuple[str, ...]:
        """The content words of the nearest heading above a sentence: a short line that ends without a full stop."""
        for sentence in reversed(self.sentences[max(0, position - 12) : position]):
            if len(sentence.text) < 90 and sentence.text.rstrip("*_ ")[-1:] not in ".!?;,":
                return content_words(sentence.text)
        return ()

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names inside its sentences, where a capital is no accident of the beginning; once for each sentence."""
        return tuple(
            name
            for sentence in self.sentences
            if sentence.text.rstrip()[-1:] in ".!?"
            for group in sentence.masked.lists
            if len(group.names) > 1 or re.search(r"\w", sentence.text[: group.start])
            for name in group.names
        )

    def _sentence(self, start: int, end: int) -> Sentence:
        start += _dateline(self.document.text[start:end])
        text = self.document.text[start:end]
        masked = mask(text.replace("\n", " "), self._common)  # a line that wraps within a name parts nothing
        return Sentence(start, end, text, masked, tuple(self._clauses(text, masked)))

    def _clauses(self, text: str, masked: Masked) -> list[Clause]:
        borders = [0, *(match.end() for match in _CLAUSE_END.finditer(masked.text)), len(masked.text)]
        clauses = []
        for begin, finish in zip(borders, borders[1:], strict=False):
            start, end = masked.offsets[begin], masked.offsets[finish]
            words = text[start:end]
            span = period(words, self.document.published)
            if span.since is None and span.until is None and re.search(r"\b(?:will|shall)\b", words):
                span = period(text, self.document.published)
            how = stance(masked.text[begin:finish] if finish > begin else words, self.document.published, span)
            found = tuple(statuses(masked, begin, finish))
            clauses.append(Clause(start, end, words, how, span, found))
        label = labelled(text)
        more = (*((label,) if label else ()), *bracketed(text))
        if more and clauses:
            clauses[0] = replace(clauses[0], statuses=(*clauses[0].statuses, *more))
        return clauses


def _dateline(text: str) -> int:
    """The length of a dateline that opens a sentence ("PORT X, 3 May 2021 – "), which is no part of what it says."""
    first = next(iter(find_dates(text[:80])), None)
    if first is None or not re.fullmatch(r"[A-ZÀ-Þ][\w .'’/-]{1,40},\s(?:\w+,?\s)?", text[: first.start]):
        return 0
    after = re.match(r"[.:]?\s*(?:[–—-]+\s*|/[^/]{2,30}/\.?\s*|\([^()]{2,30}\)\s*[–—-]?\s*)", text[first.end :])
    return first.end + after.end() if after and after.end() else 0


def _with_lists(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined:
            label_start, label_end = joined[-1]
            item = _ITEM.match(text[start:end])
            if (
                item
                and end - start < 70
                and text[end - 1] != "."
                and end - label_start < 1500
                and _is_label(text[label_start:label_end])
            ):
                joined[-1] = (label_start, end)
                continue
        joined.append((start, end))
    return joined


_ITEM = re.compile(r"[-*•–]\s")


def _is_label(text: str) -> bool:
    """Whether a line announces a list ("Fees:", a heading), or is such a line with its first items."""
    first, _, rest = text.partition("\n")
    if _ITEM.match(first):
        return False
    heading = len(first) < 60 and first.rstrip("*_ ")[-1:] not in ".!?;,"
    return (first.rstrip("*_ ").endswith(":") or heading) and all(
        _ITEM.match(line) for line in rest.split("\n") if line.strip()
    )


@lru_cache(maxsize=512)
def read_source(document: Document) -> Source:
    """The Source of a document; the last few hundred are kept."""
    return Source(document)
