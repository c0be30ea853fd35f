"""The ways in which English gives a status to names, as patterns over sentences whose names are masked.

In the patterns H is who has the status, ROLE the status, OLD who loses it. Each construction reads one turn of phrase,
whatever the names and the statuses are. What is said in other ways is missed: that is the price of a reader that can be
read in one sitting, and what a trained reader is for.
"""

import re
from dataclasses import dataclass

from qa.rules.names import MASK
from qa.rules.words import one_of

# What a whole comprises are its members: the one status that language itself gives a name to.
PART = "member"

WORD = r"[^\W\d_\ue000-\uf8ff]+(?:[-'’][^\W\d_\ue000-\uf8ff]+)*"
STOP = one_of(
    """
    of for in at on to from with by since until till as and or but that which who whom when while after before than
    because granted given gave awarded offered admitted appointed named elected put is are was were be been being has
    have had will would can could may might must shall should not said says a an the its their our his her this these
    those under over about into through between among against if so also now
    """
)
_ENDING = one_of(
    """
    of for in at on to from with by since until till as and or but that which who when while after before is are was
    were has have had will said again instead now there under this last next yesterday today
    """
)
_ROLE = rf"(?<![^\W\d_])(?P<role>(?:(?!{STOP}\b)(?:{WORD}|{MASK}(?:['’]s)?)\s){{0,4}}?(?!{STOP}\b){WORD})"
_END = rf"(?=\s*(?:$|[.,;:()–—!?]|\b{_ENDING}\b))"
# A post written with capitals: "was appointed Director of Works".
_TITLE = rf"(?P<title>{MASK}){_END}"
_DETERMINER = one_of("a an the its their our his her now currently still also already again all both officially then")
_DET = rf"(?:(?:{_DETERMINER}|formally|once|not|no longer)\s)*"
_HELPER = one_of(
    """
    has have had will would may could should is are was were be been being now currently still soon also not never
    already formally officially recently again today unanimously then both all to each
    """
)
_AUX = rf"(?:{_HELPER}\s)*"
_H = rf"(?P<h>{MASK})"
_OLD = rf"(?P<old>{MASK})"
_THE = r"(?:the\s)?"
_OF = rf"(?:\s(?:of|for|at|in|on)\s{_THE}(?:(?:{WORD}|{MASK})(?:['’]s)?\s?){{1,4}}?)?"
_POST = one_of("status post office position role title rank job")
_RANK = r"(?:status|rank)"

_BE = one_of("is are was were be been becomes? became remains? remained stays? stayed")
_SERVE = one_of(
    """
    serv(?:es?|ed|ing) act(?:s|ed|ing)? engage[sd]? work(?:s|ed)? join(?:s|ed) participate[sd]? continue[sd]?
    return(?:s|ed) took\\sover took\\soffice takes\\sover takes\\soffice started starts count(?:s|ed)?
    """
)
_HAVE = one_of("holds? held has have had enjoys? retains? retained received obtained got gained")
_MAKE = one_of(
    """
    admit(?:s|ted)? accept(?:s|ed)? appoint(?:s|ed)? re-?elect(?:s|ed)? nam(?:es?|ed) elect(?:s|ed)? chose chosen made
    makes promot(?:es?|ed) confirm(?:s|ed)? welcom(?:es?|ed) recogni[sz](?:es?|ed) hir(?:es?|ed)
    """
)
_COMPRISE = one_of(
    r"""
    compris(?:es?|ed|ing) consist(?:s|ed|ing)?\sof (?:is|are|was|were)\s(?:made\sup|composed)\sof unites united
    includ(?:es?|ed|ing)
    """
)
_LEAVE = one_of(r"stepped\sdown steps\sdown resigned resigns retired retires stood\sdown stands\sdown")
_QUIT = one_of(
    r"left leaves quit withdrew\sfrom pulled\sout\sof (?:was|were|been)\s(?:expelled|excluded)\sfrom walked\sout\sof"
)
_FOLLOW = one_of(r"replac(?:es?|ed) succeed(?:s|ed)? t(?:akes|ook|aken)\sover\sfrom")
_AS = rf"(?:as\s|to be\s|to {_THE}(?:post|position|role|rank) of\s)?"
_GIVEN_TO = rf"(?:(?:was|were) (?:given|granted)\s|went\s)?to\s(?:[\w\s]{{0,24}}:\s)?{_THE}{_H}"


