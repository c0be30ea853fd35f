"""An Answer as HTML: what it says and as of when, one sentence on what that rests on, numbered quotes, notes.

The numbers are those of the cards beside the answer (`page.sources`). The picture of what changed stands there too, so
that an answer is read at one glance.
"""

import re
from datetime import date

from page.hearing import is_series
from page.markup import linked, literal, origin, sentence, spoken
from qa import Answer, Citation

_QUOTED = 3  # quotes shown with the answer; the cards have all


def render(answer: Answer, as_of: date | None = None, turn: int = 0) -> str:
    """The answer as HTML.

    Args:
        answer: The answer.
        as_of: The day asked about.
        turn: Its place in the conversation: its buttons name it.

    Returns:
        HTML in which every word of a document is text.
    """
    parts = [_lead(answer), _rests_on(answer)]
    if answer.citations:
        quotes = "".join(f"<li>{_quote(citation)}</li>" for citation in answer.citations[:_QUOTED])
        parts.append(f'<ol class="quotes">{quotes}</ol>')
    notes = "".join(f"<li>{literal(note)}</li>" for note in answer.notes)
    parts.append(f'<ul class="notes">{notes}</ul>' if notes else "")
    if as_of:
        parts.append(sentence(f"Asked as of {spoken(as_of)}: later sources were left out.", "fine"))
    tools = (
        f'<button type="button" class="show" data-turn="{turn}" title="Show its sources">Sources</button>'
        '<button type="button" class="copy" title="Copy this answer">Copy</button>'
        f'<button type="button" class="keep" data-turn="{turn}">Save as test question</button>'
    )
    return f'<div class="answer"><div class="copied">{"".join(parts)}</div><div class="tools">{tools}</div></div>'


def _lead(answer: Answer) -> str:
    if answer.abstained:
        return sentence(answer.text, "lead abstained")
    if "\n" in answer.text:
        return f'<p class="lead lines">{literal(answer.text)}</p>'
    said, when = answer.text, ""
    if match := re.fullmatch(r"(.*)(, (?:as of|from an undated) .*)", answer.text, re.DOTALL):
        said, when = match.groups()
    elif answer.citations and not answer.values:  # the quote itself is the answer, and stands below
        said = answer.text.replace(answer.citations[0].quote, "").strip(" ().")
    return f'<p class="lead"><strong>{literal(said[:1].upper() + said[1:])}</strong>{literal(when)}</p>'


def _rests_on(answer: Answer) -> str:
    """One sentence: whose word it is, and whether others say otherwise."""
    if not answer.citations:
        return ""
    first = answer.citations[0].document
    whose = f"{first.source or first.title}"
    newest = "the newest source that answers" if answer.citations[0].published else "a source without a date"
    if is_series(answer):
        return '<p class="why">Each with the source that tells of it.</p>'
    others = [f"[{number}]" for number in range(2, len(answer.citations) + 1)]
    told = f" Others say otherwise {' '.join(others)}." if others else ""
    return f'<p class="why">From {literal(whose)}, {newest} [1].{told}</p>'


def _quote(citation: Citation) -> str:
    document = citation.document
    caption = f"{linked(document.title, document.url)}<br>{origin(document.source, citation.published)}"
    quote = f"<blockquote>{literal(citation.quote)}</blockquote>"
    return f"<figure>{quote}<figcaption>{caption}</figcaption></figure>"
