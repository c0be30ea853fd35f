"""dates.csv: it overrides everything, is no document, names its faults, and is taken up at the next question."""

from datetime import date

import pytest
from index_toys import NOW, Bag, opened, write
from made_files import item, pdf, rss

from corpus import Signal, list_files, read_file
from corpus.doctor import examine
from corpus.sidecar import read_sidecar

TABLE = "title,text,date\nRain,It rained.,2024-01-01\nSun,It shone.,\n"


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    write(folder, "a.md", "The harbour has three cranes.", "2024-01-02")
    (folder / "b.txt").write_text("The mill has two wheels.")
    return folder


def say(folder, *lines, header="file,published,title,source"):
    (folder / "dates.csv").write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")


def read(folder, file):
    documents = read_file(folder, file, now=NOW)
    assert isinstance(documents, tuple), documents
    return documents


def published(folder, file):
    return [str(document.published) if document.published else None for document in read(folder, file)]


class TestOverrides:
    def test_date_title_and_source(self, docs):
        say(docs, "a.md,2023-05,The old harbour,Nordwire", "b.txt,2016-02-03,,")
        (a,), (b,) = read(docs, "a.md"), read(docs, "b.txt")
        assert (str(a.published), a.published.signal, a.title, a.source) == (
            "2023-05", Signal.SIDECAR, "The old harbour", "Nordwire",
        )  # fmt: skip
        assert (str(b.published), b.title, b.source) == ("2016-02-03", "The mill has two wheels.", "b")

    def test_an_empty_cell_changes_nothing(self, docs):
        say(docs, "a.md,,New title,")
        (a,) = read(docs, "a.md")
        assert (str(a.published), a.published.signal, a.title) == ("2024-01-02", Signal.FRONT_MATTER, "New title")

    def test_other_files_stay_as_they_are(self, docs):
        before = read(docs, "b.txt")
        say(docs, "a.md,2023-05,,")
        assert read(docs, "b.txt") == before

    @pytest.mark.parametrize("content", ["Rain\n\nMarch 6 talks of rain.", "OSLO, March 6 (NW) - Rain.", "Rain."])
    def test_complaints_about_the_date_it_mends_are_gone(self, docs, content):
        (docs / "c.txt").write_text(content)
        (docs / "c.pdf").write_bytes(pdf(content.replace("\n\n", "\n")))
        assert read(docs, "c.txt")[0].problems and read(docs, "c.pdf")[0].problems
        say(docs, "c.txt,2024-03-06,,", "c.pdf,2024-03-06,,")
        assert read(docs, "c.txt")[0].problems == read(docs, "c.pdf")[0].problems == ()

    def test_complaints_about_other_things_stay(self, docs):
        (docs / "c.txt").write_bytes(("Zoë was here. " * 50).encode() + b"\xff\xfe end")
        say(docs, "c.txt,2024-03-06,,")
        (problem,) = read(docs, "c.txt")[0].problems
        assert "not valid UTF-8" in problem

    def test_a_table_as_a_whole_and_one_row_of_it(self, docs):
        (docs / "t.csv").write_text(TABLE)
        (docs / "f.rss").write_text(rss(item("A", "One.", guid="https://n.example/#1"), item("B", "Two.")))
        say(docs, "t.csv,2020,One title,Nordwire", "t.csv#2,2021-05-05,Sun!,", "f.rss#https://n.example/#1,2022,,")
        rain, sun = read(docs, "t.csv")
        assert (str(rain.published), rain.title, rain.source) == ("2020", "Rain", "Nordwire")
        assert (str(sun.published), sun.title, sun.source) == ("2021-05-05", "Sun!", "Nordwire")
        assert published(docs, "f.rss") == ["2022", None]

    @pytest.mark.parametrize("name", ["./a.md", "a.md", " a.md "])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_it_is_read_however_a_spreadsheet_writes_it(self, docs, name, delimiter):
        (docs / "dates.csv").write_text(f"\ufeffFile{delimiter}Published\r\n{name}{delimiter}2023-05-06\r\n")
        assert published(docs, "a.md") == ["2023-05-06"]

    def test_only_that_of_the_folder_itself_counts_and_it_is_no_document(self, docs):
        say(docs, "a.md,2023-05,,")
        assert list_files(docs) == ["a.md", "b.txt"]
        (docs / "below").mkdir()
        (docs / "below" / "dates.csv").write_text("file,published,text\nb.txt,2020,A row.\n")
        assert list_files(docs) == ["a.md", "b.txt", "below/dates.csv"]
        assert published(docs, "b.txt") == [None]


