"""The command line: `dateline ask | chat | index | doctor | eval`.

Thin on purpose: it reads options, asks the engine and prints. Each command imports what it needs when it
runs, so that `dateline --help` does not wait for a model's libraries; the price is imports inside functions.

Exit codes: 0 done (abstaining is an answer), 1 something was found wanting (`doctor --strict`, `eval`), 2 the
input cannot be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from corpus.doctor import Examination, Finding
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
/quit               leave
Ctrl-C              while a language model writes: the answer without it"""


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
    from qa.beside import load_beside

    load_beside()  # before the rest is imported

    from eval import terminal

    terminal.quiet()
    with terminal.errors_told():
        day = terminal.today(now)
        then = _day(as_of, "--as-of")
        engine = terminal.opened(corpus, index, day)
        with terminal.waiting(engine, terminal.stderr()) as watch:
            answer = engine.answer(question, now=day, as_of=then, history=previous or (), watch=watch)
    if as_json:
        terminal.print_json(answer.to_dict())
    else:
        terminal.show_answer(answer, terminal.stdout())
        terminal.show_spent(watch, terminal.stderr())


@app.command()
def chat(corpus: Corpus = None, as_of: AsOf = None, index: Index = None, now: Now = None) -> None:
    """Ask in a conversation: follow-ups keep what was asked; /as-of DATE, /new, /help and /quit."""
    from qa.beside import load_beside

    load_beside()  # before the rest is imported

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
                with terminal.waiting(engine, console) as watch:
                    answer = engine.answer(line, now=now, as_of=as_of, history=tuple(history), watch=watch)
                if answer.question != line:
                    console.print(Text(f"({terminal.plain(answer.question)})", style="dim"))
                terminal.show_answer(answer, console)
                terminal.show_spent(watch, console)
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
def index_command(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="FOLDER", help="As --corpus; on Milvus also addresses of files, as s3://bucket/*.html."),
    ] = None,
    corpus: Corpus = None,
    index: Index = None,
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Ray cluster whose workers do it, for an index on Milvus.")
    ] = None,
    listed: Annotated[
        Path | None, typer.Option("--list", metavar="FILE", help="On Milvus: the addresses in a file, one a line.")
    ] = None,
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Bring the index of a corpus up to date and say what was added, changed, removed and skipped."""
    from dataclasses import asdict

    from eval import terminal
    from index.filling import taken_up

    terminal.quiet()
    with terminal.errors_told():
        settings, day = terminal.settings(index), terminal.today(now)
        with terminal.progress("Reading the corpus") as tell:
            origin, report = taken_up(sources or (), corpus, settings, now=day, ray=ray, listed=listed, progress=tell)
    if as_json:
        terminal.print_json({"corpus": origin, **asdict(report)})
    else:
        _show_sync(report, origin, terminal.stdout())


@app.command()
def doctor(
    corpus: Corpus = None,
    as_json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a file has a problem.")] = False,
    now: Now = None,
) -> None:
    """Show for every file its date, where that was read, what is wrong with it and the line that mends it."""
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


def _show_sync(report: SyncReport, folder: str, console: Console) -> None:
    from rich.text import Text

    from eval.terminal import plain

    names = ("added", "changed", "removed", "unchanged")
    counts = ", ".join(f"{getattr(report, name)} {name}" for name in names)
    console.print(Text(f"{plain(folder)}: {counts}, {len(report.skipped)} skipped"))
    for skipped in report.skipped:
        console.print(Text(f"  skipped {plain(skipped.file)}: {plain(skipped.reason)}"))
    for notice in report.notices:
        console.print(Text(f"  {plain(notice)}"))


def _show_examination(found: Examination, console: Console) -> None:
    from rich.text import Text

    from eval.terminal import plain

    _show_documents(found.documents, console)
    summary = found.summary
    span = f", from {summary.begins} to {summary.ends}" if summary.begins else ""
    counts = [f"{_share(summary.undated, summary.documents)} undated"]
    for name, what in _COUNTED.items():
        if count := getattr(summary, name):
            counts.append(f"{_share(count, summary.documents)} {what}")
    if summary.skipped:
        counts.append(f"{summary.skipped} skipped")
    console.print(f"{summary.files} files, {summary.documents} documents{span}; {', '.join(counts)}")
    for problem in summary.problems:
        console.print(Text(f"Problem: {plain(problem)}", style="bold"))
    _show_mending(found.documents, console)


_COUNTED = {
    "inferred": "with an inferred date",
    "ambiguous": "with a date that can be read in two ways",
    "future": "with a date refused as lying in the future",
    "conflicting": "with dates that contradict each other",
    "reprints": "reprinted from another",
}


def _share(count: int, of: int) -> str:
    return f"{count} ({count / of:.0%})" if count and of else str(count)


def _show_documents(findings: Sequence[Finding], console: Console) -> None:
    """A table where its columns have room, else some lines for each document: files and dates are never cut."""
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    from eval.terminal import plain

    rows = [{name: plain(cell) for name, cell in _cells(one).items()} for one in findings]
    names = (
        [name for name in rows[0] if name in ("file", "published") or any(row[name] for row in rows)] if rows else []
    )
    widths = {name: max(cell_len(name), *(cell_len(row[name]) for row in rows)) for name in names}
    titles = [plain(" ".join(one.title.split())) for one in findings]
    room = console.width - sum(widths.values()) - 3 * len(names) - 3
    if room < 0:
        for row in rows:
            told = [
                cell if name in _ALONE else f"{name} {cell}" for name, cell in row.items() if cell and name != "file"
            ]
            console.print(Text(row["file"], style="bold"), soft_wrap=True)
            console.print(Text(f"  {', '.join(told)}"), soft_wrap=True)
        return
    if not rows:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, no_wrap=True, min_width=widths[name])
    if room >= _TITLE:
        table.add_column("title", no_wrap=True, overflow="ellipsis", max_width=room)
    for row, title in zip(rows, titles, strict=True):
        table.add_row(*(Text(row[name]) for name in names), *([Text(title)] if room >= _TITLE else []))
    console.print(table)


_TITLE = 20  # a title cut to less says nothing
_ALONE = ("published", "precision", "known")  # cells that need no name beside them


def _cells(one: Finding) -> dict[str, str]:
    """What the table says of a document, by column; columns that say nothing of any document are left out."""
    known = "ambiguous" if one.ambiguous else "inferred" if one.inferred else "certain" if one.published else ""
    return {
        "file": one.file,
        "published": one.published or ("undated" if one.title else "skipped"),
        "precision": "" if one.ambiguous else one.precision or "",
        "known": known,
        "read from": one.signal or "",
        "language": one.language,
        "dropped": f"{one.dropped:.0%}" if one.dropped else "",
        "reprint of": one.reprint_of or "",
        "problems": str(len(one.problems) or ""),
    }


def _show_mending(findings: Sequence[Finding], console: Console) -> None:
    """Each problem with the lines for dates.csv below it, at the margin, so that they can be copied as they stand."""
    from rich.text import Text

    from corpus.doctor import COLUMNS
    from eval.terminal import plain

    wrong = [one for one in findings if one.problems]
    unsure = [one for one in findings if one.inferred and not one.problems]
    if any(one.mend for one in (*wrong, *unsure)):
        console.print(Text("\nA line in dates.csv, in the folder, gives a file its date. Its first line is:"))
        console.print(Text(COLUMNS), soft_wrap=True)
    if wrong:
        console.print(Text("\nTo mend", style="bold"))
    for one in wrong:
        for problem in one.problems:
            console.print(Text.assemble((plain(one.file), "bold"), f": {plain(problem)}"), soft_wrap=True)
        for line in one.mend:
            console.print(Text(plain(line)), soft_wrap=True)
    if unsure:
        console.print(Text("\nTo confirm, as a part of the date is inferred", style="bold"))
    for line in (line for one in unsure for line in one.mend):
        console.print(Text(plain(line)), soft_wrap=True)


def main() -> None:
    """The `dateline` command."""
    app(prog_name="dateline")


if __name__ == "__main__":
    main()
