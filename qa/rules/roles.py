"""Claims about who is what: "Is X a member?", "Who are the members?", "What is X's status?".

Statuses of one source are set against each other: X has the status, X has one that excludes it, or X is missing
from a list that claims to be whole. The first two are read, the third is concluded, so it is held less sure.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.question import Kind, Question
from qa.read import Claim
from qa.rules.context import Context, about, coverage, demonym
from qa.rules.names import MASK, split_names
from qa.rules.source import Clause, Sentence, Source
from qa.rules.stance import Stance
from qa.rules.statuses import PART, Status, same_role, titled
from qa.rules.vocabulary import LIGHT_WORDS, PLAIN
from qa.rules.words import content_words, same_family, same_sense, words

READ, CONCLUDED, WEAK = 0.95, 0.8, 0.7


def claim(
    source: Source,
    sentence: Sentence,
    clause: Clause,
    sure: float,
    *,
    verdict: str | None = None,
    values: tuple[str, ...] = (),
    partial: bool = False,
) -> Claim:
    """A claim that rests on one sentence, with the time its clause gives."""
    where = source.document, sentence.start, sentence.end
    return Claim(*where, verdict, values, sure, clause.stance, clause.period, partial)


def _each(source: Source) -> Iterator[tuple[int, Sentence, Clause, Status]]:
    for position, sentence in enumerate(source.sentences):
        for clause in sentence.clauses:
            for status in clause.statuses:
                yield position, sentence, clause, status


def backed(question: Question, source: Source, position: int) -> float:
    """How far the question's other words stand by the status: half where none does, 1 where all do."""
    weighty = [word for word in question.about if word not in LIGHT_WORDS]
    return 0.5 + 0.5 * coverage(weighty, source, position).total


