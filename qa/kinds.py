"""What sort of answer a question wants, told by its function words.

The patterns are tried in order, so the narrow ones stand first: "how many euros" is a sum, not a count.
"""

import re
from enum import StrEnum

from qa.rules.names import MASK, mask
from qa.rules.words import one_of

AUX = one_of("is are was were am be been does do did has have had can could will would shall should may might must")


class Kind(StrEnum):
    """What sort of answer a question wants."""

    YES_NO = "yes/no"
    WHO = "who"
    LIST = "list"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    WHEN = "when"
    WHERE = "where"
    STATUS = "status"
    WHAT = "what"
    OPEN = "open"


_UNITS = one_of(
    r"""
    million billion trillion percent per\scent euros? dollars? pounds? hours? minutes? days weeks months years
    kilomet\w+ km miles met(?:re|er)s
    """
)
_SIZES = one_of("much long far big large high tall old fast expensive heavy wide deep")
_MEASURED = one_of(
    """
    prices? costs? fees? fares? rate salary amount turnover revenue budget worth percentage share capacity pay paid
    charged? volume value total limit length height size weight temperature dues tariff levy toll rent wage deposit
    """
)
_COUNTED = one_of("population membership headcount attendance")
_MOMENTS = one_of("dates? days? years? months? times?")
_TOWNS = one_of("city town venue place location")
_IN = one_of("in on to for under at from by since until till")

_PATTERNS = (
    (Kind.YES_NO, rf"^{AUX}(?:n[’']t)?\b", r"^(?:if|whether|any|open|closed|ok(?:ay)? to|allowed to|possible to)\b"),
    (Kind.HOW_MUCH, rf"\bhow many {_UNITS}\b"),
    (
        Kind.HOW_MANY,
        r"\bhow many\b",
        rf"^(?:what (?:is|was)\s)?(?:the\s)?(?:total\s)?{_COUNTED}\b(?! (?!of|in|at|for|on)\w)",
        r"^(?:what (?:is|was) the )?(?:total )?number of\b",
        r"^count\b",
    ),
    (Kind.HOW_MUCH, rf"^how {_SIZES}\b", r"\bhow much\b", rf"^what\b.*\b{_MEASURED}\b"),
    (
        Kind.WHEN,
        r"^(?:since |until |till |from |by )?when\b",
        rf"^(?:{_IN} )?(?:what|which) {_MOMENTS}\b",
        r"\b(?:opening|closing|office|visiting) (?:hours|times?)\b",
        r"\bwhen (?:is|was|did|does|will|do|are|were)\b",
        r"^date of\b",
    ),
    (Kind.WHERE, r"^(?:from |to )?where\b", rf"^(?:in )?(?:what|which) {_TOWNS}\b", r"^in (?:what|which) country\b"),
    (
        Kind.STATUS,
        r"^(?!which\b|who\b|how\b).*\bstatus$",
        r"^what (?:status|standing|rank)\b",
        rf"\b(?:status|standing|rank) of {MASK}",
        r"^what (?:is|was)\b.*['’]s? (?:current |present )?(?:status|role|rank|position)\b",
        r"^(?:as what|in what capacity)\b",
    ),
    (Kind.WHO, r"^(?:by |to |with |for |under )?who(?:m|se)?(?:['’]s)?\b"),
    (Kind.OPEN, rf"^{_IN} (?:which|what)\b"),
    (
        Kind.LIST,
        r"^(?:of |with )?which\b",
        r"^(?:list|name|enumerate|give|show)\b",
        r"^what are\b",
        rf"^what (?!{AUX}\b|['’]s)[a-z]+s\b",
    ),
    (Kind.OPEN, r"^(?:why|how|explain|describe|summari[sz]e)\b", r"^what (?:did|does|do|has|have|happened|will)\b"),
    (Kind.WHAT, r"^what\b"),
)
_KINDS = tuple((kind, tuple(re.compile(p, re.IGNORECASE) for p in patterns)) for kind, *patterns in _PATTERNS)
_WH = one_of("what which who whom whose how when where why")
# "If I stay all day, what do I pay?", "My knee hurts - which door do I take?": the question is what comes last.
_LEAD_IN = re.compile(
    rf"^(?:if|when|since|as|because|my|our|we|i|i[’']m|i am|he|she|they|the)\b"
    rf"[^?]*?\s?[,;:.–—-]+\s(?=(?:{_WH}|{AUX})\b)",
    re.IGNORECASE,
)
_TERSE = (
    (Kind.HOW_MUCH, re.compile(rf"[^?]*\b{_MEASURED}\W*", re.IGNORECASE)),
    (Kind.WHERE, re.compile(r"[^?]*\b(?:location|address|venue|whereabouts)\W*", re.IGNORECASE)),
)
_TERSE_YES_NO = re.compile(rf"\W*{MASK}\W+(?:an?\s)?[a-z-]+\W*")
_TERSE_LIST = re.compile(r"(?:the |all |current )*[a-z -]+s")


def kind_of(question: str) -> Kind:
    """The kind of a question, given without politeness, time and question mark.

    >>> kind_of("how many boats are there"), kind_of("Mirovia member")
    (<Kind.HOW_MANY: 'how many'>, <Kind.YES_NO: 'yes/no'>)
    >>> kind_of("If I stay all day, what do I pay?"), kind_of("harbour card price")
    (<Kind.HOW_MUCH: 'how much'>, <Kind.HOW_MUCH: 'how much'>)
    """
    question = _LEAD_IN.sub("", question)
    masked = mask(question).text
    for kind, patterns in _KINDS:
        if any(pattern.search(question) or pattern.search(masked) for pattern in patterns):
            return kind
    for kind, pattern in _TERSE:
        if pattern.fullmatch(question):
            return kind
    if _TERSE_YES_NO.fullmatch(masked):
        return Kind.YES_NO
    return Kind.LIST if _TERSE_LIST.fullmatch(question.lower()) else Kind.OPEN
