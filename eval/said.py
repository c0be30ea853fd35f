"""Measures of what an answer says: its words, its verdict, its list.

Right words and right date are scored apart on purpose (sources.py): an answer may be right by luck from an old
source, and only the pair of numbers shows it.
"""

import re
from collections.abc import Iterable

from eval.matching import occurs
from eval.questions import Category
from eval.run import Outcome
from eval.sources import date_wrong
from qa import Answer


def answer_accuracy(outcome: Outcome) -> float:
    """1 when the answer says what is expected and nothing that is forbidden, or abstains when it should.

    Strings are looked for in `text` and in `values`, forbidden ones in `values` or, where those are empty, in
    `text`. The date that `text` ends on ("as of 16 April 2024") is left out, or it would answer each question
    for a year. Where nothing but a date is expected, the date is the answer.

    Example: a "no" without the observer is half an answer, hence none; so is silence, and so is a crash.

    >>> from eval.example import crashed, said, silent
    >>> expect = {"verdict": "no", "all_of": ["observer"]}
    >>> right, half = said(expect, "No: an observer.", verdict="no"), said(expect, "No.", verdict="no")
    >>> [answer_accuracy(outcome) for outcome in (right, half, silent(expect), crashed(expect))]
    [1.0, 0.0, 0.0, 0.0]
    """
    return float(not said_wrong(outcome))


def verdict_accuracy(outcome: Outcome) -> float | None:
    """1 when the verdict is the expected one; only questions that expect a verdict count.

    Example: a program that always says yes, where "yes", "no" and "no" are expected.

    >>> from eval.example import said
    >>> [verdict_accuracy(said({"verdict": expected}, verdict="yes")) for expected in ("yes", "no", "no")]
    [1.0, 0.0, 0.0]
    """
    wanted = outcome.question.expect.verdict
    if wanted is None:
        return None
    return float(outcome.answer is not None and outcome.answer.verdict == wanted)


def list_precision(outcome: Outcome) -> float | None:
    """The share of the names listed that are expected; only `list` questions count.

    In a question of the category `list`, `all_of` is the whole list; `any_of` may be listed too. An answer that
    lists nothing scores 0.

    Example: two of the four names listed are expected.

    >>> from eval.example import said
    >>> list_precision(said({"all_of": ["A", "B", "C"]}, values=("A", "B", "X", "Y"), category="list"))
    0.5
    """
    named = _listed(outcome)
    if named is None:
        return None
    values, wanted, allowed = named
    if not values:
        return 0.0
    return sum(any(occurs(name, value) for name in (*wanted, *allowed)) for value in values) / len(values)


def list_recall(outcome: Outcome) -> float | None:
    """The share of the expected names that are listed; only `list` questions count.

    Example: two of the three names expected are listed.

    >>> from eval.example import said
    >>> round(list_recall(said({"all_of": ["A", "B", "C"]}, values=("A", "B", "X", "Y"), category="list")), 2)
    0.67
    """
    named = _listed(outcome)
    if named is None:
        return None
    values, wanted, _ = named
    return sum(any(occurs(name, value) for value in values) for name in wanted) / len(wanted)


def exact_list(outcome: Outcome) -> float | None:
    """1 when the list holds all expected names and no other; only `list` questions count.

    Example: all in another order; one too few; one too many.

    >>> from eval.example import said
    >>> expect = {"all_of": ["A", "B", "C"]}
    >>> [exact_list(said(expect, values=listed, category="list")) for listed in ("CBA", "AB", "ABCX")]
    [1.0, 0.0, 0.0]
    """
    precision, recall = list_precision(outcome), list_recall(outcome)
    return None if precision is None else float(precision == recall == 1)


def said_wrong(outcome: Outcome) -> list[str]:
    """Why the answer's words are not the expected ones; empty when they are."""
    answer, expect = outcome.answer, outcome.question.expect
    if answer is None:
        return ["gave no answer"]
    if expect.abstain:
        return [] if answer.abstained else ["answered what the corpus does not say"]
    if answer.abstained:
        return ["abstained"]
    wrong = []
    if expect.verdict and answer.verdict != expect.verdict:
        wrong.append(f"verdict {answer.verdict or 'none'}, expected {expect.verdict}")
    text = _undated_text(answer)
    said = (text, *answer.values)
    wrong += [f"does not say {wanted!r}" for wanted in expect.all_of if not _says(said, wanted)]
    if expect.any_of and not any(_says(said, wanted) for wanted in expect.any_of):
        wrong.append(f"says none of {', '.join(map(repr, expect.any_of))}")
    forbidden_in = answer.values or (text,)
    wrong += [f"says {forbidden!r}" for forbidden in expect.none_of if _says(forbidden_in, forbidden)]
    if not (expect.verdict or expect.all_of or expect.any_of or expect.none_of):
        wrong += date_wrong(outcome)
    return wrong


def list_wrong(outcome: Outcome) -> list[str]:
    """Which names are listed although nobody expects them; what is missing, `said_wrong` says."""
    named = _listed(outcome)
    if named is None:
        return []
    values, wanted, allowed = named
    return [f"also lists {value!r}" for value in values if not any(occurs(name, value) for name in (*wanted, *allowed))]


def _listed(outcome: Outcome) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    """(names listed, names expected, names allowed) of a list question; None for any other."""
    expect = outcome.question.expect
    if outcome.question.category is not Category.LIST or not expect.all_of:
        return None
    values = () if outcome.answer is None or outcome.answer.abstained else outcome.answer.values
    return values, expect.all_of, expect.any_of


def _says(parts: Iterable[str], wanted: str) -> bool:
    return any(occurs(wanted, part) for part in parts)


def _undated_text(answer: Answer) -> str:
    if answer.published is None:
        return answer.text
    dates = "|".join(re.escape(day) for day in (answer.published.spoken, str(answer.published)))
    return re.sub(rf"\bas of (?:{dates})", "", answer.text, flags=re.IGNORECASE)
