"""The phrase a question asks for: the status, thing or action, and the words that go with it.

Works on questions whose names are masked. What an organisation is made up of has one name here, whatever the wording:
"belongs to", "is part of", "joined" and "is in" all ask for its members.
"""

import re

from qa.kinds import AUX, Kind
from qa.rules.constructions import PART
from qa.rules.names import MASK
from qa.rules.vocabulary import FUNCTION_WORDS, GENERIC_NOUNS, LIGHT_WORDS
from qa.rules.words import one_of, same_family, words

FUTURE = re.compile(
    r"\b(?:(?:going|about|due|ready|set) to|plan(?:s|ned|ning)?|expect(?:s|ed)?|intend(?:s|ed)?|propos(?:es?|ed|als?)"
    r"|appl(?:y|ied|ications?)|aims? to|to be|will|shall|soon|upcoming|next|hopes?|forecast|prospects?|candidates?"
    r"|would(?! (?:i|we|you|one)\b))\b",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    rf"\b(?:(?:a )?part of|belong(?:s|ed|ing)? to|in(?:side)? (?=(?:the )?{MASK}\W*$)|inside"
    rf"|within (?=(?:the )?{MASK})|makes? up|join(?:s|ed)?|compris(?:es?|ed|ing)|consist(?:s|ed)?(?: of)?"
    r"|composition|membership"
    r"|(?:(?<=who is)|(?<=who are)|sits?|sat|serves?|served) on(?= (?:the|its)\b)|admitted(?: to| into)?(?!.*\bas\b))",
    re.IGNORECASE,
)
_SIZE = one_of("many much long far big large high tall old fast expensive heavy wide deep often")
_DROPPED = re.compile(
    rf"^(?:(?:by|to|with|for|under|of|in|on|since|until|till|from|at)\s)?(?:who(?:m|se)?|which|what|how {_SIZE}"
    r"|when|where|why|how|list|name|give|show|enumerate|count|number of|if|whether)\b(?:['’]s)?\s*(?:me\s)?",
    re.IGNORECASE,
)
_LEADING_WORD = one_of(
    rf"""
    {AUX} not there the a an its their all any currently? now present latest newest still ever also yet already it he
    she they this that these those of other total number become one\sof full\slist\sof
    (?:expected|likely|planning|planned|set|due|about|going)\sto
    """
)
_LEADING = re.compile(rf"^(?:{_LEADING_WORD}\b\s*)+", re.IGNORECASE)
_BORDER = re.compile(
    r"\s(?:of|in|for|to|at|on|by|since|with|from|under|during|as of|about|against|between|through|per)\s",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?:holds?|held|have|has|had|enjoys?|with|granted|given)\s(?:the\s)?(?P<role>[\w -]+?)\s(?:status|rank)\b"
    r"|\b(?:status|rank|post|position|office) of (?:an? |the )?(?P<of>[\w -]+)",
    re.IGNORECASE,
)
# "hold the post of X", "was elected as the X", "serves as an X": what leads to the status asked about.
_LEADS_TO = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:holds?|held|occup\w+) (?:the |an? )?(?:(?:post|position|office|job|role|title|rank) (?:of )?(?:the )?)?"
        r"(?=\w)",
        r"^(?:admitted|accepted|appointed|elected|named|chosen|made) (?:as |to be )?"
        r"(?=(?:an?|the|its|full|new)\b|\w+$)(?:(?:an?|the|its) )?",
        r"^(?:serv\w+|act(?:s|ed|ing)?|engage\w*|work(?:s|ed)?) as (?:an? |the )?",
    )
)
_NAMES = re.compile(rf"{MASK}+(?:['’]s)?")


def asked_for(masked: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """The phrase that a question asks for, and its other content words.

    >>> asked_for("Who is the director of the old museum", Kind.WHO)
    ('director', ('old', 'museum'))
    >>> asked_for("Which boats make up the fleet", Kind.LIST)
    ('member', ('boats', 'fleet'))
    """
    if _asks_for_parts(masked, kind):
        others = [word for word in _content(_PART_OF.sub(" ", masked)) if word not in GENERIC_NOUNS]
        return PART, tuple(word for word in others if word not in (PART, PART + "s", "full", "current", "own"))
    rest = _DROPPED.sub("", masked, count=1)
    head = rest
    category: tuple[str, ...] = ()
    if kind in (Kind.LIST, Kind.HOW_MANY, Kind.WHO):
        head, category = _after_category(rest, kind)
    phrase = list(_content(_phrase(head)))
    if kind is Kind.LIST:  # "Which boats are licensed?" asks for licensed boats
        phrase, category = [*phrase, *(word for word in category if word not in phrase)], ()
    about = dict.fromkeys(word for word in (*_content(rest), *category) if word not in phrase)
    return " ".join(phrase), tuple(about)


def _asks_for_parts(masked: str, kind: Kind) -> bool:
    if kind not in (Kind.YES_NO, Kind.LIST, Kind.WHO, Kind.HOW_MANY) or FUTURE.search(masked):
        return False
    joined = kind is Kind.HOW_MANY and re.search(r"how many \w+ join", masked, re.IGNORECASE)
    return _PART_OF.search(masked) is not None and not joined


def _after_category(rest: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """What follows "which boats" or "how many boats", and the noun itself unless it stands for anything."""
    split = re.match(rf"^(?P<noun>[^.,;:]*?)\s{AUX}\b(?P<verb>.*)$", rest)
    if not split or not split["noun"].strip():
        return rest, ()
    category = tuple(word for word in _content(split["noun"]) if word not in GENERIC_NOUNS)
    verb = _content(split["verb"])
    if category and verb and kind is Kind.LIST:
        return split["verb"], category
    held = verb and kind is Kind.HOW_MANY and any(same_family(verb[-1], word) for word in ("hold", "own", "contain"))
    only_light = kind is Kind.HOW_MANY and (held or all(word in LIGHT_WORDS for word in verb))
    return (split["verb"] if not category and not only_light else split["noun"]), category


def _content(text: str) -> tuple[str, ...]:
    found = tuple(word for word in words(_NAMES.sub(" ", text)) if word not in FUNCTION_WORDS)
    return tuple(word for word in found if word not in GENERIC_NOUNS) or found


def _phrase(text: str) -> str:
    """The words up to the first preposition, without what leads to them."""
    text = _NAMES.sub(" ", _LEADING.sub("", text.strip()))
    text = _LEADING.sub("", " ".join(text.split()))
    rank = _RANK.search(text)
    if rank:
        return str(rank["role"] or rank["of"])
    for pattern in _LEADS_TO:
        text = pattern.sub("", text)
    return _BORDER.split(f" {text} ", maxsplit=1)[0].strip() or text.strip()
