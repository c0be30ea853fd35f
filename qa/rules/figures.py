"""Figures that a question puts to the test: "Is the fee 70 crowns?", "Are there nine members?", "Is it over 40 m?".

Whether a source says so is arithmetic, not reading: the amount is found as for "How much is the fee?" and compared.
Amounts of other units are never compared: 60 minutes neither are nor are not one hour here, which is left unanswered.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from operator import ge, gt, le, lt

from qa.question import Kind, Question
from qa.read import Claim
from qa.rules.amounts import Amount, amounts
from qa.rules.context import Context
from qa.rules.quantities import counts, measures
from qa.rules.source import Source
from qa.rules.words import words

_RELATION = re.compile(
    r"\b(?:(?P<least>at least|(?:no|not) less than)|(?P<most>at most|up to|(?:no|not) more than)"
    r"|(?P<over>(?:more|higher|longer|taller|larger|bigger|greater|older) than|over|above)"
    r"|(?P<under>(?:less|fewer|lower|shorter|smaller|cheaper|younger) than|under|below))\s*$",
    re.IGNORECASE,
)
_BEARS_OUT: dict[str, Callable[[float, float], bool]] = {"least": ge, "most": le, "over": gt, "under": lt}
_RELATIONS = frozenset("more less fewer higher lower longer shorter larger smaller bigger greater least most".split())
_LIMIT = re.compile(r"\b(?:up to|at most|(?:no|not) more than|a maximum of|as many as)\s*$", re.IGNORECASE)
# What may follow a figure that the question asks about: "70 crowns a year?", "40 metres high?", "nine members?".
_THEN = re.compile(
    r"(?:\s[a-z]{3,})?(?:\s(?:a|an|per|each|every)\s\w+)?"
    r"(?:\s(?:high|long|tall|wide|deep|big|old|or more|or less|now|today))?\W*$",
    re.IGNORECASE,
)
_SPELT = {"m": "metre", "meter": "metre", "km": "kilometre", "kilometer": "kilometre", "per cent": "%", "percent": "%"}


@dataclass(frozen=True)
class Figure:
    """An amount put to the test: `relation` is "least", "most", "over" or "under", or "" for just so much."""

    amount: Amount
    relation: str = ""

    def held_by(self, found: Amount, *, at_most: bool = False) -> bool | None:
        """Whether an amount bears the figure out; None where the units are not the same.

        Args:
            found: What the source gives.
            at_most: The source gives it as a limit: up to so much.
        """
        if unit_of(found) != unit_of(self.amount):
            return None
        if self.relation:
            return _BEARS_OUT[self.relation](found.value, self.amount.value)
        if at_most:
            return self.amount.value <= found.value
        return abs(found.value - self.amount.value) < 1e-9


def unit_of(amount: Amount) -> str:
    """The unit of an amount in one spelling.

    >>> [unit_of(one) for one in amounts("41 m, two metres, £3, nine")]
    ['metre', 'metre', '£', '']
    """
    unit = amount.unit.lower()
    unit = unit.removesuffix("s") if len(unit) > 2 else unit
    return _SPELT.get(unit, unit)


def figure_of(question: Question) -> Figure | None:
    """The figure that a yes/no question puts to the test, or None.

    Only what the question ends with is one: "Is the fee 70 crowns?", but not "Can a child of 9 come along?".
    """
    if question.kind is not Kind.YES_NO or not question.number:
        return None
    window = question.window.text if question.window else ""
    text = question.text.replace(window, " ").strip() if window else question.text
    found = amounts(text)
    if not found or not _THEN.match(text, found[-1].end):
        return None
    relation = _RELATION.search(text[: found[-1].start])
    return Figure(found[-1], str(relation.lastgroup) if relation else "")


def says(figure: Figure, text: str) -> bool:
    """Whether any amount in a text bears a figure out."""
    return any(figure.held_by(found, at_most=_is_limit(text[: found.start])) for found in amounts(text))


def _is_limit(before: str) -> bool:
    return _LIMIT.search(before) is not None


def compares(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Verdicts on a figure: the amount is looked for as if the question asked how much it is, and compared."""
    figure = figure_of(question)
    if figure is None:
        return
    unit, own = unit_of(figure.amount), {*words(figure.amount.text), *_RELATIONS}
    role = " ".join(word for word in words(question.role) if word not in own)
    asked = replace(question, role=role, about=tuple(word for word in question.about if word not in own))

    def fits(found: Amount) -> bool:
        return unit_of(found) == unit

    for found in measures(asked, source, context, fits) if unit else counts(asked, source, context):
        amount = next(iter(amounts(found.values[0])), None)
        if amount is not None:
            limit = _is_limit(found.quote[: max(0, found.quote.find(amount.text))])
            held = figure.held_by(amount, at_most=limit)
            yield replace(found, verdict="yes" if held else "no", sure=found.sure * 0.95)
