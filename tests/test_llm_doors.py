"""The model at the front doors: command line, chat, evaluation and page; what they show, and what they never do."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from llm_server import KEY, Say, Scripted, reply, said
from rich.console import Console
from toy_corpus import CORPUS, NOW, put
from typer.testing import CliRunner

import cli
from corpus import WriterUnusable
from eval import terminal
from page import Opening
from page.conversation import converse
from page.feedback import keep_opinion, keep_question
from qa import open_engine

pytest.importorskip("openai", reason="no openai: pip install -e '.[llm]'")
TODAY = ("--now", str(NOW))
FLUENT = "Carl Moss is the director of the Lantern Guild, as of 3 March 2019."
PLAIN = "Carl Moss, as of 3 March 2019."
QUESTION = "Who is the director?"
WORDS = "Carl Moss is the director of the Lantern Guild."


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guild")
    for document in CORPUS:
        put(folder, document)
    return folder


@pytest.fixture(autouse=True)
def places(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("DATELINE_INDEX", str(tmp_path_factory.mktemp("index")))
    monkeypatch.setenv("DATELINE_READER", "rules")


@pytest.fixture
def model(monkeypatch):
    """Starts a server that says what it is told, and sets it as the model."""
    servers = []

    def start(answer, key=KEY):
        server = Scripted(answer).__enter__()
        servers.append(server)
        for name, value in {"LLM": server.url, "LLM_MODEL": "tiny", "LLM_KEY": key, "LLM_SECONDS": "5"}.items():
            monkeypatch.setenv(f"DATELINE_{name}", value)
        return server

    yield start
    for server in servers:
        server.__exit__()


def good(request):
    if request.rewrites:
        return json.dumps({"question": request.question})
    if request.question != QUESTION:
        return reply(found=False, quotes=())
    return reply(WORDS, quotes=[request.number_of("Moss")], values=["Carl Moss"])


def invoke(*args, **more):
    return CliRunner().invoke(cli.app, [str(arg) for arg in args], **more)


def test_ask_prints_the_models_words_and_what_they_cost(docs, model):
    model(good)
    done = invoke("ask", QUESTION, "--corpus", docs, *TODAY)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == FLUENT
    assert "“Carl Moss is the director of the Lantern Guild.”" in done.stdout
    assert "(tiny: 100 tokens read, 20 written, " in done.stderr


def test_ask_prints_json_without_what_differs_from_run_to_run(docs, model):
    model(good)
    first, second = (json.loads(invoke("ask", QUESTION, "--corpus", docs, "--json", *TODAY).stdout) for _ in range(2))
    assert first == second
    assert first["text"] == FLUENT


@pytest.fixture
def one_question(tmp_path):
    file = tmp_path / "questions.jsonl"
    asked = {"id": "director", "category": "who", "question": QUESTION, "expect": {"all_of": ["Carl Moss"]}}
    file.write_text(json.dumps(asked) + "\n")
    return file


@pytest.mark.parametrize("status", [401, 500])
def test_the_key_is_in_no_output(docs, model, one_question, status):
    model(lambda request: Say(status=status, body=f'{{"error": {{"message": "bad key {KEY}"}}}}'))
    evaluation = ("eval", "--llm", "--json", "--questions", one_question)
    for command in (("ask", QUESTION), ("ask", QUESTION, "--json"), evaluation):
        done = invoke(*command, "--corpus", docs, *TODAY)
        assert KEY not in done.output + done.stderr
    assert PLAIN in invoke("ask", QUESTION, "--corpus", docs, *TODAY).stdout


def test_a_server_without_a_model_is_an_error_in_a_sentence(docs, monkeypatch):
    monkeypatch.setenv("DATELINE_LLM", "http://127.0.0.1:9/v1")
    done = invoke("ask", QUESTION, "--corpus", docs, *TODAY)
    assert done.exit_code == 2
    assert "DATELINE_LLM_MODEL" in done.stderr


def test_chat_words_answers_and_reads_follow_ups_with_the_model(docs, model):
    def reads(request):
        if request.rewrites:
            return json.dumps({"question": "Who was the director in 2012?"})
        return good(request)

    server = model(reads)
    done = invoke("chat", "--corpus", docs, *TODAY, input=f"{QUESTION}\nAnd in 2012?\n")
    assert FLUENT in done.stdout
    assert "(Who was the director in 2012?)" in done.stdout
    assert "Ann Bell, as of 2 May 2011." in done.stdout
    assert "(tiny: " in done.stdout
    assert [request.rewrites for request in server.requests] == [False, True, False]


def test_a_terminal_shows_sentences_as_they_come(docs, model):
    twice = f"{WORDS} The director is Carl Moss."
    model(lambda request: said(reply(twice, quotes=[request.number_of("Moss")]), 4))
    engine = open_engine(docs, now=NOW)
    screen = Console(file=io.StringIO(), force_terminal=True, width=200)
    with terminal.waiting(engine, screen) as watch:
        answer = engine.answer(QUESTION, now=NOW, watch=watch)
    assert FLUENT in screen.file.getvalue()
    assert answer.text == f"{WORDS} The director is Carl Moss, as of 3 March 2019."
    file = Console(file=io.StringIO(), width=200)
    with terminal.waiting(engine, file) as watch:
        watch.show("Carl Moss")
    assert file.file.getvalue() == ""


def test_ctrl_c_stops_the_model_and_keeps_the_answer(docs, model):
    model(lambda request: said(" " * 2000, 1, pause=0.1))
    engine = open_engine(docs, now=NOW)
    before = signal.getsignal(signal.SIGINT)
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    started = time.perf_counter()
    with terminal.waiting(engine, Console(file=io.StringIO())) as watch:
        answer = engine.answer(QUESTION, now=NOW, watch=watch)
    assert answer.text == PLAIN
    assert "it was stopped" in answer.notes[-1]
    assert time.perf_counter() - started < 4
    assert signal.getsignal(signal.SIGINT) is before


def test_eval_asks_the_model_only_with_its_option(docs, model, one_question):
    server = model(good)
    options = ("--corpus", docs, "--questions", one_question, "--json", *TODAY)
    plain = json.loads(invoke("eval", *options).stdout)
    assert server.requests == []
    worded = json.loads(invoke("eval", "--llm", *options).stdout)
    assert len(server.requests) == 1
    assert PLAIN in json.dumps(plain)
    assert FLUENT in json.dumps(worded)


def test_eval_with_a_model_where_none_is_set(docs):
    done = invoke("eval", "--llm", "--corpus", docs, *TODAY)
    assert done.exit_code == 2
    assert "DATELINE_LLM" in done.stderr


def test_a_dot_env_file_sets_it(docs, tmp_path, model):
    server = model(good)
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_LLM")}
    lines = (f"DATELINE_LLM={server.url}", "DATELINE_LLM_MODEL=tiny", f"DATELINE_LLM_KEY={KEY}")
    (tmp_path / ".env").write_text("\n".join(lines))
    command = [sys.executable, str(Path(cli.__file__)), "ask", QUESTION, "--corpus", str(docs), *TODAY]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[0] == FLUENT, done.stderr
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_another_model_is_another_engine_and_the_key_is_in_no_repr(docs, model, monkeypatch):
    model(good)
    one = open_engine(docs, now=NOW)
    assert open_engine(docs, now=NOW) is one
    monkeypatch.setenv("DATELINE_LLM_MODEL", "other")
    assert open_engine(docs, now=NOW) is not one
    import qa.engine

    assert KEY not in repr(qa.engine._engines)
    monkeypatch.setenv("DATELINE_LLM", f"http://me:{KEY}@127.0.0.1/v1")
    with pytest.raises(WriterUnusable) as refused:
        open_engine(docs, now=NOW)
    assert KEY not in str(refused.value)


def page_answer(docs, question=QUESTION):
    """(what the page showed while it waited, its last view) of one question."""
    opening = Opening(lambda progress: open_engine(docs, now=NOW, progress=progress))
    opening.start()
    views = list(converse(opening, [], {}, question, ""))
    return [
        str(view.messages[-1]["content"].value) for view in views if view.messages[-1]["role"] == "assistant"
    ], views[-1]


def test_the_page_shows_sentences_as_they_come_and_what_they_cost(docs, model):
    twice = f"{WORDS} The director is Carl Moss."
    model(lambda request: Say(("", reply(twice, quotes=[request.number_of("Moss")])[:-8], ' Moss."}'), pause=0.6))
    shown, last = page_answer(docs)
    waiting = [text for text in shown if "waiting" in text]
    assert any(FLUENT in text for text in waiting)
    assert "Language model tiny: 100 tokens read, 20 written" in last.turn.cards
    assert last.turn.answer["text"] == f"{WORDS} The director is Carl Moss, as of 3 March 2019."


def test_without_a_model_the_page_names_none(docs):
    _, last = page_answer(docs)
    assert "Language model" not in last.turn.cards
    assert last.turn.answer["text"] == PLAIN


def test_who_leaves_the_page_stops_the_model(docs, model):
    server = model(lambda request: said(" " * 2000, 1, pause=0.1))
    opening = Opening(lambda progress: open_engine(docs, now=NOW, progress=progress))
    opening.start()
    stop = threading.Event()
    views = converse(opening, [], {}, QUESTION, "", stopped=stop.is_set)
    until = time.monotonic() + 30
    for _ in views:
        if server.requests or time.monotonic() > until:
            stop.set()
        time.sleep(0.05)
        stop.set() if server.requests else None
    assert server.broken_off.wait(5)


def test_the_saved_feedback_holds_no_key(docs, model, tmp_path):
    model(lambda request: reply(f"The director is Carl Moss, {KEY}.", quotes=[request.number_of("Moss")], values=[KEY]))
    _, last = page_answer(docs)
    keep_opinion(last.turn, True, tmp_path, datetime(2024, 6, 1))
    keep_question(last.turn, tmp_path)
    kept = "".join(file.read_text() for file in tmp_path.iterdir())
    assert QUESTION in kept
    assert KEY not in kept + last.turn.cards
