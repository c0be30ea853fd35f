"""What is in a corpus folder: its files, and each file as Documents or as the reason why not.

Nothing here raises for one bad file: a folder of a thousand documents must not fail for one. A bad file
comes back as `Skipped` with a sentence that says what is wrong and how to mend it, and so does a link that is not
followed; only a bad folder is an error. Whatever a library raises on bad bytes ends here, because no list of its
exceptions is ever complete.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.documents import Document
from corpus.errors import CorpusError
from corpus.readers import READERS, Context, NotReadable
from corpus.settings import Settings
from corpus.sidecar import SIDECAR, Sidecar, read_sidecar


@dataclass(frozen=True)
class Skipped:
    """A file that gave no Document, and why, in a sentence that says how to mend it."""

    file: str
    reason: str


def list_files(folder: Path) -> list[str]:
    """Everything in a folder and below that is a document, or that a user could take for one.

    Args:
        folder: The corpus folder.

    Returns:
        Paths relative to it, with "/" between parts, sorted. Hidden files and folders are left out, and so is the
        folder's own dates.csv. What cannot be read is listed too, and `read_file` says why: links that lead out of the
        folder, nowhere, or back to a folder already listed, and folders that cannot be opened.

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
    links: list[tuple[str, Path]] = []
    files = _walk(root, "", seen, links)
    while links:
        # Links to folders come last, so that a folder inside the corpus is listed under its own name.
        name, target = links.pop(0)
        inside = target.is_relative_to(root) and target not in seen
        files.extend(_walk(target, f"{name}/", seen, links) if inside else [name])
    return sorted(file for file in files if file != SIDECAR)


def _walk(here: Path, prefix: str, seen: set[Path], links: list[tuple[str, Path]]) -> list[str]:
    seen.add(here)
    files: list[str] = []
    try:
        entries = sorted(os.scandir(here), key=lambda entry: entry.name)
    except OSError:
        return [prefix.removesuffix("/")] if prefix else []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if not path.is_dir():
            files.append(prefix + entry.name)
        elif entry.is_symlink():
            links.append((prefix + entry.name, path.resolve()))
        elif path not in seen:
            files.extend(_walk(path, f"{prefix}{entry.name}/", seen, links))
    return files


def trouble_with(folder: Path, file: str) -> str | None:
    """What stands against opening a file at all, without opening it.

    Args:
        folder: The corpus folder.
        file: The file's path relative to it.

    Returns:
        A sentence for what is no regular file within the folder; None for what is.
    """
    path = Path(folder) / file
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        if path.is_symlink():
            return "it is a link that leads nowhere, or in a circle: delete it"
        return "it vanished before it could be read: index again if it should be there"
    if not target.is_relative_to(Path(folder).resolve()):
        return "it is a link that leads out of the corpus folder: copy what it leads to into the folder"
    if target.is_file():
        return None
    if path.is_symlink() and target.is_dir():
        return "it is a link to a folder that is listed already: delete it"
    kind = "a folder whose content cannot be listed" if target.is_dir() else "no regular file"
    return f"it could not be opened ({kind}): check its permissions, or move it elsewhere"


def read_file(
    folder: Path,
    file: str,
    *,
    now: date,
    max_mb: float = 50,
    columns: Mapping[str, str] | None = None,
    sidecar: Sidecar | None = None,
) -> tuple[Document, ...] | Skipped:
    """Reads one file of a corpus folder.

    Args:
        folder: The corpus folder.
        file: The file's path relative to it, as `list_files` gives it.
        now: Today; a date after it is no publication date.
        max_mb: Larger files are skipped.
        columns: The columns of tables by field, for unusual names; None for those of the settings.
        sidecar: The folder's dates.csv, where it has been read already.

    Returns:
        Its Documents (one, but for tables and feeds), or Skipped with the reason.
    """
    trouble = trouble_with(folder, file)
    if trouble is not None:
        return Skipped(file, trouble)
    path = Path(folder) / file
    if wrong := wrong_kind(file):
        return Skipped(file, wrong)
    try:
        size = path.stat().st_size
        if size > max_mb * 1_000_000:
            return Skipped(file, too_large(size, max_mb))
        data = path.read_bytes()
    except FileNotFoundError:
        return Skipped(file, "it vanished before it could be read: index again if it should be there")
    except OSError as problem:
        return Skipped(file, f"it could not be opened ({problem.strerror or problem}): check its permissions")
    context = Context(now, max_mb, Settings().columns if columns is None else columns)
    return read_data(file, data, context, read_sidecar(folder, max_mb=max_mb) if sidecar is None else sidecar)


def wrong_kind(file: str) -> str:
    """Why a file of this name cannot be read, in a sentence; "" where it can."""
    suffix = Path(file).suffix
    if suffix.lower() in READERS:
        return ""
    kinds = ", ".join(sorted(READERS))
    return f"files of type {suffix or '(no suffix)'!r} cannot be read: save it as one of {kinds}"


def too_large(size: int, max_mb: float) -> str:
    """That a file has more bytes than the limit, in a sentence that says how to mend it."""
    return f"it has {size / 1e6:.1f} MB and the limit is {max_mb:g}: split it, or raise DATELINE_MAX_FILE_MB"


def read_data(file: str, data: bytes, context: Context, sidecar: Sidecar) -> tuple[Document, ...] | Skipped:
    """A file's bytes through its reader, whatever the libraries behind it do.

    Args:
        file: Its name; the reader is chosen by its suffix, which `wrong_kind` has found to be one that is read.
        data: Its bytes.
        context: What reading depends on besides.
        sidecar: What dates.csv says.
    """
    try:
        documents = sidecar.applied(file, READERS[Path(file).suffix.lower()](file, data, context), now=context.now)
    except NotReadable as problem:
        return Skipped(file, str(problem))
    except Exception as problem:
        said = str(problem).strip().split("\n")[0][:120]
        named = f"{type(problem).__name__}: {said}" if said else type(problem).__name__
        return Skipped(file, f"it is damaged, or written in a way that its reader fails on ({named}): save it again")
    return documents or Skipped(file, "it holds no text: delete it, or put text into it")
