"""Who is what: the statuses that a clause gives to names.

"N hold observer status", "N, the director", "N was elected chair", "the whole comprises N": a short table of English
constructions over sentences whose names are masked (see names.py). Which statuses exist, and which exclude one
another, is read from the texts; the table knows none. It misses what is said in other ways: that is the price of
a reader that can be read in one sitting, and what the trained reader is for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.rules.names import MASK, NAME, Masked, split_items
from qa.rules.words import FUNCTION_WORDS, same_family, same_sense, words

_WORD = r"[^\W\d_\ue000-\uf8ff]+(?:[-'’][^\W\d_\ue000-\uf8ff]+)*"
_STOP = (
    r"(?:of|for|in|at|on|to|from|with|by|since|until|till|as|and|or|but|that|which|who|whom|when|while|after|before|than|because"
    r"|granted|given|gave|awarded|offered|admitted|appointed|named|elected|put"
    r"|is|are|was|were|be|been|being|has|have|had|will|would|can|could|may|might|must|shall|should|not|said|says"
    r"|a|an|the|its|their|our|his|her|this|these|those|under|over|about|into|through|between|among|against|if|so|also|now)\b"
)
_ROLE = rf"(?<![^\W\d_])(?P<role>(?:(?!{_STOP})(?:{_WORD}|{MASK}(?:['’]s)?)\s){{0,4}}?(?!{_STOP}){_WORD})"
_ROLE_END = r"(?=\s*(?:$|[.,;:()–—!?]|\b(?:of|for|in|at|on|to|from|with|by|since|until|till|as|and|or|but|that|which|who|when|while|after|before|is|are|was|were|has|have|had|will|said|again|instead|now|there|under|this|last|next|yesterday|today)\b))"
_DET = r"(?:(?:a|an|the|its|their|our|his|her|now|currently|still|also|already|again|all|both|officially|then|formally|once|not|no longer)\s)*"
_AUX = r"(?:(?:has|have|had|will|would|may|could|should|is|are|was|were|be|been|being|now|currently|still|soon|also|not|never|already|formally|officially|recently|again|today|unanimously|then|both|all|to|each)\s)*"
_H = rf"(?P<h>{MASK})"
_OF = rf"(?:\s(?:of|for|at|in|on)\s(?:the\s)?(?:(?:{_WORD}|{MASK})(?:['’]s)?\s?){{1,4}}?)?"
_BE = r"(?:is|are|was|were|be|been|becomes?|became|remains?|remained|stays?|stayed)"
_SERVE = r"(?:serv(?:es?|ed|ing)|act(?:s|ed|ing)?|engage[sd]?|work(?:s|ed)?|join(?:s|ed)|participate[sd]?|continue[sd]?|return(?:s|ed)|took (?:over|office)|takes (?:over|office)|started|starts|count(?:s|ed)?)\sas"
_MAKE = r"(?:admit(?:s|ted)?|accept(?:s|ed)?|appoint(?:s|ed)?|re-?elect(?:s|ed)?|nam(?:es?|ed)|elect(?:s|ed)?|chose|chosen|made|makes|promot(?:es?|ed)|confirm(?:s|ed)?|welcom(?:es?|ed)|recogni[sz](?:es?|ed)|hir(?:es?|ed))"
_COMPRISE = r"(?:compris(?:es?|ed|ing)|consist(?:s|ed|ing)? of|(?:is|are|was|were) (?:made up|composed) of|unites|united|includ(?:es?|ed|ing)|ha(?:s|ve) as (?:its )?(?:members|parts))"
_LEAVE = r"(?:stepped down|steps down|resigned|resigns|retired|retires|stood down|stands down)"
_FOLLOW = r"(?:replac(?:es?|ed)|succeed(?:s|ed)?|t(?:akes|ook|aken) over from)"


@dataclass(frozen=True)
class Construction:
    """One way of English to give names a status, as a pattern over masked text.

    Groups: `h` the holders' mask character, `role` the status; `old` whoever loses it.
    """

    name: str
    pattern: re.Pattern[str]
    role: str = ""  # the status where the pattern names none
    whole: bool = False  # the list claims to be complete
    event: bool = False  # it tells of a change, so its list adds to what was there
    weak: bool = False  # it may also mean something else


def _built(name: str, pattern: str, **traits: object) -> Construction:
    return Construction(name, re.compile(pattern, re.IGNORECASE), **traits)  # type: ignore[arg-type]


# What a whole comprises are its members: the one status that language itself gives a name to.
PART = "member"

CONSTRUCTIONS = (
    _built("N comprises N", rf"(?:(?P<role>{_WORD})|{MASK})(?:['’]s)?(?:\s\([^()]*\))?,?\s+{_AUX}{_COMPRISE}\s(?:the\s)?{_H}", role=PART, whole=True),
    _built("N are ROLE", rf"{_H}(?:\s\({MASK}\))?[^\w.;:\ue000-\uf8ff]+{_AUX}(?:{_BE}|{_SERVE})\s{_DET}{_ROLE}{_ROLE_END}"),
    _built("N hold ROLE status", rf"{_H}\W+(?:{_AUX}(?:holds?|held|has|have|had|enjoys?|retains?|retained|received|obtained|got|gained)|{_AUX}(?:was|were|been|is|are)\s(?:\w+ly\s)?(?:granted|given|awarded))\s{_DET}{_ROLE}\s(?:status|rank)\b"),
    _built("N hold the post of ROLE", rf"{_H}\W+{_AUX}(?:holds?|held|has|have|had|received|took up|takes up|granted|given)\s{_DET}(?:status|post|office|position|role|title|rank|job)\sof\s{_DET}{_ROLE}{_ROLE_END}"),
    _built("N hold the ROLE-ship", rf"{_H}\W+{_AUX}(?:holds?|held|assumes?|assumed|took over|takes over)\s{_DET}{_ROLE}{_ROLE_END}"),
    _built("appoint N as ROLE", rf"\b{_MAKE}\s(?:the\s)?{_H}\s(?:as\s|to be\s|to the (?:post|position|role|rank) of\s)?{_DET}{_ROLE}{_ROLE_END}", event=True),
    _built("N was appointed ROLE", rf"{_H}\W+{_AUX}{_MAKE}\s(?:as\s|to be\s|to (?:the )?(?:post|position|role|rank) of\s)?{_DET}{_ROLE}{_ROLE_END}", event=True),
    _built("status of ROLE to N", rf"\b(?:status|rank|title) of\s{_DET}{_ROLE}\s(?:was given\s|was granted\s|went\s)?to\s(?:[\w\s]{{0,24}}:\s)?(?:the\s)?{_H}"),
    _built("ROLE status to N", rf"{_ROLE}\s(?:status|rank)\s(?:was given\s|was granted\s|went\s)?to\s(?:[\w\s]{{0,24}}:\s)?(?:the\s)?{_H}"),
    _built("ROLE status: N", rf"(?:ha(?:s|ve)|holds?|with|hold(?:ing)?|enjoy)\s{_DET}{_ROLE}\s(?:status|rank)\s?[:–—,]\s?(?:the\s)?{_H}", whole=True),
    _built("ROLE is N", rf"{_ROLE}{_OF}\s{_AUX}(?:is|are|was|were|remains?|becomes?|became)\s(?:now\s|currently\s|still\s|once more\s|again\s)?(?:the\s)?{_H}(?!['’]s|\s(?:{_WORD})\s(?:is|are))", whole=True),
    _built("ROLE: N", rf"{_ROLE}{_OF}\s?(?:\({_WORD}\))?(?::|\s[–—])\s(?:the\s)?{_H}", whole=True),
    _built("ROLE is back to two: N", rf"{_ROLE}\s(?:is|are|has|have|now|numbers?|consists?)\s[^.:;\ue000-\uf8ff]{{0,40}}:\s(?:the\s)?{_H}", whole=True),
    _built("ROLE, N,", rf"{_ROLE}{_OF},\s(?:the\s)?{_H}(?=\s*(?:[,.;)]|$|\w+ed\b|said|says|is\b|was\b))"),
    _built("N, the ROLE", rf"{_H},\s(?:who\s(?:is|was|remains|became|has been)\s)?(?:(?:now|currently)\s)?(?:a|an|the|its|their|our|{MASK}['’]s)\s{_ROLE}{_ROLE_END}"),
    _built("N is N's ROLE", rf"{_H}\W+{_AUX}{_BE}\s{MASK}['’]s\s{_ROLE}{_ROLE_END}"),
    _built("N's ROLE-ship", rf"\b(?:under|during)\s{_H}['’]s\s(?P<role>{_WORD}ship|presidency|leadership|captaincy)\b"),
    _built("N replaced N as ROLE", rf"{_H}\W+{_AUX}{_FOLLOW}\s(?P<old>{MASK})[^.;]{{0,40}}?\sas\s{_DET}{_ROLE}{_ROLE_END}", event=True),
    _built("N was replaced as ROLE by N", rf"(?P<old>{MASK})\W+{_AUX}{_FOLLOW}\sas\s{_DET}{_ROLE}{_OF}\sby\s{_H}", event=True),
    _built("N was replaced by N as ROLE", rf"(?P<old>{MASK})\W+{_AUX}{_FOLLOW}\sby\s{_H}\sas\s{_DET}{_ROLE}{_ROLE_END}", event=True),
    _built("N stepped down as ROLE", rf"(?P<old>{MASK})\W+{_AUX}{_LEAVE}[^.;]{{0,30}}?\sas\s{_DET}{_ROLE}{_ROLE_END}", event=True),
    _built("ROLE N", rf"(?:^|\b(?:the|its|their|our|new|by|and|with|to|current)\s){_ROLE}\s{_H}", weak=True),
)


@dataclass(frozen=True)
class Status:
    """What one construction says: `holders` are `role`; `former` no longer are.

    Attributes:
        holders: The names that have the status.
        role: The status in the text's words: "dialogue partners".
        whole: The list claims to be complete.
        event: A change is told, so others may have the status as well.
        weak: The construction may also mean something else.
        former: Names that lose the status.
    """

    holders: tuple[str, ...]
    role: str
    whole: bool = False
    event: bool = False
    weak: bool = False
    former: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The noun of the role: "partners"."""
        return words(self.role)[-1] if words(self.role) else ""


