"""The first question, asked for nobody, so that the first person who asks waits no longer than the second.

Models, tables of month names and the drawing of pictures are each made ready at their first use. So every part of an
answer is used once here, in steps: who asks meanwhile waits for one step at most, and their question does the rest.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa import Answer, Engine

QUESTIONS = ("Who is known here?", "Was anything known here in March 2020?")


def steps(now: date) -> "list[Callable[[Engine], None]]":
    """What has everything ready that a first question would wait for.

    Args:
        now: Today.

    Returns:
        Steps, to be taken one after the other.
    """
    return [*(partial(_ask, question=question, now=now) for question in QUESTIONS), _draw]


def _ask(engine: "Engine", question: str, now: date) -> None:
    from page.hearing import listened

    listened(engine, question, now=now)


def _draw(engine: "Engine") -> None:
    """Makes all that stands beside an answer of one that nobody sees."""
    from page import answers
    from page.conversation import turn_of
    from page.hearing import Told

    changed = _changed()
    answers.render(changed)
    turn_of(Told(changed), QUESTIONS[0]).figure.to_json()  # as Gradio sends it


def _changed() -> "Answer":
    """An answer that changed, from one to two."""
    from corpus import Document, Precision, Published, Signal
    from qa import Answer, Citation, TimelineEntry

    line = []
    for year, value in ((2000, "one"), (2001, "two")):
        published = Published(date(year, 1, 1), date(year, 1, 1), Precision.DAY, Signal.FRONT_MATTER)
        text = f"It is {value}."
        cited = Citation(Document(value, text, value, value, published), published, text, 0, len(text))
        line.append(TimelineEntry(value, published, published, cited))
    newest = line[-1]
    citations = tuple(entry.citation for entry in reversed(line))
    return Answer("", "two, as of 1 January 2001.", None, (newest.value,), newest.since, citations, tuple(line))
