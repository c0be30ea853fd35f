"""What is measured, each measure in one place.

Every measure turns one Outcome into one number, or into None where it does not apply; all reports are made
of these Scores. A question that crashed counts 0 in each measure that its question calls for, so the
denominators come from the question file and never from what happened to come back.

Right words and right date are scored apart on purpose: an answer may be right by luck from an old source, and
only the pair of numbers shows it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus import Published
from eval.matching import occurs
from eval.questions import Category, Days, Question
from eval.run import Outcome
from qa import Answer, Citation


@dataclass(frozen=True)
class Score:
    """One number: what every report is made of."""

    question: str
    category: Category
    measure: str
    value: float


@dataclass(frozen=True)
class Measure:
    """A named way to score one outcome; `summed` over questions instead of averaged when it is a count."""

    name: str
    heading: str
    score: Callable[[Outcome], float | None]
    summed: bool = False

    def over(self, scores: Iterable[Score]) -> float | None:
        """This measure over all scores that are its own; None when there are none."""
        values = [score.value for score in scores if score.measure == self.name]
        if not values:
            return None
        return sum(values) if self.summed else sum(values) / len(values)


def answer_accuracy(outcome: Outcome) -> float:
    """1 when the answer says what is expected and nothing that is forbidden, or abstains when it should.

    Strings are looked for in `text` and in `values`, forbidden ones in `values` or, where those are empty, in
    `text`. The date that `text` ends on ("as of 16 April 2024") is left out, or it would answer each question
    for a year. Where nothing but a date is expected, the date is the answer.

    Example: expected {"verdict": "no", "all_of": ["observer"]}. "No: an observer" with the verdict "no"
    scores 1; "No." scores 0, abstaining scores 0, crashing scores 0. Those four questions give 0.25.
    """
    return float(not said_wrong(outcome))


def verdict_accuracy(outcome: Outcome) -> float | None:
    """1 when the verdict is the expected one; only questions that expect a verdict count.

    Example: "yes", "no" and "no" expected; a program that always says yes scores 1, 0, 0: 0.33.
    """
    wanted = outcome.question.expect.verdict
    if wanted is None:
        return None
    return float(outcome.answer is not None and outcome.answer.verdict == wanted)


def source_date_rate(outcome: Outcome) -> float | None:
    """1 when the answer rests on a source of an expected date; only questions that expect a date count.

    Both ends of the interval must be right: "2024" is not "2024-04-16". Abstaining scores 0.

    Example: the newest source that answers is of 2024-04-16. Resting on it scores 1, resting on the one of
    2011 (right words, stale source) 0: 0.5.
    """
    if not outcome.question.expect.published:
        return None
    return float(not date_wrong(outcome))


def quote_fidelity(outcome: Outcome) -> float | None:
    """The share of an answer's quotes, timeline included, that stand word for word at their offsets.

    An answer that quotes nothing rests on nothing: 0. Abstaining quotes nothing and does not count.

    Example: one answer with 3 true quotes of 4, one with its single quote true: (0.75 + 1) / 2 = 0.875.
    """
    if outcome.answer is None:
        return None if outcome.question.expect.abstain else 0.0
    quotes = _quotes(outcome.answer)
    if not quotes:
        return None if outcome.answer.abstained else 0.0
    return sum(_stands(citation, outcome) for citation in quotes) / len(quotes)


def as_of_leakage(outcome: Outcome) -> float | None:
    """How many citations and timeline entries an answer shows from after the day it was asked about.

    A source counts as published on the last day of its interval, and an undated one may be of any day: under
    `as_of` both leak. This is a count and must be 0.

    Example: as of 2011-12-31, a citation of 2011-04-14, one of "2011" and one of 2012-01-01: 1.
    """
    if outcome.question.as_of is None:
        return None
    return float(len(leaks(outcome)))


def abstention_precision(outcome: Outcome) -> float | None:
    """Of the questions on which the program abstained, the share that the corpus does not answer.

    Example: it abstains on 3 unanswerable questions and on 1 answerable one: 0.75. Never abstaining gives no
    value; recall is then 0.
    """
    if outcome.answer is None or not outcome.answer.abstained:
        return None
    return float(outcome.question.expect.abstain)


def abstention_recall(outcome: Outcome) -> float | None:
    """Of the questions that the corpus does not answer, the share on which the program abstained.

    Example: 10 unanswerable questions, it abstains on 9 and makes something up for 1: 0.9.
    """
    if not outcome.question.expect.abstain:
        return None
    return float(outcome.answer is not None and outcome.answer.abstained)


MEASURES = (
    Measure("answer_accuracy", "answer", answer_accuracy),
    Measure("verdict_accuracy", "verdict", verdict_accuracy),
    Measure("source_date_rate", "date", source_date_rate),
    Measure("quote_fidelity", "quotes", quote_fidelity),
    Measure("as_of_leakage", "leaks", as_of_leakage, summed=True),
    Measure("abstention_precision", "abstain P", abstention_precision),
    Measure("abstention_recall", "abstain R", abstention_recall),
)


def score(outcomes: Iterable[Outcome]) -> tuple[Score, ...]:
    """Every measure that applies to every outcome, in the order of the question file."""
    scores = []
    for outcome in outcomes:
        for measure in MEASURES:
            value = measure.score(outcome)
            if value is not None:
                scores.append(Score(outcome.question.id, outcome.question.category, measure.name, value))
    return tuple(scores)


def faults(outcome: Outcome) -> tuple[str, ...]:
    """What is wrong with an outcome, in short sentences; empty when nothing is."""
    if outcome.answer is None:
        return (f"crashed: {outcome.error}",)
    false = [quote for quote in _quotes(outcome.answer) if not _stands(quote, outcome)]
    unquoted = not outcome.answer.abstained and not _quotes(outcome.answer)
    # Where only a date is expected it is the answer too, and one fault must not be told twice.
    wrong = dict.fromkeys((*said_wrong(outcome), *date_wrong(outcome)))
    return (
        *wrong,
        *(["quotes nothing"] if unquoted else []),
        *(f"not in {quote.document.file} at {quote.start}: {quote.quote!r}" for quote in false),
        *leaks(outcome),
    )


def said_wrong(outcome: Outcome) -> list[str]:
    """Why the answer's words are not the expected ones; empty when they are."""
    answer, expect = outcome.answer, outcome.question.expect
    if answer is None:
        return ["gave no answer"]
    if expect.abstain:
        return [] if answer.abstained else ["answered what the corpus does not say"]
    if answer.abstained:
        return ["abstained"]
    wrong = []
    if expect.verdict and answer.verdict != expect.verdict:
        wrong.append(f"verdict {answer.verdict or 'none'}, expected {expect.verdict}")
    text = _undated_text(answer)
    said = (text, *answer.values)
    wrong += [f"does not say {wanted!r}" for wanted in expect.all_of if not _says(said, wanted)]
    if expect.any_of and not any(_says(said, wanted) for wanted in expect.any_of):
        wrong.append(f"says none of {', '.join(map(repr, expect.any_of))}")
    forbidden_in = answer.values or (text,)
    wrong += [f"says {forbidden!r}" for forbidden in expect.none_of if _says(forbidden_in, forbidden)]
    if not (expect.verdict or expect.all_of or expect.any_of or expect.none_of):
        wrong += date_wrong(outcome)
    return wrong


def date_wrong(outcome: Outcome) -> list[str]:
    """Why the date of the answer's source is not an expected one; empty when it is, or none is expected."""
    wanted = outcome.question.expect.published
    answer = outcome.answer
    if not wanted or answer is None:
        return ["gave no date"] if wanted else []
    published = answer.published
    got = Days(published.first, published.last) if published else None
    if got in wanted and not answer.abstained:
        return []
    names = " or ".join(str(days) if days else "undated" for days in wanted)
    return [f"rests on {published or 'no date'}, expected {names}"]


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


def _says(parts: Iterable[str], wanted: str) -> bool:
    return any(occurs(wanted, part) for part in parts)


def _undated_text(answer: Answer) -> str:
    if answer.published is None:
        return answer.text
    dates = "|".join(re.escape(day) for day in (answer.published.spoken, str(answer.published)))
    return re.sub(rf"\bas of (?:{dates})", "", answer.text, flags=re.IGNORECASE)
