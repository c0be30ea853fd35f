"""The training loop: word pieces, batches of like length, AdamW with warm-up and linear decay, checkpoints.

A run that was cut off goes on where its last checkpoint stood and ends with the same weights as one that was not: the
order of the batches follows from the seed alone. Checkpoints are safetensors, the optimiser's state included.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor

from index.encoder import packaged_folder
from qa.reader.training.examples import Example, Type
from qa.reader.training.network import LONGEST_INPUT, LONGEST_QUESTION, Batch, ReaderNetwork, loss

Say = Callable[[str], None]

CLS, SEP = 101, 102  # word pieces of the packaged vocabulary


@dataclass(frozen=True)
class Plan:
    """How a stage is trained.

    Attributes:
        rate: The highest learning rate.
        floor: The share of it that is left at the end.
        warmup: Share of the steps in which the rate rises.
        pieces: Word pieces in a batch, padding included.
        every: Steps between two checkpoints.
        seed: Of the order of the batches and of dropout.
    """

    rate: float = 1.5e-4
    floor: float = 0.0
    warmup: float = 0.05
    pieces: int = 3600
    every: int = 400
    seed: int = 1


@dataclass(frozen=True)
class Encoded:
    """An example as word pieces."""

    ids: NDArray[np.int32]
    question: int
    type: int
    spans: tuple[tuple[int, int], ...]


@cache
def _tokenizer() -> Any:  # noqa: ANN401 - tokenizers has no types
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode_one(example: Example) -> tuple[Encoded, list[tuple[int, int]]]:
    """An example as word pieces, whether or not its answer fits, and where each piece of its passage stands."""
    question = _tokenizer().encode(example.question, add_special_tokens=False)
    passage = _tokenizer().encode(example.passage, add_special_tokens=False)
    asked = question.ids[:LONGEST_QUESTION]
    read = passage.ids[: LONGEST_INPUT - len(asked) - 3]
    ids = np.array([CLS, *asked, SEP, *read, SEP], dtype=np.int32)
    return Encoded(ids, len(asked) + 2, int(example.type), ()), passage.offsets[: len(read)]


def encode(examples: Sequence[Example]) -> list[Encoded]:
    """Examples as word pieces; those whose answer does not fit the model are left out."""
    tokenizer = _tokenizer()
    encoded = []
    for at in range(0, len(examples), 1000):
        some = examples[at : at + 1000]
        questions = tokenizer.encode_batch([e.question for e in some], add_special_tokens=False)
        passages = tokenizer.encode_batch([e.passage for e in some], add_special_tokens=False)
        for example, question, passage in zip(some, questions, passages, strict=True):
            one = _encode_one(example, question, passage)
            if one is not None:
                encoded.append(one)
    return encoded


def _encode_one(example: Example, question: Any, passage: Any) -> Encoded | None:  # noqa: ANN401 - tokenizers has no types
    asked = question.ids[:LONGEST_QUESTION]
    read = passage.ids[: LONGEST_INPUT - len(asked) - 3]
    offsets = passage.offsets[: len(read)]
    first = len(asked) + 2
    spans = []
    for start, end in example.spans[:8]:
        inside = [at for at, (begins, ends) in enumerate(offsets) if begins < end and ends > start]
        if inside and offsets[inside[-1]][1] >= end:
            spans.append((first + inside[0], first + inside[-1]))
    if example.type is Type.SPAN and not spans:
        return None
    ids = np.array([CLS, *asked, SEP, *read, SEP], dtype=np.int32)
    return Encoded(ids, first, int(example.type), tuple(spans))


def batches(encoded: Sequence[Encoded], plan: Plan) -> list[list[int]]:
    """Rows of each batch: like lengths together, the batches shuffled."""
    dice = random.Random(plan.seed)
    order = list(range(len(encoded)))
    dice.shuffle(order)
    made: list[list[int]] = []
    for at in range(0, len(order), 4000):
        group = sorted(order[at : at + 4000], key=lambda row: len(encoded[row].ids))
        batch: list[int] = []
        for row in group:
            if batch and len(encoded[row].ids) * (len(batch) + 1) > plan.pieces:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    dice.shuffle(made)
    return made


def collate(rows: Sequence[Encoded]) -> Batch:
    """Rows of one batch as tensors, padded to the longest."""
    width = max(len(row.ids) for row in rows)
    ids, segments, mask = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(3))
    most = max(1, *(len(row.spans) for row in rows))
    starts, ends = (torch.full((len(rows), most), -1, dtype=torch.long) for _ in range(2))
    for at, row in enumerate(rows):
        size = len(row.ids)
        ids[at, :size] = torch.from_numpy(row.ids.astype(np.int64))
        segments[at, row.question : size - 1] = 1
        mask[at, :size] = 1
        for alternative, (start, end) in enumerate(row.spans):
            starts[at, alternative], ends[at, alternative] = start, end
    return Batch(ids, segments, mask, torch.tensor([row.type for row in rows]), starts, ends)


def train(network: ReaderNetwork, encoded: Sequence[Encoded], plan: Plan, folder: Path, say: Say) -> None:
    """Trains the network in place; `folder` keeps the checkpoint, and a finished stage is only loaded.

    Raises:
        ValueError: When the checkpoint in `folder` is of other data or of another plan.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = batches(encoded, plan)
    optimiser = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], lr=plan.rate)
    identity = {"steps": len(order), "examples": len(encoded), "plan": repr(plan)}
    done = _restore(network, optimiser, folder, identity)
    device = next(network.parameters()).device
    began, since, losses = time.monotonic(), done, []
    network.train()
    for step in range(done, len(order)):
        torch.manual_seed(plan.seed * 1_000_003 + step)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _share(step / len(order), plan)
        batch = collate([encoded[row] for row in order[step]])
        batch = Batch(*(getattr(batch, name).to(device) for name in batch.__dataclass_fields__))
        with torch.autocast(device.type, torch.bfloat16):
            value = loss(network, batch)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses.append(value.item())
        if (step + 1) % 50 == 0:
            pace = (time.monotonic() - began) / (step + 1 - since)
            left = pace * (len(order) - step - 1) / 60
            say(f"step {step + 1:,} of {len(order):,}  loss {np.mean(losses[-50:]):.3f}  {left:.0f} min left")
        if (step + 1) % plan.every == 0 or step + 1 == len(order):
            _save(network, optimiser, folder, {**identity, "done": step + 1})


