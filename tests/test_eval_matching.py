"""What counts as said: whole words and numbers, whatever the typography."""

import pytest

from eval.matching import fold, occurs


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("9", "There are 9."),
        ("9", "9"),
        ("3,200", "It cost 3200 crowns."),
        ("3200", "It cost 3\u202f200 crowns."),
        ("1.5", "some 1.5%"),
        ("20%", "It rose by 20%."),
        ("2023", "since 2023-03-06"),
        ("member", "two Members"),
        ("member", "the member's vote"),
        ("member", "a member-state"),
        ("Jean-Luc", "JEAN\u2011LUC spoke"),
        ("the council's seat", "The Council\u2019s  seat"),
        ("Şahin", "ŞAHIN"),
        ('"open"', "\u201copen\u201d"),
        ("Straße", "STRASSE"),
    ],
)
def test_said(wanted, text):
    assert occurs(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("9", "19"),
        ("9", "90"),
        ("9", "9.5"),
        ("9", "1.9"),
        ("9", "9,000"),
        ("200", "3,200"),
        ("1990", "the 1990s"),
        ("9", "9th"),
        ("member", "non-member"),
        ("member", "remember"),
        ("no", "none"),
        ("", "anything"),
        ("  ", "anything"),
        ("a.b", "axb"),
    ],
)
def test_not_said(wanted, text):
    assert not occurs(wanted, text)


def test_a_year_and_a_number_side_by_side_stay_two():
    assert fold("in 2011 200 came") == "in 2011 200 came"
