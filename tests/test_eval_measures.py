"""Each measure: its worked example, and a planted wrong program that it alone must catch."""

from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import DOCUMENTS, HOW_MANY, NOW_CLOSED, QUESTIONS, THEN_OPEN, WHO_BUILT, answer, day, year

from eval import MEASURES, Category, Expectation, Outcome, Question, run, score
from eval.measures import (
    answer_accuracy,
    as_of_leakage,
    faults,
    quote_fidelity,
    source_date_rate,
    verdict_accuracy,
)
from qa import Answer, Citation


def values(system, questions=QUESTIONS, documents=DOCUMENTS):
    scores = score(run(questions, system, documents=documents).outcomes)
    return {measure.name: measure.over(scores) for measure in MEASURES}


def test_a_perfect_program_scores_one_and_leaks_nothing():
    assert values(planted.perfect) == {
        "answer_accuracy": 1,
        "verdict_accuracy": 1,
        "source_date_rate": 1,
        "quote_fidelity": 1,
        "as_of_leakage": 0,
        "abstention_precision": 1,
        "abstention_recall": 1,
    }


@pytest.mark.parametrize(
    ("system", "measure"),
    [
        (planted.always_yes, "verdict_accuracy"),
        (planted.never_abstains, "abstention_recall"),
        (planted.invents_a_quote, "quote_fidelity"),
        (planted.crashes, "answer_accuracy"),
    ],
)
def test_a_planted_fault_scores_zero(system, measure):
    assert values(system)[measure] == 0


def test_always_abstaining_scores_zero_where_there_is_an_answer():
    got = values(planted.always_abstains, (NOW_CLOSED, THEN_OPEN, HOW_MANY))
    assert got["answer_accuracy"] == got["verdict_accuracy"] == got["source_date_rate"] == 0
    assert got["abstention_precision"] == 0
    assert got["quote_fidelity"] is None


def test_always_abstaining_buys_recall_with_precision():
    got = values(planted.always_abstains)
    assert got["abstention_recall"] == 1
    assert got["abstention_precision"] == 0.25


def test_the_right_words_from_a_stale_source_miss_the_date_alone():
    got = values(planted.stale, (NOW_CLOSED,))
    assert (got["answer_accuracy"], got["source_date_rate"]) == (1, 0)


def test_ignoring_as_of_leaks_one_citation_and_one_entry():
    got = values(planted.ignores_as_of, (THEN_OPEN,))
    assert got["as_of_leakage"] == 2
    assert got["answer_accuracy"] == got["source_date_rate"] == 0


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
    assert values(planted.crashes) == {
        "answer_accuracy": 0,
        "verdict_accuracy": 0,
        "source_date_rate": 0,
        "quote_fidelity": 0,
        "as_of_leakage": 0,  # it showed nothing
        "abstention_precision": None,  # nor did it abstain
        "abstention_recall": 0,
    }


def test_a_crash_is_named_and_the_rest_runs_on():
    def fragile(question):
        return planted.crashes(question) if question is HOW_MANY else planted.perfect(question)

    made = run(QUESTIONS, fragile)
    assert len(made.outcomes) == len(QUESTIONS)
    assert faults(made.outcomes[2]) == ("crashed: KeyError: 'spans'",)
    assert values(fragile)["answer_accuracy"] == 0.75


# Worked examples of the docstrings.


def outcome(got: Answer | None, expect: Expectation, as_of=None) -> Outcome:
    return Outcome(Question("q", Category.OPEN, "?", expect, as_of=as_of), got, documents=DOCUMENTS)


def test_answer_accuracy_example():
    expect = Expectation(verdict="no", all_of=("observer",))
    given = [
        answer("No: an observer", planted.OPEN, verdict="no"),
        answer("No.", planted.OPEN, verdict="no"),
        planted.ABSTAINED,
        None,
    ]
    assert [answer_accuracy(outcome(got, expect)) for got in given] == [1, 0, 0, 0]


def test_verdict_accuracy_example():
    got = answer("Yes", planted.OPEN, verdict="yes")
    assert [verdict_accuracy(outcome(got, Expectation(verdict=one))) for one in ("yes", "no", "no")] == [
        1,
        0,
        0,
    ]


def test_a_year_is_not_the_day_it_holds():
    got = replace(answer("Yes", planted.OPEN), published=year(2019))
    expect = Expectation(published=(planted.expected("2019-06-01"),))
    assert source_date_rate(outcome(got, expect)) == 0


def test_an_undated_source_is_expected_by_null():
    expect = Expectation(published=(None,))
    assert source_date_rate(outcome(answer("Green", planted.GREEN), expect)) == 1
    assert source_date_rate(outcome(answer("Open", planted.OPEN), expect)) == 0
    assert source_date_rate(outcome(planted.ABSTAINED, expect)) == 0


def test_quote_fidelity_example():
    false = Citation(planted.NEW, planted.NEW.published, "closed", 0, 6)
    got = replace(answer("Open", planted.OPEN), citations=(planted.OPEN, planted.CLOSED, planted.SPANS, false))
    assert quote_fidelity(outcome(got, Expectation(verdict="yes"))) == 0.75


