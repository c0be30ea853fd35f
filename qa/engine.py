"""From a question to an Answer: resolve, understand, retrieve, read, decide, word.

An Engine joins one corpus' index with a reader. Engines are kept per corpus, and each looks at its folder again before
it answers, so a document added a moment ago is seen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock

from corpus import Document, QuestionError, Settings
from index import AnyIndex, Hit, open_index
from index.sync import Progress
from qa.answer import Answer
from qa.change import each_time, earlier, one_before, over_time, sequence, together
from qa.decide import Decision, decide
from qa.follow_up import resolve
from qa.llm import Asked, Heard, Watch, Writer, hearing, open_writer
from qa.overview import overview_of, tell
from qa.question import Question, understand
from qa.read import Claim, Passage, Reader
from qa.reader import open_reader
from qa.rules.source import read_source
from qa.spelling import doubtful, mended
from qa.wording import worded

LONGEST_QUESTION = 2_000
_HITS = 32  # chunks read for a question
_NAMED = 3  # reprints named in a note


class Engine:
    """Answers questions over one corpus."""

    def __init__(
        self, index: AnyIndex, reader: Reader | None = None, *, stale_days: int = 365, writer: Writer | None = None
    ) -> None:
        self.index = index
        self.reader: Reader = reader or open_reader()
        if writer is not None:
            self.reader = Heard(self.reader)
        self._writer = writer
        self._stale_days = stale_days

    @property
    def writes(self) -> bool:
        """Whether a language model words its answers."""
        return self._writer is not None

    def answer(
        self,
        question: str,
        *,
        now: date,
        as_of: date | None = None,
        history: Sequence[str] = (),
        watch: Watch | None = None,
    ) -> Answer:
        """Answers from the newest source that really answers.

        Args:
            question: The question, in words.
            now: Today.
            as_of: The day to ask about; nothing published later is seen, and undated sources are not.
            history: The questions asked before, oldest first, for "And Karsh?".
            watch: Who waits while a language model words the answer, if one is set.

        Raises:
            QuestionError: When the question is empty or longer than 2,000 characters.
            IndexUnusable: When the index was lost and cannot be made again.
        """
        _check(question)
        today = as_of or now
        self.index.refresh(now)
        turns = [turn for turn in history if turn.strip()]
        question, slips = self._mended(question, turns, as_of)
        known = self._names(" ".join((*turns[-1:], question)), as_of)
        resolved = resolve(question, turns, today, known)
        with hearing() as claims:
            answer = self._answered(resolved, today, as_of, known)
        if self._writer is not None:
            asked, again = Asked(question, turns, now, as_of, self.index.version), (today, as_of, known)
            answer = self._writer.better(
                answer, claims, asked, watch or Watch(), lambda text: self._answered(text, *again)
            )
        read = tuple(f'Read "{given}" as "{taken}".' for given, taken in slips)
        trouble = (self.reader.trouble,) if self.reader.trouble else ()
        return replace(answer, notes=(*read, *answer.notes, *self._reprinted(answer, as_of), *trouble))

    def warm(self, now: date) -> None:
        """Make the first answer as quick as any other: loads all that answering needs, by asking something.

        Args:
            now: Today.

        Raises:
            IndexUnusable: When the index was lost and cannot be made again, or the model cannot be loaded.
        """
        self.answer("When did it change?", now=now)

    def _reprinted(self, answer: Answer, as_of: date | None) -> tuple[str, ...]:
        """A note for an answer whose source was printed again: the newer file says nothing newer."""
        if not answer.citations:
            return ()
        reprints = self.index.reprints(answer.citations[0].document.file, as_of)
        if not reprints:
            return ()
        named = [f"{one.file} ({one.published or 'undated'})" for one in reprints[:_NAMED]]
        more = [f"{len(reprints) - _NAMED} more"] if len(reprints) > _NAMED else []
        return (f"Reprinted: the same text stands in {', '.join((*named, *more))}; its first date counts.",)

    def _answered(self, resolved: str, today: date, as_of: date | None, known: list[str]) -> Answer:
        return self._change(resolved, today, as_of, known) or self._one(resolved, today, as_of, known)

    def _change(self, question: str, today: date, as_of: date | None, known: list[str]) -> Answer | None:
        """The answer to a question about change; None for any other, or where no sequence answers it."""
        times = each_time(question)
        if times:
            answers = [self._one(time, today, as_of, known) for time in times]
            return together(question, answers)
        overview = overview_of(question, today)
        if overview is not None:
            hits = self.index.search(question, k=_HITS, as_of=as_of, recency=False)
            return tell(question, overview, _passages(hits))
        now = over_time(question)
        if now is not None:
            return sequence(question, self._one(now, today, as_of, known))
        before = earlier(question)
        if before is not None:
            return one_before(question, before.than, self._one(before.base, today, as_of, known))
        return None

    def _one(self, resolved: str, today: date, as_of: date | None, known: list[str]) -> Answer:
        asked = understand(resolved, today=today, known=known)
        hits = self._hits(asked, as_of)
        passages = _passages(hits)
        claims = self.reader.read(asked, passages) if passages else []
        decision = decide(asked, claims, today=today)
        why_not = self._why_not(asked, decision, hits, claims, as_of)
        answer = worded(asked, decision, today=today, stale_days=self._stale_days, reason=why_not)
        unheard = _unheard(asked, passages) if answer.verdict == "no" and not answer.values else ()
        return replace(answer, notes=(*unheard, *answer.notes)) if unheard else answer

    def _mended(
        self, question: str, turns: Sequence[str], as_of: date | None
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The question with its slips of the finger mended, and what was read as what."""
        if not doubtful(question):
            return question, ()
        hits = self.index.search(" ".join((*turns[-1:], question)), k=_HITS, as_of=as_of)
        return mended(question, {text for hit in hits for text in (hit.chunk.document.title, hit.chunk.text)})

    def _names(self, text: str, as_of: date | None) -> list[str]:
        """The names that sources near a text know, long or told more than once; for questions without capitals."""
        if any(character.isupper() for character in text[1:]) and not text.isupper():
            return []
        passages = _passages(self.index.search(text, k=_HITS, as_of=as_of))
        told = Counter(name for one in passages for name in read_source(one.document, one.spans).known)
        return [name for name, sentences in told.items() if sentences > 1 or " " in name]

    def _hits(self, question: Question, as_of: date | None) -> list[Hit]:
        """What is read: what a search finds, and where a past time is asked about, what was known at its end.

        Being new is no merit for a timeless question. For a past time it is none either, unless nothing newer is seen:
        then its end is the present.
        """
        end = question.window.last if question.window else None
        past = end is not None and (as_of is None or end < as_of)
        timely = not question.timeless
        hits = list(self.index.search(question.text, k=_HITS, as_of=as_of, recency=timely and not past))
        if past:
            hits += self.index.search(question.text, k=_HITS, as_of=end, recency=timely)
        return hits

    def _why_not(
        self, question: Question, decision: Decision, hits: list[Hit], claims: Sequence[Claim], as_of: date | None
    ) -> str:
        if decision.winner is not None or decision.reason:
            return decision.reason
        begins = self.index.begins
        if as_of is not None and (begins is None or begins.last > as_of):
            start = f"; the oldest is of {begins.spoken}" if begins else ""
            return f"No document was published by {as_of.day} {as_of:%B %Y}{start}."
        named = question.names[-1:] if question.names else ()
        seen = " ".join(hit.chunk.document.text for hit in hits).casefold()
        if named and named[0].casefold() not in seen:
            return f'The documents say nothing of "{named[0]}".'
        if named:
            return f'The documents speak of "{named[0]}", but do not answer this question.'
        return "The documents do not answer this question."


