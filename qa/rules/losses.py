"""What is gone: "The Old Lady was sold in May", "Route 7 has been closed".

A list says what there was when it was written. A later source seldom gives a new one; it tells that one of the things
listed was sold, closed or scrapped, or that somebody retired or died. Whoever is not on the list asked about is not
missed by this: the names are taken out of lists that hold them, and nothing else follows from them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.question import Question
from qa.read import Claim
from qa.rules.context import Context
from qa.rules.names import MASK
from qa.rules.roles import claim
from qa.rules.source import Clause, Sentence, Source
from qa.rules.stance import Stance
from qa.rules.words import one_of

SURE = 0.75
_LOST = one_of(
    r"""
    sold scrapped demolished closed(?!\sto\b) shut\sdown dissolved abolished discontinued disbanded decommissioned
    wrecked sunk destroyed given\s(?:away|up) wound\sup broken\sup withdrawn\sfrom\sservice taken\sout\sof\sservice
    """
)
_PARTICIPLE = rf"(?:was|were|has been|have been|had been|is|are)(?: (?:since|now|later|then|finally))? {_LOST}\b"
_ENDED = r"(?:has |have |had )?(?:retired|resigned|died|passed away|stepped down|gone out of (?:service|business))\b"
_GONE = re.compile(rf"(?P<who>{MASK})(?:,[^,;]{{1,60}},)?\s(?:{_PARTICIPLE}|{_ENDED})", re.IGNORECASE)
_SAID_OF_IT = re.compile(rf"\W*(?:it|they|he|she|(?:the|this) \w+)\s(?:{_PARTICIPLE}|{_ENDED})", re.IGNORECASE)
_FOR_NOW = re.compile(
    r"\b(?:for the (?:day|night|weekend)|temporar\w+|briefly|until|sold out|tickets?)\b", re.IGNORECASE
)


def left_out(source: Source) -> tuple[Claim, ...]:
    """A claim that takes all names that a source calls gone out of older lists; none where it calls none so."""
    lost = list(_lost(source))
    if not lost:
        return ()
    sentence, clause, _ = lost[0]
    gone = dict.fromkeys(name for _, _, names in lost for name in names)
    return (replace(claim(source, sentence, clause, SURE, partial=True), gone=tuple(gone), stance=Stance.STATED),)


def no_longer(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """A "no" to "Is it still ...?" from a source that says it is gone."""
    if not question.still or question.subject is None:
        return
    for sentence, clause, names in _lost(source):
        if any(context.same(question.subject, name) for name in names):
            yield replace(claim(source, sentence, clause, SURE + 0.1, verdict="no"), stance=Stance.STATED)


def _lost(source: Source) -> Iterator[tuple[Sentence, Clause, tuple[str, ...]]]:
    for position, sentence in enumerate(source.sentences):
        for clause in sentence.clauses:
            if clause.stance in (Stance.EXPECTED, Stance.DENIED) or _FOR_NOW.search(clause.text):
                continue
            names = _who(source, position, clause)
            if names:
                yield sentence, clause, names


def _who(source: Source, position: int, clause: Clause) -> tuple[str, ...]:
    """Who is gone by a clause: the names it says so of, or the one name of the sentence that it leans on."""
    sentence = source.sentences[position]
    found = _GONE.search(sentence.masked.text)
    if found and clause.start <= sentence.masked.offsets[found.start()] < clause.end:
        return sentence.masked.at(found["who"]).names
    if clause.start == 0 and position and _SAID_OF_IT.match(sentence.text):
        before = source.sentences[position - 1].names
        return before if len(before) == 1 else ()
    return ()
