"""Two reports compared: what changed, and whether it is more than noise."""

import copy
import json
from dataclasses import replace

import planted_eval as planted
import pytest
from planted_eval import DOCUMENTS, EVERY_KIND, HOW_MANY

from eval import EvalFileError, report, run
from eval.compare import compare, paired, read_report
from eval.markdown import comparison


def made_by(system, questions=EVERY_KIND):
    return json.loads(json.dumps(report(run(questions, system, documents=DOCUMENTS)).to_dict()))


MANY = tuple(replace(HOW_MANY, id=f"q{number}") for number in range(12))


def breaks_first(count):
    """A program that answers all but the first so many of MANY."""

    def system(question):
        wrong = question in MANY[:count]
        return planted.answer("7", planted.SPANS) if wrong else planted.answer("4", planted.SPANS)

    return system


def test_a_report_against_itself_has_no_change():
    made = made_by(planted.perfect)
    found = compare(made, copy.deepcopy(made))
    assert (found.changes, found.added, found.removed, found.asked_anew, found.worse) == ((), (), (), (), False)
    assert "did not change" in found.verdict
    assert all(shift.p == 1 and shift.before == shift.after for shift in found.shifts)


def test_every_changed_question_is_named_the_broken_ones_first():
    found = compare(made_by(planted.stale), made_by(planted.newest_document))
    assert found.changes
    found = compare(made_by(planted.perfect), made_by(planted.always_abstains))
    kinds = {change.id: change.kind for change in found.changes}
    assert kinds == {"closed": "broken", "then-open": "broken", "spans": "broken", "which": "broken", "where": "broken"}
    back = compare(made_by(planted.always_abstains), made_by(planted.perfect))
    assert {change.kind for change in back.changes} == {"fixed"}
    change = back.changes[0]
    assert (change.before, change.after) == ("The documents do not say.", "No, it is open, as of 1 June 2019.")


def test_the_same_verdict_from_another_source_is_a_change():
    (change,) = compare(
        made_by(planted.perfect, (planted.NOW_CLOSED,)), made_by(planted.stale, (planted.NOW_CLOSED,))
    ).changes
    assert (change.kind, change.faults[0]) == ("changed", "rests on 2015-03-02, expected 2019-06-01")


@pytest.mark.parametrize(("broken", "worse"), [(0, False), (1, False), (5, False), (6, True), (12, True)])
def test_six_of_six_are_more_than_noise_and_five_are_not(broken, worse):
    found = compare(made_by(breaks_first(0), MANY), made_by(breaks_first(broken), MANY))
    assert found.worse is worse
    assert ("more than noise" in found.verdict and "no more than noise" not in found.verdict) is worse


def test_getting_better_is_never_worse():
    found = compare(made_by(breaks_first(12), MANY), made_by(breaks_first(0), MANY))
    assert not found.worse
    assert found.verdict.startswith("Answer accuracy is better: from 0.000 to 1.000, more than noise")


def test_a_rate_of_failures_that_rises_is_worse():
    shifts = {shift.measure: shift for shift in compare(made_by(planted.perfect), made_by(planted.stale)).shifts}
    assert shifts["stale_answer_rate"].worse
    assert shifts["newest_source_accuracy"].worse
    assert not shifts["answer_accuracy"].worse


@pytest.mark.parametrize(
    ("before", "after", "p"),
    [
        ([0] * 6, [1] * 6, 2 / 64),
        ([0] * 5, [1] * 5, 2 / 32),
        ([1, 1, 0], [1, 1, 0], 1.0),
        ([0, 1], [1, 0], 1.0),
        ([0] * 9 + [1], [1] * 9 + [0], 2 * (1 + 10) / 1024),
    ],
)
def test_mcnemar_by_hand(before, after, p):
    assert paired(before, after) == pytest.approx(p)


def test_shares_are_tested_by_flipping_signs():
    assert paired([0.5] * 8, [0.75] * 8) == pytest.approx(2 / 256, abs=0.004)
    assert paired([0.5] * 8, [0.75, 0.25] * 4) == 1.0
    assert paired([0.5] * 8, [0.75] * 8) == paired([0.5] * 8, [0.75] * 8)


def test_questions_of_one_report_only_or_asked_anew_are_named_and_left_out():
    other = replace(HOW_MANY, id="q1", question="How many arches has it?")
    old, new = made_by(breaks_first(0), MANY[:3]), made_by(breaks_first(0), (MANY[0], other, MANY[5]))
    found = compare(old, new)
    assert (found.added, found.removed, found.asked_anew) == (("q5",), ("q2",), ("q1",))
    assert {shift.questions for shift in found.shifts} == {1}


def test_a_measure_whose_questions_the_program_chooses_is_shown_and_not_tested():
    shifts = {one.measure: one for one in compare(made_by(planted.perfect), made_by(planted.always_abstains)).shifts}
    precision, f1 = shifts["abstention_precision"], shifts["abstention_f1"]
    assert (precision.before, precision.after, precision.questions, precision.p) == (1, 1 / 6, 6, None)
    assert (f1.before, f1.after) == (1, 2 / 7)  # as the report has it: what is right counts twice
    assert not precision.more_than_noise
    assert "quote_fidelity" not in shifts  # it quoted nothing


def test_nothing_in_common_is_said():
    found = compare(made_by(breaks_first(0), MANY[:2]), made_by(breaks_first(0), MANY[2:4]))
    assert found.verdict == "The two reports have no question in common."


def test_a_crash_is_a_change_that_says_so():
    found = compare(made_by(breaks_first(0), MANY[:1]), made_by(planted.crashes, MANY[:1]))
    assert found.changes[0].after == "crashed: KeyError: 'spans'"


def test_markdown_names_changes_and_measures():
    text = comparison(compare(made_by(breaks_first(0), MANY), made_by(breaks_first(12), MANY)))
    assert "| answer_accuracy | 1.000 | 0.000 | 12 | 0.000 more than noise |" in text
    assert "- **broken** `q0` How many spans has it? – before: 4; after: 7" in text


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not JSON"),
        (b"{\n\n]", ":3: not JSON"),
        (b"[]", "no report of this program"),
        (b'{"outcomes": [{}], "scores": []}', "KeyError"),
        (b'{"outcomes": [], "scores": [{"measure": "x", "question": "y"}]}', "KeyError"),
        (json.dumps(made_by(planted.perfect) | {"scores": []}).encode(), "no answer_accuracy of closed"),
        (b"\xff\xfe", "no report"),
    ],
)
def test_a_bad_report_is_an_error_that_names_it(tmp_path, content, complaint):
    file = tmp_path / "old.json"
    file.write_bytes(content)
    with pytest.raises(EvalFileError, match=complaint) as caught:
        read_report(file)
    assert str(file) in str(caught.value)


def test_a_missing_report_is_an_error_that_says_how_to_write_one(tmp_path):
    with pytest.raises(EvalFileError, match="--json"):
        read_report(tmp_path / "none.json")
