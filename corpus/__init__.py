"""Files -> Document (text, title, source, published) -> Chunk.

`read_folder(folder, now=...)` gives a folder's Documents and the files it could not read; `split(document)` its Chunks.
"""

from corpus.chunks import split
from corpus.documents import Chunk, Document, Precision, Published, Signal
from corpus.errors import CorpusError, DateError, DatelineError, IndexUnusable, QuestionError
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
    "Settings",
    "Signal",
    "Skipped",
    "list_files",
    "read_file",
    "split",
]
