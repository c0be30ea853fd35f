"""Programs that are wrong on purpose: each must get the worst value of the measure that is there to catch it."""

from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import (
    EVERY_KIND,
    HOW_MANY,
    NOW_CLOSED,
    QUESTIONS,
    THEN_OPEN,
    WHERE,
    WHICH,
    WHO_BUILT,
    answer,
    values,
)

from eval import MEASURES, Expectation, faults, run
from eval.measures import BY_NAME


def best(measure):
    return 0 if measure.lower else 1


def test_a_perfect_program_reaches_the_best_of_every_measure():
    got = values(planted.perfect, EVERY_KIND)
    assert got == {measure.name: best(measure) for measure in MEASURES}


# For every measure a program (and what it finds) that must get its worst value; rates of failures are worst at 1.
WORST = {
    "answer_accuracy": [
        (planted.always_yes, planted.finds_it, EVERY_KIND),
        (planted.always_abstains, planted.finds_it, (NOW_CLOSED, THEN_OPEN, HOW_MANY, WHICH, WHERE)),
        (planted.ignores_as_of, planted.finds_it, (THEN_OPEN,)),
        (planted.crashes, planted.finds_it, EVERY_KIND),
    ],
    "verdict_accuracy": [
        (planted.always_yes, planted.finds_it, EVERY_KIND),
        (planted.ignores_as_of, planted.finds_it, (THEN_OPEN,)),
    ],
    "exact_list": [(planted.lists_wrongly, planted.finds_it, (WHICH,)), (planted.crashes, planted.finds_it, (WHICH,))],
    "list_precision": [(planted.lists_wrongly, planted.finds_it, (WHICH,))],
    "list_recall": [
        (planted.lists_wrongly, planted.finds_it, (WHICH,)),
        (planted.always_abstains, planted.finds_it, (WHICH,)),
    ],
    "newest_source_accuracy": [
        (planted.newest_document, planted.finds_it, (WHICH, WHERE)),
        (planted.always_abstains, planted.finds_it, EVERY_KIND),
        (planted.most_similar, planted.finds_it, (NOW_CLOSED,)),
        (planted.ignores_as_of, planted.finds_it, (THEN_OPEN,)),
    ],
    "date_statement_accuracy": [(planted.hides_the_date, planted.finds_it, EVERY_KIND)],
    "stale_answer_rate": [
        (planted.most_similar, planted.finds_it, (NOW_CLOSED,)),
        (planted.stale, planted.finds_it, (NOW_CLOSED,)),
    ],
    "false_supersession_rate": [(planted.newest_document, planted.finds_it, (WHICH, WHERE))],
    "recency_harm": [(planted.perfect, planted.tilts_to_the_new, EVERY_KIND)],
    "quote_fidelity": [(planted.invents_a_quote, planted.finds_it, EVERY_KIND)],
    "abstention_precision": [(planted.always_abstains, planted.finds_it, (NOW_CLOSED, THEN_OPEN, HOW_MANY))],
    "abstention_recall": [(planted.never_abstains, planted.finds_it, EVERY_KIND)],
    "abstention_f1": [(planted.never_abstains, planted.finds_it, EVERY_KIND)],
    "recall_at_5": [(planted.perfect, planted.finds_nothing, EVERY_KIND)],
    "ndcg_at_10": [(planted.perfect, planted.finds_nothing, EVERY_KIND)],
}


# The wrong programs that everybody builds first; a measure for each.
SEVEN = {
    planted.always_yes,
    planted.newest_document,
    planted.most_similar,
    planted.ignores_as_of,
    planted.invents_a_quote,
    planted.never_abstains,
    planted.always_abstains,
}


def test_each_of_the_seven_is_planted():
    assert {case[0] for cases in WORST.values() for case in cases} >= SEVEN


def test_every_measure_has_a_planted_program_that_must_fail_it():
    counted = {measure.name for measure in MEASURES if measure.summed}  # how much leaks has no upper end
    assert set(WORST) == set(BY_NAME) - counted


@pytest.mark.parametrize(
    ("measure", "system", "found", "questions"), [(name, *case) for name, cases in WORST.items() for case in cases]
)
def test_a_planted_fault_gets_the_worst_value(measure, system, found, questions):
    assert values(system, questions, found=found)[measure] == 1 - best(BY_NAME[measure])