class TestProblems:
    @pytest.mark.parametrize(
        ("bad", "says"),
        [
            ("2011-13-40", "line 2 of dates.csv: its date '2011-13-40' (dates.csv) is no date"),
            ("2024-03-00", "line 2 of dates.csv: its date '2024-03-00' (dates.csv) is no date"),
            ("2099-01-01", "line 2 of dates.csv: its date 2099-01-01 (dates.csv) lies after today"),
            ("March 6", "line 2 of dates.csv: its date (dates.csv) names no year"),
        ],
    )
    def test_a_bad_date_leaves_the_document_undated_and_says_so(self, docs, bad, says):
        say(docs, f"a.md,{bad},,")
        (a,) = read(docs, "a.md")
        assert a.published is None
        assert len(a.problems) == 1 and a.problems[0].startswith(says)

    @pytest.mark.parametrize(
        ("lines", "says"),
        [
            (["gone.md,2020,,"], "line 2 is for 'gone.md', which is not in the folder"),
            (["A.md,2020,,"], "line 2 is for 'A.md', which is not in the folder"),
            (["a.md,2020,,", "b.txt,2020,,", "a.md,2021,,"], "lines 2 and 4 are both for 'a.md'; the last counts"),
            ([",2020,,"], "line 2 names no file"),
        ],
    )
    def test_a_bad_line_is_named_by_doctor_and_by_index(self, tmp_path, docs, lines, says):
        say(docs, *lines)
        (finding,) = [one for one in examine(docs, now=NOW).documents if one.file == "dates.csv"]
        assert finding.problems[0].startswith(says)
        report = opened(tmp_path).report
        assert (report.added, [skip.reason for skip in report.skipped]) == (2, list(finding.problems))

    def test_the_last_of_two_lines_counts(self, docs):
        say(docs, "a.md,2020,,", "a.md,2021,,")
        assert published(docs, "a.md") == ["2021"]

    def test_a_row_that_is_not_there(self, docs):
        (docs / "t.csv").write_text(TABLE)
        say(docs, "t.csv#2,2021,,", "t.csv#9,2021,,")
        assert read(docs, "t.csv")[0].problems == (
            "line 3 of dates.csv is for 't.csv#9', which t.csv does not hold: correct the name",
        )

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "empty"),
            (b"\0\1", "binary"),
            (b"name,day\na.md,2020\n", "no column named file"[:9]),
            (b"day,published\na.md,2020\n", "no column named file"),
            (b"file,day\na.md,2020\n", "no column besides file"),
        ],
    )
    def test_a_table_that_is_none_changes_nothing_and_is_named(self, docs, content, says):
        (docs / "dates.csv").write_bytes(content)
        (problem,) = read_sidecar(docs).faults(list_files(docs))
        assert says in problem
        assert published(docs, "a.md") == ["2024-01-02"]

    def test_one_that_is_too_large_is_named(self, docs):
        say(docs, *["a.md,2020,,"] * 100)
        assert "DATELINE_MAX_FILE_MB" in read_sidecar(docs, max_mb=0.001).problems[0]

    def test_one_outside_the_folder_is_not_read(self, tmp_path, docs):
        say(tmp_path, "a.md,2020,,")
        (docs / "dates.csv").symlink_to(tmp_path / "dates.csv")
        assert "leads out" in read_sidecar(docs).problems[0]
        assert published(docs, "a.md") == ["2024-01-02"]


class TestTakenUp:
    def dates(self, index):
        return {document.file: str(document.published) for document in index.documents() if document.published}

    def test_a_change_counts_at_the_next_question_and_embeds_nothing(self, tmp_path, docs):
        encoder = Bag()
        index = opened(tmp_path, encoder)
        assert self.dates(index) == {"a.md": "2024-01-02"}
        encoder.texts.clear()
        for lines, dates, changed in (
            (["b.txt,2016,,"], {"a.md": "2024-01-02", "b.txt": "2016"}, 1),
            (["b.txt,2017,,"], {"a.md": "2024-01-02", "b.txt": "2017"}, 1),
            (["a.md,2020-01-01,,", "b.txt,2017,,"], {"a.md": "2020-01-01", "b.txt": "2017"}, 1),
            ([], {"a.md": "2024-01-02"}, 2),
        ):
            say(docs, *lines)
            report = index.refresh(NOW)
            assert (report.added, report.changed, report.removed) == (0, changed, 0)
            assert self.dates(index) == dates
        assert encoder.texts == []
        say(docs, "b.txt,2017,,")
        index.refresh(NOW)
        (docs / "dates.csv").unlink()
        assert index.refresh(NOW).changed == 1 and self.dates(index) == {"a.md": "2024-01-02"}

    def test_as_of_keeps_to_it(self, tmp_path, docs):
        say(docs, "a.md,2025-06-01,,")
        index = opened(tmp_path)
        assert [hit.chunk.document.file for hit in index.search("cranes", as_of=date(2025, 1, 1))] == []
        assert index.search("cranes", as_of=date(2025, 6, 1))[0].chunk.document.file == "a.md"

    def test_a_line_for_a_row_reads_its_table_again(self, tmp_path, docs):
        (docs / "t.csv").write_text(TABLE)
        index = opened(tmp_path)
        say(docs, "t.csv#2,2021-05-05,,")
        assert index.refresh(NOW).changed == 1
        assert self.dates(index) == {"a.md": "2024-01-02", "t.csv#1": "2024-01-01", "t.csv#2": "2021-05-05"}
