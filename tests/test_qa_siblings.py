"""Two bodies with nearly one name: what is said of the one is no answer about the other."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.rules.names import same_name

OLD = (
    "The members of the Northern Tram Union are Arvo, Vik and Sund. Its president is Karin Holt."
    " The Southern Tram Union, which has eleven members and is led by Otto Prell, declined to comment."
)
NEW = "Eva Rask was elected president of the Northern Union in June."


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    documents = [("a.md", "Trams", date(2019, 5, 2), OLD), ("b.md", "News", date(2022, 8, 1), NEW)]
    engine = guild(tmp_path_factory.mktemp("unions"), documents)
    return lambda question: engine.answer(question, now=NOW)


def test_the_number_of_the_one_is_not_that_of_the_other(ask):
    assert ask("How many members does the Southern Tram Union have?").values == ("eleven",)
    assert ask("How many members does the Northern Tram Union have?").values == ("3",)


def test_a_sentence_that_opens_with_a_name_does_not_lean_on_the_one_before(ask):
    assert ask("Is Vik a member of the Northern Tram Union?").verdict == "yes"
    assert ask("Is Vik a member of the Southern Tram Union?").verdict != "yes"


def test_a_name_may_leave_out_its_middle(ask):
    assert ask("Who is the president of the Northern Tram Union?").values == ("Eva Rask",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Northern Union", "Northern Tram Union", True),
        ("Ann Bell", "Ann Mary Bell", True),
        ("Southern Union", "Northern Tram Union", False),
        ("Northern Tram Union", "Northern Boat Union", False),
    ],
)
def test_same_name(one, other, same):
    assert same_name(one, other) is same
