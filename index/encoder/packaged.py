"""The packaged model as eight-bit integers, run by OpenVINO: several times the speed of torch's floats, and no torch.

Each text is a request of its own, and as many are computed at once as the machine has cores, each on one of them.
Nothing is computed for padding, and a text's vector is the same to the last bit whatever it is embedded with: in a
padded batch of eight-bit integers it would differ in the third digit, and so rankings would by the order in which files
came. Batches of texts of like length were not faster than that by more than a tenth.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnusable
from index.encoder.files import packaged_folder
from index.encoder.network import SUMS, compiled, cores, first_line, trouble_with_files
from index.encoder.remember import Remembered

WEIGHTS = Path(__file__).parent / "weights"
NETWORK, BINARY = "encoder.xml", "encoder.bin"
NAME = "all-MiniLM-L6-v2-int8"
DIMENSION = 384
LONGEST = 256  # word pieces, as the model's own settings have it
MEND = "Reinstall Dateline, or restore the file from the repository."

_FEW = 16  # up to so many texts, a second network for many requests at once is not worth its second of preparation


class PackagedEncoder:
    """The default Encoder; nothing is loaded before the first text is encoded. Threads may share it.

    Args:
        folder: Where encoder.xml, encoder.bin and SHA256 lie.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self._loading = threading.Lock()
        self._asking = threading.Lock()
        self._tokenizer: Any = None
        self._single: Any = None
        self._many: Any = None
        self._remembered = Remembered()

    @property
    def name(self) -> str:
        """The model's name and the first digits of its file's SHA-256."""
        return f"{NAME}@{_listed(self._folder)[:12]}"

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text; a single text's vector is remembered for a while.

        Raises:
            IndexUnusable: When a file is missing or not the one it should be, or OpenVINO cannot load it.
        """
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        if len(texts) == 1:
            return self._remembered.vector(texts[0], lambda: self._one_by_one(texts))
        return self._one_by_one(texts) if len(texts) <= _FEW else self._at_once(texts)

    def load(self) -> None:
        """Prepare for a question; else the first one does. Raises as `encode` does."""
        with self._loading:
            if self._single is None:
                self._single = self._load(1)

    def _one_by_one(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        self.load()
        for row, text in enumerate(texts):
            with self._asking:
                vectors[row] = self._single(inputs(self._pieces(text)))[0][0]
        return vectors

    def _at_once(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import openvino

        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        with self._loading:
            if self._many is None:
                self._many = self._load(cores())
            queue: Any = openvino.AsyncInferQueue(self._many, 2 * cores())

        def keep(request: Any, row: int) -> None:  # noqa: ANN401 - openvino has no types
            vectors[row] = request.get_output_tensor(0).data[0]

        queue.set_callback(keep)
        for row, text in enumerate(texts):
            queue.start_async(inputs(self._pieces(text)), row)
        queue.wait_all()
        return vectors

    def _pieces(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text).ids)

    def _load(self, streams: int) -> Any:  # noqa: ANN401 - as above
        if trouble := trouble_with_files(self._folder):
            raise IndexUnusable(f"The model's file {trouble}. {MEND}")
        try:
            self._tokenizer = self._tokenizer or tokenizer()
            return compiled(self._folder / NETWORK, streams=streams, threads=streams)
        except Exception as error:  # whatever the libraries raise for a missing package or a file they cannot read
            raise IndexUnusable(
                f"The model in {self._folder} could not be loaded: {first_line(error)} {MEND} "
                f"Or set DATELINE_MODEL to {packaged_folder()}: the same model in floats, slower."
            ) from error


def tokenizer() -> Any:  # noqa: ANN401 - its types would have to be imported
    """What cuts a text into the packaged model's word pieces, at most LONGEST of them."""
    from tokenizers import Tokenizer

    made: Any = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(LONGEST)
    return made


def inputs(pieces: Sequence[int]) -> dict[str, NDArray[np.int64]]:
    """What the network takes for one text.

    >>> inputs([101, 102])["attention_mask"].tolist()
    [[1, 1]]
    """
    ids = np.array([pieces], dtype=np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def _listed(folder: Path) -> str:
    """The hash that SHA256 lists for the weights."""
    try:
        lines = (folder / SUMS).read_text(encoding="ascii").splitlines()
        return next(sha256 for sha256, name in map(str.split, lines) if name == BINARY)
    except (OSError, ValueError, StopIteration) as error:
        raise IndexUnusable(f"The model's file {folder / SUMS} is missing or damaged. {MEND}") from error
