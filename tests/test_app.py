"""Serving the page: settings, warnings, the interface for programs."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from page_toys import CHANGED, PAST, opened
from toy_corpus import guild

import app
from corpus import SHIPPED_CORPUS, Settings
from page import Opening, build_page, look, read_settings
from page.serve import main, warning


def test_the_command_line_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("DATELINE_PORT", "8001")
    monkeypatch.setenv("DATELINE_HOST", "127.0.0.2")
    settings, mcp = read_settings(["--port", "8002"])
    assert (settings.port, settings.host, settings.writable, mcp) == (8002, "127.0.0.2", False, False)
    assert read_settings(["--writable"])[0].writable


@pytest.mark.parametrize("port", ["port", "70000"])
def test_a_port_that_is_none_is_a_sentence_and_exit_code_2(port, capsys):
    with pytest.raises(SystemExit) as left:
        read_settings(["--port", port])
    assert left.value.code == 2
    assert f"port '{port}'" in capsys.readouterr().err


@pytest.mark.parametrize("given", [{"DATELINE_USER": "ada"}, {"DATELINE_PASSWORD": "x"}])
def test_half_a_login_is_refused(given, monkeypatch, capsys):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        read_settings([])
    assert "DATELINE_USER and DATELINE_PASSWORD" in capsys.readouterr().err


def test_mcp_without_its_package_names_the_command_that_brings_it(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        read_settings(["--mcp"])
    assert "pip install 'dateline[mcp]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"host": "localhost"}, ""),
        ({"host": "0.0.0.0", "user": "ada", "password": "x"}, ""),
        ({"host": "0.0.0.0"}, "can ask these documents: there is no password"),
        ({"host": "0.0.0.0", "writable": True}, "and change them"),
    ],
)
def test_who_opens_the_page_to_others_is_warned(given, said):
    told = warning(Settings(**given))
    assert (said in told) if said else told == ""


def test_the_front_door_asks_of_what_the_shipped_documents_name():
    words = " ".join(file.read_text(encoding="utf-8") for file in SHIPPED_CORPUS.glob("*.md"))
    names = set(re.findall(r"(?<=[a-z] )[A-Z]\w+", " ".join(app.EXAMPLES)))
    assert len(names) == 2 and all(name in words for name in names)


@pytest.fixture(scope="module")
def served():
    page = build_page(opened())
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    yield page, url
    page.close()


def test_a_taken_port_is_a_sentence_and_exit_code_2(served, capsys):
    page, _ = served
    assert main(["--port", str(page.server_port), "--corpus", "nowhere"]) == 2
    assert f"port {page.server_port}" in capsys.readouterr().err


def test_the_page_is_served_before_the_engine_opens_and_says_why_it_does_not(tmp_path):
    command = [sys.executable, app.__file__, "--port", "0", "--corpus", str(tmp_path / "nowhere")]
    environment = {**os.environ, "DATELINE_INDEX": str(tmp_path), "PYTHONPATH": str(Path(app.__file__).parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        try:
            url = re.search(r"http://127.0.0.1:\d+/", run.stdout.readline())[0]
            with urllib.request.urlopen(url, timeout=10) as answer:
                assert b"Dateline" in answer.read()
            assert "nowhere" in run.stderr.readline()
        finally:
            run.terminate()
        assert "Traceback" not in run.stderr.read()


def test_with_a_login_nobody_else_is_answered():
    page = build_page(opened())
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, auth=("ada", "secret"), **look())
    try:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"{url}config", timeout=10)
        client = Client(url, auth=("ada", "secret"), verbose=False)
        assert client.predict("Is Gull Rock a member?", api_name="/answer") == CHANGED.to_dict()
    finally:
        page.close()


# For programs


def test_other_programs_get_the_whole_answer_by_name(served):
    client = Client(served[1], verbose=False)
    names = list(client.view_api(return_format="dict")["named_endpoints"])
    assert names == ["/answer", "/documents", "/add_document"]
    assert client.predict("Is Gull Rock a member?", api_name="/answer") == CHANGED.to_dict()
    assert client.predict("Is it?", "2011-12-31", api_name="/answer") == PAST.to_dict()
    with pytest.raises(AppError, match="2011-13-40"):
        client.predict("Is it?", "2011-13-40", api_name="/answer")


@pytest.fixture(params=[True, False], ids=["writable", "read only"])
def client(request, tmp_path):
    engine = guild(tmp_path)
    opening = Opening(lambda progress: engine)
    opening.start()
    settings = Settings(corpus=tmp_path / "docs", writable=request.param)
    page = build_page(opening, (), settings)
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True, **look())
    yield Client(url, verbose=False), request.param
    page.close()


def test_a_program_adds_a_document_only_where_that_is_allowed(client):
    client, writable = client
    new = ("new.txt", "Gazette\n\nThe director of the Lantern Guild is Dora Pike.", "2024-05-01")
    if not writable:
        with pytest.raises(AppError, match="--writable"):
            client.predict(*new, api_name="/add_document")
        assert client.predict(api_name="/documents")["summary"]["documents"] == 6
        return
    assert client.predict(*new, api_name="/add_document") == "Added new.txt, dated 2024-05-01."
    assert client.predict("Who is the director?", api_name="/answer")["text"] == "Dora Pike, as of 1 May 2024."
    assert client.predict("And in 2020?", "", ["Who is the director?"], api_name="/answer")["values"] == ["Carl Moss"]
    assert client.predict(api_name="/documents")["summary"]["documents"] == 7
    with pytest.raises(AppError, match="already"):
        client.predict(*new, api_name="/add_document")


def test_read_only_the_page_has_no_function_that_changes_the_folder(client):
    client, writable = client
    named = {one["api_name"] for one in client.config["dependencies"]}
    assert {"add", "set_date", "remove"} <= named if writable else not {"add", "set_date", "remove"} & named
