"""A decision in words: the short answer, its date, and the notes of a careful reader."""

import re
from datetime import date

from corpus import Published
from qa.answer import Answer, TimelineEntry
from qa.decide import Decision, age, cite, corrects, label, later, timeline
from qa.question import Kind, Question
from qa.read import Claim
from qa.rules.stance import Stance


def worded(question: Question, decision: Decision, *, today: date, stale_days: int, reason: str = "") -> Answer:
    """Makes an Answer of a decision.

    Args:
        question: What was asked.
        decision: What was decided.
        today: The day the question is asked about.
        stale_days: An answer older than this many days says so.
        reason: Why nothing answers, where the decision itself cannot know.
    """
    winner = decision.winner
    if winner is None:
        why = reason or decision.reason or "The documents do not answer this question."
        return Answer(question.text, why, abstained=True, reason=why, citations=(), notes=_expectations(decision, None))
    changed = timeline((*decision.others, winner))
    return Answer(
        question=question.text,
        text=f"{_short(winner)}{_until(question, winner, today)}, {_dated(winner.published)}."
        if winner.verdict or winner.values
        else f"{winner.quote} ({_dated(winner.published)})",
        verdict=winner.verdict,
        values=_values(question, winner, changed),
        published=winner.published,
        citations=(cite(winner), *(cite(claim) for claim in _different(decision, winner))),
        timeline=changed,
        notes=_notes(question, decision, winner, today, stale_days),
    )


def _values(question: Question, winner: Claim, changed: tuple[TimelineEntry, ...]) -> tuple[str, ...]:
    if question.change and len(changed) > 1:
        return tuple(entry.value for entry in changed)
    return winner.values


def _short(claim: Claim) -> str:
    said = _joined(claim.values)
    if claim.verdict and claim.stance is Stance.EXPECTED:
        return f"{claim.verdict.capitalize()}, it is expected"
    if claim.verdict:
        return f"{claim.verdict.capitalize()}: {said}" if said else claim.verdict.capitalize()
    return said[:1].upper() + said[1:]


def _ended(question: Question, winner: Claim, today: date) -> date | None:
    """The day on which the source's own words end what it says, where that day has passed."""
    until = winner.period.until
    over = until is not None and until < today and winner.stance is not Stance.PAST and question.window is None
    return until if over else None


def _until(question: Question, winner: Claim, today: date) -> str:
    ended = _ended(question, winner, today)
    if ended is None or question.kind is Kind.WHEN or f"{ended:%B %Y}" in " ".join(winner.values):
        return ""
    return f", until {_day(ended, winner)}"


def _day(ended: date, winner: Claim) -> str:
    """A day as finely as the quote gives it: the last of a month that the quote names without a day is the month."""
    named = re.search(rf"(?<!\d){ended.day}(?!\d)", winner.quote)
    return f"{ended.day} {ended:%B %Y}" if named else f"{ended:%B %Y}"


def _joined(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + f" and {values[-1]}" if values else ""


def _dated(published: Published | None) -> str:
    return f"as of {published.spoken}" if published else "from an undated source"


def _different(decision: Decision, winner: Claim) -> list[Claim]:
    """The newest claim for each other thing that was said, newest first."""
    seen = {winner.said}
    kept = []
    for claim in sorted(decision.others, key=age, reverse=True):
        if claim.said not in seen:
            seen.add(claim.said)
            kept.append(claim)
    return kept


def _notes(question: Question, decision: Decision, winner: Claim, today: date, stale_days: int) -> tuple[str, ...]:
    about_the_past = question.window is not None
    return (
        *_corrections(decision, winner),
        *_conflicts(decision, winner),
        *_superseded(decision, winner),
        *(() if about_the_past else _expectations(decision, winner)),
        *_of_its_list(winner),
        *_of_its_period(question, winner, today),
        *_of_its_date(question, winner, today, stale_days),
    )


def _of_its_list(winner: Claim) -> list[str]:
    if winner.partial and winner.values:
        return ["The source names some; it does not claim to name all."]
    if winner.values and winner.verdict is None and not _quoted(winner):
        return ["Put together: the newest whole list, with the changes that newer sources tell."]
    return []


def _of_its_period(question: Question, winner: Claim, today: date) -> list[str]:
    window = question.window
    if window is None:
        ended = _ended(question, winner, today)
        if ended is None:
            return []
        return [
            f"Ended period: what the source says held until {_day(ended, winner)}; nothing newer tells what followed."
        ]
    published = winner.published
    if (
        published
        and window.first
        and published.last < window.first
        and not winner.period.covers(window.first, window.first)
    ):
        return [f"Older source: nothing published {window.text.strip()} answers; this is the newest before."]
    return []


def _of_its_date(question: Question, winner: Claim, today: date, stale_days: int) -> list[str]:
    published = winner.published
    if published is None:
        return ["Undated: nothing says when this source was published."]
    notes = []
    if published.inferred:
        notes.append(f"Inferred date: the source does not write its year; {published} follows from its text.")
    lasting = question.timeless or question.kind in (Kind.WHEN, Kind.WHERE) or question.window is not None
    if (today - published.last).days > stale_days and not lasting:
        notes.append(f"Stale: the newest source that answers is {_years(today, published)} old.")
    return notes


def _quoted(winner: Claim) -> bool:
    """Whether the quote itself holds every value; a list carried forward has the last change for its quote."""
    return len(winner.values) < 2 or sum(value in winner.quote for value in winner.values) * 2 > len(winner.values)


def _years(today: date, published: Published) -> str:
    days = (today - published.last).days
    return f"{days // 365} year{'s' if days // 365 > 1 else ''}" if days >= 365 else f"{days} days"


def _corrections(decision: Decision, winner: Claim) -> list[str]:
    """What a correction corrects: the newest other thing said before it."""
    wrong = [claim for claim in _different(decision, winner) if claim.published] if corrects(winner) else []
    return [f"Correction: it corrects {label(claim)} ({claim.document.file})." for claim in wrong[:1]]


def _conflicts(decision: Decision, winner: Claim) -> list[str]:
    same_day = [
        claim
        for claim in decision.others
        if claim.said != winner.said
        and claim.published
        and winner.published
        and claim.published.last == winner.published.last
        and not corrects(winner)
    ]
    return [
        f'Conflict: {claim.document.source or claim.document.file} of the same day says otherwise: "{claim.quote}"'
        for claim in same_day
    ]


def _superseded(decision: Decision, winner: Claim) -> list[str]:
    older = [claim for claim in _different(decision, winner) if claim.published and not claim.partial]
    if not older or winner.published is None:
        return []
    said = "; ".join(f"{label(claim)} ({claim.published.spoken})" for claim in older[:3] if claim.published)
    return [f"Superseded: older sources say otherwise: {said}."]


def _expectations(decision: Decision, winner: Claim | None) -> tuple[str, ...]:
    """The newest plan or forecast that no newer fact has overtaken."""
    open_ones = [
        claim
        for claim in decision.expected
        if winner is None or (claim.said != winner.said and not later(winner.published, claim.published))
    ]
    if not open_ones:
        return ()
    newest = max(open_ones, key=age)
    when = newest.published.spoken if newest.published else "an undated source"
    return (f'Expected change ({when}): "{newest.quote}"',)
