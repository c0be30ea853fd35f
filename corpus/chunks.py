"""Document -> Chunks: whole sentences, packed up to a size.

langchain-text-splitters does the packing (its merge of ready splits); the cuts are ours, because its own
separators know no sentence ends. Chunks do not overlap: search reads neighbours from the Document itself,
and a quote stands in one chunk.
"""

from corpus.documents import Chunk, Document


def split(document: Document, *, size: int = 800) -> list[Chunk]:
    """Cuts a Document into Chunks at sentence ends.

    Args:
        document: The Document; `document.text[chunk.start : chunk.end]` is each chunk's text.
        size: The most characters a chunk may have.

    Returns:
        Chunks in reading order that do not overlap; together they hold every non-blank character.
    """
    from corpus.splitter import SentenceSplitter  # slow to import, and no question needs it

    chunks = []
    start = 0
    for piece in SentenceSplitter(size, document.language or "en").split_text(document.text):
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            chunks.append(Chunk(document, first, last))
        start += len(piece)
    return chunks
