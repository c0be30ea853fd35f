"""The engine with a model: good words are shown, bad ones change nothing, and whoever waits sees and stops it."""

import json
import threading
import time
from dataclasses import replace

import pytest
from llm_server import KEY, Say, reply, said, writer_on
from llm_suite import facts
from toy_corpus import NOW, QUESTIONS, guild, put

from qa import Engine
from qa.llm import Watch
from qa.llm.checks import NO_QUOTE, NO_REPLY

pytest.importorskip("openai", reason="no openai: pip install -e '.[llm]'")
DIRECTOR = "Who is the director?"
PLAIN = "Carl Moss, as of 3 March 2019."
FLUENT = {
    DIRECTOR: ("Carl Moss", "none", ["Carl Moss"], "Carl Moss is the director of the Lantern Guild."),
    "Is Tollen a member?": (
        "observers",
        "no",
        ["observer"],
        "No, Tollen is not a member but an observer.",
    ),
    "How much is the yearly fee?": ("55", "none", ["55 crowns"], "The yearly fee amounts to 55 crowns."),
    "Who are the observers?": (
        "observers",
        "none",
        ["Tollen", "Harl", "Marrow Point"],
        "The observers of the Lantern Guild are Tollen, Harl and Marrow Point.",
    ),
}


def good(request):
    """A model that reads well and words what it reads; questions beyond its table it does not answer."""
    if request.rewrites:
        return json.dumps({"question": request.question})
    if request.question not in FLUENT:
        return reply(found=False, quotes=())
    words, verdict, values, text = FLUENT[request.question]
    return reply(text, verdict=verdict, values=values, quotes=[request.number_of(words)])


def with_model(engine, writer):
    return Engine(engine.index, engine.reader, writer=writer)


def ask(engine, answer, question=DIRECTOR, **more):
    watch = more.pop("watch", None)
    about = {"now": NOW, "watch": watch} | {name: more.pop(name) for name in ("as_of", "history") if name in more}
    with writer_on(answer, **more) as (writer, server):
        return with_model(engine, writer).answer(question, **about), server


@pytest.mark.parametrize("question", FLUENT)
def test_a_good_model_words_the_answer_with_the_same_dates_and_quotes(shared, question):
    plain = shared.answer(question, now=NOW)
    fluent, _ = ask(shared, good, question)
    assert fluent.text == f"{FLUENT[question][3].rstrip('.')}, as of {plain.published.spoken}.".replace(
        "of the Guild,", "of the Guild,"
    )
    assert fluent == replace(plain, text=fluent.text)


def test_the_model_is_told_the_question_the_days_and_dated_quotes_and_nothing_else(shared):
    _, server = ask(shared, good, "Is Tollen a guest?", as_of=NOW.replace(year=2023))
    asked, *quotes = server.requests[0].data
    assert asked == {"question": "Is Tollen a guest?", "today": "2024-06-01", "as_of": "2023-06-01"}
    assert [quote["number"] for quote in quotes] == list(range(1, len(quotes) + 1))
    assert quotes[0] == {
        "number": 1,
        "date": "2022-11-15",
        "quote": "The observers of the Lantern Guild are Tollen, Harl and Marrow Point.",
    }
    days = [quote["date"] for quote in quotes if quote["date"] != "undated"]
    assert days == sorted(days, reverse=True)
    assert max(days) <= "2023-06-01"
    assert len(server.requests) == 1


def test_what_the_corpus_does_not_answer_is_not_asked(shared):
    answer, server = ask(shared, good, "Who painted the tower?")
    assert answer == shared.answer("Who painted the tower?", now=NOW)
    assert server.requests == []


