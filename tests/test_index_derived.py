"""What is kept beside the store: taken up again unread, made again where it is harmed, brought up to date."""

import json
import os
import sqlite3
import zlib

import pytest
from index_toys import NOW, index_folder, opened, shape, write

from index import derived, lists
from index.derived import HEAD
from index.store import FILE_NAME

FILES = ["vectors", "chunks", "layout", "reprints"]


@pytest.fixture
def small(monkeypatch):
    """Sizes at which a toy corpus takes the ways of a large one."""
    monkeypatch.setattr("index.vectors.FEW", 8)
    monkeypatch.setattr("index.vectors.FRESH", 4)
    monkeypatch.setattr("index.lists.SCANNED", 40)


@pytest.fixture(params=["flat", "ivf"])
def kind(request, small):
    return request.param


@pytest.fixture
def docs(tmp_path):
    for number in range(70):
        day = f"{2000 + number % 20}-03-{1 + number % 28:02}" if number % 10 else ""
        write(
            tmp_path / "docs", f"{number:03}.md", f"Crane {number % 7} lifts ship {number % 11} of quay {number}.", day
        )
    text = (
        "The mill on the river has two wheels. Anna Berg bought it from the town last autumn for nine thousand crowns. "
        "She means to grind rye and oats there before the winter, and to let the barn to the fishermen of the village."
    )
    write(tmp_path / "docs", "first.md", text, "2011-01-01", title="The mill is sold")
    write(tmp_path / "docs", "reprint.md", text, "2012-01-01", title="The mill is sold")
    return tmp_path / "docs"


def asked(index):
    return [
        shape(index.search(question, k=12, as_of=day, recency=recency))
        for question in ("crane 3", "ship 5 quay")
        for day in (None, NOW.replace(year=2010))
        for recency in (True, False)
    ]


def file_of(folder, key):
    return folder / json.loads((folder / HEAD).read_text())["files"][key][0]


class Watch:
    """Counts what is read from the store."""

    def __init__(self, monkeypatch):
        self.layouts = self.vectors = self.trained = 0
        layout, vectors, build = derived.read_layout, derived.read_vectors, lists.Lists.build
        monkeypatch.setattr(derived, "read_layout", lambda *a: self._count("layouts", 1) or layout(*a))
        monkeypatch.setattr(
            derived, "read_vectors", lambda db, ids, d: self._count("vectors", len(ids)) or vectors(db, ids, d)
        )
        monkeypatch.setattr(lists.Lists, "build", lambda matrix: self._count("trained", 1) or build(matrix))

    def _count(self, name, by):
        setattr(self, name, getattr(self, name) + by)


def test_a_second_start_reads_nothing_from_the_store(tmp_path, docs, kind, monkeypatch):
    first = asked(opened(tmp_path, kind=kind))
    watch = Watch(monkeypatch)
    assert asked(opened(tmp_path, kind=kind)) == first
    assert (watch.layouts, watch.vectors, watch.trained) == (0, 0, 0)


def test_newer_older_changed_and_removed_documents(tmp_path, docs, kind, monkeypatch):
    index = opened(tmp_path, kind=kind)
    asked(index)
    watch = Watch(monkeypatch)
    write(docs, "new.md", "Crane 3 lifts ship 5 once more.", "2024-05-05")
    index.refresh(NOW)
    assert index.search("crane 3 ship 5 once more")[0].chunk.document.file == "new.md"
    assert (watch.vectors, watch.trained) == (1, 0)
    write(docs, "old.md", "Crane 3 lifted ship 5 for the first time.", "1990-05-05")
    write(docs, "between.md", "Crane 3 did not lift ship 5 then.", "2007-05-05")
    write(docs, "007.md", "Crane 3 was sold with ship 5.", "2012-02-02")
    (docs / "003.md").unlink()
    (docs / "069.md").unlink()
    index.refresh(NOW)
    late = asked(index)
    assert watch.trained == 0 and watch.vectors < 10
    assert index.search("first time", as_of=NOW.replace(year=1995))[0].chunk.document.file == "old.md"
    assert asked(opened(tmp_path, kind=kind)) == late  # from the files and what has changed since
    if kind == "flat":
        fresh = tmp_path / "fresh"
        (fresh).mkdir()
        docs.rename(fresh / "docs")
        assert asked(opened(fresh, kind=kind)) == late


