"""Filling a corpus on Milvus: what comes, changes and goes; nothing twice, nothing half, and reprints as locally."""

import dataclasses
import json
import shutil
from datetime import date

import pytest
from cluster_toys import NEEDS_MILVUS, NOW, filled, opened_there
from index_toys import Bag, opened, write
from typer.testing import CliRunner

import cli
from corpus import CorpusError, IndexUnusable
from corpus.readers import Context
from corpus.reprints import sketch
from corpus.sidecar import Sidecar
from index.cluster import fill as filling
from index.cluster.address import address_of, connect
from index.cluster.calendar import Calendar, changed_years
from index.cluster.ledger import Ledger
from index.cluster.rows import document_of, document_rows
from index.cluster.schema import CHUNKS, DOCUMENTS, FOREVER, LEDGER
from index.cluster.sources import Addresses, Folder
from index.sync import entry_of

pytestmark = NEEDS_MILVUS
FEE = "The fee in Ostra is {} crowns, and the council of Karsh meets on each first Monday in the old hall by the river."


@pytest.fixture
def docs(tmp_path):
    for year in range(2010, 2016):
        write(tmp_path / "docs", f"{year}.md", FEE.format(year - 1980), f"{year}-05-0{year - 2009}", f"Fees of {year}")
    return tmp_path / "docs"


def counts(report):
    return report.added, report.changed, report.removed, report.unchanged, len(report.skipped)


def ledger_of(milvus, name):
    address = address_of(milvus.settings(name))
    return Ledger(connect(address), address)


def state(milvus, name):
    """Every row that is seen, and how many lie there in all."""
    ledger = ledger_of(milvus, name)
    head = ledger.head()
    return head, [ledger.count(part, f"until == {FOREVER}") for part in (CHUNKS, DOCUMENTS, LEDGER)]


def test_what_comes_changes_and_goes_is_taken_up_and_a_second_run_changes_nothing(milvus, docs):
    encoder = Bag()
    assert counts(filled(milvus, "moves", docs, encoder)) == (6, 0, 0, 0, 0)
    index = opened_there(milvus, "moves")
    version, first, embedded = index.version, state(milvus, "moves"), len(encoder.texts)
    assert counts(filled(milvus, "moves", docs, encoder)) == (0, 0, 0, 6, 0)
    assert (state(milvus, "moves")[1], len(encoder.texts)) == (first[1], embedded)
    assert index.refresh(NOW).unchanged == 6 and index.version == version

    (docs / "2010.md").unlink()
    write(docs, "2011.md", FEE.format(500), "2011-05-02", "Fees of 2011")
    write(docs, "2016.md", FEE.format(36), "2016-05-07", "Fees of 2016")
    (docs / "bad.pdf").write_bytes(b"no pdf")
    assert counts(filled(milvus, "moves", docs, encoder)) == (1, 1, 1, 4, 1)
    index.refresh(NOW)
    assert index.version != version
    assert [one.file for one in index.documents()] == [f"{year}.md" for year in range(2016, 2010, -1)]
    assert {hit.chunk.document.file for hit in index.search("fee 500 crowns", k=50)} == {
        f"{year}.md" for year in range(2011, 2017)
    }
    assert "500" in next(one.text for one in index.documents() if one.file == "2011.md")
    assert index.search("fee", as_of=date(2010, 12, 31)) == []


def test_the_order_of_filling_leaves_no_trace(milvus, docs, tmp_path):
    filled(milvus, "straight", docs)
    late = tmp_path / "late"
    late.mkdir()
    for year in (2015, 2012, 2010, 2011, 2014, 2013):
        shutil.copy(docs / f"{year}.md", late)
        filled(milvus, "crooked", late)
    pair = opened_there(milvus, "straight"), opened_there(milvus, "crooked")
    assert pair[0].version == pair[1].version
    for question in ("fee 35", "council Karsh"):
        found = [[(hit.chunk.document.file, round(hit.relevance, 5)) for hit in one.search(question)] for one in pair]
        assert found[0] == found[1]


# ---------------------------------------------------------------------- a run that ends half-way


class Killed(Exception):
    pass


def stopping(after, encoder=None):
    """A runner that dies after so many files, its rows written."""

    def run(job, names):
        for number, outcome in enumerate(filling.here(encoder or Bag())(job, names)):
            if number == after:
                raise Killed
            yield outcome

    return run


