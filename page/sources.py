"""The sources of one answer as cards, newest first: what each says, and why it was chosen or passed over.

Why a source was passed over is worked out here from what was read (`page.hearing`), by the same rule as the answer:
the newest sure claim wins. Sources that say nothing of the question come last and closed, because there are many.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import Document
from page.hearing import Told, is_series, newest_first
from page.markup import age, counted, linked, literal, origin, sentence
from qa import Citation
from qa.decide import label
from qa.read import SURE, Claim
from qa.rules.stance import Stance

_AROUND = 320  # characters of a paragraph shown on either side of its quote


@dataclass(frozen=True)
class Card:
    """One source of an answer.

    Attributes:
        document: The source.
        why: Why it was chosen or passed over.
        number: Its number in the answer; 0 where that does not cite it.
        start: Where its quote begins.
        end: Where that ends; equal to `start` for none.
    """

    document: Document
    why: str
    number: int = 0
    start: int = 0
    end: int = 0

    @property
    def silent(self) -> bool:
        """Whether it says nothing of the question."""
        return self.end == self.start


def cards(told: Told) -> list[Card]:
    """The sources that were read for an answer.

    Args:
        told: The answer with all that was read for it.

    Returns:
        A card for each document, newest first, undated ones last.
    """
    made = {card.document.file: card for card in _cited(told)}
    for claim in sorted(told.claims, key=lambda one: one.sure, reverse=True):
        made.setdefault(claim.document.file, Card(claim.document, _passed_over(claim, told), 0, claim.start, claim.end))
    for reprint, file in told.reprints:
        made[reprint.file] = Card(reprint, f"reprint of [{made[file].number}]")
    for document in told.read:
        made.setdefault(document.file, Card(document, "does not answer"))
    return sorted(made.values(), key=lambda card: newest_first(card.document.published), reverse=True)


def _cited(told: Told) -> list[Card]:
    found: list[Card] = []
    for number, citation in enumerate(told.answer.citations, 1):
        known = next((place for place, card in enumerate(found) if card.document.file == citation.document.file), None)
        if known is not None:  # cited twice: one card, under its first number
            continue
        newest = number == 1 and not is_series(told.answer)
        why = "chosen: the newest source that answers" if newest else _otherwise(citation, told)
        found.append(Card(citation.document, why, number, citation.start, citation.end))
    if found and found[0].document.published is None and not is_series(told.answer):
        found[0] = replace(found[0], why="chosen: no dated source answers")
    return found


def _otherwise(citation: Citation, told: Told) -> str:
    """Why a cited source is not the first."""
    if is_series(told.answer):
        return "chosen: tells of its time"
    claims = [claim for claim in told.claims if claim.document.file == citation.document.file and claim.sure >= SURE]
    said = f": said {label(max(claims, key=lambda one: one.sure))}" if claims else ""
    return _place(citation.document, told) + (said if len(said) < 90 else "")


def _place(document: Document, told: Told) -> str:
    """How a source's date stands to that of the chosen one."""
    chosen = told.answer.published
    if document.published is None:
        return "undated: a dated source comes first"
    if chosen is None or document.published.order > chosen.order:
        return "newer than [1]"
    if document.published.last == chosen.last:
        return "of the same day as [1]"
    return "older than [1]"


def _passed_over(claim: Claim, told: Told) -> str:
    if claim.stance is Stance.EXPECTED:
        return "only expects it"
    if claim.sure < SURE:
        return "touches on it, but does not clearly answer"
    if not told.answer.citations:
        return "touches on it, but does not answer"
    if is_series(told.answer):
        return "says no more of it than the sources chosen"
    if claim.stance is Stance.PAST:
        return f"{_place(claim.document, told)}, and looks back"
    if claim.stance is Stance.DENIED:
        return f"{_place(claim.document, told)}, and says it is not so"
    said, values = told.answer.verdict, tuple(sorted(value.casefold() for value in told.answer.values))
    same = " and says the same" if claim.said == (said, values) else ""
    return _place(claim.document, told) + same


def show(told: Told, now: date) -> str:
    """The cards as HTML.

    Args:
        told: The answer with all that was read for it.
        now: Today, for how old each source is.

    Returns:
        HTML in which every word of a document is text.
    """
    made = cards(told)
    speaking = [card for card in made if not card.silent]
    silent = [card for card in made if card.silent]
    html = "".join(_card(card, now) for card in speaking)
    if silent:
        inside = "".join(_card(card, now) for card in silent)
        summary = f"{counted(len(silent), 'more source')} read"
        html += f'<details class="silent"><summary>{summary}</summary>{inside}</details>'
    html += sentence(f"Language model {told.spent}.", "fine") if told.spent else ""
    return f'<section class="cards" aria-label="Sources">{html}</section>' if html else ""


def _card(card: Card, now: date) -> str:
    document = card.document
    number = f'<span class="number">{card.number}</span> ' if card.number else ""
    title = f"<h3>{number}{linked(document.title, document.url)}</h3>"
    meta = [origin(document.source, document.published)]
    if document.published:
        meta.append(f'<span class="from">{literal(_known(document))}</span>')
        meta.append(age(document.published, now))
    line = f'<p class="meta">{" · ".join(part for part in meta if part)}</p>'
    text = "" if card.silent else f'<p class="passage">{_passage(card)}</p>'
    kind = "card chosen" if card.number == 1 else "card"
    return f'<article class="{kind}">{title}{line}{text}<p class="reason">{literal(card.why)}</p></article>'


def _known(document: Document) -> str:
    """How finely a date is known and what it was read from."""
    assert document.published is not None
    return f"{document.published.precision}, from {document.published.signal}"


def _passage(card: Card) -> str:
    """The paragraph of a quote with the quote marked; a long one cut around it."""
    text, start, end = card.document.text, card.start, card.end
    first = text.rfind("\n\n", 0, start)
    first = 0 if first < 0 else first + 2
    last = text.find("\n\n", end)
    last = len(text) if last < 0 else last
    before, after = text[first:start], text[end:last]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:].partition(' ')[2]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND].rpartition(' ')[0]}…"
    return f"{literal(before)}<mark>{literal(text[start:end])}</mark>{literal(after)}"


def lines(told: Told) -> Sequence[tuple[str, str, str]]:
    """The timeline in words, for who cannot see the picture.

    Args:
        told: The answer with all that was read for it.

    Returns:
        (days, value, quote) of each entry, oldest first.
    """
    return [
        (
            " – ".join(dict.fromkeys((entry.since.spoken, entry.until.spoken))),  # once where it is one day
            " ".join(entry.value.split()),
            " ".join(entry.citation.quote.split()),
        )
        for entry in told.answer.timeline
    ]
