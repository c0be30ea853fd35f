"""Whether a question is timeless: whether time can change its right answer at all.

Four sorts are. What a name or word means ("What does MKU stand for?"). What a thing was made for ("What are its
goals?"). What happened once, asked in the past ("When was it built?", "Who founded it?", "What was the first route?").
And where something lies that cannot move ("Where is the island?"). For these a newer source knows no better by being
newer. All else is a state, which the next source may change: "Where is the office?", "When does the pool open?".

In doubt a question is not timeless. A state taken for timeless could lose its newest source among many older ones; a
timeless question taken for a state still finds its source by relevance, which recency only tilts.
"""

import re

from qa.kinds import Kind
from qa.phrase import FUTURE
from qa.rules.names import MASK
from qa.rules.words import one_of

# Words that ask for the newest of several, or for a state: with one of them nothing is timeless.
_TIMELY = one_of(
    r"""
    currently current presently present now nowadays today at\sthe\smoment right\snow these\sdays still already yet last
    latest newest most\srecent(?:ly)? recent(?:ly)? (?:the|its|their)\snew again so\sfar (?:up\s)?to\sdate
    any\s?more no\slonger
    """
)
_MEANING = (
    r"^what (?:does|do|did)\b.* (?:stand for|mean)$",
    r"^what (?:is|are|was|were)\b.* (?:short for|an? (?:abbreviation|acronym) (?:for|of)|meant by)\b",
    r"^(?:what (?:is|was) )?(?:the )?(?:meaning|definition|origin|etymology) of\b|^define\b",
    r"\bnamed after\b|^after (?:whom|what|which)\b.* named$",
    rf"^where (?:does|did) .*\bname(?: {MASK})? come from$",
    r"^what(?: is|['’]s) an? [\w-]+$",  # but "What is Karsh?" asks for its status, which changes
)
_GOALS = one_of("goals? aims? purposes? objectives? mission")
_CHIEF = one_of("main chief primary key central declared official stated overall")
_OF_IT = rf"(?: of (?:(?:the|an?) )?(?:{MASK}|[\w-]+))?"
_PURPOSE = (rf"^what (?:is|are|was|were) (?:(?:the|its|their) )?(?:{_CHIEF} )?{_GOALS}{_OF_IT}$",)
_LAND = one_of("island river lake mountain hill valley bay cape strait waterfall glacier desert volcano peninsula")
_PLACE = (
    rf"^where(?: is|['’]s| are) (?:the )?(?:[\w-]+ )*{_LAND}(?: (?:of )?{MASK})?(?: (?:located|situated))?$",
    r"^where (?:does|do) .* (?:lie|rise|flow)$",
)
_MADE = one_of("founded established built created invented discovered designed composed wrote painted coined")
_MAKER = one_of("founder inventor discoverer designer architect composer author")
_ONCE = one_of(
    """
    founded established built constructed created born died invented discovered designed composed written painted coined
    """
)
_MOMENT = one_of("city town place country date day month year century")
_WAS = "(?:was|were|did)"
_EVENT = (
    rf"^(?:[a-z]+ )?(?:when|where|(?:what|which) {_MOMENT}) {_WAS}\b",
    rf"^who (?:is|are|was|were) (?:the|its|their) {_MAKER}s?\b|^who (?:first )?{_MADE}\b",
    rf"^(?:[a-z]+ )?(?:who(?:m|se)?|what|which|why|how)\b.*\b{_WAS}\b.*\b{_ONCE}\b",
    rf"\b{_WAS}\b.*\b(?:the (?:very )?first|original)\b|^what (?:was|did)\b.*\boriginally\b",
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_STATE = re.compile(rf"\b{_TIMELY}\b|{FUTURE.pattern}", re.IGNORECASE)
_LASTING = _any(*_MEANING, *_PURPOSE, *_PLACE)
_HAPPENED = _any(*_EVENT)


def is_timeless(masked: str, kind: Kind) -> bool:
    """Whether newer sources know no better.

    >>> from qa.rules.names import mask
    >>> [is_timeless(mask(asked).text, Kind.WHEN) for asked in ("When was Karsh founded", "When does it open")]
    [True, False]

    Args:
        masked: The question without politeness, time and question mark, its names masked.
        kind: What sort of answer it wants. Lists grow, counts and sums are mended after the event.
    """
    if _STATE.search(masked):
        return False
    if _LASTING.search(masked):
        return True
    return kind not in (Kind.LIST, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.YES_NO) and bool(_HAPPENED.search(masked))