def test_nothing_of_a_run_that_was_killed_is_seen_and_the_next_one_loses_nothing(milvus, docs):
    filled(milvus, "killed", docs)
    index, before = opened_there(milvus, "killed"), state(milvus, "killed")
    seen = [one.text for one in index.documents()]
    write(docs, "2012.md", FEE.format(999), "2012-05-03", "Fees of 2012")
    write(docs, "2017.md", FEE.format(37), "2017-05-08", "Fees of 2017")
    with pytest.raises(Killed):
        filled(milvus, "killed", docs, runner=stopping(4))
    index.refresh(NOW)
    assert [one.text for one in index.documents()] == seen
    assert all("999" not in hit.chunk.text for hit in index.search("fee 999 2017", k=50))
    assert counts(filled(milvus, "killed", docs)) == (1, 1, 0, 5, 0)
    index.refresh(NOW)
    assert len(index.documents()) == 7 and len(index.search("fee crowns", k=50)) == 7
    fresh = state(milvus, "killed")[1]
    assert fresh[:2] == [before[1][0] + 1, before[1][1] + 1]


def test_a_batch_that_is_done_twice_writes_nothing_twice(milvus, docs):
    def twice(job, names):
        list(filling.here(Bag())(job, names))
        yield from filling.here(Bag())(job, names)

    assert counts(filled(milvus, "twice", docs, runner=twice)) == (6, 0, 0, 0, 0)
    write(docs, "2012.md", FEE.format(999), "2012-05-03", "Fees of 2012")
    assert counts(filled(milvus, "twice", docs, runner=twice)) == (0, 1, 0, 5, 0)
    assert state(milvus, "twice")[1][:2] == [6, 6]


def test_rows_that_were_lost_on_the_way_stop_a_run(milvus, docs):
    def losing(job, names):
        yield from filling.here(Bag())(job, names)
        ledger = ledger_of(milvus, "lost")
        ledger.drop(CHUNKS, f'since == {job.generation} and file == "2012.md"')

    with pytest.raises(IndexUnusable, match=r"5 new chunks of 6 documents, expected 6 of 6"):
        filled(milvus, "lost", docs, runner=losing)
    with pytest.raises(IndexUnusable, match="nothing in milvus://"):
        opened_there(milvus, "lost")


def test_each_wave_is_seen_when_it_is_whole(milvus, docs):
    seen = []

    def watching(job, names):
        seen.append(ledger_of(milvus, "waves").head().documents)
        yield from filling.here(Bag())(job, names)

    settings = milvus.settings("waves")
    report = filling.fill(Folder(str(docs)), settings=settings, now=NOW, encoder=Bag(), runner=watching, wave=2)
    assert (seen, counts(report)) == ([0, 2, 4], (6, 0, 0, 0, 0))


# ---------------------------------------------------------------------- reprints

STORY = (
    "The council of Ostra opened the new bridge over the Karsh on Monday. More than two hundred people crossed it in "
    "the first hour, and the mayor said that it had cost {} crowns. The old bridge will be taken down in the autumn."
)


def reprinted(index):
    return {one.file: [other.file for other in index.reprints(one.file)] for one in index.documents()}


def test_reprints_are_those_of_the_local_index_whatever_comes_first_and_whatever_goes(milvus, tmp_path):
    docs = tmp_path / "docs"
    write(docs, "copy.md", STORY.format(700), "2019-03-05", "Bridge opened")
    write(docs, "other.md", FEE.format(40), "2019-03-04", "Fees")
    filled(milvus, "reprints", docs)
    there = opened_there(milvus, "reprints")
    write(docs, "first.md", STORY.format(700), "2019-03-03", "A bridge for Ostra")
    write(docs, "late.md", STORY.format(700), "2019-04-03", "Bridge")
    write(docs, "update.md", STORY.format(900), "2019-05-03", "Bridge dearer")
    for gone in (None, "late.md", "first.md"):
        if gone:
            (docs / gone).unlink()
        filled(milvus, "reprints", docs)
        there.refresh(NOW)
        here = opened(tmp_path)
        assert reprinted(there) == reprinted(here)
        files = [{hit.chunk.document.file for hit in one.search("bridge Ostra crowns", k=50)} for one in (there, here)]
        assert files[0] == files[1]
        assert there.version != "" and there.documents() == here.documents()
    assert reprinted(there) == {"update.md": [], "copy.md": [], "other.md": []}


# ---------------------------------------------------------------------- addresses of files, the command line


