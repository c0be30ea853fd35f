"""What the page does to the corpus folder, and the table that it shows of it."""

import csv

import pytest
from page_toys import NASTY, Read
from toy_corpus import NOW, guild

from corpus import Settings
from corpus.doctor import examine
from corpus.sidecar import read_sidecar
from page import documents
from page.documents import CannotChange, add, read_date, seen_in, set_date
from page.documents import remove as take_out
from page.listing import table

LEFT = b"Tollen Gazette\n\nThe director of the Lantern Guild is Dora Pike.\n"


def put(folder, name="new.txt", data=LEFT, published="", **more):
    return add(folder, name, data, published, **({"now": NOW, "max_mb": 1} | more))


def remove(folder, file):
    return take_out(folder, file, now=NOW, settings=Settings())


@pytest.fixture
def docs(tmp_path):
    guild(tmp_path)
    return tmp_path / "docs"


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
    assert put(docs, "other.txt").endswith("No date was found in it, so it is undated; set one.")


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
        with pytest.raises(CannotChange, match="no document"):
            remove(docs, name)


def test_the_only_file_stays(tmp_path):
    (tmp_path / "a.txt").write_bytes(LEFT)
    with pytest.raises(CannotChange, match="only file"):
        remove(tmp_path, "a.txt")
    assert (tmp_path / "a.txt").exists()


def test_a_removed_row_takes_its_date_with_it_and_leaves_the_dates_of_the_others_on_their_rows(docs):
    (docs / "t.csv").write_bytes(b"text\nOne.\nTwo.\nThree.\n")
    for row, day in (("t.csv#1", "2001"), ("t.csv#2", "2002"), ("t.csv#3", "2003")):
        set_date(docs, row, day, now=NOW)
    assert "new numbers" in remove(docs, "t.csv#2")
    assert {file: day for file, day in dates(docs).items() if "#" in file} == {"t.csv#1": "2001", "t.csv#2": "2003"}
    assert (docs / "t.csv").read_bytes() == b"text\nOne.\nThree.\n"
    assert "t.csv#2" not in remove(docs, "t.csv")
    assert not (docs / "dates.csv").read_text().count("t.csv")


def test_a_table_stays_as_it_is_where_dates_csv_cannot_follow(docs, monkeypatch):
    (docs / "t.csv").write_bytes(b"text\nOne.\nTwo.\n")
    set_date(docs, "t.csv#2", "2002", now=NOW)

    def broken(folder, rows):
        raise CannotChange("the disk is full")

    monkeypatch.setattr(documents, "_write_rows", broken)
    with pytest.raises(CannotChange, match="disk"):
        remove(docs, "t.csv#1")
    assert (docs / "t.csv").read_bytes() == b"text\nOne.\nTwo.\n"


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


def test_only_where_they_may_be_changed_documents_can_be_chosen(docs):
    found = examine(docs, now=NOW)
    assert "button" not in Read(table(found)).tags
    assert "button" in Read(table(found, writable=True)).tags
