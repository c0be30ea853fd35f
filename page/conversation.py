"""The conversation: one more question in it, waiting for the engine, then with the answer.

Everything a conversation needs later (its sources, its picture, its feedback) is kept as text beside it, by the place
of the answer in the conversation: an answer asked again or edited takes the place of the old one.
"""

import html
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import gradio as gr

from corpus import DatelineError
from page.feedback import Turn
from page.markup import literal, sentence, spoken
from page.opening import Opening

if TYPE_CHECKING:
    from page.hearing import Told

Message = dict[str, Any]
Turns = dict[int, Turn]

SHOWN_LENGTH = 300  # characters of a question in the conversation; far longer ones are refused anyway
_KEPT = 40  # answers of one conversation whose sources can be looked at again


@dataclass(frozen=True)
class View:
    """What the page shows of a conversation.

    Attributes:
        messages: All that was said.
        turns: The answers so far, by their place.
        turn: The newest answer, once it is there.
    """

    messages: list[Message]
    turns: Turns
    turn: Turn | None = None


def read_day(text: str | None) -> date | None:
    """The day in the "as of" box.

    Args:
        text: What stands in it.

    Returns:
        The day; None where the box is empty.

    Raises:
        DateError: Anything else stands in it.
    """
    if not (text or "").strip():
        return None
    from qa import parse_day  # as late as the engine

    return parse_day(str(text).strip(), name="as of")


def past(as_of: str, today: date) -> str:
    """The line that says that the page looks at the past; "" where it does not.

    Args:
        as_of: What stands in the box.
        today: Today.

    Returns:
        HTML.
    """
    if as_of.startswith("0"):  # a year half typed: 0020, on its way to 2011
        return ""
    try:
        day = read_day(as_of)
    except DatelineError as error:
        return sentence(str(error), "error")
    if day is None or day >= today:
        return ""
    return sentence(f"Looking at the past: only sources published by {spoken(day)}.", "past")


def asked(messages: Sequence[Message]) -> list[str]:
    """The questions that a person has asked in this conversation, oldest first.

    Args:
        messages: The conversation.

    Returns:
        The questions as they were typed.
    """
    parts = [message["content"] for message in messages if message["role"] == "user"]
    texts = (part if isinstance(part, str) else "".join(each["text"] for each in part) for part in parts)
    return [html.unescape(text) for text in texts]


def converse(
    opening: Opening,
    messages: list[Message],
    turns: Turns,
    question: str,
    as_of: str,
    examples: Sequence[str] = (),
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[View]:
    """The conversation with one more question in it.

    Args:
        opening: The engine.
        messages: The conversation before it.
        turns: The answers in it.
        question: What is asked.
        as_of: What stands in the "as of" box.
        examples: Questions to try, for who asks for help.
        stopped: Whether the person waits no longer.

    Yields:
        What the page shows, again whenever that changes; last with the answer.
    """
    cut = question if len(question) <= SHOWN_LENGTH else f"{question[:SHOWN_LENGTH]}…"
    shown = [*messages, {"role": "user", "content": literal(cut)}] if question.strip() else messages
    turns = {place: turn for place, turn in turns.items() if place < len(shown)}
    yield View(shown, turns)
    try:
        for status in opening.waiting():
            yield View([*shown, reply(sentence(status, "waiting"))], turns)
            if stopped():
                break
        if not stopped():
            yield from _answered(opening, View(shown, turns), asked(messages), question, as_of, examples, stopped)
        if stopped():
            yield View([*shown, reply(sentence("Stopped.", "hint"))], turns)
    except DatelineError as error:
        yield View([*shown, reply(sentence(str(error), "error"))], turns)
    except Exception:  # the traceback belongs in the terminal, a sentence in the page
        logging.getLogger(__name__).exception("no answer to %r", cut)
        wrong = "Something went wrong inside Dateline; its terminal says what."
        yield View([*shown, reply(sentence(wrong, "error"))], turns)


def _answered(
    opening: Opening,
    view: View,
    before: list[str],
    question: str,
    as_of: str,
    examples: Sequence[str],
    stopped: Callable[[], bool],
) -> Iterator[View]:
    from page import answers, greeting  # as late as the engine

    kind = greeting.kind_of_talk(question)
    if kind:
        known = opening.put(lambda engine, tell: greeting.facts(engine)).result()
        yield View([*view.messages, reply(greeting.talk(kind, known, examples))], view.turns)
        return
    day = read_day(as_of)
    history = tuple(text for text in before if not greeting.kind_of_talk(text))
    ticket = opening.ask(question, day, history)
    for status in ticket.waiting(stopped=stopped):
        yield View([*view.messages, reply(sentence(status, "waiting"))], view.turns)
    if stopped():
        return
    told, place = ticket.result(), len(view.messages)
    turn = turn_of(told, question, day, history)
    turns = dict([*view.turns.items(), (place, turn)][-_KEPT:])
    yield View([*view.messages, reply(answers.render(told.answer, day, place))], turns, turn)


def turn_of(told: "Told", question: str, as_of: date | None = None, history: Sequence[str] = ()) -> Turn:
    """An answer with all that stands beside it.

    Args:
        told: The answer with all that was read for it.
        question: What was asked.
        as_of: The day asked about.
        history: The questions before it.

    Returns:
        What the conversation keeps of it.
    """
    from page import sources, timeline  # as late as the engine

    return Turn(
        question,
        told.answer.to_dict(),
        as_of,
        tuple(history),
        told.version,
        cards=sources.show(told, date.today()),
        changes=timeline.in_words(told),
        picks=timeline.picks(told.answer),
        figure=timeline.draw(told),
    )


def reply(markup: str) -> Message:
    """A message of the program.

    Args:
        markup: Its HTML.

    Returns:
        The message.
    """
    return {"role": "assistant", "content": gr.HTML(markup, js_on_load=None, apply_default_css=False)}
