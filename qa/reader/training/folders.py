"""Examples from folders/: small corpora made up for this project, each question asked of every one of their documents.

This is the reader's work as it is: of the documents of one subject one or two answer, and the others, full of the same
names and of sums of the same kind, do not. Each line of a file is {"about", "docs": [{"date", "title", "text"}],
"qa": [{"q", "a": {document number: answer}}]}; an answer is a string of the document, or "<yes>" or "<no>", and a
document that is not listed does not answer.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.sentences import sentences
from qa.reader.training.examples import Example, Type, occurrences
from qa.reader.training.texts import hard
from qa.reader.windows import runs

FOLDER = Path(__file__).parent / "folders"

_VERDICTS = {"<yes>": Type.YES, "<no>": Type.NO}
_SILENT = 5  # windows that do not answer, for each question


def asked(rng: random.Random, folder: Path = FOLDER) -> Iterator[Example]:
    """Every question over the documents that answer it, and over the likeliest windows that do not.

    Raises:
        ValueError: When an answer does not stand in its document, naming the file and the question.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            page = f"folder {file.name} {number}"
            for asking in row["qa"]:
                try:
                    yield from _of_question(asking["q"], asking["a"], row["docs"], page, rng)
                except ValueError as error:
                    raise ValueError(f"{file}, line {number}: {error}") from error


def _of_question(
    question: str, answers: dict[str, str], documents: list[dict[str, Any]], page: str, rng: random.Random
) -> Iterator[Example]:
    silent = []
    for at, document in enumerate(documents):
        head = f"{document['title']} | " if rng.random() < 0.9 else ""
        answer = answers.get(str(at))
        windows = _windows(document["text"])
        if answer in _VERDICTS:
            yield Example(question, head + document["text"], _VERDICTS[answer], (), page, "folder")
            continue
        if answer is not None and not occurrences(answer, document["text"]):
            raise ValueError(f"{answer!r} does not stand in document {at} ({question})")
        for text in windows:
            spans = occurrences(answer, text) if answer is not None else ()
            if spans:
                shifted = tuple((start + len(head), end + len(head)) for start, end in spans)
                yield Example(question, head + text, Type.SPAN, shifted, page, "folder")
            else:
                silent.append(head + text)
    for text in hard(question, silent, _SILENT, rng):
        yield Example(question, text, Type.NONE, (), page, "folder")


def _windows(text: str) -> list[str]:
    """A document cut as the reader cuts it."""
    spans = sentences(text) or [(0, len(text))]
    return [text[spans[first][0] : spans[last][1]] for first, last in runs(spans)]
