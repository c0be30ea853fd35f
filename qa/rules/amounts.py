"""Numbers in a text: counts, money, percentages, measures; as written, and as a value to compare.

Dates are not amounts, nor are version numbers. Number words are read up to the hundreds.
"""

import re
from dataclasses import dataclass

from corpus.dates import find_dates
from qa.rules.words import one_of

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_VALUES = {word: float(n) for n, word in enumerate(_ONES)} | {word: 10.0 * n for n, word in enumerate(_TENS, 2)}
_VALUES["a dozen"] = 12.0
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_SCALE = rf"(?:\s?(?:{'|'.join(_SCALES)})\b)?"
_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES[1:]))}|a dozen"
_MONEY = one_of(
    r"""
    euros? dollars? pounds? roubles? rubles? yuan francs? kronor kroner crowns? cents? pence yen rupees? zloty EUR USD
    GBP CHF RUB € \$ £ p\b
    """
)
_MEASURE = one_of(
    r"""
    % percent per\scent percentage\spoints? hours? minutes? seconds? days? weeks? months? years? km/h kilomet(?:re|er)s?
    km miles? knots? met(?:re|er)s? m\b kg kilograms? tonnes? tons? litres? liters? °C degrees? GB MB TB KB MW GW
    hectares? acres? square\s\w+ nautical\smiles? feet yards?
    """
)
_UNIT = rf"(?:[ \u00a0-]?(?:{_MONEY}|{_MEASURE})(?!\w))?"
_SIGN = r"[$€£¥₽]|(?:EUR|USD|GBP|CHF|RUB)\s?"
_DIGITS = r"\d{1,3}(?:[,\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?P<sign>{_SIGN})?(?P<digits>{_DIGITS})(?!\d|[.,]\d|(?:st|nd|rd|th)\b)(?P<scale>{_SCALE})(?P<unit>{_UNIT})"
    rf"|\b(?P<word>{_WORD})\b(?P<word_scale>{_SCALE})(?P<word_unit>{_UNIT})",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b(?P<word>{'|'.join(_ORDINALS[1:])})\b|\b(?P<digits>\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)
_NUMBERED = one_of(
    r"""
    \bv version no\. nos\. number route line platform room gate pier section rule article clause paragraph chapter page
    phase bus berth
    """
)
_NOT_AMOUNT = re.compile(rf"{_NUMBERED}\s?$", re.IGNORECASE)
_ENUMERATES = re.compile(
    r"\W*\d{1,3}[.)]\s+(?=\S)"
)  # "4. Population": the number of a heading or an item counts nothing


@dataclass(frozen=True)
class Amount:
    """A number in a sentence: `text[start:end]` is its writing, unit included."""

    start: int
    end: int
    text: str
    value: float
    unit: str

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return re.fullmatch(_MONEY + r"|[$€£¥₽]", self.unit.strip(" -\u00a0"), re.IGNORECASE) is not None


def amounts(text: str) -> list[Amount]:
    """The amounts in a text, in reading order.

    >>> [(a.text, a.value) for a in amounts("Nine of 1,200 boats cost $14.09 billion in 2011.")]
    [('Nine', 9.0), ('1,200', 1200.0), ('$14.09 billion', 14090000000.0)]
    """
    taken = [(found.start, found.end) for found in find_dates(text)]
    item = _ENUMERATES.match(text)
    if item:
        taken.append(item.span())
    result = []
    for match in _AMOUNT.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken) or _NOT_AMOUNT.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            continue
        written = match[0].rstrip()
        unit = (match["sign"] or match["unit"] or match["word_unit"] or "").strip(" -\u00a0")
        result.append(Amount(match.start(), match.start() + len(written), written, _value(match), unit))
    return result


def ordinals(text: str) -> list[Amount]:
    """The ordinal numbers in a text: "the tenth member" counts to ten."""
    found = []
    for match in _ORDINAL.finditer(text):
        value = float(match["digits"]) if match["digits"] else float(_ORDINALS.index(match["word"].lower()))
        found.append(Amount(match.start(), match.end(), match[0], value, ""))
    return found


def _value(match: re.Match[str]) -> float:
    scale = _SCALES.get((match["scale"] or match["word_scale"] or "").strip().lower(), 1.0)
    if match["digits"]:
        digits = re.sub(r"[\u00a0 ]", "", match["digits"])
        digits = re.sub(r",(?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
        return float(digits) * scale
    word = match["word"].lower().replace("-", " ")
    return sum(_VALUES.get(part, 0.0) for part in ([word] if word in _VALUES else word.split())) * scale
