"""The engine on its way, and the one queue in which it is asked.

The page opens before the engine does: reading documents and loading a model takes seconds, so a thread does it, and a
question asked meanwhile waits and says how far that is. After that one thread asks the engine, one thing at a time:
the model uses every core as it is, so two at once would only make both slower. A Ticket is a place in that queue.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from corpus import DatelineError, Precision
from page.markup import counted

if TYPE_CHECKING:  # torch comes with it, so it is imported by the thread that opens the engine
    from page.hearing import Told
    from qa import Answer, Engine

Progress = Callable[[int, int, str], None]
Tell = Callable[[str], None]
T = TypeVar("T")


class Ticket(Generic[T]):
    """Something that the engine will do, is doing or has done.

    Attributes:
        status: How far it is, in words.
        left: Set when nobody waits for it any more.
    """

    def __init__(self) -> None:
        self.left = threading.Event()
        self.status = "Waiting for other questions…"
        self.future: Future[T] = Future()

    def tell(self, status: str) -> None:
        """Takes how far it is.

        Args:
            status: In words.
        """
        self.status = status

    def waiting(self, seconds: float = 0.1, stopped: Callable[[], bool] = lambda: False) -> Iterator[str]:
        """How far it is, each time that changes, until it is done; who stops listening gives the place up.

        Args:
            seconds: Time between two looks.
            stopped: Whether nobody waits any more.

        Yields:
            The status.
        """
        said = ""
        try:
            while not (self.future.done() or stopped()):
                if self.status != said:
                    said = self.status
                    yield said
                time.sleep(seconds)
        finally:
            if not self.future.done():
                self.left.set()
            self.future.cancel()

    def result(self) -> T:
        """What came of it.

        Returns:
            The value; what it raised is raised here.
        """
        return self.future.result()


class Opening:
    """An engine that a thread opens: how far that is, why it failed if it did, its answers once it is open.

    Args:
        load: Opens it; told of its progress.
        warm: What is done with it once it is open, step by step, so that a first question need not wait for that; a
            question that came before goes first.

    Attributes:
        status: What the page says of it: its progress, then the documents it holds, or the failure.
        failure: Why there is no engine, in a sentence; "" as long as there is hope.
        span: The first and the last day of its documents, as "2011-01-01"; "" where none is dated.
    """

    def __init__(self, load: "Callable[[Progress], Engine]", warm: "Sequence[Callable[[Engine], None]]" = ()) -> None:
        self.status = "Reading the documents…"
        self.failure = ""
        self.span = ("", "")
        self._load, self._warm = load, warm
        self._engine: Engine | None = None
        self._described = ""
        self._warming = False
        self._done = threading.Event()
        self._queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ask engine")

    def start(self) -> None:
        """Begins to open the engine; questions may come before that, and wait."""
        threading.Thread(target=self._open, daemon=True, name="open engine").start()

    def _open(self) -> None:
        with self._told():
            self._engine = self._load(self._report)
            self._describe(self._engine)
        self._done.set()
        for step in self._warm if self._engine else ():  # behind whoever has asked already
            self._queue.submit(self._warmed, step)

    def _warmed(self, step: "Callable[[Engine], None]") -> None:
        self._warming = True
        with self._told():
            assert self._engine is not None
            step(self._engine)
        self._warming = False

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Says in page and terminal what goes wrong."""
        try:
            yield
        except DatelineError as error:
            self.failure = str(error)
        except Exception as error:  # a page that never says why it does not answer helps nobody
            logging.getLogger(__name__).exception("the engine could not be opened")
            self.failure = f"Dateline could not start: {type(error).__name__}: {error}"
        else:
            return
        self.status = self.failure
        sys.stderr.write(f"{self.failure}\n")

    def _report(self, done: int, total: int, file: str) -> None:
        self.status = f"Reading the documents… {done} of {total}"

    def _describe(self, engine: "Engine") -> None:
        if self._described == engine.index.version:
            return
        self._described = engine.index.version
        begins, ends = engine.index.begins, engine.index.ends
        self.status = described(engine)
        self.span = (str(begins.first), str(ends.last)) if begins and ends else ("", "")

    def waiting(self, seconds: float = 0.2) -> Iterator[str]:
        """Says how far it is, again and again, until the engine is open or has failed.

        Args:
            seconds: Time between two looks.

        Yields:
            The status.
        """
        while not self._done.wait(seconds):
            yield self.status

    def files(self) -> list[str]:
        """The documents by name, as far as the engine has read them.

        Returns:
            Their `file`s; none before it is open.
        """
        return sorted(one.file for one in self._engine.index.documents()) if self._engine else []

    def put(self, task: "Callable[[Engine, Tell], T]", ticket: Ticket[T] | None = None) -> Ticket[T]:
        """Queues something to do with the engine.

        Args:
            task: Does it; it is given the engine, and a function to tell how far it is.
            ticket: Its place in the queue; None: a new one.

        Returns:
            Its place in the queue.
        """
        ticket = ticket or Ticket()
        if self._warming:
            ticket.tell("Getting ready…")
        ticket.future = self._queue.submit(self._do, task, ticket)
        return ticket

    def _do(self, task: "Callable[[Engine, Tell], T]", ticket: Ticket[T]) -> T:
        self._done.wait()
        if self._engine is None:
            raise DatelineError(self.failure)
        ticket.tell("Looking for sources…")
        value = task(self._engine, ticket.tell)
        self._describe(self._engine)  # it may just have taken up new documents
        return value

    def ask(self, question: str, as_of: date | None = None, history: Sequence[str] = ()) -> "Ticket[Told]":
        """Queues a question.

        Args:
            question: What is asked.
            as_of: The day to ask about.
            history: The questions asked before, oldest first.

        Returns:
            Its place in the queue.
        """
        ticket: Ticket[Told] = Ticket()
        stopped = ticket.left.is_set
        task = partial(_listened, question=question, as_of=as_of, history=tuple(history), stopped=stopped)
        return self.put(task, ticket)

    def answer(self, question: str, as_of: date | None = None, history: Sequence[str] = ()) -> "Answer":
        """The engine's answer, waiting for engine and queue where need be.

        Args:
            question: What is asked.
            as_of: The day to ask about.
            history: The questions asked before, oldest first.

        Returns:
            The answer.
        """
        return self.ask(question, as_of, history).result().answer


def _listened(engine: "Engine", tell: Tell, *, question: str, **asked: Any) -> "Told":  # noqa: ANN401 - see `listened`
    from page.hearing import listened  # as late as the engine

    return listened(engine, question, now=date.today(), tell=tell, **asked)


def described(engine: "Engine") -> str:
    """What the engine's corpus holds and when it ends, in words.

    Args:
        engine: The engine.

    Returns:
        Such as "5 documents · the corpus ends on 16 April 2024".
    """
    documents, ends = counted(len(engine.index.documents()), "document"), engine.index.ends
    if ends is None:
        return f"{documents}, none of them dated"
    word = "in" if ends.precision in (Precision.MONTH, Precision.YEAR) else "on"
    return f"{documents} · the corpus ends {word} {ends.spoken}"
