"""Any extractive question-answering model in the packaged one's place: `DATELINE_READER=deepset/roberta-base-squad2`.

Such models give spans, and silence by pointing at their first position (SQuAD 2.0); yes/no questions they leave to the
rules. Their probabilities are not calibrated here.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np

from corpus.errors import ReaderUnusable
from qa.reader.model import Calibration, Reading, decode

_AT_ONCE = 8


class HubModel:
    """A model that transformers loads, when it first reads.

    Args:
        name: Its folder, or its name on the hub.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = Lock()
        self._loaded: tuple[Any, Any] | None = None

    def read(self, questions: Sequence[str], windows: Sequence[str], skip: Sequence[int]) -> list[Reading]:
        """Reads each window; see `qa.reader.model.Model.read`.

        Raises:
            ReaderUnusable: When the model cannot be loaded.
        """
        readings: list[Reading] = []
        for at in range(0, len(windows), _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            readings += self._read(questions[part], windows[part], skip[part])
        return readings

    def _read(self, questions: Sequence[str], windows: Sequence[str], skip: Sequence[int]) -> list[Reading]:
        import torch

        tokenizer, model = self._load()
        encoded = tokenizer(
            list(questions),
            list(windows),
            truncation="only_second",
            max_length=384,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping")
        with torch.inference_mode():
            out = model(**encoded)
        readings = []
        for row in range(len(windows)):
            inside = [at for at, sequence in enumerate(encoded.sequence_ids(row)) if sequence == 1]
            starts, ends = (scores[row].float().numpy() for scores in (out.start_logits, out.end_logits))
            best = starts[inside].max() + ends[inside].max()
            types = np.array([starts[0] + ends[0], -1e4, -1e4, best], dtype=np.float32)
            places = [(int(a), int(b)) for a, b in offsets[row][inside]]
            # The type's odds already weigh the span against silence, so the span's own probability counts nothing.
            readings.append(
                decode(starts[inside], ends[inside], types, places, skip[row], Calibration((1.0, 0.0, 0.0)))
            )
        return readings

    def _load(self) -> tuple[Any, Any]:
        with self._loading:
            if self._loaded is None:
                try:
                    from transformers import AutoModelForQuestionAnswering, AutoTokenizer

                    tokenizer = AutoTokenizer.from_pretrained(self.name, use_fast=True)
                    self._loaded = tokenizer, AutoModelForQuestionAnswering.from_pretrained(self.name).eval()
                except Exception as error:  # whatever the libraries raise for an unknown name or a broken folder
                    first = (str(error).splitlines() or [type(error).__name__])[0]
                    raise ReaderUnusable(
                        f"The reader {self.name} could not be loaded: {first} Give DATELINE_READER the folder or the "
                        'hub name of an extractive question-answering model, "rules", or nothing for the packaged one.'
                    ) from error
            return self._loaded
