"""Asking a server: what is sent, what is borne, what is given up, and that nothing tells the key."""

import logging
import subprocess
import sys
import threading
import time

import pytest
from llm_server import KEY, Say, Scripted, event, said
from pydantic import SecretStr

from corpus import Settings, WriterUnusable
from qa.llm import Client, Failed, open_writer

pytest.importorskip("openai", reason="no openai: pip install -e '.[llm]'")
MESSAGES = ({"role": "user", "content": "Say hello."},)
SCHEMA = {"type": "object", "properties": {}, "additionalProperties": False}
ECHO = f'{{"error": {{"message": "Incorrect API key provided: {KEY}"}}}}'


def ask(answer, *, seconds=5.0, pauses=(0.01, 0.02), key=KEY, **more):
    """What a server's answer gives: (text or the reason of the failure, the server)."""
    with Scripted(answer) as server:
        client = Client(server.url, "tiny", SecretStr(key), seconds=seconds, pauses=pauses)
        try:
            return client.ask(MESSAGES, SCHEMA, **more).text, server
        except Failed as failed:
            assert failed.__cause__ is None
            return f"failed: {failed}", server


def in_turn(*says):
    rest = iter(says)
    return lambda request: next(rest)


def test_a_reply_comes_in_pieces_with_its_tokens():
    heard = []
    with Scripted(lambda request: said("Hello, Karsh.", 4)) as server:
        done = Client(server.url, "tiny", SecretStr(KEY)).ask(MESSAGES, SCHEMA, heard=heard.append)
    assert heard == ["Hell", "Hello, K", "Hello, Karsh", "Hello, Karsh."]
    assert (done.text, done.prompt_tokens, done.reply_tokens) == ("Hello, Karsh.", 100, 20)
    request = server.requests[0]
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "tiny"
    assert request.body["messages"] == list(MESSAGES)
    assert request.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert request.body["temperature"] == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_three_times(status):
    text, server = ask(in_turn(Say(status=status), Say(status=status), "Hello."))
    assert (text, len(server.requests)) == ("Hello.", 3)
    text, server = ask(lambda request: Say(status=status, body=ECHO))
    assert text.startswith("failed:")
    assert str(status) in text
    assert len(server.requests) == 3


def test_the_pauses_grow_and_a_server_may_ask_for_longer_ones():
    started = time.perf_counter()
    ask(lambda request: Say(status=429), pauses=(0.1, 0.3))
    assert 0.4 <= time.perf_counter() - started < 2
    started = time.perf_counter()
    text, _ = ask(in_turn(Say(status=429, headers={"Retry-After": "0.6"}), "Hello."))
    assert text == "Hello."
    assert time.perf_counter() - started >= 0.6


def test_no_pause_is_longer_than_the_time_limit():
    started = time.perf_counter()
    text, server = ask(lambda request: Say(status=429, headers={"Retry-After": "100"}), seconds=0.5)
    assert "no answer within 0.5 seconds" in text
    assert time.perf_counter() - started < 3
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "said_of_it"), [(401, "DATELINE_LLM_KEY"), (403, "DATELINE_LLM_KEY"), (404, "/v1"), (418, "418")]
)
def test_other_errors_are_not_tried_again(status, said_of_it):
    text, server = ask(lambda request: Say(status=status, body=ECHO))
    assert said_of_it in text
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_knows_no_schema_is_asked_without_and_only_once_in_vain(status):
    def plain_only(request):
        return Say(status=status) if "response_format" in request.body else said("Hello.")

    with Scripted(plain_only) as server:
        client = Client(server.url, "tiny")
        assert [client.ask(MESSAGES, SCHEMA).text for _ in range(2)] == ["Hello.", "Hello."]
    assert len(server.requests) == 4  # all, schema, nothing; then nothing
    assert set(server.requests[-1].body) == {"model", "messages", "stream"}


def test_a_slow_server_is_left():
    started = time.perf_counter()
    text, server = ask(lambda request: said("Hello." * 100, pause=0.1), seconds=0.5)
    assert "no answer within 0.5 seconds" in text
    assert time.perf_counter() - started < 3
    assert server.broken_off.wait(3)


