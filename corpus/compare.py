"""Whether a later text says anything that an earlier one does not: reprint or update.

Compared are words, sentence by sentence, without case, punctuation and layout. What belongs to the printing and not to
the text may differ: headline, agency credit, place line, byline, furniture; and a copy may leave out whole sentences. A
sentence that stands in the later text alone makes it an update, unless it differs from one of the earlier text in words
that carry nothing ("the", "said"). So a changed number, date, name or negation always does, and so does "guest"
where "member" stood. The trade-off: a reprint that an editor has reworded counts as a second voice, which costs less
than an update taken for a reprint.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.chrome import Line
from corpus.dates.datelines import date_line
from corpus.dates.words import month, weekday
from corpus.documents import Document
from corpus.sentences import sentences

_LINK = re.compile(r"\(?\bhttps?://[^\s)]+\)?|\bwww\.\S+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PER_CENT = re.compile(r"\bper ?cent\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(  # a letter of a script without blanks; a minus sign; a number or a word; a sign that is read out
    r"[\u3040-\u30ff\u3400-\u9fff]|(?<!\w)[-−](?=\d)|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:[.,:]\d+)*|[$€£¥₽%‰°]"
)
_SPELLING = re.compile(r"(?<=\w\w\w)iz(?=e|i|a)")
_IDLE = frozenset(
    "a an the that which of on in at also and as said says told stated added noted reported according".split()
)
"""Words that may differ in an otherwise equal sentence; "from", "to", "is" and "was" carry meaning."""

_NAMES = r"[^\W\d_a-zа-яё][\w.&’'-]*(?:(?:,? (?:and|und|et|y|и) |,? )[^\W\d_a-zа-яё][\w.&’'-]*){0,4}"
_CREDIT = re.compile(  # lines that say who printed it, from whom and when; each narrow, for a fact must not pass as one
    rf"[(\[]?(?i:sources?|photos?|photo credit|images?|picture|quelle|foto|источник|фото)\s?:\s?.{{2,60}}"
    rf"|(?i:(?:(?:additional )?reporting|writing|editing|written|edited|compiled|translated) )?"
    rf"(?i:by|von|par|por|автор:?) {_NAMES}"
    r"|(?i:(?:this \w+ )?(?:(?:was|is) )?(?:(?:first|originally) (?:published|printed)|re-?(?:published|printed)))"
    r" (?i:in|on|by|from|with|at) [^,;]{2,60}"
    rf"|(?i:copyright )?(?:©|\((?i:c)\)|(?i:copyright) (?=\d)).{{0,80}}|(?i:all rights reserved)"
    rf"|[/(\[]\s?{_NAMES}[/)\]]"
)
_AGENCY = r"(?:/[^/\n]{2,40}/|\([^)\n]{2,40}\)|\[[^\]\n]{2,40}\])"
_PLACE = re.compile(
    rf"\W{{0,3}}(?P<head>[^\W\d_][^\n;:!?()/\[\]]{{1,80}}?)[\s,.]*"
    rf"(?:(?P<agency>{_AGENCY})(?:\.?\s*(?:[-–—]{{1,2}}|:)\s+|\.?\s+|\.?$)|\s(?:[-–—]{{1,2}})\s+|[.:]?$)"
)
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CUT = re.compile(r"(?:…|\.\.\.)[\"'”’»)\]]*$")

ENOUGH = 12
"""Words that two texts must share: shorter texts are alike by chance, or are said anew each time ("No news today.")."""
_SHARE = 0.6
_TELLING = 6  # a shorter sentence counts as told only where it stands as a whole, not inside of another one
_PROSE = 5
_LONG_LINE = 20  # words of a line that says something, with or without a full stop
_HEAD = 2  # a headline and a line under it
_BESIDE = 3  # byline, date line and place line, at most, before the first sentence
_LONGEST = 400_000  # characters; of longer texts only equal ones are reprints: taking sentences apart takes seconds


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, made equal where only typography or spelling differs.

    >>> words("The organization’s fee: 1,000 €, or 2.5 per cent.")
    ('the', 'organisation', 's', 'fee', '1000', '€', 'or', '2.5', '%')

    Args:
        text: Any text.

    Returns:
        Words, numbers and signs that are read out; links are left out.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_UNSEEN)
    text = _PER_CENT.sub("%", _THOUSANDS.sub("", _LINK.sub(" ", text)))
    return tuple(_SPELLING.sub("is", word) if word.isalpha() else word for word in _WORD.findall(text))


def adds_nothing(later: Document, earlier: Document) -> bool:
    """Whether a later text is only the earlier one again, be it under another headline or cut short.

    Args:
        later: The text that came out later, or is undated.
        earlier: The one that was there before.

    Returns:
        True for a reprint, False for an update or another text.
    """
    if max(len(later.text), len(earlier.text)) > _LONGEST:
        return words(later.text) == words(earlier.text)
    new, old = _told(later), _told(earlier)
    if not new.body or not _same_numbers(new, old) or not _same_numbers(old, new):
        return False
    unsaid = [unit for unit in new.body if not old.tells(unit)]
    if unsaid and unsaid[-1] is new.body[-1] and any(_begins(unsaid[-1], unit) for unit in old.body):
        unsaid.pop()
    if any(not _only_idle(unit, old.body) for unit in unsaid):
        return False
    told = [unit for unit in new.body if unit not in unsaid]
    if _size(told) < _SHARE * _size(new.body):
        return False
    enough = _size(told) + _size(unit for unit in new.head if old.tells(unit)) >= ENOUGH
    return enough and _left_out_whole(old, new)


@dataclass(frozen=True)
class _Unit:
    """A sentence or a line of its own; `words` without the place line before it."""

    text: str
    words: tuple[str, ...]

    @property
    def prose(self) -> bool:
        return len(self.words) >= _PROSE and _ENDS.search(self.text) is not None or len(self.words) >= _LONG_LINE

    @property
    def item(self) -> bool:
        return Line(self.text).item

    @property
    def credit(self) -> bool:
        line = Line(self.text)
        return line.sure or line.credit or _CREDIT.fullmatch(line.bare.rstrip(".")) is not None


class _Told:
    """A text taken apart: the headline with what stands beside it, and the body."""

    def __init__(self, document: Document) -> None:
        spans = sentences(document.text, document.language)
        found = _units(document.text[start:end] for start, end in spans)
        units = [unit for unit in found if unit.words and not unit.credit]
        body = next((place for place, unit in enumerate(units) if unit.prose), min(1, len(units) - 1))
        while body and (body > _HEAD or any(unit.item or ":" in unit.text for unit in units[1:body])):
            body -= 1  # "Status: member" is a fact, not a headline
        self.head, self.body = units[:body], units[body:]
        self.stream = f" {' '.join(word for unit in units for word in unit.words)} "

    @cached_property
    def _whole(self) -> frozenset[tuple[str, ...]]:
        return frozenset(unit.words for unit in (*self.head, *self.body))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text."""
        return frozenset(self.stream.split())

    def tells(self, unit: _Unit) -> bool:
        """Whether a sentence stands here too, by itself or, where lines are broken otherwise, within the text."""
        return unit.words in self._whole or (len(unit.words) >= _TELLING and _phrase(unit) in self.stream)


