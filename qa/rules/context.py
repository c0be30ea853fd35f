"""How well a sentence fits a question: are its words there, and is it about the right thing?

The score is a plain share of the question's content words, weighted by nothing: what matters is which words are
missing. A name that the question gives must stand in the sentence, just before it, or be what the whole document is
about; "member of the Northern Union" is not answered by a page on another body that mentions the Union once.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from qa.question import Question
from qa.rules.names import same_name
from qa.rules.source import Source
from qa.rules.stance import Stance
from qa.rules.statuses import same_role
from qa.rules.vocabulary import LIGHT_WORDS
from qa.rules.words import content_words, same_family, same_sense


@dataclass(frozen=True)
class Context:
    """All the sources read for one question: what they define and contrast serves each of them."""

    sources: tuple[Source, ...]

    @cached_property
    def aliases(self) -> frozenset[frozenset[str]]:
        """The abbreviations that any of the sources defines."""
        return frozenset(group for source in self.sources for group in source.aliases)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The names that at least half of the sources are about, or come from: what the whole corpus is on."""
        counts = Counter(name for source in self.sources for name in {*source.topic, *source.publisher})
        return tuple(name for name, count in counts.items() if count * 2 >= len(self.sources) > 1)

    def same(self, one: str, other: str) -> bool:
        """Whether two names mean the same here."""
        return same_name(one, other, self.aliases)

    def holds(self, name: str, holders: Iterable[str]) -> bool:
        """Whether a name is among the holders of a status."""
        return any(self.same(name, holder) for holder in holders)

    def exclusive(self, one: str, other: str) -> bool:
        """Whether some source treats two statuses as excluding each other.

        Either it gives both to different names and to none in common, or it says that holders of the one
        may yet come to the other.
        """
        return any(_apart(source, one, other) or _stepped(source, one, other) for source in self.sources)


def _apart(source: Source, one: str, other: str) -> bool:
    holders: tuple[set[str], set[str]] = (set(), set())
    for sentence in source.sentences:
        for clause in sentence.clauses:
            if clause.stance is not Stance.STATED:
                continue
            for status in clause.statuses:
                for number, role in enumerate((one, other)):
                    if same_role(role, status.role) and not status.weak:
                        holders[number].update(name.casefold() for name in status.holders)
    # One holder each says nothing: a chair may well be a member.
    return len(holders[0]) > 1 and len(holders[1]) > 1 and not holders[0] & holders[1]


def _stepped(source: Source, one: str, other: str) -> bool:
    head_one, head_other = (content_words(role)[-1:] for role in (one, other))
    if not head_one or not head_other:
        return False
    for sentence in source.sentences:
        found = content_words(sentence.text)
        if any(same_family(head_one[0], w) for w in found) and any(same_family(head_other[0], w) for w in found):
            if any(clause.stance is Stance.EXPECTED for clause in sentence.clauses):
                return True
    return False


_ADJECTIVAL = frozenset("n an ian ese ish i ic stan istan ais ine".split())


def demonym(name: str, other: str) -> bool:
    """Whether one word is the other's adjective, by its ending ("Mirovia", "Mirovian"; "Karsh", "Karshstan")."""
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    base = short.rstrip("aeo") if len(short) > 4 else short
    return len(base) >= 4 and long.startswith(base) and long[len(base) :] in _ADJECTIVAL


def about(
    question: Question, source: Source, position: int, context: Context, names: Iterable[str] | None = None
) -> float:
    """How surely a sentence is about the names in a question, 0 to 1.

    1 where each name stands in the sentence, 0.95 in the one before or among the document's topics,
    0.85 where the whole corpus or its publisher is, 0.5 elsewhere in the document, 0 nowhere. The least sure
    name counts.
    """
    return min(
        (_about_one(name, source, position, context) for name in (question.names if names is None else names)),
        default=1.0,
    )


def _about_one(name: str, source: Source, position: int, context: Context) -> float:
    if "-" in name:
        return min(_about_one(part, source, position, context) for part in name.split("-") if part)
    if _named(name, source.sentences[position].names, context):
        return 1.0
    if any(_sibling(name, other) for other in source.sentences[position].names):
        return 0.3
    text = source.sentences[position].text
    if any(_named(name, earlier.names, context) for earlier in source.lead_up(position)):
        return 0.95 if source.leans(position) or _named(name, source.topic, context) else 0.55
    if " " in name and all(part.casefold() in text.casefold() for part in name.split()):
        return 0.9
    if _named(name, source.topic, context) or name.casefold() in source.document.title.casefold():
        return 0.95
    if name.casefold() in source.sentences[position].text.casefold():
        return 0.9
    if _named(name, (*context.topics, *source.publisher), context):
        return 0.85
    return 0.5 if _mentions(name, source, context) else 0.0


def _sibling(name: str, other: str) -> bool:
    """Whether two names are told apart by their first word: "Northern Union" and "Southern Union".

    >>> _sibling("Northern Dairy Union", "Southern Union"), _sibling("Ann Bell", "Bell"), _sibling("Ostra", "Karsh")
    (True, False, False)
    """
    one, two = name.casefold().split(), other.casefold().split()
    return len(one) > 1 and len(two) > 1 and one[-1] == two[-1] and one[0] != two[0]


def _named(name: str, names: Iterable[str], context: Context) -> bool:
    numbered = name[-1:].isdigit() and " " in name
    for other in names:
        if numbered and not other[-1:].isdigit():
            continue  # what is said of Fedora need not hold for Fedora 39
        parts = other.split()
        if context.same(name, other) or any(
            name.casefold() == part.casefold() or demonym(name, part) for part in parts
        ):
            return True
    return False


def _mentions(name: str, source: Source, context: Context) -> bool:
    text = source.document.text.casefold()
    spellings = {name.casefold(), *(alias for group in context.aliases if name.casefold() in group for alias in group)}
    return any(spelling in text for spelling in spellings)


@dataclass(frozen=True)
class Coverage:
    """How much of what is asked a sentence holds, 0 to 1: in its own words, and with what stands around it."""

    own: float
    total: float


# What a word counts that stands not in the sentence but in one that it leans on ("It was ..."), in the one
# before it, or in the heading or title above it.
_BEFORE, _NEAR, _ABOVE = 0.85, 0.5, 0.7


def coverage(asked: Iterable[str], source: Source, position: int, *, title: bool = True) -> Coverage:
    """The share of asked words that a sentence holds, in any form or as an everyday synonym.

    Words that only say what kind of answer is wanted ("amount", "year") are not asked for when others are.
    """
    wanted = [word for word in asked if word not in LIGHT_WORDS] or list(asked)
    if not wanted:
        return Coverage(1.0, 1.0)
    sentence = source.sentences[position]
    own = content_words(sentence.masked.text)
    named = content_words(" ".join(sentence.names))
    before = [word for earlier in source.lead_up(position) for word in content_words(earlier.text)]
    leans = source.leans(position)
    above = (*source.heading_words(position), *(source.title_words if title else ()))
    mine = total = 0.0
    for word in wanted:
        if any(same_sense(word, other) for other in own) or any(same_family(word, other) for other in named):
            mine += 1
            total += 1
        elif any(same_sense(word, other) for other in before):
            total += _BEFORE if leans else _NEAR
        elif any(same_sense(word, other) for other in above):
            total += _ABOVE
    return Coverage(mine / len(wanted), total / len(wanted))
