"""What an answer says: words, verdicts and lists, and the traps that a looser measure would fall into."""

import planted_eval as planted
import pytest
from planted_eval import DOCUMENTS, WHICH, answer, outcome

from eval import Category, Expectation, Outcome, faults
from eval.said import answer_accuracy, exact_list, list_precision, list_recall


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
