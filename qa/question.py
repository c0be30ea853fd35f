"""What a question asks: its kind, whom it is about, which status, thing or number it wants, and of what time.

The question is taken apart by its function words, which are few and do not change; its content words are only
carried along, to be found again in the sources. Lower-case questions name nobody by their capitals, so the names that
the sources know can be given to `understand`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qa.idioms import in_plain_words
from qa.kinds import Kind, kind_of
from qa.phrase import FUTURE, asked_for
from qa.rules.constructions import PART
from qa.rules.names import MASK, mask, with_capitals
from qa.rules.vocabulary import FUNCTION_WORDS
from qa.rules.words import one_of, words
from qa.timeless import is_timeless
from qa.when import PRESENT, Window, window_of

__all__ = ["Kind", "Question", "understand"]


@dataclass(frozen=True)
class Question:
    """A question taken apart.

    Attributes:
        text: The question as understood.
        kind: What sort of answer it wants.
        names: The names in it, in order.
        subject: The name it is about, where it asks what somebody or something is or does.
        subjects: All such names: "Are X and Y members?" asks about two.
        role: The status, thing or action asked about, in its own words: "honorary members", "ticket", "founded".
        about: The other content words, which the source must be about as well.
        window: The time it asks about.
        future: It asks what will be.
        past: It asks what was.
        change: It asks how something changed.
        already: It asks whether something is so yet, so that a plan for it means no.
        single: It asks about a status that one holder has at a time: "the director", "chairs".
        still: It asks whether something goes on.
        joining: It asks who came to a list when, or last: a list of all does not answer it.
        number: The number it asks about ("Is the fare two euros?"), or "".
        timeless: No newer source knows better: a meaning, a purpose, what happened once, what cannot move.
    """

    text: str
    kind: Kind
    names: tuple[str, ...] = ()
    subject: str | None = None
    subjects: tuple[str, ...] = ()
    role: str = ""
    about: tuple[str, ...] = ()
    window: Window | None = None
    future: bool = False
    past: bool = False
    change: bool = False
    already: bool = False
    single: bool = False
    still: bool = False
    joining: bool = False
    number: str = ""
    timeless: bool = False

    @property
    def content(self) -> tuple[str, ...]:
        """All its content words without names: those of the role first."""
        return tuple(dict.fromkeys((*(w for w in words(self.role) if w not in FUNCTION_WORDS), *self.about)))


_POLITE = re.compile(
    r"^(?:(?:please|so|ok(?:ay)?|hey|hi|hello|well|and|but|then|now)[,!]?\s+)*"
    r"(?:(?:(?:can|could|would|will) you (?:please )?(?:tell|remind|show|let) (?:me|us)(?: know)?"
    r"|do you (?:happen to )?know|does anyone know|tell me|i(?:'d| would) like to know|i (?:want|need) to know|any idea"
    r"|remind me|i wonder|i am wondering|what can you tell me about)[,:?]?\s+)?(?:please\s+)?"
    r"(?:(?:can|could|would|will) you (?:please )?(?=(?:list|name|give|show|say|explain|describe)\b))?",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:how|what|when) (?:has|have|did|does)\b.*\b(?:chang|evolv|develop)"
    r"|\bover (?:time|the years)\b|\bhistory of\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:was|were|did|had|ever|previously|formerly|used to|before|former)\b", re.IGNORECASE)
_ALREADY = re.compile(r"\b(?:already|yet|by now)\b|^(?:is|are) there\b", re.IGNORECASE)
_THERE = re.compile(r"(?:is|are|was|were) there\b", re.IGNORECASE)
ALLOWED = "allowed"  # stands for the modal of "Can I ...?"
_PERMISSION = re.compile(r"^(?:can|may|could) (?:i|we|you|one)\b|^am i\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?:which|what) (?:\w+ )?\w+s\b", re.IGNORECASE)
_NUMBER_WORD = one_of(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty hundred
    """
)
_NUMBER = re.compile(rf"(?<![\w.,])\d[\d.,]*(?!\w)|\b{_NUMBER_WORD}\b", re.IGNORECASE)
_LATEST = re.compile(
    r"\b(?:newest|youngest|latest|most recent|last) (?:\w+ )?members?\b"
    r"|\b(?:joined|admitted|added)\b.*\b(?:last|most recently)$",
    re.IGNORECASE,
)
# "Who is the Head of Works of the Harbour Trust?": what stands behind an article is a post, not somebody's name.
_POST = re.compile(
    r"^(?P<asks>who(?:[’']s| is| was| are| were| will be| became| becomes) (?:now |currently )?)"
    r"(?P<whose>[^,;]+['’]s? )?"
    r"(?P<post>(?(whose)[^,;]+|(?:(?:the|an?|our|your|its|their) [^,;]+|[^,;]+ (?:of|for|at) [^,;]+)))$",
    re.IGNORECASE,
)
_WHOSE = re.compile(r" (?:of|for|at|in)\b(?!.*\b(?:of|for|at|in)\b)", re.IGNORECASE)
_OPENS_WITH_NOUN = re.compile(r"^[A-Z](?=[a-z]+ (?:of|for|in|at) )")  # "Population of X"


