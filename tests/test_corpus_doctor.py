"""The doctor: one row per file, a summary that adds up, and problems that say how to mend them."""

import json
from datetime import date

import pytest

from corpus import CorpusError
from corpus.doctor import examine

NOW = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Rain\npublished: 2016\n---\nIt rained.")
    (tmp_path / "b.txt").write_text("LYON, March 6 (BLN) - The port opened on Monday.")
    (tmp_path / "c.txt").write_text("Notes\n\nThe shed is to be painted.")
    (tmp_path / "d.txt").write_text("Notes\n\nThe shed  is to be painted.\n")
    (tmp_path / "e.bin").write_bytes(b"\0\1")
    return tmp_path


def test_every_file_has_its_row(folder):
    rows = {row["file"]: row for row in examine(folder, now=NOW).to_dict()["documents"]}
    assert list(rows) == ["a.md", "b.txt", "c.txt", "d.txt", "e.bin"]
    assert rows["a.md"] == {
        "file": "a.md", "title": "Rain", "published": "2016", "precision": "year", "signal": "front matter",
        "inferred": False, "problems": [],
    }  # fmt: skip
    assert (rows["b.txt"]["published"], rows["b.txt"]["inferred"], rows["b.txt"]["signal"]) == (
        "2023-03-06",
        True,
        "dateline",
    )
    assert rows["c.txt"]["problems"] == ["no publication date was found: add `published:` to its front matter"]
    assert rows["d.txt"]["problems"][-1] == "its text is the same as that of c.txt: delete one of the two"
    assert (rows["e.bin"]["published"], rows["e.bin"]["precision"]) == (None, None)
    assert "cannot be read" in rows["e.bin"]["problems"][0]


def test_the_summary_adds_up(folder):
    assert examine(folder, now=NOW).to_dict()["summary"] == {
        "files": 5, "documents": 4, "undated": 2, "inferred": 1, "skipped": 1,
        "begins": "2016", "ends": "2023-03-06", "problems": [],
    }  # fmt: skip


def test_it_can_be_written_as_json(folder):
    given = examine(folder, now=NOW).to_dict()
    assert json.loads(json.dumps(given)) == given


def test_an_empty_folder_is_a_problem_and_a_missing_one_an_error(tmp_path):
    assert "the folder is empty" in examine(tmp_path, now=NOW).summary.problems[0]
    with pytest.raises(CorpusError):
        examine(tmp_path / "nowhere", now=NOW)


def test_many_documents_of_one_moment_look_like_a_crawl(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"Page {number}\n\n06.03.2023 14:05\n\nText {number}.")
    (problem,) = examine(tmp_path, now=NOW).summary.problems
    assert problem.startswith("6 documents give the very same moment, 2023-03-06 14:05")
