"""Who is what: the statuses that a clause gives to names.

Which statuses exist, and which exclude one another, is read from the texts; the constructions know none. A status
keeps its words as written, and `same_role` says whether it is the one a question asks about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.rules.constructions import CONSTRUCTIONS, PART, STOP, Construction
from qa.rules.names import MASK, NAME, Masked, split_items
from qa.rules.vocabulary import FUNCTION_WORDS, NARROWING, PLAIN, STATUS_NOUNS
from qa.rules.words import same_family, same_sense, words

__all__ = ["PART", "Status", "bracketed", "labelled", "same_role", "statuses"]


@dataclass(frozen=True)
class Status:
    """What one construction says: `holders` are `role`; `former` no longer are.

    Attributes:
        holders: The names that have the status.
        role: The status in the text's words: "honorary members".
        whole: The list claims to be complete.
        event: A change is told, so others may have the status as well.
        weak: The construction may also mean something else.
        former: Names that lose the status.
        of: What the status is said to be of: "director of the Rowing Club".
    """

    holders: tuple[str, ...]
    role: str
    whole: bool = False
    event: bool = False
    weak: bool = False
    former: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


_IN_BRACKETS = re.compile(rf"(?P<name>{NAME}) \((?P<role>[a-z][^()\d]{{2,40}})\)")


def bracketed(sentence: str) -> Iterator[Status]:
    """The statuses in "Ann Bell (chair), Carl Moss (treasurer)".

    >>> [status.role for status in bracketed("Ann Bell (chair) and Carl Moss (treasurer)")]
    ['chair', 'treasurer']
    """
    for match in _IN_BRACKETS.finditer(sentence):
        yield Status((match["name"],), match["role"])


_HEDGED = re.compile(
    r"(?:including|such as|among (?:them|others)|e\.g\.|like|for example|also)\W*$|\bincludes?\W*(?:the )?$",
    re.IGNORECASE,
)
_EMPTY_ROLE = frozenset(
    """
    able available closed due expected free held home likely located one ones open other others part people ready same
    set status sure
    """.split()
)


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
    post, of_post = titled(masked.at(groups["title"]).names[0]) if groups.get("title") else ("", ())
    role = post or construction.role if not said or said.lower() in FUNCTION_WORDS else masked.unmask(said).strip()
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
    of = _OF.match(clause, match.end("role")) if groups.get("role") else None
    return Status(holders, role, whole, event, construction.weak, former, masked.at(of[1]).names if of else of_post)


_OF = re.compile(rf"\s(?:of|for|at|in)\s(?:the\s)?({MASK})")
_TITLE_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?")


def titled(name: str) -> tuple[str, tuple[str, ...]]:
    """A post written with capitals as the post and what it is of.

    >>> titled("Director of Works"), titled("Mayor")
    (('Director', ('Works',)), ('Mayor', ()))
    """
    post, *whose = _TITLE_OF.split(name, maxsplit=1)
    return post, tuple(whose)


def _says_now(text: str) -> bool:
    return re.search(r"\b(?:current(?:ly)?|now|today|at present)\b", text, re.IGNORECASE) is not None


_LABELLED = re.compile(
    r"^[\s\-*•#]*(?:the\s)?(?P<role>[^\W\d_][\w’' -]{1,60}?)(?:\s\([^()]*\))?"
    r"(?:\s?(?::|\bare:|\bis:)\**\s+|\**\s*\n\s*(?=[-*•]\s))(?P<items>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)


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


def same_role(asked: str, said: str, around: tuple[str, ...] = ()) -> bool:
    """Whether a status in a text is the one asked about; an adjective that makes another status of it must be in both.

    Other words that narrow what is asked may stand `around` the status as well: "the keeper of the light".

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
    narrow = [
        word
        for word in asked_words[:-1]
        if not any(same_family(word, other) for other in (said_words if word in NARROWING else (*said_words, *around)))
    ]
    narrower = [word for word in said_words[:-1] if not any(same_family(word, other) for other in asked_words)]
    return not narrow and not any(word in NARROWING for word in narrower)


def _role_words(role: str) -> list[str]:
    found = [word for word in words(role.replace("-", " ")) if word not in PLAIN and not re.fullmatch(STOP, word)]
    while len(found) > 1 and found[-1] in STATUS_NOUNS:
        found.pop()
    return found
