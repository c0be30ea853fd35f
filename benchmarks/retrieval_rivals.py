"""The other methods of `benchmarks/retrieval.py`, each as its library offers it, over the same chunks and vectors.

Each gets the chunks that `as_of` allows, sorted out beforehand, so none is punished for having no such wall. What works
on a list (LlamaIndex, Haystack) works on the best of dense search or of reciprocal rank fusion, the better of which is
not theirs to choose; the report has both. Left at their defaults, but for what the row's name says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import bm25s
import numpy as np
import snowballstemmer
from haystack import Document as HaystackDocument
from haystack.components.rankers import MetaFieldRanker
from langchain_classic.retrievers import TimeWeightedVectorStoreRetriever
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.postprocessor import EmbeddingRecencyPostprocessor, FixedRecencyPostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray
from retrieval_corpus import Asked, CachedEncoder, Vectors

DEPTH = 100  # of the lists that reciprocal rank fusion joins
HAYSTACK_TOP, LLAMA_TOP = 20, 10  # of the base that are put in another order
Scores = NDArray[np.float64]
Method = Callable[[Asked, Scores, Scores], list[int]]


@dataclass(frozen=True)
class Chunks:
    """What is searched: texts under their headlines, their vectors and the days they were published."""

    texts: Sequence[str]
    vectors: Vectors
    days: Sequence[date]

    def visible(self, as_of: date) -> NDArray[np.bool_]:
        """Which of them are published by a day."""
        return np.array([day <= as_of for day in self.days])


class Words:
    """BM25 as bm25s computes it, with its list of English stop words and a stemmer."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = snowballstemmer.stemmer("english")
        self._index = bm25s.BM25()
        self._index.index(self._cut(texts), show_progress=False)

    def scores(self, question: str) -> Scores:
        """The score of every chunk."""
        (words,) = self._cut([question])
        known = [word for word in words if word in self._index.vocab_dict]
        return np.asarray(self._index.get_scores(known), dtype=np.float64)

    def _cut(self, texts: Sequence[str]) -> list[list[str]]:
        cut = bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer.stemWords, return_ids=False, show_progress=False
        )
        return [list(words) for words in cut]


def best(scores: Scores, count: int) -> list[int]:
    """The places of the highest finite scores, best first."""
    order = np.argsort(-scores, kind="stable")[:count]
    return [int(place) for place in order if np.isfinite(scores[place])]


def fused(*lists: Iterable[int]) -> list[int]:
    """Reciprocal rank fusion with its usual 60."""
    total: dict[int, float] = {}
    for ranking in lists:
        for rank, place in enumerate(ranking, 1):
            total[place] = total.get(place, 0.0) + 1 / (60 + rank)
    return sorted(total, key=lambda place: -total[place])


def rivals(chunks: Chunks, encoder: CachedEncoder) -> dict[str, Method]:
    """Each method by its name: from a question and every chunk's cosine and BM25 (-inf where hidden) to a ranking."""

    def rrf(asked: Asked, dense: Scores, words: Scores) -> list[int]:
        return fused(best(dense, DEPTH), best(words, DEPTH))

    def ranker(weight: float, base: Method) -> Method:
        return lambda asked, dense, words: _by_haystack(chunks, base(asked, dense, words)[:HAYSTACK_TOP], weight)

    def recency(base: Method) -> Method:
        return lambda asked, dense, words: _by_fixed_recency(chunks, base(asked, dense, words)[:LLAMA_TOP], asked)

    def by_meaning(asked: Asked, dense: Scores, words: Scores) -> list[int]:
        return best(dense, DEPTH)

    return {
        "dense alone": by_meaning,
        "BM25 alone (bm25s)": lambda asked, dense, words: best(words, DEPTH),
        "reciprocal rank fusion": rrf,
        "LangChain TimeWeighted, 0.01 an hour": lambda asked, dense, _: _by_langchain(chunks, asked, dense, 0.01),
        "LangChain TimeWeighted, 0.0001 an hour": lambda asked, dense, _: _by_langchain(chunks, asked, dense, 0.0001),
        "LlamaIndex FixedRecency, dense": recency(by_meaning),
        "LlamaIndex FixedRecency, fusion": recency(rrf),
        "LlamaIndex EmbeddingRecency, fusion": lambda asked, dense, words: _by_embedding_recency(
            chunks, rrf(asked, dense, words)[:LLAMA_TOP], asked, encoder
        ),
        "Haystack MetaFieldRanker 0.3, dense": ranker(0.3, by_meaning),
        "Haystack MetaFieldRanker 0.3, fusion": ranker(0.3, rrf),
        "Haystack MetaFieldRanker 0.5, fusion": ranker(0.5, rrf),
    }


