"""The last change of the corpus folder, which can be taken back.

One change is remembered, with the bytes that it took away, and only in memory: enough for the wrong file and the
slip of a hand, while the folder itself stays the only truth. It is taken back only as long as the files are as it left
them.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.sidecar import SIDECAR
from page.documents import CannotChange, write


class Undo:
    """Remembers the last change of a folder.

    Args:
        folder: The corpus folder.

    Attributes:
        number: The last change's number, counted from 1; who made it may take it back.
    """

    def __init__(self, folder: Path) -> None:
        self.number = 0
        self._folder = folder
        self._said = ""
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, str] = {}

    def remember(self, files: Sequence[str], act: Callable[[], str]) -> str:
        """Makes a change that can be taken back.

        Args:
            files: The files that it may write or remove, besides dates.csv.
            act: Makes it and says so.

        Returns:
            What it says.
        """
        before = {file: self._bytes(file) for file in (*files, SIDECAR)}
        said = act()
        self.number += 1
        self._said, self._before = said, before
        self._after = {file: _mark(self._bytes(file)) for file in before}
        return said

    def back(self, number: int) -> str:
        """Takes a change back.

        Args:
            number: Its number.

        Returns:
            What was done, in a sentence.

        Raises:
            CannotChange: It is not the last one, or its files were changed since.
        """
        if number != self.number or not self._before:
            raise CannotChange("This can no longer be undone: something else was changed since.")
        if {file: _mark(self._bytes(file)) for file in self._before} != self._after:
            raise CannotChange("This cannot be undone: another program has changed these files since.")
        for file, data in self._before.items():
            if data is None:
                (self._folder / file).unlink(missing_ok=True)
            else:
                write(self._folder / file, data)
        self._before = {}
        return f"Undone: {re.split('[;.] ', self._said)[0].removesuffix('.')}."

    def _bytes(self, file: str) -> bytes | None:
        try:
            return (self._folder / file).read_bytes()
        except OSError:
            return None


def _mark(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
