from datetime import date

import pytest

from qa.question import Kind, understand

TODAY = date(2024, 5, 20)
KNOWN = ("Orrin", "Brisk Bay", "Lantern Guild")


def read(text, known=KNOWN):
    return understand(text, today=TODAY, known=known)


WORDINGS = {
    Kind.YES_NO: (
        "Is Orrin a member?",
        "is orrin a member",
        "Was Orrin ever a member?",
        "Isn't Orrin a member?",
        "Does the Guild have a director?",
        "Did Tollen join the Guild in 2015?",
        "Can visitors climb the tower?",
        "Could you tell me if Orrin is a member?",
        "Will Tollen become a member?",
        "Are there any observers?",
    ),
    Kind.WHO: (
        "Who is the director?",
        "who chairs the Guild now?",
        "By whom was the lamp built?",
        "Please tell me who the keeper is.",
    ),
    Kind.LIST: (
        "Who are the members?",
        "Which towns are members?",
        "List the observers.",
        "Name all guest towns.",
        "What are the member towns?",
        "What towns are in the Guild?",
        "Can you list the members?",
        "Could you please name the observers?",
        "members",
    ),
    Kind.HOW_MANY: (
        "How many members are there?",
        "how many towns belong to the guild?",
        "What is the number of members?",
        "Do you know how many towns there are?",
    ),
    Kind.HOW_MUCH: (
        "How much is the fee?",
        "how much does a ticket cost",
        "What does a ticket cost?",
        "What is the price of a ticket?",
        "How long does the crossing take?",
        "How tall is the tower?",
        "How many hours does the crossing take?",
        "I would like to know how much the fee is.",
    ),
    Kind.WHEN: (
        "When was the lamp lit?",
        "when does the fair open",
        "What year was the Guild founded?",
        "In which year did Orrin join?",
        "Since when is Orrin a member?",
        "Hello, do you know when the fair opens?",
    ),
    Kind.WHERE: ("Where is the office?", "where is the office", "In which town is the office?"),
    Kind.STATUS: (
        "What is the status of Orrin?",
        "What is Orrin's status?",
        "What status does Orrin have?",
        "Who is Orrin?",
    ),
    Kind.WHAT: ("What is a Fresnel lens?", "what is the lamp made of?"),
    Kind.OPEN: (
        "Why was the tower closed?",
        "How does the lamp work?",
        "What happened in Orrin?",
        "Describe the tower.",
    ),
}


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in WORDINGS.items() for text in texts])
def test_kind(text, kind):
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "subject", "role"),
    [
        ("Is Orrin a member?", "Orrin", "member"),
        ("Is Orrin a member of the Lantern Guild?", "Orrin", "member"),
        ("Is Brisk Bay a guest town?", "Brisk Bay", "guest town"),
        ("is orrin a member?", "Orrin", "member"),
        ("is brisk bay currently a guest town of the lantern guild?", "Brisk Bay", "guest town"),
        ("Was Orrin a member in 2011?", "Orrin", "member"),
        ("Could you tell me if Orrin is a member?", "Orrin", "member"),
        ("What is Orrin's status?", "Orrin", "status"),
        ("Who is the director?", None, "director"),
        ("Who is the director now?", None, "director"),
        ("Who are the guest towns of the Lantern Guild?", None, "guest towns"),
        ("Are there any observers?", None, "observers"),
    ],
)
def test_who_or_what_it_is_about(text, subject, role):
    question = read(text)
    assert (question.subject, question.role) == (subject, role)


def test_belonging_is_being_a_member():
    for text in ("Is Orrin part of the Lantern Guild?", "Does Orrin belong to the Lantern Guild?"):
        assert (read(text).subject, read(text).role) == ("Orrin", "member")


def test_names_in_lower_case_are_found_only_where_the_sources_know_them():
    assert read("is orrin a member?").names == ("Orrin",)
    assert read("is orrin a member?", known=()).names == ()
    assert read("is the moor inn a member?", known=["Moo"]).names == ()  # a name is not found within a word


def test_other_words_are_carried_along():
    assert "ticket" in read("What is the price of a ticket?").content
    assert set(read("When was the Guild founded in Brisk Bay?").names) == {"Guild", "Brisk Bay"}


@pytest.mark.parametrize(
    ("text", "future", "past"),
    [
        ("Is Orrin a member?", False, False),
        ("Will Tollen become a member?", True, False),
        ("Is Tollen going to be a member?", True, False),
        ("Does the Guild plan to raise the fee?", True, False),
        ("Was Orrin a member?", False, True),
        ("Did Orrin leave?", False, True),
        ("Who was the director in 2012?", False, True),
    ],
)
def test_tense(text, future, past):
    assert (read(text).future, read(text).past) == (future, past)


def test_time_is_taken_out_of_the_words_and_kept_beside_them():
    question = read("Who was the director by the end of 2017?")
    assert question.role == "director" and question.window.last == date(2017, 12, 31)
    assert read("Who is the director now?").window is None
    assert read("Who was the director last year?").window.first == date(2023, 1, 1)


def test_a_question_of_change_and_one_of_a_number():
    assert read("How has the status of Orrin changed over time?").change
    assert not read("What is the status of Orrin?").change
    assert read("Is the fee 40 crowns?").number == "40"
    assert read("Is the fee two crowns?").number == "two"
    assert read("How much is the fee in 2011?").number == ""


def test_one_holder_or_several():
    assert read("Who is the director?").single
    assert not read("Who are the members?").single
    assert not read("Is Orrin a member?").single


def test_the_text_is_kept_as_it_was_asked():
    assert read("  Please, who is the director? ").text == "Please, who is the director?"


@pytest.mark.parametrize("text", ["x", "?" * 50 + "a", "42", "Ⅻ été ß", "is is is", "who", "A" * 2000, "a " * 1000])
def test_odd_questions_do_not_break(text):
    assert read(text).kind in Kind
