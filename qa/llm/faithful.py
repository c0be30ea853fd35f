"""Whether a text says what the answer says and nothing more: by its words, its names and numbers, and by reading it.

Words: each stands in the quote, the question or the answer, or carries no meaning of its own. Names and numbers: each
is one of the answer's or the question's, or stands in the quote behind the same words. Negation only where the answer
is "no", and only of what was asked. Order: the words stand as in the quote or the question, and a yes keeps who does
what to whom. And the text, read by the rules as if it were a source, must not say otherwise.

Trade-off: no sentence is understood here. What cannot be shown to be borne out counts as not borne out.
"""

import re
from dataclasses import dataclass
from datetime import date

from corpus import Document
from corpus.sentences import sentences
from qa.answer import Answer
from qa.decide import decide
from qa.question import Question
from qa.read import SURE, Claim, Passage
from qa.rules.names import NameList, mask, same_name
from qa.rules.reader import RuleReader
from qa.rules.words import stem

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_PLAIN = re.compile(r"[\w\s.,:;'’\"“”()%€$£°&–—/-]*")
_LEAD = re.compile(r"\s*(?P<said>yes|no)\b[\s,.:;–—-]*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.]\s|\bbut\b|\brather\b|\binstead\b|\s[–—-]\s")
_NOT = frozenset("not no never neither nor none nobody nothing without cannot isn't aren't doesn't don't".split())
# Words that add nothing to what a sentence says. Tenses, times, amounts and modes are not among them.
_GLUE = frozenset(
    """
    a an the this that these those it its itself they them their theirs he she his her him hers who whom which whose
    there here is are am be being has have having do does of in on at to for by with from and as also both together but
    rather instead hold holds holding serve serves stand stands call calls called name named names amount amounts
    consist consists comprise comprises include includes according source sources quote quotes document documents report
    reports say says state states
    """.split()
)
_EXPECTED = re.compile(r"\w+, it is expected\b")
_AS_EXPECTED = re.compile(r"\w+, it is expected(?: that\b|\.|$)", re.IGNORECASE)
_TOKEN = re.compile(rf"{_NUMBER.pattern}|{_WORD.pattern}|[;:!?]")
_SENTENCE = " . "  # between sentences whose denials are taken out
_LONGEST = 500


@dataclass(frozen=True)
class Basis:
    """What a text is held against.

    Attributes:
        question: The question as understood.
        answer: The engine's answer; it has a verdict or values.
        said: Its text without the date.
        today: The day asked about.
    """

    question: Question
    answer: Answer
    said: str
    today: date

    @property
    def quote(self) -> str:
        """The sentence that the answer rests on."""
        return " ".join(self.answer.citations[0].quote.split())


def faithful(text: str, basis: Basis) -> str:
    """The longest beginning of a text, in whole sentences, that is borne out; "" where its first is not.

    Args:
        text: What the model wrote, without a date at its end.
        basis: What it is held against.
    """
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        return ""
    ends = [end for _, end in sentences(text)]
    return next((text[:end] for end in reversed(ends) if not fault(text[:end], basis)), "")


def fault(text: str, basis: Basis) -> str:
    """What is wrong with a text, in words that hold none of it; "" where it is borne out.

    Args:
        text: One or more sentences.
        basis: What they are held against.
    """
    lead = _LEAD.match(text)
    verdict = basis.answer.verdict
    if verdict and (lead is None or lead["said"].lower() != verdict):
        return "it does not begin with the verdict"
    body = text[lead.end() :] if verdict and lead else text
    if not all(_holds(text, value) for value in basis.answer.values) or _missing(text, basis):
        return "it leaves out a part of the answer"
    if _EXPECTED.match(basis.said) and not _AS_EXPECTED.match(text):
        return "it makes a plan a fact"
    if _tokens(body) == _tokens(basis.quote):
        return ""
    plain, wrong = _without_denials(body, basis)
    if wrong:
        return "it denies what was not asked"
    if verdict and not _in_order(*_names_asked_about(plain, basis)):
        return "it turns round who did what to whom"
    return _strange(plain, basis) or _read_back(body, plain, basis)


def _names_asked_about(plain: str, basis: Basis) -> tuple[list[str], list[str]]:
    """The question's names as the text has them and as the question has them: a yes must not turn them round."""
    asked = [name.casefold() for name in basis.question.names]
    told = [name.casefold() for group in mask(plain).lists for name in group.names]
    return list(dict.fromkeys(name for name in told if name in asked)), asked


def _missing(text: str, basis: Basis) -> bool:
    """Whether a word or number of the engine's own answer is not in the text."""
    told = {*map(stem, _words(text)), *_NUMBER.findall(text)}
    parts = (*_meaning(basis.said), *_NUMBER.findall(basis.said))
    return any(part not in told and stem(part) not in told for part in parts)


def _holds(text: str, value: str) -> bool:
    """Whether a value stands in a text, be it in the plural: "two lamps" holds "lamp"."""
    told, wanted = [stem(token) for token in _tokens(text)], [stem(token) for token in _tokens(value)]
    return stands(value, text) or any(told[at : at + len(wanted)] == wanted for at in range(len(told)))


