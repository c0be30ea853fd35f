import pytest

from qa.spelling import doubtful, mended

TEXT = ["Mirovia and Karsholm are members; the ferryman of Ostravale lives in Ireland."]


@pytest.mark.parametrize(
    "question, read",
    [
        ("Is Mirovai a member?", "Is Mirovia a member?"),
        ("is karshlm a member", "is Karsholm a member"),
        ("Who is the feryman?", "Who is the ferryman?"),
        ("Where is Ostrvaale?", "Where is Ostravale?"),
    ],
)
def test_slips(question, read):
    assert mended(question, TEXT)[0] == read


@pytest.mark.parametrize(
    "question",
    [
        "Is Iceland a member?",  # a country of its own, though one letter from Ireland
        "Is Mirovia a member?",
        "Is Velland a member?",  # near nothing
        "Is Mirovian law in force?",  # derived from the name
        "Is Osta a member?",  # too short to tell
    ],
)
def test_what_is_left_as_it_is(question):
    assert mended(question, TEXT) == (question, ())


def test_what_lies_between_two_words_is_not_decided():
    assert mended("Who is Karshim?", ["Karshil met Karshin."])[1] == ()


def test_what_was_read_as_what():
    assert mended("Is Mirovai or Karshlom in?", TEXT)[1] == (("Mirovai", "Mirovia"), ("Karshlom", "Karsholm"))


def test_common_words_are_not_doubtful():
    assert doubtful("How many members are there in the organization?") == ()
