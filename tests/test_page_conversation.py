"""The conversation without a browser: what the engine is asked, small talk, waiting, feedback, the queue."""

import json
import threading
import time
from datetime import date, datetime

import pytest
from page_toys import CHANGED, NASTY, NEW, PAST, Read, StubEngine, conversation, nasty, on, opened, said

from corpus import CorpusError, DateError, DatelineError, Document
from eval import read_questions
from page import Opening, feedback
from page.conversation import asked, converse, past, read_day
from page.feedback import Turn, as_test_question, keep_opinion, keep_question
from page.greeting import Facts, holding, kind_of_talk, suggested, talk
from page.opening import described
from qa import Answer


def test_follow_ups_get_the_questions_before_them_as_they_were_typed():
    engine = StubEngine()
    opening = opened(engine)
    view = conversation(opening, "Is <b>Gull & Rock</b> a member?")
    view = conversation(opening, "And in 2011?", view.messages)
    view = conversation(opening, "Thanks!", view.messages)
    conversation(opening, "And now?", view.messages)
    assert [history for _, _, history in engine.calls] == [
        (),
        ("Is <b>Gull & Rock</b> a member?",),
        ("Is <b>Gull & Rock</b> a member?", "And in 2011?"),
    ]


def test_history_is_read_from_what_gradio_sends_back_too():
    sent = {"role": "user", "content": [{"type": "text", "text": "A &amp; B?"}]}
    assert asked([sent, {"role": "assistant", "content": []}]) == ["A & B?"]


def test_a_question_is_shown_as_text_and_a_very_long_one_cut():
    shown = conversation(opened(), f"<i>{'x' * 9_000}").messages[0]["content"]
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
    view = conversation(opened(), question, as_of=as_of)
    assert sentence in said(view)
    assert "Traceback" not in said(view) and "not for the page" not in said(view)
    assert view.turn is None


def test_as_of_reaches_the_engine_as_a_day_and_the_answer_says_so():
    engine = StubEngine()
    view = conversation(opened(engine), "Is it?", as_of=" 2011-12-31 ")
    assert engine.calls == [("Is it?", date(2011, 12, 31), ())]
    assert "Asked as of 31 December 2011" in said(view)


def test_the_page_says_when_it_looks_at_the_past_and_only_then():
    today = date(2026, 4, 20)
    assert "only sources published by 31 December 2011" in past("2011-12-31", today)
    assert past("", today) == past("0020-12-31", today) == past("2026-04-20", today) == ""
    assert "2011-13-40" in past("2011-13-40", today)
    with pytest.raises(DateError):
        read_day("soon")


def test_an_answer_asked_again_takes_the_place_of_the_old_one_and_later_ones_go():
    opening = opened()
    first = conversation(opening, "Is it?")
    second = conversation(opening, "And it?", first.messages, turns=first.turns)
    assert list(second.turns) == [1, 3]
    edited = conversation(opening, "Is she?", [], turns=second.turns)
    assert [(place, turn.question) for place, turn in edited.turns.items()] == [(1, "Is she?")]


def test_a_stopped_question_says_so_and_is_not_answered():
    engine, go = StubEngine(), threading.Event()
    opening = opened(engine)
    opening.put(lambda engine, tell: go.wait(5))
    stop = threading.Event()
    views = converse(opening, [], {}, "Is it?", "", (), stop.is_set)
    next(views)
    assert said(next(views)) == "Waiting for other questions…"
    stop.set()
    assert said(list(views)[-1]) == "Stopped."
    go.set()
    opening.answer("Is she?")
    assert [question for question, _, _ in engine.calls] == ["Is she?"]


