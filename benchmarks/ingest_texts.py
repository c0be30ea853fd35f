"""Texts to embed and questions to ask of them, for benchmarks/ingest.py.

Either this project's own passages, so that a fresh clone needs nothing else, or a folder with weekly news quizzes and
the dated articles found for them (RealTime QA: YEAR_qa.jsonl.gz and YEAR_search.jsonl.gz).
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSAGES = Path(__file__).parents[1] / "qa" / "reader" / "training" / "passages"
WORDS = 200  # in a chunk
_PER_QUIZ = 8  # chunks of the articles found for one quiz question


@dataclass(frozen=True)
class Article:
    """A dated text."""

    title: str
    text: str
    published: str


@dataclass(frozen=True)
class Texts:
    """What is measured on.

    Attributes:
        articles: Whole texts, to be put into files.
        chunks: Texts of 200 words, to be embedded.
        asked: Questions, each with the rows of `chunks` that answer it.
    """

    articles: tuple[Article, ...]
    chunks: tuple[str, ...]
    asked: tuple[tuple[str, frozenset[int]], ...]


def read_texts(folder: Path | None, count: int) -> Texts:
    """So many chunks at most, spread evenly over what there is."""
    return _passages(count) if folder is None else _quizzes(folder, count)


def _passages(count: int) -> Texts:
    rows = [row for file in sorted(PASSAGES.glob("*.jsonl")) for row in _lines(file)]
    rows = rows[:: max(1, len(rows) // (2 * count))]
    articles, chunks, asked = [], [], []
    for one, other in zip(rows[::2], rows[1::2], strict=False):  # a passage has some hundred words
        for row in (one, other):
            asked += [(f"{row['title']}: {question}", frozenset([len(chunks)])) for question, _ in row["qa"][:1]]
        articles.append(Article(one["title"], f"{one['passage']}\n\n{other['passage']}", "2024-01-02"))
        chunks.append(f"{one['title']}\n{one['passage']} {other['title']} {other['passage']}")
    return Texts(tuple(articles), tuple(chunks[:count]), tuple((q, rows) for q, rows in asked if max(rows) < count))


def _quizzes(folder: Path, count: int) -> Texts:
    (quiz_file,), (found_file,) = folder.glob("*_qa.jsonl.gz"), folder.glob("*_search.jsonl.gz")
    quizzes = {row["question_id"]: row for row in _lines(quiz_file)}
    found = list(_lines(found_file))
    articles: dict[str, Article] = {}
    chunks: list[str] = []
    asked: list[tuple[str, str]] = []
    for row in found[:: max(1, len(found) * _PER_QUIZ // count)]:
        quiz = quizzes[row["question_id"]]
        answer = quiz["choices"][int(quiz["answer"][0])]
        own: list[str] = []
        for page in row["search_result"]:
            day = str(page["publish_date"]).replace("/", "-")[:10]
            if page["text"].strip() and page["url"] not in articles:
                articles[page["url"]] = Article(page["title"], page["text"], day)
                own += _cut(page["title"], page["text"])
        answering = [chunk for chunk in own if answer.casefold() in chunk.casefold()]
        others = [chunk for chunk in own if chunk not in answering]
        chunks += answering[: _PER_QUIZ // 2] + others[: _PER_QUIZ // 2]
        asked.append((quiz["question_sentence"], answer))
    chunks = chunks[:count]
    return Texts(tuple(articles.values()), tuple(chunks), tuple(_answered(asked, chunks)))


def _answered(asked: list[tuple[str, str]], chunks: list[str]) -> Iterator[tuple[str, frozenset[int]]]:
    """The questions whose answer stands in some chunk, with those chunks; "3" or "yes" stands anywhere."""
    for question, answer in asked:
        rows = frozenset(row for row, chunk in enumerate(chunks) if answer.casefold() in chunk.casefold())
        if len(answer) > 3 and rows:
            yield question, rows


def _cut(title: str, text: str) -> list[str]:
    words = text.split()
    return [f"{title}\n{' '.join(words[at : at + WORDS])}" for at in range(0, max(1, len(words) - WORDS // 2), WORDS)]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")
    with opened as lines:
        yield from map(json.loads, lines)