def test_every_planted_program_is_told_from_the_perfect_one():
    for system in (planted.always_yes, planted.newest_document, planted.most_similar, planted.ignores_as_of):
        assert values(system, EVERY_KIND)["newest_source_accuracy"] < 1
    for system in (planted.always_yes, planted.most_similar, planted.ignores_as_of, planted.always_abstains):
        assert values(system, EVERY_KIND)["answer_accuracy"] < 1


def test_right_source_stale_and_displaced_are_all_ends_but_silence():
    for system in (planted.perfect, planted.always_yes, planted.stale, planted.newest_document, planted.most_similar):
        for question in (NOW_CLOSED, THEN_OPEN, WHICH):
            got = values(system, (question,))
            ends = ("newest_source_accuracy", "stale_answer_rate", "false_supersession_rate")
            assert sum(got[name] for name in ends) == 1, (system, question.id)


def test_always_abstaining_scores_zero_where_there_is_an_answer():
    got = values(planted.always_abstains, (NOW_CLOSED, THEN_OPEN, HOW_MANY))
    assert got["answer_accuracy"] == got["verdict_accuracy"] == got["newest_source_accuracy"] == 0
    assert got["abstention_precision"] == 0
    assert got["quote_fidelity"] is None


def test_always_abstaining_buys_recall_with_precision():
    got = values(planted.always_abstains)
    assert got["abstention_recall"] == 1
    assert got["abstention_precision"] == 0.25


def test_the_right_words_from_a_stale_source_miss_the_date_alone():
    got = values(planted.stale, (NOW_CLOSED,))
    assert (got["answer_accuracy"], got["newest_source_accuracy"]) == (1, 0)


def test_ignoring_as_of_leaks_one_citation_and_one_entry():
    got = values(planted.ignores_as_of, (THEN_OPEN,))
    assert got["as_of_leakage"] == 2
    assert got["answer_accuracy"] == got["newest_source_accuracy"] == 0


# The missing-data table: an answer or none, of a question that has a gold answer or none.
NEITHER_GOLD_NOR_ANSWER = (planted.always_abstains, WHO_BUILT, 1)
GOLD_WITHOUT_ANSWER = (planted.always_abstains, HOW_MANY, 0)
ANSWER_WITHOUT_GOLD = (planted.never_abstains, WHO_BUILT, 0)
BOTH = (planted.perfect, HOW_MANY, 1)
PART_OF_THE_ANSWER = (
    lambda q: answer("4", planted.SPANS),
    replace(HOW_MANY, expect=Expectation(all_of=("4", "8"))),
    0,
)
CRASH_WITH_GOLD = (planted.crashes, HOW_MANY, 0)
CRASH_WITHOUT_GOLD = (planted.crashes, WHO_BUILT, 0)


@pytest.mark.parametrize(
    ("system", "question", "accuracy"),
    [
        NEITHER_GOLD_NOR_ANSWER,
        GOLD_WITHOUT_ANSWER,
        ANSWER_WITHOUT_GOLD,
        BOTH,
        PART_OF_THE_ANSWER,
        CRASH_WITH_GOLD,
        CRASH_WITHOUT_GOLD,
    ],
)
def test_missing_data(system, question, accuracy):
    assert values(system, (question,))["answer_accuracy"] == accuracy


def test_a_crash_counts_in_every_measure_its_question_calls_for():
    got = values(planted.crashes, EVERY_KIND, found=planted.finds_nothing)
    unmeasured = {"abstention_precision": None, "as_of_leakage": 0}  # it did not abstain, and it showed nothing
    assert got == {measure.name: 1 - best(measure) for measure in MEASURES} | unmeasured


def test_a_crash_is_named_and_the_rest_runs_on():
    def fragile(question):
        return planted.crashes(question) if question is HOW_MANY else planted.perfect(question)

    made = run(QUESTIONS, fragile)
    assert len(made.outcomes) == len(QUESTIONS)
    assert faults(made.outcomes[2]) == ("crashed: KeyError: 'spans'",)
    assert values(fragile)["answer_accuracy"] == 0.75
