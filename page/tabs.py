"""The two rooms beside the conversation: the documents, and the evaluation.

Documents can be changed only where the page was started with --writable; otherwise these parts are not on the page at
all, and neither are the functions behind them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import DatelineError, Settings
from page.markup import sentence
from page.opening import Opening, Tell

# The page's own events are no interface for other programs, and many people may ask at once.
INSIDE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
READ_ONLY = "These documents can be read, not changed: start the page with --writable to add, date or remove them here."


@cache
def script() -> str:
    """The page's own script.

    Returns:
        One JavaScript function.
    """
    return (Path(__file__).parent / "page.js").read_text(encoding="utf-8")


class Shelf:
    """The documents of the page: their table, and what is done to them.

    Attributes:
        opening: The engine, which is told of each change.
        settings: Where the folder is and how large a file may be.
    """

    def __init__(self, opening: Opening, settings: Settings) -> None:
        self.opening = opening
        self.settings = settings

    def table(self) -> str:
        """The documents with their dates and problems.

        Returns:
            HTML.
        """
        from corpus.doctor import examine  # with what finds reprints, which the start need not wait for
        from page import documents

        try:
            limit = self.settings.max_file_mb
            return documents.table(examine(self.settings.corpus, now=date.today(), max_mb=limit))
        except DatelineError as error:
            return sentence(str(error), "error")

    def files(self) -> list[str]:
        """The documents by name, newest in the table first.

        Returns:
            Their files.
        """
        from corpus import list_files

        try:
            return list_files(self.settings.corpus)
        except DatelineError:
            return []

    def change(self, act: Callable[[], str]) -> Iterator[str]:
        """Changes the folder, and has the index follow.

        Args:
            act: Changes it and says so.

        Yields:
            How far it is, and last what was done, as HTML.
        """

        def follow(engine: Any, tell: Tell) -> str:  # noqa: ANN401 - an Engine, or a test's own
            done = act()
            engine.index.refresh(
                date.today(), lambda at, total, file: tell(f"Reading {at} of {total}: {file}"), at_once=True
            )
            return done

        try:
            ticket = self.opening.put(follow)
            for status in ticket.waiting():
                yield sentence(status, "waiting")
            yield sentence(ticket.result(), "hint")
        except DatelineError as error:
            yield sentence(str(error), "error")

    def sync(self) -> str:
        """Reads the folder again.

        Returns:
            That it was.
        """
        return "The folder was read again."

    def add(self, paths: list[str], published: str) -> str:
        """Adds uploaded files.

        Args:
            paths: Where they were put.
            published: Their date; "" leaves what is read in each.

        Returns:
            What was done.
        """
        from page import documents

        if not paths:
            raise documents.CannotChange("There is no file to add: drop one into the box first.")
        add = partial(documents.add, now=date.today(), max_mb=self.settings.max_file_mb)
        return " ".join(
            add(self.settings.corpus, Path(path).name, Path(path).read_bytes(), published) for path in paths
        )

    def seen(self, paths: list[str] | None) -> tuple[str, str]:
        """What would be read of uploaded files.

        Args:
            paths: Where they were put.

        Returns:
            The date of a single one, and a sentence as HTML.
        """
        from page import documents

        if not paths:
            return "", ""
        seen = [documents.seen_in(Path(path), date.today(), self.settings.max_file_mb) for path in paths]
        published = seen[0][0] if len(seen) == 1 else ""
        return published, "".join(sentence(told, "hint") for _, told in seen)


def documents_tab(
    opening: Opening, settings: Settings, tab: gr.Tab, head: gr.HTML, told_head: Callable[[], str]
) -> None:
    """The room of the documents.

    Args:
        opening: The engine.
        settings: Where the folder is, and whether it may be changed.
        tab: The tab that is being filled.
        head: The head of the page, which says how many documents there are.
        told_head: Makes it.
    """
    shelf = Shelf(opening, settings)
    with gr.Row(elem_classes="line"):
        again = gr.Button("Read the folder again", size="sm", scale=0, min_width=0, elem_id="sync")
        told = gr.HTML(elem_id="told", apply_default_css=False)
    if not settings.writable:
        gr.HTML(sentence(READ_ONLY, "hint"), apply_default_css=False)
    else:
        changing = _changing(shelf)
    table = gr.HTML(elem_id="documents", apply_default_css=False)

    def after(act: Callable[..., str], *given: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - what stands in the boxes
        for status in shelf.change(partial(act, *given)):
            yield [status, gr.skip(), gr.skip()]
        yield [gr.skip(), shelf.table(), told_head()]

    shown = [told, table, head]
    again.click(partial(after, shelf.sync), None, shown, **INSIDE)
    tab.select(shelf.table, None, table, **INSIDE)
    if settings.writable:
        _wire(shelf, changing, after, shown, tab)


def _changing(shelf: Shelf) -> dict[str, Any]:
    """The boxes and buttons to change documents with."""
    from corpus.readers import READERS

    made: dict[str, Any] = {}
    with gr.Row(elem_id="changing"):
        with gr.Column(min_width=280):
            made["files"] = gr.File(
                label="Add documents", file_count="multiple", file_types=sorted(READERS), height=120, elem_id="upload"
            )
            with gr.Row(elem_classes="line"):
                made["published"] = gr.Textbox(
                    label="Published", placeholder="2024-04-16, 2024-04 or 2024", max_lines=1, elem_id="published"
                )
                made["add"] = gr.Button("Add", size="sm", scale=0, min_width=0, variant="primary", elem_id="add")
            made["seen"] = gr.HTML(elem_id="seen", apply_default_css=False)
        with gr.Column(min_width=280):
            made["file"] = gr.Dropdown(
                [], label="Document", allow_custom_value=True, elem_id="file", info="A row of a table: table.csv#3"
            )
            with gr.Row(elem_classes="line"):
                made["day"] = gr.Textbox(
                    label="Its date", placeholder="empty: what is read in it", max_lines=1, elem_id="day"
                )
                made["set"] = gr.Button("Set date", size="sm", scale=0, min_width=0, elem_id="set")
                made["remove"] = gr.Button("Remove", size="sm", scale=0, min_width=0, variant="stop", elem_id="remove")
    return made


def _wire(shelf: Shelf, made: dict[str, Any], after: Any, shown: list[Any], tab: gr.Tab) -> None:  # noqa: ANN401
    from page import documents

    folder = shelf.settings.corpus

    def add(paths: list[str] | None, published: str) -> Iterator[list[Any]]:
        yield from after(shelf.add, paths or [], published)

    def set_date(file: str | None, day: str) -> Iterator[list[Any]]:
        yield from after(_dated, shelf, file or "", day)

    def remove(file: str | None) -> Iterator[list[Any]]:
        if file is None:  # "Remove?" was answered with no
            return
        yield from after(documents.remove, folder, file)

    def named() -> Any:  # noqa: ANN401 - a change of the list
        return gr.Dropdown(choices=shelf.files())

    def emptied() -> list[Any]:
        return [None, "", "", named()]

    made["files"].change(shelf.seen, made["files"], [made["published"], made["seen"]], **INSIDE)
    put = made["add"].click(add, [made["files"], made["published"]], shown, **INSIDE)
    put.then(emptied, None, [made["files"], made["published"], made["seen"], made["file"]], **INSIDE)
    made["set"].click(set_date, [made["file"], made["day"]], shown, **INSIDE)
    sure = "(file) => [file && confirm(`Remove ${file} from the folder?`) ? file : null]"
    gone = made["remove"].click(remove, made["file"], shown, js=sure, **INSIDE)
    gone.then(lambda: gr.Dropdown(choices=shelf.files(), value=None), None, made["file"], **INSIDE)
    tab.select(named, None, made["file"], **INSIDE)


def _dated(shelf: Shelf, file: str, day: str) -> str:
    from page import documents

    if file not in shelf.files() and file.rpartition("#")[0] not in shelf.files():
        raise documents.CannotChange(f"There is no document {file!r}: choose one of the list.")
    return documents.set_date(shelf.settings.corpus, file, day, now=date.today())


def evaluation_tab(opening: Opening, settings: Settings, tab: gr.Tab) -> None:
    """The room of the evaluation.

    Args:
        opening: The engine.
        settings: Where its questions are.
        tab: The tab that is being filled.
    """
    none = sentence("There are no questions yet: save an answer as a test question, or set DATELINE_QUESTIONS.", "hint")
    with gr.Row(elem_classes="line"):
        which = gr.Dropdown([], label="Questions", elem_id="which", scale=0, min_width=280)
        start = gr.Button("Run the evaluation", size="sm", scale=0, min_width=0, variant="primary", elem_id="evaluate")
    result = gr.HTML(elem_id="scores", apply_default_css=False)

    def offered() -> tuple[Any, Any]:
        from page.scores import question_files

        names = list(question_files(settings))
        return gr.Dropdown(choices=names, value=names[0] if names else None), gr.skip() if names else none

    def evaluate(name: str | None) -> Iterator[str]:
        from page.scores import evaluate, question_files

        file = question_files(settings).get(name or "")
        if file is None:
            yield none
            return
        yield from evaluate(opening, file, settings)

    tab.select(offered, None, [which, result], **INSIDE)
    start.click(evaluate, which, result, **INSIDE)
