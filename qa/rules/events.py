"""Claims of when, where and who did it: the date, place or name that stands with the event asked about."""

import re
from collections.abc import Iterator
from datetime import date

from corpus.dates import Found, Written, find_dates
from qa.question import Kind, Question
from qa.read import Claim
from qa.rules.context import Context, about, coverage, demonym
from qa.rules.names import MASK, NameList
from qa.rules.roles import claim
from qa.rules.source import Sentence, Source
from qa.rules.stance import Stance, resolve
from qa.rules.vocabulary import LIGHT_WORDS, MONTHS, WEEKDAYS
from qa.rules.words import WORD, same_sense, words

Days = tuple[date, date]

_ENDS = re.compile(
    r"\b(?:until|till|end|ends|ended|expire|expires|expired|finish|finishes|close|closes|be over|run out)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"\b(?:in|at|near|outside)\s(?:the\s(?:\w+\s(?:of\s)?)?)?(?P<place>{MASK})", re.IGNORECASE)
_MOVED_TO = re.compile(rf"\b(?:mov\w+|relocat\w+|transferred)\b[^.;]*?\bto\s(?:the\s)?(?P<place>{MASK})")
_BY = re.compile(rf"\b(?:by|(?:went|awarded|given) to)\s(?:the\s)?(?:[a-z-]+\s){{0,4}}(?P<who>{MASK})")


def _asked_name(question: Question, group: NameList, context: Context) -> bool:
    """Whether names are those of the question itself, or their adjectives."""
    return any(
        context.holds(name, group.names) or any(demonym(name, other) for other in group.names)
        for name in question.names
    )


def _fit(question: Question, source: Source, position: int, context: Context) -> float:
    """How well a sentence tells of the event asked about: its names, and the share of its words."""
    fit = about(question, source, position, context)
    if fit < 0.5:
        return 0.0
    if not question.content:
        return 0.5 * fit
    days = [day for day in WEEKDAYS if day.lower() in question.text.lower()]
    if days and not any(day in source.sentences[position].text for day in days):
        return 0.0
    held = coverage(question.content, source, position)
    return fit * held.total * (0.5 + 0.5 * min(1.0, 1.5 * held.own))


def dates(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims of when something happened, happens or will: the date nearest to the event's word."""
    weighty = [word for word in words(question.role) if word not in LIGHT_WORDS] or list(question.content)
    for position, sentence in enumerate(source.sentences):
        found = [] if _HOURS.search(question.text) else _dated(sentence, source)
        published = source.document.published
        if question.past and published is not None:  # what happened cannot lie ahead of the source that tells it
            found = [(item, days) for item, days in found if days[0] <= published.last]
        if not found:
            continue
        sure = 0.9 * _fit(question, source, position, context)
        told = coverage(weighty, source, position).own >= 0.5
        if sure < 0.3 or not told or about(question, source, position, context) < 0.85:
            continue
        place = _place_of(question, sentence, last=True)
        item, days = min(found, key=lambda pair: _gap(place, pair[0].start, pair[0].end))
        clause = sentence.clause_at(item.start)
        if clause.stance is Stance.DENIED:
            continue
        if clause.period.since and clause.period.until and len(found) > 1:
            side = found[-1] if _ENDS.search(question.text) else found[0]
            item, days = side
        elif _ENDS.search(question.text) and not clause.period.until and not _ENDS.search(sentence.text):
            sure *= 0.6
        yield claim(
            source,
            sentence,
            clause,
            sure,
            values=tuple(_spelt(sentence.text, *pair) for pair in _together(sentence.text, found, (item, days))),
        )


_MONTH = re.compile(rf"\b(?:in|last|since|until|early|late|mid|this)[ -](?P<month>{'|'.join(MONTHS)})\b(?! \d)")


def _dated(sentence: Sentence, source: Source) -> list[tuple[Found, Days]]:
    """The dates in a sentence with the days they mean; a bare month is the last one before the source came out."""
    found = find_dates(sentence.text)
    for match in _MONTH.finditer(sentence.text):
        if not any(item.start <= match.start("month") < item.end for item in found):
            found.append(Found(match.start("month"), match.end(), _last_such(match["month"], source)))
    dated = [(item, resolve(item, source.document.published)) for item in sorted(found, key=lambda item: item.start)]
    return [(item, days) for item, days in dated if days is not None]


def _last_such(month: str, source: Source) -> Written:
    """A bare month: the last one that had begun when the source came out."""
    number, published = MONTHS.index(month) + 1, source.document.published
    if published is None:
        return Written(None, number)
    return Written(published.last.year - (number > published.last.month), number)


def _together(text: str, found: list[tuple[Found, Days]], chosen: tuple[Found, Days]) -> list[tuple[Found, Days]]:
    """The dates that stand together with the chosen one: "in 2021 and 2022"."""
    together = [chosen]
    for pair in found[found.index(chosen) + 1 :]:
        if not re.fullmatch(r",?\s(?:and|or)\s(?:in\s)?|,\s", text[together[-1][0].end : pair[0].start]):
            break
        together.append(pair)
    return together


_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|early|mid|late|the end of|the beginning of)(?:\s(?:of|in))?[\s-]$",
    re.IGNORECASE,
)


def _spelt(text: str, item: Found, days: Days) -> str:
    """A date as the source writes it, with the season before it, and with its year."""
    season = _SEASON.search(text[: item.start])
    written = text[season.start() if season else item.start : item.end]
    return written if re.search(r"\d{4}", written) else f"{written} {days[0].year}"


_HOURS = re.compile(r"\bhours\b|\bwhat time\b|\bclock\b", re.IGNORECASE)


