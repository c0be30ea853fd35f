"""What is in a corpus folder: its files, and each file as Documents or as the reason why not.

Nothing here raises for one bad file: a folder of a thousand documents must not fail for one. A bad file
comes back as `Skipped` with a sentence that says what is wrong and how to mend it; only a bad folder is an
error.
"""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.documents import Document
from corpus.errors import CorpusError
from corpus.readers import READERS, NotReadable


@dataclass(frozen=True)
class Skipped:
    """A file that gave no Document, and why, in a sentence that says how to mend it."""

    file: str
    reason: str


def list_files(folder: Path) -> list[str]:
    """Every regular file in a folder and below.

    Args:
        folder: The corpus folder.

    Returns:
        Paths relative to it, with "/" between parts, sorted. Hidden files and folders, and links that lead out of the
        folder, are left out; a link back to a folder already seen is not followed.

    Raises:
        CorpusError: The folder is missing or is a file.
    """
    folder = Path(folder)
    if not folder.exists():
        raise CorpusError(
            f"the corpus folder {str(folder)!r} does not exist: give the path of a folder that holds documents"
        )
    if not folder.is_dir():
        raise CorpusError(f"{str(folder)!r} is a file, but a corpus is a folder: give the folder the file lies in")
    root = folder.resolve()
    seen: set[Path] = set()
    return sorted(_walk(root, root, "", seen))


def _walk(root: Path, here: Path, prefix: str, seen: set[Path]) -> list[str]:
    seen.add(here)
    files: list[str] = []
    try:
        entries = sorted(os.scandir(here), key=lambda entry: entry.name)
    except OSError:
        return []  # a folder without read permission holds nothing that can be read
    for entry in entries:
        if entry.name.startswith("."):
            continue
        target = _inside(root, Path(entry.path))
        if target is None:
            continue
        if target.is_dir():
            if target not in seen:
                files.extend(_walk(root, target, f"{prefix}{entry.name}/", seen))
        elif target.is_file():
            files.append(prefix + entry.name)
    return files


def _inside(root: Path, path: Path) -> Path | None:
    """Where a path really leads, or None if that is outside the folder or nowhere."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    return target if target.is_relative_to(root) else None


def read_file(folder: Path, file: str, *, now: date, max_mb: float = 50) -> tuple[Document, ...] | Skipped:
    """Reads one file of a corpus folder.

    Args:
        folder: The corpus folder.
        file: The file's path relative to it, as `list_files` gives it.
        now: Today; a date after it is no publication date.
        max_mb: Larger files are skipped.

    Returns:
        Its Documents (one, for every type known so far), or Skipped with the reason.
    """
    path = Path(folder) / file
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        return Skipped(
            file,
            f"files of type {path.suffix or '(no suffix)'!r} cannot be read: save it as {', '.join(sorted(READERS))}",
        )
    try:
        size = path.stat().st_size
        if size > max_mb * 1_000_000:
            return Skipped(
                file,
                f"it has {size / 1e6:.1f} MB and the limit is {max_mb:g}: split it, or raise DATELINE_MAX_FILE_MB",
            )
        return reader(file, path.read_bytes(), now)
    except NotReadable as problem:
        return Skipped(file, str(problem))
    except FileNotFoundError:
        return Skipped(file, "it vanished before it could be read: index again if it should be there")
    except OSError as problem:
        return Skipped(file, f"it could not be opened ({problem.strerror or problem}): check its permissions")
