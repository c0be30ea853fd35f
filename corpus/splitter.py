"""langchain-text-splitters' packing of pieces into chunks, over sentences.

A module of its own, because that package takes a third of a second to import and only new text is split.
"""

import re

from langchain_text_splitters import TextSplitter

from corpus.sentences import sentences


class SentenceSplitter(TextSplitter):
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
