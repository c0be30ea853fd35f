"""Measures of what an answer rests on: the newest source that answers, its date, its quotes, the wall of `as_of`.

Every question that expects a date ends in one of four: the expected source, an older one (stale), a newer one
(false supersession), or none of these (abstained, undated). The first three are measured, on the same
questions. A crash takes the worst value of each.
"""

from corpus import Published
from eval.matching import fold
from eval.questions import Days, Question
from eval.run import Outcome
from qa import Answer, Citation


def newest_source_accuracy(outcome: Outcome) -> float | None:
    """1 when the answer's first citation is of an expected date: the newest source that answers.

    Only questions that expect a date count. Both ends of the interval must be right: "2024" is not "2024-04-16".
    Abstaining scores 0.

    Example: resting on the newest source that answers; on an older one, with the right words; on "2024".

    >>> from eval.example import said
    >>> [newest_source_accuracy(said({"published": "2024-04-16"}, of=(day,))) for day in ("2024-04-16", "2011", "2024")]
    [1.0, 0.0, 0.0]
    """
    if not outcome.question.expect.published:
        return None
    return float(not date_wrong(outcome))


def date_statement_accuracy(outcome: Outcome) -> float | None:
    """1 when the answer says an expected date, in `published` and to the reader in `text`.

    Only questions that expect a date count. An undated source must be called undated.

    Example: the right source is cited each time, and named to the reader once.

    >>> from eval.example import said
    >>> told = "Observer, as of 16 April 2024.", "Observer.", "Observer, as of 2024."
    >>> [date_statement_accuracy(said({"published": "2024-04-16"}, text, of=("2024-04-16",))) for text in told]
    [1.0, 0.0, 0.0]
    """
    wanted = outcome.question.expect.published
    if not wanted:
        return None
    answer = outcome.answer
    if answer is None or answer.abstained or _days(answer.published) not in wanted:
        return 0.0
    return float(_states_date(answer))


def stale_answer_rate(outcome: Outcome) -> float | None:
    """1 when an older source won though a newer one answers. Lower is better.

    Only questions that expect a dated source count. Where several dates are accepted, older than the newest of
    them is stale. Abstaining scores 0: it says nothing old.

    Example: resting on an older source, on the expected one, on a newer one.

    >>> from eval.example import said
    >>> days = "2023-03-06", "2024-04-16", "2025-01-01"
    >>> [stale_answer_rate(said({"published": "2024-04-16"}, of=(day,))) for day in days]
    [1.0, 0.0, 0.0]
    """
    newest = _newest(outcome.question)
    if newest is None:
        return None
    if outcome.answer is None:
        return 1.0
    days = _off(outcome)
    return float(days is not None and days.last <= newest.last)


def false_supersession_rate(outcome: Outcome) -> float | None:
    """1 when a newer source (a look back, a reprint, a forecast) displaced the one that answers. Lower is better.

    Only questions that expect a date count. Where the only right source is undated, any dated one displaces it.

    Example: resting on an older source, on the expected one, on a reprint of a year later.

    >>> from eval.example import said
    >>> days = "2023-03-06", "2024-04-16", "2025-01-01"
    >>> [false_supersession_rate(said({"published": "2024-04-16"}, of=(day,))) for day in days]
    [0.0, 0.0, 1.0]
    """
    if not outcome.question.expect.published:
        return None
    if outcome.answer is None:
        return 1.0
    days, newest = _off(outcome), _newest(outcome.question)
    return float(days is not None and (newest is None or days.last > newest.last))


def as_of_leakage(outcome: Outcome) -> float | None:
    """How many citations and timeline entries an answer shows from after the day it was asked about.

    A source counts as published on the last day of its interval, and an undated one may be of any day: under
    `as_of` both leak. This is a count and must be 0. A crash shows nothing.

    Example: asked as of 2011-12-31, a source of that April and one of "2011" are before the wall, two are not.

    >>> from eval.example import said
    >>> as_of_leakage(said({"verdict": "no"}, of=("2011-04-14", "2011", "2012-01-01", None), as_of="2011-12-31"))
    2.0
    """
    if outcome.question.as_of is None:
        return None
    return float(len(leaks(outcome)))


