"""What the page does to the corpus folder, and the evaluation that it runs; on a real index of the guild."""

import csv
import json

import pytest
from page_toys import NASTY, Read
from toy_corpus import NOW, guild

from corpus import Settings
from corpus.doctor import examine
from corpus.sidecar import read_sidecar
from page import Opening
from page.documents import CannotChange, add, read_date, remove, seen_in, set_date, table
from page.scores import evaluate, question_files
from page.tabs import Shelf

LEFT = b"Tollen Gazette\n\nThe director of the Lantern Guild is Dora Pike.\n"


def put(folder, name="new.txt", data=LEFT, published="", **more):
    return add(folder, name, data, published, **({"now": NOW, "max_mb": 1} | more))


@pytest.fixture
def docs(tmp_path):
    guild(tmp_path)
    return tmp_path / "docs"


@pytest.fixture
def shelf(tmp_path):
    engine = guild(tmp_path)
    opening = Opening(lambda progress: engine)
    opening.start()
    settings = Settings(corpus=tmp_path / "docs", index=tmp_path / "index", feedback=tmp_path, writable=True)
    return Shelf(opening, settings)


def dates(folder):
    return {one.file: one.published for one in examine(folder, now=NOW).documents}


def test_an_added_document_has_the_date_that_was_given(docs):
    assert put(docs, published="2024-05") == "Added new.txt, dated 2024-05."
    assert dates(docs)["new.txt"] == "2024-05"
    assert (docs / "new.txt").read_bytes() == LEFT


def test_a_date_that_is_read_in_the_document_needs_no_line(docs):
    text = b"Gazette\n\nPublished: 3 May 2024\n\nThe fee is 90 crowns.\n"
    assert put(docs, data=text, published="2024-05-03") == "Added new.txt. Its date is 2024-05-03."
    assert not (docs / "dates.csv").exists()
    assert "no date was found" in put(docs, "other.txt")