@lru_cache(maxsize=64)
def _told(document: Document) -> _Told:
    return _Told(document)


def _units(texts: Iterator[str]) -> Iterator[_Unit]:
    placed = False
    for number, text in enumerate(texts):
        rest = text
        above = number < _HEAD + _BESIDE
        if above and not placed:
            rest = _without_place(text)
            placed = rest != text and bool(rest)
        if not above or (date_line(text) is None and not Line(text).is_date):
            yield _Unit(text, words(rest))


def _without_place(text: str) -> str:
    """A sentence without the place, the day and the agency before it.

    >>> _without_place("OSLO, March 6 (Nordwire) - It rained."), _without_place("Oslo - a port - is wet.")
    ('It rained.', 'Oslo - a port - is wet.')
    """
    match = _PLACE.match(text)
    if match is None:
        return text
    head = match["head"]
    names = re.findall(r"[^\W\d_]+", head)
    named = all(not word.islower() or len(word) <= 3 or month(word) or weekday(word) is not None for word in names)
    dated = any(c.isdigit() for c in head) and any(month(word) for word in names)
    rest = text[match.end() :]
    closed = bool(rest) or match["agency"] is not None or dated
    if not named or not closed or len(names) > 8:
        return text
    return rest if match["agency"] or dated or (head.isupper() and not rest[:1].islower()) else text


def _size(units: Iterable[_Unit]) -> int:
    return sum(len(unit.words) for unit in units)


def _same_numbers(one: _Told, other: _Told) -> bool:
    """Whether every number in one's headline stands somewhere in the other text: "Fee rises to 65" is no mere title."""
    return all(word in other.vocabulary for unit in one.head for word in unit.words if any(c.isdigit() for c in word))


def _only_idle(unit: _Unit, others: Sequence[_Unit]) -> bool:
    """Whether a sentence of the other text has the same telling words in the same order."""
    telling = _telling(unit)
    return len(telling) >= 3 and any(telling == _telling(other) for other in others)


def _telling(unit: _Unit) -> list[str]:
    return [word for word in unit.words if word not in _IDLE]


def _left_out_whole(old: _Told, new: _Told) -> bool:
    """Whether what the later text lacks is missing by whole sentences, as a copy is shortened, and none was changed."""
    told = [new.tells(unit) or _only_idle(unit, new.body) for unit in old.body]
    cut = new.body[-1]
    told = [is_told or _begins(cut, unit) for is_told, unit in zip(told, old.body, strict=True)]
    end = max((place for place, is_told in enumerate(told) if is_told), default=-1) + 1
    cut_off = end < len(told) and not old.body[end].item  # items alone are no cut-off end: a list was shortened
    for place, unit in enumerate(old.body):
        whole = unit.prose and not unit.item
        if not told[place] and not (whole or cut_off and place >= end):
            return False
        if not told[place] and _holds(unit, new.body):
            return False
    return True


def _begins(cut: _Unit, whole: _Unit) -> bool:
    """Whether a sentence without an end is the beginning of another."""
    if _CUT.search(cut.text) is None and _ENDS.search(cut.text) is not None or len(cut.words) > len(whole.words):
        return False
    *known, last = cut.words  # the last word itself may be cut
    return tuple(known) == whole.words[: len(known)] and whole.words[len(known)].startswith(last)


def _holds(unit: _Unit, others: Sequence[_Unit]) -> bool:
    """Whether a sentence holds another one whole, as "It is denied that ..." does."""
    phrase = _phrase(unit)
    return any(len(other.words) >= _TELLING and _phrase(other) in phrase for other in others)


def _phrase(unit: _Unit) -> str:
    return f" {' '.join(unit.words)} "
