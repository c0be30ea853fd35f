"""Two sources of one day: the later hour wins, and a correction wins."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

DAY = date(2023, 5, 4)
FEE = ("fee.md", "The fee of the Lantern Guild", DAY, "The yearly fee of the Lantern Guild is 60 crowns.")
OTHER = ("another.md", "Fees this year", DAY, "The yearly fee of the Lantern Guild is 65 crowns.")


@pytest.mark.parametrize(
    "title, text",
    [
        ("Correction: the fee of the Guild", "The yearly fee of the Lantern Guild is 65 crowns."),
        ("The fee", "We wrongly gave another sum this morning. The yearly fee of the Lantern Guild is 65 crowns."),
    ],
)
@pytest.mark.parametrize("file", ["a.md", "z.md"])
def test_a_correction_wins_its_day_and_says_what_it_corrects(tmp_path, file, title, text):
    found = guild(tmp_path, (FEE, (file, title, DAY, text))).answer("How much is the yearly fee?", now=NOW)
    assert found.values == ("65 crowns",)
    assert any(note.startswith("Correction") and "60 crowns" in note and "fee.md" in note for note in found.notes)
    assert not any(note.startswith("Conflict") for note in found.notes)


def test_two_sources_of_a_day_that_differ_are_a_conflict(tmp_path):
    found = guild(tmp_path, (FEE, OTHER)).answer("How much is the yearly fee?", now=NOW)
    assert any(note.startswith("Conflict") for note in found.notes)
    assert not any(note.startswith("Correction") for note in found.notes)


def test_a_correction_does_not_win_over_a_newer_source(tmp_path):
    newer = ("newer.md", "The fee", date(2023, 6, 1), "The yearly fee of the Lantern Guild is 70 crowns.")
    correction = ("correction.md", "Correction", DAY, "The yearly fee of the Lantern Guild is 65 crowns.")
    assert guild(tmp_path, (FEE, newer, correction)).answer("How much is the yearly fee?", now=NOW).values == (
        "70 crowns",
    )
