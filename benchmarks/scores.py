"""The README's table of scores: every corpus with questions, measured now.

usage: python benchmarks/scores.py [RAW_PAGES_FOLDER]
"""

import sys
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS
from eval.measures import MEASURES, score
from eval.questions import Question, read_questions
from eval.run import run
from qa import Answer, open_engine

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "eval" / "sco" / "questions.jsonl"
COLUMNS = (
    "answer_accuracy",
    "verdict_accuracy",
    "source_date_rate",
    "quote_fidelity",
    "as_of_leakage",
    "abstention_recall",
)


def row(title: str, corpus: Path, questions: Path) -> str:
    """One row of the table: the means of each measure, and the sum of the leaks."""
    now = date.today()
    engine = open_engine(corpus, now=now)

    def ask(question: Question) -> Answer:
        return engine.answer(question.question, now=now, as_of=question.as_of, history=question.previous)

    outcomes = run(read_questions(questions), ask).outcomes
    scores = score(outcomes)
    measures = {measure.name: measure for measure in MEASURES}
    values = [(measures[name].over(scores), measures[name].summed) for name in COLUMNS]
    cells = ["-" if value is None else f"{value:.0f}" if summed else f"{value:.2f}" for value, summed in values]
    return f"| {title} | {len(outcomes)} | {' | '.join(cells)} |"


def main() -> None:
    """Prints a row for each corpus."""
    print(row("shipped", SHIPPED_CORPUS, SHIPPED))
    for pages in sys.argv[1:]:
        print(row("raw pages", Path(pages), SHIPPED))
    for folder in sorted((ROOT / "tests" / "corpora").iterdir()):
        if (folder / "questions.jsonl").is_file():
            print(row(folder.name, folder / "docs", folder / "questions.jsonl"))


if __name__ == "__main__":
    main()
