"""What was read for an answer: the sources, and what each of them said.

An Answer names the sources that count; a person also wants to know of the others. So the engine's reader is wrapped
in one that listens. The engine stays as it is; the price is that one question must be asked at a time, which
`page.opening` sees to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Document, Published
from qa import Answer, Engine
from qa.llm import Watch
from qa.question import Question
from qa.read import Claim, Passage, Reader


@dataclass(frozen=True)
class Told:
    """An answer with all that was read for it.

    Attributes:
        answer: The answer.
        read: Every document that was read for it.
        claims: What these said, sure or not.
        reprints: For each reprint of a cited document the cited one's file.
        version: The index' fingerprint at that moment.
        spent: What a language model used for it, in words; "" where none was asked.
    """

    answer: Answer
    read: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    reprints: tuple[tuple[Document, str], ...] = ()
    version: str = ""
    spent: str = ""


class Listening:
    """A Reader that keeps what another one is given and what it says; see `qa.read.Reader`.

    Attributes:
        passages: What it was given since `begin`.
        claims: What it said since then.
    """

    def __init__(self, reader: Reader) -> None:
        self.name = reader.name
        self.trouble = reader.trouble
        self._reader = reader
        self.begin(lambda text: None)

    def begin(self, tell: Callable[[str], None]) -> None:
        """Forgets what it heard.

        Args:
            tell: Told what it reads, in words.
        """
        self.passages: list[Passage] = []
        self.claims: list[Claim] = []
        self._tell = tell

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads as the reader does, and listens.

        Args:
            question: What is asked.
            passages: Where to look.

        Returns:
            The reader's claims.
        """
        self._tell(reading([passage.document for passage in passages]))
        claims = self._reader.read(question, passages)
        self.trouble = self._reader.trouble  # it may come to light only now
        self.passages += passages
        self.claims += claims
        return claims


def reading(documents: Sequence[Document]) -> str:
    """What is being read, in words: how many sources, and of which years.

    >>> reading([Document("a.txt", "", "", "")])
    'Reading 1 source…'

    Args:
        documents: The sources.

    Returns:
        Such as "Reading 6 sources of 2011–2024…".
    """
    years = [one.published.last.year for one in documents if one.published]
    span = f" of {'–'.join(dict.fromkeys((str(min(years)), str(max(years)))))}" if years else ""
    return f"Reading {len(documents)} source{'' if len(documents) == 1 else 's'}{span}…"


def listened(
    engine: Engine,
    question: str,
    *,
    now: date,
    as_of: date | None = None,
    history: Sequence[str] = (),
    tell: Callable[[str], None] = lambda text: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Told:
    """Asks the engine, and listens to its reader.

    Args:
        engine: The engine; its reader is wrapped at the first call.
        question: What is asked.
        now: Today.
        as_of: The day to ask about.
        history: The questions asked before.
        tell: Told what is being read, then what a language model has written, as far as it has been checked.
        stopped: Whether nobody waits for the model any more.

    Returns:
        The answer with all that was read for it.
    """
    ear = engine.reader if isinstance(engine.reader, Listening) else Listening(engine.reader)
    engine.reader = ear
    ear.begin(tell)
    watch = Watch(tell, stopped)
    waits = (
        {"watch": watch} if getattr(engine, "writes", False) else {}
    )  # an engine that stands in for one has no model
    answer = engine.answer(question, now=now, as_of=as_of, history=history, **waits)
    read = {passage.document.file: passage.document for passage in ear.passages}
    cited = dict.fromkeys(citation.document.file for citation in answer.citations)
    reprints = tuple((reprint, file) for file in cited for reprint in engine.index.reprints(file, as_of))
    return Told(answer, tuple(read.values()), tuple(ear.claims), reprints, engine.index.version, str(watch.spent or ""))


def is_series(answer: Answer) -> bool:
    """Whether an answer tells of several times, each with its source, rather than of one.

    Args:
        answer: The answer.

    Returns:
        True where its first source is not its newest.
    """
    dates = [citation.published.order for citation in answer.citations if citation.published]
    return "\n" in answer.text or (len(dates) > 1 and dates[0] < max(dates))


def newest_first(published: Published | None) -> tuple[bool, tuple[object, ...]]:
    """Sorts, when reversed, newer dates before older ones and undated sources last.

    Args:
        published: A date, or None.

    Returns:
        A key for `sorted`.
    """
    return published is not None, published.order if published else ()