def test_who_stops_waits_no_longer():
    begun = threading.Event()
    text, server = ask(
        lambda request: said("Hello." * 1000, pause=0.1), heard=lambda text: begun.set(), stopped=begun.is_set
    )
    assert text == "failed: it was stopped"
    assert server.broken_off.wait(3)


def test_a_server_that_repeats_itself_is_cut_off():
    text, _ = ask(lambda request: said("Hello. " * 10_000, 700))
    assert 8_000 < len(text) < 10_000


@pytest.mark.parametrize(
    "say",
    [
        Say((), cut=True),
        Say(("Hel",), cut=True),
        Say(raw=(b"data: {broken\n\n",)),
        Say(raw=(b'data: {"error": {"message": "' + KEY.encode() + b'"}}\n\n',)),
        Say(raw=(b"data: []\n\n",)),
        Say(raw=(b'data: {"choices": 5}\n\n',)),
        Say(raw=(b"\xff\xfe\x00\n\n",)),
        Say(()),
        Say(status=307, headers={"Location": "http://127.0.0.1:9/v1"}),
    ],
    ids=lambda say: repr(say.raw or say.pieces or say.status)[:30],
)
def test_whatever_else_a_server_sends_is_a_failure_in_a_sentence(say):
    text, _ = ask(lambda request: say)
    assert text.startswith("failed: 127.0.0.1:")
    assert KEY not in text


def test_an_address_at_which_nobody_listens():
    with Scripted(lambda request: "") as server:
        url = server.url
    with pytest.raises(Failed, match="could not be reached"):
        Client(url, "tiny").ask(MESSAGES, SCHEMA)


@pytest.mark.parametrize(
    "address", ["localhost:11434", "ftp://host/v1", "http://", "http://[::1", "nonsense", "http:///v1"]
)
def test_what_is_no_address(address):
    with pytest.raises(WriterUnusable, match="http://localhost:11434/v1"):
        Client(address, "tiny")


@pytest.mark.parametrize("address", [f"http://user:{KEY}@host/v1", f"https://host/v1?key={KEY}"])
def test_a_key_in_the_address_is_refused_and_not_repeated(address):
    with pytest.raises(WriterUnusable, match="DATELINE_LLM_KEY") as refused:
        Client(address, "tiny")
    assert KEY not in str(refused.value)


def test_a_server_needs_a_model():
    with pytest.raises(WriterUnusable, match="DATELINE_LLM_MODEL"):
        Client("http://host/v1", " ")


def test_without_the_package_the_error_is_the_pip_command(monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "openai" else found(name, *rest)
    )
    with pytest.raises(WriterUnusable) as refused:
        Client("http://host/v1", "tiny")
    assert str(refused.value) == "pip install 'dateline[llm]'"


def test_no_writer_where_none_is_set(tmp_path):
    assert open_writer(Settings(llm="", index=tmp_path)) is None


def test_what_the_environment_holds_for_another_server_is_not_sent(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "other-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer other-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    text, server = ask(lambda request: "Hello.", key="")
    assert text == "Hello."
    assert "other-secret" not in str(server.requests[0].headers)


def test_the_key_is_in_no_log_and_no_repr(caplog):
    caplog.set_level(logging.DEBUG)
    ask(in_turn(Say(status=500, body=ECHO), Say(status=429, body=ECHO), Say(status=401, body=ECHO)))
    ask(lambda request: Say(raw=(event(KEY),)))
    assert caplog.records
    assert KEY not in caplog.text
    settings = Settings(llm="http://host/v1", llm_model="tiny", llm_key=KEY)
    assert KEY not in repr(settings) + str(settings) + settings.model_dump_json()
    client = Client("http://host/v1", "tiny", SecretStr(KEY))
    assert KEY not in repr(vars(client))


def test_answering_without_a_model_imports_no_openai():
    code = "import sys, qa, qa.llm; qa.answer('Is Belarus a member?'); print('openai' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "False", done.stderr