def test_addresses_of_files_are_taken_up_as_a_folder_is(milvus, docs):
    (docs / ".hidden.md").write_text("Not to be read.")
    names = Addresses((f"file://{docs}/*.md",)).names()
    assert (
        names == Addresses((f"file://{docs}/",)).names() == [f"file://{docs}/{year}.md" for year in range(2010, 2016)]
    )
    given = (*names[:2], "memory://nowhere/there.md")
    report = filling.fill(Addresses(given), settings=milvus.settings("uris"), now=NOW, encoder=Bag())
    assert counts(report) == (2, 0, 0, 0, 1) and "it is not there" in report.skipped[0].reason
    index = opened_there(milvus, "uris")
    assert [one.file for one in index.documents()] == [names[1], names[0]]
    assert counts(filling.fill(Addresses(given[1:2]), settings=milvus.settings("uris"), now=NOW, encoder=Bag())) == (
        0, 0, 1, 1, 0,
    )  # fmt: skip


def test_the_command_fills_and_asks(milvus, docs, tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text(f"# these\nfile://{docs}/2014.md\n\nfile://{docs}/2015.md\n")
    there = ["--index", milvus.address("command"), "--now", "2016-01-01"]
    printed = CliRunner().invoke(cli.app, ["index", "--list", str(listed), "--json", *there])
    assert (printed.exit_code, json.loads(printed.stdout)["added"]) == (0, 2)
    printed = CliRunner().invoke(cli.app, ["ask", "How much is the fee in Ostra?", *there])
    assert printed.stdout.startswith("35 crowns, as of 6 May 2015.")
    printed = CliRunner().invoke(cli.app, ["index", str(docs), *there])
    assert (printed.exit_code, "6 added, 0 changed, 2 removed" in printed.stdout) == (0, True)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["index", "a", "b"], "2 folders are given"),
        (["index", "a", "s3://b/c.md"], "mixed"),
        (["index", "--list", "nowhere.txt"], "cannot be read"),
        (["index", "nowhere://b/c.md"], "cannot be used"),
        (["index", "EMPTY"], "is empty"),
        (["index", "--list", "EMPTYLIST"], "is empty"),
        (["index", "a", "--corpus", "b"], "given twice"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(milvus, tmp_path, given, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "list").write_text("\n# nothing\n")
    put = {"EMPTY": str(tmp_path / "empty"), "EMPTYLIST": str(tmp_path / "list")}
    printed = CliRunner().invoke(cli.app, [*[put.get(one, one) for one in given], "--index", milvus.address("none")])
    assert (printed.exit_code, printed.stderr.count("\n"), said in printed.stderr) == (2, 1, True), printed.stderr


def test_a_folder_in_which_nothing_can_be_read(milvus, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.xyz").write_text("x")
    with pytest.raises(CorpusError, match=r"none of the 1 files .*could be read \(a.xyz: files of type '.xyz'"):
        filled(milvus, "nothing", tmp_path / "docs")


@pytest.mark.parametrize("given", [["--ray", "auto"], ["s3://a/b.md"], ["--list", "list.txt"]])
def test_what_needs_milvus_says_so(given, tmp_path):
    printed = CliRunner().invoke(cli.app, ["index", *given, "--index", str(tmp_path)])
    assert printed.exit_code == 2 and "set DATELINE_INDEX to milvus://HOST:19530/NAME" in printed.stderr


# ---------------------------------------------------------------------- rows


def test_a_document_of_any_length_comes_back_whole(tmp_path):
    write(tmp_path, "long.md", "Café Karsh \N{GRINNING FACE} opened. " * 20_000, "2016", 'A "title" \\ here')
    source = Folder(str(tmp_path))
    (document,) = source.read("long.md", Context(NOW), Sidecar())
    document = dataclasses.replace(document, dropped=0.25, problems=("a", "b"), modified=date(2017, 1, 2))
    entry = entry_of(document)
    rows = document_rows(entry, "long.md", sketch(document.text), 3)
    assert len(rows) > 10 and max(len(row["piece"].encode()) for row in rows) <= 65_535
    back = document_of([row["piece"] for row in rows])
    assert back == document and (back.dropped, back.problems) == (0.25, ("a", "b"))
    with pytest.raises(IndexUnusable, match="damaged"):
        document_of([row["piece"] for row in rows[:-1]])


def test_the_calendar_counts_what_is_seen():
    counts, years = changed_years({}, [(730_000, 1, 5, 1), (730_400, 1, 3, 1), (10_000_000, 1, 2, 1)])
    assert sorted(years) == ["1999", "2000", "undated"]
    counts, years = changed_years(counts, [(730_400, -1, -3, 0), (730_000, -1, -5, -1)])
    assert years == {"1999": {}, "2000": {"730400": [0, 0, 1]}}
    calendar = Calendar.of(counts)
    assert calendar.visible(None) == 2 and calendar.visible(date.fromordinal(730_400)) == 0
    assert calendar.today(None) == 0 and calendar.first_and_last() == (730_400, 730_400)
