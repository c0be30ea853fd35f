"""Which words mean the same: "chairs" and "chairmanship", "set up" and "established".

A stemmer, the suffixes that make one noun out of another, and the synonyms of `vocabulary.py`.
"""

import re
from functools import lru_cache

import snowballstemmer

from qa.rules.vocabulary import CONTRARIES, FUNCTION_WORDS, IRREGULAR, SUFFIXES, SYNONYMS

WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_STEMMER = snowballstemmer.stemmer("english")
_PHRASAL = re.compile(r"\b(set|step|stepped|take|takes|took|taken) (up|down|place)\b", re.IGNORECASE)
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"ogue(s?)$", r"og\1"),
        (r"([^aeiou])our(s?|able|ed|ing)$", r"\1or\2"),
        (r"is(e[sd]?|ing|ation)$", r"iz\1"),
        (r"centre", "center"),
        (r"programme", "program"),
    )
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its ending and in American spelling: "colours" and "color" both give "color"."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    for british, american in _SPELLINGS:
        plain = british.sub(american, plain)
    return str(_STEMMER.stemWord(IRREGULAR.get(plain, plain)))


_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(SYNONYMS):
    for _word in _group:
        _GROUPS.setdefault(stem(_word), set()).add(_number)


@lru_cache(maxsize=100_000)
def same_family(one: str, other: str) -> bool:
    """Whether two words share a stem, or one is built on the other ("chair", "chairmanship"; "open", "reopen")."""
    short, long = sorted((stem(one), stem(other)), key=len)
    if short == long or long == "re" + short:
        return True
    if len(short) >= 4 and long.startswith(short) and long[len(short) :] in SUFFIXES:
        return True
    shorter, longer = sorted(
        (one.lower(), other.lower()), key=len
    )  # "president" and "presidential" have no stem in common
    return len(shorter) >= 4 and longer.startswith(shorter) and longer[len(shorter) :] in SUFFIXES


@lru_cache(maxsize=100_000)
def same_sense(one: str, other: str) -> bool:
    """Whether two words are of one family or everyday synonyms."""
    return same_family(one, other) or not _senses(one).isdisjoint(_senses(other))


_OFFICE = re.compile(r"(?:man)?ship$")


def _senses(word: str) -> set[int]:
    """The synonym groups of a word; an office has those of what its holder does: "chairmanship", "leadership"."""
    root = stem(word)
    if root not in _GROUPS and root.endswith("ship"):
        root = stem(_OFFICE.sub("", root).removesuffix("er"))
    return _GROUPS.get(root, set())


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, lower-case; phrasal verbs of the synonym table count as one word."""
    joined = _PHRASAL.sub(r"\1-\2", text)
    return tuple(word.lower().replace("’", "'").removesuffix("'s") for word in WORD.findall(joined))


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry content, in order."""
    return tuple(word for word in words(text) if word not in FUNCTION_WORDS and len(word) > 1)


_SIDES = tuple(tuple(frozenset(map(stem, side)) for side in pair) for pair in CONTRARIES)


def contrary(asked: str, said: str) -> bool:
    """Whether a text speaks of the contrary of what was asked, and not of that itself.

    >>> contrary("How much is it for a child?", "Adults pay 6."), contrary("For a child?", "Adults pay 6, children 3.")
    (True, False)
    """
    wanted, found = {stem(word) for word in words(asked)}, {stem(word) for word in words(said)}
    return any(
        wanted & one and not wanted & other and found & other and not found & one
        for pair in _SIDES
        for one, other in (pair, pair[::-1])
    )


def one_of(alternatives: str) -> str:
    """A pattern that matches one of some words or patterns, written with blanks between them.

    >>> one_of("is are")
    '(?:is|are)'
    """
    return f"(?:{'|'.join(alternatives.split())})"
