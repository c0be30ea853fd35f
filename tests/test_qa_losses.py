"""What a later source calls gone leaves the lists of older ones, and is not "still" there."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.rules.losses import left_out
from qa.rules.source import Source

FLEET = "The Lantern Guild owns three boats: the Grey Heron, the Petrel and the Lady Marsh."


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    later = (
        "The Lady Marsh did not see the spring. She was sold in March to a museum. The Petrel was closed for the day."
    )
    documents = [
        ("a.md", "The fleet", date(2020, 5, 2), FLEET),
        ("b.md", "News of the fleet", date(2022, 4, 1), later),
    ]
    engine = guild(tmp_path_factory.mktemp("fleet"), documents)
    return lambda question, **more: engine.answer(question, now=NOW, **more)


def test_what_was_sold_is_in_no_later_list(ask):
    answer = ask("Which boats does the Guild own?")
    assert answer.values == ("Grey Heron", "Petrel")
    assert answer.published.first == date(2022, 4, 1)
    assert answer.citations[0].quote == "She was sold in March to a museum."


def test_it_is_in_the_list_of_an_earlier_day(ask):
    answer = ask("Which boats does the Guild own?", as_of=date(2021, 1, 1))
    assert answer.values == ("Grey Heron", "Petrel", "Lady Marsh")


def test_is_it_still_there(ask):
    assert ask("Is the Lady Marsh still a boat of the Guild?").verdict == "no"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Route 7 was fine. Wren Hall was demolished in 2019.", ("Wren Hall",)),
        ("Wren Hall and Tallow have been closed.", ("Wren Hall", "Tallow")),
        ("Ada Novik, who kept the books, has died.", ("Ada Novik",)),
        ("Wren Hall will be demolished.", ()),
        ("Wren Hall was not sold.", ()),
        ("Wren Hall was closed to cars.", ()),
        ("Wren Hall was closed until May.", ()),
        ("Wren Hall was sold out.", ()),
        ("Wren Hall was painted. Nobody was sold anything.", ()),
    ],
)
def test_who_is_gone(tmp_path, text, gone):
    document = guild(tmp_path, [("a.md", "T", date(2022, 4, 1), text)]).index.documents()[0]
    assert tuple(name for claim in left_out(Source(document)) for name in claim.gone) == gone
