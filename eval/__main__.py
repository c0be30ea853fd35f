"""`python -m eval`, which is also `dateline eval`: ask every question, score, report, hold against thresholds.

Exit code 0: done; 1: `--gate` and a threshold does not hold, or `--compare` and the new one is worse by more
than noise; 2: corpus, questions, thresholds or reports cannot be used.
"""

from pathlib import Path
from typing import Annotated

import typer

from corpus import Document, Settings
from eval.compare import Comparison, compare, read_report
from eval.documents import read_documents
from eval.gate import THRESHOLDS, read_thresholds
from eval.html import html_report
from eval.markdown import comparison, markdown_summary
from eval.new import Draft, converse
from eval.questions import QUESTIONS, EvalFileError, Question, before_corpus, read_questions
from eval.report import Report, report
from eval.retrieval import Program
from eval.run import run
from eval.show import show, show_comparison, show_gate
from eval.terminal import errors_told, opened, print_json, progress, quiet, show_answer, stderr, stdout, today
from qa import parse_day

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)

Corpus = Annotated[
    Path | None, typer.Option(help="Folder of dated documents to ask; default: the shipped one, or DATELINE_CORPUS.")
]
Index = Annotated[Path | None, typer.Option(help="Folder under which the corpus has its index.")]
Now = Annotated[str | None, typer.Option(metavar="DATE", help="The day that counts as today.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    corpus: Corpus = None,
    questions: Annotated[Path, typer.Option(help="Questions, one JSON object per line.")] = QUESTIONS,
    thresholds: Annotated[Path, typer.Option(help="Limits for the measures (TOML).")] = THRESHOLDS,
    index: Index = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    now: Now = None,
    gate: Annotated[bool, typer.Option("--gate", help="Exit with 1 when a threshold does not hold.")] = False,
    compared: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="Ask nothing: compare two reports written with --json."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML file.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write a summary for a pull request.")] = None,
) -> None:
    """Ask questions with known answers and score the program; `new` adds a question to the file.

    Exits with 2 when the input cannot be used.
    """
    if context.invoked_subcommand:
        return
    quiet()
    with errors_told():
        if compared:
            raise typer.Exit(_compare(*compared, as_json, markdown))
        _check_folders(html, markdown)
        made = evaluate(corpus, questions, thresholds, index, now)
        _write_files(made, html, markdown, _title((corpus or Settings().corpus).resolve()))
    if as_json:
        print_json(made.to_dict())
        if gate:
            show_gate(made, stderr())
    else:
        show(made, stdout())
    raise typer.Exit(1 if gate and not made.passed else 0)


@app.command()
def new(
    question: Annotated[str, typer.Argument(help="What to ask, in quotes.")],
    questions: Annotated[Path, typer.Option(help="The question file to add to; made if it is missing.")],
    corpus: Corpus = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day to ask about.")] = None,
    previous: Annotated[
        list[str] | None, typer.Option(metavar="QUESTION", help="A question asked before this one; can be repeated.")
    ] = None,
    category: Annotated[str | None, typer.Option(help="What the question tries; asked for if not given.")] = None,
    name: Annotated[str | None, typer.Option("--id", help="Its name in reports; asked for if not given.")] = None,
    index: Index = None,
    now: Now = None,
) -> None:
    """Ask a question, show the answer, and add the question with its right answer to a question file."""
    quiet()
    with errors_told():
        day = today(now)
        draft = Draft(question, parse_day(as_of, name="--as-of") if as_of else None, tuple(previous or ()))
        answer = opened(corpus, index, day).answer(question, now=day, as_of=draft.as_of, history=draft.previous)
        show_answer(answer, stdout())
        written = converse(draft, answer, questions, _prompt, category=category, name=name)
    typer.echo(f"Written to {written.place}.")


def _prompt(wanted: str, default: str) -> str:
    return str(typer.prompt(wanted, default=default, show_default=bool(default))).strip()


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
    documents = read_documents(corpus or settings.corpus, now=day, max_mb=settings.max_file_mb)
    _check_dates(asked, documents)
    program = Program(engine, now=day)
    with progress("Asking") as tell:
        ran = run(asked, program.ask, documents=documents, found=program.found, now=day, progress=tell)
    return report(ran, limits)


def _check_dates(asked: tuple[Question, ...], documents: dict[str, Document]) -> None:
    complaint = before_corpus(asked, documents.values())
    if complaint:
        raise EvalFileError(complaint)


def _check_folders(*files: Path | None) -> None:
    """Found before the questions are asked, not minutes later."""
    for file in files:
        if file and not file.parent.is_dir():
            raise EvalFileError(f"{file} cannot be written: there is no folder {file.parent}")


def _title(corpus: Path) -> str:
    """A headline that tells one corpus from another: many are called "docs"."""
    return f"Evaluation of {corpus.parent.name}/{corpus.name}"


def _write_files(made: Report, html: Path | None, markdown: Path | None, title: str) -> None:
    if html:
        _write(html, html_report(made, title))
    if markdown:
        _write(markdown, markdown_summary(made, title))


def _compare(old: Path, new: Path, as_json: bool, markdown: Path | None) -> int:
    found: Comparison = compare(read_report(old), read_report(new))
    if markdown:
        _write(markdown, comparison(found))
    if as_json:
        print_json(found.to_dict())
    else:
        show_comparison(found, stdout())
    return int(found.worse)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvalFileError(f"{file} cannot be written: {error.strerror or error}") from error


if __name__ == "__main__":
    app(prog_name="python -m eval")
