"""From scores to probabilities: fitted on pages that training never saw and that no figure is measured on.

Three things are fitted: a temperature for yes/no/none (Guo et al., ICML 2017); a logistic regression from the type's
log-odds and the span's log-probability to "the best span is right" (Kamath et al., "Selective Question Answering under
Domain Shift", ACL 2020, whose calibrator likewise learns from answered and unanswerable questions together); and the
probability from which a passage counts as answered, so that most of those that answer nothing stay silent.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from qa.reader.training.examples import Example, Type
from qa.reader.training.figures import f1
from qa.reader.training.loop import collate, encode_one
from qa.reader.training.network import ReaderNetwork

_AT_ONCE = 32
_SILENT = 0.93  # of the passages that answer nothing


def calibrate(network: ReaderNetwork, examples: Sequence[Example], file: Path) -> dict[str, object]:
    """Fits all three on held-out examples and writes calibration.json.

    Args:
        network: The trained network.
        examples: Of the "dev" part; those of type span and none fit the regression, all the temperature.
        file: Where to write.

    Returns:
        What was written.
    """
    types, spans, right = _scored(network, examples)
    labels = torch.tensor([int(e.type) for e in examples])
    temperature = torch.ones(1, requires_grad=True)
    _fit([temperature], lambda: torch.nn.functional.cross_entropy(types / temperature.clamp(min=0.1), labels))
    asked = torch.tensor([e.type in (Type.SPAN, Type.NONE) for e in examples])
    odds = types[:, 3] - torch.logsumexp(types[:, :3], -1)
    features = torch.stack([odds, spans, torch.ones_like(odds)], -1)[asked]
    weights = torch.tensor([0.5, 0.5, 0.0], requires_grad=True)
    truth = right[asked]
    _fit([weights], lambda: torch.nn.functional.binary_cross_entropy_with_logits(features @ weights, truth))
    unanswered = torch.tensor([e.source == "timeqa" and e.type is Type.NONE for e in examples])[asked]
    probability = torch.sigmoid(features @ weights.detach())
    written: dict[str, object] = {
        "answers": [round(float(w), 4) for w in weights],
        "verdict": round(float(temperature), 4),
        "threshold": round(float(probability[unanswered].quantile(_SILENT)), 3) if unanswered.any() else 0.5,
        "examples": len(examples),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(written) + "\n", encoding="utf-8")
    return written


def _scored(network: ReaderNetwork, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Type scores, log-probability of the best span, and whether that span is right (token F1 of at least a half)."""
    network.eval()
    encoded = [encode_one(example) for example in examples]
    order = sorted(range(len(examples)), key=lambda row: len(encoded[row][0].ids))
    types, spans, right = torch.zeros(len(examples), 4), torch.zeros(len(examples)), torch.zeros(len(examples))
    for at in range(0, len(order), _AT_ONCE):
        rows = order[at : at + _AT_ONCE]
        batch = collate([encoded[row][0] for row in rows])
        with torch.no_grad():
            starts, ends, kinds = network(batch.ids, batch.segments, batch.mask)
        for place, row in enumerate(rows):
            read, offsets = encoded[row]
            inside = slice(read.question, read.question + len(offsets))
            both = starts[place, inside].log_softmax(-1)[:, None] + ends[place, inside].log_softmax(-1)[None, :]
            both = both.masked_fill(torch.ones_like(both).tril(-1).bool(), -1e4)
            start, end = np.unravel_index(int(both.argmax()), both.shape)
            text = examples[row].passage[offsets[start][0] : offsets[end][1]]
            types[row], spans[row] = kinds[place], both[start, end]
            right[row] = float(examples[row].type is Type.SPAN and f1(text, examples[row].answers) >= 0.5)
    return types, spans, right


def _fit(parameters: list[torch.Tensor], objective: Callable[[], torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS(parameters, max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = objective()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]
