"""One source, taken apart once: sentences, clauses, statuses.

Reading is the slow part of an answer, and the same sources are read for question after question, so what does not
depend on the question is done here and kept for the few hundred documents asked last.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpus import Document
from corpus.dates import find_dates
from corpus.sentences import sentences
from qa.rules.names import Masked, aliases, mask
from qa.rules.stance import Period, Stance, period, stance
from qa.rules.statuses import Status, bracketed, labelled, statuses
from qa.rules.words import WORD, content_words, stem

# "The boat was sold" points back; "The Southern League" is a name.
_LEANS = re.compile(r"\W*(?i:he|she|it|they|his|her|its|their|this|these|the)\b(?!(?<=\b[Tt]he) [A-Z])")
_CLAUSE_END = re.compile(
    r"\s*;\s*|,?\s+(?:while|whereas|although|though|but)\s+|,\s+(?:and|so)\s+"
    r"|\s+and\s+(?=(?:given|granted|gave|has|have|had|was|were|is|are|will|would|appointed|elected|named)\s)"
    r"|,\s+(?=(?:which|where|will|would|is|are|was|were|has|have)\s|creating|giving|making|allowing|opening)"
    # "Ada Novik, who chairs the league, expects ...": what she expects is another matter than who she is
    r"|,\s+(?=(?:expects?|hopes?|plans?|intends?|wants?|announced|promised)\s)",
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

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds an offset."""
        return next((clause for clause in self.clauses if clause.start <= offset < clause.end), self.clauses[-1])


_LONGEST = 1_200  # characters of a sentence; the patterns of names take a time that grows with its square
# Of a longer document only what retrieval found is read, with this much around it.
_LONG, _AROUND = 60_000, 1_500


class Source:
    """A document with its sentences, read lazily and once; of a very long one, the parts that retrieval found."""

    def __init__(self, document: Document, spans: tuple[tuple[int, int], ...] = ()) -> None:
        self.document = document
        self._spans = spans

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(stem(word) for word in WORD.findall(self.document.text) if word[0].islower())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences in order; a label and the list under it count as one."""
        text, language = self.document.text, self.document.language or "en"
        spans = [
            (begin + start, begin + end)
            for begin, finish in self._spans or ((0, len(text)),)
            for start, end in sentences(text[begin:finish], language)
        ]
        whole = (piece for span in _with_lists(text, spans) for piece in _pieces(text, *span))
        return tuple(self._sentence(start, end) for start, end in whole)

    @cached_property
    def aliases(self) -> frozenset[frozenset[str]]:
        """The abbreviations it defines."""
        return frozenset(
            group for sentence in self.sentences if "(" in sentence.text for group in aliases(sentence.text)
        )

    @cached_property
    def topic(self) -> tuple[str, ...]:
        """The names it is about: those of its title and those that it names most often."""
        named = (name for sentence in self.sentences for name in sentence.names)
        counts = Counter(name.title() if name.isupper() and len(name) > 4 else name for name in named)
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
        start += _marked(self.document.text[start:end])
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


_MARK = re.compile(r"(?:#{1,6}|[-*•–])\s+(?=\S)")
_NEXT_ITEM = re.compile(r"\n\s*[-*•–]\s")


def _marked(text: str) -> int:
    """The length of the mark of a heading or an item, which is no part of what it says."""
    mark = _MARK.match(text)
    return mark.end() if mark and _NEXT_ITEM.search(text) is None else 0


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or pieces of what is too long to be one: tables run together, a file without full stops."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


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


def read_source(document: Document, spans: tuple[tuple[int, int], ...] = ()) -> Source:
    """The Source of a document; the last few hundred are kept.

    Args:
        document: What to read.
        spans: The parts that retrieval found; only these are read of a document longer than 60,000 characters.
    """
    return _kept(document, _widened(spans, document.text) if len(document.text) > _LONG else ())


@lru_cache(maxsize=512)
def _kept(document: Document, spans: tuple[tuple[int, int], ...]) -> Source:
    return Source(document, spans)


def _widened(spans: tuple[tuple[int, int], ...], text: str) -> tuple[tuple[int, int], ...]:
    """The spans with what stands around them, from line to line, those that touch made one."""
    widened: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        begin = text.rfind("\n", 0, max(0, start - _AROUND)) + 1
        finish = text.find("\n", min(len(text), end + _AROUND))
        finish = len(text) if finish < 0 else finish
        if begin < start - 4 * _AROUND:  # a text without line breaks
            begin = max(0, start - _AROUND)
        finish = min(finish, end + 4 * _AROUND)
        if widened and begin <= widened[-1][1]:
            widened[-1] = (widened[-1][0], max(finish, widened[-1][1]))
        else:
            widened.append((begin, finish))
    return tuple(widened)