def _without_denials(body: str, basis: Basis) -> tuple[str, bool]:
    """The clauses that state something, and whether one denies what it may not.

    A "no" may deny what was asked, in its words and their order, and nothing else.
    """
    kept: list[str] = []
    parts = re.split(f"({_CLAUSE.pattern})", body)
    for clause, end in zip(parts[::2], [*parts[1::2], ""], strict=True):
        words = _words(clause)
        if not any(word in _NOT or word.endswith("n't") for word in words):
            kept += clause, _SENTENCE if end.startswith(".") else " ; "
            continue
        if basis.answer.verdict != "no":
            return "", True
        denied = [word for word in _meaning(clause) if word not in _NOT]
        numbers = set(_NUMBER.findall(clause)) - set(_NUMBER.findall(basis.question.text))
        if not denied or numbers or not _in_order(denied, _meaning(basis.question.text)):
            return "", True
    return "".join(kept), False


def _strange(plain: str, basis: Basis) -> str:
    """What in a text stands neither in the quote nor in the answer nor in the question."""
    known = " ".join((basis.quote, basis.said, *basis.answer.values, basis.question.text))
    exact, stems = set(_words(known)), {stem(word) for word in _words(known)}
    for match in _WORD.finditer(plain):
        word = _bare(match[0])
        if word in exact or word in _GLUE:
            continue
        opens = plain[: match.start()].rstrip()[-1:] in ("", ";", ".")
        if stem(word) not in stems or (match[0][0].isupper() and not opens):
            return "it holds words that the quote does not"
    own = " ".join((basis.said, *basis.answer.values))
    for number in _NUMBER.finditer(plain):
        if number[0] not in _NUMBER.findall(own) and not _verbatim(plain, number.start(), number.end(), basis.quote):
            return "it gives a number or date that the quote does not"
    if not all(_borne_out(group, plain, basis) for group in mask(plain).lists):
        return "it names somebody of whom the quote does not say this"
    return ""


def _borne_out(group: NameList, plain: str, basis: Basis) -> bool:
    """Whether each name of a list in the text is the answer's or the question's, or stands in the quote just so."""
    places = ((name, plain.find(name, group.start)) for name in group.names)
    return all(_named(name, basis) or _verbatim(plain, at, at + len(name), basis.quote) for name, at in places)


def _named(name: str, basis: Basis) -> bool:
    """Whether a name is the answer's or the question's, or stands in one list with the one asked about."""
    asked = basis.question.names
    if name.casefold() in _GLUE or stands(name, basis.said):
        return True
    listed = (group.names for group in mask(basis.quote).lists if any(one in asked for one in group.names))
    known = (*basis.answer.values, *asked, *(one for names in listed for one in names))
    return any(same_name(name, other) for other in known)


def _verbatim(text: str, start: int, end: int, quote: str) -> bool:
    """Whether text[start:end] stands in the quote together with the meaningful word before it."""
    before = [match for match in _WORD.finditer(text, 0, start) if _bare(match[0]) not in _GLUE]
    if not before:
        return False
    said, quoted = _tokens(text[before[-1].start() : end]), _tokens(quote)
    return any(
        quoted[at + 1 : at + len(said)] == said[1:] and stem(quoted[at]) == stem(said[0]) for at in range(len(quoted))
    )


def _read_back(body: str, plain: str, basis: Basis) -> str:
    """What is wrong when the text is read as a source of the same title and day."""
    source = basis.answer.citations[0].document
    text = body[:1].upper() + body[1:]
    document = Document("reply", text, source.title, source.source, source.published, source.language)
    claims = [claim for claim in RuleReader().read(basis.question, [Passage(document)]) if claim.sure >= SURE]
    asked, quoted = _meaning(basis.question.text), _meaning(basis.quote)
    rests = [_rest(part, basis) for part in plain.split(_SENTENCE)]
    if not claims:
        return "" if all(_in_order(rest, asked) for rest in rests) else "it cannot be read again"
    winner = decide(basis.question, claims, today=basis.today).winner
    if winner is None:
        return "read again, it does not say so"
    if not all(_in_order(rest, asked) or _in_order(rest, quoted) for rest in rests):
        return "it puts words about"
    if basis.answer.verdict:
        return "" if winner.verdict == basis.answer.verdict else "read again, it says otherwise"
    return "" if _same(winner, basis.answer) else "read again, it says otherwise"


def _same(claim: Claim, answer: Answer) -> bool:
    one, other = claim.values, answer.values
    alike = all(any(stands(a, b) or stands(b, a) for b in other) for a in one)
    return bool(one) and alike and all(any(stands(a, b) or stands(b, a) for b in one) for a in other)


def _rest(plain: str, basis: Basis) -> list[str]:
    """The words of a text that are neither the answer's nor in names that stand in the quote just so."""
    own = {*_words(basis.said), *(word for value in basis.answer.values for word in _words(value))}
    for group in reversed(mask(plain).lists):
        plain = plain[: group.start] + plain[group.end :] if _borne_out(group, plain, basis) else plain
    return [word for word in _meaning(plain) if word not in own]


def _in_order(some: list[str], all_of_them: list[str]) -> bool:
    """Whether words stand in this order among others.

    >>> _in_order(["karsh", "members"], ["karsh", "member"]), _in_order(["b", "a"], ["a", "b"])
    (True, False)
    """
    rest = iter([stem(word) for word in all_of_them])
    return all(stem(word) in rest for word in some)


def stands(part: str, text: str) -> bool:
    """Whether one text stands in another, in whole words, whatever its case and line breaks."""
    wanted = r"\s+".join(re.escape(word) for word in part.split())
    return bool(wanted) and re.search(rf"(?<![\w.,]){wanted}(?![\w]|[.,]\d)", text, re.IGNORECASE) is not None


def _meaning(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _GLUE]


def _words(text: str) -> list[str]:
    return [_bare(word) for word in _WORD.findall(text)]


def _tokens(text: str) -> list[str]:
    return [_bare(token) for token in _TOKEN.findall(text)]


def _bare(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")
