"""What of the sources the model reads: windows of a few sentences with their headline, the likeliest of each source.

The model reads some hundred windows a second, a corpus holds thousands; so of what retrieval found only the windows
that share most of the question's rarer words are read, the best ones of every source before the next best of any.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.question import Question
from qa.read import Passage
from qa.rules.source import Sentence, Source, read_source
from qa.rules.words import content_words, stem

_SENTENCES, _CHARACTERS = 3, 520  # of a window
_GAP = 200  # characters between two sentences that still belong together
_TITLE = 90  # characters of a headline


@dataclass(frozen=True)
class Window:
    """Some sentences of a source, and the text that the model reads."""

    source: Source
    sentences: tuple[Sentence, ...]
    head: str
    text: str

    def in_document(self, offset: int) -> int:
        """Where an offset of the window's text stands in the document."""
        return self.sentences[0].start + offset - len(self.head)


def windows(question: Question, passages: Sequence[Passage], most: int) -> list[Window]:
    """The windows to read, at most so many: first the best of each source, then the second best, and so on."""
    cut = [list(_cut(passage)) for passage in passages]
    asked = {stem(word) for word in (*content_words(question.text), *(n.casefold() for n in question.names))}
    held = [[_stems(window.text) & asked for window in of_source] for of_source in cut]
    common = Counter(word for of_source in held for words in of_source for word in words)
    count = sum(len(of_source) for of_source in cut)
    weight = {word: math.log(1 + count / (1 + common[word])) for word in asked}
    ranked: list[tuple[int, float, Window]] = []
    for of_source, words in zip(cut, held, strict=True):
        scored = sorted(
            ((sum(weight[w] for w in shared), window) for shared, window in zip(words, of_source, strict=True)),
            key=lambda pair: -pair[0],
        )
        ranked += [(place // 2, -score, window) for place, (score, window) in enumerate(scored)]
    ranked.sort(key=lambda item: item[:2])
    return [window for _, _, window in ranked[:most]]


def alone(window: Window) -> list[Window]:
    """Each sentence of a window as a window of its own, to find the one that says it."""
    return [_window(window.source, (sentence,)) for sentence in window.sentences]


def _cut(passage: Passage) -> list[Window]:
    """The windows of a source: runs of three sentences that touch what retrieval found, each beginning in the last."""
    source = read_source(passage.document, passage.spans)
    spans = passage.spans or ((0, len(passage.document.text)),)
    found = [s for s in source.sentences if any(s.start < end and s.end > start for start, end in spans)]
    cuts = runs([(sentence.start, sentence.end) for sentence in found])
    return [_window(source, tuple(found[first : last + 1])) for first, last in cuts]


def runs(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of a few sentences that cover all of them, each beginning with the last one's last where it holds several.

    >>> list(runs([(0, 10), (11, 20), (21, 30), (31, 40)]))
    [(0, 2), (2, 3)]

    Args:
        spans: Where each sentence stands, in order.

    Yields:
        The numbers of a run's first and last sentence.
    """
    first = 0
    while first < len(spans):
        last = first
        while (
            last + 1 < len(spans)
            and last + 1 - first < _SENTENCES
            and spans[last + 1][1] - spans[first][0] <= _CHARACTERS
            and spans[last + 1][0] - spans[last][1] < _GAP
        ):
            last += 1
        yield first, last
        if last + 1 == len(spans):
            return
        first = max(first + 1, last)


def _window(source: Source, sentences: tuple[Sentence, ...]) -> Window:
    title = source.document.title[:_TITLE].strip()
    head = f"{title} | " if title else ""
    text = source.document.text[sentences[0].start : sentences[-1].end].replace("\n", " ")
    return Window(source, sentences, head, head + text)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}
