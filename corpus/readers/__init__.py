"""One reader per file type, behind one registry: `READERS[".txt"](file, data, Context(now))` gives Documents.

A reader takes the file's bytes and never opens anything itself; it raises `NotReadable` with the reason
where the bytes hold no text. A new file type is one module here and one line below. A reader's module is imported when
its first file is read: the libraries behind them take a second, which no question on an index should wait for.
"""

from importlib import import_module
from typing import cast

from corpus.documents import Document
from corpus.readers.context import Context, Reader
from corpus.readers.decode import NotReadable


def _reader(name: str) -> Reader:
    """The reader in one of the modules here."""

    def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
        return cast(Reader, import_module(f"corpus.readers.{name}").read)(file, data, context)

    return read


READERS: dict[str, Reader] = {
    ".txt": _reader("text"),
    ".text": _reader("text"),
    ".md": _reader("markdown"),
    ".markdown": _reader("markdown"),
    ".html": _reader("html"),
    ".htm": _reader("html"),
    ".pdf": _reader("pdf"),
    ".docx": _reader("word"),
    ".csv": _reader("csv_table"),
    ".jsonl": _reader("json_lines"),
    ".rss": _reader("feed"),
    ".atom": _reader("feed"),
    ".xml": _reader("feed"),
    ".eml": _reader("mail"),
}

__all__ = ["READERS", "Context", "NotReadable", "Reader"]
