"""What a question asks: its kind, whom it is about, which status, thing or number it wants, and of what time.

The question is taken apart by its function words, which are few and do not change; its content words are only
carried along, to be found again in the sources. Lower-case questions name nobody by their capitals, so the names that the sources
know can be given to `understand`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa.rules.names import mask
from qa.rules.statuses import PART
from qa.rules.words import FUNCTION_WORDS, LIGHT_WORDS, words
from qa.when import PRESENT, Window, window_of


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


@dataclass(frozen=True)
class Question:
    """A question taken apart.

    Attributes:
        text: The question as understood.
        kind: What sort of answer it wants.
        names: The names in it, in order.
        subject: The name it is about, where it asks what somebody or something is or does.
        role: The status, thing or action asked about, in its own words: "dialogue partners", "ticket", "founded".
        about: The other content words, which the source must be about as well.
        window: The time it asks about.
        future: It asks what will be.
        past: It asks what was.
        change: It asks how something changed.
        already: It asks whether something is so yet, so that a plan for it means no.
        single: It asks about a status that one holder has at a time: "the director", "chairs".
        number: The number it asks about ("Is the fare two euros?"), or "".
    """

    text: str
    kind: Kind
    names: tuple[str, ...] = ()
    subject: str | None = None
    role: str = ""
    about: tuple[str, ...] = ()
    window: Window | None = None
    future: bool = False
    past: bool = False
    change: bool = False
    number: str = ""
    already: bool = False
    single: bool = False

    @property
    def content(self) -> tuple[str, ...]:
        """All its content words without names: those of the role first."""
        return tuple(dict.fromkeys((*(w for w in words(self.role) if w not in FUNCTION_WORDS), *self.about)))


_POLITE = re.compile(
    r"^(?:(?:please|so|ok(?:ay)?|hey|hi|hello|well|and|but|then|now)[,!]?\s+)*"
    r"(?:(?:(?:can|could|would|will) you (?:please )?(?:tell|remind|show|let) (?:me|us)(?: know)?|do you (?:happen to )?know|does anyone know|tell me"
    r"|i(?:'d| would) like to know|i (?:want|need) to know|any idea|remind me|i wonder|i am wondering|what can you tell me about)\s+)?(?:please\s+)?",
    re.IGNORECASE,
)
_AUX = r"(?:is|are|was|were|am|be|been|does|do|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
_YES_NO = re.compile(rf"^(?:{_AUX})(?:n[’']t)?\b|^(?:if|whether)\b", re.IGNORECASE)
_KINDS = (
    (Kind.HOW_MUCH, r"\bhow many (?:million|billion|trillion|percent|per cent|euros?|dollars?|pounds?|hours?|minutes?|days|weeks|months|years|kilomet\w+|km|miles|met(?:re|er)s)\b"),
    (Kind.HOW_MANY, r"^(?:what (?:is|was)\s)?(?:the\s)?(?:total\s)?(?:population|membership|headcount|attendance)\b|^(?:about |roughly )?how many\b|^what (?:is|was) the (?:total )?number of\b|^(?:total )?number of\b|^what number of\b|^count\b|\bhow many\b"),
    (Kind.HOW_MUCH, r"^how (?:much|long|far|big|large|high|tall|old|fast|expensive|heavy|wide|deep)\b|\bhow much\b"
                    r"|^what (?:is|was|are|were|does|will|'s)?.*\b(?:price|prices|cost|costs|fee|fees|fare|fares|rate|salary|amount|turnover|revenue|budget|worth|percentage|share|capacity|pay|paid|charge|charged|volume|value|total|limit|length|height|size|weight|temperature)\b"),
    (Kind.WHEN, r"^(?:since |until |till |from |by )?when\b|^(?:on |in |from |by |at |since )?(?:what|which) (?:date|day|year|month|time)s?\b|^what time\b|\b(?:opening|closing|office|visiting) (?:hours|times?)\b|\bwhen (?:is|was|did|does|will|do|are|were)\b|^date of\b"),
    (Kind.WHERE, r"^(?:from |to )?where\b|^in (?:what|which) (?:city|town|country|place|building|port|street|venue)\b|^(?:what|which) (?:city|town|venue|place|location)\b"),
    (Kind.STATUS, r"^(?!which\b|who\b|how\b).*\bstatus$|^what (?:status|standing|rank)\b|\b(?:status|standing|rank) of [A-Z]|^what (?:is|was)\b.*['’]s? (?:current |present )?(?:status|role|rank|position)\b|^(?:as what|in what capacity)\b"),
    (Kind.WHO, r"^(?:by |to |with |for |under )?who(?:m|se)?(?:['’]s)?\b"),
    (Kind.OPEN, r"^(?:in|on|to|for|under|at) (?:which|what)\b"),
    (Kind.LIST, r"^(?:of |with )?which\b|^(?:list|name|enumerate|give|show)\b|^what are\b|^what (?!is\b|was\b|does\b|did\b|do\b|will\b|has\b|have\b|['’]s)[a-z]+s\b"),
    (Kind.OPEN, r"^(?:why|how|explain|describe|summari[sz]e)\b|^what (?:did|does|do|has|have|happened|will)\b"),
    (Kind.WHAT, r"^what\b"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_CHANGE = re.compile(r"\b(?:how|what|when) (?:has|have|did|does)\b.*\b(?:chang|evolv|develop)|\bover (?:time|the years)\b|\bhistory of\b", re.IGNORECASE)
_GENERIC = frozenset(
    "country countries state states nation nations people person persons company companies organisation organisations organization organizations thing things item items"
    " one ones place places party parties body bodies entity entities individual individuals everybody everyone man woman".split()
)
_PART_OF = re.compile(
    r"\b(?:(?:a )?part of|belong(?:s|ed|ing)? to|in(?:side)? (?=(?:the )?[\ue000-\uf8ff]\W*$)|make(?:s)? up|join(?:s|ed)?|compris(?:es?|ed|ing)|consist(?:s|ed)?(?: of)?"
    r"|composition|inside|(?:(?<=who is)|(?<=who are)|sits?|sat|serves?|served) on(?= (?:the|its)\b)|within (?=(?:the )?[\ue000-\uf8ff])|membership|admitted(?: to| into)?(?!.*\bas\b))", re.IGNORECASE
)
_FUTURE = re.compile(
    r"\b(?:will|shall|soon|(?:going|about|due|ready|set) to|plan(?:s|ned|ning)?|expect(?:s|ed)?|intend(?:s|ed)?|propos(?:e|es|ed|al|als)|upcoming|next"
    r"|hopes?|aims? to|forecast|appl(?:y|ied|ications?)|prospects?|candidates?|to be)\b", re.IGNORECASE,
)
_DROPPED = re.compile(
    rf"^(?:(?:by|to|with|for|under|of|in|on|since|until|till|from|at)\s)?(?:who(?:m|se)?|which|what|how (?:many|much|long|far|big|large|high|tall|old|fast|expensive|heavy|wide|deep|often)|when|where|why|how|list|name|give|show|enumerate|count|number of|if|whether)\b(?:['’]s)?\s*(?:me\s)?",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"^(?:(?:{_AUX}|not|there|the|a|an|its|their|all|any|current|currently|now|present|latest|newest|still|ever|also|yet|it|he|she|they|one of|(?:expected|likely|planning|planned|set|due|about|going) to|become|this|that|these|those|of|other|already|yet|total|number|full list of)\b\s*)+", re.IGNORECASE)
_BORDER = re.compile(r"\s(?:of|in|for|to|at|on|by|since|with|from|under|during|as of|about|against|between|through|per)\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?![\w])|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|hundred)\b", re.IGNORECASE)


def understand(text: str, *, today: date, known: Iterable[str] = ()) -> Question:
    """Takes a question apart.

    Args:
        text: The question, follow-ups resolved.
        today: The day it is asked about: `as_of`, or now.
        known: Names that the sources know, to recognise them where the question writes them in lower case.
    """
    asked = _POLITE.sub("", text.strip()).strip() or text.strip()
    window = window_of(asked, today)
    bare = " ".join(asked.replace(window.text, " ").split()) if window else asked
    bare = PRESENT.sub("", bare).strip(" ?!.,")
    bare = re.sub(r"^[A-Z](?=[a-z]+ (?:of|for|in|at) )", lambda letter: letter[0].lower(), _capitals(bare, known))
    kind = _kind(bare)
    if re.match(r"^(?:can|may|could) (?:i|we|you|one)\b|^am i\b", bare, re.IGNORECASE):
        bare += " allowed"
    masked = mask(bare)
    names = tuple(dict.fromkeys(name for group in masked.lists for name in group.names))
    role, about, category = _role(masked.text, kind)
    subject = None if re.match(r"(?:is|are|was|were) there\b", bare, re.IGNORECASE) else _subject(masked.text, masked.lists, kind)
    if kind is Kind.WHO and not role and names:
        kind, subject = Kind.STATUS, names[0]
    if kind is Kind.OPEN and _CHANGE.search(bare) and names and re.search(r"\bstatus|role|position\b", bare):
        kind, subject = Kind.STATUS, names[0]
    number = _NUMBER.search(masked.text) if kind is Kind.YES_NO else None
    return Question(
        text=text.strip(),
        kind=kind,
        names=names,
        subject=subject,
        role=role,
        about=tuple(word for word in about if word not in words(role)) + tuple(w for w in category if w not in words(role)),
        window=window,
        future=_FUTURE.search(bare) is not None,
        past=re.search(r"\b(?:was|were|did|had|ever|previously|formerly|used to|before|former)\b", bare, re.IGNORECASE) is not None,
        change=_CHANGE.search(bare) is not None,
        number=number[0] if number else "",
        already=re.search(r"\b(?:already|yet|by now)\b|^(?:is|are) there\b", bare, re.IGNORECASE) is not None,
        single=re.match(r"(?:which|what) (?:\w+ )?\w+s\b", bare, re.IGNORECASE) is None and bool(role) and not role.endswith("s") and role != PART and not role.endswith("ed") and not re.search(rf"\ban? (?:[\w-]+ )*{re.escape(role.split()[-1])}\b", bare, re.IGNORECASE),
    )


def _kind(bare: str) -> Kind:
    if _YES_NO.match(bare):
        return Kind.YES_NO
    for kind, pattern in _KIND_PATTERNS:
        if pattern.search(bare):
            return kind
    found = mask(bare)
    if re.match(r"^\W*[\ue000-\uf8ff]\W+(?:an?\s)?[a-z-]+\W*$", found.text):
        return Kind.YES_NO
    return Kind.LIST if re.fullmatch(r"(?:the |all |current )*[a-z -]+s", bare.lower()) else Kind.OPEN


def _capitals(text: str, known: Iterable[str]) -> str:
    """Writes the names that the sources know with their capitals, where the question writes nothing with any."""
    if any(character.isupper() for character in text[1:]):
        return text
    for name in sorted(known, key=len, reverse=True):
        if len(name) > 2 and name.lower() in text.lower():
            text = re.sub(rf"(?<![\w\x01]){re.escape(name)}(?![\w\x02])", f"\x01{name}\x02", text, flags=re.IGNORECASE)
    text = re.sub("\x02 \x01", " / ", text)
    return text.replace("\x01", "").replace("\x02", "")


def _role(masked: str, kind: Kind) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The phrase asked for, the other content words, and the noun after "which" or "how many"."""
    if _PART_OF.search(masked) and not _FUTURE.search(masked) and kind in (Kind.YES_NO, Kind.LIST, Kind.WHO, Kind.HOW_MANY):
        if kind in (Kind.YES_NO, Kind.LIST) or not re.search(r"how many \w+ join", masked, re.IGNORECASE):
            others = [w for w in words(_PART_OF.sub(" ", masked)) if w not in FUNCTION_WORDS and w not in ("full", "current", "own") and w not in _GENERIC and w not in words(PART + "s " + PART)]
            return PART, tuple(others), ()
    rest_text = _DROPPED.sub("", masked, count=1)
    head, category = rest_text, ()
    split = re.match(rf"^(?P<category>[\w\s\ue000-\uf8ff'’-]*?)\s(?:(?:{_AUX})\b)(?P<rest>.*)$", rest_text) if kind in (Kind.LIST, Kind.HOW_MANY, Kind.WHO) else None
    if split and split["category"].strip():
        category = tuple(w for w in words(split["category"]) if w not in FUNCTION_WORDS and w not in _GENERIC)
        rest = _content(split["rest"])
        if category and rest and kind is Kind.LIST:
            return " ".join(dict.fromkeys((*_content(_phrase(split["rest"])), *category))), rest, ()
        only_light = kind is Kind.HOW_MANY and all(word in LIGHT_WORDS for word in rest)
        head = split["rest"] if not category and not only_light else split["category"]
    phrase = _phrase(head)
    about = tuple(w for w in _content(rest_text) if w not in words(phrase))
    return " ".join(_content(phrase)), about, tuple(w for w in category if w not in words(phrase))


