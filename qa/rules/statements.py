"""Claims of a whole sentence: the answer to an open question, or a plain yes or no.

A sentence affirms a question when it holds nearly all of its words and does not deny them. The bar is high, since
a sentence with most words of a question may still say something else.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.dates import find_dates
from qa.question import ALLOWED, Kind, Question
from qa.read import Claim
from qa.rules.context import Context, about, coverage, demonym
from qa.rules.events import dates
from qa.rules.figures import figure_of, says
from qa.rules.permissions import denies, speaks_of_leave
from qa.rules.roles import claim
from qa.rules.source import Clause, Sentence, Source
from qa.rules.stance import Stance, resolve
from qa.rules.statuses import PART
from qa.rules.vocabulary import LIGHT_WORDS, OPPOSITES
from qa.rules.words import content_words, same_family, same_sense, stem, words

_WHY = re.compile(r"\W*(?:why|how come|for what reason)\b", re.IGNORECASE)
_BECAUSE = re.compile(
    r"\b(?:because|as|since|due to|owing to|thanks to|so that|in order to|to|for (?:fear|lack|want)|reasons?|therefore"
    r"|after|caused?|led to|makes?|made)\b",
    re.IGNORECASE,
)
_WHICH_ONE = re.compile(r"\b(?:latest|newest|current|last|next|first|oldest|previous)\b", re.IGNORECASE)
_CONTRAST = re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE)
_SIDES = tuple(tuple(stem(word) for word in side) for side in OPPOSITES)


def affirmations(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Verdicts from sentences that hold the question's own words, or their opposite."""
    asked, figure = question.content, figure_of(question)
    if not asked:
        return
    for position, sentence in enumerate(source.sentences):
        fit = about(question, source, position, context)
        if fit < 0.9:
            continue
        for clause in sentence.clauses:
            if not _on_subject(question, source, position, clause, context):
                continue
            held, opposed = _held(asked, clause, source, position)
            if opposed and _said_elsewhere(asked, clause, sentence):
                continue
            if held < 0.75 or (figure and not says(figure, clause.text)):
                continue
            denied = denies(question, clause)
            if denied is None:
                continue
            verdict = "no" if denied != opposed else "yes"
            stance = Stance.STATED if clause.stance is Stance.DENIED else clause.stance
            found = claim(source, sentence, clause, 0.85 * fit * held * held, verdict=verdict)
            yield Claim(found.document, found.start, found.end, verdict, (), found.sure, stance, found.period)


def _on_subject(question: Question, source: Source, position: int, clause: Clause, context: Context) -> bool:
    """Whether a clause is about the one asked about: it names them, or names nobody."""
    named = [
        name
        for group in source.sentences[position].masked.lists
        if clause.start <= group.start < clause.end
        for name in group.names
    ]
    if question.subject is None or not named:
        return True
    if source.leans(position):
        named += [name for earlier in source.lead_up(position) for name in earlier.names]
    return any(context.same(question.subject, name) or demonym(question.subject, name) for name in named)


def _said_elsewhere(asked: tuple[str, ...], clause: Clause, sentence: Sentence) -> bool:
    """Whether another clause speaks of what this one leaves out: "it costs 12 euros; students pay nothing"."""
    here = content_words(clause.text)
    missing = [word for word in asked if not any(same_sense(word, other) for other in here)]
    others = [word for other in sentence.clauses if other is not clause for word in content_words(other.text)]
    return any(same_family(word, other) for word in missing for other in others)


def _held(asked: tuple[str, ...], clause: Clause, source: Source, position: int) -> tuple[float, bool]:
    """The share of asked words in a clause, and whether one is reversed.

    Words around the clause count less; a clause with less than half of the words of its own counts nothing.
    """
    found = content_words(clause.text)
    wanted = [word for word in asked if word not in LIGHT_WORDS] or list(asked)
    own, around, opposed, literal = 0, 0.0, False, False
    permits = speaks_of_leave(clause.text)
    for word in wanted:
        if permits and same_family(ALLOWED, word):
            own += 1
        elif any(same_sense(word, other) or (word == PART and same_sense("join", other)) for other in found):
            own += 1
            literal = literal or any(same_family(word, other) for other in found)
        elif any(_opposite(word, other) for other in found):
            own, opposed, literal = own + 1, True, True
        else:
            around += coverage((word,), source, position).total
    if _CONTRAST.search(clause.text):  # "reforming it rather than abolishing it"
        opposed = opposed or any(
            same_sense(word, other) for word in wanted for other in content_words(_CONTRAST.split(clause.text)[-1])[:3]
        )
    enough = own * 2 >= len(wanted) and len(content_words(source.sentences[position].text)) >= 3
    if around and not literal:  # "It was raised" by itself says nothing of what grew
        return 0.0, opposed
    return ((own + 0.8 * around) / len(wanted), opposed) if enough else (0.0, opposed)


def _opposite(one: str, other: str) -> bool:
    a, b = stem(one), stem(other)
    return any(a in side and b in side and a != b and (side[0] in (a, b)) for side in _SIDES)


def happened(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Verdicts on "Was it founded in 2005?": the event's date is read and compared with the one asked about."""
    window = question.window
    if window is None or not question.content:
        return
    for found in dates(question, source, context):
        first = next(iter(find_dates(found.values[0])), None)
        days = resolve(first, source.document.published) if first else None
        if days is not None:
            given = found.period.since or found.period.until
            held = window.overlaps(found.period.since, found.period.until) if given else window.overlaps(*days)
            verdict = "yes" if held else "no"
            yield Claim(
                found.document,
                found.start,
                found.end,
                verdict,
                found.values,
                found.sure * 0.95,
                found.stance,
                found.period,
            )


def sentences(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Whole sentences as answers to an open question."""
    asked = question.content
    if not asked and not question.names:
        return
    why = _WHY.match(question.text)
    for position, sentence in enumerate(source.sentences):
        fit = about(question, source, position, context)
        held = coverage(asked, source, position)
        if (
            question.kind in (Kind.WHAT, Kind.LIST)
            and question.role
            and coverage(words(question.role)[-1:], source, position).own == 0
        ):
            continue  # what is asked for is not even named
        if fit < 0.5 or held.total < 0.6 or held.own < 0.4 or len(content_words(sentence.text)) < 3:
            continue
        if question.kind is Kind.WHAT and len(asked) < 2 and _WHICH_ONE.search(question.text):
            held = replace(held, total=held.total * 0.5)  # a sentence on some version is not on the latest
        if why and not _BECAUSE.search(sentence.text):
            held = replace(held, total=held.total * 0.5)
        stance = next(
            (clause.stance for clause in sentence.clauses if clause.stance is Stance.STATED), sentence.clauses[0].stance
        )
        shown = Stance.STATED if stance is Stance.DENIED else stance
        yield Claim(
            source.document,
            sentence.start,
            sentence.end,
            None,
            (),
            0.85 * fit * held.total * (0.5 + 0.5 * min(1.0, 1.5 * held.own)),
            shown,
            sentence.clauses[0].period,
            question.kind is Kind.LIST,
        )
