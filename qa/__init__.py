"""question -> Hit -> Claim -> Answer; the public face of Dateline.

>>> from qa import answer                                   # doctest: +SKIP
>>> answer("Is Mirovia a member?", as_of="2011-12-31").text  # doctest: +SKIP
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus import CorpusError, DateError, DatelineError, IndexUnusable, QuestionError
from qa.answer import Answer, Citation, TimelineEntry
from qa.engine import Engine, open_engine
from qa.when import parse_day

__all__ = [
    "Answer",
    "Citation",
    "CorpusError",
    "DateError",
    "DatelineError",
    "Engine",
    "IndexUnusable",
    "QuestionError",
    "TimelineEntry",
    "answer",
    "open_engine",
    "parse_day",
]


def answer(
    question: str,
    *,
    as_of: date | str | None = None,
    corpus: Path | str | None = None,
    history: Sequence[str] = (),
    now: date | str | None = None,
) -> Answer:
    """Answers a question from the newest document that really answers it.

    Args:
        question: The question, in words.
        as_of: The day to ask about (a date, or "2011-12-31"); nothing published later is seen.
        corpus: A folder of dated documents; None: the one of the settings, by default the corpus that ships.
        history: The questions asked before this one, oldest first, so that "And Karsh?" is understood.
        now: Today; None: the clock's.

    Returns:
        An Answer; where the documents do not answer, one with `abstained` and a `reason`.

    Raises:
        DateError: When `as_of` or `now` is not a date.
        QuestionError: When the question is empty or too long.
        CorpusError: When the folder is missing or holds nothing that can be read.
        IndexUnusable: When the index cannot be written or its model not be loaded.
    """
    today = parse_day(now, name="now") if now is not None else date.today()
    day = parse_day(as_of, name="as_of") if as_of is not None else None
    return open_engine(corpus, now=today).answer(question, now=today, as_of=day, history=history)
