"""Files cut short, processes killed, full disks: the next start has everything, and says what it rebuilt."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from index_toys import NOW, Bag, index_folder, opened, shape, write

from corpus import Settings
from index import open_index, rows
from index.derived import HEAD
from index.store import FILE_NAME, Store, _patiently

TESTS = Path(__file__).parent

CHILD = f"""
import os, sys, signal, time
sys.path[:0] = [{str(TESTS.parent)!r}, {str(TESTS)!r}]
from pathlib import Path
from index_toys import Bag
place, at, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if limit:
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
class Dying(Bag):
    calls = 0
    def encode(self, texts):
        Dying.calls += 1
        if at < 0 and Dying.calls == -at:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts)
from corpus import Settings
from index import open_index
from index_toys import NOW
def progress(done, total, what):
    if done == at:
        os.kill(os.getpid(), signal.SIGKILL)
print("started", flush=True)
settings = Settings(index=Path(place) / "index")
index = open_index(Path(place) / "docs", now=NOW, encoder=Dying(), settings=settings, progress=progress)
print(len(index.documents()), index.version)
"""


def child(tmp_path, at=0, limit=0, **more):
    command = [sys.executable, "-c", CHILD, str(tmp_path), str(at), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    write(folder, "a.md", "The harbour has three cranes.", "2024-01-02")
    write(folder, "b.md", "The mill has two wheels.", "2023-01-02")
    return folder


class TestDamage:
    @pytest.fixture
    def closed(self, tmp_path, docs):
        """A closed index of some size, and what it found."""
        for number in range(30):
            write(docs, f"n{number}.md", f"Crane number {number} lifts. " * 40, "2024-01-02")
        index = opened(tmp_path)
        found = shape(index.search("crane"))
        index.close()
        return index_folder(tmp_path), found

    @pytest.mark.parametrize("harm", ["half", "empty", "noise", "foreign", "text", "middle", "tables"])
    def test_database(self, tmp_path, closed, harm):
        folder, found = closed
        file = folder / FILE_NAME
        data = file.read_bytes()
        if harm == "foreign":
            file.unlink()
            db = sqlite3.connect(file)
            db.execute("CREATE TABLE birds (name TEXT)")
            db.close()
        elif harm == "tables":
            db = sqlite3.connect(file)
            db.execute("DROP TABLE chunks")
            db.close()
        else:
            middle = data[: len(data) // 2] + b"\x7f" * 9000 + data[len(data) // 2 + 9000 :]
            noise = np.random.default_rng(1).bytes(len(data))
            harmed = {
                "half": data[: len(data) // 2],
                "empty": b"",
                "noise": noise,
                "text": b"hello",
                "middle": middle,
            }
            file.write_bytes(harmed[harm])
        index = opened(tmp_path)
        assert shape(index.search("crane")) == found
        assert index.report.added == 32
        if harm != "empty":  # an empty file is what SQLite itself starts from
            assert index.notices == [f"The index at {folder} could not be read and was rebuilt."]
        assert opened(tmp_path).notices == []

    def test_database_cut_while_open(self, tmp_path, closed):
        folder, found = closed
        index = opened(tmp_path)
        os.truncate(folder / FILE_NAME, (folder / FILE_NAME).stat().st_size // 2)
        assert shape(index.search("crane")) == found

    @pytest.mark.parametrize("blob", [b"", b"\x00" * 8, b"\xff" * 256])
    def test_a_vector_that_is_none(self, tmp_path, closed, blob):
        folder, found = closed
        (folder / HEAD).unlink()
        db = sqlite3.connect(folder / FILE_NAME)
        db.execute("UPDATE vectors SET vector = ? WHERE hash = (SELECT min(hash) FROM vectors)", (blob,))
        db.commit()
        db.close()
        index = opened(tmp_path)
        assert shape(index.search("crane")) == found
        assert any("rebuilt" in notice for notice in index.notices)

    @pytest.mark.parametrize(
        ("key", "words"),
        [("schema", "another version"), ("encoder", "another model"), ("dimension", "other vectors")],
    )
    def test_of_another_kind(self, tmp_path, closed, key, words):
        folder, found = closed
        db = sqlite3.connect(folder / FILE_NAME)
        db.execute("UPDATE meta SET value = 'old' WHERE key = ?", (key,))
        db.commit()
        db.close()
        index = opened(tmp_path)
        assert shape(index.search("crane")) == found and index.report.added == 32
        assert len(index.notices) == 1 and words in index.notices[0] and "was rebuilt" in index.notices[0]

    def test_another_model_has_its_own_index(self, tmp_path, docs):
        one, other = Bag(name="one"), Bag(name="other", dimension=32)
        opened(tmp_path, one)
        assert opened(tmp_path, other).report.added == 2
        one.texts.clear()
        assert opened(tmp_path, one).report.unchanged == 2 and one.texts == []


class TestProcesses:
    @pytest.fixture
    def many(self, tmp_path):
        for number in range(40):
            write(
                tmp_path / "docs",
                f"{number:02}.md",
                f"Crane {number} lifts ship {number * 7}. " * 120,
                "2024-01-02",
            )
        fresh = open_index(tmp_path / "docs", now=NOW, encoder=Bag(), settings=Settings(index=tmp_path / "fresh"))
        return tmp_path, fresh.version, shape(fresh.search("crane ship 21"))

    @pytest.mark.parametrize("at", [1, 7, 23, 40, -1, -2])
    def test_killed_at_a_file_or_while_embedding(self, many, at):
        place, version, found = many
        process = child(place, at)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        encoder = Bag()
        index = opened(place, encoder)
        assert index.report.added + index.report.unchanged == 40
        assert at < 0 or index.report.unchanged >= at  # what was written stays
        assert (index.version, shape(index.search("crane ship 21"))) == (version, found)
        assert index.notices == []

    def test_killed_at_any_moment(self, many):
        place, version, found = many
        for delay in (0.0, 0.01, 0.03, 0.06, 0.1):
            process = child(place)
            process.stdout.readline()
            time.sleep(delay)
            process.kill()
            process.communicate()
        index = opened(place)
        assert (index.version, shape(index.search("crane ship 21"))) == (version, found)

    def test_two_at_once(self, many):
        place, version, found = many
        both = [child(place), child(place)]
        printed = [process.communicate() for process in both]
        assert [out.split() for out, _ in printed] == [["started", "40", version]] * 2, printed
        assert shape(opened(place).search("crane ship 21")) == found

    def test_disk_full(self, many):
        place, version, found = many
        out, error = child(place, limit=200_000).communicate()
        assert "IndexUnusable" in error.splitlines()[-1] and "DATELINE_INDEX" in error, error
        index = opened(place)
        assert (index.version, shape(index.search("crane ship 21"))) == (version, found)


def test_a_store_replaced_by_another_process_is_taken_as_it_is(tmp_path, docs):
    index = opened(tmp_path)
    shutil.rmtree(tmp_path / "index")
    other = opened(tmp_path)
    identity = (index_folder(tmp_path) / FILE_NAME).stat().st_ino
    assert len(index.search("harbour")) == 2
    assert (index_folder(tmp_path) / FILE_NAME).stat().st_ino == identity
    assert len(other.search("harbour")) == 2


def test_a_constraint_is_not_taken_for_damage(tmp_path):
    store = Store(tmp_path / "store", encoder="x", dimension=2)
    with pytest.raises(sqlite3.IntegrityError), store.writing() as db:
        db.execute("INSERT INTO documents (id) VALUES (1)")
    with store.reading() as db:
        assert rows.count_documents(db) == 0
    store.close()


@pytest.mark.parametrize(("code", "waits"), [(sqlite3.SQLITE_BUSY, True), (sqlite3.SQLITE_FULL, False)])
def test_opening_waits_for_another_process_and_for_nothing_else(code, waits):
    class Busy:
        calls = 0

        def execute(self, statement):
            self.calls += 1
            if self.calls < 3:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = code
                raise error

    busy = Busy()
    if waits:
        _patiently(busy, "PRAGMA journal_mode = WAL")
        assert busy.calls == 3
    else:
        with pytest.raises(sqlite3.OperationalError):
            _patiently(busy, "PRAGMA journal_mode = WAL")
