"""What stands where on the page, and what happens on a click.

Left the conversation, right the sources of one answer; the other two rooms are tabs. Gradio keeps what belongs to one
person's conversation in `gr.State`; nothing of it is shared. A click on "Sources" inside an answer is a click on HTML,
which Gradio does not see: page.js hands it on to a hidden button.
"""

import html
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import gradio as gr

from corpus import DatelineError, Settings
from page import feedback, programs, tabs
from page.conversation import Message, Turns, View, asked, converse, past
from page.feedback import Turn
from page.markup import sentence
from page.opening import Opening
from page.tabs import INSIDE

GREETING = "Ask a question: the newest document that really answers it is quoted, with its date."
HINT = '<p class="hint">The sources of an answer stand here: what each says, and why it was chosen or passed over.</p>'


class Desk:
    """The parts of the page that an answer changes."""

    def __init__(self, opening: Opening, examples: Sequence[str]) -> None:
        self.turns = gr.State({})
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, min_width=300, elem_id="talk"):
                self._talk(examples)
            with gr.Column(scale=2, min_width=300, elem_id="side"):
                self._side()
        self.opening, self.examples = opening, examples

    def _talk(self, examples: Sequence[str]) -> None:
        self.chat = gr.Chatbot(
            label="Conversation", show_label=False, container=False, scale=1, height=None, elem_id="chat",
            placeholder=f"<p class='greeting'>{GREETING}</p>", examples=[{"text": text} for text in examples],
            render_markdown=False, latex_delimiters=[], allow_tags=False, editable="user", buttons=[],
            group_consecutive_messages=False,
        )  # fmt: skip
        with gr.Row(elem_id="then"):
            self.line = gr.HTML(elem_id="past", apply_default_css=False)
            self.today = gr.Button("Back to today", size="sm", scale=0, min_width=0)
        with gr.Row(elem_id="ask"):
            self.box = gr.Textbox(
                label="Your question", show_label=False, container=False, placeholder="Ask a question",
                submit_btn=True, autofocus=True, scale=1, elem_id="question",
            )  # fmt: skip
            self.stop = gr.Button("Stop", size="sm", scale=0, min_width=0, elem_id="stop")
        with gr.Row(elem_id="when"):
            self.as_of = gr.Textbox(label="As of a past day", max_lines=1, scale=0, min_width=275, elem_id="as-of")
            self.picks = gr.HTML(elem_id="picks", apply_default_css=False)

    def _side(self) -> None:
        gr.HTML("<h2>Sources</h2>", elem_id="side-head", apply_default_css=False)
        with gr.Column(elem_id="picture", min_width=0):
            self.plot = gr.Plot(visible=False, show_label=False, container=False, elem_id="plot", label="Timeline")
        self.changes = gr.HTML(elem_id="changes", apply_default_css=False)
        self.cards = gr.HTML(HINT, elem_id="cards", apply_default_css=False)

    @property
    def shown(self) -> list[Any]:
        """What an answer changes, in the order of `of_view`."""
        return [self.chat, self.turns, *self.side]

    @property
    def side(self) -> list[Any]:
        """What stands beside an answer, in the order of `beside`."""
        return [self.cards, self.plot, self.changes, self.picks]


def beside(turn: Turn) -> list[Any]:
    """What stands beside an answer.

    Args:
        turn: The answer.

    Returns:
        A value for each part of `Desk.side`.
    """
    plot = gr.Plot(value=turn.figure, visible=turn.figure is not None)
    return [turn.cards or HINT, plot, turn.changes, turn.picks]


def of_view(view: View) -> list[Any]:
    """What the page shows of a conversation.

    Args:
        view: The conversation.

    Returns:
        A value for each part of `Desk.shown`.
    """
    if view.turn is None:
        return [view.messages, view.turns, *[gr.skip()] * 4]
    return [view.messages, view.turns, *beside(view.turn)]


def build_page(opening: Opening, examples: Sequence[str] = (), settings: Settings | None = None) -> gr.Blocks:
    """The page on an engine that is opening.

    Args:
        opening: The engine.
        examples: Questions to click.
        settings: Instead of those of the environment.

    Returns:
        The page, to be launched with `look()`.
    """
    settings = settings or Settings()
    page = gr.Blocks(title="Dateline", fill_height=True, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="top"):
            head = gr.HTML(_head(opening), elem_id="head", apply_default_css=False)
            new = gr.Button("New conversation", size="sm", scale=0, min_width=0, elem_id="new")
        with gr.Tabs(elem_id="rooms"):
            with gr.Tab("Ask", id="ask", elem_id="room-ask"):
                desk = Desk(opening, examples)
            with gr.Tab("Documents", id="documents", elem_id="room-documents") as documents:
                tabs.documents_tab(opening, settings, documents, head, partial(_head, opening))
            with gr.Tab("Evaluation", id="evaluation", elem_id="room-evaluation") as evaluation:
                tabs.evaluation_tab(opening, settings, evaluation)
        page.load(partial(_watch, opening, examples), None, [head, desk.chat], **INSIDE)
        page.load(None, js=tabs.script(), api_visibility="private")
        desk.chat.change(partial(_head, opening), None, head, **INSIDE)
        _answering(desk, new)
        _beside(desk, settings)
        programs.interface(opening, settings)
    return page


def _head(opening: Opening) -> str:
    kind = "error" if opening.failure else "status"
    first, last = opening.span
    return f'<h1>Dateline</h1><div data-first="{first}" data-last="{last}">{sentence(opening.status, kind)}</div>'


