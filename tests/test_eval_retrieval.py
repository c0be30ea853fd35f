"""What is watched while an engine answers: files in their order, and how good that order is."""

from dataclasses import replace
from datetime import date

import planted_eval as planted
import pytest
from index_toys import opened, write
from planted_eval import DOCUMENTS, answer, outcome
from toy_corpus import NOW, guild

from eval import Category, Expectation, Found, Program, Question
from eval.retrieval import Watched, ndcg_at_10, recall_at_5, recency_harm


def asked(text, category=Category.LATEST, **more):
    return Question("q", category, text, Expectation(verdict="yes"), **more)


def test_the_ranking_is_that_of_the_index_each_file_once(tmp_path):
    write(tmp_path / "docs", "old.md", "the lamp is red " * 60, "2011-01-01")
    write(tmp_path / "docs", "new.md", "the boat is blue", "2020-01-01")
    index = Watched(opened(tmp_path))
    hits = index.search("red lamp", k=8)
    assert len(hits) > 2
    assert index.found(timeless=False).ranking == ("old.md", "new.md")
    assert index.begins == index.watched.begins  # all else is the index's own


def test_searches_with_other_options_are_not_the_one_that_answers(tmp_path):
    write(tmp_path / "docs", "a.md", "the lamp is red", "2011-01-01")
    write(tmp_path / "docs", "b.md", "the boat is blue", "2020-01-01")
    index = Watched(opened(tmp_path))
    index.search("red lamp", k=8)
    index.search("red lamp", k=1, recency=False)
    index.search("red lamp", k=1, recency=False, as_of=date(2030, 1, 1))
    assert index.found(timeless=False).ranking == ("a.md",)


def test_a_search_up_to_a_past_day_counts_beside_the_one_of_today(tmp_path):
    write(tmp_path / "docs", "old.md", "the lamp is red", "2011-01-01")
    write(tmp_path / "docs", "new.md", "the lamp was red", "2020-01-01")
    index = Watched(opened(tmp_path))
    index.search("red lamp", k=8, as_of=None, recency=False)
    index.search("red lamp", k=8, as_of=date(2015, 1, 1), recency=True)
    assert set(index.found(timeless=False).ranking) == {"old.md", "new.md"}


def test_a_timeless_question_is_searched_again_without_recency(tmp_path):
    write(tmp_path / "docs", "old.md", "the red lamp was lit", "2001-01-01")
    write(tmp_path / "docs", "new.md", "the red lamp was lit", "2020-01-01")
    index = Watched(opened(tmp_path, recency=1.0))
    index.search("red lamp", k=8, recency=True)
    found = index.found(timeless=True)
    assert found.ranking == ("new.md", "old.md")
    index.searches.clear()
    index.search("red lamp", k=8, recency=False)
    assert index.found(timeless=True).ranking == index.found(timeless=True).timeless


def test_a_program_answers_as_its_engine_does_and_leaves_it_as_it_was(tmp_path):
    engine = guild(tmp_path)
    index, program = engine.index, Program(engine, now=NOW)
    question = asked("Is Tollen a member?")
    assert program.ask(question) == engine.answer(question.question, now=NOW)
    assert engine.index is index
    assert program.found(question).ranking[0] in {"news.html", "meeting.md", "charter.md", "plan.md"}


def test_nothing_of_the_question_before_is_left(tmp_path):
    program = Program(guild(tmp_path), now=NOW)
    program.ask(asked("Is Tollen a member?"))
    early = asked("Is Tollen a member?", as_of=date(2000, 1, 1))
    program.ask(early)
    assert program.found(early).ranking == ()


@pytest.mark.parametrize(("place", "ndcg"), [(1, 1.0), (3, 0.5), (None, 0.0)])
def test_ndcg_example(place, ndcg):
    others = ["new.md", "undated.md", "x.md", "y.md"]
    ranking = [*others[: place - 1], "old.md", *others[place - 1 :]] if place else others
    told = outcome(None, Expectation(published=(planted.expected("2015-03-02"),)), found=Found(tuple(ranking)))
    assert ndcg_at_10(told) == pytest.approx(ndcg)


def test_recall_example():
    twin = replace(planted.OLD, file="twin.md")
    ranking = Found(("old.md", "a", "b", "c", "d", "e", "twin.md"))
    told = outcome(None, Expectation(published=(planted.expected("2015-03-02"),)), found=ranking)
    assert recall_at_5(replace(told, documents={**DOCUMENTS, "twin.md": twin})) == 0.5


def test_retrieval_is_not_measured_where_nobody_watched_and_zero_where_no_document_has_the_date():
    told = outcome(planted.ABSTAINED, Expectation(published=(planted.expected("1999-01-01"),)))
    assert recall_at_5(told) is None
    assert recall_at_5(replace(told, found=Found(("old.md",)))) == 0


@pytest.mark.parametrize(
    ("category", "timeless", "harm"),
    [
        (Category.TIMELESS, ("old.md", "new.md"), 1),
        (Category.TIMELESS, ("new.md", "old.md"), 0),
        (Category.TIMELESS, None, None),  # not tried, so not known
        (Category.LATEST, ("old.md", "new.md"), None),
    ],
)
def test_recency_harm_example(category, timeless, harm):
    found = Found(("new.md", "old.md"), timeless)
    told = outcome(answer("x", planted.OPEN), Expectation(all_of=("x",)), category=category, found=found)
    assert recency_harm(told) == harm


def test_a_search_that_crashes_is_the_worst_and_never_left_out():
    def broken(question):
        raise IndexError("no index")

    got = planted.values(planted.perfect, (planted.WHERE,), found=broken)
    assert (got["recency_harm"], got["recall_at_5"], got["ndcg_at_10"]) == (1, 0, 0)
