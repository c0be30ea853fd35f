"""The evaluation in the page: runs a question file and shows eval's own report of it.

Each question is queued like anybody's, so people who ask meanwhile are answered in between; one run at a time. The
report is the file that `dateline eval --html` writes, so that nothing is said twice in two ways.
"""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from corpus import SHIPPED_CORPUS, DatelineError, Document, Settings, list_files, read_file
from eval import Found, Program, Question, Report, html_report, read_questions, read_thresholds, report, run
from page.feedback import QUESTIONS
from page.markup import counted, literal, sentence
from page.opening import Opening
from qa import Answer

_EVAL = Path(__file__).parents[1] / "eval"
SHIPPED = "Shipped questions"
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
        files[SHIPPED] = _EVAL / "sco" / "questions.jsonl"
    files["Saved from this page"] = settings.feedback / QUESTIONS
    return {name: file for name, file in files.items() if file and file.is_file()}


def evaluate(opening: Opening, name: str, file: Path, settings: Settings) -> Iterator[str]:
    """Runs a question file.

    Args:
        opening: The engine.
        name: What the page calls it.
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
        worker = threading.Thread(target=_run, args=(opening, name, questions, settings, told), daemon=True)
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


def _run(opening: Opening, name: str, questions: tuple[Question, ...], settings: Settings, told: list[str]) -> None:
    def tell(done: int, total: int, now_at: str) -> None:
        told[0] = f"{done} of {total} questions asked…"

    now = date.today()
    try:
        program = opening.put(lambda engine, tell: Program(engine, now=now)).result()
        documents: dict[str, Document] = {}
        for listed in list_files(settings.corpus):
            read = read_file(settings.corpus, listed, now=now, max_mb=settings.max_file_mb)
            documents.update({one.file: one for one in read} if isinstance(read, tuple) else {})

        def asked(question: Question) -> Answer:
            return opening.put(lambda engine, tell: program.ask(question)).result()

        def found(question: Question) -> Found:
            return opening.put(lambda engine, tell: program.found(question)).result()

        made = run(questions, asked, documents=documents, found=found, now=now, progress=tell)
        # The thresholds that ship are those of the questions that ship.
        gate = read_thresholds(_EVAL / "thresholds.toml") if name == SHIPPED else ()
        told[1] = show(report(made, gate), name)
    except DatelineError as error:
        told[1] = sentence(str(error), "error")


def show(made: Report, name: str) -> str:
    """A report as HTML: eval's own, in a frame that runs nothing, under a line that sums it up.

    Args:
        made: The report.
        name: What the page calls the question file.

    Returns:
        HTML in which every word of a question or a document is text; page.js opens and saves the report from it.
    """
    right = made.values["answer_accuracy"]
    told = f"{counted(len(made.run.outcomes), 'question')}, {len(made.failures)} with a fault"
    told += f" · {right:.2f} answered right" if right is not None else ""
    tools = "".join(
        f'<button type="button" class="{kind}">{said}</button>'
        for kind, said in (("open-report", "Open in a new tab"), ("save-report", "Save as a file"))
    )
    frame = f'<iframe title="Report" sandbox="allow-same-origin" srcdoc="{literal(html_report(made, name))}"></iframe>'
    return f'<div class="line report"><p class="status">{literal(told)}</p>{tools}</div>{frame}'