BAD = {
    "an invented quote": (reply("The director is Carl Moss.", quotes=[77]), NO_QUOTE),
    "a wrong date": (reply("The director since 1 May 2024 is Carl Moss."), "left out"),
    "newer knowledge": (reply("Carl Moss was succeeded by Ada Novik, who is the director."), "left out"),
    "broken JSON": (reply("The director is Carl Moss.")[:-1], NO_REPLY),
    "no JSON": ("The director is Carl Moss.", NO_REPLY),
    "another shape": ('{"answer": "Carl Moss"}', NO_REPLY),
    "cut off": (said(reply("The director is Carl Moss.")[:60], cut=True), "broke off"),
    "429": (Say(status=429), "the error 429"),
    "500": (Say(status=500, body=KEY), "the error 500"),
    "401": (Say(status=401, body=f"Incorrect API key provided: {KEY}"), "DATELINE_LLM_KEY"),
    "the key in its words": (reply(f"The director is Carl Moss {KEY}."), "left out"),
    "the key in its values": (reply("The director is Carl Moss.", values=[KEY]), "left out"),
    "empty": ("", "empty reply"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_model_changes_nothing_but_a_note(shared, bad):
    sent, note = BAD[bad]
    plain = shared.answer(DIRECTOR, now=NOW)
    answer, _ = ask(shared, lambda request: sent)
    assert replace(answer, notes=plain.notes) == plain
    assert [note in last for last in answer.notes[len(plain.notes) :]] == [True]
    assert KEY not in json.dumps(answer.to_dict())


def test_a_slow_model_is_left_at_the_time_limit(shared):
    started = time.perf_counter()
    answer, _ = ask(shared, lambda request: said(good(request), pause=0.2), seconds=0.6)
    assert answer.text == PLAIN
    assert "no answer within 0.6 seconds" in answer.notes[-1]
    assert time.perf_counter() - started < 5


LONG = "Carl Moss is the director of the Lantern Guild. The director is Carl Moss. He is paid in gold."


def test_sentences_are_shown_as_they_come_and_only_checked_ones(shared):
    shown = []
    watch = Watch(shown.append)
    answer, _ = ask(shared, lambda request: said(reply(LONG, quotes=[request.number_of("Moss")]), 3), watch=watch)
    assert shown == [
        "Carl Moss is the director of the Lantern Guild, as of 3 March 2019.",
        "Carl Moss is the director of the Lantern Guild. The director is Carl Moss, as of 3 March 2019.",
    ]
    assert answer.text == shown[-1]
    assert "rest of its wording was left out" in answer.notes[-1]


def test_the_first_sentence_is_shown_before_the_last_has_come(shared):
    went_on = threading.Event()
    shown_before = []
    watch = Watch(lambda text: shown_before.append(went_on.is_set()))

    def slow_end(request):
        text = reply(LONG, quotes=[request.number_of("Moss")])
        threading.Timer(0.9, went_on.set).start()
        return Say((text[:-30], text[-30:]), pause=1.0)

    ask(shared, slow_end, watch=watch)
    assert shown_before[0] is False


def test_nothing_of_a_lie_is_ever_shown(shared):
    shown = []
    lie = reply("The director is Ann Bell. Carl Moss left.", values=["Ann Bell"])
    ask(shared, lambda request: said(lie, 3), watch=Watch(shown.append))
    assert shown == []


def test_who_stops_gets_the_answer_without_the_model(shared):
    stop = threading.Event()
    watch = Watch(stopped=stop.is_set)

    def endless(request):
        stop.set()
        return said(" " * 5000, 1, pause=0.1)

    started = time.perf_counter()
    answer, _ = ask(shared, endless, watch=watch)
    assert answer.text == PLAIN
    assert answer.notes[-1] == "Language model: not used, it was stopped."
    assert time.perf_counter() - started < 5


def test_tokens_and_time_are_told(shared):
    watch = Watch()
    ask(shared, good, watch=watch)
    assert (watch.spent.model, watch.spent.prompt_tokens, watch.spent.reply_tokens) == ("scripted", 100, 20)
    assert 0 < watch.spent.seconds < 5
    untouched = Watch()
    ask(shared, good, "Who painted the tower?", watch=untouched)
    assert untouched.spent is None


def asked_twice(shared, place, *changes, answer=good):
    """How many requests two questions make, the second one with something changed."""
    first = {"engine": shared, "question": DIRECTOR, "model": "scripted", "now": NOW}
    with_changes = first | dict(changes)
    sent = 0
    for one in (first, with_changes):
        with writer_on(answer, cache=place / "replies.sqlite", model=one["model"]) as (writer, server):
            writer._client.place = "one place"  # each server here has its own port
            found = with_model(one["engine"], writer).answer(
                one["question"], now=one["now"], as_of=one.get("as_of"), history=()
            )
        sent += len(server.requests)
    return sent, found


def test_the_same_question_is_asked_once(shared, tmp_path):
    sent, again = asked_twice(shared, tmp_path)
    assert sent == 1
    assert again.text == "Carl Moss is the director of the Lantern Guild, as of 3 March 2019."


@pytest.mark.parametrize(
    "change",
    [("question", "How much is the yearly fee?"), ("model", "other"), ("as_of", NOW), ("now", NOW.replace(day=2))],
    ids=lambda change: change[0],
)
def test_another_question_model_or_day_is_asked_anew(shared, tmp_path, change):
    assert asked_twice(shared, tmp_path, change)[0] == 2


def test_another_index_is_asked_anew(own, tmp_path):
    put(tmp_path / "other" / "docs", ("more.txt", "More", NOW, "The rain is heavy."))
    assert asked_twice(own, tmp_path, ("engine", guild(tmp_path / "other")))[0] == 2


def test_refused_replies_are_not_kept(shared, tmp_path):
    assert asked_twice(shared, tmp_path, answer=lambda request: reply("It is Ann Bell."))[0] == 2


def test_a_damaged_cache_is_no_cache(shared, tmp_path):
    (tmp_path / "replies.sqlite").write_bytes(b"no database" * 100)
    assert asked_twice(shared, tmp_path)[0] == 2


def test_the_cache_holds_no_key(shared, tmp_path):
    asked_twice(shared, tmp_path)
    assert KEY.encode() not in (tmp_path / "replies.sqlite").read_bytes()


def test_many_threads_hear_only_their_own_question(shared):
    with writer_on(good) as (writer, server):
        engine = with_model(shared, writer)
        found = {}
        threads = [
            threading.Thread(target=lambda q=question: found.update({q: engine.answer(q, now=NOW).text}))
            for question in FLUENT
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    alone = {question: ask(shared, good, question)[0].text for question in FLUENT}
    assert found == alone


def test_without_a_model_nothing_is_another(shared):
    with writer_on(lambda request: Say(status=500)) as (writer, _):
        engine = with_model(shared, writer)
        for question in QUESTIONS:
            assert facts(engine.answer(question, now=NOW)) == facts(shared.answer(question, now=NOW))
