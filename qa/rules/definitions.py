"""What a name stands for: "What is the League?" is answered by "The League is a union of five towns".

Nearly every sentence of a source names its subject, so that a name stands in one says nothing. Asked for what
something is, a sentence that tells it in the place for it comes first: behind "is a", between commas, or as its parts.
"""

import re
from collections.abc import Iterator
from operator import attrgetter

from qa.question import Question
from qa.read import Claim
from qa.rules.context import Context
from qa.rules.names import MASK
from qa.rules.roles import claim
from qa.rules.source import Source

_ASKED = re.compile(r"\W*what(?:[’']s| is| are| was| were)\s(?:the |an? )?(?P<name>[^,;]+?)\W*$", re.IGNORECASE)
_NAME = rf"(?:^|[,.;:]\s|[“\"(]|\b[Tt]he\s)(?P<name>{MASK})(?:\s\([^()]*\))?"
_IS = r"(?:is|are|was|were|has become|became|remains)\s(?:an?|the|one of)"
_TELLS = (
    (re.compile(rf"{_NAME}(?:,[^,;]{{1,80}},)?\s{_IS}\s"), 0.9),
    (re.compile(rf"{_NAME},\s(?:an?|the|one of)\s[^,;.]{{4,120}}[,.]"), 0.85),
    (re.compile(rf"{_NAME}\s(?:comprises|consists of|unites|brings together|is made up of|includes)\s"), 0.8),
)


def told(question: Question, context: Context) -> list[Claim]:
    """The surest claim of each source that tells what the one name of a question is; none for other questions."""
    asked = _ASKED.match(question.text)
    if asked is None or len(question.names) != 1 or asked["name"].casefold() != question.names[0].casefold():
        return []
    surest = attrgetter("sure")
    claims = (max(_telling(question.names[0], one, context), key=surest, default=None) for one in context.sources)
    return [found for found in claims if found is not None]


def _telling(asked: str, source: Source, context: Context) -> Iterator[Claim]:
    for sentence in source.sentences:
        for pattern, sure in _TELLS:
            found = pattern.search(sentence.masked.text)
            if found and any(context.same(asked, name) for name in sentence.masked.at(found["name"]).names):
                yield claim(source, sentence, sentence.clause_at(sentence.masked.offsets[found.start()]), sure)
