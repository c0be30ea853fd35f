"""Small words and borders within a sentence that decide what it says, and of whom."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.question import understand
from qa.read import Claim
from qa.reader.combined import combine
from qa.rules.words import contrary


@pytest.fixture
def ask(tmp_path):
    def answer(question, *texts):
        documents = [(f"{n}.md", "News", date(2020 + n, 5, 2), text) for n, text in enumerate(texts)]
        return guild(tmp_path, documents).answer(question, now=NOW)

    return answer


def test_what_somebody_expects_makes_their_post_no_expectation(ask):
    text = "Ada Novik, who chairs the Lantern Guild, expects the tower to cost 9 million crowns."
    assert ask("Who chairs the Lantern Guild?", text).values == ("Ada Novik",)


def test_who_was_there_before_is_found_beside_such_a_sentence(ask):
    older = "Our chairman, Desmond Orley, thanks the volunteers."
    newer = "Ruth Adeyemi, who chairs the Guild, hopes for a good year."
    assert ask("Who was chairman before Ruth Adeyemi?", older, newer).values == ("Desmond Orley",)


def test_would_asks_for_what_is_only_planned(ask):
    answer = ask("How much would a new pier cost?", "A new pier would cost 2.3 million crowns.")
    assert "2.3 million crowns" in answer.text


def test_would_i_asks_for_what_is(ask):
    assert not understand("Where would I find the office?", today=NOW).future


def test_a_verb_alone_says_nothing_of_another_thing(ask):
    text = "The Guild has 512 members. It was decided to raise the subscription to 24 crowns."
    assert ask("Has membership grown?", text).abstained


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("How much is a kid's return?", "A grown-up's return is 18 crowns.", True),
        ("How much is a child's return?", "Adults pay 16 crowns; children pay half.", False),
        ("How much is a return?", "Adults pay 16 crowns.", False),
        ("When is the north gate open?", "The southern gate is open at night.", True),
        ("Are exports rising?", "Imports are rising.", True),
        ("Do adults and children pay?", "Adults pay.", False),
    ],
)
def test_the_contrary_is_another_matter(asked, said, expected):
    assert contrary(asked, said) is expected


def test_a_model_has_no_say_in_the_contrary(ask):
    source = ask("How much is it for adults?", "Adults pay 16 crowns.").citations[0].document
    learned = [Claim(source, 0, len(source.text), None, ("16 crowns",), 0.95)]
    assert combine(understand("How much does a kid pay?", today=NOW), [], learned) == []
    assert combine(understand("How much does an adult pay?", today=NOW), [], learned) == learned
