"""Many made chunks, the same ones on Milvus and as rows of a local index, for what is equal at size."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from index.cluster.calendar import changed_years
from index.cluster.ledger import Head, Ledger
from index.cluster.recency import AHEAD, part_of_chunk
from index.cluster.schema import CHUNKS, FOREVER, Shape, create
from index.layout import Layout
from index.matrix import Matrix
from index.vectors import Vectors, half_life

END = date(2024, 1, 1).toordinal()
YEARS = 20
MODEL = "made"


@dataclass
class Made:
    """Unit vectors in rows of growing days, and questions near some of them."""

    vectors: np.ndarray
    days: np.ndarray
    questions: np.ndarray

    @property
    def local(self):
        rows = np.arange(len(self.days))
        spans = np.stack([rows, rows + 1], axis=1)
        layout = Layout(rows, rows, spans, self.days, self.days, rows)
        return Vectors(layout, Matrix.of(self.vectors), half_life(self.days))


def make(count, dimension=384, questions=40, seed=5):
    """Like embedded texts: clusters, so that a chunk has neighbours."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count // 20, dimension))
    vectors = _unit(centres[random.integers(len(centres), size=count)] + 0.8 * random.normal(size=(count, dimension)))
    asked = _unit(vectors[random.integers(count, size=questions)] + 0.03 * random.normal(size=(questions, dimension)))
    days = np.sort(END - random.integers(365 * YEARS, size=count))
    return Made(vectors.astype(np.float32), days, asked.astype(np.float32))


def _unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def put(client, address, made, kind="FLAT", words=lambda row: f"lot {row}"):
    """Write them past the readers, each as a document's only chunk, and let them be seen."""
    ledger = Ledger(client, address)
    create(client, address, Shape(MODEL, made.vectors.shape[1], kind))
    spread = half_life(made.days)
    head = Head(MODEL, made.vectors.shape[1], spread, float(made.days[-1] + AHEAD * spread))
    recency = part_of_chunk(made.days, head.reference, head.half_life)
    vectors = np.column_stack([made.vectors, recency])
    for start in range(0, len(vectors), 1000):
        rows = range(start, min(len(vectors), start + 1000))
        ledger.put(CHUNKS, [_row(row, vectors[row].tolist(), int(made.days[row]), words(row)) for row in rows])
    client.flush(address.collection(CHUNKS))  # else milvus-lite looks through Python rows one by one
    days, counts = (found.tolist() for found in np.unique(made.days, return_counts=True))
    _, years = changed_years({}, [(day, count, count, count) for day, count in zip(days, counts, strict=True)])
    ledger.put_entries("year", years, 1)
    ledger.put_head(Head(**{**vars(head), "generation": 1, "documents": len(vectors)}))


def _row(row, vector, day, words):
    name = f"{row:07d}"
    return {
        "id": name, "since": 1, "until": FOREVER, "vector": vector, "words": words, "start": row,
        "end": row + 1, "day": day, "moment": day, "document": name, "file": name,
    }  # fmt: skip
