"""The same functions for other programs, by name: /answer, /documents, /add_document.

Gradio makes of each an endpoint for gradio_client and curl and, with --mcp, a tool for an assistant; the docstrings
are what such an assistant reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import gradio as gr
from gradio.events import api

from corpus import DatelineError, Settings
from page.conversation import read_day
from page.opening import Opening, Tell


def interface(opening: Opening, settings: Settings) -> None:
    """Adds the endpoints to the page that is being built.

    Args:
        opening: The engine.
        settings: Where the folder is, and whether it may be changed.
    """

    def answer(question: str, as_of: str = "", previous: list[str] | None = None) -> dict[str, Any]:
        """Answers a question from the newest dated document that really answers it, with its quote.

        Args:
            question: The question, in words.
            as_of: The day to ask about, such as "2011-12-31"; empty: today.
            previous: The questions asked before it, oldest first, so that "And Karsh?" is understood.
        """
        with _errors_told():
            return opening.answer(question, read_day(as_of), tuple(previous or ())).to_dict()

    def documents() -> dict[str, Any]:
        """Every document with its date, how that is known, and what is wrong with it."""
        with _errors_told():
            return _examined(settings)

    def add_document(name: str, text: str, published: str = "") -> str:
        """Adds a document, where the page was started with --writable.

        Args:
            name: Its file name, such as "news.txt".
            text: What is in it.
            published: Its date ("2024-04-16", "2024-04" or "2024"); empty: what is read in the text.
        """
        with _errors_told():
            return _added(opening, settings, name, text, published)

    # Past Gradio's own queue, so that one request is one answer; the engine's queue is `opening`.
    for name, function in (("answer", answer), ("documents", documents), ("add_document", add_document)):
        api(function, api_name=name, queue=False)


@contextmanager
def _errors_told() -> Iterator[None]:
    """Gives the program that asked the sentence of an error, and the terminal no traceback."""
    try:
        yield
    except DatelineError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _examined(settings: Settings) -> dict[str, Any]:
    from corpus.doctor import examine  # with what finds reprints, which the start need not wait for

    return examine(settings.corpus, now=date.today(), max_mb=settings.max_file_mb).to_dict()


def _added(opening: Opening, settings: Settings, name: str, text: str, published: str) -> str:
    from page.documents import CannotChange, add

    if not settings.writable:
        raise CannotChange("Documents cannot be added: the page was started without --writable.")

    def act(engine: Any, tell: Tell) -> str:  # noqa: ANN401 - an Engine, or a test's own
        done = add(settings.corpus, name, text.encode(), published, now=date.today(), max_mb=settings.max_file_mb)
        engine.index.refresh(date.today(), at_once=True)
        return done

    return opening.put(act).result()
