"""Sentence spans with exact offsets, for chunks and for quotes.

sentencex finds the ends inside a paragraph; the lines around them are read here, because a dump of a page
has headlines, list items and short lines without a full stop, and hard-wrapped prose has line breaks that
end nothing. A dateline ("BEIJING, March 6. /TASS/.") stays one span, so that the sentence after it can be
quoted alone.
"""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from corpus.dates.words import month

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ITEM = re.compile(r"\s*(?:[-*•–—▪◦·]\s|#{1,6}\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|\|)")
_LABEL = re.compile(r"\s*[A-Z][^.:!?\n]{0,30}:\s")
# Apostrophes inside and at the ends of words: sentencex would take them for quotation marks.
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)|['’](?=\d)|(?<=s)['’](?=\s)")
# Abbreviations that sentencex takes for an end: the first kind before a number, the second before a name.
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(])(?:Nos?|Vol|Figs?|Art|Sec|Ch|pp?|approx|ca?|est|§)\.$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:^|[\s(])(?:Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|Rev|Hon|Pres|Amb|Prof|Dr|Mr|Mrs|Ms|St|vs|cf)\.$"
)
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-z])[.)]$")
_DAY = re.compile(r"(?:^|\s)[0-3]?\d\.$")
_TAG = re.compile(r"/[^/]{2,30}/\.?|[^\w\s]{1,3}")
_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"))
_LONGEST = 8000
_NARROW = 50
"""A paragraph with no line as wide as this is not hard-wrapped prose: its line breaks are meant."""


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    r"""The sentences of a text as spans, without the blanks around them.

    >>> sentences("Title\n\nOne is 1.5. Two.")
    [(0, 5), (7, 18), (19, 23)]

    Args:
        text: Any text; a megabyte takes about a second.
        language: ISO 639-1 code for sentencex' abbreviations.

    Returns:
        (start, end) in reading order; every non-blank character of the text lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        spans.extend(_in_block(text, start, end, language or "en"))
    return spans


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs, further cut where a line starts or ends something of its own."""
    blocks: list[tuple[int, int]] = []
    start = 0
    for match in [*_BLANK_LINE.finditer(text), None]:
        end = match.start() if match else len(text)
        blocks.extend(_paragraph(text, start, end))
        start = match.end() if match else end
    return blocks


def _paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = text[start:end].split("\n")
    if len(lines) == 1:
        return [(start, end)]
    width = max(len(line.rstrip()) for line in lines)
    blocks = []
    at = first = start
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        at += len(line) + 1
        if following is None or not _goes_on(
            line.rstrip(), following, width, headline=at == len(line) + 1 and len(lines) == 2
        ):
            blocks.append((first, min(at, end)))
            first = at
    return blocks


def _goes_on(line: str, following: str, width: int, *, headline: bool) -> bool:
    """Whether a line may break inside a sentence: the next one begins small, or its first word did not fit any more."""
    if _ITEM.match(following) or _LABEL.match(following) or line.lstrip().startswith(("#", "|")):
        return False
    word = following.split(maxsplit=1)[0] if following.strip() else ""
    if word[:1].islower() or line.endswith(","):
        return True
    return not headline and width >= _NARROW and len(line) + 1 + len(word) > width


def _in_block(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for first, last in _boundaries(text, start, end, language):
        piece = text[first:last]
        if not piece.strip():
            continue
        last = first + len(piece.rstrip())
        first += len(piece) - len(piece.lstrip())
        if spans and _belongs(text[spans[-1][0] : spans[-1][1]], text[first:last]):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _boundaries(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """The spans sentencex finds. Its time grows as the square of a paragraph, so it is given a huge one in parts."""
    while start < end:
        stop = end
        if end - start > _LONGEST:
            middle, limit = start + _LONGEST // 2, start + _LONGEST
            stop = max(text.rfind(". ", middle, limit), 0) or max(text.rfind(" ", middle, limit), 0) or limit
            stop += 1
        for boundary in get_sentence_boundaries(language, _plain(text[start:stop])):
            yield start + boundary["start_index"], start + boundary["end_index"]
        start = stop


def _plain(block: str) -> str:
    """The block, letter for letter as long, without what would mislead sentencex about quotations and line ends.

    A quotation mark without its pair would make it take all the rest of the paragraph for one quotation.
    """
    block = _APOSTROPHE.sub("a", block).replace("\n", " ")
    if block.count('"') % 2:
        block = block.replace('"', "a")
    for opening, closing in _PAIRS:
        if block.count(opening) != block.count(closing):
            block = block.replace(opening, "a").replace(closing, "a")
    return block


def _belongs(before: str, piece: str) -> bool:
    """Whether a piece was cut off its sentence: after "Gen.", before an agency's tag, after an item's number."""
    if piece[0].islower() or _TAG.fullmatch(piece) or _NUMBERED.match(before):
        return True
    tail = before[-12:]
    if piece[0].isdigit():
        return _BEFORE_NUMBER.search(tail) is not None
    if _DAY.search(tail):  # "6. März": a day, where days are ordinals
        return month(re.split(r"\W", piece, maxsplit=1)[0]) is not None
    return _BEFORE_NAME.search(tail) is not None
