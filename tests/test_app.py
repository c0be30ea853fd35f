"""The page without a browser: what it renders, what it asks the engine, what it says when things go wrong."""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

import app
from corpus import CorpusError, DateError, Document, Precision, Published, QuestionError, Signal
from qa import Answer, Citation, TimelineEntry

NASTY = """<script>window.ran=1</script> <img src=x onerror="window.ran=1"> **bold** _it_ `code` $$x^2$$
[link](javascript:window.ran=1) ${window.ran=1} {{value}} {{#each value}} </div> &amp; \\n"""


def on(year, month=None, day=None, *, inferred=False):
    if month is None:
        return Published(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, Signal.FRONT_MATTER, inferred)
    only = date(year, month, day)
    return Published(only, only, Precision.DAY, Signal.DATELINE, inferred)


def cite(text, published=None, title="The harbour league", source="Harbour Post", url=""):
    return Citation(Document("a.md", text, title, source, published, "en", url), published, text, 0, len(text))


OLD = cite("Gull Rock is a guest of the league.", on(2011, 4, 14))
NEW = cite("Gull Rock is an associate of the league.", on(2024, 4, 16, inferred=True))
CHANGED = Answer(
    "Is Gull Rock a member?",
    "No: associate, as of 16 April 2024.",
    verdict="no",
    values=("associate",),
    published=NEW.published,
    citations=(NEW, OLD),
    timeline=(
        TimelineEntry("guest", on(2011, 4, 14), on(2016), OLD),
        TimelineEntry("associate", on(2024, 4, 16), on(2024, 4, 16), NEW),
    ),
    notes=("Stale: the newest source that answers is 2 years old.",),
)
PAST = Answer("", "No: guest, as of 14 April 2011.", "no", ("guest",), OLD.published, (OLD,))


class StubIndex:
    ends = on(2024, 4, 16)

    def documents(self):
        return [OLD.document, NEW.document]


class StubEngine:
    """Answers from a table, and remembers what it was asked."""

    def __init__(self):
        self.index = StubIndex()
        self.calls = []

    def answer(self, question, *, now, as_of=None, history=()):
        self.calls.append((question, as_of, tuple(history)))
        if not question.strip():
            raise QuestionError("the question is empty")
        if len(question) > 2_000:
            raise QuestionError(f"the question has {len(question):,} characters")
        if question == "Crash":
            raise RuntimeError("not for the page")
        if question.startswith("<script>"):
            return nasty()
        return PAST if as_of else CHANGED


def nasty():
    evil = cite(NASTY, None, title=NASTY, source=NASTY, url="javascript:window.ran=1")
    line = TimelineEntry(NASTY, on(2011, 4, 14), on(2012, 4, 14), evil)
    return Answer(NASTY, NASTY, None, (NASTY,), None, (evil,), (line, line), notes=(NASTY,))


