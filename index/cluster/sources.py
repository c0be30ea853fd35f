"""What a corpus on Milvus is filled from: a folder that every node sees, or a list of addresses of files (fsspec).

A file's name is its path in the folder, as in a local index, or its whole address. Both are told by the hash of their
bytes, so each run reads every file once; nothing else is sure on every store.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from corpus.documents import Document
from corpus.errors import CorpusError
from corpus.folder import Skipped, list_files, read_data, read_file, too_large, wrong_kind
from corpus.readers import Context
from corpus.sidecar import SIDECAR, Sidecar, read_sidecar
from index.cluster.address import PIP

Read = tuple[Document, ...] | Skipped


class Source(Protocol):
    """Where files come from; it travels to the workers."""

    @property
    def origin(self) -> str:
        """For people."""
        ...

    def names(self) -> list[str]:
        """The files' names, sorted; never none."""
        ...

    def sidecar(self, max_mb: float) -> Sidecar:
        """What is known better than the files say."""
        ...

    def look(self, name: str, context: Context) -> str:
        """The hash of a file's bytes; "" where it cannot be read, and then it is tried again each time."""
        ...

    def read(self, name: str, context: Context, sidecar: Sidecar) -> Read:
        """A file's Documents, or why there are none."""
        ...


@dataclass(frozen=True)
class Folder:
    """A corpus folder, at the same path on every node."""

    path: str

    @property
    def origin(self) -> str:
        """Its path."""
        return self.path

    def names(self) -> list[str]:
        """Its files. Raises CorpusError where it is missing or empty."""
        found = list_files(Path(self.path))
        if not found:
            raise CorpusError(
                f"the corpus folder {self.path!r} is empty: put documents into it, or give another folder"
            )
        return found

    def sidecar(self, max_mb: float) -> Sidecar:
        """Its dates.csv."""
        return read_sidecar(Path(self.path), max_mb=max_mb)

    def look(self, name: str, context: Context) -> str:
        """The hash of a file's bytes."""
        path = Path(self.path) / name
        try:
            if not path.is_file() or path.stat().st_size > context.max_mb * 1_000_000:
                return ""
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""

    def read(self, name: str, context: Context, sidecar: Sidecar) -> Read:
        """A file's Documents, or why there are none."""
        folder = Path(self.path)
        if not folder.is_dir():
            raise CorpusError(
                f"a node of the Ray cluster does not see the folder {self.path!r}: mount it on every node"
            )
        return read_file(folder, name, now=context.now, max_mb=context.max_mb, columns=context.columns, sidecar=sidecar)


@dataclass(frozen=True)
class Addresses:
    """Files by their addresses; what names a folder or has a star in it stands for the files that are there."""

    given: tuple[str, ...]

    @property
    def origin(self) -> str:
        """The first address, and how many there are."""
        return self.given[0] if len(self.given) == 1 else f"{self.given[0]} and {len(self.given) - 1} more"

    def names(self) -> list[str]:
        """The files' addresses, each once. Raises CorpusError where there are none, or one names nothing."""
        found = sorted({name for address in self.given for name in _files_at(address)})
        if not found:
            raise CorpusError("the list of files is empty: give at least one address, such as s3://bucket/news/*.html")
        return found

    def sidecar(self, max_mb: float) -> Sidecar:
        """None: a list has no dates.csv."""
        return Sidecar()

    def look(self, name: str, context: Context) -> str:
        """The hash of a file's bytes."""
        data = self._data(name, context)
        return "" if isinstance(data, Skipped) else hashlib.sha256(data).hexdigest()

    def read(self, name: str, context: Context, sidecar: Sidecar) -> Read:
        """A file's Documents, or why there are none."""
        if wrong := wrong_kind(name):
            return Skipped(name, wrong)
        data = self._data(name, context)
        return data if isinstance(data, Skipped) else read_data(name, data, context, sidecar)

    def _data(self, name: str, context: Context) -> bytes | Skipped:
        try:
            files, path = _files(name)
            size = int(files.info(path).get("size") or 0)
            if size > context.max_mb * 1_000_000:
                return Skipped(name, too_large(size, context.max_mb))
            return bytes(files.cat_file(path))
        except CorpusError:
            raise
        except FileNotFoundError:
            return Skipped(name, "it is not there: correct its address")
        except Exception as error:  # each store has exceptions of its own
            said = str(error).strip().split("\n")[0][:120]
            return Skipped(name, f"it could not be opened ({said or type(error).__name__}): check address and rights")


def source_of(given: Sequence[str], folder: Path) -> Source:
    """What is to be read.

    Args:
        given: As the user names it: one folder, or addresses; nothing for the corpus folder.
        folder: The corpus folder of the settings.

    Raises:
        CorpusError: Folders and addresses are mixed, or there is more than one folder.
    """
    addresses = [one for one in given if "://" in one]
    if not addresses:
        if len(given) > 1:
            raise CorpusError(f"{len(given)} folders are given: give one, or addresses such as file:///srv/news/*.html")
        return Folder(str((Path(given[0]) if given else folder).absolute()))
    if len(addresses) < len(given):
        raise CorpusError(
            "folders and addresses are mixed: give a folder as an address, too, such as file:///srv/news/"
        )
    return Addresses(tuple(given))


def _files(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise CorpusError(f"addresses of files need fsspec: {PIP}") from error
    try:
        files, path = url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise CorpusError(f"the address {address!r} cannot be used ({error})") from error
    return files, str(path)


def _files_at(address: str) -> list[str]:
    files, path = _files(address)
    try:
        if "*" in path:
            found = files.glob(path)
        elif files.isdir(path):
            found = files.find(path)
        else:
            return [address]
        return [str(files.unstrip_protocol(one)) for one in found if files.isfile(one) and not _hidden(one, path)]
    except Exception as error:  # each store has exceptions of its own
        raise CorpusError(f"the address {address!r} cannot be listed ({str(error).strip() or error!r})") from error


def _hidden(path: str, root: str) -> bool:
    below = path.removeprefix(root.split("*")[0])
    return any(part.startswith(".") for part in below.split("/")) or below.lstrip("/") == SIDECAR


def context_of(now: date, max_mb: float, columns: dict[str, str]) -> Context:
    """What reading depends on besides a file."""
    return Context(now, max_mb, columns)
