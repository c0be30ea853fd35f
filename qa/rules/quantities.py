"""Claims of numbers: "How many members?", "How much is the fare?", "How long does it take?".

A number answers when it stands beside the thing asked about. Nearness in words decides between several; a number
that counts something else ("14 days before the members met") is left alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from qa.question import Kind, Question
from qa.read import Claim
from qa.rules.amounts import Amount, amounts, ordinals
from qa.rules.context import Context, about, coverage
from qa.rules.roles import backed, claim
from qa.rules.source import Clause, Source
from qa.rules.stance import Stance
from qa.rules.statuses import PART, same_role
from qa.rules.vocabulary import FUNCTION_WORDS, LIGHT_WORDS
from qa.rules.words import WORD, one_of, same_sense, words

_ENDED = re.compile(r"\b(?:abolished|scrapped|free of charge)\b", re.IGNORECASE)
_THING = re.compile(r"how many ([a-z]+)", re.IGNORECASE)
_MORE = re.compile(r"\b(?:new|more|additional|further|extra|of the|of its|of their)\b", re.IGNORECASE)
_GENERIC = frozenset(
    "countries country states state nations people persons organisations organizations companies others parties".split()
)
_STANDS_AT = re.compile(
    r"^\W*(?:now |currently |still )?(?:\w+ )?(?:is|are|was|were|:|=|–|—|of|at|to|by|numbers?|numbered|totals?"
    r"|totall?ed|stands? at|stood at|reach(?:es|ed))?\W*$",
    re.IGNORECASE,
)
_PAID = one_of(
    """
    price costs? fees? fares? salary budget turnover revenue rent deposit pay paid charged? fine subscription expensive
    worth dollars euros tax
    """
)
_APART = re.compile(r"\s+(after|before|ago|earlier|later|since)\b", re.IGNORECASE)
# Words that mostly say when, but may say which: "a day ticket", "the night rate".
_SPANS = frozenset("day week month year night morning evening weekend hour".split())
_DIMENSIONS = (
    (
        r"^how long",
        r"(?:hours?|minutes?|seconds?|days?|weeks?|months?|years?"
        r"|(?:kilo)?met(?:re|er)s?|k?m|(?:nautical )?miles?|feet|yards?)$",
    ),
    (
        r"^how (?:far|high|tall|deep|wide|large|big)",
        r"(?:km|kilomet\w+|(?:nautical )?miles?|met(?:re|er)s?|m|feet|yards?|hectares?|acres?|square \w+|[GMTK]B)$",
    ),
    (r"^how fast", r"(?:knots?|km/h|mph)$"),
    (r"\b(?:percentage|per cent|percent|share)\b", r"(?:%|percent|per cent|percentage points?)$"),
    (rf"\b{_PAID}\b", r"money"),
)


def counts(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims of how many there are of what is asked about."""
    if not question.role:
        return
    for position, sentence in enumerate(source.sentences):
        fit = about(question, source, position, context) * backed(question, source, position)
        if fit < 0.4:
            continue
        for clause in sentence.clauses:
            if clause.stance is Stance.DENIED or _of_another_whole(question, clause):
                continue
            for amount, sure in _counting(question, clause):
                yield claim(source, sentence, clause, sure * fit, values=(amount.text,))
            for status in clause.statuses:
                if (
                    same_role(question.role, status.role)
                    and status.whole
                    and len(status.holders) > 1
                    and not status.weak
                ):
                    yield claim(source, sentence, clause, 0.78 * fit, values=(str(len(status.holders)),))


_WHOLE = re.compile(r"\b(?P<whole>[a-z]+)\s(?:(?:now|currently)\s)?(?:has|have|had|numbers?|counts?)\s", re.IGNORECASE)


def _of_another_whole(question: Question, clause: Clause) -> bool:
    """Whether a clause counts the members of another body: "the society has 102", of a committee."""
    said = _WHOLE.search(clause.text)
    if said is None or not question.about or question.role != PART or said["whole"].lower() in FUNCTION_WORDS:
        return False
    return not any(same_sense(said["whole"], word) for word in (*question.about, PART))


