"""Follow-ups made whole by the model, under a check; the rules' reading (follow_up.py) stands behind it.

A rewriting may only put together what was asked: the new question's own words are all in it, the rest comes from the
question before it, and of that nothing is gone but what the new one replaces. Otherwise, and where the rewritten
question finds no answer but the rules' does, the rules' is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.kinds import AUX
from qa.rules.names import MASK, mask
from qa.rules.words import stem, words

# What a question needs to be one; and what a follow-up says that its whole question need not.
_FREE = frozenset(
    """
    a an the of in on at to for by with from and as is are was were do does did has have had it its they their them
    he his him she her this that there who whom which what where when how many much
    """.split()
)
_ELLIPTIC = frozenset(
    """
    and but so or then also what how about of same for the it its itself they their them theirs he his him she her hers
    this that these those there one ones ok okay now please me us tell you
    """.split()
)
_NUMBER = re.compile(r"\d[\d.,:/-]*")
_TOKEN = re.compile(r"\w+")
_LONGEST = 300
_SHORT = 2  # parts that carry meaning: a longer question is whole, unless it says otherwise
_POINTS_BACK = re.compile(
    r"^(?:and|but|so|or|then|what about|how about|same for)\b|\b(?:it|its|they|their|them|he|his|him|she|her|that|there"
    r"|this|those|these|one|ones|same|else|too|as well)\b",
    re.IGNORECASE,
)


def asks_back(question: str, resolved: str) -> bool:
    """Whether a question leans on those before it, so that the model is worth asking.

    >>> asks_back("And Karsh?", "Is Karsh a member?"), asks_back("Who is the director of Ostra?", "")
    (True, False)

    Args:
        question: As it was asked.
        resolved: What the rules made of it; "" or the same where nothing.
    """
    changed = bool(resolved) and resolved.strip() != question.strip()
    return changed or len(parts_of(question).own) < _SHORT or _POINTS_BACK.search(question) is not None


def trusted(rewritten: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a rewriting says only what was asked.

    >>> trusted("Is Karsh a member?", "And Karsh?", ["Is Mirovia a member?"])
    True
    >>> trusted("Is Karsh a guest?", "And Karsh?", ["Is Mirovia a member?"])
    False

    Args:
        rewritten: The model's question.
        question: As it was asked.
        earlier: What it may complete the question from: the question before it, as the rules read that, and the rules'
            reading of this one.
    """
    if not 0 < len(rewritten) <= _LONGEST or "\n" in rewritten or rewritten.count("?") > 1:
        return False
    told, new = parts_of(rewritten), parts_of(question)
    if not all(part in told.all for part in new.own):
        return False
    return any(_completes(told, new, parts_of(one)) and _keeps_the_order(rewritten, (one, question)) for one in earlier)


@dataclass(frozen=True)
class Parts:
    """A question taken apart: names (case folded), numbers, and the stems of its other words."""

    names: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Everything in it."""
        return self.names | self.numbers | self.words

    @property
    def own(self) -> frozenset[str]:
        """What carries its meaning."""
        return self.names | self.numbers | (self.words - _FREE - _ELLIPTIC)


def parts_of(question: str) -> Parts:
    """Takes a question apart.

    >>> sorted(parts_of("And Karsh in 2011?").own)
    ['2011', 'karsh']

    Args:
        question: The question.
    """
    masked = mask(question)
    names = frozenset(name.casefold() for group in masked.lists for name in group.names)
    rest = re.sub(MASK, " ", masked.text)
    free = _FREE | _ELLIPTIC
    said = frozenset(word if word in free else stem(word) for word in words(rest))
    return Parts(names, frozenset(number.rstrip(".,:/-") for number in _NUMBER.findall(question)), said)


def _keeps_the_order(rewritten: str, given: Sequence[str]) -> bool:
    """Whether a question opens as a question and has what it takes from others in their order.

    >>> _keeps_the_order("Who was the director in 2012?", ("Who is the director?", "And in 2012?"))
    True
    >>> _keeps_the_order("Director the is who in 2012?", ("Who is the director?", "And in 2012?"))
    False
    """
    told = _tokens(rewritten)
    if told[:1] not in [_tokens(one)[:1] for one in given] and not re.match(rf"{AUX}\b", rewritten, re.IGNORECASE):
        return False
    for one in map(_tokens, given):
        rest = iter(one)
        if not all(token in rest for token in told if token in one and token not in _FREE):
            return False
    return True


def _tokens(question: str) -> list[str]:
    return [stem(token) for token in _TOKEN.findall(question)]


def _completes(told: Parts, new: Parts, earlier: Parts) -> bool:
    """Whether a question is the new one completed from an earlier one.

    Nothing else is in it, and of each kind no more of the earlier question is gone than the new one brings in its
    place: a name for a name, a number for a number.
    """
    if not told.all <= new.all | earlier.all | _FREE:
        return False
    kinds = (
        (told.names, new.names, earlier.names),
        (told.numbers, new.numbers, earlier.numbers),
        (told.words - _FREE, new.own & new.words, earlier.own & earlier.words),
    )
    return all(len(before - after) <= len(brought - before) for after, brought, before in kinds)
