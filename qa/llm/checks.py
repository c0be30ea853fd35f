"""Holds a reply to the engine's decision: what may be shown of it, and what is said where nothing may.

The quote numbers must exist and the newest that answers be among them, the verdict and values be the engine's, each
sentence be borne out (faithful.py). A model that reads the quotes otherwise is not followed; that it does is said, with
the source's words where it chose another source. No word of the model's stands in a note: a refused word is still a
word that no source bears out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.answer import Answer
from qa.llm.faithful import Basis, faithful, stands
from qa.llm.quotes import Quote
from qa.llm.reply import Reply
from qa.question import understand

_DATED = re.compile(r"(?P<said>.*?)(?P<date>, (?:as of [^,]+|from an undated source))\.", re.DOTALL)
_NOTE = "Language model: "
NOT_BORNE_OUT = f"{_NOTE}its wording was left out, the quote does not bear it out."
CUT = f"{_NOTE}the rest of its wording was left out, the quote does not bear it out."
NO_QUOTE = f"{_NOTE}its wording was left out, it rests on no quote or on one that does not exist."
NOT_FOUND = f"{_NOTE}it does not find the answer in the quotes."
NO_REPLY = f"{_NOTE}its wording was left out, it is not of the form asked for."


@dataclass(frozen=True)
class Checked:
    """What came of a reply.

    Attributes:
        text: What may be shown, with its date; "" where nothing may.
        note: What is said of the rest; "" where there is nothing to say.
    """

    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """All that a reply is held against.

    Attributes:
        basis: The answer, for each sentence.
        quotes: The candidates.
        date: How the answer's text ends: ", as of 16 April 2024".
    """

    basis: Basis
    quotes: tuple[Quote, ...]
    date: str


def case_of(answer: Answer, quotes: Sequence[Quote], today: date) -> Case | None:
    """What replies about an answer are held against.

    Args:
        answer: The engine's answer.
        quotes: The candidates.
        today: The day asked about.

    Returns:
        None for an answer that is not reworded: one that abstains, that is a quote already, or that tells of several
        times line by line.
    """
    dated = _DATED.fullmatch(answer.text)
    if answer.abstained or not answer.citations or dated is None or not (answer.verdict or answer.values):
        return None
    basis = Basis(understand(answer.question, today=today), answer, dated["said"], today)
    return Case(basis, tuple(quotes), dated["date"])


def check(reply: Reply | None, case: Case) -> Checked:
    """What may be shown of a reply.

    Args:
        reply: What the model returned; None where that is not of the form asked for.
        case: What it is held against.
    """
    if reply is None:
        return Checked(note=NO_REPLY)
    if not reply.found:
        return Checked(note=NOT_FOUND)
    if note := _elsewhere(reply, case):
        return Checked(note=note)
    body = _undated(reply.text, case)
    kept = faithful(body, case.basis)
    if not kept:
        return Checked(note=NOT_BORNE_OUT)
    text = f"{kept.rstrip(' .')}{case.date}."
    return Checked(text, CUT if len(kept) < len(body) else "")


def agrees(reply: Reply, case: Case) -> bool:
    """Whether a reply that is still coming rests on the right quote and gives the right verdict.

    Args:
        reply: So far.
        case: What it is held against.
    """
    return reply.found and not _elsewhere(reply, case)


def _elsewhere(reply: Reply, case: Case) -> str:
    """A note where a reply rests on other quotes or reads another answer in them."""
    by_number = {quote.number: quote for quote in case.quotes}
    if not reply.quotes or any(number not in by_number for number in reply.quotes):
        return NO_QUOTE
    answer = case.basis.answer
    if not any(by_number[number].chosen for number in reply.quotes):
        other = by_number[reply.quotes[0]]
        return (
            f"Disagreement: the language model would rest on another source ({other.date}, "
            f'{other.citation.document.file}): "{other.text}"'
        )
    if reply.verdict != (answer.verdict or "none"):
        read = "neither yes nor no" if reply.verdict == "none" else f'"{reply.verdict}"'
        return f"Disagreement: the language model reads {read} in the same quotes."
    if not answer.verdict and not _shares(reply.values, answer.values):
        quoted = all(stands(value, case.basis.quote) for value in reply.values)  # then it is the source's word
        said = ", ".join(reply.values)
        return f'Disagreement: the language model reads "{said}" in the same quote.' if quoted else NOT_BORNE_OUT
    return ""


def _shares(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two sets of values have one in common; true where the model gives none."""
    return not some or any(stands(one, other) or stands(other, one) for one in some for other in others)


def _undated(text: str, case: Case) -> str:
    """The text without the source's date at its end, or behind "as of" in it: the program writes that itself."""
    published = case.basis.answer.published
    days = {published.spoken, str(published)} if published else set()
    for day in days:
        text = re.sub(rf"[\s,]*\(?\bas (?:of|at) {re.escape(day)}\)?(?=[\s,.;]|$)", "", text, flags=re.IGNORECASE)
    return " ".join(text.split())
