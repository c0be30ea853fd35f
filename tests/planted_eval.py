"""A tiny fictional corpus, questions on it, and programs that answer them rightly or wrongly on purpose."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from corpus import Document, Precision, Published, Signal
from eval import MEASURES, Category, Expectation, Found, Outcome, Question, run, score
from eval.questions import Days
from qa import Answer, Citation, TimelineEntry


def day(text: str) -> Published:
    first = date.fromisoformat(text)
    return Published(first, first, Precision.DAY, Signal.FRONT_MATTER)


def year(number: int) -> Published:
    return Published(date(number, 1, 1), date(number, 12, 31), Precision.YEAR, Signal.FRONT_MATTER)


def expected(text: str) -> Days:
    return Days(date.fromisoformat(text), date.fromisoformat(text))


OLD = Document("old.md", "The bridge at Orrin is closed. It has 4 spans.", "Closed", "Gazette", day("2015-03-02"))
NEW = Document("new.md", "The bridge at Orrin is open again.", "Bridge open", "Gazette", day("2019-06-01"))
UNDATED = Document("undated.md", "The bridge at Orrin is painted green.", "Green", "Leaflet", None)
DOCUMENTS = {document.file: document for document in (OLD, NEW, UNDATED)}


def cite(document: Document, quote: str) -> Citation:
    start = document.text.index(quote)
    return Citation(document, document.published, quote, start, start + len(quote))


CLOSED = cite(OLD, "The bridge at Orrin is closed.")
SPANS = cite(OLD, "It has 4 spans.")
OPEN = cite(NEW, "The bridge at Orrin is open again.")
GREEN = cite(UNDATED, "The bridge at Orrin is painted green.")


def answer(text: str, citation: Citation, **more: object) -> Answer:
    return Answer("", text, published=citation.published, citations=(citation,), **more)  # type: ignore[arg-type]


ABSTAINED = Answer("", "The documents do not say.", abstained=True, reason="The documents do not say.")

NOW_CLOSED = Question(
    "closed",
    Category.YES_NO,
    "Is the bridge closed?",
    Expectation(verdict="no", published=(expected("2019-06-01"),)),
)
THEN_OPEN = Question(
    "then-open",
    Category.AS_OF,
    "Is the bridge open?",
    Expectation(verdict="no", published=(expected("2015-03-02"),)),
    as_of=date(2016, 1, 1),
)
HOW_MANY = Question("spans", Category.COUNT, "How many spans has it?", Expectation(all_of=("4",), none_of=("5",)))
WHO_BUILT = Question("who", Category.UNANSWERABLE, "Who built the bridge?", Expectation(abstain=True))
WHICH = Question(
    "which",
    Category.LIST,
    "Which towns has it linked?",
    Expectation(all_of=("Orrin", "Selk"), published=(expected("2015-03-02"),)),
)
WHERE = Question(
    "where",
    Category.TIMELESS,
    "Where is the bridge?",
    Expectation(all_of=("Orrin",), published=(expected("2015-03-02"), None)),
)
QUESTIONS = (NOW_CLOSED, THEN_OPEN, HOW_MANY, WHO_BUILT)
EVERY_KIND = (*QUESTIONS, WHICH, WHERE)

_TIMELINE = (
    TimelineEntry("closed", OLD.published, OLD.published, CLOSED),  # type: ignore[arg-type]
    TimelineEntry("open", NEW.published, NEW.published, OPEN),  # type: ignore[arg-type]
)
_RIGHT = {
    "closed": answer("No, it is open, as of 1 June 2019.", OPEN, verdict="no", timeline=_TIMELINE),
    "then-open": answer("No, it is closed, as of 2 March 2015.", CLOSED, verdict="no", timeline=_TIMELINE[:1]),
    "spans": answer("4, as of 2 March 2015.", SPANS, values=("4",)),
    "who": ABSTAINED,
    "which": answer("Orrin and Selk, as of 2 March 2015.", CLOSED, values=("Orrin", "Selk")),
    "where": answer("At Orrin, as of 2 March 2015.", CLOSED, values=("Orrin",)),
}

Planted = Callable[[Question], Answer]


def perfect(question: Question) -> Answer:
    return _RIGHT[question.id]


def perfect_by_text(question: Question) -> Answer:
    """The right answer to a question that was given another id."""
    return next(_RIGHT[one.id] for one in EVERY_KIND if one.question == question.question)


def always_yes(question: Question) -> Answer:
    return answer("Yes, as of 1 June 2019.", OPEN, verdict="yes")


def always_abstains(question: Question) -> Answer:
    return ABSTAINED


def never_abstains(question: Question) -> Answer:
    right = _RIGHT[question.id]
    return answer("Anders Holm, as of 1 June 2019.", OPEN, values=("Anders Holm",)) if right.abstained else right


def ignores_as_of(question: Question) -> Answer:
    return answer("Yes, it is open, as of 1 June 2019.", OPEN, verdict="yes", timeline=_TIMELINE)


def invents_a_quote(question: Question) -> Answer:
    right = _RIGHT[question.id]
    if right.abstained:
        return right
    document = right.citations[0].document
    made_up = Citation(document, document.published, "The bridge is a marvel.", 0, 23)
    return answer(right.text, made_up, verdict=right.verdict, values=right.values)


def stale(question: Question) -> Answer:
    """The right words, every time from the oldest source."""
    right = _RIGHT[question.id]
    return right if right.abstained else answer(right.text, CLOSED, verdict=right.verdict, values=right.values)


def newest_document(question: Question) -> Answer:
    """The right words, every time from the newest document that is visible."""
    right = _RIGHT[question.id]
    return right if right.abstained or question.as_of else replace(right, published=NEW.published, citations=(OPEN,))


def most_similar(question: Question) -> Answer:
    """What the source says that shares the most words with the question, whatever its day."""
    words = set(question.question.lower().split())
    best = max(CLOSED, OPEN, GREEN, key=lambda citation: len(words & set(citation.quote.lower().split())))
    return answer(best.quote, best, verdict="yes" if question.expect.verdict else None)


def lists_wrongly(question: Question) -> Answer:
    return replace(_RIGHT[question.id], values=("Brisk Bay",), text="Brisk Bay, as of 2 March 2015.")


def hides_the_date(question: Question) -> Answer:
    right = _RIGHT[question.id]
    return replace(right, text=right.text.split(", as of")[0] + ".")


def finds_it(question: Question) -> Found:
    """The right sources first, in the same order with recency and without."""
    expected_days = {str(days) if days else None for days in question.expect.published}
    ranking = tuple(sorted(DOCUMENTS, key=lambda file: _day_of(DOCUMENTS[file]) not in expected_days))
    return Found(ranking, ranking if question.category is Category.TIMELESS else None)


def _day_of(document: Document) -> str | None:
    return str(document.published) if document.published else None


def finds_nothing(question: Question) -> Found:
    return Found((), ())


def tilts_to_the_new(question: Question) -> Found:
    return Found(("new.md", "old.md", "undated.md"), ("old.md", "new.md", "undated.md"))


def crashes(question: Question) -> Answer:
    raise KeyError("spans")


def values(system: Planted, questions=QUESTIONS, documents=DOCUMENTS, found=finds_it) -> dict[str, float | None]:
    """Every measure over what a planted program answers and finds."""
    scores = score(run(questions, system, documents=documents, found=found).outcomes)
    return {measure.name: measure.over(scores) for measure in MEASURES}


def outcome(got: Answer | None, expect: Expectation, as_of=None, category=Category.OPEN, found=None) -> Outcome:
    """One answer, or a crash, to a question that expects this."""
    return Outcome(Question("q", category, "?", expect, as_of=as_of), got, documents=DOCUMENTS, found=found)
