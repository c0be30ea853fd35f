"""What was retrieved for a question, and how good that was, apart from what was made of it.

A Program is an engine whose index is watched: which files came back, in which order. Relevant are the files
whose date is an expected one; a question file names dates, not files, so all files of that day count.
recall@k and nDCG are ir-measures' own, hence mean the same as in any other paper. Only the order of files
counts, never scores: those of two searches are not of one scale.
"""

from datetime import date
from typing import Any, cast

from eval.questions import Category, Days, Question
from eval.run import Found, Outcome
from index import AnyIndex, Hit
from qa import Answer, Engine

K = 5  # of the ten or so sources a small corpus has; ten would find them all


class Watched:
    """An index that remembers what it was asked, and is in all else the index that it watches."""

    def __init__(self, index: AnyIndex) -> None:
        self.watched = index
        self.searches: list[tuple[str, dict[str, Any], list[Hit]]] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the index has
        return getattr(self.watched, name)

    def search(self, question: str, **asked: Any) -> list[Hit]:  # noqa: ANN401 - Index.search's own keywords
        """Search as the index does, and remember it."""
        hits = self.watched.search(question, **asked)
        self.searches.append((question, asked, hits))
        return hits

    def found(self, *, timeless: bool) -> Found:
        """What the last search brought, with those like it for another time; earlier ones look for names and slips.

        Args:
            timeless: Whether to search again with recency off, to see what it changed.

        Returns:
            The files in the order in which they came.
        """
        last = [search for search in self.searches if _gist(search) == _gist(self.searches[-1])]
        ranking = _files(hits for _, _, hits in last)
        if not timeless:
            return Found(ranking)
        again = (self.watched.search(text, **{**asked, "recency": False}) for text, asked, _ in last)
        return Found(ranking, _files(again))


class Program:
    """An engine as the evaluation asks it; `ask` and `found` are what `run` takes."""

    def __init__(self, engine: Engine, *, now: date) -> None:
        self._engine, self._now = engine, now
        self._watched = Watched(engine.index)

    def ask(self, question: Question) -> Answer:
        """The engine's answer, asked on `now`."""
        self._watched.searches.clear()
        index, self._engine.index = self._engine.index, cast(AnyIndex, self._watched)
        try:
            return self._engine.answer(
                question.question, now=self._now, as_of=question.as_of, history=question.previous
            )
        finally:
            self._engine.index = index

    def found(self, question: Question) -> Found:
        """What was retrieved for the question asked last."""
        return self._watched.found(timeless=question.category is Category.TIMELESS)


def _gist(search: tuple[str, dict[str, Any], list[Hit]]) -> tuple[Any, ...]:
    """What two searches for one answer have in common: they may differ in the day seen and in how recency counts."""
    text, asked, _ = search
    return text, asked.get("k"), "recency" in asked


def _files(searches: Any) -> tuple[str, ...]:  # noqa: ANN401 - an iterable of lists of Hits
    return tuple(dict.fromkeys(hit.chunk.document.file for hits in searches for hit in hits))


def recall_at_5(outcome: Outcome) -> float | None:
    """The share of the files of an expected date that are among the first 5 files retrieved.

    Only questions that expect a date count. A question that crashed before it searched scores 0, and so does one
    whose expected date no document was read to have.

    Example: two files of the expected year, retrieved as 1st and 7th.

    >>> from eval.example import retrieved
    >>> recall_at_5(retrieved({"published": "2011"}, ("2011", "2012", "2013", "2014", "2015", "2016", "2011b")))
    0.5
    """
    return _judged(outcome, f"R@{K}")


def ndcg_at_10(outcome: Outcome) -> float | None:
    """How near the top the files of an expected date stand: nDCG over the first 10 files retrieved.

    Example: one relevant file, retrieved as 1st; as 3rd, which is worth 1 / log2(4); not at all.

    >>> from eval.example import retrieved
    >>> rankings = ("2011", "2012"), ("2012", "2013", "2011"), ("2012", "2013")
    >>> [ndcg_at_10(retrieved({"published": "2011"}, ranking)) for ranking in rankings]
    [1.0, 0.5, 0.0]
    """
    return _judged(outcome, "nDCG@10")


def recency_harm(outcome: Outcome) -> float | None:
    """1 when recency changed the ranking of a timeless question, of which newer sources know no better.

    Only questions of the category `timeless` count, where both ways of ranking were tried. Lower is better.

    Example: "Where was it built?" brings the new source first with recency, and the old one without; or the same.

    >>> from eval.example import retrieved
    >>> expect, new_first = {"all_of": ["Ostra"]}, ("2024", "2011")
    >>> [recency_harm(retrieved(expect, new_first, without)) for without in (("2011", "2024"), new_first)]
    [1.0, 0.0]
    """
    if outcome.question.category is not Category.TIMELESS or outcome.found is None:
        return None
    if outcome.answer is None or outcome.found.error:
        return 1.0
    if outcome.found.timeless is None:
        return None
    return float(outcome.found.ranking != outcome.found.timeless)


def _judged(outcome: Outcome, name: str) -> float | None:
    expected = outcome.question.expect.published
    if not expected or outcome.found is None or outcome.documents is None:
        return None
    relevant = {
        document.file: 1
        for document in outcome.documents.values()
        if (Days(document.published.first, document.published.last) if document.published else None) in expected
    }
    ranking = outcome.found.ranking
    if not relevant or not ranking:
        return 0.0
    import ir_measures  # takes a second, and this room also words every answer of the command line

    measure = ir_measures.parse_measure(name)
    run = [ir_measures.ScoredDoc("q", file, float(len(ranking) - place)) for place, file in enumerate(ranking)]
    return float(ir_measures.calc_aggregate([measure], {"q": relevant}, run)[measure])