def _place_of(question: Question, sentence: Sentence, *, last: bool = False) -> tuple[int, int]:
    """Where in a sentence the first (or last) word asked about stands, or its start.

    "Who won the cup?" has its verb first, "When was the bridge opened?" last.
    """
    for word in reversed(question.content) if last else question.content:
        for match in WORD.finditer(sentence.text):
            if same_sense(word, match[0]):
                return match.start(), match.end()
    return 0, 0


def _gap(place: tuple[int, int], start: int, end: int) -> float:
    # What follows the word belongs to it more than what stands before it: "founded in 2001".
    return start - place[1] if start >= place[1] else 1.5 * (place[0] - end)


_TIME = r"(?:[01]?\d|2[0-3])(?::[0-5]\d)?\s?(?:[ap]\.?m\b\.?|o'clock)|(?:[01]?\d|2[0-3]):[0-5]\d|noon|midnight"
_CLOCK = re.compile(rf"(?:{_TIME})(?:\s?(?:to|until|till|and|-|–)\s?(?:{_TIME}))?", re.IGNORECASE)


def clocks(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims of the time of day: "open from 7 am to 8 pm", or a row of departures."""
    for position, sentence in enumerate(source.sentences):
        found = list(_CLOCK.finditer(sentence.text))
        if not found:
            continue
        sure = 0.8 * _fit(question, source, position, context)
        place = _place_of(question, sentence, last=True)
        nearest = min(found, key=lambda match: _gap(place, match.start(), match.end()))
        clause = sentence.clause_at(nearest.start())
        if clause.stance is not Stance.DENIED:
            yield claim(source, sentence, clause, sure, values=(nearest[0],))


def places(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims of where: the name after "in", "at" ..., nearest to the event's word."""
    for position, sentence in enumerate(source.sentences):
        sure = 0.88 * _fit(question, source, position, context)
        if sure < 0.3:
            continue
        place = _place_of(question, sentence, last=True)
        moved = _MOVED_TO.search(sentence.masked.text)
        matches = [moved] if moved else _PLACE.finditer(sentence.masked.text)
        found = [sentence.masked.at(match["place"]) for match in matches]
        host = next((m for m in WORD.finditer(sentence.text) if same_sense("host", m[0])), None)
        if not found and host and any(same_sense(word, "host") for word in question.content):
            found = [group for group in sentence.masked.lists if group.end <= host.start()][-1:]
        fitting = [group for group in found if not _asked_name(question, group, context)]
        if fitting:
            best = min(fitting, key=lambda group: _gap(place, group.start, group.end))
            clause = sentence.clause_at(best.start)
            if clause.stance is not Stance.DENIED:
                yield claim(source, sentence, clause, sure, values=best.names)


_IS_WHAT = re.compile(
    r"\W*who(?:[’']s|\sis|\swas)\s(?:(?:now\s|currently\s)?(?:the|an?|our|its)\b|.*\b(?:before|after)\b)", re.IGNORECASE
)


_FAR = 40  # characters between a verb and a name; one that stands further away need not be who did it
_NEW = re.compile(r"\b(?:new|additional|further)\b", re.IGNORECASE)


def agents(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims of who did what is asked about, or what a list gives: the names that stand with its word."""
    if _IS_WHAT.match(question.text):
        return  # a status is asked for, and who stands near its word need not hold it
    for position, sentence in enumerate(source.sentences):
        sure = 0.8 * _fit(question, source, position, context)
        if sure < 0.3:
            continue
        place = _place_of(question, sentence)
        gone = {name for clause in sentence.clauses for status in clause.statuses for name in status.former}
        within = sentence.clause_at(place[0])
        nearby = [group for group in sentence.masked.lists if within.start <= group.start < within.end]
        fitting = [
            group for group in nearby if not gone & set(group.names) and not _asked_name(question, group, context)
        ]
        if not fitting:
            continue
        best = _agent(question, sentence, place, fitting)
        if best is None:
            continue
        one = len(best.names) == 1 and not question.single
        some = question.kind is Kind.LIST and (one or _NEW.search(within.text) is not None)
        sure *= 0.7 if one and some else 1.0
        if question.kind is not Kind.LIST and max(best.start - place[1], place[0] - best.end) > _FAR:
            sure *= 0.6
        clause = sentence.clause_at(best.start)
        if clause.stance is not Stance.DENIED:
            yield claim(source, sentence, clause, sure, values=best.names, partial=some)


def _agent(question: Question, sentence: Sentence, place: tuple[int, int], fitting: list[NameList]) -> NameList | None:
    """The names that did it: before the verb, or after its "by"; what stands behind it is what it was done to."""
    for word in question.content:  # "the country's leader, Ann Bell": the name beside the noun asked for
        for group in fitting:
            if re.search(rf"\b{re.escape(word)}s?,?\s$", sentence.text[: group.start], re.IGNORECASE):
                return group
    by = [sentence.masked.at(match["who"]) for match in _BY.finditer(sentence.masked.text)]
    if question.kind is Kind.LIST:
        return max(fitting, key=lambda group: (len(group.names), -abs(group.start - place[0])))
    passive = [group for group in by if group in fitting and group.start >= place[1] and group.start - place[1] < 40]
    if passive:
        return passive[0]
    before = [group for group in fitting if group.end <= place[0]]
    done_to = re.search(r"\b(?:is|are|was|were|be|been)\b", question.text, re.IGNORECASE)
    return max(before or (fitting if done_to else []), key=lambda group: -abs(group.start - place[0]), default=None)