def _share(progress: float, plan: Plan) -> float:
    """The share of the highest rate at a point of the run: up in the warm-up, then down in a line to the floor."""
    if progress < plan.warmup:
        return progress / plan.warmup + 1e-3
    return plan.floor + (1 - plan.floor) * (1 - progress) / (1 - plan.warmup)


def _save(network: ReaderNetwork, optimiser: torch.optim.Optimizer, folder: Path, state: dict[str, Any]) -> None:
    moments: dict[str, Tensor] = {}
    for at, parameter in enumerate(optimiser.param_groups[0]["params"]):
        for name, value in optimiser.state[parameter].items():
            moments[f"{at}.{name}"] = value
    new, final = folder / "checkpoint.new", folder / "checkpoint.safetensors"
    tensors = {f"model.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"optimiser.{name}": value for name, value in moments.items()}
    save_file({name: value.contiguous() for name, value in tensors.items()}, new, {"state": json.dumps(state)})
    new.replace(final)


def _restore(network: ReaderNetwork, optimiser: torch.optim.Optimizer, folder: Path, identity: dict[str, Any]) -> int:
    """Loads the checkpoint, if there is one; the steps it had done."""
    file = folder / "checkpoint.safetensors"
    if not file.exists():
        return 0
    from safetensors import safe_open

    with safe_open(file, "pt") as opened:
        state = json.loads(opened.metadata()["state"])
    done = int(state.pop("done"))
    if state != identity:
        raise ValueError(f"{file} is of another run: {state}, this one is {identity}. Remove it to begin anew.")
    tensors = load_file(file)
    network.load_state_dict({k.removeprefix("model."): v for k, v in tensors.items() if k.startswith("model.")})
    for at, parameter in enumerate(optimiser.param_groups[0]["params"]):
        own = {
            k.removeprefix(f"optimiser.{at}."): v.to(parameter.device) if "step" not in k else v
            for k, v in tensors.items()
            if k.startswith(f"optimiser.{at}.")
        }
        if own:
            optimiser.state[parameter] = own
    return done
