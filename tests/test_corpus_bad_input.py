"""The worst that a folder can hold: each bad file has its sentence in doctor, and all others are indexed.

One folder has them all at once, because what must hold is that none of them harms another.
"""

import io
import json
import os
import shutil
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_toys import NOW, Bag, opened, write
from made_files import MAIL, encrypted_pdf, item, pdf, rss, with_member, word
from typer.testing import CliRunner

import cli
from corpus import Settings, Skipped, list_files, read_file
from corpus.doctor import examine
from corpus.readers import READERS, Context, NotReadable
from corpus.readers.fragment import text_of
from corpus.readers.front_matter import front_matter
from corpus.readers.paragraphs import paragraphs
from index import open_index

GOOD = "The harbour has three cranes."
LIMIT = 1.0  # MB


def bomb(size):
    """A Word file with a member of so many zeros."""
    return with_member(word("Rain"), "word/media/image1.png", b"\0" * size)


def lying_bomb():
    """The same, but the archive says that the member unpacks to ten bytes."""
    made = io.BytesIO(bomb(30_000_000))
    with zipfile.ZipFile(made) as archive:
        found = archive.getinfo("word/media/image1.png")
    data = made.getvalue()
    return data.replace(
        struct.pack("<LL", found.compress_size, 30_000_000), struct.pack("<LL", found.compress_size, 10)
    )


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ha ha">'
    + "".join(f'<!ENTITY {"abcdefghi"[n]} "{("&" + "abcdefghi"[n - 1] + ";") * 10}">' for n in range(1, 9))
    + "]><rss version='2.0'><channel><title>x</title><item><title>&i;</title></item></channel></rss>"
)

# file, content, what doctor says of it, whether it is read all the same
BAD = [
    ("encrypted.pdf", encrypted_pdf("secret", "Rain"), "opens only with a password", False),
    ("cut.pdf", pdf("Rain " * 20)[:300], "broken", False),
    ("garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken", False),
    ("no.pdf", b"This is plain text.", "no PDF or a broken one", False),
    ("scan.pdf", pdf(""), "text recognition", False),
    ("nozip.docx", b"This is no archive.", "no .docx, which is a zip archive", False),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .doc", False),
    ("half.docx", word("Rain")[:2000], "zip archive, or a broken one", False),
    ("other.docx", with_member(word("Rain"), "word/document.xml", None), "no Word document", False),
    ("bomb.docx", bomb(5_000_000), "unpacks to more than", False),
    ("lying.docx", lying_bomb(), "zip archive, or a broken one", False),
    ("large.txt", b"x" * 1_010_000, "the limit is 1:", False),
    ("deep.html", b"<p>Top.</p>" + b"<div>" * 10_000 + b"deep" + b"</div>" * 10_000, "250 deep", True),
    ("nul.txt", b"Rain\0in Oslo", "NUL bytes", False),
    ("nul.csv", b"text\nRain\0in Oslo\n", "NUL bytes", False),
    ("half16.txt", "Rain in Oslo.".encode("utf-16") + b"\xd8", "were replaced", True),
    ("mixed.txt", "Порт открыт. ".encode() * 20 + "Порт закрыт. ".encode("cp1251") * 20, "UTF-8", True),
    ("empty.csv", b"", "empty", False),
    ("header.csv", b"title,text\n", "no row", False),
    ("notext.csv", b"name,size\nx,1\n", "no text column (its columns: name, size)", False),
    ("ragged.csv", b"title,text\nA,One.\nB,Two, more.\n", "row 2 has 3 cells", True),
    ("broken.jsonl", b'{"text": "One."}\n{"text": "Two.\n', "line 2 is no JSON", True),
    ("allbroken.jsonl", b'{"text"\n', "line 1 is no JSON", False),
    ("deep.jsonl", b'{"text": "One."}\n' + b"[" * 100_000 + b"\n", "line 2 is no JSON", True),
    ("undated.eml", MAIL.replace("Date:", "X-Was:").encode(), "no Date header", True),
    ("baddate.eml", MAIL.replace("Tue, 16 Apr", "Someday").encode(), "is no date", True),
    ("nomail.eml", b"Just text.", "no mail header", False),
    ("odd.eml", b"Subject: Rain\nContent-Type: text/plain; " + b"(" * 3000 + b"\n\nRain", "parts are broken", False),
    ("nobody.eml", b"From: a@nord.example\nSubject: Rain\n\n", "no text", False),
    ("broken.rss", rss(item("A", "One."), item("B", "Two.")).replace("</channel>", "<oops>").encode(), "broken", True),
    ("cut.atom", b"<?xml version='1.0'?><feed", "broken", False),
    ("other.xml", b"<?xml version='1.0'?><list><x>1</x></list>", "no RSS or Atom feed", False),
    ("laughs.xml", LAUGHS.encode(), "its XML is broken", True),
    ("odd.xyz", b"x", "cannot be read: save it as one of", False),
]  # fmt: skip


