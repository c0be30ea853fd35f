"""Examples from people's questions about people's texts: Natural Questions, TimeQA, FairytaleQA.

Each question that is answered comes with passages that do not answer it, chosen to be hard: the same page's other
paragraphs, those that share most words with the question first. Without them a reader answers everything.
"""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus.sentences import sentences
from qa.reader.training.examples import Example, Type, occurrences

Row = dict[str, Any]
Span = tuple[int, int]

LONGEST = 700  # characters of a passage: about 150 word pieces, which with a question fit the model
_WORD = re.compile(r"\w{3,}")


def rows(file: Path) -> Iterator[Row]:
    """The rows of a gzipped JSON-lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def natural_questions(data: Path, rng: random.Random) -> Iterator[Example]:
    """Natural Questions with their gold passage, and the passage of the most similar other question."""
    all_rows, nearest = _natural_questions(data)
    passages = [row["ctxs"][0] for row in all_rows]
    for row, passage, others in zip(all_rows, passages, nearest, strict=True):
        page = "nq " + passage["title"]
        question = _spoken(row["question"], rng)
        spans = _all_occurrences(row["answers"], passage["text"])
        if spans:
            yield _answered(question, passage["text"], passage["title"], spans, page, "nq", rng)
        for other in others[:2]:
            text = passages[other]["text"]
            if passages[other]["title"] != passage["title"] and not _all_occurrences(row["answers"], text):
                yield _unanswered(question, text, passages[other]["title"], page, "nq", rng)


@cache
def _natural_questions(data: Path) -> tuple[list[Row], list[list[int]]]:
    """The rows with a passage, and for each the rows whose passages are most like its question."""
    all_rows = [row for row in rows(data / "nq_oracle.jsonl.gz") if row["ctxs"]]
    return all_rows, _nearest([row["question"] for row in all_rows], [row["ctxs"][0]["text"] for row in all_rows])


def time_questions(data: Path, rng: random.Random, negatives: int = 4) -> Iterator[Example]:
    """TimeQA: who, what and where at some time, with the page's other paragraphs as unanswering ones."""
    for page in rows(data / "timeqa_human_train.jsonl.gz"):
        title = page["paras"][0]
        name = "timeqa " + page["link"]
        for question, answers in page["questions"]:
            gold: dict[int, list[str]] = defaultdict(list)
            for answer in answers:
                if answer["answer"]:
                    gold[answer["para"]].append(answer["answer"])
            wrong = [text for at, text in enumerate(page["paras"]) if at not in gold and len(text) > 60]
            if not gold and any(a["answer"] for a in answers):
                continue
            for at, found in gold.items():
                text = page["paras"][at]
                spans = _all_occurrences(found, text)
                if spans:
                    yield _answered(question, text, title, spans, name, "timeqa", rng)
            said = [a for found in gold.values() for a in found]
            wrong = [text for text in wrong if not _all_occurrences(said, text)]
            for text in hard(question, wrong, negatives, rng):
                yield _unanswered(question, text, title, name, "timeqa", rng)


def tale_questions(data: Path, rng: random.Random) -> Iterator[Example]:
    """FairytaleQA, where the answer stands word for word; the story's other sections are unanswering."""
    stories: dict[str, list[Row]] = defaultdict(list)
    for row in rows(data / "fairytaleqa.jsonl.gz"):
        stories[row["story"]].append(row)
    for story, asked in stories.items():
        texts = sorted({row["text"] for row in asked})
        for row in asked:
            page, text = "tale " + story, row["text"]
            answer = row["answer"].strip(" .!?")
            spans = occurrences(answer, text)
            if not spans or not row["explicit"]:
                continue
            yield _answered(row["question"], text, "", spans, page, "tale", rng)
            wrong = [other for other in texts if other != text and not occurrences(answer, other)]
            for other in hard(row["question"], wrong, 1, rng):
                yield _unanswered(row["question"], other, "", page, "tale", rng)


def _answered(
    question: str, text: str, title: str, spans: Sequence[Span], page: str, source: str, rng: random.Random
) -> Example:
    """An answered question over a window of the text that holds at least the first answer."""
    window = cut(text, spans[0], rng)
    head = title + " | " if title and rng.random() < 0.7 else ""
    inside = tuple(
        (start - window[0] + len(head), end - window[0] + len(head))
        for start, end in spans
        if window[0] <= start and end <= window[1]
    )
    return Example(question, head + text[window[0] : window[1]], Type.SPAN, inside, page, source)


def _unanswered(question: str, text: str, title: str, page: str, source: str, rng: random.Random) -> Example:
    window = cut(text, None, rng)
    head = title + " | " if title and rng.random() < 0.7 else ""
    return Example(question, head + text[window[0] : window[1]], Type.NONE, (), page, source)


def cut(text: str, around: Span | None, rng: random.Random) -> Span:
    """A window of whole sentences, one to six of them, that holds `around`; at most LONGEST characters where it can."""
    spans = sentences(text) or [(0, len(text))]
    if around is None:
        first = last = rng.randrange(len(spans))
    else:
        holding = [i for i, (start, end) in enumerate(spans) if start < around[1] and end > around[0]]
        first, last = (holding[0], holding[-1]) if holding else (0, 0)
    for _ in range(rng.randint(0, 5)):
        before = first > 0 and (last + 1 >= len(spans) or rng.random() < 0.5)
        new = (first - 1, last) if before else (first, min(last + 1, len(spans) - 1))
        if spans[new[1]][1] - spans[new[0]][0] > LONGEST:
            break
        first, last = new
    start, end = spans[first][0], spans[last][1]
    if end - start > LONGEST and around is None:
        end = start + LONGEST
    elif end - start > LONGEST and around is not None:
        start = max(start, around[0] - LONGEST // 2)
        end = min(end, max(around[1], start + LONGEST))
    return start, end


def _all_occurrences(answers: Sequence[str], text: str) -> tuple[Span, ...]:
    """Where the answers stand, in the order of the answers; at most eight places."""
    return tuple(dict.fromkeys(span for answer in answers for span in occurrences(answer, text)))[:8]


def hard(question: str, texts: Sequence[str], count: int, rng: random.Random) -> list[str]:
    """Half of them the texts that share most words with the question, half any."""
    asked = {word.casefold() for word in _WORD.findall(question)}
    ranked = sorted(texts, key=lambda text: -len(asked & {word.casefold() for word in _WORD.findall(text)}))
    near = ranked[: (count + 1) // 2]
    rest = ranked[len(near) :]
    return near + rng.sample(rest, min(len(rest), count - len(near)))


def _spoken(question: str, rng: random.Random) -> str:
    """Natural Questions are lower-case and bare; two in three are given as one would write them."""
    if rng.random() < 0.33:
        return question
    return question[:1].upper() + question[1:] + "?"


def _nearest(questions: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """For each question the other texts that are most like it, by the packaged encoder."""
    from index.encoder import default_encoder

    encoder = default_encoder()
    likeness = encoder.encode(questions) @ encoder.encode(texts).T
    return [[int(at) for at in row.argsort()[::-1] if at != own][:3] for own, row in enumerate(likeness)]
