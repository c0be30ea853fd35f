"""Outcomes in one line, for the worked examples of the measures: what was expected, what was said, what it rests on.

Only docstrings use it. It costs a file, and buys examples that run: one that builds its documents and citations by hand
would be ten lines long, and one in prose goes stale.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus import Document, Precision, Published, Signal
from corpus.dates import parse_date
from eval.questions import Question, read_question
from eval.run import Found, Outcome
from qa import Answer, Citation

_QUOTE = "Mirovia is an observer."


def said(
    expect: Mapping[str, Any],
    text: str = "",
    *,
    verdict: str | None = None,
    values: Sequence[str] = (),
    of: Sequence[str | None] = ("2024-04-16",),
    false: Sequence[int] = (),
    category: str = "open",
    as_of: str | None = None,
) -> Outcome:
    """A question that was answered.

    >>> said({"verdict": "no"}, "No.", of=("2011",)).answer.citations[0].published.spoken
    '2011'

    Args:
        expect: What is expected, as in a question file.
        text: The answer's text.
        verdict: The answer's verdict.
        values: The answer's values.
        of: The dates of the sources cited, the one that the answer rests on first; None is undated.
        false: Which of their quotes, counted from 0, are not in the source.
        category: What the question tries.
        as_of: The day it is asked about.
    """
    documents = [_document(f"{number}.md", day) for number, day in enumerate(of)]
    citations = tuple(
        Citation(document, document.published, _QUOTE, number in false, len(_QUOTE) + (number in false))
        for number, document in enumerate(documents)
    )
    published = documents[0].published if documents else None
    answer = Answer("?", text, verdict=verdict, values=tuple(values), published=published, citations=citations)
    asked = _question(expect, category, as_of)
    return Outcome(asked, answer, documents={document.file: document for document in documents})


def silent(expect: Mapping[str, Any]) -> Outcome:
    """A question on which the program abstained."""
    reason = "The documents do not answer this question."
    return Outcome(_question(expect), Answer("?", reason, abstained=True, reason=reason), documents={})


def crashed(expect: Mapping[str, Any]) -> Outcome:
    """A question at which the program crashed."""
    return Outcome(_question(expect), None, "KeyError: 'fee'", documents={})


def retrieved(
    expect: Mapping[str, Any], ranking: Sequence[str], without_recency: Sequence[str] | None = None
) -> Outcome:
    """A question for which files were retrieved, best first; the name of each is its date, and "b" for a second one.

    >>> retrieved({"published": "2011"}, ("2011", "2024", "2011b")).found.ranking
    ('2011', '2024', '2011b')
    """
    documents = {name: _document(name, name.rstrip("b")) for name in ranking}
    found = Found(tuple(ranking), tuple(without_recency) if without_recency else None)
    asked = _question(expect, "open" if without_recency is None else "timeless")
    return Outcome(asked, Answer("?", "Yes."), documents=documents, found=found)


def _question(expect: Mapping[str, Any], category: str = "open", as_of: str | None = None) -> Question:
    line = {"id": "q", "category": category, "question": "?", "expect": expect} | ({"as_of": as_of} if as_of else {})
    return read_question(json.dumps(line), Path("example.jsonl"), 1)


def _document(file: str, day: str | None) -> Document:
    written = parse_date(day) if day else None
    published = None
    if day and written and written.first and written.last:
        precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[day.count("-")]
        published = Published(written.first, written.last, precision, Signal.FRONT_MATTER)
    return Document(file, _QUOTE, "", "", published)
