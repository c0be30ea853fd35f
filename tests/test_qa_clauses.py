"""Small words and borders within a sentence that decide what it says, and of whom."""

from dataclasses import replace
from datetime import date

import pytest
from toy_corpus import NOW, guild

from qa.question import understand
from qa.read import Claim
from qa.reader.combined import combine
from qa.rules.words import contrary, same_sense


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


def test_what_was_planned_and_came_otherwise_is_no_plan(ask):
    text = "The renovation of the hall cost 1.9 million crowns instead of the planned 1.4 million."
    assert ask("What did the renovation of the hall cost?", text).values == ("1.9 million crowns",)


def test_what_is_to_be_abolished_is_no_proof_that_it_is_there(ask):
    older, newer = "A late fee of 20 cents a day is charged.", "The council voted to abolish late fees."
    assert ask("Are there late fees?", older, newer).verdict == "no"


def test_a_price_for_one_says_nothing_of_another_named_beside_them(ask):
    assert ask("Is the card free for students?", "A card costs 12 crowns a year; students pay nothing.").verdict != "no"


def test_what_is_held_is_counted_by_its_own_name(ask):
    older, newer = "The library holds 84,000 items.", "The library's stock has passed 100,000 items."
    assert understand("How many items does the library hold?", today=NOW).role == "items"
    assert ask("How many items does the library hold?", older, newer).values == ("100,000",)


def test_a_name_keeps_its_s_where_nothing_follows_that_it_could_own(ask):
    answer = ask("Which branches are there?", "There are three branches: Eastgate, Millbrook and St Anne's.")
    assert answer.values == ("Eastgate", "Millbrook", "St Anne's")


@pytest.mark.parametrize(("rule", "first"), [(0.6, "newer"), (0.8, "older")])
def test_a_model_reads_a_newer_source_unless_a_rule_is_plain_about_an_older(ask, rule, first):
    older = ask("Who is the keeper?", "Ada Novik is the keeper.").citations[0].document
    newer = replace(older, file="newer.md")
    ruled = [Claim(older, 0, 9, None, ("Ada Novik",), rule)]
    learned = [Claim(newer, 0, 9, None, ("Ben Okoro",), 0.65)]
    kept = combine(understand("Who is the keeper?", today=NOW), ruled, learned)
    assert [claim.document.file for claim in kept] == ([older.file, "newer.md"] if first == "newer" else [older.file])


@pytest.mark.parametrize("text", ["The 4 GB limit on file size is gone.", "The limit on file size was lifted."])
def test_what_is_gone_is_there_no_more(ask, text):
    assert ask("Is there a limit on file size?", text).verdict == "no"


def test_of_two_that_are_supported_the_one_named_does_not_rule_out_the_other(ask):
    assert ask("Is Velland supported?", "Karsh is now supported. Velland is mentioned elsewhere.").verdict != "no"


def test_what_is_said_of_all_versions_need_not_hold_for_one(ask):
    older = "Heron was written by Ada Novik. It runs on small machines and needs little memory."
    assert ask("Does Heron run on small machines?", older).verdict == "yes"
    assert ask("Does Heron 2 run on small machines?", older, "Heron 2 was never popular.").abstained


def test_what_somebody_owns_belongs_to_them():
    assert same_sense("owns", "belongs")
    assert not same_sense("owns", "longs")


def test_a_reason_is_looked_for_where_one_is_given(ask):
    given = "The ferry was dropped because hardly anybody used it."
    other = "A version of the ferry timetable was dropped in a box."
    assert ask("Why was the ferry dropped?", given, other).citations[0].quote == given


def test_one_word_in_common_is_no_answer(ask):
    assert ask("What is the latest version?", "A version for left-handers is not wanted.").abstained


def test_any_number_will_not_do(ask):
    answer = ask("What was the licence?", "It is free under its licence.\n\n# Limits\n\nThe largest file is 4 GB.")
    assert "4 GB" not in answer.text
