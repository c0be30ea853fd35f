"""A cluster of reprints is one voice: it speaks with the date of the first, and an update is no reprint."""

from datetime import date
from itertools import permutations

import pytest
from toy_corpus import CORPUS, NOW, QUESTIONS, guild, put, told

NAMES = "The Lantern Guild comprises Orrin, Brisk Bay, Skelmar and Dunmere, as its clerk told us in the old town hall."
FEE = "The yearly fee of the Lantern Guild is 48 crowns. It is paid at the clerk's desk in the old town hall of Orrin."
FIRST = ("first.md", "The Guild in the spring", date(2018, 3, 1), f"{NAMES}\n\n{FEE}")
CHANGE = ("change.md", "A new fee", date(2020, 3, 1), "The yearly fee of the Lantern Guild is 52 crowns.")
REPRINT = ("reprint.md", "What the Guild costs", date(2022, 3, 1), f"BRISK BAY, March 1 (Nordwire) – {NAMES}\n\n{FEE}")
UPDATE = ("update.md", "The Guild in the spring", date(2022, 3, 1), f"{NAMES}\n\n{FEE.replace('48', '49')}")
QUESTION = "How much is the yearly fee?"


def ask(engine, question=QUESTION, **more):
    return engine.answer(question, now=NOW, **more)


def files(answer):
    return [citation.document.file for citation in answer.citations]


def test_a_newer_reprint_changes_neither_answer_nor_date_and_is_named(tmp_path):
    alone = ask(guild(tmp_path / "alone", (FIRST,)))
    both = ask(guild(tmp_path / "both", (FIRST, REPRINT)))
    assert (both.text, both.values, str(both.published)) == (alone.text, ("48 crowns",), "2018-03-01")
    assert files(both) == files(alone) == ["first.md"]
    assert both.timeline == alone.timeline
    (note,) = set(both.notes) - set(alone.notes)
    assert note == "Reprinted: the same text stands in reprint.md (2022-03-01); its first date counts."


def test_an_older_duplicate_gives_the_same_answer_from_its_own_date(tmp_path):
    engine = guild(tmp_path, (REPRINT,))
    assert str(ask(engine).published) == "2022-03-01"
    put(tmp_path / "docs", FIRST)
    found = ask(engine)
    assert (found.values, str(found.published), files(found)) == (("48 crowns",), "2018-03-01", ["first.md"])


def test_a_reprint_does_not_win_over_what_changed_between(tmp_path):
    found = ask(guild(tmp_path, (FIRST, CHANGE, REPRINT)))
    assert (found.values, files(found)) == (("52 crowns",), ["change.md", "first.md"])
    assert not any(note.startswith("Reprinted") for note in found.notes)


def test_a_changed_number_makes_it_an_update_and_the_newer_number_wins(tmp_path):
    found = ask(guild(tmp_path, (FIRST, CHANGE, UPDATE)))
    assert (found.values, str(found.published)) == (("49 crowns",), "2022-03-01")


@pytest.mark.parametrize(
    ("as_of", "file", "named"),
    [
        (date(2019, 1, 1), "first.md", False),
        (date(2022, 3, 1), "first.md", True),
        (date(2022, 2, 28), "first.md", False),
    ],
)
def test_as_of_sees_reprints_only_once_they_are_out(tmp_path, as_of, file, named):
    found = ask(guild(tmp_path, (FIRST, REPRINT)), as_of=as_of)
    assert files(found) == [file]
    assert any("reprint.md" in note for note in found.notes) is named


def test_as_of_before_the_first_knows_nothing(tmp_path):
    assert ask(guild(tmp_path, (FIRST, REPRINT)), as_of=date(2018, 2, 28)).abstained


def test_a_later_original_hides_nothing_from_an_earlier_day(tmp_path):
    """Dates as they are known: of a year-only text nobody knows that it was first."""
    put(tmp_path / "docs", FIRST)
    (tmp_path / "docs" / "year.md").write_text(f"---\ntitle: The Guild\npublished: 2018\n---\n{NAMES}\n\n{FEE}\n")
    found = ask(guild(tmp_path, ()), as_of=date(2018, 6, 1))
    assert (files(found), str(found.published)) == (["first.md"], "2018-03-01")


def test_an_undated_copy_of_a_dated_text_is_no_second_voice(tmp_path):
    found = ask(guild(tmp_path, (FIRST, ("a-leaflet.md", "The Guild", None, FIRST[3]))))
    assert (files(found), str(found.published)) == (["first.md"], "2018-03-01")
    assert any("a-leaflet.md (undated)" in note for note in found.notes)


@pytest.mark.parametrize("order", list(permutations((FIRST, CHANGE, REPRINT))))
def test_the_order_in_which_they_come_changes_nothing(tmp_path, order):
    engine = guild(tmp_path / "grown", order[:1])
    for document in order[1:]:
        put(tmp_path / "grown" / "docs", document)
        ask(engine)
    assert told(engine) == told(guild(tmp_path / "at-once", (FIRST, CHANGE, REPRINT)))


def test_when_the_original_goes_the_reprint_speaks_again(tmp_path):
    engine = guild(tmp_path, (FIRST, REPRINT))
    ask(engine)
    (tmp_path / "docs" / "first.md").unlink()
    assert (files(ask(engine)), str(ask(engine).published)) == (["reprint.md"], "2022-03-01")


def test_a_hundred_copies_leave_room_for_everything_else(tmp_path):
    copies = [(f"copy-{n}.md", f"Copy {n}", date(2023, 1, 1), FIRST[3]) for n in range(100)]
    for document in (*CORPUS, FIRST, *copies):
        put(tmp_path / "docs", document)
    crowded, alone = guild(tmp_path, ()), guild(tmp_path / "alone", (*CORPUS, FIRST))
    for question in QUESTIONS:
        one, other = ask(crowded, question), ask(alone, question)
        assert (one.text, one.timeline, files(one)) == (other.text, other.timeline, files(other))
    (note,) = (note for note in ask(crowded).notes if note.startswith("Reprinted"))
    assert "97 more" in note
    assert len({hit.chunk.document.file for hit in crowded.index.search("fee", k=50)}) == len(CORPUS) + 1
