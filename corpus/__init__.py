"""Files -> Document (text, title, source, published) -> Chunk.

`list_files(folder)` names what a folder holds, `read_file(folder, file, now=...)` gives a file's Documents or says why
it was skipped, `split(document)` gives a Document's Chunks.
"""

from corpus.chunks import split
from corpus.documents import Chunk, Document, Precision, Published, Signal
from corpus.errors import (
    CorpusError,
    DateError,
    DatelineError,
    IndexUnusable,
    QuestionError,
    ReaderUnusable,
    WriterUnusable,
)
from corpus.folder import Skipped, list_files, read_file
from corpus.settings import SHIPPED_CORPUS, Settings

__all__ = [
    "SHIPPED_CORPUS",
    "Chunk",
    "CorpusError",
    "DateError",
    "DatelineError",
    "Document",
    "IndexUnusable",
    "Precision",
    "Published",
    "QuestionError",
    "ReaderUnusable",
    "Settings",
    "Signal",
    "Skipped",
    "WriterUnusable",
    "list_files",
    "read_file",
    "split",
]