def test_few_changes_leave_the_large_files_and_many_do_not(tmp_path, docs, kind):
    index = opened(tmp_path, kind=kind)
    asked(index)
    folder = index_folder(tmp_path)
    before = file_of(folder, "vectors")
    write(docs, "new.md", "Crane 3 lifts.", "2024-05-05")
    index.refresh(NOW)
    first = asked(index)
    assert file_of(folder, "vectors") == before and before.exists()
    assert asked(opened(tmp_path, kind=kind)) == first
    for number in range(5):
        write(docs, f"new{number}.md", f"Crane {number} lifts a barge.", "2024-05-05")
    index.refresh(NOW)
    asked(index)
    assert file_of(folder, "vectors") != before and not before.exists()
    assert len(list(folder.glob("*.bin"))) == (5 if kind == "ivf" else 4)


@pytest.mark.parametrize("harm", ["short", "empty", "gone", "byte"])
@pytest.mark.parametrize("key", [*FILES, "lists"])
def test_a_harmed_file_is_made_again_and_said(tmp_path, docs, small, key, harm):
    first = asked(opened(tmp_path, kind="ivf"))
    file = file_of(index_folder(tmp_path), key)
    data = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {"short": data[:-8], "empty": b"", "byte": data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]}[harm]
        )
    index = opened(tmp_path, kind="ivf")
    assert asked(index) == first
    assert index.notices == [f"The vectors' files in {index_folder(tmp_path)} were damaged and are made again."]
    assert opened(tmp_path, kind="ivf").notices == []


def test_lists_that_this_faiss_cannot_read(tmp_path, docs, small):
    first = asked(opened(tmp_path, kind="ivf"))
    folder = index_folder(tmp_path)
    head = json.loads((folder / HEAD).read_text())
    file = folder / head["files"]["lists"][0]
    file.write_bytes(b"IxZZ" + file.read_bytes()[4:])  # the four letters name the kind of index
    head["files"]["lists"][1:] = [file.stat().st_size, zlib.crc32(file.read_bytes())]
    (folder / HEAD).write_text(json.dumps(head))
    index = opened(tmp_path, kind="ivf")
    assert asked(index) == first
    assert index.notices == [f"The lists in {folder} could not be read and are made again."]
    assert opened(tmp_path, kind="ivf").notices == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99}', '{"version": 1, "dimension": 64}', "\x00" * 40])
def test_a_head_that_is_none(tmp_path, docs, kind, text):
    first = asked(opened(tmp_path, kind=kind))
    (index_folder(tmp_path) / HEAD).write_text(text)
    for file in index_folder(tmp_path).glob("*.bin"):  # as a run that was killed leaves them
        os.utime(file, (1, 1))
    assert asked(opened(tmp_path, kind=kind)) == first
    assert len(list(index_folder(tmp_path).glob("*.bin"))) == (5 if kind == "ivf" else 4)


def test_files_of_another_store(tmp_path, docs, kind):
    index = opened(tmp_path, kind=kind)
    first = asked(index)
    index.close()
    folder = index_folder(tmp_path)
    (folder / FILE_NAME).unlink()
    (docs / "000.md").rename(docs / "zzz.md")  # other ids, in another order
    (docs / "zzz.md").rename(docs / "000.md")
    write(docs, "new.md", "An inn.", "1980-01-01")
    index = opened(tmp_path, kind=kind)
    (docs / "new.md").unlink()
    index.refresh(NOW)
    again = asked(index)
    if kind == "flat":
        assert again == first


def test_a_change_of_kind_keeps_the_vectors(tmp_path, docs, small, monkeypatch):
    opened(tmp_path, kind="flat").search("crane")
    watch = Watch(monkeypatch)
    opened(tmp_path, kind="ivf").search("crane")
    opened(tmp_path, kind="flat").search("crane")
    opened(tmp_path, kind="ivf").search("crane")
    assert (watch.vectors, watch.trained) == (0, 1)


def test_vectors_that_cannot_be_saved(tmp_path, docs, kind, monkeypatch):
    def full(file, value):
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(derived, "_write", full)
    index = opened(tmp_path, kind=kind)
    first = asked(index)
    folder = index_folder(tmp_path)
    assert any("could not be saved" in notice and "No space left" in notice for notice in index.notices)
    assert list(folder.glob("*.bin")) == [] and not (folder / HEAD).exists()
    monkeypatch.undo()
    if kind == "flat":
        assert asked(opened(tmp_path, kind=kind)) == first


def test_ids_are_never_given_twice(tmp_path, docs):
    index = opened(tmp_path)
    db = sqlite3.connect(index_folder(tmp_path) / FILE_NAME)
    before = db.execute("SELECT max(id) FROM chunks").fetchone()[0]
    last = db.execute(
        "SELECT d.path FROM chunks c JOIN documents d ON d.id = c.document WHERE c.id = ?", (before,)
    ).fetchone()[0]
    (docs / last).unlink()
    index.refresh(NOW)
    write(docs, last, "Another text.", "2024-01-01")
    index.refresh(NOW)
    assert db.execute("SELECT max(id) FROM chunks").fetchone()[0] > before
    db.close()