# Small talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello!", "hello"), ("hi", "hello"), ("Good morning", "hello"), ("thanks a lot", "thanks"),
        ("Thank you very much!", "thanks"), ("help", "help"), ("What can you do?", "help"), ("Who are you?", "help"),
        ("How does this work?", "help"), ("Which documents do you have?", "documents"),
        ("What sources are there?", "documents"), ("list the documents", "documents"), ("Bye", "bye"),
        ("Hello, who is the director?", ""), ("Who can help?", ""), ("Which documents were signed?", ""),
        ("Who thanks whom?", ""), ("What is known about Hi-Lo?", ""), ("And Iran?", ""), ("What is it?", ""), ("", ""),
    ],
)  # fmt: skip
def test_small_talk_is_told_from_questions(text, kind):
    assert kind_of_talk(text) == kind


def test_small_talk_gets_true_facts_and_no_quote_and_asks_the_engine_nothing():
    engine = StubEngine()
    text = said(conversation(opened(engine), "Which documents do you have?"))
    assert "The corpus holds 2 documents from 14 April 2011 to 16 April 2024." in text
    assert "The harbour league" in text and NEW.quote not in text
    assert engine.calls == []


def test_questions_to_try_are_those_given_or_made_of_the_dates():
    known = Facts((NEW.document,), on(2011), on(2024, 4, 16))
    assert "What changed since 2023?" in talk("help", known)
    assert suggested("2016", "2016") == ["What changed since 2016?", "What happened in 2016?"]
    assert suggested("", "") == []
    assert "Who is it?" in talk("help", known, ["Who is it?"])
    assert "2023" not in talk("help", known, ["Who is it?"])


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Facts((NEW.document,), on(2016), on(2016)), "holds 1 document of 2016."),
        (Facts((Document("a", "", "", ""),), None, None), "holds 1 document, none of them dated."),
        (Facts((NEW.document, Document("a", "", "", "")), on(2016), on(2024)), "1 of them has no date."),
    ],
)
def test_what_the_corpus_holds(known, said):
    assert said in holding(known)


def test_a_document_in_small_talk_stays_text():
    known = Facts((nasty().citations[0].document,), None, None)
    read = Read(talk("documents", known, [NASTY]))
    assert read.tags <= {"div", "p", "ul", "li", "span", "time", "button"}
    assert read.text.count(NASTY) == 2


# The engine, on its way


def test_a_question_waits_for_the_engine_and_says_how_far_it_is():
    go = threading.Event()

    def load(progress):
        progress(12, 40, "a.md")
        go.wait(5)
        return StubEngine()

    opening = Opening(load)
    opening.start()
    talk = converse(opening, [], {}, "Is it?", "")
    next(talk)
    assert said(next(talk)) == "Reading the documents… 12 of 40"
    go.set()
    assert "No: associate" in said(list(talk)[-1])
    assert opening.status == "2 documents · the corpus ends on 16 April 2024"
    assert opening.span == ("2011-04-14", "2024-04-16")


def test_a_question_says_what_is_being_read():
    class Slow(StubEngine):
        def answer(self, question, **keywords):
            self.reader._tell("Reading 6 sources of 2011–2024…")
            time.sleep(0.3)
            return CHANGED

    views = list(converse(opened(Slow()), [], {}, "Is it?", ""))
    assert "Reading 6 sources of 2011–2024…" in [said(view) for view in views[1:]]


def test_a_corpus_that_ends_with_a_year_or_has_no_date_is_described_in_words():
    engine = StubEngine()
    engine.index.ends = on(2016)
    assert described(engine).endswith("the corpus ends in 2016")
    engine.index.ends = None
    assert described(engine) == "2 documents, none of them dated"


@pytest.mark.parametrize("error", [CorpusError("no folder at nowhere; give one"), ValueError("odd")])
def test_a_failing_load_is_a_sentence_in_page_and_terminal(error, capsys):
    def load(progress):
        raise error

    opening = Opening(load)
    opening.start()
    list(opening.waiting(0.01))
    assert str(error) in said(conversation(opening, "Is it?")).lower()
    assert str(error) in opening.status
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


