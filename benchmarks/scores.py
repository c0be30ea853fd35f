"""The README's table of scores: every corpus with questions, measured now. This is the whole suite in one command.

usage: python benchmarks/scores.py [RAW_PAGES_FOLDER] [--write] [--jobs N]

--write puts the table into the README in place of the one that stands there. Corpora are measured side by side, one on
each core: each process loads the models anew, which costs seconds where one after the other costs minutes.
"""

import argparse
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS
from eval import QUESTIONS, Program, read_documents, read_questions, report, run
from eval.measures import BY_NAME
from eval.show import number
from qa import open_engine

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COLUMNS = {
    "answer accuracy": "answer_accuracy",
    "95 % interval": "",
    "verdicts": "verdict_accuracy",
    "newest source": "newest_source_accuracy",
    "stale": "stale_answer_rate",
    "displaced": "false_supersession_rate",
    "quotes word for word": "quote_fidelity",
    "as-of leaks": "as_of_leakage",
    "unanswerable refused": "abstention_recall",
}
HEADER = f"| corpus | questions | {' | '.join(COLUMNS)} |"


def row(title: str, corpus: Path, questions: Path) -> str:
    """One row of the table."""
    now = date.today()
    program = Program(open_engine(corpus, now=now), now=now)
    asked = read_questions(questions)
    made = report(run(asked, program.ask, documents=read_documents(corpus, now=now), found=program.found, now=now))
    low, high = made.intervals["answer_accuracy"] or (0, 0)
    cells = (
        number(made.values[name], BY_NAME[name].summed) if name else f"{low:.2f} – {high:.2f}"
        for name in COLUMNS.values()
    )
    return f"| {title} | {len(asked)} | {' | '.join(cells)} |"


def corpora(raw_pages: Path | None) -> list[tuple[str, Path, Path]]:
    """(title, documents, questions) of every row, in the table's order."""
    rows = [("shipped", SHIPPED_CORPUS, QUESTIONS)]
    if raw_pages:
        rows.append(("raw pages", raw_pages, QUESTIONS))
    folders = [file.parent for file in (ROOT / "tests" / "corpora").glob("*/questions.jsonl")]
    folders.sort(key=lambda one: (one.name not in LOOKED_AT, one.name))
    return rows + [(folder.name, folder / "docs", folder / "questions.jsonl") for folder in folders]


def table(raw_pages: Path | None, jobs: int) -> Iterator[str]:
    """The lines of the table, each as soon as it and those above it are measured."""
    yield HEADER
    yield "|---" * (len(COLUMNS) + 2) + "|"
    # Spawned, not forked: the libraries' threads do not live through a fork.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(row, *zip(*corpora(raw_pages), strict=True))


LOOKED_AT = (
    "club",
    "compact",
    "council",
    "harbour",
    "hospital",
    "software",
)  # while the program was written; the others never were


def replaced(readme: str, lines: list[str]) -> str:
    """The README with its table replaced."""
    before, rest = readme.split("| corpus | questions |", 1)
    after = rest.split("\n\n", 1)[1]
    return before + "\n".join(lines) + "\n\n" + after


def main() -> None:
    """Prints a row for each corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("raw_pages", nargs="?", type=Path, help="folder of the pages that the shipped corpus digests")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many corpora at once")
    given = parser.parse_args()
    lines = []
    for line in table(given.raw_pages, given.jobs):
        print(line, flush=True)
        lines.append(line)
    if given.write:
        README.write_text(replaced(README.read_text(encoding="utf-8"), lines), encoding="utf-8")


if __name__ == "__main__":
    main()
