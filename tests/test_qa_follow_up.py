from datetime import date

import pytest

from qa.follow_up import resolve

TODAY = date(2024, 5, 20)
MEMBER = "Is Orrin a member?"


def turn(question, *history):
    return resolve(question, history, TODAY)


@pytest.mark.parametrize("question", ["And Tollen?", "What about Tollen?", "How about Tollen?", "Tollen?"])
def test_another_name_takes_the_place_of_the_subject(question):
    assert turn(question, MEMBER) == "Is Tollen a member?"


def test_a_name_of_several_words_goes_over_whole():
    assert turn("And Brisk Bay?", MEMBER) == "Is Brisk Bay a member?"
    assert turn("And Orrin?", "Is Brisk Bay a member?") == MEMBER


def test_a_lower_case_name_is_no_status():
    assert turn("and tollen?", MEMBER).lower() == "is tollen a member?"


@pytest.mark.parametrize("question", ["What about 2011?", "And in 2011?", "In 2011?"])
def test_a_time_is_added(question):
    assert turn(question, MEMBER).lower() == "is orrin a member in 2011?"


def test_a_time_takes_the_place_of_the_time_before():
    assert turn("And in 2012?", "Who was the keeper in 2011?") == "Who was the keeper in 2012?"
    assert turn("And before 2015?", "Who was the keeper in 2020?") == "Who was the keeper before 2015?"
    assert turn("And today?", "Is Orrin a member in 2011?") == MEMBER


def test_name_and_time_together():
    assert turn("And Brisk Bay in 2015?", MEMBER) == "Is Brisk Bay a member in 2015?"


@pytest.mark.parametrize(
    ("question", "before", "meant"),
    [
        ("And the observers?", "Who are the members?", "Who are the observers?"),
        ("And its observers?", "Who are the members of the Guild?", "Who are the observers of the Guild?"),
        ("And the treasurer?", "Who is the director?", "Who is the treasurer?"),
        ("And a half plot?", "How much is a full plot?", "How much is a half plot?"),
    ],
)
def test_another_thing_takes_the_place_of_what_was_asked(question, before, meant):
    words = turn(question, before).lower().replace("its ", "the ").split()
    assert [w for w in words if w not in ("the", "a")] == [w for w in meant.lower().split() if w not in ("the", "a")]


@pytest.mark.parametrize(
    ("question", "before", "meant"),
    [
        ("When did it join?", MEMBER, "When did Orrin join?"),
        ("When did they join?", "What is the status of Tollen?", "When did Tollen join?"),
        ("Who is its keeper?", "Where is Orrin?", "Who is Orrin's keeper?"),
        ("Where does she live?", "Who is Ann Bell?", "Where does Ann Bell live?"),
        ("And when did it leave?", MEMBER, "when did Orrin leave?"),
    ],
)
def test_a_pronoun_is_the_name_before(question, before, meant):
    assert turn(question, before) == meant


def test_chains_are_followed_to_their_beginning():
    assert turn("And in 2011?", MEMBER, "And Tollen?") == "Is Tollen a member in 2011?"
    assert turn("And Tollen?", MEMBER, "What about 2011?") == "Is Tollen a member in 2011?"
    assert turn("And Harl?", MEMBER, "And in 2011?", "And Tollen?", "And in 2015?") == "Is Harl a member in 2015?"
    assert turn("And today?", MEMBER, "What about 2011?", "And Tollen?") == "Is Tollen a member?"


def test_only_the_last_question_is_taken_over():
    assert turn("And Tollen?", MEMBER, "Who is the keeper of Harl?") == "Who is the keeper of Tollen?"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the director of the Guild?",
        "Is Tollen a member?",
        "How many lamps does Brisk Bay have?",
        "When was the tower at Skelmar built?",
        "What is the fee in 2015?",
        "Where is the office of the Guild?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question):
    assert turn(question, "Was Orrin a member in 2011?", "And its keeper?") == question


@pytest.mark.parametrize("history", [[], [""], ["  ", "\n"]])
def test_without_history_nothing_changes(history):
    assert resolve("And Tollen?", history, TODAY) == "And Tollen?"


def test_blank_turns_between_are_passed_over():
    assert resolve("And Tollen?", [MEMBER, " "], TODAY) == "Is Tollen a member?"


@pytest.mark.parametrize("question", ["?", "And?", "...", "And and?"])
def test_a_follow_up_that_names_nothing_does_not_break(question):
    assert isinstance(turn(question, MEMBER), str)


def test_a_long_conversation_is_resolved():
    history = [MEMBER, *(f"And in {year}?" for year in range(1900, 2020))]
    assert resolve("And Tollen?", history, TODAY) == "Is Tollen a member in 2019?"
