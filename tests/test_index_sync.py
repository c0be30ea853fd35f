import os
import random
import shutil
import sqlite3
from datetime import date

import pytest
from index_toys import NOW, Bag, index_folder, opened, shape, write

from corpus import CorpusError, IndexUnusable
from index.store import FILE_NAME


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    write(folder, "a.md", "The harbour has three cranes.", "2024-01-02")
    write(folder, "b.md", "The mill has two wheels.", "2023-01-02")
    return folder


def counts(report):
    return report.added, report.changed, report.removed, report.unchanged


def texts(index):
    return sorted(document.text for document in index.documents())


class TestChanges:
    def test_add_change_delete(self, tmp_path, docs):
        encoder = Bag()
        index = opened(tmp_path, encoder)
        assert counts(index.report) == (2, 0, 0, 0)
        assert counts(index.refresh(NOW)) == (0, 0, 0, 2)
        write(docs, "c.md", "The inn burnt down.", "2024-02-02")
        assert counts(index.refresh(NOW)) == (1, 0, 0, 2)
        assert index.search("inn burnt")[0].chunk.document.file == "c.md"
        write(docs, "a.md", "The harbour has nine cranes.", "2024-01-02")
        assert counts(index.refresh(NOW)) == (0, 1, 0, 2)
        assert index.search("nine cranes")[0].chunk.text == "The harbour has nine cranes."
        (docs / "b.md").unlink()
        assert counts(index.refresh(NOW)) == (0, 0, 1, 2)
        assert [hit for hit in index.search("mill wheels", k=99) if hit.words] == []
        assert texts(index) == ["The harbour has nine cranes.", "The inn burnt down."]

    def test_nothing_is_left_of_what_is_gone(self, tmp_path, docs):
        index = opened(tmp_path)
        for number in range(5):
            write(docs, "a.md", f"Version {number} has {number} cranes.", "2024-01-02")
            index.refresh(NOW)
        db = sqlite3.connect(index_folder(tmp_path) / FILE_NAME)
        for table in ("documents", "chunks", "vectors"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM words WHERE words MATCH 'version'").fetchone() == (1,)
        db.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        db.close()

    def test_the_same_length_within_the_clocks_grain(self, tmp_path, docs):
        index = opened(tmp_path)
        stamp = (docs / "a.md").stat().st_mtime_ns
        write(docs, "a.md", "The harbour has fifty cranes.", "2024-01-02")
        os.utime(docs / "a.md", ns=(stamp, stamp))
        assert counts(index.refresh(NOW)) == (0, 1, 0, 1)

    def test_only_a_file_that_had_settled_is_trusted_by_its_times(self, tmp_path, docs):
        index = opened(tmp_path)
        for settled, trusted in ((1, True), (0, False)):
            db = sqlite3.connect(index_folder(tmp_path) / FILE_NAME)
            db.execute("UPDATE files SET sha256 = 'stale', settled = ?", (settled,))
            db.commit()
            index.refresh(NOW)
            hashes = {sha256 for (sha256,) in db.execute("SELECT sha256 FROM files")}
            db.close()
            assert ("stale" in hashes) == trusted

    def test_touched_moved_or_redated_text_is_not_embedded_again(self, tmp_path, docs):
        encoder = Bag()
        index = opened(tmp_path, encoder)
        encoder.texts.clear()
        os.utime(docs / "a.md", (1, 1))
        assert counts(index.refresh(NOW)) == (0, 0, 0, 2)
        (docs / "a.md").rename(docs / "moved.md")
        assert counts(index.refresh(NOW)) == (1, 0, 1, 1)
        write(docs, "b.md", "The mill has two wheels.", "2024-12-12")
        assert counts(index.refresh(NOW)) == (0, 1, 0, 1)
        assert str(index.ends) == "2024-12-12"
        assert encoder.texts == []

    def test_a_file_seen_at_once_by_the_next_call(self, tmp_path, docs):
        index = opened(tmp_path)
        for number in range(5):
            write(docs, f"new{number}.md", f"Ferry number {number} sails.", "2024-03-03")
            assert index.refresh(NOW).added == 1

    def test_skipped_files_are_named_and_the_rest_indexed(self, tmp_path, docs):
        (docs / "empty.md").write_text("")
        (docs / "photo.jpg").write_bytes(b"\xff\xd8")
        index = opened(tmp_path)
        assert counts(index.report) == (2, 0, 0, 0)
        assert [skip.file for skip in index.report.skipped] == ["empty.md", "photo.jpg"]
        assert all(skip.reason for skip in index.refresh(NOW).skipped)
        (docs / "a.md").write_text("")
        assert counts(index.refresh(NOW)) == (0, 0, 1, 1)
        assert len(index.documents()) == 1

    def test_an_inferred_year_is_read_again_in_another_year(self, tmp_path, docs):
        (docs / "wire.txt").write_text("Storm\n\nHARBOUR, MARCH 6 /Wire/. The storm has passed on Monday.\n")
        states = []
        index = opened(tmp_path, now=date(2023, 12, 1))
        for now in (date(2023, 12, 31), date(2024, 12, 31)):
            index.refresh(now)
            db = sqlite3.connect(index_folder(tmp_path) / FILE_NAME)
            states.append(dict(db.execute("SELECT path, read_on FROM files")))
            db.close()
        assert states[0]["b.md"] == states[1]["b.md"] == date(2023, 12, 1).toordinal()
        assert states[1]["wire.txt"] == date(2024, 12, 31).toordinal()

    def test_a_day_that_was_still_to_come(self, tmp_path, docs):
        write(docs, "a.md", "Tomorrow's paper.", "2024-01-02")
        index = opened(tmp_path, now=date(2024, 1, 1))
        index.refresh(date(2024, 1, 2))
        assert "2024-01-02" in [str(document.published) for document in index.documents()]

    def test_text_that_is_no_unicode(self, tmp_path, docs):
        (docs / "odd.txt").write_bytes(b"A\x00B \xed\xa0\x80 caf\xe9 \xff ferry\n" * 3)
        index = opened(tmp_path)
        for hit in index.search("ferry"):
            document = hit.chunk.document
            assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text


class TestOrder:
    def asked(self, index):
        days = (None, date(2024, 1, 4))
        return [
            shape(index.search("crane ship 3", k=20, recency=on, as_of=day)) for on in (True, False) for day in days
        ]

    def test_the_order_of_taking_up_changes_nothing(self, tmp_path):
        files = [
            (
                f"{n}.md",
                f"Crane {n % 3} lifts ship number {n % 5}. " * (1 + n % 4 * 12),
                f"2024-01-{1 + n % 7:02}",
            )
            for n in range(14)
        ]
        seen = []
        for seed in range(3):
            place = tmp_path / str(seed)
            shuffled = random.Random(seed).sample(files, len(files))
            write(place / "docs", "zz.md", "Crane that goes again.", "2024-05-05")
            index = opened(place)
            for file, text, day in shuffled:
                write(place / "docs", file, text + " draft", day)
                index.refresh(NOW)
                write(place / "docs", file, text, day)
                index.refresh(NOW)
            (place / "docs" / "zz.md").unlink()
            index.refresh(NOW)
            seen.append((index.version, self.asked(index)))
        fresh = tmp_path / "fresh"
        shutil.copytree(tmp_path / "0" / "docs", fresh / "docs")
        index = opened(fresh)
        seen.append((index.version, self.asked(index)))
        assert seen[0] == seen[1] == seen[2] == seen[3]

    def test_the_version_follows_content_and_encoder(self, tmp_path, docs):
        index = opened(tmp_path)
        before = index.version
        write(docs, "c.md", "The inn burnt down.", "2024-02-02")
        index.refresh(NOW)
        assert index.version != before
        (docs / "c.md").unlink()
        index.refresh(NOW)
        assert index.version == before
        assert opened(tmp_path, Bag(name="other")).version != before

    def test_content_that_goes_and_comes_back_between_two_searches(self, tmp_path, docs):
        index = opened(tmp_path)
        before = shape(index.search("harbour cranes"))
        other = opened(tmp_path)  # ids change in the store while the first index looks away
        text = (docs / "a.md").read_bytes()
        (docs / "a.md").unlink()
        other.refresh(NOW)
        (docs / "a.md").write_bytes(text)
        other.refresh(NOW)
        assert shape(index.search("harbour cranes")) == before


class TestBadFolders:
    def test_missing_empty_unreadable(self, tmp_path):
        with pytest.raises(CorpusError, match="does not exist"):
            opened(tmp_path)
        assert not (tmp_path / "index").exists()
        (tmp_path / "docs").mkdir()
        with pytest.raises(CorpusError, match="empty"):
            opened(tmp_path)
        (tmp_path / "docs" / "a.jpg").write_bytes(b"\xff")
        with pytest.raises(CorpusError, match=r"none of the 1 files .* could be read \(a.jpg: "):
            opened(tmp_path)

    def test_a_folder_emptied_for_a_while_costs_nothing(self, tmp_path, docs):
        encoder = Bag()
        index = opened(tmp_path, encoder)
        encoder.texts.clear()
        docs.rename(tmp_path / "away")
        docs.mkdir()
        with pytest.raises(CorpusError):
            index.refresh(NOW)
        docs.rmdir()
        (tmp_path / "away").rename(docs)
        assert counts(index.refresh(NOW)) == (0, 0, 0, 2) and encoder.texts == []

    def test_index_folder_not_to_be_made(self, tmp_path, docs):
        (tmp_path / "index").write_text("a file")
        with pytest.raises(IndexUnusable, match="cannot be used.*DATELINE_INDEX"):
            opened(tmp_path)
