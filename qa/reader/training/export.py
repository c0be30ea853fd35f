"""Trained weights -> the file that ships: OpenVINO, eight-bit integers.

Weights and activations of the encoder's layers are quantised after training with a few hundred real examples (nncf's
post-training quantisation, with its SmoothQuant step for transformers); the word embeddings' rows are compressed to
eight bits each. A quarter of the size and several times the speed of the trained floats; `benchmarks/reader.py` prints
what it costs in answers.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from qa.reader.training.loop import Encoded, collate
from qa.reader.training.network import ReaderNetwork


class _Scores(nn.Module):
    """The network with the scores of word pieces outside the passage left as they are: (starts, ends, types)."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        starts, ends, types = self.network(input_ids, token_type_ids, attention_mask)
        return starts, ends, types


def export(network: ReaderNetwork, calibration: Sequence[Encoded], folder: Path, *, quantised: bool = True) -> Path:
    """Writes reader.xml and reader.bin into a folder.

    Args:
        network: The trained network.
        calibration: Examples whose activations set the ranges; a few hundred are enough.
        folder: Where to write.
        quantised: False writes 16-bit floats instead, for comparison.
    """
    import nncf
    import openvino

    network.eval()
    inputs = [_inputs(calibration[at : at + 1]) for at in range(len(calibration))]
    example = {name: torch.from_numpy(value) for name, value in inputs[0].items()}
    with torch.no_grad():
        model = openvino.convert_model(_Scores(network), example_input=example)
    for port, name in zip(model.outputs, ("starts", "ends", "types"), strict=True):
        port.get_tensor().set_names({name})
    if quantised:
        model = nncf.quantize(
            model,
            nncf.Dataset(inputs),
            model_type=nncf.ModelType.TRANSFORMER,
            preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(inputs),
        )
        model = nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT8_SYM)
    folder.mkdir(parents=True, exist_ok=True)
    openvino.save_model(model, folder / "reader.xml", compress_to_fp16=True)
    return folder / "reader.xml"


def seal(folder: Path) -> None:
    """Writes SHA256, by which whoever loads the folder knows that nothing of it was changed or cut short."""
    names = ("reader.xml", "reader.bin", "calibration.json")
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in names]
    (folder / "SHA256").write_text("".join(lines), encoding="ascii")


def _inputs(rows: Sequence[Encoded]) -> dict[str, Any]:
    batch = collate(rows)
    return {
        "input_ids": batch.ids.numpy(),
        "token_type_ids": batch.segments.numpy(),
        "attention_mask": batch.mask.numpy().astype(np.int64),
    }


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
