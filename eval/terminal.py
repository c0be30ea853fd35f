"""How the command lines speak: results on stdout, all else on stderr; an error is one sentence, no traceback.

What documents and questions say is printed as `Text` after `plain`: their square brackets are no markup and
their escape sequences never reach the terminal. Progress is shown only where somebody watches it.
"""

import json
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from corpus import DatelineError, Published, Settings
from qa import Answer, Citation, Engine, TimelineEntry, open_engine, parse_day
from qa.llm import Watch

BAD_INPUT = 2  # exit code, as the shell's own tools use it
_CONTROL = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")}, "\N{REPLACEMENT CHARACTER}")


def quiet() -> None:
    """Keep the libraries' advice, warnings and progress bars out of the output; what is set stays set."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    logging.getLogger().addHandler(logging.NullHandler())  # without one, Python prints warnings itself
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a test's stream has none
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def plain(text: str) -> str:
    """Text without control characters, which a document could use to rewrite the screen."""
    return text.translate(_CONTROL)


def print_json(value: dict[str, Any]) -> None:
    """JSON on stdout, as UTF-8, its letters unescaped."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def stdout() -> Console:
    """Where results go; lines are folded for a terminal and left whole for a file or a pipe."""
    width = None if sys.stdout.isatty() else 10_000
    return Console(highlight=False, emoji=False, markup=False, width=width)


def stderr() -> Console:
    """Where everything else goes."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False, soft_wrap=True)


def complain(error: DatelineError) -> None:
    """Say what went wrong in one sentence."""
    stderr().print(Text.assemble(("Error: ", "bold red"), plain(str(error))))


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn Dateline's own errors into one sentence and exit code 2; others keep their traceback."""
    try:
        yield
    except DatelineError as error:
        complain(error)
        raise typer.Exit(BAD_INPUT) from error


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """A bar on stderr while the block runs; yields the function to tell (done, total, what)."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    watched = sys.stderr.isatty()  # rich alone would also take FORCE_COLOR for a terminal
    with Progress(*columns, console=stderr(), transient=True, disable=not watched) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int, now_at: str) -> None:
            bar.update(task, completed=done, total=total, description=plain(now_at or what)[:60])

        yield tell


def today(now: str | None) -> date:
    """The day that counts as today: the one given, or the clock's."""
    return parse_day(now, name="--now") if now is not None else date.today()


def settings(index: Path | None, *, llm: bool = True) -> Settings:
    """The settings of the environment, but for the index folder if one is given, and without a model if not `llm`."""
    given: dict[str, Any] = {"index": index} if index is not None else {}
    return Settings(**given) if llm else Settings(**given, llm="")


def opened(corpus: Path | None, index: Path | None, now: date, *, llm: bool = True) -> Engine:
    """The engine over a corpus, its index brought up to date; what it has to say of that goes to stderr."""
    with progress("Reading the corpus") as tell:
        engine = open_engine(corpus, now=now, settings=settings(index, llm=llm), progress=tell)
    for notice in engine.index.report.notices:
        stderr().print(Text(plain(notice), style="dim"))
    return engine


@contextmanager
def waiting(engine: Engine, console: Console) -> Iterator[Watch]:
    """Where a model writes, shows its checked sentences as they come; Ctrl-C stops the model alone, twice all.

    Nothing is left on the screen: the answer follows. Where nobody watches, nothing is shown.
    """
    if not engine.writes:
        yield Watch()
        return
    stop, before = threading.Event(), signal.getsignal(signal.SIGINT)

    def stopping(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    main = threading.current_thread() is threading.main_thread()
    try:
        if main:
            signal.signal(signal.SIGINT, stopping)
        with Live(console=console, transient=True, auto_refresh=False) as live:
            yield Watch(lambda text: live.update(Text(plain(text), style="bold"), refresh=True), stop.is_set)
    finally:
        if main:
            signal.signal(signal.SIGINT, before)


def show_spent(watch: Watch, console: Console) -> None:
    """Print what a model used, if one was asked."""
    if watch.spent:
        console.print(Text(f"({plain(str(watch.spent))})", style="dim"))


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer: itself, its quote with source and date, what older sources said, notes."""
    console.print(Text(plain(answer.text), style="bold"))
    if answer.reason and answer.reason not in answer.text:
        console.print(Text(plain(answer.reason)))
    for citation in answer.citations[:1]:
        console.print()
        console.print(_quoted(citation))
    if answer.timeline:
        console.print(Text("\nTimeline", style="bold"))
        spans = [_span(entry) for entry in answer.timeline]
        for span, entry in zip(spans, answer.timeline, strict=True):
            console.print(Text(f"  {span:<{max(map(len, spans))}}  {plain(entry.value)}"))
    if answer.notes:
        console.print(Text("\nNotes", style="bold"))
        for note in answer.notes:
            console.print(Text(f"  {plain(note)}"))


def _quoted(citation: Citation) -> Text:
    document = citation.document
    quote = " ".join(plain(citation.quote).split())
    origin = f"{plain(document.title)} – {plain(document.source)}, {_dated(citation.published)}"
    return Text.assemble((f"  “{quote}”", "italic"), (f"\n  {origin} [{plain(document.file)}]", "dim"))


def _span(entry: TimelineEntry) -> str:
    """From when to when sources said it; one date where that is one source."""
    return " – ".join(dict.fromkeys((_dated(entry.since), _dated(entry.until))))


def _dated(published: Published | None) -> str:
    if published is None:
        return "undated"
    return f"{published} (inferred)" if published.inferred else str(published)
