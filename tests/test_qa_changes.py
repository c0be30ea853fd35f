"""What a newer source changes: lists carried forward, things abolished or moved, periods that end."""

from datetime import date

import pytest
from toy_corpus import NOW, engine_on


@pytest.fixture
def ask(tmp_path):
    """Asks a corpus of (day published, text)."""

    def ask(question, *told, now=NOW, **more):
        folder = tmp_path / "docs"
        folder.mkdir(exist_ok=True)
        for number, (day, text) in enumerate(told):
            (folder / f"{number}.md").write_text(f"---\npublished: {day}\n---\n\n{text}\n", encoding="utf-8")
        return engine_on(folder, tmp_path / "index").answer(question, now=now, **more)

    return ask


FOUNDED = ("2013-02-01", "The Pact comprises Orrin, Tollen and Harl.")
LEFT = ("2016-09-20", "Tollen left the Pact.")
JOINED = ("2018-05-15", "Vell joined the Pact. Nobody expected it.")


def test_a_list_is_carried_forward_and_rests_on_the_newest_change(ask):
    answer = ask("Who are the members of the Pact?", FOUNDED, LEFT, JOINED)
    assert answer.values == ("Orrin", "Harl", "Vell")
    assert str(answer.published) == "2018-05-15"
    assert answer.citations[0].quote == "Vell joined the Pact."
    assert "Orrin" in answer.citations[1].quote
    assert any(note.startswith("Put together") for note in answer.notes)


def test_as_of_a_day_before_the_change_the_list_is_the_old_one(ask):
    answer = ask("Who are the members of the Pact?", FOUNDED, LEFT, JOINED, as_of=date(2017, 1, 1))
    assert answer.values == ("Orrin", "Harl")


def test_who_left_is_no_member_any_more(ask):
    assert ask("Is Tollen a member of the Pact?", FOUNDED, LEFT).verdict == "no"
    assert ask("Is Tollen a member of the Pact?", FOUNDED, LEFT, as_of=date(2016, 1, 1)).verdict == "yes"


def test_of_two_each_must_have_the_status(ask):
    assert ask("Are Orrin and Harl members of the Pact?", FOUNDED).verdict == "yes"
    assert ask("Are Orrin and Vell members of the Pact?", FOUNDED).verdict == "no"


def test_a_list_of_all_does_not_say_who_came_last(ask):
    assert ask("Who joined the Pact last?", FOUNDED).abstained
    assert ask("Who joined the Pact last?", FOUNDED, JOINED).values == ("Vell",)


def test_a_no_on_somebody_nobody_mentions_says_so(ask):
    unheard = ask("Is Gamvik a member of the Pact?", FOUNDED)
    assert unheard.verdict == "no"
    assert any(note.startswith('Unheard of: "Gamvik"') for note in unheard.notes)
    heard = ask("Is Tollen a member of the Pact?", FOUNDED, LEFT)
    assert not any(note.startswith("Unheard of") for note in heard.notes)


def test_what_was_abolished_costs_its_old_price_no_more(ask):
    told = ("2018-01-10", "The yearly fee is 8 pounds."), ("2020-01-10", "The yearly fee was abolished.")
    assert ask("How much is the yearly fee?", *told).values == ("abolished",)
    assert ask("How much is the yearly fee?", *told, as_of=date(2019, 1, 1)).values == ("8 pounds",)


def test_what_moved_from_one_place_to_another_is_at_the_other(ask):
    told = ("2021-02-02", "The Pact moved its headquarters from Vigo Bay to Harl on 1 February 2021.")
    assert ask("Where is the headquarters of the Pact?", told).values == ("Harl",)


def test_a_period_that_is_over_is_told_and_still_so_is_a_no(ask):
    told = ("2024-01-10", "Ann Bell is the keeper of the Pact until March 2024.")
    over = ask("Who is the keeper of the Pact?", told)
    assert "until March 2024" in over.text
    assert "until" not in ask("Who is the keeper of the Pact?", told, as_of=date(2024, 2, 1)).text
    assert ask("Is Ann Bell still the keeper of the Pact?", told).verdict == "no"
    assert ask("Is Ann Bell still the keeper of the Pact?", told, as_of=date(2024, 2, 1)).verdict == "yes"


def test_who_replaced_somebody_is_not_the_house_they_work_for(ask):
    told = ("2019-11-05", "Peter Lang was appointed keeper of the Pact, replacing Maria Holt.")
    assert ask("Who replaced Maria Holt?", told).values == ("Peter Lang",)


def test_a_long_name_in_a_question_is_no_headline(ask):
    told = ("2019-11-05", "The Northern Coastal Fishing Pact comprises Orrin and Harl.")
    assert ask("Is Vell a member of the Northern Coastal Fishing Pact?", told).verdict == "no"


def test_a_change_older_than_the_list_is_in_it_already_or_over(ask):
    answer = ask("Who are the members of the Pact?", ("2010-05-15", "Vell joined the Pact."), FOUNDED)
    assert answer.values == ("Orrin", "Tollen", "Harl")
    assert str(answer.published) == "2013-02-01"


def test_only_a_no_says_that_somebody_is_unheard_of(ask):
    abstained = ask("What is the status of Gamvik?", FOUNDED)
    assert abstained.abstained
    assert abstained.notes == ()


def test_a_question_in_a_source_answers_none(ask):
    told = ("2013-02-01", "What are the goals of the Pact?\n\nThe goals of the Pact are peace and full nets.")
    assert ask("What are the goals of the Pact?", told).citations[0].quote.startswith("The goals of the Pact are peace")


def test_an_interview_question_is_no_answer_to_an_open_one(ask):
    asked = "How does the Pact choose its keeper?"
    assert ask(asked, ("2014-02-01", f"{asked}\n\nThe weather was fine that day.")).abstained


def test_the_word_that_denies_is_no_denial_where_it_is_asked_about(ask):
    told = ("2017-10-12", "The proposal to abolish the yearly fee was rejected by the members.")
    assert ask("Was the proposal to abolish the yearly fee rejected?", told).verdict == "yes"


def test_what_is_joined_is_not_who_joins(ask):
    told = ("2023-03-06", "More towns hope to join the Pact, said Maria Holt. It will soon be joined by Vell and Hemm.")
    assert ask("Who will join soon?", told).values == ("Vell", "Hemm")


def test_whoever_bears_a_title_bears_it_whatever_is_planned(ask):
    assert ask("Who is the mayor?", ("2024-03-01", "Mayor Ann Bell plans to build a bridge.")).values == ("Ann Bell",)
