"""Names and lists of names in a sentence, found by their capitals.

No gazetteer: a name is a run of capitalised words that is not just the start of a sentence. `mask` puts one
character of Unicode's private use area in the place of each list of names, so that the constructions of
`statuses.py` can be written as short patterns over "N hold guest status", whatever the names are. Lower-case
names ("the library", "dogs") are not found this way; lists of such things are read after a colon only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.rules.vocabulary import FUNCTION_WORDS, MONTHS, WEEKDAYS
from qa.rules.words import stem

_CALENDAR = "|".join(
    [*MONTHS, *WEEKDAYS, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec"]
)
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand".split()
)

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|St|Gen|Capt|Col|Lt|Sgt|Sen|Rep|Gov|Hon|Rev)\.(?=\s[A-Z])"
_OWNS = r"s\b(?!\s*(?:[.,;:!?)]|$))"  # "Ann's boat", but not "St Ann's."
_CAPITAL = (
    rf"(?:{_TITLE}|[A-Z]\.(?=\s?[A-Z])|[^\W\d_a-zß-öø-ÿа-яё][\w&]*(?:[-'’](?!{_OWNS})[\w&]+)*|[a-z]{{1,4}}[A-Z]\w*)"
)
_TOKEN = rf"(?<!\w)(?!(?:{_CALENDAR})\b){_CAPITAL}"
_LINK = r"(?:of(?: the)?|the|and the|for the|for|de|da|del|di|du|van|von|der|den|la|le|al|bin)"
_VERSION = r"(?: (?!(?:1[89]|20)\d\d\b)\d+(?:\.\d+)*\b(?![ \u00a0]?[%°]))?"
NAME = rf"{_TOKEN}(?:[ \u00a0]{_TOKEN}|[ \u00a0]{_LINK}[ \u00a0]{_TOKEN})*{_VERSION}"
_AND = r"(?:,? and|,? or|,? &|,? as well as|,? plus)"
_NOTED = rf"{NAME}(?: \([^()]{{1,40}}\))?"
_AND_LIST = rf"{_NOTED}(?:, (?:the )?{_NOTED})*{_AND} (?:the |also )?{NAME}"
_COMMA_LIST = rf"{_NOTED}(?:, (?:the )?{_NOTED})+, (?:the )?{NAME}"
_LIST = re.compile(rf"(?:{_AND_LIST}|{_COMMA_LIST}|{NAME})")
_SPLIT = re.compile(r",? and (?:the )?|,? or (?:the )?|,? & |,? as well as (?:the )?|,? plus |, (?:the )?")
_NOTE = re.compile(r"\s\([^()]*\)")
_THEN_PREPOSITION = re.compile(r"\s+(?:in|on|by|at|as|to|with|from|after)\b")
_PLURAL_VERB = re.compile(r"\s(?:are|were|include|have|must|may|will|can)\b")  # "Guests are ..."
_OF_THE = re.compile(r"\s(?:of|for|in)\s(?:the|an?|our|its|this)\b")  # "Membership of the ..."
FIRST, LAST = "\ue000", "\uf8ff"
_PRIVATE = re.compile(f"[{FIRST}-{LAST}]")
MASK = f"[{FIRST}-{LAST}]"


@dataclass(frozen=True)
class NameList:
    """One or more names that stand together: "Ostra, Karsh and Velland"; start and end within the sentence."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A sentence whose lists of names are single characters; `lists[ord(c) - 0xE000]` gives the list back."""

    text: str
    lists: tuple[NameList, ...]
    offsets: tuple[int, ...]  # offsets[i]: where character i of the masked text stands in the sentence

    def at(self, character: str) -> NameList:
        """The list that one character of the masked text stands for."""
        return self.lists[ord(character) - 0xE000]

    def unmask(self, text: str) -> str:
        """A piece of the masked text with its names written out again."""
        return re.sub(MASK, lambda match: " and ".join(self.at(match[0]).names), text)


def _trim(text: str, start: int, end: int, at_start: bool) -> tuple[int, int]:
    """Cuts words off the front of a run that are capitalised only because they open the sentence."""
    while start < end and at_start:
        word = re.match(r"\S+", text[start:end])
        if not word:
            break
        bare = word[0].strip(",").lower()
        opens = bare in FUNCTION_WORDS or bare in _NUMBER_WORDS
        adverb = bare.endswith("ly") and text[start + word.end() : start + word.end() + 1] == ","
        participle = bare.endswith(("ed", "ing")) and _THEN_PREPOSITION.match(text, start + word.end())
        label = text[end : end + 1] == ":" and word.end() == end - start
        if not (opens or adverb or (participle and not word[0].isupper()) or label):
            break
        start += word.end()
        while start < end and text[start] in " ,":
            start += 1
    return start, end


def mask(text: str, common: frozenset[str] | None = None) -> Masked:
    """Finds a sentence's lists of names.

    Args:
        text: One sentence.
        common: Stems of the document's lower-case words; a single word that opens the sentence and has one of
            these stems is no name ("Members are ..." where "members" stands elsewhere). None: a question.

    >>> mask("Karsh and Velland hold guest status.").lists[0].names
    ('Karsh', 'Velland')
    """
    text = _PRIVATE.sub(" ", text)  # icon fonts leave such characters in pages; here they stand for names
    if common is not None and _title_case(text):
        return Masked(text, (), tuple(range(len(text) + 1)))
    lists: list[NameList] = []
    out: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in _LIST.finditer(text):
        start, end = _trim(text, match.start(), match.end(), at_start=_opens_sentence(text, match.start()))
        run = text[start:end]
        if not any(character.isalpha() for character in run) or _only_opens(text, start, end, common):
            continue
        names = split_names(run)
        if not names or len(lists) >= ord(LAST) - ord(FIRST):
            continue
        out.append(text[position:start])
        offsets.extend(range(position, start))
        out.append(chr(0xE000 + len(lists)))
        offsets.append(start)
        lists.append(NameList(names, start, end))
        position = end
    out.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    return Masked("".join(out), tuple(lists), tuple(offsets))


