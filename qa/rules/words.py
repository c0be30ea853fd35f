"""Which words mean the same: "chairs" and "chairmanship", "set up" and "established".

A stemmer, the suffixes that make one noun out of another, and a short table of everyday English synonyms. The table
is general language only, and small on purpose: it stands in for a trained reader's sense of words.
"""

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")

# Words that carry no content of their own, in a question or in a sentence.
FUNCTION_WORDS = frozenset(
    """a about above according across after again against ago all along already also although am among an and another any
    anybody anyone anything are around as at away back be became because become becomes been before being below between
    both but by came can cannot come could currently did do does doing done down during each either else even ever every few for
    formerly from get gets give given gives go got had has have having he her here hers him his how however i if in
    including instead into is it its itself just last later latest least less like many may me might more most much must my near
    neither never new newest no nobody nor not nothing now of off on once one only onto or other others our out over own per
    please present presently put rather same several shall she should since so some soon still such than that the their
    them then there these they this those though through thus till to today together too toward towards under until up
    upon us used very via was we were what when where whereas whether which while who whom whose why will with within
    without would yes yesterday yet you your tell name list show know mean say said says exactly actually right still
    number total count find many there's what's who's where's let anyone else these days nowadays moment time date day year month week ever""".split()
)

_PHRASAL = re.compile(r"\b(set|step|stepped|take|takes|took|taken) (up|down|place)\b", re.IGNORECASE)
# Words that only say what kind of answer is wanted, or that stand for any verb: nothing is missing without them.
LIGHT_WORDS = frozenset(
    """worth volume amount value total figure figures sum level size city town place venue year month day time date hold held holds
    take took taken takes make made makes hold happen happened happens occur occurred located situated based turn term begin began begins
    start started starts end ended ends put keep kept work works go goes went use uses kind sort type field fields area areas thing things
    million billion trillion percent dollars dollar euros euro pounds pound reach reached fit due status rank maximum minimum max looking look want wants wanted bring have according exact whole entire already soon about going expected likely""".split()
)
_SPELLINGS = tuple(
    (re.compile(british), american)
    for british, american in (("ogue(s?)$", r"og\1"), ("([^aeiou])our(s?|able|ed|ing)$", r"\1or\2"), ("is(e[sd]?|ing|ation)$", r"iz\1"), ("centre", "center"), ("programme", "program"))
)
_SUFFIXES = ("ship", "manship", "hood", "man", "men", "woman", "women", "person", "er", "or", "ers", "ing", "ion", "ation", "al", "ly")

_SYNONYMS = (
    "found establish create form launch set-up inception",
    "chair head lead",
    "join accede admit enter accept",
    "leave quit withdraw resign depart exit retire step-down stepped-down",
    "cost price fare fee charge pay rate tariff toll",
    "employ employee staff worker workforce personnel people",
    "end finish expire stop cease conclude",
    "open start begin launch",
    "close shut",
    "big large size",
    "replace succeed supersede",
    "appoint elect name choose hire become",
    "live reside base locate situate headquarter seat",
    "happen occur hold take-place took-place",
    "buy purchase acquire",
    "allow permit let accept",
    "forbid ban prohibit bar",
    "increase raise rise grow",
    "decrease cut reduce fall drop lower",
    "plan intend propose aim",
    "country nation state",
    "need require must",
    "support compatible run work",
    "aim goal purpose objective target",
    "sign conclude",
    "reach amount total",
    "build construct",
    "ship vessel boat ferry",
    "maintain maintenance",
    "population inhabitant resident",
    "drive speed",
    "speak talk say tell state note explain",
    "permit license licence permission",
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its ending: "comprises" and "comprising" both give "compris"."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    for british, american in _SPELLINGS:
        plain = british.sub(american, plain)
    return str(_STEMMER.stemWord(plain))


_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(_SYNONYMS):
    for _word in _group.split():
        _GROUPS.setdefault(stem(_word), set()).add(_number)


@lru_cache(maxsize=100_000)
def same_family(one: str, other: str) -> bool:
    """Whether two words share a stem, or one is built on the other ("chair", "chairmanship")."""
    short, long = sorted((stem(one), stem(other)), key=len)
    if short == long or long == "re" + short:
        return True
    return len(short) >= 4 and long.startswith(short) and long[len(short) :] in _SUFFIXES


@lru_cache(maxsize=100_000)
def same_sense(one: str, other: str) -> bool:
    """Whether two words are of one family or everyday synonyms."""
    return same_family(one, other) or bool(_GROUPS.get(stem(one), set()) & _GROUPS.get(stem(other), set()))


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, lower-case; phrasal verbs of the synonym table count as one word."""
    joined = _PHRASAL.sub(r"\1-\2", text)
    return tuple(word.lower().replace("’", "'").removesuffix("'s") for word in WORD.findall(joined))


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry content, in order."""
    return tuple(word for word in words(text) if word not in FUNCTION_WORDS and len(word) > 1)
