"""From the engine's Answer to the same Answer in fluent words, where a model is set and its words hold.

Whatever the model does, the Answer that comes out has the verdict, values, date, quotes and timeline that went in. Its
text changes only when the checks pass; else a note says what happened.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import Settings
from qa.answer import Answer
from qa.follow_up import resolve
from qa.llm.cache import Cache, key_of
from qa.llm.checks import Case, agrees, case_of, check
from qa.llm.client import Client, Completion, Failed, Message
from qa.llm.heard import hearing
from qa.llm.prompt import to_answer, to_rewrite
from qa.llm.quotes import numbered
from qa.llm.reply import Reply, Rewritten, read_reply, read_rewritten, schema_of
from qa.llm.rewrite import asks_back, trusted
from qa.llm.watch import Spent, Watch
from qa.read import Claim


@dataclass(frozen=True)
class Asked:
    """What was asked, and when, for the prompt and for the cache.

    Attributes:
        question: As it was asked.
        history: The questions before it, oldest first.
        now: Today.
        as_of: The day asked about, where it is not today.
        version: The index' fingerprint.
    """

    question: str
    history: Sequence[str]
    now: date
    as_of: date | None
    version: str

    @property
    def today(self) -> date:
        """The day that the answer is for."""
        return self.as_of or self.now


_ENDED = re.compile(r".*\.(?=\s)", re.DOTALL)  # whole sentences: a full stop at the very end may be half a number


class Writer:
    """A model that words answers and makes follow-ups whole.

    Args:
        client: The model.
        cache: Where its replies are kept.
    """

    def __init__(self, client: Client, cache: Cache | None = None) -> None:
        self._client = client
        self._cache = cache or Cache()

    def better(
        self,
        answer: Answer,
        claims: Sequence[Claim],
        asked: Asked,
        watch: Watch,
        again: Callable[[str], Answer],
    ) -> Answer:
        """The answer to the question as the model understands it, in its words, both as far as they hold.

        Args:
            answer: The engine's.
            claims: What the reader said meanwhile.
            asked: What was asked, and of which index.
            watch: Who waits.
            again: Answers another question as the engine does.
        """
        whole = self.whole(answer.question, asked, watch)
        if whole and whole != answer.question:
            with hearing() as others:
                other = again(whole)
            answer, claims = (answer, claims) if other.abstained else (other, others)
        return self.word(answer, claims, asked, watch)

    def word(self, answer: Answer, claims: Sequence[Claim], asked: Asked, watch: Watch) -> Answer:
        """The answer in the model's words, as far as they hold.

        Args:
            answer: The engine's.
            claims: What the reader said meanwhile.
            asked: What was asked, and of which index.
            watch: Who waits.

        Returns:
            The same answer with another text, or with a note; as it was where it is not of a kind that is reworded.
        """
        quotes = numbered(answer, claims) if answer.citations else ()
        case = case_of(answer, quotes, asked.today)
        if case is None or watch.stopped():
            return answer
        messages = to_answer(answer.question, quotes, now=asked.now, as_of=asked.as_of)
        key = self._key(answer.question, asked, messages)
        try:
            reply = self._asked(key, messages, Reply, watch, _shown(case, watch))
        except Failed as failed:
            return _noted(answer, f"Language model: not used, {failed}.")
        checked = check(read_reply(reply.text), case)
        if checked.text:
            self._cache.put(key, reply)
            answer = replace(answer, text=checked.text)
        return _noted(answer, checked.note) if checked.note else answer

    def whole(self, resolved: str, asked: Asked, watch: Watch) -> str:
        """A follow-up made whole by the model.

        Args:
            resolved: The rules' reading of it.
            asked: What was asked, and of which index.
            watch: Who waits.

        Returns:
            The model's question where it says what was asked; "" otherwise, and where the model is not needed.
        """
        question, history = asked.question, asked.history
        if not history or not asks_back(question, resolved) or watch.stopped():
            return ""
        messages = to_rewrite(question, history)
        key = self._key(question, asked, messages)
        try:
            reply = self._asked(key, messages, Rewritten, watch, lambda text: None)
        except Failed:
            return ""
        rewritten = read_rewritten(reply.text)
        if not trusted(rewritten, question, (resolve(history[-1], history[:-1], asked.today), resolved)):
            return ""
        self._cache.put(key, reply)
        return rewritten

    def _key(self, question: str, asked: Asked, messages: Sequence[Message]) -> str:
        days = (asked.now.isoformat(), str(asked.as_of or ""))
        prompt = [message["content"] for message in messages]
        return key_of([question, *days, asked.version, self._client.place, self._client.model, prompt])

    def _asked(
        self,
        key: str,
        messages: Sequence[Message],
        shape: type[Reply] | type[Rewritten],
        watch: Watch,
        heard: Callable[[str], None],
    ) -> Completion:
        kept = self._cache.get(key)
        if kept is not None:
            watch.count(Spent(self._client.model, cached=True))
            return kept
        said = self._client.ask(messages, schema_of(shape), heard=heard, stopped=watch.stopped)
        watch.count(Spent(self._client.model, said.prompt_tokens, said.reply_tokens, said.seconds))
        return said


def _noted(answer: Answer, note: str) -> Answer:
    return replace(answer, notes=(*answer.notes, note))


def _shown(case: Case, watch: Watch) -> Callable[[str], None]:
    """Shows the sentences of a reply as they come, each once it is whole and has been checked with those before it."""
    shown = ""

    def heard(text: str) -> None:
        nonlocal shown
        reply = read_reply(text, whole=False)
        ended = _ENDED.match(reply.text) if reply else None
        if reply is None or ended is None or not agrees(reply, case):
            return
        sofar = check(reply.model_copy(update={"text": ended[0]}), case).text
        if sofar and sofar != shown:
            shown = sofar
            watch.show(shown)

    return heard


def open_writer(settings: Settings) -> Writer | None:
    """The writer of the settings.

    Args:
        settings: Which server and model, and where the cache lies.

    Returns:
        None where no server is set.

    Raises:
        WriterUnusable: When the package, the model's name or a proper address is missing.
    """
    if not settings.llm:
        return None
    client = Client(settings.llm, settings.llm_model, settings.llm_key, seconds=settings.llm_seconds)
    return Writer(client, Cache(settings.index / "replies.sqlite"))
