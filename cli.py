"""The command line: `dateline ask | chat | index | doctor | eval`.

Thin on purpose: it reads options, asks the engine and prints. Each command imports what it needs when it
runs, so that `dateline --help` does not wait for a model's libraries; the price is imports inside functions.

Exit codes: 0 done (abstaining is an answer), 1 something was found wanting (`doctor --strict`, `eval`), 2 the
input cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from corpus.doctor import Examination
    from index.sync import SyncReport
    from qa import Engine

app = typer.Typer(
    name="dateline",
    help="Ask a folder of dated documents. Each answer comes from the newest source that answers, "
    "with its date and a word-for-word quote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

Corpus = Annotated[
    Path | None,
    typer.Option(help="Folder of dated documents; default: the shipped one, or DATELINE_CORPUS."),
]
Index = Annotated[
    Path | None,
    typer.Option(help="Folder under which each corpus has its index; default: the user's cache."),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Answer as of this day (2011-12-31): nothing published later is seen."),
]
Now = Annotated[str | None, typer.Option(metavar="DATE", help="The day that counts as today.")]
Json = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]

CHAT_HELP = """Ask a question; follow-ups such as "And in 2011?" are understood.
/as-of 2011-12-31   answer as of that day (/as-of alone: as of today)
/new                forget the questions asked so far
/quit               leave"""


def _version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        typer.echo(f"dateline {version('dateline')}")
    except PackageNotFoundError:
        typer.echo("dateline (run from its folder, not installed)")
    raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask, in quotes.")],
    corpus: Corpus = None,
    as_of: AsOf = None,
    previous: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="A question asked before this one; can be repeated."),
    ] = None,
    index: Index = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Ask one question: prints the answer, its quote and source, what older sources said, and notes."""
    from eval import terminal

    terminal.quiet()
    with terminal.errors_told():
        day = terminal.today(now)
        then = _day(as_of, "--as-of")
        engine = terminal.opened(corpus, index, day)
        answer = engine.answer(question, now=day, as_of=then, history=previous or ())
    if as_json:
        terminal.print_json(answer.to_dict())
    else:
        terminal.show_answer(answer, terminal.stdout())


@app.command()
def chat(corpus: Corpus = None, as_of: AsOf = None, index: Index = None, now: Now = None) -> None:
    """Ask in a conversation: follow-ups keep what was asked; /as-of DATE, /new, /help and /quit."""
    from eval import terminal

    terminal.quiet()
    with terminal.errors_told():
        day = terminal.today(now)
        then = _day(as_of, "--as-of")
        engine = terminal.opened(corpus, index, day)
    try:
        _converse(engine, day, then)
    except KeyboardInterrupt:
        typer.echo()
    typer.echo("Good-bye.")


def _converse(engine: Engine, now: date, as_of: date | None) -> None:
    from rich.text import Text

    from corpus import DatelineError
    from eval import terminal

    console = terminal.stdout()
    console.print(CHAT_HELP, style="dim")
    history: list[str] = []
    for line in _lines(console):
        try:
            if line == "/quit":
                return
            if line == "/new":
                history.clear()
            elif line.split()[0] == "/as-of":
                as_of = _day(line.removeprefix("/as-of").strip() or None, "/as-of")
                console.print(f"Answering as of {as_of or 'today'}.", style="dim")
            elif line.startswith("/"):
                console.print(CHAT_HELP, style="dim")
            else:
                answer = engine.answer(line, now=now, as_of=as_of, history=tuple(history))
                if answer.question != line:
                    console.print(Text(f"({terminal.plain(answer.question)})", style="dim"))
                terminal.show_answer(answer, console)
                history.append(line)
        except DatelineError as error:
            terminal.complain(error)


def _lines(console: Console) -> Iterator[str]:
    """What is typed, line by line to its end; piped questions are repeated, so that the talk reads well."""
    import sys

    typed = sys.stdin.isatty()
    if typed:
        import contextlib

        with contextlib.suppress(ImportError):  # not on Windows
            import readline  # noqa: F401 - importing it gives input() line editing
    while True:
        try:
            line = input("\n> " if typed else "").strip()
        except EOFError:
            return
        if line:
            if not typed:
                console.print(f"\n> {line}")
            yield line


@app.command("index")
def index_command(corpus: Corpus = None, index: Index = None, as_json: Json = False, now: Now = None) -> None:
    """Bring the index of a corpus up to date and say what was added, changed, removed and skipped."""
    from dataclasses import asdict

    from eval import terminal
    from index import open_index

    terminal.quiet()
    with terminal.errors_told():
        settings = terminal.settings(index)
        folder, day = corpus or settings.corpus, terminal.today(now)
        with terminal.progress("Reading the corpus") as tell:
            report = open_index(folder, now=day, settings=settings, progress=tell).report
    if as_json:
        terminal.print_json({"corpus": str(folder), **asdict(report)})
    else:
        _show_sync(report, folder, terminal.stdout())


@app.command()
def doctor(
    corpus: Corpus = None,
    as_json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a file has a problem.")] = False,
    now: Now = None,
) -> None:
    """Show for every file its date, where that was read, and what is wrong with it."""
    from corpus import Settings
    from corpus.doctor import examine
    from eval import terminal

    terminal.quiet()
    with terminal.errors_told():
        settings = Settings()
        day = terminal.today(now)
        found = examine(corpus or settings.corpus, now=day, max_mb=settings.max_file_mb)
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        _show_examination(found, terminal.stdout())
    if not found.summary.documents:
        raise typer.Exit(2)  # as for every command: nothing could be read
    if strict and (found.summary.problems or any(one.problems for one in found.documents)):
        raise typer.Exit(1)


@app.command(
    "eval",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
def eval_command(context: typer.Context) -> None:
    """Ask questions with known answers and score the program against thresholds (`python -m eval`)."""
    from eval.__main__ import app as evaluation

    evaluation(context.args, prog_name="dateline eval")


def _day(text: str | None, name: str) -> date | None:
    from qa import parse_day

    return None if text is None else parse_day(text, name=name)


def _show_sync(report: SyncReport, folder: Path, console: Console) -> None:
    from rich.text import Text

    from eval.terminal import plain

    names = ("added", "changed", "removed", "unchanged")
    counts = ", ".join(f"{getattr(report, name)} {name}" for name in names)
    console.print(Text(f"{plain(str(folder))}: {counts}, {len(report.skipped)} skipped"))
    for skipped in report.skipped:
        console.print(Text(f"  skipped {plain(skipped.file)}: {plain(skipped.reason)}"))
    for notice in report.notices:
        console.print(Text(f"  {plain(notice)}"))


def _show_examination(found: Examination, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    from eval.terminal import plain

    table = Table("file", "title", "published", "read from", "problems")
    for one in found.documents:
        published = (one.published or "undated") + (" (inferred)" if one.inferred else "")
        cells = (one.file, one.title, published, one.signal or "", "\n".join(one.problems))
        table.add_row(*(Text(plain(cell)) for cell in cells))
    if found.documents:
        console.print(table)
    summary = found.summary
    span = f", from {summary.begins} to {summary.ends}" if summary.begins else ""
    console.print(
        f"{summary.files} files, {summary.documents} documents{span}; "
        f"{summary.undated} undated, {summary.inferred} with an inferred date, {summary.skipped} skipped"
    )
    for problem in summary.problems:
        console.print(Text(f"Problem: {plain(problem)}", style="bold"))


def main() -> None:
    """The `dateline` command."""
    app(prog_name="dateline")


if __name__ == "__main__":
    main()
