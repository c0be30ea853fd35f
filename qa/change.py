"""Questions about change: their answer is a sequence of dated values, which no one source gives.

The text and the values tell it in the order asked for, by default oldest first; the citations stand newest first, as
in every Answer: the first is what the answer rests on, and its date is `published`.

"How many staff in 2012, 2015 and 2023?" and "How does the 2021 figure compare with 2020?" are asked once for each time.
"Who came before?" and "How has it changed?" are answered by the timeline of "Who is it?". "What changed since March
2023?" and "What is known of X?" are answered by the sentences that tell of it (overview.py). Each value keeps its own
source, date and quote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import find_dates
from qa.answer import Answer, Citation, TimelineEntry

_JOIN = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|&|vs\.?|versus|against|than|compared (?:with|to)))"
    r"\s*(?:in\s|of\s|(?:that|the one) (?:of|in)\s)?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:from|between|since)\s+(?:the\s+)?$", re.IGNORECASE)
_COMPARE = re.compile(
    r"^(?:how (?:does|do|did) (?:the )?(?P<thing>.+?) compare (?:with|to|against) (?P<other>.*?)"
    r"|compare (?:the )?(?P<both>.+?))\s*\??$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:and |so )?(?:who|what)(?: (?:was|were|is|came|comes|did)|['’]s) (?P<what>.*?)"
    r"\bbefore\b(?: (?P<name>[^?]*?))?\s*\??$",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(
    r"^(?:and |so )?(?P<asks>(?:who|what|which|where|how (?:much|many))\b.+?) before"
    r"(?: (?:that|him|her|them|it|then))?\s*\??$",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"^(?:and )?(?P<ask>who|what) (?P<verb>was|were|is|are) (?P<article>the|its|their|our) "
    r"(?:previous|former|preceding|earlier|last|old)\s(?P<what>[^?]+?)\s*\??$",
    re.IGNORECASE,
)

_OVER_TIME = re.compile(
    r"^how (?:has|have|did|does|do) (?P<thing>.+?)"
    r" (?:chang|evolv|develop|ris|rose|grow|grew|fall|fell|vari|gone (?:up|down)|go (?:up|down))\w*"
    r"(?: (?:over|down|through|throughout|across|with|in)"
    r" (?:time|the (?:last |past )?(?:\w+ )?years|\w+ years|the course of time))?\s*\??$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Earlier:
    """A question for what was before: `base` asks for what is, `than` names the one it was before, or ""."""

    base: str
    than: str = ""


def each_time(question: str) -> tuple[str, ...]:
    """A question on several times as one question for each of them; empty for any other question.

    >>> each_time("How many boats in 2012, 2015 and 2023?")
    ('How many boats in 2012?', 'How many boats in 2015?', 'How many boats in 2023?')
    >>> each_time("How does the 2021 budget compare with 2020?")
    ('What was the budget in 2021?', 'What was the budget in 2020?')
    """
    found = find_dates(question)
    if len(found) < 2:
        return ()
    times = [question[item.start : item.end] for item in found]
    compared = _COMPARE.match(question)
    if compared:
        thing = compared["thing"] or compared["both"]
        for time in times:
            thing = re.sub(rf"\s*\b(?:(?:in|of|and|with) )*{re.escape(time)}\b", " ", thing)
        thing = " ".join(re.sub(r"\b(?:in|of|and|with)\s*$", "", thing.strip()).split())
        return tuple(f"What was the {thing} in {time}?" for time in times) if thing else ()
    joined = all(_JOIN.fullmatch(question[a.end : b.start]) for a, b in zip(found, found[1:], strict=False))
    if not joined or _RANGE.search(question[: found[0].start]):
        return ()
    before, after = question[: found[0].start], question[found[-1].end :]
    return tuple(f"{before}{time}{after}" for time in times)


def earlier(question: str) -> Earlier | None:
    """What a question for the one before asks of the present, or None.

    >>> earlier("Who was the captain before Ada Novik?")
    Earlier(base='Who is the captain?', than='Ada Novik')
    >>> earlier("Who was the previous captain of the Karsh?")
    Earlier(base='Who is the captain of the Karsh?', than='')
    """
    previous = _PREVIOUS.match(question.strip())
    if previous:
        verb = {"was": "is", "were": "are"}.get(previous["verb"].lower(), previous["verb"])
        return Earlier(f"{previous['ask'].capitalize()} {verb} {previous['article']} {previous['what']}?")
    bare = _BEFORE_THAT.match(question.strip())
    if bare:
        asks = re.sub(r"\bwas\b", "is", re.sub(r"\bwere\b", "are", bare["asks"].strip(), count=1), count=1)
        return Earlier(f"{asks}?")
    before = _BEFORE.match(question.strip())
    if before is None or find_dates(before["name"] or ""):
        return None  # "before 2015" is a time, not a name
    what, name = before["what"].strip(), (before["name"] or "").strip()
    if not what or re.match(r"(?:it|that|this|there)$", what):
        return None
    return Earlier(f"Who is {what}?" if question.lower().startswith(("who", "and who")) else f"What is {what}?", name)


def over_time(question: str) -> str | None:
    """What a question for all values of a thing asks of the present, or None.

    >>> over_time("How has the adult fare to Karsh changed over the years?")
    'What is the adult fare to Karsh?'
    """
    asked = _OVER_TIME.match(question.strip())
    if asked is None:
        return None
    thing = asked["thing"].strip()
    return f"What {'are' if re.search(r'[a-z]{2}s$', thing.split(' of ')[0]) else 'is'} {thing}?"


def sequence(question: str, answer: Answer) -> Answer | None:
    """All values of an answer's timeline, oldest first; None where it holds fewer than two.

    Args:
        question: What was asked.
        answer: The answer to what the question asks of the present.

    Returns:
        The values with their dates; of each citation the newest first, so that the last value is what it rests on.
    """
    entries = answer.timeline
    if len(entries) < 2:
        return None
    newest = answer.citations[0] if answer.published == entries[-1].until else entries[-1].citation
    return Answer(
        question=question,
        text="; ".join(f"{entry.value} ({_span(entry)})" for entry in entries) + ".",
        values=tuple(entry.value for entry in entries),
        published=newest.published,
        citations=(newest, *(entry.citation for entry in reversed(entries[:-1]))),
        timeline=entries,
        notes=answer.notes,
    )


def together(question: str, answers: Sequence[Answer]) -> Answer:
    """One Answer of several on different times: their values in order, each with its own source.

    Args:
        question: What was asked.
        answers: The answer of each time, in the order in which the values are to stand.
    """
    given = [answer for answer in answers if not answer.abstained]
    if not given:
        return answers[0]
    entries = tuple(
        TimelineEntry(_value(answer), answer.published, answer.published, answer.citations[0])
        for answer in given
        if answer.published is not None
    )
    missing = tuple(f"Unanswered: {answer.question}" for answer in answers if answer.abstained)
    said = "; ".join(f"{_value(answer)} ({_spoken(answer)})" for answer in given)
    citations = _newest_first([answer.citations[0] for answer in given])
    return Answer(
        question=question,
        text=f"{said}.",
        values=tuple(_value(answer) for answer in given),
        published=citations[0].published,
        citations=citations,
        timeline=entries,
        notes=missing,
    )


def one_before(question: str, than: str, answer: Answer) -> Answer | None:
    """The entry of a timeline before the one that `than` names (by default before the last); None without one.

    Args:
        question: What was asked.
        than: The name in the later entry, or "".
        answer: The answer to what the question asks of the present.

    Returns:
        The earlier value, which rests on the newest source that still gives it; the later one's source follows.
    """
    entries = answer.timeline
    if len(entries) < 2:
        return None
    named = [at for at, entry in enumerate(entries) if than and than.casefold() in entry.value.casefold()]
    at = (named[0] if named else len(entries) - 1) if not than or named else 0
    if at == 0:
        return None
    entry = entries[at - 1]
    said = entry.value.casefold()
    of_its_end = (one for one in answer.citations if one.published == entry.until and said in one.quote.casefold())
    rests_on = next(of_its_end, entry.citation)
    published = rests_on.published or entry.since
    return Answer(
        question=question,
        text=f"{entry.value}, as of {published.spoken}.",
        values=(entry.value,),
        published=published,
        citations=(rests_on, entries[at].citation),
        timeline=entries[: at + 1],
    )


def _newest_first(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Each once; undated ones last."""
    kept = [one for at, one in enumerate(citations) if one not in citations[:at]]
    dated = [(one.published.order, one) for one in kept if one.published]
    by_date = [one for _, one in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return (*by_date, *(one for one in kept if not one.published))


def _span(entry: TimelineEntry) -> str:
    """When sources said it: from the first to the last, one date where that is one day."""
    return " – ".join(dict.fromkeys((entry.since.spoken, entry.until.spoken)))


def _value(answer: Answer) -> str:
    return ", ".join(answer.values) or answer.verdict or answer.citations[0].quote


def _spoken(answer: Answer) -> str:
    return answer.published.spoken if answer.published else "undated"
