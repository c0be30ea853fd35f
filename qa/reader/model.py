"""The reading model at work: a question and windows of text in, for each the scores of what it answers out.

The packaged model is eight-bit integers run by OpenVINO, loaded from this folder after its hashes were checked; no hub
is asked and torch is not imported. hub.py puts any extractive model of the hub in its place.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ReaderUnusable
from index.encoder import packaged_folder
from index.encoder.network import cores, first_line, trouble_with_files

WEIGHTS = Path(__file__).parent / "weights"
MEND = "Reinstall Dateline, or restore the file from the repository."

_LONGEST_QUESTION, _LONGEST_INPUT = 48, 256  # word pieces
_LONGEST_ANSWER = 64
_AT_ONCE = 8  # windows in one batch
_CLS, _SEP = 101, 102

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """What the model reads in one window, as probabilities calibrated on held-out data.

    Attributes:
        yes: That the window answers the question with yes.
        no: That it answers it with no.
        answers: That the best span is a right answer.
        start: Where the best span begins in the window's text.
        end: Where it ends; equal to start where there is none.
    """

    yes: float = 0.0
    no: float = 0.0
    answers: float = 0.0
    start: int = 0
    end: int = 0


NOTHING = Reading()


class Model(Protocol):
    """Anything that reads windows."""

    name: str

    def read(self, questions: Sequence[str], windows: Sequence[str], skip: Sequence[int]) -> list[Reading]:
        """Reads each window for the question beside it.

        Args:
            questions: One for each window.
            windows: The texts.
            skip: How many characters at each window's beginning are its headline, which holds no answer.
        """
        ...


@dataclass(frozen=True)
class Calibration:
    """What turns scores into probabilities, found on held-out data by `qa.reader.training`.

    `answers` are the weights of a logistic regression on (log-odds of the type span against none, log-probability of
    the best span, 1); `verdict` is the temperature of the type scores (Guo et al., "On Calibration of Modern Neural
    Networks", ICML 2017).
    """

    answers: tuple[float, float, float] = (1.0, 1.0, 0.0)
    verdict: float = 1.0


class PackagedModel:
    """The model that ships with Dateline.

    Args:
        folder: Where reader.xml, reader.bin, calibration.json and SHA256 lie; they are loaded when it first reads.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.name = "dateline-reader"
        self._folder = folder
        self._loading = Lock()
        self._asking = Lock()
        self._loaded: _Loaded | None = None

    def read(self, questions: Sequence[str], windows: Sequence[str], skip: Sequence[int]) -> list[Reading]:
        """Reads each window; see `Model.read`.

        Raises:
            ReaderUnusable: When a file is missing or not the one it should be, or OpenVINO cannot load it.
        """
        if not windows:
            return []
        calibration = self._load().calibration
        asked = [one.ids[:_LONGEST_QUESTION] for one in self._encoded(questions)]
        read = self._encoded(windows)
        readings = [NOTHING] * len(windows)
        order = sorted(range(len(windows)), key=lambda row: len(asked[row]) + len(read[row].ids))
        for at in range(0, len(order), _AT_ONCE):
            rows = order[at : at + _AT_ONCE]
            scores = self._scores([asked[row] for row in rows], [read[row].ids for row in rows])
            for row, (starts, ends, types) in zip(rows, scores, strict=True):
                readings[row] = decode(starts, ends, types, read[row].offsets, skip[row], calibration)
        return readings

    def load(self) -> None:
        """Prepare for a question; else the first one does. Raises as `read` does."""
        self._load()

    def _load(self) -> "_Loaded":
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded

    def _encoded(self, texts: Sequence[str]) -> list[Any]:
        return list(self._load().tokenizer.encode_batch(list(texts), add_special_tokens=False))

    def _scores(self, asked: Sequence[list[int]], read: Sequence[list[int]]) -> list[tuple[Scores, Scores, Scores]]:
        """Start and end scores of each passage's word pieces, and the type scores, for each row."""
        inputs = [
            ([_CLS, *question, _SEP], passage[: _LONGEST_INPUT - len(question) - 3])
            for question, passage in zip(asked, read, strict=True)
        ]
        width = max(len(question) + len(passage) + 1 for question, passage in inputs)
        width += -width % 16  # few different shapes: OpenVINO prepares each one anew
        ids, segments, mask = (np.zeros((len(inputs), width), dtype=np.int64) for _ in range(3))
        for row, (question, passage) in enumerate(inputs):
            first, last = len(question), len(question) + len(passage)
            ids[row, :first], ids[row, first:last], ids[row, last] = question, passage, _SEP
            segments[row, first : last + 1] = 1
            mask[row, : last + 1] = 1
        with self._asking:
            out = self._load().network({"input_ids": ids, "token_type_ids": segments, "attention_mask": mask})
            starts, ends, types = out["starts"].copy(), out["ends"].copy(), out["types"].copy()
        return [
            (
                starts[row, len(question) : len(question) + len(passage)],
                ends[row, len(question) : len(question) + len(passage)],
                types[row],
            )
            for row, (question, passage) in enumerate(inputs)
        ]


@dataclass(frozen=True)
class _Loaded:
    tokenizer: Any
    network: Any
    calibration: Calibration


def _load(folder: Path) -> _Loaded:
    if trouble := trouble_with_files(folder):
        raise ReaderUnusable(f"The reader's file {trouble}. {MEND}")
    try:
        import openvino
        from tokenizers import Tokenizer

        tokenizer: Any = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        # One process, one question at a time: latency, no more threads than the machine's cores.
        # Unbound: else each process binds its threads to the same first cores, and two are no faster than one.
        settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": cores(), "ENABLE_CPU_PINNING": False}
        network: Any = openvino.Core().compile_model(str(folder / "reader.xml"), "CPU", settings)
        return _Loaded(tokenizer, network, _calibration(folder / "calibration.json"))
    except Exception as error:  # whatever the libraries raise for a missing package or a file they cannot read
        raise ReaderUnusable(
            f"The reader's model in {folder} could not be loaded: {first_line(error)} {MEND}"
        ) from error


def decode(
    starts: Scores,
    ends: Scores,
    types: Scores,
    offsets: Sequence[tuple[int, int]],
    skip: int,
    calibration: Calibration,
) -> Reading:
    """The best span, and the probabilities, of one window's scores; scores that are no numbers give no reading.

    Args:
        starts: Score of each word piece as the answer's first.
        ends: As its last.
        types: Scores of none, yes, no, span.
        offsets: Where each word piece stands in the text.
        skip: The first characters, which hold no answer.
        calibration: What turns scores into probabilities.
    """
    if not (np.isfinite(starts).all() and np.isfinite(ends).all() and np.isfinite(types).all()):
        return NOTHING
    tempered = np.exp(_log_softmax(types / calibration.verdict))
    first = next((at for at, (begin, _) in enumerate(offsets[: len(starts)]) if begin >= skip), len(starts))
    if first == len(starts):
        return Reading(float(tempered[1]), float(tempered[2]))
    log_starts, log_ends = _log_softmax(starts[first:]), _log_softmax(ends[first:])
    both = log_starts[:, None] + log_ends[None, :]
    both = np.where(np.tri(len(both), k=-1) + np.tri(len(both), k=-_LONGEST_ANSWER).T > 0, -np.inf, both)
    start, end = np.unravel_index(int(both.argmax()), both.shape)
    a, b, c = calibration.answers
    odds = a * float(types[3] - np.logaddexp.reduce(types[:3])) + b * float(both[start, end]) + c
    return Reading(
        yes=float(tempered[1]),
        no=float(tempered[2]),
        answers=float(1 / (1 + np.exp(-np.clip(odds, -30, 30)))),
        start=offsets[first + int(start)][0],
        end=offsets[first + int(end)][1],
    )


def _log_softmax(scores: Scores) -> Scores:
    return np.asarray(scores - np.logaddexp.reduce(scores), dtype=np.float32)


def _calibration(file: Path) -> Calibration:
    values = json.loads(file.read_text(encoding="utf-8"))
    return Calibration(tuple(values["answers"]), float(values["verdict"]))