@pytest.mark.parametrize(
    ("name", "data", "published", "said"),
    [
        ("../new.txt", LEFT, "", "no name"), ("a/b.txt", LEFT, "", "no name"), ("a\\b.txt", LEFT, "", "no name"),
        (".txt", LEFT, "", "no name"), ("dates.csv", LEFT, "", "no name"), ("", LEFT, "", "no name"),
        ("new.exe", LEFT, "", "no type"), ("charter.md", LEFT, "", "already"), ("new.txt", b" ", "", "not added"),
        ("new.txt", b"x" * 1_000_001, "", "more than 1 MB"), ("new.txt", LEFT, "soon", "2024-04-16"),
        ("new.txt", LEFT, "2999-01-01", "2999"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_a_sentence_and_changes_nothing(docs, name, data, published, said):
    before = {file: file.read_bytes() for file in docs.parent.rglob("*.*") if file.is_file()}
    with pytest.raises(CannotChange, match=said):
        put(docs, name, data, published)
    assert {file: file.read_bytes() for file in docs.parent.rglob("*.*") if file.is_file()} == before


def test_a_set_date_goes_into_dates_csv_and_keeps_what_stands_there(docs):
    (docs / "dates.csv").write_text("file,title,published\nleaflet.txt,Welcome,\n", encoding="utf-8")
    set_date(docs, "leaflet.txt", "2015", now=NOW)
    set_date(docs, "charter.md", "2012-01-02", now=NOW)
    rows = list(csv.reader((docs / "dates.csv").open()))
    assert rows == [
        ["file", "title", "published"],
        ["leaflet.txt", "Welcome", "2015"],
        ["charter.md", "", "2012-01-02"],
    ]
    assert (dates(docs)["leaflet.txt"], dates(docs)["charter.md"]) == ("2015", "2012-01-02")
    set_date(docs, "charter.md", "", now=NOW)
    assert dates(docs)["charter.md"] == "2011-05-02"
    assert list(read_sidecar(docs).lines) == ["leaflet.txt"]


def test_a_table_of_other_columns_is_left_alone(docs):
    (docs / "dates.csv").write_text("path;when\n", encoding="utf-8")
    with pytest.raises(CannotChange, match="other columns"):
        set_date(docs, "charter.md", "2012", now=NOW)
    assert (docs / "dates.csv").read_text() == "path;when\n"


def test_a_removed_file_takes_its_line_with_it(docs):
    set_date(docs, "leaflet.txt", "2015", now=NOW)
    assert remove(docs, "leaflet.txt") == "Removed leaflet.txt."
    assert "leaflet.txt" not in dates(docs)
    assert examine(docs, now=NOW).summary.skipped == 0
    for name in ("../index", "gone.txt", "dates.csv"):
        with pytest.raises(CannotChange, match="no file"):
            remove(docs, name)


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13", "yesterday", "03/04/2024x"])
def test_a_bad_date_is_a_sentence_with_an_example(text):
    with pytest.raises(CannotChange, match="2024-04-16, 2024-04 or 2024"):
        read_date(text, NOW)


def test_the_date_box_is_filled_with_what_was_read(docs):
    assert seen_in(docs / "charter.md", NOW, 1)[0] == "2011-05-02"
    assert seen_in(docs / "leaflet.txt", NOW, 1)[0] == ""
    (docs / "empty.pdf").write_bytes(b"")
    assert seen_in(docs / "empty.pdf", NOW, 1)[1].startswith("empty.pdf: ")


def test_the_table_shows_dates_and_problems_and_renders_nothing(docs):
    (docs / "odd.md").write_text(f"---\ntitle: |\n  {NASTY.splitlines()[0]}\n---\n{NASTY}\n", encoding="utf-8")
    (docs / "broken.pdf").write_bytes(b"no pdf")
    read = Read(table(examine(docs, now=NOW)))
    assert read.tags <= {"p", "div", "table", "thead", "tbody", "tr", "th", "td", "strong", "br", "span"}
    for part in ("charter.md", "2011-05-02", "day, front matter", "undated", "not read", "1 not readable", "<script>"):
        assert part in read.text


# With the engine behind it


def ask(shelf, question):
    return shelf.opening.answer(question).text


def last(steps):
    return Read(list(steps)[-1]).text


def test_an_added_dated_and_removed_document_changes_the_answer(shelf, tmp_path):
    question = "Who is the director?"
    assert ask(shelf, question).startswith("Carl Moss")
    upload = tmp_path / "new.txt"
    upload.write_bytes(LEFT)
    assert "Added new.txt" in last(shelf.change(lambda: shelf.add([str(upload)], "2024-05-01")))
    assert ask(shelf, question) == "Dora Pike, as of 1 May 2024."
    assert "7 documents" in shelf.opening.status
    last(shelf.change(lambda: set_date(shelf.settings.corpus, "new.txt", "2012", now=NOW)))
    assert ask(shelf, question).startswith("Carl Moss")
    last(shelf.change(lambda: remove(shelf.settings.corpus, "election.txt")))
    assert ask(shelf, question) == "Dora Pike, as of 2012."


def test_a_large_folder_is_read_again_when_asked_for_even_a_moment_after(shelf):
    ask(shelf, "Who is the director?")
    index = shelf.opening._engine.index
    index._scan_cost, index._scanned = 1_000.0, index._scanned + 1_000.0  # as if it had just taken minutes
    (shelf.settings.corpus / "new.txt").write_bytes(LEFT)
    index.refresh(index._now)
    assert len(index.documents()) == 6
    assert "read again" in last(shelf.change(shelf.sync))
    assert len(index.documents()) == 7


def test_what_cannot_be_done_is_a_sentence(shelf):
    assert "no file to add" in last(shelf.change(lambda: shelf.add([], "")))
    assert "no file 'gone'" in last(shelf.change(lambda: remove(shelf.settings.corpus, "gone"))).lower()


def test_a_folder_that_is_gone_is_a_sentence_in_the_table(shelf):
    shelf.settings.corpus = shelf.settings.corpus / "gone"
    assert "does not exist" in shelf.table()
    assert shelf.files() == []


# The evaluation


def write_questions(file, *lines):
    made = [
        {"id": f"q{number}", "category": "who", "question": question, "expect": {"all_of": [value]}}
        for number, (question, value) in enumerate(lines)
    ]
    file.write_text("".join(f"{json.dumps(one)}\n" for one in made), encoding="utf-8")
    return file


def test_the_evaluation_shows_scores_and_each_fault_beside_its_expectation(shelf, tmp_path):
    asked = ("Who is the director?", "Carl Moss"), ("Who is the director?<b>", "Ada <i>Novik")
    file = write_questions(tmp_path / "questions.jsonl", *asked)
    steps = list(evaluate(shelf.opening, file, shelf.settings))
    text = Read(steps[-1]).text
    assert "2 questions, 1 with a fault" in text and "0.50" in text
    assert '{"all_of": ["Ada <i>Novik"]}' in text and "abstained" in text
    assert not {"b", "i"} & Read(steps[-1]).tags
    assert any("of 2 questions asked" in step for step in steps)


def test_one_evaluation_runs_at_a_time_and_the_next_may_follow(shelf, tmp_path):
    file = write_questions(tmp_path / "questions.jsonl", ("Who is the director?", "Carl Moss"))
    first = evaluate(shelf.opening, file, shelf.settings)
    next(first)
    assert "running already" in last(evaluate(shelf.opening, file, shelf.settings))
    assert "0 with a fault" in last(first)
    assert "0 with a fault" in last(evaluate(shelf.opening, file, shelf.settings))


def test_a_bad_question_file_is_a_sentence(shelf, tmp_path):
    (tmp_path / "questions.jsonl").write_text("{}\n")
    assert "questions.jsonl:1" in last(evaluate(shelf.opening, tmp_path / "questions.jsonl", shelf.settings))


def test_only_question_files_that_exist_are_offered(tmp_path):
    assert list(question_files(Settings(feedback=tmp_path))) == ["Shipped questions"]
    (tmp_path / "questions.jsonl").write_text("")
    other = Settings(feedback=tmp_path, corpus=tmp_path, questions=tmp_path / "questions.jsonl")
    assert list(question_files(other)) == ["Set by DATELINE_QUESTIONS", "Saved from this page"]