def fill(folder):
    """Every bad file, and three good ones between them."""
    for number in range(3):
        write(folder, f"good{number}.md", GOOD + f" That was in year {number}.", "2024-01-02")
    for file, content, _, _ in BAD:
        (folder / file).write_bytes(content)
    (folder / "utf16.txt").write_bytes("Rain in Oslo.".encode("utf-16"))
    outside = folder.parent / "outside.txt"
    outside.write_text("A secret.")
    (folder / "out.txt").symlink_to(outside)
    (folder / "up").symlink_to(folder.parent)
    (folder / "loop").symlink_to(folder)
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    return folder


@pytest.fixture(scope="module")
def worst(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worst") / "docs"
    folder.mkdir()
    return fill(folder)


@pytest.fixture(scope="module")
def findings(worst):
    found = {}
    for finding in examine(worst, now=NOW, max_mb=LIMIT).documents:
        found.setdefault(finding.file.split("#")[0], finding)
    return found


@pytest.mark.parametrize(("file", "says", "is_read"), [(file, says, is_read) for file, _, says, is_read in BAD])
def test_doctor_names_it(worst, findings, file, says, is_read):
    assert says in " | ".join(findings[file].problems)
    assert findings[file].problems
    assert isinstance(read_file(worst, file, now=NOW, max_mb=LIMIT), tuple) is is_read


@pytest.mark.parametrize(
    ("file", "says"),
    [("out.txt", "leads out"), ("up", "leads out"), ("loop", "listed already"), ("circle.txt", "in a circle")],
)
def test_doctor_names_links_and_follows_none(findings, file, says):
    assert says in findings[file].problems[0]
    assert not any("outside" in name or name.startswith(("up/", "loop/")) for name in findings)


def test_what_is_well_marked_has_no_problem_but_its_missing_date(findings):
    assert findings["utf16.txt"].problems == ("no publication date was found: add `published:` to its front matter",)


def test_everything_else_is_indexed(tmp_path, worst):
    index = opened(tmp_path, folder=worst, max_file_mb=LIMIT)
    names = {document.file.split("#")[0] for document in index.documents()}
    assert names == {file for file, _, _, is_read in BAD if is_read} | {
        "utf16.txt", *(f"good{number}.md" for number in range(3)),
    }  # fmt: skip
    refused = {file for file, _, _, is_read in BAD if not is_read} | {"out.txt", "up", "loop", "circle.txt"}
    assert {skip.file for skip in index.report.skipped} == refused
    assert not any("secret" in document.text for document in index.documents())
    assert index.search("harbour cranes")[0].chunk.text.startswith(GOOD)
    again = index.refresh(NOW)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_a_sync_opens_nothing_outside_the_folder(tmp_path, worst, monkeypatch):
    opened_files = []
    opening = Path.open

    def seen(path, *rest, **more):
        opened_files.append(path.resolve())
        return opening(path, *rest, **more)

    monkeypatch.setattr(Path, "open", seen)
    opened(tmp_path, folder=worst, max_file_mb=LIMIT)
    read = [path for path in opened_files if not path.is_relative_to(tmp_path)]
    assert len(read) > len(BAD) and all(path.is_relative_to(worst.resolve()) for path in read if path.suffix == ".txt")


def test_the_command_ends_with_0_and_with_2_only_when_nothing_could_be_read(tmp_path, worst, monkeypatch):
    monkeypatch.setenv("DATELINE_MAX_FILE_MB", str(LIMIT))
    monkeypatch.setattr("index.search.default_encoder", lambda model: Bag())

    def run(*arguments):
        return CliRunner().invoke(cli.app, [*arguments, "--now", str(NOW)])

    done = run("index", "--corpus", str(worst), "--index", str(tmp_path / "index"), "--json")
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["skipped"]) > 20
    assert run("doctor", "--corpus", str(worst)).exit_code == 0
    bad = tmp_path / "bad"
    bad.mkdir()
    for file, content, _, is_read in BAD:
        if not is_read:
            (bad / file).write_bytes(content)
    assert run("index", "--corpus", str(bad), "--index", str(tmp_path / "index")).exit_code == 2
    assert run("doctor", "--corpus", str(bad)).exit_code == 2


