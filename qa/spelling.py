"""Slips of the finger: a word that no source writes and no dictionary knows, read as the source's word next to it.

Only near misses are mended (one letter; two in words of eight letters and more), only toward words of the sources that
were found for the question, and never a word that is well known itself: "Iceland" is not taken for "Ireland". Whoever
asks is told what was read as what.
"""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from index.encoder import packaged_folder
from qa.rules.words import stem

_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG = 8  # letters from which two slips are forgiven


@cache
def _well_known() -> frozenset[str]:
    """The whole words of the packaged model's vocabulary: some twenty thousand of the commonest, names among them."""
    lines = (packaged_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())


def doubtful(question: str) -> tuple[str, ...]:
    """The words of a question that no dictionary knows: new names, and slips.

    >>> doubtful("Is Mirovai a member?")
    ('Mirovai',)
    """
    known = _well_known()
    return tuple(
        word for word in _WORD.findall(question) if word.casefold() not in known and stem(word.casefold()) not in known
    )


def mended(question: str, texts: Iterable[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A question with its slips mended toward the words of some texts.

    >>> mended("Is Mirovai a member?", ["Mirovia has been a member since May."])
    ('Is Mirovia a member?', (('Mirovai', 'Mirovia'),))

    Returns:
        The question, and each word as it was given and as it is read.
    """
    words = doubtful(question)
    if not words:
        return question, ()
    written = {word.casefold(): word for text in texts for word in _WORD.findall(text)}
    stems = {stem(word) for word in written}
    read: list[tuple[str, str]] = []
    for word in words:
        if stem(word.casefold()) in stems:
            continue
        allowed = 2 if len(word) >= _LONG else 1
        near = [(OSA.distance(word.casefold(), other, score_cutoff=allowed), other) for other in written]
        near = sorted(pair for pair in near if pair[0] <= allowed)
        if any(_derived(word.casefold(), other) for _, other in near):
            continue  # "Mirovian" is no slip for "Mirovia"
        if near and (len(near) == 1 or near[0][0] < near[1][0] or stem(near[0][1]) == stem(near[1][1])):
            found = written[near[0][1]]
            question = re.sub(rf"\b{re.escape(word)}\b", found, question)
            read.append((word, found))
    return question, tuple(read)


def _derived(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
