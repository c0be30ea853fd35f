"""Which search finds the chunk that holds the answer: Dateline's, and seven others over the same chunks and vectors.

usage: python benchmarks/retrieval.py DATA_FOLDER [--months 2023-05,2023-06] [--corpus-months ...] [--cache FOLDER]
       [--limit N]

DATA_FOLDER holds 2023_qa.jsonl.gz and 2023_search.jsonl.gz of RealTime QA. Each question is asked as of the day after
it was asked. Relevant is a chunk that holds the words of the answer; questions whose answer stands in no allowed chunk
are left out, for all alike. recall@k: whether such a chunk is among the first k. Intervals are of 2,000 bootstrap
samples over the questions; those of differences are paired.

Formula and weights of the ranking were chosen on January to April; the report leaves these months out. The first run
embeds the year's 99,000 chunks, which takes some ten minutes on two idle cores (--cache keeps them); it can be stopped
and goes on.
"""

import argparse
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ir_measures
import numpy as np
import platformdirs
from ir_measures import Qrel, ScoredDoc, Success, nDCG
from numpy.typing import NDArray
from retrieval_corpus import Asked, CachedEncoder, indexed, read_questions, write_folder
from retrieval_rivals import Chunks, Method, Words, rivals

from corpus.chunks import split
from index import Index, default_encoder
from index.rows import embedded_text

CHOSEN_ON = ("2023-01", "2023-02", "2023-03", "2023-04")
MEASURES = {"recall@1": Success @ 1, "recall@5": Success @ 5, "recall@20": Success @ 20, "nDCG@10": nDCG @ 10}
OURS = "Dateline"
_SAMPLES = 2_000


@dataclass(frozen=True)
class Searched:
    """All that a question is searched in, by every method."""

    index: Index
    chunks: Chunks
    places: dict[tuple[str, int], int]
    normal: Sequence[str]


def _months(first: int, last: int) -> str:
    return ",".join(f"2023-{month:02}" for month in range(first, last + 1))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--months", default=_months(5, 12), help="of the questions")
    parser.add_argument("--corpus-months", default=_months(1, 12))
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("dateline")) / "retrieval")
    parser.add_argument("--limit", type=int, default=10_000, help="ask so many questions only, spread evenly")
    given = parser.parse_args()
    months, corpus_months = given.months.split(","), given.corpus_months.split(",")
    if set(months) & set(CHOSEN_ON):
        print("Note: the ranking was chosen on some of these months.")
    given.cache.mkdir(parents=True, exist_ok=True)
    folder = given.cache / f"news-{corpus_months[0][5:]}-{corpus_months[-1][5:]}"
    if not folder.exists():
        write_folder(given.data, folder, corpus_months)
    searched = _searched(folder, given.cache)
    questions = read_questions(given.data, months)
    questions = questions[:: max(1, len(questions) // given.limit)][: given.limit]
    report(searched, questions, CachedEncoder(default_encoder(), given.cache / "vectors.sqlite"))


def _searched(folder: Path, cache: Path) -> Searched:
    """The index, and the same chunks and vectors for the others; reprints, which it does not search, are in neither."""
    encoder = CachedEncoder(default_encoder(), cache / "vectors.sqlite")
    index = indexed(
        folder, cache, default_encoder(), date(2023, 12, 31), lambda told: print(told, end="\r", flush=True)
    )
    documents = index.documents()
    reprints = {copy.file for document in documents for copy in index.reprints(document.file)}
    kept = [d for d in documents if d.published and d.file not in reprints]
    chunks = [chunk for document in kept for chunk in split(document)]
    texts = [embedded_text(chunk) for chunk in chunks]
    days = [chunk.document.published.last for chunk in chunks if chunk.document.published]
    places = {(chunk.document.file, chunk.start): place for place, chunk in enumerate(chunks)}
    normal = [f" {_normal(chunk.text)} " for chunk in chunks]
    return Searched(index, Chunks(texts, encoder.encode(texts), days), places, normal)


def _normal(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def report(searched: Searched, questions: Sequence[Asked], encoder: CachedEncoder) -> None:
    """Asks every question of every method and prints a row for each."""
    words, others = Words(searched.chunks.texts), rivals(searched.chunks, encoder)
    runs: dict[str, list[ScoredDoc]] = {name: [] for name in (*others, OURS)}
    relevant: list[Qrel] = []
    answerable = 0
    for number, asked in enumerate(questions):
        print(f"{number}/{len(questions)} asked", end="\r", flush=True)
        visible = searched.chunks.visible(asked.as_of)
        answer = f" {_normal(asked.answer)} "
        holding = [place for place in np.flatnonzero(visible) if answer in searched.normal[place]]
        if not holding:
            continue
        answerable += 1
        relevant += [Qrel(asked.id, str(place), 1) for place in holding]
        for name, places in _rankings(searched, asked, visible, words, others, encoder).items():
            runs[name] += [ScoredDoc(asked.id, str(place), -rank) for rank, place in enumerate(places[:20])]
    print(f"{answerable} of {len(questions)} questions, {len(searched.chunks.texts):,} chunks")
    _print_table({name: _values(relevant, run) for name, run in runs.items()})


def _rankings(
    searched: Searched,
    asked: Asked,
    visible: NDArray[np.bool_],
    words: Words,
    others: dict[str, Method],
    encoder: CachedEncoder,
) -> dict[str, list[int]]:
    """What each method finds, by its name."""
    dense = np.where(visible, searched.chunks.vectors @ encoder.encode([asked.text])[0], -np.inf)
    bm25 = np.where(visible, words.scores(asked.text), -np.inf)
    found = {name: method(asked, dense, bm25) for name, method in others.items()}
    hits = searched.index.search(asked.text, k=20, as_of=asked.as_of)
    return found | {OURS: [searched.places[hit.chunk.document.file, hit.chunk.start] for hit in hits]}


def _values(relevant: Sequence[Qrel], run: Sequence[ScoredDoc]) -> NDArray[np.float64]:
    """A line for each question, a column for each measure."""
    ids = sorted({qrel.query_id for qrel in relevant})
    columns = {measure: column for column, measure in enumerate(MEASURES.values())}
    values = np.zeros((len(ids), len(columns)))
    places = {id_: place for place, id_ in enumerate(ids)}
    for metric in ir_measures.iter_calc(list(columns), relevant, run):
        values[places[metric.query_id], columns[metric.measure]] = metric.value
    return values


def _print_table(values: dict[str, NDArray[np.float64]]) -> None:
    count = len(values[OURS])
    samples = np.random.default_rng(0).integers(0, count, (_SAMPLES, count))
    print(
        f"| method | {' | '.join(MEASURES)} | Dateline's recall@1 is higher by |\n|---{'|---' * (len(MEASURES) + 1)}|"
    )
    for name, table in values.items():
        cells = []
        for column in range(len(MEASURES)):
            low, high = np.percentile(table[:, column][samples].mean(axis=1), [2.5, 97.5])
            cells.append(f"{table[:, column].mean():.3f} ({low:.2f} – {high:.2f})")
        more = values[OURS][:, 0] - table[:, 0]
        low, high = np.percentile(more[samples].mean(axis=1), [2.5, 97.5])
        share = more.mean() / table[:, 0].mean() if table[:, 0].any() else float("inf")
        told = "" if name == OURS else f"{share:+.0%} ({low:+.3f} – {high:+.3f})"
        print(f"| {name} | {' | '.join(cells)} | {told} |")


if __name__ == "__main__":
    main()
