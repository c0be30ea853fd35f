"""What benchmarks/ingest.py measures on: chunks, and questions with the chunks that answer them."""

import gzip
import importlib.util
import json
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "benchmarks" / "ingest_texts.py"


@pytest.fixture(scope="module")
def texts():
    spec = importlib.util.spec_from_file_location("ingest_texts", FILE)
    module = sys.modules["ingest_texts"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def put(folder, name, rows):
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_a_quiz_is_answered_by_the_chunks_that_hold_its_answer(tmp_path, texts):
    pages = [
        {"url": "a", "title": "Fair", "text": "word " * 510 + "Ostra won.", "publish_date": "2023/01/02"},
        {"url": "b", "title": "Rain", "text": "It rained in Karsh."},
        {"url": "c", "title": "None", "text": None, "publish_date": None},
    ]
    quiz = {"question_sentence": "Who won?", "choices": ["Karsh City", "Ostra"], "answer": ["1"]}
    short = {"question_sentence": "How many?", "choices": ["It"], "answer": ["0"]}
    put(tmp_path, "2023_qa", [{"question_id": "1", **quiz}, {"question_id": "2", **short}])
    put(tmp_path, "2023_search", [{"question_id": one, "search_result": pages} for one in "12"])
    read = texts.read_texts(tmp_path, 50)
    assert [(one.title, one.published) for one in read.articles] == [("Fair", "2023-01-02"), ("Rain", "")]
    assert [len(chunk.split()) for chunk in read.chunks] == [
        113,
        201,
        201,
        5,
    ]  # those that answer first; one title word
    assert read.asked == (("Who won?", frozenset([0])),), "an answer of two letters stands anywhere"


def test_the_projects_own_passages_need_no_folder(texts):
    read = texts.read_texts(None, 30)
    assert len(read.chunks) == 30 and len(read.asked) == 60
    assert all(len(rows) == 1 and max(rows) < 30 for _, rows in read.asked)