def test_who_stops_listening_gives_the_place_in_the_queue_up():
    go, engine = threading.Event(), StubEngine()
    opening = opened(engine)
    opening.put(lambda engine, tell: go.wait(5))
    waiting = opening.ask("Is it?").waiting(0.01)
    assert next(waiting) == "Waiting for other questions…"
    waiting.close()
    go.set()
    assert opening.answer("Is she?") == CHANGED
    assert [question for question, _, _ in engine.calls] == ["Is she?"]


# Feedback


def turn(answer=CHANGED, **more):
    return Turn("Is it?", answer.to_dict(), version="v1", **more)


def test_an_opinion_is_kept_with_question_answer_and_index(tmp_path):
    keep_opinion(turn(), True, tmp_path / "new", datetime(2026, 4, 20, 10, 0))
    keep_opinion(turn(PAST, as_of=date(2011, 12, 31)), False, tmp_path / "new", datetime(2026, 4, 20, 10, 1))
    first, second = (json.loads(line) for line in (tmp_path / "new" / "feedback.jsonl").read_text().splitlines())
    assert (first["liked"], first["index"], first["answer"]) == (True, "v1", CHANGED.to_dict())
    assert (second["liked"], second["as_of"], second["when"]) == (False, "2011-12-31", "2026-04-20T10:01:00")


def test_every_kind_of_answer_becomes_a_question_that_the_evaluation_reads(tmp_path):
    kinds = [
        turn(),
        turn(PAST, as_of=date(2011, 12, 31)),
        turn(previous=("Is she?",)),
        Turn("Who?", Answer("", "No.", abstained=True, reason="No.").to_dict()),
        Turn("How?", Answer("", "Like so.", published=None, citations=(NEW,)).to_dict()),
    ]
    for one in kinds:
        keep_question(one, tmp_path)
    read = read_questions(tmp_path / "questions.jsonl")
    assert [str(one.category) for one in read] == ["yes_no", "as_of", "follow_up", "unanswerable", "open"]
    assert read[0].expect.verdict == "no" and read[0].expect.all_of == ("associate",)
    assert str(read[0].expect.published[0]) == "2024-04-16"
    assert read[2].previous == ("Is she?",)


def test_a_question_is_saved_once(tmp_path):
    assert "Saved" in keep_question(turn(), tmp_path)
    assert "already" in keep_question(turn(), tmp_path)
    assert as_test_question(turn())["id"] != as_test_question(turn(previous=("Is she?",)))["id"]
    assert len((tmp_path / "questions.jsonl").read_text().splitlines()) == 1


def test_a_file_that_is_full_or_cannot_be_written_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(feedback, "_LIMIT", 10)
    (tmp_path / "questions.jsonl").write_text("\n")
    with pytest.raises(DatelineError, match="full"):
        keep_question(turn(), tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(DatelineError, match="DATELINE_FEEDBACK"):
        keep_question(turn(), tmp_path / "file")


def test_who_asks_before_the_engine_is_warm_goes_first_and_a_failing_step_is_told(capsys):
    engine, done = StubEngine(), []
    go = threading.Event()

    def load(progress):
        go.wait(5)
        return engine

    def broken(engine):
        raise CorpusError("no model; give one")

    opening = Opening(load, [lambda engine: done.append(len(engine.calls)), broken])
    opening.start()
    ticket = opening.ask("Is it?")
    go.set()
    assert ticket.result().answer == CHANGED
    opening.answer("Is she?")
    assert done == [1]
    assert opening.failure == "no model; give one" and "no model" in capsys.readouterr().err
    assert opening.answer("Is he?") == CHANGED


def test_every_step_of_warming_uses_the_part_that_a_first_answer_needs(monkeypatch):
    from page import timeline, warm

    engine, drawn = StubEngine(), []
    draw = timeline.draw
    monkeypatch.setattr(timeline, "draw", lambda told: drawn.append(draw(told)) or drawn[-1])
    for step in warm.steps(date(2026, 4, 20)):
        step(engine)
    assert [question for question, _, _ in engine.calls] == list(warm.QUESTIONS)
    assert len(drawn) == 1 and drawn[0] is not None
