"""A figure that a question puts to the test is compared, not read."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.question import understand
from qa.read import Claim
from qa.reader.combined import combine
from qa.rules.figures import figure_of

TEXT = (
    "The Lantern Guild comprises Orrin, Brisk Bay, Skelmar and Dunmere. The yearly fee is 55 crowns."
    " A day ticket costs 6 crowns and a child ticket 3 crowns. The tower is 41 metres high."
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    engine = guild(tmp_path_factory.mktemp("fees"), [("a.md", "The Guild", date(2024, 5, 2), TEXT)])
    return lambda question: engine.answer(question, now=NOW)


@pytest.mark.parametrize(
    ("question", "verdict", "value"),
    [
        ("Is the yearly fee 55 crowns?", "yes", "55 crowns"),
        ("Is the fee 70 crowns?", "no", "55 crowns"),
        ("Is the fee 70 crowns a year now?", "no", "55 crowns"),
        ("Is the fee more than 50 crowns?", "yes", "55 crowns"),
        ("Is the fee more than 55 crowns?", "no", "55 crowns"),
        ("Is the fee at least 55 crowns?", "yes", "55 crowns"),
        ("Is the fee under 55 crowns?", "no", "55 crowns"),
        ("Is the tower 41 metres high?", "yes", "41 metres"),
        ("Is the tower 50 m high?", "no", "41 metres"),
        ("Is the tower less than 60 metres tall?", "yes", "41 metres"),
        ("Does a day ticket cost 3 crowns?", "no", "6 crowns"),
        ("Does a child ticket cost 3 crowns?", "yes", "3 crowns"),
        ("Are there four members?", "yes", "4"),
        ("Are there five members?", "no", "4"),
    ],
)
def test_a_figure_is_compared(ask, question, verdict, value):
    answer = ask(question)
    assert (answer.verdict, answer.values) == (verdict, (value,))


@pytest.mark.parametrize(
    "question", ["Is the fee 55 euros?", "Is the tower 41 kilometres high?", "Is the boat 41 metres long?"]
)
def test_other_units_and_other_things_are_not_compared(ask, question):
    assert ask(question).abstained


@pytest.mark.parametrize(
    "question", ["Can a child of 9 climb the tower?", "Is route 5 open?", "Was the tower open in 2012?"]
)
def test_not_every_number_is_put_to_the_test(question):
    assert figure_of(understand(question, today=NOW)) is None


def test_a_model_cannot_say_yes_to_a_figure_that_its_quote_does_not_bear_out(ask):
    source = ask("Is the fee 70 crowns?").citations[0].document
    start = source.text.index("The yearly fee")
    end = source.text.index("crowns.") + len("crowns.")
    learned = [Claim(source, start, end, verdict="yes", sure=0.99)]
    assert combine(understand("Is the fee 70 crowns?", today=NOW), [], learned) == []
    assert combine(understand("Is the fee 55 crowns?", today=NOW), [], learned) == learned


def test_a_span_that_names_the_thing_is_no_time(ask):
    assert ask("What does a day ticket cost?").values == ("6 crowns",)


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("The line opened in 2009, twenty years after the last train.", "How long is the line?", None),
        ("The line is five miles long. It opened twenty years after the last train.", "How long is the line?", "miles"),
        ("The hall was built 40 years before the tower.", "How long before the tower was the hall built?", "40 years"),
    ],
)
def test_the_time_between_two_events_measures_nothing_else(tmp_path, text, question, value):
    answer = guild(tmp_path, [("a.md", "The line", date(2024, 5, 2), text)]).answer(question, now=NOW)
    assert (value in answer.text) if value else answer.abstained
