"""Silence, reasons for it, and how sure the mean of few questions is."""

from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import answer, outcome

from eval import Expectation, score
from eval.abstention import abstention_f1, by_reason, kind_of
from eval.measures import BY_NAME
from eval.scores import bootstrap


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
