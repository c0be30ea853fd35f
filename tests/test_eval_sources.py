"""What an answer rests on: the source, its date, its quotes, and the wall of `as_of`."""

from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import NOW_CLOSED, answer, day, outcome, year

from eval import Expectation, faults
from eval.sources import (
    as_of_leakage,
    date_statement_accuracy,
    false_supersession_rate,
    newest_source_accuracy,
    quote_fidelity,
    stale_answer_rate,
)
from qa import Answer, Citation


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
