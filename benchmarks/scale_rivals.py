"""The same search by LangChain and LlamaIndex, each its own way: recent and similar, as of a day, over FAISS.

Neither can wall off what came later before it searches: both fetch more than they need and sift. Fetched are eight
times the 128 candidates that Dateline ranks; by LangChain all rows as well, as only that gives ten results wherever
there are ten. The share of the ten that were found is printed beside the time. LangChain's retriever always takes the
ten newest in, wall or no wall; where it returns them, they count as none. Texts are a word or two. Needs the packages
of the extra `bench`.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scale_corpus import Sample, fill

from corpus import Settings
from index.derived import Beside
from index.vectors import Vectors

COUNT, FETCHED, TOP, WEIGHT = 128, 1024, 10, Settings().recency

Question = tuple[str, NDArray[np.float32], date | None]
Search = Callable[[Question], int]
"""Asks, and says how many results it got."""


def compare(sample: Sample, asked: Sequence[Question], size: int, kept: Path | None) -> None:
    """Prints the median of each, and how many times as long as Dateline it took."""
    with tempfile.TemporaryDirectory() as scratch:
        store = fill((kept or Path(scratch)) / str(size), sample, size)
        with store.reading() as db:
            vectors, _ = Beside(store.path.parent, store.dimension, "", print).take_up(db, None)
        print(f"{size:,} chunks, top {TOP} as of a day with recency; Dateline's kind: {vectors.kind}")
        ours = _median(_dateline(vectors), asked, "Dateline", None)
        name = "LangChain TimeWeightedVectorStoreRetriever"
        for fetched, count in ((FETCHED, 50), (size, 10)):
            _median(_langchain(vectors, fetched), asked[:count], f"{name}, {fetched:,} fetched", ours)
        _median(_llama_index(vectors), asked[:50], f"LlamaIndex FixedRecencyPostprocessor, {FETCHED:,} fetched", ours)
        store.close()


def _median(
    search: Search, asked: Sequence[Question], name: str, ours: tuple[float, float] | None
) -> tuple[float, float]:
    times, work, found = [], [], []
    for place, question in enumerate((*asked[:10], *asked)):
        started, worked = time.perf_counter(), time.process_time()
        got = search(question)
        if place >= 10:
            work.append(1000 * (time.process_time() - worked))
            times.append(1000 * (time.perf_counter() - started))
            found.append(got / TOP)
    clock, processor = statistics.median(times), statistics.median(work)
    ratio = f": {clock / ours[0]:.0f} and {processor / ours[1]:.0f} times Dateline" if ours else ""
    share = f"{statistics.mean(found):.0%} of the results"
    print(f"{name}: p50 {clock:.1f} ms by the clock, {processor:.1f} by the processor, {share}{ratio}", flush=True)
    return clock, processor


def _dateline(vectors: Vectors) -> Search:
    def search(question: Question) -> int:
        visible = vectors.visible(question[2])
        return len(vectors.search(question[1], COUNT, visible=visible, weight=WEIGHT)[:TOP])

    return search


def _rows(vectors: Vectors) -> tuple[NDArray[np.float32], list[str]]:
    days = [date.fromordinal(day).isoformat() for day in vectors.layout.days.tolist()]
    return vectors.matrix.take(np.arange(len(vectors))), days


def _langchain(vectors: Vectors, fetched: int) -> Search:
    from langchain_classic.retrievers import TimeWeightedVectorStoreRetriever
    from langchain_community.vectorstores import FAISS
    from langchain_community.vectorstores.utils import DistanceStrategy
    from langchain_core.embeddings import Embeddings

    class Known(Embeddings):
        vector: list[float]

        def embed_query(self, text: str) -> list[float]:
            return self.vector

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise NotImplementedError

    matrix, days = _rows(vectors)
    said = [
        {"day": day, "buffer_idx": row, "last_accessed_at": datetime.fromisoformat(day)} for row, day in enumerate(days)
    ]
    known = Known()
    pairs = [(f"chunk {row}", vector) for row, vector in enumerate(matrix)]
    store = FAISS.from_embeddings(
        pairs, known, metadatas=said, distance_strategy=DistanceStrategy.MAX_INNER_PRODUCT,
        relevance_score_fn=lambda similarity: (1 + similarity) / 2,
    )  # fmt: skip
    stream = [store.docstore.search(store.index_to_docstore_id[row]) for row in range(len(days))]
    retriever = TimeWeightedVectorStoreRetriever(
        vectorstore=store,
        memory_stream=stream,
        k=TOP,
        decay_rate=1 - 2 ** (-1 / (24 * vectors.half_life(len(vectors)))),
    )

    def search(question: Question) -> int:
        wall = question[2].isoformat() if question[2] else "9999"
        known.vector = question[1].tolist()
        retriever.search_kwargs = {"k": COUNT, "fetch_k": fetched, "filter": lambda said: said["day"] <= wall}
        found = retriever.invoke(question[0])
        return sum(document.metadata["day"] <= wall for document in found)

    return search


def _llama_index(vectors: Vectors) -> Search:
    import faiss
    from llama_index.core import MockEmbedding, StorageContext, VectorStoreIndex
    from llama_index.core.postprocessor import FixedRecencyPostprocessor
    from llama_index.core.schema import QueryBundle, TextNode
    from llama_index.vector_stores.faiss import FaissVectorStore

    matrix, days = _rows(vectors)
    nodes = [
        TextNode(text=f"chunk {row}", metadata={"date": day}, embedding=vector.tolist())
        for row, (day, vector) in enumerate(zip(days, matrix, strict=True))
    ]
    context = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatIP(matrix.shape[1])))
    index = VectorStoreIndex(nodes, storage_context=context, embed_model=MockEmbedding(matrix.shape[1]))
    retriever = index.as_retriever(similarity_top_k=FETCHED)
    newest = FixedRecencyPostprocessor(top_k=TOP, date_key="date")

    def search(question: Question) -> int:
        wall = question[2].isoformat() if question[2] else "9999"
        bundle = QueryBundle(question[0], embedding=question[1].tolist())
        found = [node for node in retriever.retrieve(bundle) if node.node.metadata["date"] <= wall][:COUNT]
        return len(newest.postprocess_nodes(found, query_bundle=bundle)) if found else 0

    return search
