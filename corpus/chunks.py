"""Document -> Chunks: whole sentences, packed up to a size.

langchain-text-splitters does the packing (its merge of ready splits); the cuts are ours, because its own
separators know no sentence ends. Chunks do not overlap: search reads neighbours from the Document itself,
and a quote stands in one chunk.
"""

import re

from langchain_text_splitters import TextSplitter

from corpus.documents import Chunk, Document
from corpus.sentences import sentences


class _SentenceSplitter(TextSplitter):
    """Packs sentences; each split keeps the blanks after it, so that lengths add up to offsets."""

    def __init__(self, size: int, language: str) -> None:
        super().__init__(chunk_size=size, chunk_overlap=0, strip_whitespace=False)
        self._language = language

    def split_text(self, text: str) -> list[str]:
        """Pieces that join to the whole text again."""
        starts = [start for start, _ in sentences(text, self._language)] or [len(text)]
        bounds = [0, *starts[1:], len(text)]
        pieces = [piece for a, b in zip(bounds, bounds[1:], strict=False) for piece in self._fitting(text[a:b])]
        return self._merge_splits(pieces, "")

    def _fitting(self, sentence: str) -> list[str]:
        """One sentence, cut at blanks (or hard) only where it is longer than a chunk may be."""
        size = self._chunk_size
        if len(sentence) <= size:
            return [sentence]
        return re.findall(rf"(?s).{{1,{size - 1}}}(?=\s)\s|.{{1,{size}}}", sentence)


def split(document: Document, *, size: int = 800) -> list[Chunk]:
    """Cuts a Document into Chunks at sentence ends.

    Args:
        document: The Document; `document.text[chunk.start : chunk.end]` is each chunk's text.
        size: The most characters a chunk may have.

    Returns:
        Chunks in reading order that do not overlap; together they hold every non-blank character.
    """
    chunks = []
    start = 0
    for piece in _SentenceSplitter(size, document.language or "en").split_text(document.text):
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            chunks.append(Chunk(document, first, last))
        start += len(piece)
    return chunks
