"""The doctor: one row per file, a summary that adds up, and problems that say how to mend them."""

import json
from dataclasses import replace
from datetime import date

import pytest

import corpus.doctor
from corpus import CorpusError, Document, Precision, Published, Signal
from corpus.doctor import COLUMNS, examine, sidecar_line

NOW = date(2026, 11, 22)
SHED = "Notes\n\nThe shed is to be painted in the colours of the club before the summer, as it was in the old days."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Rain\npublished: 2016\nlanguage: en\n---\nIt rained.")
    (tmp_path / "b.txt").write_text("LYON, March 6 (BLN) - The port opened on Monday.")
    (tmp_path / "c.txt").write_text(SHED)
    (tmp_path / "d.txt").write_text(SHED.replace("The shed", "The  shed") + "\n")
    (tmp_path / "e.bin").write_bytes(b"\0\1")
    return tmp_path


def found(folder):
    return {row["file"]: row for row in examine(folder, now=NOW).to_dict()["documents"]}


def test_every_file_has_its_row(folder):
    rows = found(folder)
    assert list(rows) == ["a.md", "b.txt", "c.txt", "d.txt", "e.bin"]
    assert rows["a.md"] == {
        "file": "a.md", "title": "Rain", "published": "2016", "precision": "year", "signal": "front matter",
        "inferred": False, "ambiguous": False, "language": "en", "dropped": 0.0, "reprint_of": None,
        "problems": [], "mend": [],
    }  # fmt: skip
    assert (rows["b.txt"]["published"], rows["b.txt"]["inferred"], rows["b.txt"]["signal"]) == (
        "2023-03-06",
        True,
        "dateline",
    )
    assert rows["c.txt"]["problems"] == ["no publication date was found: add `published:` to its front matter"]
    assert (rows["c.txt"]["reprint_of"], rows["d.txt"]["reprint_of"]) == (None, "c.txt")
    assert (rows["e.bin"]["published"], rows["e.bin"]["precision"]) == (None, None)
    assert "cannot be read" in rows["e.bin"]["problems"][0]


def test_the_summary_adds_up(folder):
    assert examine(folder, now=NOW).to_dict()["summary"] == {
        "files": 5, "documents": 4, "undated": 2, "inferred": 1, "ambiguous": 0, "future": 0, "conflicting": 0,
        "reprints": 1, "skipped": 1, "begins": "2016", "ends": "2023-03-06", "problems": [],
    }  # fmt: skip


MENDS = {
    "undated": ("Notes\n\nThe shed is to be painted.", ["x.txt,YYYY-MM-DD,,"], {"undated": 1}),
    "inferred": ("LYON, March 6 (BLN) - The port opened on Monday.", ["x.txt,2023-03-06,,"], {"inferred": 1}),
    "ambiguous": ("Rain\n\n04/05/2024\n\nIt rained.", ["x.txt,2024-04-05,,", "x.txt,2024-05-04,,"], {"ambiguous": 1}),
    "a whole month": ("---\npublished: 2024-05\n---\nIt rained.", [], {}),
    "a quarter": ("---\npublished: Q2 2024\n---\nIt rained.", [], {}),
    "future": ("---\npublished: 2031-01-01\n---\nIt rained.", ["x.txt,YYYY-MM-DD,,"], {"undated": 1, "future": 1}),
    "certain": ("Rain\n\n6 March 2023\n\nIt rained.", [], {}),
}


@pytest.mark.parametrize(("text", "mend", "counts"), MENDS.values(), ids=MENDS)
def test_each_kind_of_doubt_is_counted_and_has_its_lines_for_dates_csv(tmp_path, text, mend, counts):
    (tmp_path / "x.txt").write_text(text)
    kinds = ("undated", "inferred", "ambiguous", "future", "conflicting")
    summary = examine(tmp_path, now=NOW).to_dict()["summary"]
    assert found(tmp_path)["x.txt"]["mend"] == mend
    assert {kind: summary[kind] for kind in kinds if summary[kind]} == counts


def test_dates_that_contradict_each_other_are_offered_both(tmp_path, monkeypatch):
    """The readers' own sentence is planted: which dates they compare is theirs to test."""
    day = Published(date(2024, 5, 3), date(2024, 5, 3), Precision.DAY, Signal.JSON_LD)
    told = (
        "two of its dates contradict each other: JSON-LD says 2024-05-03, URL path says 2024-05-09; the first was taken"
    )
    page = Document("x.html", "It rained.", "Rain", "Quay Herald", day, problems=(told,))
    (tmp_path / "x.html").write_text("page")
    monkeypatch.setattr(corpus.doctor, "read_file", lambda *_, **__: (page,))
    (finding,) = examine(tmp_path, now=NOW).documents
    assert finding.mend == ("x.html,2024-05-03,,", "x.html,2024-05-09,,")
    assert examine(tmp_path, now=NOW).summary.conflicting == 1


def test_an_ambiguous_date_is_shown_with_both_its_readings(tmp_path):
    (tmp_path / "x.txt").write_text("Rain\n\n04/05/2024\n\nIt rained.")
    assert found(tmp_path)["x.txt"]["published"] == "2024-04-05 or 2024-05-04"


@pytest.mark.parametrize("file", ["a.txt", "a, b.txt", 'the "old" one.txt', "sub/ü.txt"])
def test_a_line_for_dates_csv_is_read_as_it_was_meant(file):
    import csv

    (row,) = csv.DictReader([COLUMNS, sidecar_line(file, "2023-03-06")])
    assert row == {"file": file, "published": "2023-03-06", "title": "", "source": ""}


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


@pytest.mark.parametrize(
    ("signal", "crawl"), [(Signal.PROPERTIES, True), (Signal.HTMLDATE, True), (Signal.FRONT_MATTER, False)]
)
def test_many_documents_of_one_day_do_so_only_where_a_program_wrote_it(tmp_path, monkeypatch, signal, crawl):
    """A day's own news is of one day; six PDFs made on one day were copied."""
    day = Published(date(2023, 3, 6), date(2023, 3, 6), Precision.DAY, signal)
    one = Document("", "It rained.", "Rain", "Quay Herald", day)
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("page")
    monkeypatch.setattr(corpus.doctor, "read_file", lambda _, file, **__: (replace(one, file=file),))
    assert bool(examine(tmp_path, now=NOW).summary.problems) is crawl


def test_two_files_that_differ_by_case_are_named(tmp_path):
    for file in ("Rain.txt", "rain.txt"):
        (tmp_path / file).write_text("It rained.")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this file system does not tell cases apart")
    assert any("differ only by case" in problem for problem in examine(tmp_path, now=NOW).summary.problems)