def test_a_lying_archive_is_not_unpacked(monkeypatch):
    """The library would unpack the whole member before it looks at its size."""
    bombs = lying_bomb(), bomb(5_000_000)
    monkeypatch.setattr("docx.Document", lambda *_: pytest.fail("the library was let at it"))
    for data in bombs:
        with pytest.raises(NotReadable):
            READERS[".docx"]("a.docx", data, Context(NOW, LIMIT))


def test_two_names_that_differ_by_case(tmp_path):
    write(tmp_path, "Rain.md", "One.", "2024-01-02")
    write(tmp_path, "rain.md", "Two.", "2024-01-02")
    if len(list_files(tmp_path)) == 1:
        pytest.skip("this file system does not tell them apart")
    found = examine(tmp_path, now=NOW)
    assert found.summary.problems == ("two files differ only by case (rain.md): rename one of them",)
    assert found.summary.documents == 2


def test_a_file_that_vanishes_while_the_folder_is_read(tmp_path):
    docs = tmp_path / "docs"
    for number in range(4):
        write(docs, f"{number}.md", GOOD, "2024-01-02")
    (docs / "0.md").write_text("")  # is reported first, before the others are opened

    def steal(done, total, what):
        (docs / "3.md").unlink(missing_ok=True)

    index = open_index(docs, now=NOW, encoder=Bag(), settings=Settings(index=tmp_path / "index"), progress=steal)
    assert [document.file for document in index.documents()] == ["1.md", "2.md"]
    assert "vanished" in {skip.file: skip.reason for skip in index.report.skipped}["3.md"]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    write(tmp_path, "a.md", GOOD)
    write(tmp_path / "closed", "b.md", GOOD)
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert list_files(tmp_path) == ["a.md", "closed"]
    assert "cannot be listed" in read_file(tmp_path, "closed", now=NOW).reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_named_and_not_waited_for(tmp_path):
    docs = tmp_path / "docs"
    write(docs, "a.md", GOOD)
    os.mkfifo(docs / "pipe.txt")
    index = opened(tmp_path)
    assert [(skip.file, "no regular file" in skip.reason) for skip in index.report.skipped] == [("pipe.txt", True)]


@pytest.mark.parametrize(
    "read",
    [
        lambda: text_of("<a" * 100_000),
        lambda: text_of("<p>" * 100_000),
        lambda: READERS[".eml"]("a.eml", b"From: " + b'"' * 40_000 + b"\n\nRain", Context(NOW)),
        lambda: READERS[".eml"]("a.eml", b"From: " + b",a" * 20_000 + b"\n\nRain", Context(NOW)),
        lambda: front_matter("---\ntags: [\na" + " " * 200_000 + "\nb: " + " x" * 100_000 + "\n---\nIt rained."),
        lambda: front_matter("---\ntitle: Rain\ntags: " + "[" * 100_000 + "\n---\nIt rained."),
        lambda: paragraphs(["a" * 200_000 + "\nb" + "-c" * 100_000 + "\nd"]),
        lambda: paragraphs([("word " * 20 + "\n") * 100_000]),
        lambda: paragraphs(["Page of a book\n" + "word " * 20] * 5_000),
    ],
)
def test_time_grows_no_faster_than_text(read):
    """A pattern that starts over at each letter, or a text copied at each line, would take minutes here."""
    started = time.process_time()
    read()
    assert time.process_time() - started < 10


def test_broken_front_matter_is_read_line_by_line():
    front = front_matter("---\ntitle: Rain\ntags: " + "[" * 300 + "\n---\nIt rained.")
    assert (front.fields["title"], front.body) == ("Rain", "It rained.")
    assert "not valid YAML" in front.problems[0]


class TestGuard:
    """Whatever a reader raises costs its own file and nothing else."""

    @pytest.mark.parametrize(
        "error",
        [
            ValueError("bad"),
            RecursionError(),
            MemoryError(),
            AssertionError(),
            KeyError("x"),
            UnicodeError(),
            OSError(),
        ],
    )
    def test_a_reader_that_raises_does_not_stop_a_sync(self, tmp_path, monkeypatch, error):
        def fails(file, data, context):
            raise error

        monkeypatch.setitem(READERS, ".eml", fails)
        docs = tmp_path / "docs"
        write(docs, "z.md", GOOD, "2024-01-02")
        (docs / "a.eml").write_text(MAIL)
        index = opened(tmp_path)
        assert [document.file for document in index.documents()] == ["z.md"]
        (skip,) = index.report.skipped
        assert skip.file == "a.eml" and type(error).__name__ in skip.reason

    def test_what_stops_a_program_still_stops_it(self, tmp_path, monkeypatch):
        def stopped(file, data, context):
            raise KeyboardInterrupt

        monkeypatch.setitem(READERS, ".eml", stopped)
        (tmp_path / "a.eml").write_text(MAIL)
        with pytest.raises(KeyboardInterrupt):
            read_file(tmp_path, "a.eml", now=NOW)

    def test_a_reader_that_gives_nothing_is_no_success(self, tmp_path, monkeypatch):
        monkeypatch.setitem(READERS, ".eml", lambda file, data, context: ())
        (tmp_path / "a.eml").write_text(MAIL)
        assert isinstance(read_file(tmp_path, "a.eml", now=NOW), Skipped)