def _check(question: str) -> None:
    if not question.strip():
        raise QuestionError('the question is empty: give one in words, such as "Who are the members?".')
    if not any(character.isalnum() for character in question):
        raise QuestionError(
            f'"{question.strip()}" is not a question: give one in words, such as "Who are the members?".'
        )
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters; give at most {LONGEST_QUESTION:,}, one question at a time."
        )


def _unheard(question: Question, passages: Sequence[Passage]) -> tuple[str, ...]:
    """A note for a "no" on somebody of whom no source says a word: the name may be misspelt."""
    text = " ".join(passage.document.text for passage in passages).casefold()
    names = [name for name in question.subjects if name.casefold() not in text]
    return tuple(f'Unheard of: "{name}" stands in none of the sources read.' for name in names)


def _passages(hits: Sequence[Hit]) -> list[Passage]:
    spans: dict[str, list[tuple[int, int]]] = {}
    documents: dict[str, Document] = {}
    for hit in hits:
        documents[hit.chunk.document.file] = hit.chunk.document
        spans.setdefault(hit.chunk.document.file, []).append((hit.chunk.start, hit.chunk.end))
    return [Passage(document, tuple(sorted(set(spans[file])))) for file, document in documents.items()]


_engines: dict[tuple[object, ...], Engine] = {}
_opening = Lock()


def open_engine(
    corpus: Path | str | None = None, *, now: date, settings: Settings | None = None, progress: Progress | None = None
) -> Engine:
    """The Engine of a corpus, its index brought up to date.

    Args:
        corpus: A folder of documents; None: the one of the settings, by default the shipped corpus.
        now: Today.
        settings: Where the index lies and which model it uses; None: read from the environment.
        progress: Called with (done, total, what) during long work.

    Raises:
        CorpusError: When the folder is missing or holds nothing that can be read.
        IndexUnusable: When the index cannot be written or the model not be loaded.
        WriterUnusable: When a language model is set, but not so that it could be asked.
    """
    settings = settings or Settings()
    folder = Path(corpus) if corpus is not None else settings.corpus
    writer = (settings.llm, settings.llm_model, settings.llm_key, settings.llm_seconds)
    key = (str(folder.absolute()), str(settings.index), settings.model, settings.reader, writer)
    with _opening:
        engine = _engines.get(key)
        if engine is None:
            words = open_writer(settings)
            index = open_index(folder, now=now, settings=settings, progress=progress)
            reader, days = open_reader(settings.reader), settings.stale_days
            engine = _engines[key] = Engine(index, reader, stale_days=days, writer=words)
        else:
            engine.index.refresh(now, progress)
    return engine
