"""Each measure: its worked example, and a planted wrong program that it alone must catch."""

from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import (
    DOCUMENTS,
    EVERY_KIND,
    HOW_MANY,
    NOW_CLOSED,
    QUESTIONS,
    THEN_OPEN,
    WHERE,
    WHICH,
    WHO_BUILT,
    answer,
    day,
    year,
)

from eval import MEASURES, Category, Expectation, Found, Outcome, Question, faults, run, score
from eval.abstention import abstention_f1, by_reason, kind_of
from eval.measures import BY_NAME
from eval.retrieval import ndcg_at_10, recall_at_5, recency_harm
from eval.said import answer_accuracy, exact_list, list_precision, list_recall, verdict_accuracy
from eval.scores import bootstrap
from eval.sources import (
    as_of_leakage,
    date_statement_accuracy,
    false_supersession_rate,
    newest_source_accuracy,
    quote_fidelity,
    stale_answer_rate,
)
from qa import Answer, Citation


def values(system, questions=QUESTIONS, documents=DOCUMENTS, found=planted.finds_it):
    scores = score(run(questions, system, documents=documents, found=found).outcomes)
    return {measure.name: measure.over(scores) for measure in MEASURES}


def best(measure):
    return 0 if measure.lower else 1


def test_a_perfect_program_reaches_the_best_of_every_measure():
    got = values(planted.perfect, EVERY_KIND)
    assert got == {measure.name: best(measure) for measure in MEASURES}


# For every measure a program (and what it finds) that must get its worst value; rates of failures are worst at 1.
WORST = {
    "answer_accuracy": [(planted.crashes, planted.finds_it, EVERY_KIND)],
    "verdict_accuracy": [(planted.always_yes, planted.finds_it, EVERY_KIND)],
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


# Worked examples of the docstrings.


def outcome(got: Answer | None, expect: Expectation, as_of=None, category=Category.OPEN, found=None) -> Outcome:
    return Outcome(Question("q", category, "?", expect, as_of=as_of), got, documents=DOCUMENTS, found=found)


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


@pytest.mark.parametrize(
    ("listed", "precision", "recall", "exact"),
    [
        (("A", "B", "X", "Y"), 0.5, 2 / 3, 0),
        (("C", "B", "A"), 1, 1, 1),
        (("A", "B"), 1, 2 / 3, 0),
        (("A", "B", "C", "X"), 0.75, 1, 0),
        (("A", "B", "C", "D"), 1, 1, 1),
        ((), 0, 0, 0),
    ],
)
def test_list_examples(listed, precision, recall, exact):
    expect = Expectation(all_of=("A", "B", "C"), any_of=("D",))
    told = outcome(answer("A, B, C", planted.OPEN, values=listed), expect, category=Category.LIST)
    assert (list_precision(told), list_recall(told), exact_list(told)) == (precision, recall, exact)
    assert exact_list(outcome(answer("A", planted.OPEN, values=listed), expect)) is None


def resting_on(published):
    citation = replace(planted.OPEN, published=published)
    return replace(answer("Observer.", citation), published=published)


SOURCES = [(day("2024-04-16"), 1, 0, 0), (day("2023-03-06"), 0, 1, 0), (day("2025-01-01"), 0, 0, 1), (None, 0, 0, 0)]


@pytest.mark.parametrize(("published", "newest", "stale", "displaced"), SOURCES)
def test_source_examples(published, newest, stale, displaced):
    told = outcome(resting_on(published), Expectation(published=(planted.expected("2024-04-16"),)))
    got = (newest_source_accuracy(told), stale_answer_rate(told), false_supersession_rate(told))
    assert got == (newest, stale, displaced)


@pytest.mark.parametrize(("published", "stale"), [("2021-01-01", 1), ("2020-01-01", 0), ("2024-01-01", 0)])
def test_older_than_the_newest_accepted_date_is_stale(published, stale):
    accepted = (planted.expected("2020-01-01"), planted.expected("2024-01-01"))
    assert stale_answer_rate(outcome(resting_on(day(published)), Expectation(published=accepted))) == stale


def test_a_dated_source_displaces_an_undated_one_and_cannot_be_staler():
    told = outcome(resting_on(day("2001-01-01")), Expectation(published=(None,)))
    assert (stale_answer_rate(told), false_supersession_rate(told)) == (None, 1)


@pytest.mark.parametrize(
    ("text", "published", "right"),
    [
        ("Observer, as of 16 April 2024.", day("2024-04-16"), 1),
        ("Observer (2024-04-16).", day("2024-04-16"), 1),
        ("Observer.", day("2024-04-16"), 0),
        ("Observer, as of 2024.", year(2024), 0),
        ("Observer, as of 6 April 2024.", day("2024-04-16"), 0),
    ],
)
def test_date_statement_examples(text, published, right):
    got = replace(answer(text, planted.OPEN), published=published)
    assert date_statement_accuracy(outcome(got, Expectation(published=(planted.expected("2024-04-16"),)))) == right


def test_a_year_is_not_the_day_it_holds():
    expect = Expectation(published=(planted.expected("2019-06-01"),))
    assert newest_source_accuracy(outcome(resting_on(year(2019)), expect)) == 0


def test_an_undated_source_is_expected_by_null():
    expect = Expectation(published=(None,))
    assert newest_source_accuracy(outcome(answer("Green", planted.GREEN), expect)) == 1
    assert newest_source_accuracy(outcome(answer("Open", planted.OPEN), expect)) == 0
    assert newest_source_accuracy(outcome(planted.ABSTAINED, expect)) == 0
    assert date_statement_accuracy(outcome(answer("Green, from an undated source.", planted.GREEN), expect)) == 1
    assert date_statement_accuracy(outcome(answer("Green.", planted.GREEN), expect)) == 0


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
        (Category.LATEST, ("old.md", "new.md"), None),
    ],
)
def test_recency_harm_example(category, timeless, harm):
    found = Found(("new.md", "old.md"), timeless)
    told = outcome(answer("x", planted.OPEN), Expectation(all_of=("x",)), category=category, found=found)
    assert recency_harm(told) == harm