class TestManyOfOneFile:
    """A table in the index: each row a Document, and the index follows each."""

    ROWS = "id,text,date\n" + "".join(f"r{n},Crane number {n} stands at quay {n}.,2024-01-0{n + 1}\n" for n in range(5))

    def files(self, index):
        return sorted(document.file for document in index.documents())

    def test_one_row_changed_one_deleted(self, tmp_path):
        docs = tmp_path / "docs"
        write(docs, "a.md", GOOD, "2024-01-02")
        (docs / "t.csv").write_text(self.ROWS)
        encoder = Bag()
        index = opened(tmp_path, encoder)
        assert self.files(index) == ["a.md", *(f"t.csv#r{n}" for n in range(5))]
        encoder.texts.clear()
        (docs / "t.csv").write_text(self.ROWS.replace("number 3 stands", "number 3 fell"))
        assert index.refresh(NOW).changed == 1
        assert encoder.texts == ["Crane number 3 fell at quay 3."]
        (hit,) = [hit for hit in index.search("crane fell quay") if "fell" in hit.chunk.text]
        document = hit.chunk.document
        assert (document.file, document.text[hit.chunk.start : hit.chunk.end]) == ("t.csv#r3", hit.chunk.text)
        (docs / "t.csv").write_text("\n".join(line for line in self.ROWS.split("\n") if not line.startswith("r1,")))
        index.refresh(NOW)
        assert self.files(index) == ["a.md", "t.csv#r0", "t.csv#r2", "t.csv#r3", "t.csv#r4"]
        assert not any("number 1" in hit.chunk.text or "fell" in hit.chunk.text for hit in index.search("crane", k=99))
        (docs / "t.csv").unlink()
        assert index.refresh(NOW).removed == 1
        assert self.files(index) == ["a.md"]

    def test_other_columns_read_it_again(self, tmp_path):
        docs = tmp_path / "docs"
        docs.mkdir()
        (docs / "t.csv").write_text("text,Inhalt\nshort,The long text.\n")
        assert [d.text for d in opened(tmp_path).documents()] == ["short"]
        index = opened(tmp_path, columns={"text": "Inhalt"})
        assert (index.report.changed, [d.text for d in index.documents()]) == (1, ["The long text."])

    def test_it_is_the_same_as_an_index_made_afresh(self, tmp_path):
        docs = tmp_path / "docs"
        docs.mkdir()
        (docs / "t.csv").write_text(self.ROWS)
        index = opened(tmp_path)
        (docs / "t.csv").write_text(self.ROWS.replace("2024-01-03", "2024-01-09").replace("r4,", "new,"))
        index.refresh(NOW)
        shutil.copytree(docs, tmp_path / "fresh" / "docs")
        fresh = opened(tmp_path / "fresh")
        assert index.version == fresh.version
        assert [d.file for d in index.documents()] == [d.file for d in fresh.documents()]


SEEDS = {
    ".pdf": pdf("Rain in Oslo", CreationDate="D:20240416"), ".docx": word("Rain in Oslo"), ".eml": MAIL.encode(),
    ".csv": b"id,text,date\n1,Rain,2024-04-16\n", ".jsonl": b'{"text": "Rain", "date": "2024-04-16"}\n',
    ".rss": rss(item("A", "One.", "Tue, 16 Apr 2024 23:30:00 -0800")).encode(),
}  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from(sorted(SEEDS)))
def test_no_damage_breaks_a_reader(data, suffix):
    """A few bytes of a good file overwritten, and its end cut off."""
    content = bytearray(SEEDS[suffix])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        documents = READERS[suffix](f"a{suffix}", damaged, Context(NOW))
    except NotReadable as error:
        assert str(error)
    else:
        assert all(document.text.strip() and "\0" not in document.text for document in documents)
        assert len({document.file for document in documents}) == len(documents)