def quote_fidelity(outcome: Outcome) -> float | None:
    """The share of an answer's quotes, timeline included, that stand word for word at their offsets.

    An answer that quotes nothing rests on nothing: 0. Abstaining quotes nothing and does not count.

    Example: an answer with four quotes, one of them false, and one with a single, true quote.

    >>> from eval.example import said
    >>> expect = {"verdict": "no"}
    >>> [quote_fidelity(outcome) for outcome in (said(expect, of=("2011",) * 4, false=(2,)), said(expect))]
    [0.75, 1.0]
    """
    if outcome.answer is None:
        return None if outcome.question.expect.abstain else 0.0
    quotes = _quotes(outcome.answer)
    if not quotes:
        return None if outcome.answer.abstained else 0.0
    return sum(_stands(citation, outcome) for citation in quotes) / len(quotes)


def date_wrong(outcome: Outcome) -> list[str]:
    """Why the answer does not rest on a source of an expected date; empty when it does, or none is expected."""
    wanted, answer = outcome.question.expect.published, outcome.answer
    if not wanted or answer is None:
        return ["gave no date"] if wanted else []
    if answer.citations and not answer.abstained and _days(answer.citations[0].published) in wanted:
        return []
    names = " or ".join(str(days) if days else "an undated source" for days in wanted)
    rests = (answer.citations[0].published or "an undated source") if answer.citations else "no source"
    return [f"rests on {rests}, expected {names}"]


def date_unsaid(outcome: Outcome) -> list[str]:
    """Whether an answer from the right source keeps its date from the reader."""
    if date_statement_accuracy(outcome) != 0 or date_wrong(outcome) or outcome.answer is None:
        return []
    return [f"rests on {outcome.answer.citations[0].published or 'an undated source'} and does not say so"]


def quotes_wrong(outcome: Outcome) -> list[str]:
    """Which quotes do not stand in their documents, or that there is none."""
    answer = outcome.answer
    if answer is None:
        return []
    quotes = _quotes(answer)
    if not quotes and not answer.abstained:
        return ["quotes nothing"]
    false = [quote for quote in quotes if not _stands(quote, outcome)]
    return [f"not in {quote.document.file} at {quote.start}: {quote.quote!r}" for quote in false]


def leaks(outcome: Outcome) -> list[str]:
    """What the answer shows that nobody could have read on the day it was asked about."""
    answer, question = outcome.answer, outcome.question
    if answer is None or question.as_of is None:
        return []
    found = [
        f"leaks {citation.document.file} ({citation.published or 'undated'}) into as of {question.as_of}"
        for citation in answer.citations
        if _later(citation.published, question)
    ]
    found += [
        f"leaks {entry.value!r} ({entry.until}) into as of {question.as_of}"
        for entry in answer.timeline
        if any(_later(day, question) for day in (entry.since, entry.until, entry.citation.published))
    ]
    return found


def _states_date(answer: Answer) -> bool:
    text = fold(answer.text)
    if answer.published is None:
        return "undated" in text
    return fold(answer.published.spoken) in text or str(answer.published) in text


def _off(outcome: Outcome) -> Days | None:
    """The dated source that the answer rests on although another was expected; None where it does not."""
    answer = outcome.answer
    if answer is None or answer.abstained or not answer.citations or not date_wrong(outcome):
        return None
    return _days(answer.citations[0].published)


def _newest(question: Question) -> Days | None:
    return max((days for days in question.expect.published if days), key=lambda days: days.last, default=None)


def _days(published: Published | None) -> Days | None:
    return Days(published.first, published.last) if published else None


def _later(published: Published | None, question: Question) -> bool:
    return published is None or (question.as_of is not None and published.last > question.as_of)


def _quotes(answer: Answer) -> list[Citation]:
    return [*answer.citations, *(entry.citation for entry in answer.timeline)]


def _stands(citation: Citation, outcome: Outcome) -> bool:
    """Whether the quote is in its document; in the file itself where the corpus is at hand."""
    text = citation.document.text
    if outcome.documents is not None:
        document = outcome.documents.get(citation.document.file)
        text = document.text if document else ""
    within = 0 <= citation.start < citation.end  # a slice would take negative offsets without complaint
    return within and text[citation.start : citation.end] == citation.quote