def headcounts(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """Claims for "How big is the staff?", which is a count, whatever the words."""
    if any(same_sense(word, "staff") or same_sense(word, PART) for word in words(question.role)):
        yield from counts(question, source, context)


def _counting(question: Question, clause: Clause) -> Iterator[tuple[Amount, float]]:
    """The numbers of a clause that count the thing asked about, each with how sure that is."""
    heads = [word for word in words(question.role) if word not in LIGHT_WORDS and word not in FUNCTION_WORDS]
    heads = heads or _THING.findall(question.text)
    present = words(clause.text)
    held = sum(any(same_sense(word, other) for other in present) for word in heads) / max(len(heads), 1)
    if not heads or held < 0.5:
        return
    for amount in amounts(clause.text):
        if amount.unit:
            continue
        if _MORE.match(clause.text[amount.end : amount.end + 12].lstrip()):
            continue
        sure = max(
            _beside(head, clause.text[amount.end : amount.end + 90].split(",")[0])
            or _before(head, clause.text[: amount.start])
            for head in heads
        )
        if sure:
            yield amount, sure * (0.5 + 0.5 * held)
    for ordinal in ordinals(clause.text):
        after = WORD.findall(clause.text[ordinal.end : ordinal.end + 40])[:2]
        if same_role(question.role, PART) and any(same_sense(PART, word) for word in after):
            yield Amount(ordinal.start, ordinal.end, f"{ordinal.value:g}", ordinal.value, ""), 0.7


def _beside(head: str, text: str) -> float:
    """How surely a number counts the word after it: "14 members", "14 states engage as members", "14 on the list"."""
    after = WORD.findall(text)
    for place, word in enumerate(after[:3]):
        if same_sense(head, word):
            return 0.92 - 0.03 * place
        if word.lower() in FUNCTION_WORDS:
            break
    if not re.search(r"[,;]|\band\b", text) and any(same_sense(head, word) for word in after[:6]):
        return 0.8
    if after and after[0].lower() in _GENERIC and any(same_sense(head, word) for word in after[1:7]):
        return 0.88
    return 0.0


def _before(head: str, text: str) -> float:
    """How surely a number counts the word before it: "Members: 14", "the membership stood at 14"."""
    found = list(WORD.finditer(text))
    for match in reversed(found[-5:]):
        if same_sense(head, match[0]):
            return 0.82 if _STANDS_AT.match(text[match.end() :]) else 0.0
    return 0.0


def measures(
    question: Question, source: Source, context: Context, fits: Callable[[Amount], bool] | None = None
) -> Iterator[Claim]:
    """Claims of how much, how long, how far: the fitting amount nearest to what is asked about.

    By default the question's words say which amounts fit: "how long?" wants hours or metres.
    """
    wanted = (
        ""
        if fits
        else next((unit for asked, unit in _DIMENSIONS if re.search(asked, question.text, re.IGNORECASE)), "")
    )
    asked = [
        word
        for word in question.content
        if (wanted != "money" and not fits) or not any(same_sense(word, w) for w in ("cost", "pay"))
    ]
    near = [*(asked or question.content), *(word for word in words(question.text) if word in _SPANS)]
    for position, sentence in enumerate(source.sentences):
        found = amounts(sentence.text)
        fitting = [amount for amount in found if (fits(amount) if fits else _of_kind(amount, wanted))]
        if not fits:
            fitting = [amount for amount in fitting if not _between_times(amount, sentence.text, question.text)]
        if not wanted and not fits:
            fitting = [amount for amount in fitting if amount.money] or [a for a in fitting if a.unit] or fitting
        if not fitting and wanted == "money":
            fitting = _in_other_money(sentence.text, found)
        ended = _ENDED.search(sentence.text) if wanted == "money" else None
        if not fitting and not ended:
            continue
        fit = about(question, source, position, context)
        held = coverage(asked or question.content, source, position, title=False)
        near_by = source.heading_words(position) and question.kind is not Kind.WHAT  # any number would do for "what?"
        if fit * held.total < 0.55 or held.own < 0.3 and not near_by:
            continue
        if not fitting and ended:
            if held.own > 0.6:
                found_end = claim(source, sentence, sentence.clauses[-1], 0.8 * fit, values=(ended[0],))
                yield replace(found_end, stance=Stance.STATED)
            continue
        best = max(fitting, key=lambda amount: _nearness(near, sentence.text, amount))
        clause = next((c for c in sentence.clauses if c.start <= best.start < c.end), sentence.clauses[-1])
        if clause.stance is not Stance.DENIED:
            yield claim(source, sentence, clause, 0.9 * fit * held.total, values=(best.text,))


def _between_times(amount: Amount, text: str, asked: str) -> bool:
    """Whether an amount only says how far two times lie apart: "twenty years after the fire"."""
    apart = _APART.match(text, amount.end)
    return apart is not None and apart[1].lower() not in words(asked)


def _of_kind(amount: Amount, wanted: str) -> bool:
    if wanted == "money":
        return amount.money
    return (
        re.search(wanted, amount.unit, re.IGNORECASE) is not None
        if wanted
        else bool(amount.unit) or amount.value >= 1000
    )


def _nearness(asked: list[str], text: str, amount: Amount) -> float:
    """Higher for an amount nearer to the words asked about; "from 2 to 3" puts the second first."""
    gaps = []
    for word in asked:
        gap = min(
            (_gap(text, match, amount) for match in WORD.finditer(text) if same_sense(word, match[0])), default=None
        )
        if gap is not None:
            gaps.append(gap)
    if re.search(r"\b(?:instead of|up from|down from|previously|before)\s*$", text[: amount.start], re.IGNORECASE):
        return -1000
    risen = 30 if re.search(r"\bto\s*$", text[: amount.start]) and re.search(r"\bfrom\b", text[: amount.start]) else 0
    return risen - sum(gaps) / max(len(gaps), 1)


_PRICED = re.compile(
    r"\b(?:cost|price|fee|fare|tax|fine|rent|charge|pay|paid|rate|deposit|ticket|salary|budget|penalty)", re.IGNORECASE
)
_COIN = re.compile(r"[ \u00a0](?P<coin>[a-z]{3,}s?)\b(?! ?\d)")


def _in_other_money(text: str, found: list[Amount]) -> list[Amount]:
    """Amounts of a currency that no table knows: "the fee is 48 florins", in a sentence that speaks of paying."""
    if not _PRICED.search(text):
        return []
    named = ((amount, _COIN.match(text, amount.end)) for amount in found if not amount.unit)
    return [
        Amount(a.start, coin.end(), text[a.start : coin.end()], a.value, coin["coin"])
        for a, coin in named
        if coin and coin["coin"] not in FUNCTION_WORDS
    ]


def _gap(text: str, match: re.Match[str], amount: Amount) -> int:
    """The characters between a word and an amount; more where a comma or "and" parts them."""
    between = text[match.end() : amount.start] if match.end() <= amount.start else text[amount.end : match.start()]
    return len(between) + (40 if re.search(r",|;|\band\b", between) else 0)
