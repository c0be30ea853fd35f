"""Which claim is the answer: the newest source that really answers, and what the others said.

Of the claims that are sure enough, the newest stated one wins; the older ones become the timeline, and what is merely
expected, denied later or of the same day becomes a note. Undated sources stand behind every dated one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from corpus import Published
from corpus.dates import find_dates
from qa.answer import Citation, TimelineEntry
from qa.question import Kind, Question
from qa.read import SURE, Claim
from qa.rules.stance import Stance, resolve
from qa.when import Window

# "How many joined in 2022?" asks for what happened then; an older source cannot stand in, as it can for "Who was ...?".
_EVENT = re.compile(r"\bdid\b(?!.*\b(?:have|cost|hold|own|charge|consist|comprise|employ|pay)\b)", re.IGNORECASE)


_CORRECTION = re.compile(
    r"\b(?:correction|corrigendum|erratum|errata|corrected version"
    r"|(?:wrongly|incorrectly|mistakenly) (?:said|gave|stated|reported|named|printed))\b|\bshould (?:have )?read\b",
    re.IGNORECASE,
)
_OPENING = 300  # characters in which a correction says that it is one


@dataclass(frozen=True)
class Decision:
    """The claim that answers, or None with the reason; the others that count, oldest first."""

    winner: Claim | None
    reason: str = ""
    others: tuple[Claim, ...] = ()
    expected: tuple[Claim, ...] = ()


def age(claim: Claim) -> tuple[int, date, datetime, bool, float, str]:
    """Sorts claims from old to new; undated ones first, of one moment corrections last, then the surer."""
    if claim.published is None:
        return 0, date.min, datetime.min, False, claim.sure, claim.document.file
    return 1, *claim.published.order, corrects(claim), claim.sure, claim.document.file


def corrects(claim: Claim) -> bool:
    """Whether a claim's source calls itself a correction, in its title, its first lines or the quote."""
    document = claim.document
    return any(_CORRECTION.search(text) for text in (document.title, document.text[:_OPENING], claim.quote))


def decide(question: Question, claims: Sequence[Claim], *, today: date) -> Decision:
    """Chooses the newest claim that answers.

    Args:
        question: What is asked.
        claims: What the sources say; none of them published after the wall, if there is one.
        today: The day the question is asked about.
    """
    sure = sorted((_as_of(claim, today) for claim in claims if claim.sure >= SURE), key=age)
    wanted = _wanted(question)
    stated = [claim for claim in sure if claim.stance in wanted]
    if question.still:
        stated = [_no_longer(claim, today) for claim in stated]
    if question.already and not stated:
        stated = [
            replace(claim, verdict="no", stance=Stance.STATED) for claim in sure if claim.stance is Stance.EXPECTED
        ]
    expected = tuple(claim for claim in sure if claim.stance is Stance.EXPECTED and claim not in stated)
    if question.window is not None:
        stated = _in_window(question, stated)
    if question.future:
        stated = [claim for claim in stated if claim.stance is Stance.EXPECTED] or stated
    changes = [claim for claim in stated if claim.partial]
    if question.joining:  # a list of all tells nothing of who came when
        newest_list = max((claim for claim in stated if not claim.partial), key=age, default=None)
        stated = [claim for claim in changes if newest_list is None or age(claim) > age(newest_list)]
    stated = [claim for claim in stated if not claim.partial] or [
        claim for claim in stated if claim.values or not claim.gone
    ]
    if not stated:
        return Decision(None, _reason(question, claims, expected), (), expected)
    winner = carry_forward(max(stated, key=age), changes)
    return Decision(winner, "", tuple(claim for claim in stated if claim is not winner), expected)


def _wanted(question: Question) -> tuple[Stance, ...]:
    if question.future or question.kind is Kind.OPEN:
        return (Stance.STATED, Stance.EXPECTED)
    if question.kind is Kind.WHEN and not question.past:
        return (Stance.STATED, Stance.PAST, Stance.EXPECTED)
    if question.past or question.window is not None:
        return (Stance.STATED, Stance.PAST)
    return (Stance.STATED,)