def test_abstention_f1_example():
    unanswerable, answerable = Expectation(abstain=True), Expectation(all_of=("x",))
    told = [outcome(planted.ABSTAINED, unanswerable)] * 9 + [outcome(answer("x", planted.OPEN), unanswerable)]
    told += [outcome(planted.ABSTAINED, answerable)] * 3 + [outcome(answer("x", planted.OPEN), answerable)] * 5
    measure = BY_NAME["abstention_f1"]
    assert measure.over(score(told)) == pytest.approx(18 / 22)
    assert [abstention_f1(one) for one in told[-6:-4]] == [0, None]


def test_reasons_are_told_apart_by_their_wording_without_names_and_dates():
    def silent(reason):
        return replace(planted.ABSTAINED, reason=reason)

    unanswerable, answerable = Expectation(abstain=True), Expectation(all_of=("x",))
    told = [
        outcome(silent('The documents say nothing of "Vell".'), unanswerable),
        outcome(silent('The documents say nothing of "Marrow Point".'), answerable),
        outcome(silent("No document was published by 3 May 2010."), unanswerable),
        outcome(answer("x", planted.OPEN), unanswerable),
    ]
    unheard, early = by_reason(told)
    assert unheard.reason == 'The documents say nothing of "…".'
    assert (unheard.given, unheard.right, unheard.precision, unheard.recall, unheard.f1) == (2, 1, 0.5, 1 / 3, 0.4)
    assert (early.reason, early.precision) == ("No document was published by DATE.", 1)
    assert kind_of("") == "no reason"


def test_the_interval_of_a_coin_thrown_a_hundred_times():
    low, high = bootstrap([0.0, 1.0] * 50)
    assert (low, high) == (pytest.approx(0.4, abs=0.02), pytest.approx(0.6, abs=0.02))
    assert bootstrap([0.0, 1.0] * 50) == (low, high)
    assert bootstrap([0.0, 1.0] * 5)[0] < low


def test_weights_count_in_the_interval_as_in_the_mean():
    scores = score([outcome(planted.ABSTAINED, Expectation(abstain=True))] * 8)
    assert BY_NAME["abstention_f1"].interval(scores) == (1, 1)
    assert bootstrap([1.0, 0.0] * 50, [3.0, 1.0] * 50)[0] > 0.6
    assert BY_NAME["as_of_leakage"].interval(scores) is None


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


def test_a_right_source_whose_date_is_kept_from_the_reader_is_a_fault():
    told = outcome(answer("whatever", planted.OPEN), Expectation(published=(planted.expected("2019-06-01"),)))
    assert faults(told) == ("rests on 2019-06-01 and does not say so",)


def test_a_name_too_many_in_a_list_is_a_fault():
    got = answer("Orrin, Selk and Vost, as of 2 March 2015.", planted.CLOSED, values=("Orrin", "Selk", "Vost"))
    assert faults(Outcome(WHICH, got, documents=DOCUMENTS)) == ("also lists 'Vost'",)
