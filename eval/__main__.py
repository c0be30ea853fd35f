"""`python -m eval`, which is also `dateline eval`: ask every question, score, compare with thresholds.

Exit code 0: all thresholds hold; 1: one does not; 2: corpus, questions or thresholds cannot be used.
"""

from pathlib import Path
from typing import Annotated

import typer

from corpus import Document, Settings, list_files, read_file
from eval.questions import Question, read_questions
from eval.report import Report, read_thresholds, report, show
from eval.run import run
from eval.terminal import errors_told, opened, print_json, progress, quiet, stdout, today
from qa import Answer

QUESTIONS = Path(__file__).parent / "sco" / "questions.jsonl"
THRESHOLDS = Path(__file__).parent / "thresholds.toml"
CORPUS_HELP = "Folder of dated documents to ask; default: the shipped one, or DATELINE_CORPUS."
app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)


@app.command()
def main(
    corpus: Annotated[Path | None, typer.Option(help=CORPUS_HELP)] = None,
    questions: Annotated[Path, typer.Option(help="Questions, one JSON object per line.")] = QUESTIONS,
    thresholds: Annotated[Path, typer.Option(help="Limits for the measures (TOML).")] = THRESHOLDS,
    index: Annotated[Path | None, typer.Option(help="Folder under which the corpus has its index.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    now: Annotated[str | None, typer.Option(metavar="DATE", help="The day that counts as today.")] = None,
) -> None:
    """Ask questions with known answers and score the program against thresholds.

    Exits with 1 when a threshold is missed and with 2 when the input cannot be used.
    """
    quiet()
    with errors_told():
        made = evaluate(corpus, questions, thresholds, index, now)
    if as_json:
        print_json(made.to_dict())
    else:
        show(made, stdout())
    raise typer.Exit(0 if made.passed else 1)


def evaluate(corpus: Path | None, questions: Path, thresholds: Path, index: Path | None, now: str | None) -> Report:
    """Run a question file against a corpus; the small files are read first, so that a slip costs no time.

    Raises:
        DatelineError: The corpus, the question file, the thresholds file or the date cannot be used.
    """
    day = today(now)
    limits = read_thresholds(thresholds)
    asked = read_questions(questions)
    engine = opened(corpus, index, day)
    settings = Settings()
    folder = corpus or settings.corpus

    def ask(question: Question) -> Answer:
        return engine.answer(question.question, now=day, as_of=question.as_of, history=question.previous)

    documents: dict[str, Document] = {}
    for file in list_files(folder):
        read = read_file(folder, file, now=day, max_mb=settings.max_file_mb)
        if isinstance(read, tuple):
            documents.update({document.file: document for document in read})
    with progress("Asking") as tell:
        return report(run(asked, ask, documents=documents, progress=tell), limits)


if __name__ == "__main__":
    app(prog_name="python -m eval")
