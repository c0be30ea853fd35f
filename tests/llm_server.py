"""An OpenAI-compatible server that says what a test tells it to: over loopback, with real requests and real streams."""

import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pydantic import SecretStr

from qa.llm import Client, Writer
from qa.llm.cache import Cache

KEY = "sk-secret-of-the-user-123"


@dataclass(frozen=True)
class Say:
    """One reply: its pieces with pauses between them, or an error; `cut` breaks the connection off after the pieces."""

    pieces: tuple[str, ...] = ()
    pause: float = 0.0
    before: float = 0.0
    status: int = 200
    body: str = ""
    headers: dict = field(default_factory=dict)
    cut: bool = False
    raw: tuple[bytes, ...] = ()


def said(text, size=12, **more):
    """A text in small pieces."""
    return Say(tuple(text[at : at + size] for at in range(0, len(text), size)), **more)


def reply(text="", *, found=True, verdict="none", quotes=(1,), values=()):
    fields = {"found": found, "verdict": verdict, "quotes": list(quotes), "values": list(values), "text": text}
    return json.dumps(fields)


@dataclass(frozen=True)
class Request:
    """What came: the headers, the JSON, and the data between the fences."""

    headers: dict
    body: dict

    @property
    def prompt(self):
        return self.body["messages"][-1]["content"]

    @property
    def data(self):
        inside = re.search(r"<<<DATA (\w+)\n(.*)\nDATA \1>>>", self.prompt, re.DOTALL)[2]
        return [json.loads(line) for line in inside.split("\n")]

    @property
    def rewrites(self):
        return "asked" in self.data[0]

    @property
    def question(self):
        return self.data[0].get("question") or self.data[0]["new"]

    @property
    def quotes(self):
        return [one for one in self.data if "number" in one]

    def number_of(self, words):
        return next(one["number"] for one in self.quotes if words in one["quote"])


class Scripted:
    """The server: `answer` is given each Request and returns a Say or a text."""

    def __init__(self, answer: Callable[[Request], Say | str]):
        self.requests: list[Request] = []
        self.broken_off = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # small pieces, at once

            def log_message(self, *args):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                request = Request({name.lower(): value for name, value in self.headers.items()}, body)
                outer.requests.append(request)
                say = answer(request)
                try:
                    outer._send(self, say if isinstance(say, Say) else said(say))
                except OSError:
                    outer.broken_off.set()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def _send(self, handler, say):
        time.sleep(say.before)
        handler.send_response(say.status)
        for name, value in say.headers.items():
            handler.send_header(name, value)
        handler.send_header("Connection", "close")
        if say.status != 200:
            handler.send_header("Content-Type", "application/json")
            handler.end_headers()
            handler.wfile.write(say.body.encode())
            handler.close_connection = True
            return
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for raw in say.raw or map(event, say.pieces):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
            handler.wfile.flush()
            time.sleep(say.pause)
        handler.close_connection = True
        if say.cut:
            return
        end = event("", {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}) + b"data: [DONE]\n\n"
        handler.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(end), end))

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *gone):
        self._server.shutdown()
        self._server.server_close()


def event(text, usage=None):
    choices = [] if usage else [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": choices}
    return f"data: {json.dumps(chunk | ({'usage': usage} if usage else {}))}\n\n".encode()


@contextmanager
def writer_on(answer, *, cache=None, seconds=10.0, key=KEY, model="scripted"):
    """A Writer whose model is a function; yields it with the server."""
    with Scripted(answer) as server:
        client = Client(server.url, model, SecretStr(key), seconds=seconds, pauses=(0.01, 0.02))
        yield Writer(client, Cache(cache)), server