def _watch(opening: Opening, examples: Sequence[str]) -> Iterator[list[Any]]:
    """The head of the page and the questions to click, as the documents are being read and then as they stay."""
    for _ in opening.waiting():
        yield [_head(opening), gr.skip()]
    from page.greeting import suggested  # as late as the engine

    texts = examples or suggested(*opening.span)
    yield [_head(opening), gr.Chatbot(examples=[{"text": text} for text in texts])]


class Asking:
    """The ways to ask: type, click an example, ask again, edit; each can be stopped.

    Args:
        desk: What an answer changes.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # Gradio's own `cancels` leaves the box deaf to the next question.
        self._stops: dict[str, threading.Event] = {}

    def _ask(
        self, person: gr.Request, question: str, day: str, messages: list[Message], turns: Turns
    ) -> Iterator[list[Any]]:
        stop = self._stops[str(person.session_hash)] = threading.Event()
        for view in converse(self._desk.opening, messages, turns, question, day, self._desk.examples, stop.is_set):
            yield of_view(view)
        self._stops.pop(str(person.session_hash), None)

    def stop(self, person: gr.Request) -> None:
        """Gives up the question that is being answered."""
        if stop := self._stops.get(str(person.session_hash)):
            stop.set()

    def typed(
        self, question: str, day: str, messages: list[Message], turns: Turns, person: gr.Request
    ) -> Iterator[list[Any]]:
        """Asks what was typed, and empties the box at once: what is typed meanwhile stays."""
        emptied: Any = ""
        for shown in self._ask(person, question, day, messages, turns):
            yield [emptied, *shown]
            emptied = gr.skip()

    def example(
        self, chosen: gr.SelectData, day: str, messages: list[Message], turns: Turns, person: gr.Request
    ) -> Iterator[list[Any]]:
        """Asks a question that was clicked."""
        yield from self._ask(person, chosen.value["text"], day, messages, turns)

    def again(
        self, on: gr.RetryData, day: str, messages: list[Message], turns: Turns, person: gr.Request
    ) -> Iterator[list[Any]]:
        """Asks a question again; what came after it goes."""
        before = messages[: position(on)]
        yield from self._ask(person, asked(messages)[len(asked(before))], day, before, turns)

    def edited(
        self, on: gr.EditData, day: str, messages: list[Message], turns: Turns, person: gr.Request
    ) -> Iterator[list[Any]]:
        """Asks a question as it was edited; what came after it goes."""
        yield from self._ask(person, html.unescape(on.value), day, messages[: position(on)], turns)


def _answering(desk: Desk, new: gr.Button) -> None:
    """What asks, what stops, what begins anew, and what looks at the past."""
    asking, given = Asking(desk), [desk.as_of, desk.chat, desk.turns]
    # A question sent while another is answered is asked after it; by default Gradio would drop it.
    desk.box.submit(asking.typed, [desk.box, *given], [desk.box, *desk.shown], trigger_mode="always_last", **INSIDE)
    desk.chat.example_select(asking.example, given, desk.shown, **INSIDE)
    desk.chat.retry(asking.again, given, desk.shown, **INSIDE)
    desk.chat.edit(asking.edited, given, desk.shown, **INSIDE)
    desk.stop.click(asking.stop, None, None, **INSIDE)
    new.click(_anew, None, desk.shown, **INSIDE)
    desk.today.click(str, None, desk.as_of, **INSIDE)
    desk.as_of.change(_past_today, desk.as_of, desk.line, trigger_mode="always_last", **INSIDE)


def _past_today(as_of: str) -> str:
    return past(as_of, date.today())


def _anew() -> list[Any]:
    return [[], {}, HINT, gr.Plot(value=None, visible=False), "", ""]


def _beside(desk: Desk, settings: Settings) -> None:
    """What can be done with an answer: see its sources, say how good it is, make it a test question."""

    def choose(place: float, turns: Turns) -> list[Any]:
        turn = turns.get(int(place))
        return beside(turn) if turn else [gr.skip()] * 4

    def opinion(on: gr.LikeData, turns: Turns) -> None:
        if turn := turns.get(position(on)):
            liked = on.liked is True or on.liked == "Like"
            _tell(lambda: feedback.keep_opinion(turn, liked, settings.feedback, datetime.now()))

    def keep(place: float, turns: Turns) -> None:
        if turn := turns.get(int(place)):
            _tell(lambda: feedback.keep_question(turn, settings.feedback))

    of_turn: dict[str, Any] = {"js": "(_, turns) => [window.datelineTurn, turns]", **INSIDE}
    wanted = gr.Number(-1, visible="hidden", elem_id="wanted")
    choice = gr.Button("Show its sources", visible="hidden", elem_id="choose")
    choice.click(choose, [wanted, desk.turns], desk.side, **of_turn)
    keeping = gr.Button("Save as test question", visible="hidden", elem_id="keep")
    keeping.click(keep, [wanted, desk.turns], None, **of_turn)
    desk.chat.like(opinion, desk.turns, None, **INSIDE)


def _tell(done: Callable[[], str]) -> None:
    """Says in passing what was done, or why it was not."""
    try:
        gr.Info(html.escape(done()), duration=3)  # on a narrow screen it lies over the tabs
    except DatelineError as error:
        gr.Warning(html.escape(str(error)))


def position(on: gr.RetryData | gr.EditData | gr.LikeData) -> int:
    """The place in the conversation that an event is about.

    Args:
        on: The event's data.

    Returns:
        The place.
    """
    return on.index if isinstance(on.index, int) else on.index[0]