class Read(HTMLParser):
    """What a browser would make of HTML: its elements, its attributes, its text."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def opened(engine=None):
    opening = app.Opening(lambda progress: engine or StubEngine())
    opening.start()
    list(opening.waiting(0.01))
    return opening


def conversation(opening, question, messages=(), as_of=""):
    return list(app.converse(opening, list(messages), question, as_of))[-1]


def said(messages):
    """The text of the last message, an answer."""
    return Read(messages[-1]["content"].value).text


# What an answer looks like


def test_an_answer_shows_its_verdict_in_bold_and_then_its_date():
    assert "<strong>No: associate</strong>, as of 16 April 2024.</p>" in app.render(CHANGED)


def test_below_the_answer_stand_quote_title_source_date_and_that_the_year_is_inferred():
    text = Read(app.render(CHANGED)).text
    parts = [CHANGED.text, NEW.quote, "The harbour league", "Harbour Post, 16 April 2024", "year inferred"]
    assert sorted(parts, key=text.index) == parts


def test_a_certain_date_has_no_badge_and_an_undated_source_says_so():
    assert "badge" not in app.render(PAST)
    undated = Answer("", "Nine, from an undated source.", None, ("Nine",), None, (cite("There are nine."),))
    assert ">undated</span>" in app.render(undated)
    assert "<strong>Nine</strong>, from an undated source." in app.render(undated)


def test_the_timeline_names_each_value_with_its_days_oldest_first_and_its_quote():
    text = Read(app.render(CHANGED)).text
    lines = ["14 April 2011 – 2016 guest", OLD.quote, "16 April 2024 associate"]
    assert sorted(lines, key=text.index) == lines
    assert "16 April 2024 – 16 April 2024" not in text


def test_an_answer_that_never_changed_has_no_timeline():
    assert "timeline" not in app.render(PAST)


def test_an_abstention_is_a_plain_sentence_without_a_quote():
    reason = "The documents do not say."
    markup = app.render(Answer("", reason, abstained=True, reason=reason))
    assert {"strong", "blockquote"}.isdisjoint(Read(markup).tags)
    assert reason in markup


def test_an_answer_that_is_only_its_quote_says_the_quote_once():
    markup = app.render(Answer("", f"{OLD.quote} (as of 14 April 2011)", None, (), OLD.published, (OLD,)))
    assert markup.count(OLD.quote) == 1
    assert "<strong>As of 14 April 2011</strong>" in markup


def test_a_title_links_to_its_page_only_over_http():
    def shown(url):
        return app.render(Answer("", "x", citations=(cite("q", url=url),)))

    assert 'href="https://example.org/?a=1&amp;b=&quot;"' in shown('https://example.org/?a=1&b="')
    for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", ""):
        assert "href" not in shown(url)


def test_whatever_a_document_says_stays_text():
    read = Read(app.render(nasty()))
    own = "div p strong figure blockquote figcaption br span section h3 ol ul li details summary time button"
    assert read.tags <= set(own.split())
    assert read.attributes <= {"class", "title", "type"}
    assert read.text.count(NASTY) == 13  # lead, note, quote with title and source, two values with the same


def test_nothing_in_a_literal_can_be_a_template_or_markup():
    assert not set(app.literal(NASTY)) & set("<>\"'$`{}\\")


# The conversation


def test_follow_ups_get_the_questions_before_them_as_they_were_typed():
    engine = StubEngine()
    opening = opened(engine)
    messages = conversation(opening, "Is <b>Gull & Rock</b> a member?")
    messages = conversation(opening, "And in 2011?", messages)
    conversation(opening, "And now?", messages)
    assert [history for _, _, history in engine.calls] == [
        (),
        ("Is <b>Gull & Rock</b> a member?",),
        ("Is <b>Gull & Rock</b> a member?", "And in 2011?"),
    ]


def test_history_is_read_from_what_gradio_sends_back_too():
    sent = {"role": "user", "content": [{"type": "text", "text": "A &amp; B?"}]}
    assert app.asked([sent, {"role": "assistant", "content": []}]) == ["A & B?"]


def test_a_question_is_shown_as_text_and_a_very_long_one_cut():
    shown = conversation(opened(), f"<i>{'x' * 9_000}")[0]["content"]
    assert shown.startswith("&lt;i&gt;xxx")
    assert len(shown) < 400


@pytest.mark.parametrize(
    ("question", "as_of", "sentence"),
    [
        ("  ", "", "The question is empty"),
        ("x" * 10_000, "", "The question has 10,000 characters"),
        ("Is it?", "2011-13-40", "2011-13-40"),
        ("Crash", "", "Something went wrong"),
    ],
)
def test_what_goes_wrong_is_a_sentence_in_the_conversation(question, as_of, sentence):
    text = said(conversation(opened(), question, as_of=as_of))
    assert sentence in text
    assert "Traceback" not in text and "not for the page" not in text


def test_as_of_reaches_the_engine_as_a_day_and_the_answer_says_so():
    engine = StubEngine()
    messages = conversation(opened(engine), "Is it?", as_of=" 2011-12-31 ")
    assert engine.calls == [("Is it?", date(2011, 12, 31), ())]
    assert "Asked as of 31 December 2011" in said(messages)


def test_the_page_says_when_it_looks_at_the_past_and_only_then():
    assert "only sources published by 31 December 2011" in app.past("2011-12-31")
    assert app.past("") == app.past("0020-12-31") == app.past("2099-01-01") == ""
    assert "2011-13-40" in app.past("2011-13-40")
    with pytest.raises(DateError):
        app.read_day("soon")


# The engine, on its way


def test_a_question_waits_for_the_engine_and_says_how_far_it_is():
    go = threading.Event()

    def load(progress):
        progress(12, 40, "a.md")
        go.wait(5)
        return StubEngine()

    opening = app.Opening(load)
    opening.start()
    talk = app.converse(opening, [], "Is it?", "")
    next(talk)
    assert said(next(talk)) == "Reading the documents… 12 of 40"
    go.set()
    assert "No: associate" in said(list(talk)[-1])
    assert opening.status == "2 documents · the corpus ends on 16 April 2024"


def test_a_corpus_that_ends_with_a_year_or_has_no_date_is_described_in_words():
    engine = StubEngine()
    engine.index.ends = on(2016)
    assert opened(engine).status.endswith("the corpus ends in 2016")
    engine.index.ends = None
    assert opened(engine).status == "2 documents, none of them dated"


@pytest.mark.parametrize("error", [CorpusError("no folder at nowhere; give one"), ValueError("odd")])
def test_a_failing_load_is_a_sentence_in_page_and_terminal(error, capsys):
    def load(progress):
        raise error

    opening = app.Opening(load)
    opening.start()
    list(opening.waiting(0.01))
    assert str(error) in said(conversation(opening, "Is it?")).lower()
    assert str(error) in list(app.watch(opening))[-1]
    assert str(error) in capsys.readouterr().err


def test_one_question_is_answered_at_a_time():
    class Busy(StubEngine):
        inside = most = 0

        def answer(self, question, **keywords):
            self.inside += 1
            self.most = max(self.most, self.inside)
            time.sleep(0.01)
            self.inside -= 1
            return CHANGED

    engine = Busy()
    opening = opened(engine)
    threads = [threading.Thread(target=opening.answer, args=("Is it?", None)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engine.most == 1


# Serving it


def test_the_command_line_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("DATELINE_PORT", "8001")
    monkeypatch.setenv("DATELINE_HOST", "127.0.0.2")
    settings = app.read_settings(["--port", "8002"])
    assert (settings.port, settings.host) == (8002, "127.0.0.2")


@pytest.mark.parametrize("port", ["port", "70000"])
def test_a_port_that_is_none_is_a_sentence_and_exit_code_2(port, capsys):
    with pytest.raises(SystemExit) as left:
        app.read_settings(["--port", port])
    assert left.value.code == 2
    assert f"port '{port}'" in capsys.readouterr().err


@pytest.fixture(scope="module")
def served():
    page = app.build_page(opened())
    _, url, _ = page.launch(prevent_thread_lock=True, quiet=True)
    yield page, url
    page.close()


def test_a_taken_port_is_a_sentence_and_exit_code_2(served, capsys):
    page, _ = served
    assert app.main(["--port", str(page.server_port), "--corpus", "nowhere"]) == 2
    assert f"port {page.server_port}" in capsys.readouterr().err


def test_the_page_is_served_before_the_engine_opens_and_says_why_it_does_not(tmp_path):
    command = [sys.executable, app.__file__, "--port", "0", "--corpus", str(tmp_path / "nowhere")]
    environment = {
        **os.environ,
        "DATELINE_INDEX": str(tmp_path),
        "PYTHONPATH": str(Path(app.__file__).parent),
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        try:
            url = re.search(r"http://127.0.0.1:\d+/", run.stdout.readline())[0]
            with urllib.request.urlopen(url, timeout=10) as answer:
                assert b"Dateline" in answer.read()
            assert "nowhere" in run.stderr.readline()
        finally:
            run.terminate()
        assert "Traceback" not in run.stderr.read()


def test_other_programs_get_the_whole_answer_by_name_and_nothing_else(served):
    client = Client(served[1], verbose=False)
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/answer"]
    assert client.predict("Is Gull Rock a member?", api_name="/answer") == CHANGED.to_dict()
    assert client.predict("Is it?", "2011-12-31", api_name="/answer") == PAST.to_dict()
    with pytest.raises(AppError, match="2011-13-40"):
        client.predict("Is it?", "2011-13-40", api_name="/answer")
