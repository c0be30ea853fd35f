"""Small talk: greetings, thanks, "help", "which documents do you have?" get true facts of the corpus, and no quote.

Only whole sentences of this kind are taken, each written out below: a question that merely begins with "hello" is for
the documents. A language model would chat more widely; here nothing is said that is not so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document, Published
from page.hearing import newest_first
from page.markup import counted, dated, linked, literal
from qa import Engine

_LISTED = 8  # documents named

_YOU = r"(?:you|this|dateline|this (?:page|program|bot|chat\w*))"
_DOCUMENTS = r"(?:documents?|sources?|files?|articles?|texts?|corpus)"
_KINDS = {
    "hello": r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|howdy)(?: there| dateline| all)?"
    r"(?:,? how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?",
    "thanks": r"(?:ok(?:ay)?,? |great,? |perfect,? )?(?:(?:many )?thanks|thank you|thx|cheers|ta)"
    r"(?: (?:so much|a lot|very much|again|dateline))*|(?:great|perfect|nice|good (?:job|answer)|well done|ok(?:ay)?)",
    "bye": r"(?:good)?bye(?: bye| for now)?|see you(?: later| soon)?|good night",
    "help": rf"help(?: me)?(?: please)?|(?:what|how) can {_YOU} (?:do|help)(?: (?:me|for me))?|what do(?:es)? {_YOU} do"
    rf"|how do(?:es)? (?:{_YOU}|i use (?:{_YOU})) ?(?:work)?|(?:who|what) (?:are|is) {_YOU}"
    r"|what can i ask(?: you| here)?|what (?:should|could) i ask(?: you)?|how do i (?:start|ask)",
    "documents": rf"(?:which|what|how many) {_DOCUMENTS} (?:do you (?:have|know|use|hold)|have you(?: got)?"
    rf"|are (?:there|in here|here|loaded))|(?:show|list)(?: me)?(?: all)?(?: the| your)? {_DOCUMENTS}"
    rf"|what(?: is|'s|’s) in (?:the|your|this) {_DOCUMENTS}|what do you (?:know|have)(?: about)?"
    rf"|what are your {_DOCUMENTS}|(?:the|your) {_DOCUMENTS}",
}
_TALK = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}


@dataclass(frozen=True)
class Facts:
    """What a corpus holds.

    Attributes:
        documents: All of it, newest first, undated ones last.
        begins: The date of the oldest.
        ends: The date of the newest.
    """

    documents: tuple[Document, ...]
    begins: Published | None
    ends: Published | None


def facts(engine: Engine) -> Facts:
    """What the engine's corpus holds.

    Args:
        engine: The engine.

    Returns:
        Its documents and their span of dates.
    """
    documents = sorted(engine.index.documents(), key=lambda one: newest_first(one.published), reverse=True)
    return Facts(tuple(documents), engine.index.begins, engine.index.ends)


def kind_of_talk(text: str) -> str:
    """What kind of small talk a text is; "" for a question to the documents.

    >>> kind_of_talk("Hello!"), kind_of_talk("What can you do?"), kind_of_talk("Hello, who is the director?")
    ('hello', 'help', '')

    Args:
        text: What a person wrote.

    Returns:
        "hello", "thanks", "bye", "help", "documents" or "".
    """
    bare = " ".join(text.split()).strip(" .!?…,")
    return next((kind for kind, pattern in _TALK.items() if pattern.fullmatch(bare)), "")


def talk(kind: str, known: Facts, examples: Sequence[str] = ()) -> str:
    """The answer to small talk.

    Args:
        kind: What kind it is.
        known: What the corpus holds.
        examples: Questions to try; for none, they are made of the corpus' own dates.

    Returns:
        HTML in which every word of a document is text.
    """
    holds = f"<p>{holding(known)}</p>"
    opening = {
        "hello": "<p>Hello! Ask me about the documents, in a whole question.</p>",
        "thanks": "<p>You are welcome.</p>",
        "bye": "<p>Goodbye!</p>",
        "help": "<p>I answer questions from the newest document that really answers them, with its date and a "
        "word-for-word quote. “As of” asks as of a past day, and a follow-up such as “And in 2011?” keeps its subject. "
        "Where the documents do not say, I say so.</p>",
        "documents": "",
    }[kind]
    if kind in ("thanks", "bye"):
        return f'<div class="talk">{opening}</div>'
    listed = _listed(known) if kind == "documents" else ""
    first, last = (str(day) if day else "" for day in (known.begins, known.ends))
    tries = examples or suggested(first, last)
    return f'<div class="talk">{opening}{holds}{listed}{_to_try(tries)}</div>'


def holding(known: Facts) -> str:
    """How many documents there are, and from when to when.

    Args:
        known: What the corpus holds.

    Returns:
        HTML, one or two sentences.
    """
    undated = sum(document.published is None for document in known.documents)
    has = f"The corpus holds {counted(len(known.documents), 'document')}"
    if known.begins is None or known.ends is None:
        return f"{has}, none of them dated."
    one = known.begins.spoken == known.ends.spoken
    span = f"of {known.ends.spoken}" if one else f"from {known.begins.spoken} to {known.ends.spoken}"
    left = f" {undated:,} of them {'has' if undated == 1 else 'have'} no date." if undated else ""
    return f"{has} {literal(span)}.{left}"


def _listed(known: Facts) -> str:
    items = "".join(
        f"<li>{linked(one.title, one.url)} <span>{dated(one.published)}</span></li>"
        for one in known.documents[:_LISTED]
    )
    more = len(known.documents) - _LISTED
    left = f"<p>And {counted(more, 'more document')}: see the tab Documents.</p>" if more > 0 else ""
    return f'<ul class="listed">{items}</ul>{left}'


def suggested(first: str, last: str) -> list[str]:
    """Questions that any dated corpus can be asked, made of its own dates.

    >>> suggested("2011-04-14", "2024-04-16")
    ['What changed since 2023?', 'What happened in 2011?']

    Args:
        first: Its first day, such as "2011-04-14"; "" where none is dated.
        last: Its last day.

    Returns:
        A few questions; none for a corpus without dates.
    """
    if not first or not last:
        return []
    begins, ends = int(first[:4]), int(last[:4])
    return list(dict.fromkeys((f"What changed since {max(begins, ends - 1)}?", f"What happened in {begins}?")))


def _to_try(examples: Sequence[str]) -> str:
    items = "".join(f'<button type="button" class="try">{literal(text)}</button>' for text in examples)
    return f'<p class="hint">Questions to try:</p><p class="tries">{items}</p>' if items else ""
