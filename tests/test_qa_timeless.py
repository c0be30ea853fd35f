"""Which questions are timeless, and that recency then has no say in what is read."""

from datetime import date

import pytest
from index_toys import write
from toy_corpus import NOW, engine_on

from qa.question import understand


def timeless(question):
    return understand(question, today=NOW).timeless


@pytest.mark.parametrize(
    "question",
    [
        "What does MKU stand for?",
        "What is MKU short for?",
        "What does quorum mean?",
        "What is the definition of a resident?",
        "What is a share?",
        "Who is Ostra named after?",
        "After whom is the bridge named?",
        "Where does the name Velland come from?",
        "What are the main goals of Mirovia?",
        "What is the purpose of the pact?",
        "Where is the island of Ostra?",
        "Where does the Karsh flow?",
        "When was Mirovia founded?",
        "In which year was the company founded?",
        "Please tell me, when was the bridge built?",
        "When did the lamp first burn?",
        "Where was Ada Novik born?",
        "Where was the rule on new members adopted?",
        "Who founded Mirovia?",
        "Who is the founder of Mirovia?",
        "By whom was the bridge designed?",
        "Why was the pact founded?",
        "Who was the first chair of Mirovia?",
        "What was the original name of Ostra?",
    ],
)
def test_time_cannot_change_the_answer(question):
    assert timeless(question)


@pytest.mark.parametrize(
    "question",
    [
        "Where is the office?",
        "Where is the Treaty Archive?",
        "Where is Ada Novik?",
        "When does the pool open?",
        "When will the bridge be built?",
        "When was the fee last raised?",
        "When was the most recent meeting?",
        "Where was the last summit held?",
        "When was the new director appointed?",
        "What is Karsh?",
        "What is the fee?",
        "What is the new goal of Mirovia?",
        "What are the current goals of Mirovia?",
        "In which fields do the members work together?",
        "Which ships were built at Karsh?",
        "How many were killed when the bridge was built?",
        "Is Karsh a member?",
        "Does Ada Novik stand for election?",
        "Who is the director?",
        "Who was the director in 2012?",
        "What does the first boat cost?",
    ],
)
def test_a_state_may_change_with_the_next_source(question):
    assert not timeless(question)


def searches(place, question, **more):
    """The options of the searches made for a question, of those that look for sources to read."""
    write(place / "docs", "old.md", "The red lamp was lit in 1904. Ann Bell is the keeper.", "2001-01-01")
    write(place / "docs", "new.md", "The red lamp burns. Carl Moss is the keeper.", "2020-01-01")
    engine = engine_on(place / "docs", place / "index", now=NOW)
    search, made = engine.index.search, []

    def watched(text, **asked):
        made.append((asked.get("recency"), asked["as_of"]))
        return search(text, **asked)

    engine.index.search = watched
    engine.answer(question, now=NOW, **more)
    return [one for one in made if one[0] is not None]


WALL, END = date(2005, 1, 1), date(2001, 12, 31)


@pytest.mark.parametrize(
    ("question", "as_of", "made"),
    [
        ("Who is the keeper?", None, [(True, None)]),
        ("Who is the keeper?", WALL, [(True, WALL)]),
        ("When was the red lamp lit?", None, [(False, None)]),
        ("Who was the keeper in 2001?", None, [(False, None), (True, END)]),
        ("Who was the keeper in 2001?", WALL, [(False, WALL), (True, END)]),
        ("When was the red lamp lit in 2001?", None, [(False, None), (False, END)]),
        ("Who is the keeper since 2001?", None, [(True, None)]),
        ("Who is the keeper by 2030?", WALL, [(True, WALL)]),
    ],
)
def test_recency_is_off_for_what_is_timeless_and_for_a_past_time_but_at_its_own_end(tmp_path, question, as_of, made):
    assert searches(tmp_path, question, as_of=as_of) == made


def test_what_is_timeless_is_never_called_stale(tmp_path):
    write(tmp_path / "docs", "old.md", "MKU stands for Mirovia Karsh Union. The fee is 4 crowns.", "2001-01-01")
    engine = engine_on(tmp_path / "docs", tmp_path / "index", now=NOW)

    def stale(question):
        answer = engine.answer(question, now=NOW)
        assert not answer.abstained
        return any(note.startswith("Stale") for note in answer.notes)

    assert stale("What is the fee?")
    assert not stale("What does MKU stand for?")
