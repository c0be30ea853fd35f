"""The documents of a corpus as they lie on disk: what quotes and retrieval are held against.

They are read again, apart from the index, so that an index that lies about its documents is caught.
"""

from datetime import date
from pathlib import Path

from corpus import Document, list_files, read_file


def read_documents(folder: Path, *, now: date, max_mb: float = 50) -> dict[str, Document]:
    """Read every document of a corpus.

    Args:
        folder: The corpus.
        now: Today.
        max_mb: Larger files are left out, as the index leaves them out.

    Returns:
        The documents by file; what cannot be read is not among them.

    Raises:
        CorpusError: There is no such folder.
    """
    read = (read_file(folder, file, now=now, max_mb=max_mb) for file in list_files(folder))
    return {document.file: document for found in read if isinstance(found, tuple) for document in found}