@dataclass(frozen=True)
class Construction:
    """One way of English to give names a status.

    Attributes:
        name: The construction in words.
        pattern: It as a pattern over masked text, with the groups `h`, `role` and `old`.
        role: The status where the pattern names none.
        whole: Its list claims to be complete.
        event: It tells of a change, so its list adds to what was there.
        weak: It may also mean something else.
    """

    name: str
    pattern: re.Pattern[str]
    role: str = ""
    whole: bool = False
    event: bool = False
    weak: bool = False


def _is(name: str, pattern: str) -> Construction:
    return Construction(name, re.compile(pattern, re.IGNORECASE))


def _lists(name: str, pattern: str, role: str = "") -> Construction:
    return Construction(name, re.compile(pattern, re.IGNORECASE), role=role, whole=True)


def _changes(name: str, pattern: str) -> Construction:
    return Construction(name, re.compile(pattern, re.IGNORECASE), event=True)


CONSTRUCTIONS = (
    _lists(
        "W comprises H",
        rf"(?:(?P<role>{WORD})|{MASK})(?:['’]s)?(?:\s\([^()]*\))?,?\s+{_AUX}{_COMPRISE}\s{_THE}{_H}",
        PART,
    ),
    _is("H are ROLE", rf"{_H}(?:\s\({MASK}\))?[^\w.;:\ue000-\uf8ff]+{_AUX}(?:{_BE}|{_SERVE}\sas)\s{_DET}{_ROLE}{_END}"),
    _is("H became TITLE", rf"{_H}\W+{_AUX}(?:{_BE}|{_SERVE}\sas)\s{_DET}(?:acting\s|interim\s)?{_TITLE}"),
    _is("H hold ROLE status", rf"{_H}\W+{_AUX}{_HAVE}\s{_DET}{_ROLE}\s{_RANK}\b"),
    _is(
        "H were given ROLE status",
        rf"{_H}\W+{_AUX}(?:was|were|been|being)\s(?:\w+ly\s)?(?:granted|given|awarded)\s{_DET}{_ROLE}\s{_RANK}\b",
    ),
    _is(
        "H hold the post of ROLE", rf"{_H}\W+{_AUX}(?:{_HAVE}|took up|takes up)\s{_DET}{_POST}\sof\s{_DET}{_ROLE}{_END}"
    ),
    _is(
        "H hold the ROLE-ship",
        rf"{_H}\W+{_AUX}(?:holds?|held|assumes?|assumed|took over|takes over)\s{_DET}{_ROLE}{_END}",
    ),
    _changes("appoint H as ROLE", rf"\b{_MAKE}\s{_THE}{_H}\s{_AS}{_DET}{_ROLE}{_END}"),
    _changes("H was appointed ROLE", rf"{_H}\W+{_AUX}{_MAKE}\s{_AS}{_DET}{_ROLE}{_END}"),
    _changes("appoint H as TITLE", rf"\b{_MAKE}\s{_THE}{_H}\s(?:as|to be)\s{_DET}{_TITLE}"),
    _changes("H was appointed TITLE", rf"{_H}\W+{_AUX}(?:was|were|been|be|being)\s{_MAKE}\s{_AS}{_DET}{_TITLE}"),
    _is("status of ROLE to H", rf"\b(?:status|rank|title) of\s{_DET}{_ROLE}\s{_GIVEN_TO}"),
    _is("ROLE status to H", rf"{_ROLE}\s{_RANK}\s{_GIVEN_TO}"),
    _lists(
        "have ROLE status: H",
        rf"(?:ha(?:s|ve)|hold(?:s|ing)?|with|enjoy)\s{_DET}{_ROLE}\s{_RANK}\s?[:–—,]\s?{_THE}{_H}",
    ),
    _lists(
        "ROLE are H", rf"{_ROLE}{_OF}\s{_AUX}{_BE}\s(?:(?:now|currently|still|once more|again)\s)?{_THE}{_H}(?!['’]s)"
    ),
    _lists("ROLE: H", rf"{_ROLE}{_OF}\s?(?:\({WORD}\))?(?::|\s[–—])\s{_THE}{_H}"),
    _lists(
        "ROLE are two in all: H", rf"{_ROLE}\s(?:is|are|has|have|numbers?)\s[^.:;\ue000-\uf8ff]{{0,40}}:\s{_THE}{_H}"
    ),
    _is("ROLE, H,", rf"{_ROLE}{_OF},\s{_THE}{_H}(?=\s*(?:[,.;)]|$|\w+ed\b|said|says|is\b|was\b))"),
    _is(
        "H, the ROLE",
        rf"{_H},\s(?:who\s(?:is|was|remains|became|has been)\s)?(?:now\s|currently\s)?"
        rf"(?:a|an|the|its|their|our|{MASK}['’]s)\s{_ROLE}{_END}",
    ),
    _is("H is X's ROLE", rf"{_H}\W+{_AUX}{_BE}\s{MASK}['’]s\s{_ROLE}{_END}"),
    Construction(
        "H's ROLE-ship",
        re.compile(rf"{_H}['’]s\s(?P<role>{WORD}(?:ship|cy))\b", re.IGNORECASE),
        weak=True,
    ),
    _changes("H replaced OLD as ROLE", rf"{_H}\W+{_AUX}{_FOLLOW}\s{_OLD}[^.;]{{0,40}}?\sas\s{_DET}{_ROLE}{_END}"),
    _changes("OLD was replaced as ROLE by H", rf"{_OLD}\W+{_AUX}{_FOLLOW}\sas\s{_DET}{_ROLE}{_OF}\sby\s{_H}"),
    _changes("OLD was replaced by H as ROLE", rf"{_OLD}\W+{_AUX}{_FOLLOW}\sby\s{_H}\sas\s{_DET}{_ROLE}{_END}"),
    Construction("OLD left W", re.compile(rf"{_OLD}\W+{_AUX}{_QUIT}\s{_THE}(?:{MASK}|{WORD})"), role=PART, event=True),
    Construction(
        "W admitted H",
        re.compile(rf"(?:{MASK}|{WORD})\s{_AUX}(?:admitted|accepted|welcomed)\s{_THE}{_H}(?!\sas\b)"),
        role=PART,
        event=True,
    ),
    Construction("H joined W", re.compile(rf"{_H}\W+{_AUX}joined\s{_THE}{MASK}"), role=PART, event=True),
    _changes(
        "H was appointed ROLE, replacing OLD",
        rf"{_H}\W+{_AUX}{_MAKE}\s{_AS}{_DET}{_ROLE}[^.;]{{0,60}}?,\s(?:replacing|succeeding)\s{_OLD}",
    ),
    _changes("H succeeds OLD as TITLE", rf"{_H}\W+{_AUX}{_FOLLOW}\s{_OLD}[^.;]{{0,40}}?\sas\s{_DET}{_TITLE}"),
    _changes("OLD stepped down as ROLE", rf"{_OLD}\W+{_AUX}{_LEAVE}[^.;]{{0,30}}?\sas\s{_DET}{_ROLE}{_END}"),
    _changes("OLD stepped down as TITLE", rf"{_OLD}\W+{_AUX}{_LEAVE}[^.;]{{0,30}}?\sas\s{_DET}{_TITLE}"),
    Construction(
        "ROLE H",
        re.compile(rf"(?:^|\b(?:the|its|their|our|new|by|and|with|to|current)\s){_ROLE}\s{_H}", re.IGNORECASE),
        weak=True,
    ),
)
