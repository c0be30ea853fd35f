"""The vectors of the last questions, as a chat asks the same one several times over.

Kept are a few dozen, by the text itself: a question is short, and answering it searches more than once.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_KEPT = 32


class Remembered:
    """The vectors of the texts asked for last. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def vector(self, text: str, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """The text's vector as a matrix of one row, a copy of its own; made where it is not known."""
        with self._lock:
            known = self._vectors.get(text)
            if known is not None:
                self._vectors.move_to_end(text)
        if known is None:
            known = make()
            with self._lock:
                self._vectors[text] = known
                if len(self._vectors) > _KEPT:
                    self._vectors.popitem(last=False)
        return known.copy()
