"""What a follow-up means: "And Karsh?", "What about 2011?", "And its guests?" after an earlier question.

The last question is taken over with one part replaced by what the new one names: its time, its subject or its thing.
A question that stands on its own is left as it is.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from qa.kinds import AUX, Kind, kind_of
from qa.rules.names import MASK, mask, with_capitals
from qa.rules.vocabulary import FUNCTION_WORDS
from qa.rules.words import content_words, words
from qa.when import PRESENT, window_of

_OPENING = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then|or|also)\b[,\s]*)*"
    r"(?:(?:what|how) about\b|what of\b|same for\b|(?:and|but|or)\b|for)?\s*",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^(?:and|but|so|or|then|what about|how about|what of|same for)\b", re.IGNORECASE)
_ASKS = re.compile(
    rf"^(?:whom?|whose|what|which|when|where|why|how|list|name|{AUX}|(?:since|until|till|from|by) when)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?P<word>it|its|they|their|them|he|his|him|she|her|hers)\b", re.IGNORECASE)
_QUESTION_WORD = re.compile(
    r"^(?:who|what|which|where|when|how many|how much|is|are|was|were|does|do|did)\b\s*", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:who|what)?\s*(?:(?:is|was|were|came|had it)\s)?"
    r"(?:(?:its|the|his|her|their) predecessors?|(?:the one )?before(?: (?:that|him|her|them|it|then))?)\W*",
    re.IGNORECASE,
)
_FROM_WHICH_DATE = re.compile(
    r"^(?:from|since|as of|starting) (?:which|what) (?:date|day|month|year|time|point)(?: on(?:wards?)?)?",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"^(?:(?:for|with|of|on|in)\s+)?(?:(?:the|its|their|his|her|any|an?)\s+)?(?P<noun>[a-z][a-z -]+?)\W*$"
)


def resolve(question: str, history: Sequence[str], today: date, known: Iterable[str] = ()) -> str:
    """Makes a follow-up a question of its own.

    >>> resolve("And Karsh?", ["Is Mirovia a member?"], date(2024, 1, 1))
    'Is Karsh a member?'
    >>> resolve("And in 2011?", ["Is Mirovia a member?", "And Karsh?"], date(2024, 1, 1))
    'Is Karsh a member in 2011?'

    Args:
        question: The question asked now.
        history: The questions asked before it, oldest first; each may itself be a follow-up.
        today: The day that "last year" is counted from.
        known: Names that the sources know, to recognise them where the question writes them in lower case.
    """
    if not history:
        return question
    earlier = [turn for turn in history if turn.strip()]
    if not earlier:
        return question
    known = list(known)
    previous = with_capitals(resolve(earlier[-1], earlier[:-1], today, known), known)
    return _resolve(with_capitals(question.strip(), known), previous, today)


def _resolve(question: str, previous: str, today: date) -> str:
    rest = _OPENING.sub("", question, count=1).strip()
    if not rest:
        return question
    rest = _FROM_WHICH_DATE.sub("since when", rest)
    if _BEFORE.fullmatch(rest):
        return f"{previous.rstrip(' ?.!')} before that?"
    if re.fullmatch(r"(?:why(?: (?:so|not|is that|was that|that))?|how come|for what reason)\W*", rest, re.IGNORECASE):
        return f"Why {previous[:1].lower()}{previous[1:]}"
    if _ASKS.match(rest):
        return _fill(rest if _MARKED.match(question) or rest.startswith("since when") else question, previous)
    if not _MARKED.match(question) and len(words(rest)) > 4:
        return question
    window = window_of(rest, today)
    present = PRESENT.search(rest)
    if window or present:
        said = window.text if window else ""
        left = rest.replace(said, " ") if window else PRESENT.sub(" ", rest)
        retimed = _retimed(previous, said, today)
        left = left.strip(" ?.,!")
        return _resolve(left, retimed, today) if left and words(left) else retimed
    return _renamed(rest.strip(" ?.!"), previous)


def _retimed(previous: str, said: str, today: date) -> str:
    window = window_of(previous, today)
    bare = previous.replace(window.text, " ") if window else PRESENT.sub(" ", previous)
    bare = re.sub(r"\s+([?.!]*)\s*$", r"\1", " ".join(bare.split()))
    stem, mark = re.match(r"^(.*?)([?.!]*)$", bare).groups()  # type: ignore[union-attr]
    if not said:
        return f"{stem}{mark or '?'}"
    lead = (
        said
        if re.match(r"[a-z]", said, re.IGNORECASE)
        and not re.match(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", said, re.IGNORECASE)
        else f"in {said}"
    )
    return f"{stem} {lead}{mark or '?'}"


def _renamed(rest: str, previous: str) -> str:
    named = mask(rest)
    earlier = mask(previous)
    if re.search(MASK, named.text) and earlier.lists:
        first = earlier.lists[0]
        bare = re.sub(r"^(?:the|with|for|of|in|by|to|from)\s", "", rest)
        return previous[: first.start] + bare.removeprefix("the ") + previous[first.end :]
    lower_case = re.match(rf"{AUX}\s(?!the\b|an?\b|there\b)(?P<subject>[a-z]+)\b", previous)
    if re.search(MASK, named.text) and lower_case:  # "is mirovia a member?" gives its subject no capital
        return previous[: lower_case.start("subject")] + rest + previous[lower_case.end("subject") :]
    noun = _NOUN.match(rest)
    bare_word = re.fullmatch(r"[a-z]+[a-rt-z]", rest) and earlier.lists and kind_of(previous) is Kind.YES_NO
    if noun and not bare_word:  # "and mirovia?" after "Is Karsh a member?" names, though in lower case
        return _rethinged(noun["noun"], previous)
    if earlier.lists:  # a lower-case name, or anything else: the subject is what follow-ups change
        first = earlier.lists[0]
        return previous[: first.start] + rest + previous[first.end :]
    return previous


def _rethinged(noun: str, previous: str) -> str:
    """Puts another thing in the place of the one asked about: "Who are the members?", "the guests"."""
    from qa.question import understand

    head = words(noun)[-1]
    same = re.search(
        rf"(?:\b(?:an?|the)\s)?(?:(?!(?:an?|the|of|for|is|are)\b)[\w-]+\s)?\b{re.escape(head)}\b",
        previous,
        re.IGNORECASE,
    )
    if same:  # "a full plot", then "a half plot"
        return previous[: same.start()] + noun + previous[same.end() :]
    asked = understand(previous, today=date.max)
    role = [word for word in words(asked.role) if word not in FUNCTION_WORDS]
    if role:
        span = re.search(r"\b" + r"\W+".join(re.escape(word) for word in role) + r"\b", previous, re.IGNORECASE)
        span = span or re.search(rf"\b{re.escape(role[-1])}\b", previous, re.IGNORECASE)
        if span:
            asks = re.match(r"who\s$", previous[: span.start()], re.IGNORECASE)  # "Who chairs it?" has a verb there
            return previous[: span.start()] + (f"is the {noun} of" if asks else noun) + previous[span.end() :]
    return f"{previous.rstrip(' ?.!')} {noun}?"


def _fill(question: str, previous: str) -> str:
    """Puts the last question's name in the place of a pronoun, or beside a question that names nothing."""
    if not content_words(question):
        return f"{question.rstrip(' ?.!')} {_QUESTION_WORD.sub('', previous)}"
    if mask(question).lists:
        return question
    names = mask(previous).lists
    if not names:
        return question
    name = names[0].names[0]
    pronoun = _PRONOUN.search(question)
    if pronoun:
        own = (
            "'s"
            if pronoun["word"].lower() in ("its", "their", "his", "her")
            and re.match(r"\s+\w", question[pronoun.end() :])
            else ""
        )
        return question[: pronoun.start()] + name + own + question[pronoun.end() :]
    return question
