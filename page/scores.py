"""The evaluation in the page: runs a question file, shows scores per category and each fault beside its expectation.

Each question is queued like anybody's, so people who ask meanwhile are answered in between; one run at a time.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS, DatelineError, Settings, list_files, read_file
from eval import MEASURES, Outcome, Question, Report, faults, read_questions, read_thresholds, report, run
from page.feedback import QUESTIONS
from page.markup import counted, literal, sentence
from page.opening import Opening
from qa import Answer

_EVAL = Path(__file__).parents[1] / "eval"
_running = threading.Lock()


def question_files(settings: Settings) -> dict[str, Path]:
    """The question files that the page offers, by name.

    Args:
        settings: The settings; the shipped questions are for the shipped corpus alone.

    Returns:
        Those that exist.
    """
    shipped = settings.corpus.resolve() == SHIPPED_CORPUS.resolve()
    files = {"Set by DATELINE_QUESTIONS": settings.questions} if settings.questions else {}
    if shipped:
        files["Shipped questions"] = _EVAL / "sco" / "questions.jsonl"
    files["Saved from this page"] = settings.feedback / QUESTIONS
    return {name: file for name, file in files.items() if file and file.is_file()}


def evaluate(opening: Opening, file: Path, settings: Settings) -> Iterator[str]:
    """Runs a question file.

    Args:
        opening: The engine.
        file: The questions.
        settings: Where the corpus is.

    Yields:
        How far it is, and last the report, as HTML.
    """
    if not _running.acquire(blocking=False):
        yield sentence("An evaluation is running already; wait for its end.", "error")
        return
    try:
        yield sentence("Reading the questions…", "waiting")
        questions = read_questions(file)
        told = ["", ""]
        worker = threading.Thread(target=_run, args=(opening, questions, settings, told), daemon=True)
        worker.start()
        said = ""
        while worker.is_alive():
            worker.join(0.2)
            if told[0] != said:
                said = told[0]
                yield sentence(said, "waiting")
        yield told[1]
    except DatelineError as error:
        yield sentence(str(error), "error")
    finally:
        _running.release()


def _run(opening: Opening, questions: tuple[Question, ...], settings: Settings, told: list[str]) -> None:
    def ask(question: Question) -> Answer:
        return opening.answer(question.question, question.as_of, question.previous)

    def tell(done: int, total: int, now_at: str) -> None:
        told[0] = f"{done} of {total} questions asked…"

    try:
        documents = {}
        for name in list_files(settings.corpus):
            read = read_file(settings.corpus, name, now=date.today(), max_mb=settings.max_file_mb)
            documents.update({one.file: one for one in read} if isinstance(read, tuple) else {})
        made = run(questions, ask, documents=documents, progress=tell)
        told[1] = show(report(made, read_thresholds(_EVAL / "thresholds.toml")))
    except DatelineError as error:
        told[1] = sentence(str(error), "error")


def show(made: Report) -> str:
    """A report as HTML: the scores per category, then every question with a fault.

    Args:
        made: The report.

    Returns:
        HTML in which every word of a question or a document is text.
    """
    whole = made.to_dict()
    rows = [(one["category"], one["questions"], one["measures"]) for one in whole["categories"]]
    rows.append(("all", len(made.run.outcomes), made.values))
    failed = made.failures
    headings = ["Category", "Questions", *(one.heading for one in MEASURES)]
    scores = _table("scores", headings, (_row(*row) for row in rows))
    wrong = _table("failures", ["Question", "Answer", "Expected"], map(_failure, failed)) if failed else ""
    told = f"{counted(len(made.run.outcomes), 'question')}, {len(failed)} with a fault"
    return f'<p class="status">{told}</p>{scores}{wrong}'


def _table(kind: str, headings: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{literal(heading)}</th>' for heading in headings)
    whole = f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="scroll" tabindex="0">{whole}</div>'


def _row(category: str, number: int, values: dict[str, float | None]) -> str:
    cells = "".join(f"<td>{_number(values[one.name], one.summed)}</td>" for one in MEASURES)
    return f'<tr><th scope="row">{literal(category.replace("_", " "))}</th><td>{number}</td>{cells}</tr>'


def _number(value: float | None, summed: bool) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if summed else f"{value:.2f}"


def _failure(outcome: Outcome) -> str:
    question = outcome.question
    more = [f"as of {question.as_of}"] if question.as_of else []
    more += [f"after “{question.previous[-1]}”"] if question.previous else []
    under = f'<br><span class="file">{literal(", ".join((question.id, *more)))}</span>'
    said = outcome.answer.text if outcome.answer else outcome.error
    wrong = "; ".join(faults(outcome))
    expected = json.dumps(question.expect.to_dict(), ensure_ascii=False)
    return (
        f"<tr><td>{literal(question.question)}{under}</td>"
        f'<td>{literal(said)}<br><span class="wrong">{literal(wrong)}</span></td><td>{literal(expected)}</td></tr>'
    )