def test_a_false_quote_in_the_timeline_counts():
    entry = planted.perfect(NOW_CLOSED).timeline[0]
    false = replace(entry, citation=replace(entry.citation, start=entry.citation.start + 1))
    got = replace(answer("Open", planted.OPEN), timeline=(false,))
    assert quote_fidelity(outcome(got, Expectation(verdict="yes"))) == 0.5


@pytest.mark.parametrize(
    "citation",
    [
        replace(
            planted.OPEN,
            document=replace(planted.NEW, text="The bridge at Orrin is open again.", file="gone.md"),
        ),
        replace(planted.OPEN, document=planted.OLD),
        Citation(planted.NEW, None, "", 3, 3),
        Citation(planted.NEW, None, "again.", -6, len(planted.NEW.text)),
        Citation(planted.NEW, None, planted.NEW.text[-6:-1], -6, -1),
    ],
    ids=["no such file", "another document", "empty", "negative start", "negative offsets"],
)
def test_a_quote_that_is_not_in_the_file_at_its_offsets(citation):
    got = answer("Open", citation)
    assert quote_fidelity(outcome(got, Expectation(verdict="yes"))) == 0


def test_an_invented_document_is_caught_only_with_the_corpus_at_hand():
    made_up = planted.Document("new.md", "All is well.", "", "", day("2019-06-01"))
    got = answer("Well", planted.cite(made_up, "All is well."))
    told = outcome(got, Expectation(verdict="yes"))
    assert quote_fidelity(told) == 0
    assert quote_fidelity(replace(told, documents=None)) == 1


def test_an_answer_that_quotes_nothing_rests_on_nothing():
    got = Answer("", "4", values=("4",), published=day("2015-03-02"))
    told = outcome(got, Expectation(all_of=("4",)))
    assert quote_fidelity(told) == 0
    assert "quotes nothing" in faults(told)


def test_leakage_example():
    citations = tuple(
        replace(planted.CLOSED, published=published) for published in (day("2011-04-14"), year(2011), day("2012-01-01"))
    )
    got = replace(answer("Closed", planted.CLOSED), citations=citations)
    assert as_of_leakage(outcome(got, Expectation(verdict="yes"), as_of=day("2011-12-31").last)) == 1


def test_an_undated_source_under_as_of_leaks():
    got = answer("Green", planted.GREEN)
    assert as_of_leakage(outcome(got, Expectation(verdict="yes"), as_of=day("2030-01-01").last)) == 1


def test_a_source_of_the_very_day_does_not_leak_and_the_running_year_does():
    as_of = day("2015-03-02").last
    assert as_of_leakage(outcome(answer("x", planted.CLOSED), Expectation(verdict="no"), as_of=as_of)) == 0
    running = replace(planted.CLOSED, published=year(2015))
    assert as_of_leakage(outcome(answer("x", running), Expectation(verdict="no"), as_of=as_of)) == 1


# Traps: answers that would pass a looser measure.


def test_the_date_an_answer_ends_on_answers_no_question_for_a_year():
    told = outcome(answer("In 1987, as of 2 March 2015.", planted.CLOSED), Expectation(all_of=("2015",)))
    assert answer_accuracy(told) == 0


def test_a_date_that_is_itself_the_answer_counts():
    told = outcome(answer("On 2 March 2015, as of 2 March 2015.", planted.CLOSED), Expectation(all_of=("2015",)))
    assert answer_accuracy(told) == 1


def test_only_a_forbidden_word_expected_does_not_reward_abstaining():
    assert answer_accuracy(outcome(planted.ABSTAINED, Expectation(none_of=("red",)))) == 0


def test_forbidden_words_are_sought_in_values_and_only_without_them_in_the_text():
    expect = Expectation(none_of=("red",))
    assert answer_accuracy(outcome(answer("Green, not red.", planted.GREEN, values=("green",)), expect)) == 1
    assert answer_accuracy(outcome(answer("Green, not red.", planted.GREEN), expect)) == 0


def test_where_only_a_date_is_expected_the_date_is_the_answer():
    expect = Expectation(published=(planted.expected("2019-06-01"),))
    assert answer_accuracy(outcome(answer("whatever", planted.CLOSED), expect)) == 0
    assert answer_accuracy(outcome(answer("whatever", planted.OPEN), expect)) == 1


def test_one_of_any_is_enough():
    expect = Expectation(any_of=("four", "4"))
    assert answer_accuracy(outcome(answer("4 spans", planted.SPANS), expect)) == 1
    assert answer_accuracy(outcome(answer("14 spans", planted.SPANS), expect)) == 0


def test_a_fault_is_told_once():
    told = outcome(answer("whatever", planted.CLOSED), Expectation(published=(planted.expected("2019-06-01"),)))
    assert faults(told) == ("rests on 2015-03-02, expected 2019-06-01",)
