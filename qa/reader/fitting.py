"""Whether what the model read fits what was asked: the right kind of thing, about the right one.

The model scores each window by itself and is asked of dozens; a reading that is wrong in one window of twenty would be
wrong in every answer. What is plainly of another kind ("Who?" - "scout hut") is dropped here, and what does not name
the one asked about counts for less.
"""

import re

from qa.question import Kind, Question
from qa.rules.amounts import amounts
from qa.rules.names import mask
from qa.rules.vocabulary import GENERIC_NOUNS
from qa.rules.words import content_words, same_family, same_sense

_WHEN = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn"
    r"|winter|fall|mon|tues|wednes|thurs|fri|satur|sun|easter|christmas|noon|midnight|today|tomorrow|yesterday|week|month"
    r"|year|century|decade|morning|afternoon|evening|night|daily|always|never|immediately|end|beginning|until|after"
    r"|before|when|once|dusk|dawn|sunset|sunrise|advent|lent|past|o[’']clock)(?:days?|s|ly)?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:none|no|nobody|nothing|free|half|dozens?|several|few|many|all|both|double|twice|once|single|pair"
    r"|thirds?|quarters?|fifths?|unpaid|waived|included|without)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\b(?:we|us|our|the|its|an?|no ?body|no one|vacant|empty|[a-z-]{3,}s)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:which|what) year\b", re.IGNORECASE)


_COUNTED = re.compile(r"how many (?:[a-z-]+ )??(?P<noun>[a-z-]{3,}s|people|staff)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d\s+(?:[a-z-]+ )?(?P<noun>[a-z-]{3,}s)\b")


def counts_another(question: Question, sentence: str, start: int) -> bool:
    """Whether the number that begins at a place of a sentence counts other things than those asked for.

    What may stand for anything ("people", "countries") is counted under any name.

    >>> from datetime import date
    >>> from qa.question import understand
    >>> asked = understand("How many readers are there?", today=date(2024, 1, 1))
    >>> counts_another(asked, "It holds 840 items.", 9), counts_another(asked, "There are 62 in all.", 10)
    (True, False)
    """
    asked = _COUNTED.match(question.text.strip()) if question.kind is Kind.HOW_MANY else None
    found = _NUMBERED.search(sentence, start)
    if asked is None or found is None or found.start() - start > 12 or asked["noun"].lower() in GENERIC_NOUNS:
        return False
    return not any(same_sense(asked["noun"], word) for word in content_words(sentence))


def fits(question: Question, text: str) -> bool:
    """Whether a text may answer a question of its kind.

    >>> from datetime import date
    >>> from qa.question import understand
    >>> asked = understand("When was it opened?", today=date(2024, 1, 1))
    >>> fits(asked, "in May"), fits(asked, "the mayor")
    (True, False)
    """
    if question.kind is Kind.WHEN:
        return bool(re.search(r"\d{4}|last|this|next", text) if _YEAR.search(question.text) else _WHEN.search(text))
    if question.kind in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return bool(_NUMBER.search(text) or amounts(text))
    if question.kind is Kind.WHO and not (mask(text).lists or _PEOPLE.search(text)):
        return False
    told = content_words(text)
    asked = (*question.content, *(word for name in question.names for word in content_words(name)))
    return (
        not told
        or not all(any(same_family(word, other) for other in asked) for word in told)
        or any(character.isdigit() for character in text)
    )