def verdicts(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims on whether the subject has the status asked about; of several subjects each must have it."""
    if not question.role:
        return
    each = [list(_verdicts_on(name, question, source, context)) for name in question.subjects]
    if len(each) == 1:
        yield from each[0]
    elif each and all(each):
        surest = [max(found, key=lambda one: one.sure) for found in each]
        lacking = [one for one in surest if one.verdict == "no"]
        decisive = min(lacking or surest, key=lambda one: one.sure)
        yield decisive


def _verdicts_on(subject: str, question: Question, source: Source, context: Context) -> Iterator[Claim]:
    others = [name for name in question.names if not context.holds(name, question.subjects)]
    for position, sentence, clause, status in _each(source):
        same = _asked_for(question, status, sentence) and not _of_another(question, status, context)
        sure = (WEAK if status.weak else READ) * about(question, source, position, context, others)
        found = claim(source, sentence, clause, sure * backed(question, source, position), verdict="no")
        said = (singular(bare(status.role)),)
        if same and context.holds(subject, status.former):
            yield replace(found, values=status.holders)
        elif not context.holds(subject, status.holders):
            if same and status.holders:
                yield from _absent(question, status, found)
        elif same and clause.stance is Stance.DENIED:
            yield replace(found, stance=Stance.STATED)
        elif same:
            yield replace(found, verdict="yes", values=said)
        elif not status.weak and clause.stance is not Stance.DENIED and context.exclusive(question.role, status.role):
            yield replace(found, sure=found.sure * 0.9, values=said)


_SHARED = re.compile(r"(?:s|ed|able|ible|ing)$")  # "guests", "supported": many may be that at once


def _absent(question: Question, status: Status, found: Claim) -> Iterator[Claim]:
    """A "no" from a list without the subject: a whole list, or the one holder of a status that has only one."""
    unique = not _SHARED.search(status.role)
    single = question.single and len(status.holders) == 1 and unique
    listed = status.whole and len(status.holders) > 1
    if status.weak or not (listed or single) or found.stance in (Stance.DENIED, Stance.EXPECTED):
        return
    yield replace(found, sure=found.sure * CONCLUDED, values=status.holders if single else ())


def holders(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims on who has the status asked about, or on what a label lists."""
    if not question.role:
        return
    yield from _successors(question, source, context)
    yield from _listed(question, source, context)
    yield from _titled(question, source, context)
    if question.kind is not Kind.LIST:  # "two new members, X and Y" is no list of the members
        yield from _apposed(question, source, context)


def _listed(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    joined: list[tuple[Claim, Status]] = []
    for position, sentence, clause, status in _each(source):
        if not _asked_for(question, status, sentence) or _of_another(question, status, context):
            continue
        if any(context.holds(name, status.holders) for name in question.names):
            continue
        if clause.stance is Stance.DENIED:
            if not _NO_LONGER.search(clause.text):
                continue
            status = replace(status, holders=(), former=status.holders, whole=False)
        sure = (WEAK if status.weak else READ) * about(question, source, position, context)
        sure *= backed(question, source, position) * (0.97 ** len(_more_words(question.role, status.role)))
        found = replace(claim(source, sentence, clause, sure, values=status.holders), stance=_stated(clause))
        if question.kind is not Kind.LIST:
            if status.holders:
                yield found
        elif status.whole:
            more = 0.02 * min(len(status.holders), 2)
            yield replace(found, sure=sure * (1 + more), values=(*status.holders, *_besides(status, joined, context)))
        elif not status.weak:
            joined.append((replace(found, partial=True, gone=status.former), status))
    if joined:
        first = joined[0][0]
        added = dict.fromkeys(name for one, _ in joined for name in one.values)
        gone = dict.fromkeys(name for one, _ in joined for name in one.gone)
        yield replace(first, values=tuple(added), gone=tuple(gone), sure=max(one.sure for one, _ in joined) * 0.75)


_NO_LONGER = re.compile(r"\b(?:no longer|ceased to|not\b.*\bany ?more)\b", re.IGNORECASE)


def _stated(clause: Clause) -> Stance:
    return Stance.STATED if clause.stance is Stance.DENIED else clause.stance


def _of_another(question: Question, status: Status, context: Context) -> bool:
    """Whether a status is said to be of something else than what is asked about: "director of the Rowing Club"."""
    asked = [name for name in question.names if not context.holds(name, status.holders)]
    if not asked or not status.of or any(set(words(other)) <= set(question.about) for other in status.of):
        return False
    return not any(context.same(name, other) or demonym(name, other) for name in asked for other in status.of)


def _successors(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims on who came after somebody: "Who replaced Ann Bell?"."""
    if not question.names or not same_sense(words(question.role)[0], "replace"):
        return
    for _, sentence, clause, status in _each(source):
        if status.holders and context.holds(question.names[0], status.former):
            yield claim(source, sentence, clause, READ, values=status.holders)


def _more_words(asked: str, said: str) -> list[str]:
    """The words by which a status is narrower than the one asked about: "finance" in "finance directors"."""
    return [w for w in words(bare(said))[:-1] if not any(same_family(w, other) for other in words(asked))]


def _besides(status: Status, joined: list[tuple[Claim, Status]], context: Context) -> list[str]:
    """Those named before a list of "the other" holders, who belong to it as well."""
    if not re.match(r"(?:the\s)?other\b", status.role, re.IGNORECASE):
        return []
    return [name for one, _ in joined for name in one.values if not context.holds(name, status.holders)]


def _titled(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims from a title written with capitals: "Captain Ann Bell", "Ann Bell, Director of Works"."""
    for position, sentence in enumerate(source.sentences):
        for number, group in enumerate(sentence.masked.lists):
            for name in group.names:
                bearer = _bearer(question, sentence, number, name, context)
                if bearer and not any(context.same(bearer, other) for other in question.names):
                    sure = 0.85 * about(question, source, position, context) * backed(question, source, position)
                    found = claim(source, sentence, sentence.clause_at(group.start), sure, values=split_names(bearer))
                    yield _by_title(found)


def _bearer(question: Question, sentence: Sentence, number: int, name: str, context: Context) -> str:
    """Who bears the title that a name is or begins with, where it is the one asked about: within it, or beside it."""
    title, of = titled(name)
    if of and _of_another(question, Status((), title, of=of), context):
        return ""
    parts, asked = title.split(), words(question.role)
    at = next((i for i, part in enumerate(parts) if same_family(part, asked[-1])), None)
    if at is None or not all(any(same_sense(w, p) for p in parts[: at + 1]) for w in asked[:-1]):
        return ""
    rest = " ".join(parts[at + 1 :])
    lists = sentence.masked.lists
    if not rest and number + 1 < len(lists):
        between = sentence.text[lists[number].end : lists[number + 1].start].strip(" *")
        rest = lists[number + 1].names[0] if between in (",", ":") else ""
    if not rest and number and sentence.text[lists[number - 1].end : lists[number].start] == ", ":
        rest = lists[number - 1].names[-1]
    return rest


def _asked_for(question: Question, status: Status, sentence: Sentence) -> bool:
    """Whether a status is the one asked about, or names the whole whose parts are: "Which ships make up the fleet?"."""
    if same_role(question.role, status.role, content_words(sentence.text)):
        return True
    return question.role == PART and status.whole and any(same_role(word, status.role) for word in question.about)


_BEFORE_NAME = re.compile(
    rf"(?:^|[,.;:]\s)(?P<title>[^,.;:]{{5,150}}),\s(?P<name>{MASK})(?=,|\s(?:said|says|told|has|is|was))"
)


def _apposed(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims from a long title before a name: "Keeper of the north light and warden at large, Ann Bell, said"."""
    asked = words(question.role)
    for position, sentence in enumerate(source.sentences):
        for match in _BEFORE_NAME.finditer(sentence.masked.text):
            title = words(sentence.masked.unmask(match["title"]))
            group = sentence.masked.at(match["name"])
            if not all(any(same_family(w, t) for t in title) for w in asked) or any(
                context.holds(n, group.names) for n in question.names
            ):
                continue
            sure = 0.85 * about(question, source, position, context) * backed(question, source, position)
            yield _by_title(claim(source, sentence, sentence.clause_at(group.start), sure, values=group.names))


def _by_title(found: Claim) -> Claim:
    """Who bears a title bears it now, whatever the sentence says of plans: "Mayor Ann Bell will open the bridge"."""
    return replace(found, stance=Stance.STATED) if found.stance is Stance.EXPECTED else found


def standing(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims on which status the subject has."""
    subject = question.subject
    if subject is None:
        return
    others = [name for name in question.names if not context.same(name, subject)]
    for position, sentence, clause, status in _each(source):
        if not context.holds(subject, status.holders) or status.weak or clause.stance is Stance.DENIED:
            continue
        listed = len(status.holders) > 1 or status.whole or status.event
        sure = (READ if listed else 0.75) * about(question, source, position, context, others)
        yield claim(source, sentence, clause, sure, values=(singular(bare(status.role)),))
    for sentence in source.sentences:
        for title in _titles(subject, sentence, context):
            found = claim(source, sentence, sentence.clause_at(0), 0.9, values=(title,))
            yield replace(found, stance=Stance.STATED)


_APPOSED = re.compile(r",\s(?:an?\s|the\s|(?=[A-Z]))(?P<title>[^,.;:()]{3,90}),")


def _titles(subject: str, sentence: Sentence, context: Context) -> Iterator[str]:
    """What a sentence calls somebody: "Captain X", "X, foreign minister of Y,"."""
    for group in sentence.masked.lists:
        for name in group.names:
            title = name.removesuffix(subject).strip()
            if title != name and title:
                yield title
        if len(group.names) == 1 and context.same(subject, group.names[0]):
            apposed = _APPOSED.match(sentence.text, group.end)
            if apposed:
                yield apposed["title"]
        before = _BEFORE_NAME.search(sentence.masked.text)
        if before and context.holds(subject, sentence.masked.at(before["name"]).names):
            yield sentence.masked.unmask(before["title"])


_LEADS_IN = frozenset("a an the its their our his her".split()) | (PLAIN - {"full", "permanent"})


def bare(role: str) -> str:
    """A status without what only leads it in: "the current honorary members" gives "honorary members"."""
    kept = role.split()
    while len(kept) > 1 and (kept[0].lower() in _LEADS_IN or kept[0].isdigit()):
        kept.pop(0)
    return " ".join(kept)


def singular(role: str) -> str:
    """A status as one holder has it: "honorary members" gives "honorary member".

    >>> singular("parties"), singular("boss"), singular("the press")
    ('party', 'boss', 'the press')
    """
    if role.endswith("ies"):
        return role[:-3] + "y"
    return role[:-1] if re.search(r"[^su]s$", role) else role
