"""Examples from claims and the sentences that prove or refute them: VitaminC, Fool Me Twice, FEVER-symmetric.

A claim teaches twice. As a question ("Is the bridge open?") it is answered yes, no, or not at all. And a proven claim
is the evidence in other words: with a number, a date or a name of both cut out it asks for that one ("The bridge
cost how much?"), after the cloze questions of Lewis et al., "Unsupervised Question Answering by Cloze
Translation", ACL 2019, here over paraphrases that people wrote.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from qa.reader.training.examples import Example, Type, occurrences
from qa.reader.training.texts import rows

_LABELS = {"SUPPORTS": Type.YES, "REFUTES": Type.NO, "NOT ENOUGH INFO": Type.NONE}
_AUX = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|does|did)\b")
_VERB = re.compile(r"^((?:[A-Z][\w.'-]*|the|of|and)(?: (?:[A-Z][\w.'-]*|the|of|and))*) ([a-z]{2,}(?:ed|s))\b(.*)$")
_NUMBER = re.compile(r"(?<![\w.,$])\$?\d[\d,.]*\d(?![\w%])|(?<![\w.,$])\d+(?![\w.,%])")
_YEAR = re.compile(
    r"(?:in|In|since|by|on) (?:(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) (?:\d{1,2},? )?)?((?:1[89]|20)\d\d)\b"
)
_NAME = re.compile(r"\b[A-Z][\w'-]+(?: (?:of the |of |the |de )?[A-Z][\w'-]+)*")
_NOUN_AFTER = re.compile(r" ((?:[a-z]+ ){0,1}[a-z]+s)\b")


def verdicts(data: Path, rng: random.Random) -> Iterator[Example]:
    """Claims as yes/no questions over their evidence."""
    for claim, evidence, label, page, source in _claims(data):
        question = claim.rstrip(" .") + "?" if rng.random() < 0.4 else inverted(claim)
        head = page + " | " if source == "vitaminc" and rng.random() < 0.5 else ""
        yield Example(question, head + evidence, _LABELS[label], (), f"wiki {page}", source)


def clozes(data: Path, rng: random.Random) -> Iterator[Example]:
    """Questions cut out of proven claims; the other sentences of their page do not answer them."""
    by_page: dict[str, list[str]] = defaultdict(list)
    claims = list(_claims(data))
    for _claim, evidence, _label, page, _source in claims:
        by_page[page].append(evidence)
    for claim, evidence, label, page, source in claims:
        if label != "SUPPORTS" or source == "fm2":
            continue
        for question, answer in _asked(claim, evidence, rng):
            head = page + " | " if rng.random() < 0.5 else ""
            spans = tuple((start + len(head), end + len(head)) for start, end in occurrences(answer, evidence))
            yield Example(question, head + evidence, Type.SPAN, spans, f"wiki {page}", "cloze")
            others = [text for text in by_page[page] if not occurrences(answer, text)]
            others = [text for text in others if _overlap(text, evidence) < 0.6]  # another revision may answer as well
            if others and rng.random() < 0.6:
                yield Example(question, head + rng.choice(others), Type.NONE, (), f"wiki {page}", "cloze")


def inverted(claim: str) -> str:
    """A claim as a question.

    >>> inverted("The bridge was opened in 2004 .")
    'Was the bridge opened in 2004?'
    """
    claim = claim.rstrip(" .")
    aux = _AUX.search(claim)
    if aux and 0 < aux.start() < 60:
        subject = claim[: aux.start()].strip()
        first = subject.split()[0]
        if first in ("The", "A", "An", "There", "It", "In", "This", "His", "Her", "All"):
            subject = subject[0].lower() + subject[1:]
        return f"{aux[0].capitalize()} {subject} {claim[aux.end() :].strip()}?"
    verb = _VERB.match(claim)
    if verb and verb[2].endswith("ed"):
        return f"Is it true that {verb[1]} {verb[2]}{verb[3]}?"
    return claim + "?"


def _claims(data: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """(claim, evidence, label, page, source) of every set."""
    for file in ("vitaminc_real", "vitaminc_synthetic"):
        for row in rows(data / f"{file}.jsonl.gz"):
            yield _clean(row["claim"]), _clean(row["evidence"]), row["label"], _clean(row["page"]), "vitaminc"
    for row in rows(data / "fever_symmetric.jsonl.gz"):
        yield _clean(row["claim"]), _clean(row["evidence"]), row["label"], _clean(row["claim"]), "fever"
    for row in rows(data / "fm2.jsonl.gz"):
        evidence = " ".join(piece["text"] for piece in row["gold_evidence"])
        yield _clean(row["text"]), evidence, row["label"], row["wikipedia_page"], "fm2"


def _clean(text: str) -> str:
    """Text as people write it: the Penn Treebank's brackets and quotation marks undone."""
    for marks, plain in (("-LRB-", "("), ("-RRB-", ")"), ("-COLON-", ":"), ("``", '"'), ("''", '"')):
        text = text.replace(marks, plain)
    return text


def _asked(claim: str, evidence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """At most two questions that cut something out of the claim which stands in the evidence too."""
    claim = claim.rstrip(" .")
    found: list[tuple[str, str]] = []
    for year in _YEAR.finditer(claim):
        if occurrences(year[1], evidence):
            bare = (claim[: year.start()] + claim[year.end() :]).replace("  ", " ").strip(" ,")
            front = rng.choice(("When", "In what year", "In which year"))
            asked = inverted(bare)
            turned = f"{front} {asked[0].lower()}{asked[1:]}" if _AUX.match(asked.lower()) else f"{bare} when?"
            found.append((turned, year[1]))
    for number in _NUMBER.finditer(claim):
        if not re.fullmatch(r"(?:1[89]|20)\d\d", number[0]) and occurrences(number[0], evidence):
            found.append((_how_many(claim, number, rng), number[0]))
    for name in _NAME.finditer(claim):
        if name.start() and rng.random() < 0.5 or not occurrences(name[0], evidence):
            continue
        word = rng.choice(("who", "what", "which", "what or who"))
        asked = f"{claim[: name.start()]}{word}{claim[name.end() :]}?"
        found.append((asked[0].upper() + asked[1:], name[0]))
    rng.shuffle(found)
    yield from found[:2]


def _how_many(claim: str, number: re.Match[str], rng: random.Random) -> str:
    """A claim that asks for its number: "It sold 3 boats" -> "It sold how many boats?", or with the number first."""
    noun = _NOUN_AFTER.match(claim[number.end() :])
    word = "how much" if "$" in number[0] or re.match(r" (?:million|billion)", claim[number.end() :]) else "how many"
    aux = _AUX.search(claim)
    if noun and aux and aux.end() < number.start() and rng.random() < 0.5:
        rest = f"{claim[aux.end() : number.start()]}{claim[number.end() + noun.end() :]}"
        asked = f"How many {noun[1]} {aux[0]} {claim[: aux.start()].strip()} {rest.strip()}?"
        return " ".join(asked.split())
    asked = f"{claim[: number.start()]}{word}{claim[number.end() :]}?"
    return asked[0].upper() + asked[1:]


def _overlap(one: str, other: str) -> float:
    a, b = set(one.casefold().split()), set(other.casefold().split())
    return len(a & b) / max(1, min(len(a), len(b)))
