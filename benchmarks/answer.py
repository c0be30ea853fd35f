"""How long `answer()` takes on a corpus, warm: the median over the evaluation's questions.

usage: python benchmarks/answer.py [--corpus DIR] [--questions FILE] [--rounds N]
"""

import argparse
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS, Settings
from eval.questions import read_questions
from qa import open_engine

QUESTIONS = Path(__file__).parents[1] / "eval" / "sco" / "questions.jsonl"


def main() -> None:
    """Prints median, 95th percentile and maximum in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=SHIPPED_CORPUS, help="folder of documents")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="questions to ask, as JSON lines")
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    given = parser.parse_args()
    now = date.today()
    started = time.perf_counter()
    engine = open_engine(given.corpus, now=now, settings=Settings(llm=""))
    questions = read_questions(given.questions)
    engine.answer(questions[0].question, now=now)
    print(f"first answer, model and index included: {time.perf_counter() - started:.1f} s", file=sys.stderr)
    cold, warm = [], []
    for round_number in range(given.rounds):
        for question in questions:
            started = time.perf_counter()
            engine.answer(question.question, now=now, as_of=question.as_of, history=question.previous)
            (warm if round_number else cold).append(1000 * (time.perf_counter() - started))
    for name, times in (("a question asked first", cold), ("a question asked again", warm)):
        if times:
            times.sort()
            print(
                f"{name}: median {statistics.median(times):.0f} ms, "
                f"p95 {times[int(0.95 * (len(times) - 1))]:.0f} ms, max {times[-1]:.0f} ms ({len(times)} answers)"
            )


if __name__ == "__main__":
    main()