def _as_of(claim: Claim, today: date) -> Claim:
    """A claim whose period has not begun by the day asked about is still only expected."""
    if claim.stance is Stance.STATED and claim.period.since is not None and claim.period.since > today:
        return replace(claim, stance=Stance.EXPECTED)
    return claim


def _no_longer(claim: Claim, today: date) -> Claim:
    """A verdict whose own period is over answers "Is it still so?" with no."""
    over = claim.verdict == "yes" and claim.period.until is not None and claim.period.until < today
    return replace(claim, verdict="no") if over else claim


def _in_window(question: Question, claims: list[Claim]) -> list[Claim]:
    """The claims that speak of the time asked about, those that say so themselves last (they win).

    What a source says it says of its own day, unless it gives a period. So the newest source of the window answers,
    then a later one that looks back into it, then the newest before it.
    """
    window = question.window
    assert window is not None
    inside: list[Claim] = []
    before: list[Claim] = []
    for claim in claims:
        if _says_window(claim, window):
            inside.append(claim)
            continue
        since, until = claim.period.since, claim.period.until
        day = claim.published.last if claim.published else None
        if since is not None or until is not None:
            if window.overlaps(since, until) and (
                day is None or window.first is None or day >= window.first or until is not None
            ):
                inside.append(claim)
            continue
        if day is None or (window.last is not None and day > window.last):
            continue
        (before if window.first is not None and day < window.first else inside).append(claim)
    return inside or ([] if _EVENT.search(question.text) else before)


def _says_window(claim: Claim, window: Window) -> bool:
    """Whether the quote itself names a day of the time asked about."""
    days = (resolve(found, claim.published) for found in find_dates(claim.quote))
    return any(
        span is not None and span[0].year == span[1].year and window.first is not None and window.overlaps(*span)
        for span in days
    )


def carry_forward(listed: Claim, changes: Sequence[Claim]) -> Claim:
    """A whole list with the changes that newer sources tell: who joined it, who left.

    The result rests on the newest source that changed it. A list that no newer source changes stays as it is.
    """
    for change in sorted(changes, key=age):
        if listed.partial or change.published is None or age(change) <= age(listed):
            continue
        left = {_plain(name) for name in change.gone}
        kept = [name for name in listed.values if _plain(name) not in left]
        known = {name.casefold() for name in listed.values}
        added = [name for name in change.values if name.casefold() not in known]
        if added or len(kept) < len(listed.values):
            listed = replace(change, values=(*kept, *added), gone=(), partial=False)
    return listed


def _plain(name: str) -> str:
    """A name as it is compared: "the Old Lady" is "Old Lady"."""
    return name.casefold().removeprefix("the ")


def _reason(question: Question, claims: Sequence[Claim], expected: Sequence[Claim]) -> str:
    if expected:
        first = max(expected, key=age)
        when = f" of {first.published.spoken}" if first.published else ""
        return f"The sources only expect it; a source{when} does not report it as a fact."
    if question.window is not None and any(claim.sure >= SURE for claim in claims):
        return f"The sources answer this only for another time than {question.window.text}."
    if claims:
        return "Sources touch on this, but none of them clearly answers it."
    return ""


def timeline(claims: Iterable[Claim]) -> tuple[TimelineEntry, ...]:
    """What the dated claims said, oldest first; equal values that follow each other are one entry."""
    entries: list[TimelineEntry] = []
    said: list[object] = []
    for claim in sorted(claims, key=age):
        if claim.published is None or claim.partial:
            continue
        if said and said[-1] == claim.said:
            entries[-1] = replace(entries[-1], until=claim.published)
            continue
        said.append(claim.said)
        entries.append(TimelineEntry(label(claim), claim.published, claim.published, cite(claim)))
    return tuple(entries)


def label(claim: Claim) -> str:
    """The value of a claim as the timeline shows it: its values, or its verdict, or its quote."""
    return ", ".join(claim.values) or claim.verdict or claim.quote


def cite(claim: Claim) -> Citation:
    """The citation of a claim's sentence."""
    return Citation(claim.document, claim.published, claim.quote, claim.start, claim.end)


def later(one: Published | None, other: Published | None) -> bool:
    """Whether one date lies after another; an undated source lies behind every dated one."""
    return one is not None and (other is None or one.order > other.order)
