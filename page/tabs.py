"""The two rooms beside the conversation: the documents, and the evaluation.

Documents can be changed only where the page was started with --writable; otherwise these parts are not on the page at
all, and neither are the functions behind them.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import Settings
from page.markup import sentence
from page.opening import Opening
from page.shelf import Shelf

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
    change = gr.State(0)  # the number of the last one, where this person may undo it
    with gr.Row(elem_classes="line", elem_id="shelf"):
        again = gr.Button("Read the folder again", size="sm", scale=0, min_width=0, elem_id="sync")
        told = gr.HTML(elem_id="told", apply_default_css=False)
        undo = gr.Button("Undo", size="sm", scale=0, min_width=0, elem_id="undo", visible=False)
    if not settings.writable:
        gr.HTML(sentence(READ_ONLY, "hint"), apply_default_css=False)
    else:
        changing = _changing()
    table = gr.HTML(elem_id="documents", apply_default_css=False)

    def after(steps: Iterator[tuple[str, int]]) -> Iterator[list[Any]]:
        last = 0
        for status, number in steps:
            last = number
            yield [status, gr.skip(), gr.skip(), gr.Button(visible=False), 0]
        yield [gr.skip(), shelf.table(), told_head(), gr.Button(visible=last > 0), last]

    def sync() -> Iterator[list[Any]]:
        yield from after(shelf.sync())

    shown = [told, table, head, undo, change]
    again.click(sync, None, shown, **INSIDE)
    tab.select(shelf.table, None, table, **INSIDE)
    if settings.writable:
        _wire(shelf, changing, after, shown, tab)


def _changing() -> dict[str, Any]:
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
                [], label="Document", allow_custom_value=True, elem_id="file", info="Or choose its name in the table."
            )
            with gr.Row(elem_classes="line"):
                made["day"] = gr.Textbox(
                    label="Its date", placeholder="empty: what is read in it", max_lines=1, elem_id="day"
                )
                made["set"] = gr.Button("Set date", size="sm", scale=0, min_width=0, elem_id="set")
                made["remove"] = gr.Button("Remove", size="sm", scale=0, min_width=0, variant="stop", elem_id="remove")
    made["pick"] = gr.Button("Choose this document", visible="hidden", elem_id="pick-file")
    return made


def _wire(shelf: Shelf, made: dict[str, Any], after: Any, shown: list[Any], tab: gr.Tab) -> None:  # noqa: ANN401
    upload = [made["files"], made["published"]]

    def add(paths: list[str] | None, published: str) -> Iterator[list[Any]]:
        names = [Path(path).name for path in paths or []]
        for shows in after(shelf.change(partial(shelf.add, paths or [], published), names)):
            done = shows[-1] > 0  # what could not be added stays in the box, to be mended
            yield [*shows, *([None, "", ""] if done else [gr.skip()] * 3)]

    def set_date(file: str | None, day: str) -> Iterator[list[Any]]:
        yield from after(shelf.change(partial(shelf.date, file or "", day)))

    def remove(file: str | None) -> Iterator[list[Any]]:
        if file is None:  # "Remove?" was answered with no
            return
        yield from after(shelf.change(partial(shelf.remove, file), shelf.touched(file)))

    def undo(number: int) -> Iterator[list[Any]]:
        yield from after(shelf.undo(number))

    def named() -> Any:  # noqa: ANN401 - a change of the list
        return gr.Dropdown(choices=shelf.names())

    made["files"].change(shelf.seen, made["files"], [made["published"], made["seen"]], **INSIDE)
    put = made["add"].click(add, upload, [*shown, *upload, made["seen"]], **INSIDE)
    dated = made["set"].click(set_date, [made["file"], made["day"]], shown, **INSIDE)
    sure = "(file) => [file && confirm(`Remove ${file} from the folder?`) ? file : null]"
    gone = made["remove"].click(remove, made["file"], shown, js=sure, **INSIDE)
    back = shown[3].click(undo, shown[4], shown, **INSIDE)
    for done in (put, dated, back):
        done.then(named, None, made["file"], **INSIDE)
    gone.then(lambda: gr.Dropdown(choices=shelf.names(), value=None), None, made["file"], **INSIDE)
    tab.select(named, None, made["file"], **INSIDE)
    made["pick"].click(None, None, made["file"], js="() => window.datelineFile", **INSIDE)


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
        yield from evaluate(opening, name or "", file, settings)

    tab.select(offered, None, [which, result], **INSIDE)
    start.click(evaluate, which, result, **INSIDE)
