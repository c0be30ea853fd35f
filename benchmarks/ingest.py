"""How fast files become a searchable index, and what eight-bit vectors cost in retrieval.

usage: python benchmarks/ingest.py [FOLDER] [--chunks N] [--articles N]

Everything is measured beside sentence-transformers with the same model in floats (torch, its defaults), in the same
run and in turns, so that a busy machine slows both alike: first the embedding of 200-word chunks, with nDCG@10 of
both; then the way from files to an index, against the plain loop of splitter, sentence-transformers and faiss. FOLDER
holds RealTime QA's two files of a year; without it, this project's own passages serve. Exits 1 below 3 times the speed
or where nDCG is lower by more than one in a hundred.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import faiss
import ir_measures
import numpy as np
from ingest_texts import Article, Texts, read_texts
from ir_measures import ScoredDoc, nDCG
from langchain_text_splitters import RecursiveCharacterTextSplitter
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus import Settings
from index import default_encoder, open_index
from index.encoder import packaged_folder

TURN = 64  # chunks that one encodes before it is the other's turn
TIMES, LOSS = 3.0, 0.01
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass
class Clock:
    """Seconds by the wall and of processors, over all that ran inside."""

    wall: float = 0.0
    processors: float = 0.0

    def run(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        """The work's result."""
        wall, processors = time.perf_counter(), time.process_time()
        result = work()
        self.wall += time.perf_counter() - wall
        self.processors += time.process_time() - processors
        return result


class Timed:
    """An encoder under a clock."""

    def __init__(self) -> None:
        self._encoder = default_encoder()
        self.name, self.dimension, self.clock = self._encoder.name, self._encoder.dimension, Clock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        return np.asarray(self.clock.run(lambda: self._encoder.encode(texts)))


def plain(model: SentenceTransformer) -> Encode:
    """sentence-transformers as its manual calls it."""
    return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


def embedding(texts: Texts, floats: Encode, ours: Encode) -> bool:
    """Prints speed and nDCG of both; whether they keep the limits."""
    clocks, ratios = (Clock(), Clock()), []
    vectors: tuple[list[Any], list[Any]] = ([], [])
    for encode in (floats, ours):
        encode(texts.chunks[:32])  # loads and warms
    for at in range(0, len(texts.chunks), TURN):
        turn = texts.chunks[at : at + TURN]
        before = [clock.wall for clock in clocks]
        for encode, clock, made in zip((floats, ours), clocks, vectors, strict=True):
            made.append(clock.run(lambda encode=encode, turn=turn: encode(turn)))
        theirs, mine = (clock.wall - start for clock, start in zip(clocks, before, strict=True))
        ratios.append(theirs / mine)
    count = len(texts.chunks)
    for name, clock in zip(("sentence-transformers", "packaged encoder"), clocks, strict=True):
        print(f"{name:>22}: {count / clock.wall:6.1f} chunks/s, {1000 * clock.processors / count:6.1f} ms CPU a chunk")
    times = statistics.median(ratios)
    print(f"times as fast: {times:.1f} (median of {len(ratios)} turns; {clocks[0].wall / clocks[1].wall:.1f} in all)")
    matrices = [np.vstack(made) for made in vectors]
    print(f"cosine of both, mean: {(matrices[0] * matrices[1]).sum(1).mean():.4f}")
    before_loss, after = (ndcg(texts, matrix, encode) for matrix, encode in zip(matrices, (floats, ours), strict=True))
    print(f"nDCG@10 over {len(texts.asked)} questions, {count} chunks: {before_loss:.4f} floats, {after:.4f} eight-bit")
    return times >= TIMES and after >= before_loss * (1 - LOSS)


def ndcg(texts: Texts, chunks: NDArray[np.float32], encode: Encode) -> float:
    """nDCG@10 of the chunks by their cosine with each question."""
    scores = np.vstack([encode([question]) for question, _ in texts.asked]) @ chunks.T
    judged = {str(at): {str(row): 1 for row in rows} for at, (_, rows) in enumerate(texts.asked)}
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    run = [ScoredDoc(str(at), str(row), float(scores[at, row])) for at in range(len(best)) for row in best[at]]
    return float(ir_measures.calc_aggregate([nDCG @ 10], judged, run)[nDCG @ 10])


def write(articles: Sequence[Article], folder: Path) -> None:
    """A Markdown file for each."""
    folder.mkdir()
    for number, article in enumerate(articles):
        title = " ".join(article.title.replace('"', "'").replace("\\", " ").split())
        head = f'---\ntitle: "{title}"\npublished: {article.published}\n---\n'
        (folder / f"{number:05}.md").write_text(head + article.text, encoding="utf-8")


def plain_loop(folder: Path, floats: Encode) -> int:
    """Files to a searchable index as tutorials have it; gives the number of chunks."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=800, chunk_overlap=0)
    chunks = [chunk for file in sorted(folder.iterdir()) for chunk in splitter.split_text(file.read_text("utf-8"))]
    index = faiss.IndexFlatIP(default_encoder().dimension)
    index.add(floats(chunks))
    return len(chunks)


def ingest(articles: Sequence[Article], floats: Encode) -> None:
    """Prints documents and chunks per second, of the index and of the plain loop."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "docs"
        write(articles, folder)
        theirs, ours, encoder = Clock(), Clock(), Timed()
        chunks = theirs.run(lambda: plain_loop(folder, floats))
        settings = Settings(index=Path(place) / "index")

        def index_and_search() -> int:
            index = open_index(folder, now=date.today(), encoder=encoder, settings=settings)
            index.search("Who won?", k=1)
            return index.report.added

        documents = ours.run(index_and_search)
        held = sum(1 for _ in _rows(settings.index))
    print(f"{'plain loop':>22}: {len(articles) / theirs.wall:6.1f} documents/s, {chunks / theirs.wall:6.1f} chunks/s")
    print(f"{'dateline':>22}: {documents / ours.wall:6.1f} documents/s, {held / ours.wall:6.1f} chunks/s")
    print(
        f"times as fast by documents: {theirs.wall / ours.wall:.1f}; {encoder.clock.wall / ours.wall:.0%} is embedding"
    )


def _rows(index: Path) -> list[Any]:
    import sqlite3

    (file,) = index.glob("*/index.sqlite")
    return sqlite3.connect(file).execute("SELECT id FROM chunks").fetchall()


def main() -> None:
    """Prints the figures; exits 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="folder of RealTime QA's files of one year")
    parser.add_argument("--chunks", type=int, default=1024, help="how many are embedded")
    parser.add_argument("--articles", type=int, default=100, help="how many are indexed")
    given = parser.parse_args()
    texts = read_texts(given.folder, given.chunks)
    floats = plain(SentenceTransformer(str(packaged_folder()), device="cpu"))
    kept = embedding(texts, floats, default_encoder().encode)
    ingest(texts.articles[: given.articles], floats)
    if not kept:
        sys.exit(f"below {TIMES:.0f} times the speed, or nDCG lower by more than {LOSS:.0%}")


if __name__ == "__main__":
    main()