def understand(text: str, *, today: date, known: Iterable[str] = ()) -> Question:
    """Takes a question apart.

    Args:
        text: The question, follow-ups resolved.
        today: The day it is asked about: `as_of`, or now.
        known: Names that the sources know, to recognise them where the question writes them in lower case.
    """
    spoken = re.sub(r"^(?:\[\w+\]|[^\w\"'“(])+", "", text.strip())
    spoken = spoken.lower() if spoken.isupper() and " " in spoken else spoken
    asked = _POLITE.sub("", spoken).strip() or text.strip()
    window = window_of(asked, today)
    bare = _bare(asked, window, known)
    kind = kind_of(bare)
    bare = in_plain_words(bare)
    if _PERMISSION.match(bare):
        bare += f" {ALLOWED}"
    masked = mask(bare)
    names = tuple(dict.fromkeys(name for group in masked.lists for name in group.names))
    role, about = asked_for(masked.text, kind)
    of_status = kind is Kind.OPEN and _CHANGE.search(bare) and re.search(r"\bstatus|role|position\b", bare)
    if names and (of_status or (kind in (Kind.WHO, Kind.WHAT) and not role)):
        kind = Kind.STATUS
    if kind is Kind.WHO and (role == PART or re.match(r"who (?:are|were)\b", bare, re.IGNORECASE)):
        kind = Kind.LIST
    first = re.search(MASK, masked.text)
    has_subject = first and kind in (Kind.YES_NO, Kind.STATUS) and not _THERE.match(bare)
    number = _NUMBER.search(masked.text) if kind is Kind.YES_NO else None
    return Question(
        text=text.strip(),
        kind=kind,
        names=names,
        subject=masked.at(first[0]).names[0] if first and has_subject else None,
        subjects=masked.at(first[0]).names if first and has_subject else (),
        role=role,
        about=about,
        window=window,
        future=FUTURE.search(bare) is not None,
        past=_PAST.search(bare) is not None,
        change=_CHANGE.search(bare) is not None,
        already=_ALREADY.search(bare) is not None,
        single=_asks_for_one(bare, role),
        still=re.search(r"\bstill\b", bare, re.IGNORECASE) is not None,
        joining=kind in (Kind.LIST, Kind.WHO, Kind.WHAT) and _asks_who_joined(bare, window),
        number=number[0] if number else "",
        timeless=is_timeless(masked.text, kind) and not PRESENT.search(asked),
    )


def _bare(asked: str, window: Window | None, known: Iterable[str]) -> str:
    """The question without its time and its question mark, its names with capitals."""
    bare = " ".join(asked.replace(window.text, " ").split()) if window else asked
    bare = with_capitals(PRESENT.sub("", bare).strip(" ?!.,"), known)
    return _OPENS_WITH_NOUN.sub(lambda letter: letter[0].lower(), _post_uncapitalised(bare))


def _post_uncapitalised(bare: str) -> str:
    """The question with its post in lower case, as most sources and questions write posts.

    >>> _post_uncapitalised("Who is the Head of Works of the Harbour Trust")
    'Who is the head of works of the Harbour Trust'
    """
    match = _POST.match(bare)
    if match is None:
        return bare
    whose = _WHOSE.search(match["post"])
    post, of = (match["post"][: whose.start()], match["post"][whose.start() :]) if whose else (match["post"], "")
    *before, last = post.split(" ")
    # "the WTL chair": what is all capitals is a name, unless it is the post itself: "the CEO"
    lower = [*(word if word.isupper() and len(word) > 1 else word.lower() for word in before), last.lower()]
    return match["asks"] + (match["whose"] or "") + " ".join(lower) + of


def _asks_who_joined(bare: str, window: Window | None) -> bool:
    if _LATEST.search(bare):
        return True
    since = window is not None and window.first is not None and window.last is None
    return since and re.search(r"\b(?:joined|admitted|added|came|entered)\b", bare, re.IGNORECASE) is not None


def _asks_for_one(bare: str, role: str) -> bool:
    """Whether a status has one holder at a time: neither plural, nor a participle, nor "a member"."""
    if not role or role == PART or role.endswith(("s", "ed")) or _PLURAL.match(bare):
        return False
    return re.search(rf"\ban? (?:[\w-]+ )*{re.escape(role.split()[-1])}\b", bare, re.IGNORECASE) is None
