"""One reader per file type, behind one registry: `READERS[".txt"](file, data, now)` gives Documents.

A reader takes the file's bytes and never opens anything itself; it raises `NotReadable` with the reason
where the bytes hold no text. A new file type is one module here and one line below.
"""

from collections.abc import Callable
from datetime import date

from corpus.documents import Document
from corpus.readers import html, markdown, text
from corpus.readers.decode import NotReadable

Reader = Callable[[str, bytes, date], tuple[Document, ...]]

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
}

__all__ = ["READERS", "NotReadable", "Reader"]
