"""The retrieval benchmark's own parts: what it asks, what it searches, what it embeds twice."""

import gzip
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from index_toys import Bag

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from retrieval_corpus import Asked, CachedEncoder, read_questions, write_folder


@pytest.fixture
def data(tmp_path):
    questions = [
        {"question_id": name, "question_date": day, "question_sentence": text, "choices": "xyz", "answer": answer}
        for name, day, text, answer in [
            ("a", "2023/03/10", "Who?", ["2"]),
            ("b", "2023-04-01", "Why?", "0"),
            ("c", "2023-04-02", "How?", ["no number"]),
        ]
    ]
    one = {"url": "u1", "title": "T", "text": "Text.", "publish_date": "2023/03/09"}
    found = [
        {"question_id": "a", "search_result": [one, {"url": "u2", "title": "no text"}]},
        {"question_id": "b", "search_result": [one, {**one, "url": "u3", "publish_date": ""}]},
        {"question_id": "c", "search_result": []},
    ]
    for name, rows in (("2023_qa", questions), ("2023_search", found)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_questions_are_asked_as_of_the_next_day(data):
    assert read_questions(data, ["2023-03"]) == [Asked("0", "Who?", "z", date(2023, 3, 11))]
    assert [asked.answer for asked in read_questions(data, ["2023-03", "2023-04"])] == ["z", "x"]


def test_an_article_is_written_once_with_its_date(data, tmp_path):
    write_folder(data, tmp_path / "docs", ["2023-03", "2023-04"])
    tables = {file.name: file.read_text().splitlines() for file in (tmp_path / "docs").iterdir()}
    assert {name: len(lines) for name, lines in tables.items()} == {"2023-03.jsonl": 1, "2023-04.jsonl": 1}
    assert json.loads(tables["2023-03.jsonl"][0]) == {"id": "1", "date": "2023-03-09", "title": "T", "text": "Text."}
    assert json.loads(tables["2023-04.jsonl"][0])["date"] is None


def test_nothing_is_embedded_twice(tmp_path):
    first, second = Bag(), Bag()
    texts = [f"crane {number}" for number in range(600)]
    made = CachedEncoder(first, tmp_path / "vectors.sqlite").encode(texts)
    again = CachedEncoder(second, tmp_path / "vectors.sqlite").encode([*reversed(texts), "harbour"])
    assert second.texts == ["harbour"]
    assert np.array_equal(again[:-1], made[::-1])
    other = Bag(name="another")
    CachedEncoder(other, tmp_path / "vectors.sqlite").encode(texts[:1])
    assert other.texts == texts[:1]


def test_what_was_embedded_before_a_stop_is_kept(tmp_path):
    class Stops(Bag):
        def encode(self, texts):
            if len(self.texts) >= 512:
                raise KeyboardInterrupt
            return super().encode(texts)

    texts = [f"crane {number}" for number in range(600)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Stops(), tmp_path / "vectors.sqlite").encode(texts)
    rest = Bag()
    CachedEncoder(rest, tmp_path / "vectors.sqlite").encode(texts)
    assert rest.texts == texts[512:]


def test_each_rival_ranks_what_it_is_given():
    for package in ("bm25s", "haystack", "langchain_classic", "llama_index.core"):
        pytest.importorskip(package)
    from retrieval_rivals import Chunks, Words, rivals

    texts = ["crane of Ostra", "crane of Velland", "harbour mayor", "crane yet to come"]
    days = [date(2020, 1, 1), date(2021, 1, 1), date(2021, 6, 1), date(2022, 1, 1)]
    bag = Bag()
    chunks = Chunks(texts, bag.encode(texts), days)
    asked = Asked("a", "crane Ostra", "Ostra", date(2021, 12, 31))
    visible = chunks.visible(asked.as_of)
    assert visible.tolist() == [True, True, True, False]
    dense = np.where(visible, chunks.vectors @ bag.encode([asked.text])[0], -np.inf)
    words = np.where(visible, Words(texts).scores(asked.text), -np.inf)
    found = {name: method(asked, dense, words) for name, method in rivals(chunks, bag).items()}
    assert all(sorted(ranking) == [0, 1, 2] for name, ranking in found.items() if "EmbeddingRecency" not in name)
    by_date = [2, 1, 0]
    for name, expected in {
        "dense alone": 0, "BM25 alone (bm25s)": 0, "reciprocal rank fusion": 0,
        "Haystack MetaFieldRanker 0.3, fusion": 0,
    }.items():  # fmt: skip
        assert found[name][0] == expected, name
    assert found["LlamaIndex FixedRecency, fusion"] == by_date
    assert found["LangChain TimeWeighted, 0.0001 an hour"][0] == 0
