"""Follow-up questions by the rules and by the language model that is set: how many of each corpus are answered right.

usage: DATELINE_LLM=... DATELINE_LLM_MODEL=... python benchmarks/follow_ups.py
"""

import sys
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS, Settings
from eval import Question, read_questions
from eval.__main__ import QUESTIONS
from eval.run import Outcome
from eval.said import said_wrong
from qa import open_engine

CORPORA = Path(__file__).parents[1] / "tests" / "corpora"


def right(corpus: Path, asked: list[Question], settings: Settings, now: date) -> int:
    """How many questions are answered as expected."""
    engine = open_engine(corpus, now=now, settings=settings)
    answers = ((one, engine.answer(one.question, now=now, as_of=one.as_of, history=one.previous)) for one in asked)
    return sum(not said_wrong(Outcome(one, answer)) for one, answer in answers)


def main() -> int:
    """Prints a row for each corpus that has follow-ups, and their sum."""
    settings, now = Settings(), date.today()
    if not settings.llm:
        sys.stderr.write("No language model is set: give DATELINE_LLM and DATELINE_LLM_MODEL.\n")
        return 2
    files = {"shipped": (SHIPPED_CORPUS, QUESTIONS)}
    files |= {one.name: (one / "docs", one / "questions.jsonl") for one in sorted(CORPORA.iterdir())}
    print("| corpus | follow-ups | right by the rules | right by the model |\n|---|---|---|---|")
    sums = [0, 0, 0]
    for name, (corpus, questions) in files.items():
        asked = [question for question in read_questions(questions) if question.previous]
        if not asked:
            continue
        plain = right(corpus, asked, settings.model_copy(update={"llm": ""}), now)
        row = [len(asked), plain, right(corpus, asked, settings, now)]
        sums = [so_far + more for so_far, more in zip(sums, row, strict=True)]
        print(f"| {name} | {' | '.join(map(str, row))} |")
    print(f"| all | {' | '.join(map(str, sums))} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
