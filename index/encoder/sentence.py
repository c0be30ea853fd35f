"""Any model of sentence-transformers, and the packaged one in floats where eight-bit integers cannot be computed.

torch takes seconds to import, so nothing here imports it before the first text is encoded.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable
from index.encoder.remember import Remembered


class SentenceEncoder:
    """An Encoder over a sentence-transformers model, loaded when the first text is encoded.

    Args:
        model: Folder of the model, or its name on the hub.
        name: Its identity, if known before loading; otherwise the model is loaded to find it.
        dimension: The length of its vectors, likewise.
        check: Called once before loading; raises IndexUnusable where the files are not what they should be.
        notice: A sentence for the user on why it is this one.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        name: str = "",
        dimension: int = 0,
        check: Callable[[], None] | None = None,
        notice: str = "",
    ) -> None:
        self.notice = notice
        self._model_name = model
        self._name = name
        self._dimension = dimension
        self._check = check
        self._model: Any = None
        self._loading = threading.Lock()
        self._asking = threading.Lock()
        self._remembered = Remembered()

    @property
    def name(self) -> str:
        """The model's name and the first digits of its weights' SHA-256."""
        if not self._name:
            self._name = f"{Path(str(self._model_name)).name}@{_hash_of_parameters(self._loaded())[:12]}"
        return self._name

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        if not self._dimension:
            self._dimension = self._loaded().encode(["a"], show_progress_bar=False).shape[1]
        return self._dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text; a single text's vector is remembered for a while."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if len(texts) > 1:
            return _encode(self._loaded(), texts)
        return self._remembered.vector(texts[0], lambda: self._question(texts))

    def _question(self, texts: Sequence[str]) -> NDArray[np.float32]:
        model = self._loaded()
        with self._asking, _one_thread():
            return _encode(model, texts)

    def _loaded(self) -> Any:  # noqa: ANN401 - the library's own type would have to be imported
        with self._loading:
            if self._model is None:
                if self._check is not None:
                    self._check()
                self._model = _load(self._model_name)
            return self._model


def _encode(model: Any, texts: Sequence[str]) -> NDArray[np.float32]:  # noqa: ANN401 - as above
    vectors = model.encode(list(texts), show_progress_bar=False, normalize_embeddings=True, convert_to_numpy=True)
    return np.ascontiguousarray(vectors, dtype=np.float32)


@contextmanager
def _one_thread() -> Iterator[None]:
    """One question is encoded as fast by one thread as by two, and two wait for each other on a busy machine.

    Measured on two cores, one of them busy: 6 ms with one thread, 280 ms with torch's default.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _load(model: str | Path) -> Any:  # noqa: ANN401 - as above
    """The model itself. A folder is loaded without a word to the hub; a name may be looked up there."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise IndexUnusable("sentence-transformers is not installed. Run: pip install sentence-transformers") from error
    try:
        with _no_progress_bar():
            return SentenceTransformer(str(model), local_files_only=isinstance(model, Path))
    except Exception as error:  # whatever the libraries raise for a broken folder or an unknown name
        first_line = (str(error).splitlines() or [type(error).__name__])[0]
        raise IndexUnusable(
            f"The model {model} could not be loaded: {first_line} "
            "Give DATELINE_MODEL the folder or the name of a sentence-transformers model, or leave it empty."
        ) from error


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Loading takes a tenth of a second; the library's bar for it would stand in the midst of an answer."""
    from transformers.utils import logging

    bars: Any = logging  # its functions bear no types
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()


def _hash_of_parameters(model: Any) -> str:  # noqa: ANN401 - as above
    digest = hashlib.sha256()
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(value.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
