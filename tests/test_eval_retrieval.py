"""What is watched while an engine answers: the files of the search that answers, in their order."""

from datetime import date

from index_toys import opened, write
from toy_corpus import NOW, guild

from eval import Category, Expectation, Program, Question
from eval.retrieval import Watched


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
