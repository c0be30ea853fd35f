"""Every corpus with questions, asked by the rules alone over a toy encoder: exact, and fast enough to ask many times.

Run as a program it prints the answers' fingerprint per corpus, for two processes to compare.
"""

import hashlib
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from index_toys import Bag
from toy_corpus import engine_on

import eval
from corpus import SHIPPED_CORPUS, list_files, read_file
from eval import Program, read_questions, report, run

NOW = date(2026, 11, 21)
_FICTIONAL = Path(__file__).parent / "corpora"
CORPORA = {"sco": (SHIPPED_CORPUS, Path(eval.__file__).parent / "sco" / "questions.jsonl")} | {
    folder.name: (folder / "docs", folder / "questions.jsonl") for folder in sorted(_FICTIONAL.iterdir())
}

# 28 years are 10,227 days and 1,461 weeks: every date keeps its month, its day and its weekday, so a text can be
# moved by moving its years. Exact from 1901 to 2099.
YEARS, DAYS = 28, 10_227
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")


def moved(text, years=YEARS):
    """A text with every year in it moved."""
    return _YEAR.sub(lambda match: str(int(match[0]) + years), text)


def all_moved(value):
    """JSON types with every year in their texts moved; numbers, such as offsets, stay."""
    if isinstance(value, dict):
        return {name: all_moved(part) for name, part in value.items()}
    if isinstance(value, list):
        return [all_moved(part) for part in value]
    return moved(value) if isinstance(value, str) else value


class Blind(Bag):
    """The toy encoder, to which the years of the moved world look like those of the old one."""

    def encode(self, texts):
        return super().encode([moved(text, -YEARS) for text in texts])


def documents(folder, now=NOW):
    read = (read_file(folder, file, now=now) for file in list_files(folder))
    return {document.file: document for found in read if isinstance(found, tuple) for document in found}


def questions_of(name):
    return read_questions(CORPORA[name][1])


def replies(engine, questions, now=NOW):
    """id -> Answer; a crash ends the test."""
    return {
        question.id: engine.answer(question.question, now=now, as_of=question.as_of, history=question.previous)
        for question in questions
    }


def told(answer):
    """What a reader takes away: verdict, values in any order, the date, whether there is an answer at all."""
    published = str(answer.published) if answer.published else None
    return answer.verdict, tuple(sorted(answer.values)), published, answer.abstained


def whole_report(name, place):
    """The JSON of one corpus' evaluation, as `dateline eval --json` would print it."""
    folder, _ = CORPORA[name]
    program = Program(engine_on(folder, place, now=NOW), now=NOW)
    asked = questions_of(name)
    ran = run(asked, program.ask, documents=documents(folder), found=program.found, now=NOW)
    return json.dumps(report(ran).to_dict(), ensure_ascii=False)


if __name__ == "__main__":
    for name in CORPORA:
        with tempfile.TemporaryDirectory() as place:
            digest = hashlib.sha256(whole_report(name, Path(place)).encode()).hexdigest()
            sys.stdout.write(f"{name} {digest}\n")