_IN_BRACKETS = re.compile(rf"(?P<name>{NAME}) \((?P<role>[a-z][^()\d]{{2,40}})\)")


def bracketed(sentence: str) -> Iterator[Status]:
    """The statuses in "Ann Bell (chair), Carl Moss (treasurer)".

    >>> [status.role for status in bracketed("Ann Bell (chair) and Carl Moss (treasurer)")]
    ['chair', 'treasurer']
    """
    for match in _IN_BRACKETS.finditer(sentence):
        yield Status((match["name"],), match["role"])


_HEDGED = re.compile(r"(?:including|such as|among (?:them|others)|e\.g\.|like|for example|also)\W*$|\bincludes?\W*(?:the )?$", re.IGNORECASE)
_EMPTY_ROLE = frozenset("ready able likely expected due set available open free closed held located home part one status others other ones people same sure".split())


def statuses(masked: Masked, clause_start: int, clause_end: int) -> Iterator[Status]:
    """The statuses in one clause of a masked sentence, given by its span in the masked text."""
    clause = masked.text[clause_start:clause_end]
    if not re.search(MASK, clause):
        return
    for construction in CONSTRUCTIONS:
        for match in construction.pattern.finditer(clause):
            status = _status(masked, clause, construction, match)
            if status is not None:
                yield status


