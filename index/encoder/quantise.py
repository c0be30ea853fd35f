"""The packaged model's floats -> the eight-bit file that ships: `python -m index.encoder.quantise`.

Weights and activations of the layers are quantised after training (nncf's post-training quantisation, with its
SmoothQuant step for transformers), the word embeddings' rows compressed to eight bits each. Calibration only sets the
ranges of activations; its texts are made up for this project, so nothing of anybody's is in the file. Pooling and the
scaling to unit length are part of the network, so that whoever runs it needs no torch.

It needs the extra `train`, and the fixed order of its texts makes the file the same each time on one machine.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.encoder.files import packaged_folder
from index.encoder.network import SUMS
from index.encoder.packaged import BINARY, NETWORK, WEIGHTS, inputs, tokenizer

TEXTS = Path("qa/reader/training/passages")
COUNT = 400


class _Pooled(nn.Module):
    """The transformer with the mean over its word pieces, at unit length: what sentence-transformers' modules do."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return nn.functional.normalize(mean, dim=1)


def converted(folder: Path) -> Any:  # noqa: ANN401 - openvino.Model has no types
    """The packaged model as an OpenVINO network of floats: (input_ids, attention_mask) -> vectors."""
    import openvino
    from transformers import AutoModel

    transformer: Any = AutoModel.from_pretrained(folder, local_files_only=True, attn_implementation="sdpa").eval()
    example = {name: torch.ones((2, 16), dtype=torch.int64) for name in ("input_ids", "attention_mask")}
    with torch.no_grad():
        network = openvino.convert_model(_Pooled(transformer), example_input=example)
    network.outputs[0].get_tensor().set_names({"vectors"})
    return network


def quantised(network: Any, examples: Sequence[dict[str, NDArray[np.int64]]]) -> Any:  # noqa: ANN401 - as above
    """The network with eight-bit weights and activations.

    Args:
        network: What `converted` gives.
        examples: Inputs whose activations set the ranges.
    """
    import nncf

    network = nncf.quantize(
        network,
        nncf.Dataset(examples),
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(examples),
    )
    return nncf.compress_weights(network, mode=nncf.CompressWeightsMode.INT8_SYM)


def texts(folder: Path, count: int) -> list[str]:
    """Passages and questions in turn, from files of {"title", "passage", "qa"} lines, spread evenly over them."""
    every = list(_texts(folder))
    step = max(1, len(every) // count)
    return every[::step][:count]


def _texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for one, other in zip(rows[::2], rows[1::2], strict=False):
            yield f"{one['title']}\n{one['passage']}"
            yield f"{other['title']}\n{other['passage']} {one['passage']}"
            yield str(one["qa"][0][0])


def write(network: Any, folder: Path) -> None:  # noqa: ANN401 - as above
    """Writes the network and the file SHA256, by which a damaged one is known."""
    import openvino

    folder.mkdir(parents=True, exist_ok=True)
    openvino.save_model(network, folder / NETWORK, compress_to_fp16=True)
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in (NETWORK, BINARY)]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def main() -> None:
    """Converts, quantises and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, default=TEXTS, help="folder of passages to calibrate with")
    parser.add_argument("--count", type=int, default=COUNT, help="how many of them")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where to write")
    given = parser.parse_args()
    cut = tokenizer()
    examples = [inputs(cut.encode(text).ids) for text in texts(given.texts, given.count)]
    write(quantised(converted(packaged_folder()), examples), given.out)


if __name__ == "__main__":
    main()
