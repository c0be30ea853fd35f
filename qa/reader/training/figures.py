"""The figures of a reading model: how often it is right where an answer stands, and silent where none does.

Token F1 is SQuAD's (Rajpurkar et al., EMNLP 2016): words without articles, punctuation and case, the best of the right
answers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.reader.model import Model, Reading
from qa.reader.training.examples import Example, Type

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


@dataclass(frozen=True)
class Figures:
    """What was measured on one set; None where the set has no such questions.

    Attributes:
        f1: Token F1 of the best span, where an answer stands, whether or not it was sure.
        exact: Share of these whose span is right word for word.
        refused: Share of the answerable that it is not sure of.
        no_answer: Share of the unanswerable on which it stays silent.
        verdict: Share of the yes/no questions, unanswerable ones included, whose verdict is right (three-way).
        examples: How many were read.
    """

    f1: float | None
    exact: float | None
    refused: float | None
    no_answer: float | None
    verdict: float | None
    examples: int


def measure(model: Model, examples: Sequence[Example], *, threshold: float = 0.5, verdicts: bool = False) -> Figures:
    """Reads every example and counts.

    Args:
        model: What is measured.
        examples: Of pages, worlds or forms that training did not see.
        threshold: A span less probable than this is no answer.
        verdicts: Whether the unanswerable questions are yes/no questions too.
    """
    heads = [len(e.passage.partition(" | ")[0]) + 3 if " | " in e.passage else 0 for e in examples]
    readings: list[Reading] = []
    for at in range(0, len(examples), 256):
        some = examples[at : at + 256]
        readings += model.read([e.question for e in some], [e.passage for e in some], heads[at : at + 256])
    spans, silent, ruled = [], [], []
    for example, reading in zip(examples, readings, strict=True):
        if example.type is Type.SPAN:
            text = example.passage[reading.start : reading.end]
            spans.append((f1(text, example.answers), exact(text, example.answers), reading.answers < threshold))
        elif verdicts:
            ruled.append(verdict(reading) is example.type)
        elif example.type is Type.NONE:
            silent.append(reading.answers < threshold)
        else:
            ruled.append(verdict(reading) is example.type)
    scores, words, refused = zip(*spans, strict=True) if spans else ((), (), ())
    return Figures(_mean(scores), _mean(words), _mean(refused), _mean(silent), _mean(ruled), len(examples))


def verdict(reading: Reading) -> Type:
    """Yes, no, or none where neither is more probable than the rest."""
    none = 1 - reading.yes - reading.no
    return max(((none, Type.NONE), (reading.yes, Type.YES), (reading.no, Type.NO)))[1]


def f1(text: str, answers: Sequence[str]) -> float:
    """Token F1 with the best of the right answers.

    >>> round(f1("the 40 euros", ("40 euros a month",)), 2)
    0.8
    """
    return max((_f1(_words(text), _words(answer)) for answer in answers), default=0.0)


def exact(text: str, answers: Sequence[str]) -> bool:
    """Whether the words are those of a right answer."""
    return any(_words(text) == _words(answer) for answer in answers)


def _f1(one: list[str], other: list[str]) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[.,]\d+)*", _ARTICLES.sub(" ", text.lower()))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
