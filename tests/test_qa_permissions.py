"""What may be done: the modal of a rule is read, and the condition it sets."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.question import understand
from qa.read import Claim
from qa.reader.combined import combine
from qa.rules.permissions import forbids

TEXT = (
    "Visitors may not enter the orchard without a veil. Members may light fires in the yard."
    " Guests can park in the meadow without a ticket. Dogs are not allowed in the mill."
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    engine = guild(tmp_path_factory.mktemp("rules"), [("a.md", "Rules of the Guild", date(2024, 5, 2), TEXT)])
    return lambda question: engine.answer(question, now=NOW)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Can I visit the orchard without a veil?", "no"),
        ("May visitors enter the orchard without a veil?", "no"),
        ("May members light fires in the yard?", "yes"),
        ("Can I park in the meadow without a ticket?", "yes"),
        ("Is it ok to enter the orchard with no veil on?", "no"),
        ("Are dogs allowed in the mill?", "no"),
    ],
)
def test_a_rule_is_read_as_it_is_meant(ask, question, verdict):
    assert ask(question).verdict == verdict


@pytest.mark.parametrize("question", ["Can I visit the orchard with a veil?", "Can I enter the orchard?"])
def test_what_is_forbidden_on_a_condition_is_not_forbidden_without_it(ask, question):
    assert ask(question).verdict != "no"


def test_a_model_cannot_say_yes_to_what_a_plain_rule_forbids(ask):
    source = ask("Can I visit the orchard without a veil?").citations[0].document
    end = source.text.index("veil.") + len("veil.")
    asked = understand("Can I visit the orchard without a veil?", today=NOW)
    ruled = [Claim(source, 0, end, verdict="no", sure=0.85)]
    assert combine(asked, ruled, [Claim(source, 0, end, verdict="yes", sure=0.95)]) == ruled


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        (
            "Can guests walk into the orchard without a veil?",
            "Visitors may not enter the orchard without a veil.",
            True,
        ),
        ("Is it ok for guests to come in without a veil?", "Visitors may not enter without a veil.", True),
        ("Can guests walk into the orchard?", "Visitors may not enter the orchard without a veil.", False),
        ("Are bikes allowed in the hall?", "Bicycles must not be brought into the hall.", True),
        ("Can guests swim in the pool?", "Guests may not dive but can swim in the pool.", False),
        ("Is swimming forbidden?", "Guests may not swim.", False),
        ("May one not swim?", "Guests may not swim.", False),
    ],
)
def test_a_sentence_that_only_forbids_is_no_ground_for_a_yes(question, sentence, expected):
    assert forbids(understand(question, today=NOW), sentence) is expected
