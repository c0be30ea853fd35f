"""Documents added, dated, removed and put back, with a real index of the guild behind them."""

import time

import pytest
from page_shelf import shelf_of, text_of
from toy_corpus import NOW

from page.documents import CannotChange, set_date

LEFT = b"Tollen Gazette\n\nThe director of the Lantern Guild is Dora Pike.\n"
DIRECTOR = "Who is the director?"


@pytest.fixture
def shelf(tmp_path):
    return shelf_of(tmp_path)


@pytest.fixture
def folder(shelf):
    return shelf.settings.corpus


def ask(shelf, question=DIRECTOR):
    return shelf.opening.answer(question).text


def last(steps):
    """What is said at the end, and the number by which it can be undone."""
    said, number = list(steps)[-1]
    return text_of(said), number


def uploaded(tmp_path, name="new.txt", data=LEFT):
    file = tmp_path / "uploads" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return str(file)


def test_an_added_dated_and_removed_document_changes_the_answer(shelf, folder, tmp_path):
    assert ask(shelf).startswith("Carl Moss")
    paths = [uploaded(tmp_path)]
    assert "Added new.txt" in last(shelf.change(lambda: shelf.add(paths, "2024-05-01"), ["new.txt"]))[0]
    assert ask(shelf) == "Dora Pike, as of 1 May 2024."
    assert "7 documents" in shelf.opening.status
    last(shelf.change(lambda: set_date(folder, "new.txt", "2012", now=NOW)))
    assert ask(shelf).startswith("Carl Moss")
    last(shelf.change(lambda: shelf.remove("election.txt"), ["election.txt"]))
    assert ask(shelf) == "Dora Pike, as of 2012."


def test_each_change_can_be_undone_to_the_byte(shelf, folder, tmp_path):
    (folder / "t.csv").write_bytes(
        b"text,date\r\nThe director of the Lantern Guild is Eva Orr.,2024-05-05\r\nTwo.,2002\r\n"
    )
    (folder / "dates.csv").write_bytes(b"file,published\nt.csv#2,2003\n")
    whole = {file.name: file.read_bytes() for file in folder.iterdir()}
    paths = [uploaded(tmp_path)]
    for act, files in (
        (lambda: shelf.add(paths, "2024-05-06"), ["new.txt"]),
        (lambda: shelf.remove("election.txt"), ["election.txt"]),
        (lambda: shelf.remove("t.csv#1"), shelf.touched("t.csv#1")),
        (lambda: shelf.date("charter.md", "2012"), []),
    ):
        before = ask(shelf)
        said, number = last(shelf.change(act, files))
        assert number > 0 and {file.name: file.read_bytes() for file in folder.iterdir()} != whole
        undone, again = last(shelf.undo(number))
        assert undone.startswith("Undone: ") and said.startswith(undone.removeprefix("Undone: ")[:-1]) and again == 0
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == whole
        assert ask(shelf) == before
    assert "no longer" in last(shelf.undo(number))[0]


def test_what_others_changed_since_is_not_undone(shelf, folder, tmp_path):
    _, first = last(shelf.change(lambda: shelf.date("charter.md", "2012")))
    _, second = last(shelf.change(lambda: shelf.date("charter.md", "2013")))
    assert "something else was changed" in last(shelf.undo(first))[0]
    (folder / "dates.csv").write_text("file,published\ncharter.md,2014\n")
    assert "another program" in last(shelf.undo(second))[0]
    assert "2014" in (folder / "dates.csv").read_text()


def test_of_several_files_each_that_can_be_added_is(shelf, tmp_path):
    paths = [uploaded(tmp_path), uploaded(tmp_path, "charter.md"), uploaded(tmp_path, "empty.txt", b"")]
    said, number = last(shelf.change(lambda: shelf.add(paths, ""), ["new.txt", "charter.md", "empty.txt"]))
    assert "Added new.txt" in said and "Not added: 'charter.md' is in the folder already" in said
    assert "'empty.txt' was not added: it is empty" in said and number > 0
    with pytest.raises(CannotChange, match="already"):
        shelf.add(paths[1:], "")


def test_a_change_that_fails_cannot_be_undone(shelf):
    said, number = last(shelf.change(lambda: shelf.add([], "")))
    assert "no file to add" in said and number == 0


def test_a_large_folder_is_read_again_when_asked_for_even_a_moment_after(shelf):
    ask(shelf)
    index = shelf.opening._engine.index
    index._scan_cost, index._scanned = 1_000.0, index._scanned + 1_000.0  # as if it had just taken minutes
    (shelf.settings.corpus / "new.txt").write_bytes(LEFT)
    index.refresh(index._now)
    assert len(index.documents()) == 6
    assert last(shelf.sync()) == ("The folder was read again: 1 file added.", 0)
    assert len(index.documents()) == 7
    assert last(shelf.sync())[0] == "The folder was read again: nothing had changed."


def test_how_far_it_is_is_told_while_the_index_follows(shelf, folder, monkeypatch):
    for number in range(40):
        (folder / f"more-{number}.txt").write_bytes(LEFT)
    encoder = shelf.opening._engine.index._encoder
    quick = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: time.sleep(0.5) or quick(texts))  # as slow as a large folder
    assert any("Reading" in text_of(said) and " of " in text_of(said) for said, _ in shelf.sync())


@pytest.mark.parametrize("act", ["remove", "date"])
def test_what_cannot_be_done_is_a_sentence(shelf, act):
    do = {"remove": lambda: shelf.remove("gone"), "date": lambda: shelf.date("gone", "2012")}[act]
    assert "no document 'gone'" in last(shelf.change(do))[0]


def test_files_and_rows_are_listed_to_be_changed(shelf, folder):
    (folder / "t.csv").write_bytes(b"text\nOne.\nTwo.\n")
    last(shelf.sync())
    names = shelf.names()
    assert names[names.index("t.csv") :][:3] == ["t.csv", "t.csv#1", "t.csv#2"]
    assert "charter.md" in names and "dates.csv" not in names


def test_a_folder_that_is_gone_is_a_sentence_in_the_table(shelf):
    shelf.settings.corpus = shelf.settings.corpus / "gone"
    assert "does not exist" in shelf.table()
    assert shelf.names() == []