def _only_opens(text: str, start: int, end: int, common: frozenset[str] | None) -> bool:
    """Whether a single word has its capital only because it opens a sentence or a heading of a document."""
    if common is None or " " in text[start:end] or not _opens_sentence(text, start):
        return False
    heading = text.rstrip("*_ ")[-1:] not in ".!?" and text[end : end + 2].strip().islower()
    plural = text[end - 1] == "s" and _PLURAL_VERB.match(text, end)
    return bool(heading or plural or _OF_THE.match(text, end)) or stem(text[start:end]) in common


def _title_case(text: str) -> bool:
    """Whether a line is a headline With Capitals Throughout, which tell nothing of names."""
    long = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.lower() not in FUNCTION_WORDS]
    return (
        len(long) > 4
        and text.rstrip()[-1:] not in ".!?"
        and sum(word[0].isupper() for word in long) > 0.75 * len(long)
        and "," not in text
    )


def _opens_sentence(text: str, start: int) -> bool:
    return not re.search(r"\w", text[:start]) or bool(
        re.search(r"[.:!?]['\"”»)]*\s+['\"“«(]*$|\n\W*$", text[max(0, start - 6) : start])
    )


def split_names(run: str) -> tuple[str, ...]:
    """The single names of a run: "the Karsh Isles, Ostra and Norland" gives three."""
    run = _NOTE.sub("", run)
    parts = (part.strip(" ,.;:").removeprefix("the ").removeprefix("The ") for part in _SPLIT.split(run))
    return tuple(dict.fromkeys(part for part in parts if part and part.lower() not in FUNCTION_WORDS))


def split_items(run: str) -> tuple[str, ...]:
    """The items of a list of anything, cut at commas, semicolons, lines and the last "and"."""
    body = re.sub(r"\((?:[^()]*)\)", "", run)
    parts = re.split(r"\s*[;\n]\s*|,\s+(?:and\s+)?|\s+and\s+(?=[^,;]*$)", body)
    items = (re.sub(r"^\s*(?:[-*•–]|\d+[.)])\s+", "", part).strip(" .;:,") for part in parts)
    return tuple(item for item in items if item)


def _key(name: str) -> str:
    return re.sub(r"[^\w ]", "", name.casefold()).removeprefix("the ").strip()


def same_name(one: str, other: str, aliases: Iterable[frozenset[str]] = ()) -> bool:
    """Whether two names mean the same: equal, an alias, a surname alone, or "Republic of X" for "X".

    >>> same_name("Republic of Mirova", "Mirova"), same_name("New Mirova City", "Mirova")
    (True, False)
    """
    a, b = _key(one), _key(other)
    if a == b:
        return True
    if any(a in group and b in group for group in aliases):
        return True
    short, long = sorted((a.split(), b.split()), key=len)
    if long[:-1] == short and long[-1][:1].isdigit():  # "Fedora" and "Fedora 39"
        return True
    if not short or len(short) == len(long):
        return False
    if len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1]):  # "Northern Union", "Northern Dairy Union"
        rest = iter(long)
        return all(word in rest for word in short)
    return long[-len(short) :] == short and (len(short) > 1 or len(short[0]) > 2)


_DEFINED = re.compile(
    rf"(?P<long>{_CAPITAL}(?:[ -](?:{_CAPITAL}|of|for|the|and|on|in)){{1,9}})"
    r" \((?:the )?[\"“']?(?P<short>[A-Z][A-Za-z&]{1,9})[\"”']?\)"
)


def defined(text: str) -> list[tuple[str, str]]:
    """The abbreviations that a text defines, each with its long form.

    The initials must fit, which also finds where the long form begins.

    >>> defined("The World Tram League (WTL) met.")
    [('World Tram League', 'WTL')]
    """
    found = []
    for match in _DEFINED.finditer(text):
        long = re.split(r"[ -]", match["long"])
        short = match["short"].lower()
        for begin in range(len(long)):
            initials = "".join(word[0] for word in long[begin:] if word[0].isupper()).lower()
            if short in (initials, "".join(word[0] for word in long[begin:]).lower()):
                found.append((" ".join(long[begin:]), match["short"]))
                break
    return found


def aliases(text: str) -> set[frozenset[str]]:
    """The abbreviations that a text defines, as groups of names that mean the same."""
    return {frozenset((_key(long), _key(short))) for long, short in defined(text)}


def with_capitals(text: str, known: Iterable[str]) -> str:
    """Writes the names that the sources know with their capitals, where the question writes nothing with any."""
    if any(character.isupper() for character in text[1:]):
        return text
    for name in sorted(known, key=len, reverse=True):
        if len(name) > 2 and name.lower() in text.lower():
            text = re.sub(rf"(?<![\w\x01]){re.escape(name)}(?![\w\x02])", f"\x01{name}\x02", text, flags=re.IGNORECASE)
    text = re.sub("\x02 \x01", " / ", text)  # two names side by side are two names
    return text.replace("\x01", "").replace("\x02", "")
