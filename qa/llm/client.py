"""One request to an OpenAI-compatible server: streamed, with a time limit over all, two retries, and a way to stop.

The `openai` package does the talking. Its own retries are off: they sleep for as long as a server says, past any time
limit, and cannot be stopped. What a server says of its errors is never passed on, because some repeat the key there.

Servers differ in what they take. A request goes out with a schema and settings first, and where that is refused, with
less; what was taken is remembered.
"""

import queue
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from corpus.errors import WriterUnusable

if TYPE_CHECKING:
    import openai

Message = Mapping[str, str]
LONGEST = 8_000  # characters of a reply; a model that repeats itself is cut off there
_LOOK = 0.05  # seconds between two looks at what has come
_PAUSES = (0.5, 1.0)  # before the second and the third try
_BUSY = (429, 500, 502, 503, 504, 529)


class Failed(Exception):
    """The model gave nothing that could be used; the text says why and holds no word of the server's."""


@dataclass(frozen=True)
class Completion:
    """What a model wrote.

    Attributes:
        text: Its words.
        prompt_tokens: As the server counts; 0 where it does not say.
        reply_tokens: As the server counts.
        seconds: From the request to the last word.
    """

    text: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    seconds: float = 0.0


class Client:
    """A model on a server.

    Args:
        url: The server's address, such as "http://localhost:11434/v1".
        model: The model's name there.
        key: What the server wants for a key; empty where it wants none.
        seconds: Time limit of one request, retries included.
        tokens: The most it may write, where the server takes such a limit.
        pauses: Seconds before each retry.

    Raises:
        WriterUnusable: When the package is not installed, the name is missing, or the address is none.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: SecretStr | None = None,
        *,
        seconds: float = 30,
        tokens: int = 1_000,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self.place = _place(url)
        if not model.strip():
            raise WriterUnusable(
                f"DATELINE_LLM names the server {self.place}, but no model: set DATELINE_LLM_MODEL to its name there."
            )
        _need_package()
        self.model = model.strip()
        self._url, self._key, self._seconds, self._pauses = url, key or SecretStr(""), seconds, tuple(pauses)
        self._tokens = tokens
        self._plainer = 0  # how many of the ways to ask this server has refused

    def ask(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        heard: Callable[[str], None] = lambda text: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Completion:
        """Sends the messages and waits for the reply.

        Args:
            messages: Role and content of each.
            schema: JSON schema of the reply, for servers that hold their model to it.
            heard: Called, in the caller's thread, with all of the reply that has come, each time there is more.
            stopped: Asked all the time; True ends the request.

        Raises:
            Failed: When there is no reply, in a sentence.
        """
        from anyio.from_thread import start_blocking_portal

        came: queue.Queue[str | None] = queue.Queue()
        with start_blocking_portal() as portal:
            future = portal.start_task_soon(self._complete, messages, schema, came.put)
            future.add_done_callback(lambda done: came.put(None))
            text: str | None = ""
            while text is not None:
                if stopped():
                    future.cancel()
                    raise Failed("it was stopped")
                try:
                    text = came.get(timeout=_LOOK)
                except queue.Empty:
                    continue
                if text is not None:
                    heard(text)
            completion: Completion = future.result()
            return completion

    async def _complete(
        self, messages: Sequence[Message], schema: Mapping[str, Any], tell: Callable[[str], None]
    ) -> Completion:
        import anyio
        import openai

        try:
            with anyio.fail_after(self._seconds):
                async with self._server() as server:
                    return await self._retried(server, messages, schema, tell)
        except (TimeoutError, openai.APITimeoutError):
            raise Failed(f"{self.place} gave no answer within {self._seconds:g} seconds") from None
        except openai.APIStatusError as error:
            raise Failed(self._refusal(error.status_code)) from None
        except openai.APIConnectionError:
            raise Failed(f"{self.place} could not be reached, or broke off") from None
        except Failed:
            raise
        except Exception as error:  # whatever a server sends: broken events, no JSON, a cut connection
            raise Failed(f"{self.place} sent something that is no reply ({type(error).__name__})") from None

    def _server(self) -> "openai.AsyncOpenAI":
        """A client that sends this key and nothing that the environment holds for other servers."""
        import openai

        key = self._key.get_secret_value() or "none"
        return openai.AsyncOpenAI(
            base_url=self._url,
            api_key=key,
            admin_api_key="",
            organization="",
            project="",
            max_retries=0,
            timeout=self._seconds,
            default_headers={"Authorization": f"Bearer {key}"},  # before one of OPENAI_CUSTOM_HEADERS
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),  # the documents go nowhere else
        )

    async def _retried(
        self,
        server: "openai.AsyncOpenAI",
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        tell: Callable[[str], None],
    ) -> Completion:
        import anyio
        import openai

        for pause in (*self._pauses, None):
            try:
                return await self._said(server, messages, schema, tell)
            except openai.APIStatusError as error:
                if error.status_code not in _BUSY or pause is None:
                    raise
                await anyio.sleep(max(pause, _wanted_pause(error.response.headers.get("retry-after"))))
        raise AssertionError("the last try returns or raises")

    async def _said(
        self,
        server: "openai.AsyncOpenAI",
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        tell: Callable[[str], None],
    ) -> Completion:
        """The reply to the richest request that the server takes."""
        import openai

        ways = _ways(schema, self._tokens)
        for way in range(self._plainer, len(ways)):
            try:
                said = await self._streamed(server, messages, ways[way], tell)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if way == len(ways) - 1:
                    raise
                continue
            self._plainer = way
            return said
        raise AssertionError("the last way returns or raises")

    async def _streamed(
        self,
        server: "openai.AsyncOpenAI",
        messages: Sequence[Message],
        options: Mapping[str, Any],
        tell: Callable[[str], None],
    ) -> Completion:
        started, text, usage = time.perf_counter(), "", None
        chat = cast(Any, server.chat.completions)  # what goes with a request is a table here, not keywords
        stream = await chat.create(model=self.model, messages=list(messages), stream=True, **options)
        async for event in stream:
            usage = getattr(event, "usage", None) or usage
            more = event.choices[0].delta.content if event.choices else None
            if more:
                text += more
                tell(text)
            if len(text) > LONGEST:
                await stream.close()
                break
        if not text:
            raise Failed(f"{self.place} sent an empty reply")
        return Completion(
            text,
            getattr(usage, "prompt_tokens", 0) or 0,
            getattr(usage, "completion_tokens", 0) or 0,
            time.perf_counter() - started,
        )

    def _refusal(self, status: int) -> str:
        if status in (401, 403):
            return f"{self.place} does not take the key ({status}): set DATELINE_LLM_KEY"
        if status == 404:
            return (
                f"{self.place} knows no such model or address (404): see DATELINE_LLM_MODEL, and DATELINE_LLM, which "
                "ends in /v1 with most servers"
            )
        return f"{self.place} answered with the error {status}"


def _ways(schema: Mapping[str, Any], tokens: int) -> tuple[dict[str, Any], ...]:
    """What goes with a request, from all to nothing."""
    shape = {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": dict(schema)},
        },
        "stream_options": {"include_usage": True},
    }
    return {**shape, "temperature": 0, "max_tokens": tokens}, shape, {}


def _wanted_pause(header: str | None) -> float:
    """The seconds a busy server wants to be left alone; 0 where it does not say so in seconds.

    >>> _wanted_pause("2"), _wanted_pause("Wed, 21 Oct 2026 07:28:00 GMT"), _wanted_pause(None)
    (2.0, 0.0, 0.0)
    """
    try:
        return max(0.0, float(header or 0))
    except ValueError:
        return 0.0


def _place(url: str) -> str:
    """The server's host and port, for messages: an address may hold more than should be shown."""
    try:
        parts = urlsplit(url)
        place, good = f"{parts.hostname}{f':{parts.port}' if parts.port else ''}", bool(parts.hostname)
    except ValueError:
        parts, place, good = urlsplit(""), "", False
    if not good or parts.scheme not in ("http", "https"):
        raise WriterUnusable("DATELINE_LLM is not the address of a server: give one such as http://localhost:11434/v1.")
    if "@" in parts.netloc or parts.query:
        raise WriterUnusable(
            f"DATELINE_LLM holds a user, a password or a query beside {place}: put the key into DATELINE_LLM_KEY."
        )
    return place


def _need_package() -> None:
    from importlib.util import find_spec

    if find_spec("openai") is None:
        raise WriterUnusable("pip install 'dateline[llm]'")