def _status(masked: Masked, clause: str, construction: Construction, match: re.Match[str]) -> Status | None:
    groups = match.groupdict()
    said = groups.get("role") or ""
    role = construction.role if not said or said.lower() in FUNCTION_WORDS else masked.unmask(said).strip()
    if construction.role and not same_family(role, construction.role) and groups.get("role"):
        role = f"{role} {construction.role}s"  # "the committee consists of": its holders are committee members
    if not words(role) or words(role)[-1] in _EMPTY_ROLE or words(role)[-1].endswith("ly"):
        return None
    holders = masked.at(groups["h"]).names if groups.get("h") else ()
    former = masked.at(groups["old"]).names if groups.get("old") else ()
    before = clause[: match.start("h")] if groups.get("h") else ""
    open_ended = bool(_HEDGED.search(before)) and not _says_now(before)
    event = construction.event or bool(re.search(r"\b(?:new|more|additional|further)\b", role, re.IGNORECASE))
    whole = (construction.whole or len(holders) > 1) and not open_ended and not event
    return Status(holders, role, whole, event, construction.weak, former)


def _says_now(text: str) -> bool:
    return re.search(r"\b(?:current(?:ly)?|now|today|at present)\b", text, re.IGNORECASE) is not None


_LABELLED = re.compile(r"^[\s\-*•#]*(?:the\s)?(?P<role>[^\W\d_][\w’' -]{1,60}?)(?:\s\([^()]*\))?(?:\s?(?::|\bare:|\bis:)\**\s+|\**\s*\n\s*(?=[-*•]\s))(?P<items>\S.*)$", re.DOTALL | re.IGNORECASE)


def labelled(sentence: str) -> Status | None:
    """The status in "Label: one thing, another thing and a third", whatever the things are.

    >>> labelled("Allowed animals: dogs, cats and one parrot").holders
    ('dogs', 'cats', 'one parrot')
    """
    match = _LABELLED.match(sentence)
    if not match:
        return None
    items = split_items(match["items"].strip().rstrip("."))
    if not items or any(len(item.split()) > 7 for item in items) or len(match["role"].split()) > 6:
        return None
    return Status(items, match["role"].strip(), whole=True)


def same_role(asked: str, said: str) -> bool:
    """Whether a status in a text is the one asked about; an adjective that narrows it must be in both.

    >>> same_role("members", "full member"), same_role("member", "honorary member"), same_role("chair", "chairmanship")
    (True, False, True)
    """
    asked_words, said_words = _role_words(asked), _role_words(said)
    if not asked_words or not said_words:
        return False
    if len(asked_words) == 1 and asked_words[0].endswith("ed"):  # "Is it supported?", "Supported platforms"
        return same_family(asked_words[0], said_words[0])
    if not same_sense(asked_words[-1], said_words[-1]):
        return False
    narrow = [word for word in asked_words[:-1] if not any(same_family(word, other) for other in said_words)]
    narrower = [word for word in said_words[:-1] if not any(same_family(word, other) for other in asked_words)]
    return not narrow and not any(word in _NARROWING for word in narrower)


_PLAIN = frozenset("full current core new permanent official regular present actual existing other another several several four two three five six seven eight nine ten".split())
_NARROWING = frozenset("deputy vice assistant associate honorary candidate acting former junior co temporary interim affiliate guest".split())
_STATUS_NOUNS = frozenset("status rank state states country countries nation nations".split())


def _role_words(role: str) -> list[str]:
    found = [word for word in words(role.replace("-", " ")) if word not in _PLAIN and not re.fullmatch(_STOP, word)]
    while len(found) > 1 and found[-1] in _STATUS_NOUNS:
        found.pop()
    return found