def _by_haystack(chunks: Chunks, places: Sequence[int], weight: float) -> list[int]:
    documents = [
        HaystackDocument(id=str(place), content=chunks.texts[place], meta={"date": chunks.days[place].isoformat()})
        for place in places
    ]
    ranker = MetaFieldRanker("date", weight=weight, meta_value_type="date")
    return [int(document.id) for document in ranker.run(documents=documents)["documents"]]


def _nodes(chunks: Chunks, places: Sequence[int]) -> list[NodeWithScore]:
    return [
        NodeWithScore(
            node=TextNode(id_=str(place), text=chunks.texts[place], metadata={"date": str(chunks.days[place])})
        )
        for place in places
    ]


def _by_fixed_recency(chunks: Chunks, places: Sequence[int], asked: Asked) -> list[int]:
    made = FixedRecencyPostprocessor(top_k=len(places))
    nodes = made.postprocess_nodes(_nodes(chunks, places), QueryBundle(asked.text))
    return [int(node.node.node_id) for node in nodes]


def _by_embedding_recency(chunks: Chunks, places: Sequence[int], asked: Asked, encoder: CachedEncoder) -> list[int]:
    class Embedding(BaseEmbedding):  # the same vectors for LlamaIndex
        def _get_query_embedding(self, query: str) -> list[float]:
            return [float(number) for number in encoder.encode([query])[0]]

        _get_text_embedding = _get_query_embedding

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    made = EmbeddingRecencyPostprocessor(embed_model=Embedding(model_name="the index' own"))
    nodes = made.postprocess_nodes(_nodes(chunks, places), QueryBundle(asked.text))
    return [int(node.node.node_id) for node in nodes]


class _Store(VectorStore):
    """Hands LangChain's retriever the documents that dense search finds."""

    def __init__(self, found: list[tuple[LangChainDocument, float]]) -> None:
        self._found = found

    def similarity_search_with_relevance_scores(
        self,
        query: str,
        k: int = 4,
        **_: Any,  # noqa: ANN401 - LangChain's signature
    ) -> list[tuple[LangChainDocument, float]]:
        return self._found[:k]

    def similarity_search(self, query: str, k: int = 4, **_: Any) -> list[LangChainDocument]:  # noqa: ANN401 - as above
        return [document for document, _ in self._found[:k]]

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[str, Any]] | None = None, **_: object
    ) -> "_Store":
        raise NotImplementedError("the chunks are embedded already")


def _by_langchain(chunks: Chunks, asked: Asked, dense: Scores, decay: float) -> list[int]:
    """The retriever takes now from the clock, so ages count from it: publication dates are moved by as much."""
    shift = datetime.now() - datetime.combine(asked.as_of, datetime.min.time())
    memory = [
        LangChainDocument(
            page_content=chunks.texts[place],
            metadata={
                "place": place,
                "buffer_idx": number,
                "last_accessed_at": datetime.combine(chunks.days[place], datetime.min.time()) + shift,
            },
        )
        for number, place in enumerate(best(dense, DEPTH))
    ]
    store = _Store([(document, float(dense[document.metadata["place"]])) for document in memory])
    retriever = TimeWeightedVectorStoreRetriever(vectorstore=store, memory_stream=memory, decay_rate=decay, k=20)
    return [document.metadata["place"] for document in retriever.invoke(asked.text)]
