"""Examples from passages/: short texts made up for this project, each with questions in people's many ways of asking.

They teach what templates cannot: a subject that goes by "it" or "the club", reasons, conditions, the odd question.
Each line of a file is {"title", "passage", "qa": [[question, answer], ...]}; an answer is a string of the passage, or
"<yes>", "<no>", "<none>".
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from corpus.sentences import sentences
from qa.reader.training.examples import Example, Type, occurrences
from qa.reader.training.texts import cut

FOLDER = Path(__file__).parent / "passages"

_VERDICTS = {"<yes>": Type.YES, "<no>": Type.NO, "<none>": Type.NONE}


def asked(rng: random.Random, folder: Path = FOLDER) -> Iterator[Example]:
    """Every question once, with or without its headline, and many a second time over the passage less its answer.

    Raises:
        ValueError: When an answer does not stand in its passage, naming the file and the question.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            for question, answer in row["qa"]:
                head = f"{row['title']} | " if rng.random() < 0.6 else ""
                text, kind, page = row["passage"], _VERDICTS.get(answer, Type.SPAN), f"{file.name} {number}"
                spans = () if answer in _VERDICTS else occurrences(answer, text)
                if kind is Type.SPAN and not spans:
                    raise ValueError(f"{file}, line {number}: {answer!r} does not stand in the passage ({question})")
                start, end = cut(text, spans[0], rng) if spans and rng.random() < 0.4 else (0, len(text))
                inside = tuple(
                    (first - start + len(head), last - start + len(head))
                    for first, last in spans
                    if start <= first and last <= end
                )
                yield Example(question, head + text[start:end], kind, inside, page, "passage")
                rest = _without(text, spans)
                if rest and rng.random() < 0.6:
                    yield Example(question, head + rest, Type.NONE, (), page, "passage")


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """A passage without the sentences that hold the answer: on the same subject, and silent on what is asked."""
    if not spans:
        return ""
    kept = [
        text[start:end]
        for start, end in sentences(text)
        if not any(start < last and end > first for first, last in spans)
    ]
    return " ".join(kept)