def _content(text: str) -> tuple[str, ...]:
    plain = re.sub(r"[\ue000-\uf8ff]+(?:['’]s)?", " ", text)
    found = tuple(w for w in words(plain) if w not in FUNCTION_WORDS)
    return tuple(w for w in found if w not in _GENERIC) or found


def _phrase(text: str) -> str:
    """The words up to the first preposition, without what leads them in."""
    text = re.sub(r"[\ue000-\uf8ff]+(?:['’]s)?", " ", _LEADING.sub("", text.strip()))
    text = _LEADING.sub("", " ".join(text.split()))
    status = re.search(r"(?:hold|holds|held|have|has|had|enjoy|enjoys|with|granted|given)\s(?:the\s)?(?P<role>[\w -]+?)\s(?:status|rank)\b|\b(?:status|rank|post|position|office) of (?:an? |the )?(?P<of>[\w -]+)", text, re.IGNORECASE)
    if status:
        return status["role"] or status["of"]
    text = re.sub(r"^(?:hold|holds|held|occup\w+) (?:the |an? )?(?:(?:post|position|office|job|role|title|rank) (?:of )?(?:the )?)?(?=\w)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:admitted|accepted|appointed|elected|named|chosen|made) (?:as |to be )?(?=(?:an?|the|its|full|new)\b|\w+$)(?:(?:an?|the|its) )?", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:serv\w+|act(?:s|ed|ing)?|engage\w*|work(?:s|ed)?) as (?:an? |the )?", "", text, flags=re.IGNORECASE)
    return _BORDER.split(f" {text} ", maxsplit=1)[0].strip() or text.strip()


def _subject(masked: str, lists: tuple, kind: Kind) -> str | None:  # type: ignore[type-arg]
    if kind in (Kind.YES_NO, Kind.STATUS):
        found = re.search(r"[\ue000-\uf8ff]", masked)
        if found:
            names: tuple[str, ...] = lists[ord(found[0]) - 0xE000].names
            return names[0]
    return None
