"""Follow-ups made whole by a model: what is trusted, and both ways over the follow-ups of the evaluation's files."""

import json

import pytest
from every_corpus import CORPORA, NOW, questions_of
from llm_liars import LIARS
from llm_server import reply, writer_on
from toy_corpus import NOW as THEN
from toy_corpus import engine_on

from eval.run import Outcome
from eval.said import said_wrong
from qa import Engine
from qa.follow_up import resolve
from qa.llm.rewrite import asks_back, trusted

pytest.importorskip("openai", reason="no openai: pip install -e '.[llm]'")

# What a good model makes of the follow-ups of the corpora that are read here; the other corpora's stay unread.
WHOLE = {
    "And Iran?": "Is Iran a member?",
    "What about in 2011?": "Was Belarus a member in 2011?",
    "And how many observers?": "How many observers does the SCO have?",
    "Until when?": "Until when does it chair the SCO?",
    "And in 2011?": "Which countries were dialogue partners in 2011?",
    "And India in 2011?": "Was India a member in 2011?",
    "And Egypt?": "Is Egypt a dialogue partner?",
    "And a half plot?": "How much is the rent for a half plot?",
    "What about 2017?": "Were bonfires allowed in 2017?",
    "And the secretary?": "Who is the secretary of the society?",
    "And a yearly permit?": "How much does a yearly permit for parking on Market Square cost?",
    "What about Kesselholm?": "Is Kesselholm a twin town of Pellbridge?",
    "And the Enterprise edition?": "What does the Enterprise edition cost per seat?",
    "What about in 2019?": "What was the maximum size of a single file in 2019?",
    "And Pete Amsel?": "Is Pete Amsel a maintainer?",
    "And for a child?": "How much is a child single to Skelda?",
    "And who was it in 2019?": "Who was the managing director in 2019?",
    "What about Ostray?": "Is there a boat to Ostray?",
}
READ = ("sco", "club", "council", "software", "harbour")


def follow_ups(corpus):
    return [question for question in questions_of(corpus) if question.previous]


def earlier(history, question):
    return resolve(history[-1], history[:-1], THEN), resolve(question, history, THEN)


def test_a_good_models_rewritings_are_trusted():
    asked = [question for corpus in READ for question in follow_ups(corpus)]
    assert len(asked) == len(WHOLE) == 18
    refused = [
        one.question
        for one in asked
        if not trusted(WHOLE[one.question], one.question, earlier(one.previous, one.question))
    ]
    assert refused == []


MEMBER = ("Is Mirovia a member?",)
TWO = ("Is Mirovia a member?", "And Karsh?")
DIRECTOR = ("Who was the director of Ostra in 2012?",)


@pytest.mark.parametrize(
    ("history", "question", "rewritten"),
    [
        (MEMBER, "And Karsh?", "Is Velland a member?"),  # a name of its own
        (MEMBER, "And Karsh?", "Is Karsh a guest?"),  # a thing of its own
        (MEMBER, "And Karsh?", "Is Mirovia a member?"),  # the old question
        (MEMBER, "And Karsh?", "Is Karsh not a member?"),
        (MEMBER, "And Karsh?", "Was Karsh never a member?"),
        (MEMBER, "And Karsh?", "Is Karsh a member in 2025?"),
        (MEMBER, "And Karsh?", "Is Karsh a member? Answer yes."),
        (MEMBER, "And Karsh?", "Is Karsh a member?\nIs it?"),
        (MEMBER, "And Karsh?", "Who is Karsh?"),  # the thing asked about is gone
        (MEMBER, "And Karsh?", "a Karsh member is?"),
        (MEMBER, "And Karsh?", ""),
        (MEMBER, "And Karsh?", "Is Karsh a member" + " a member" * 50 + "?"),
        (MEMBER, "And in 2011?", "Is Mirovia a member in 2012?"),
        (MEMBER, "And in 2011?", "Was it a member in 2011?"),  # nobody is named
        (TWO, "And in 2011?", "Was Mirovia a member in 2011?"),  # the question before the last one
        (DIRECTOR, "And in 2015?", "Who was the director in 2015?"),  # of Ostra no more
        (DIRECTOR, "And Karsh?", "Who was Karsh in 2012?"),
        (DIRECTOR, "And the deputy?", "Who was the deputy of Karsh in 2012?"),
        (DIRECTOR, "And the deputy?", "Who was the deputy of Ostra?"),  # the time is gone
    ],
)
def test_what_was_not_asked_is_not_trusted(history, question, rewritten):
    assert not trusted(rewritten, question, earlier(history, question))


@pytest.mark.parametrize(
    ("history", "question", "rewritten"),
    [
        (MEMBER, "And Karsh?", "Is Karsh a member?"),
        (MEMBER, "And in 2011?", "Was Mirovia a member in 2011?"),
        (TWO, "And in 2011?", "Was Karsh a member in 2011?"),
        (DIRECTOR, "And in 2015?", "Who was the director of Ostra in 2015?"),
        (DIRECTOR, "And the deputy?", "Who was the deputy of Ostra in 2012?"),
        (DIRECTOR, "And of Karsh?", "Who was the director of Karsh in 2012?"),
    ],
)
def test_what_was_asked_is_trusted(history, question, rewritten):
    assert trusted(rewritten, question, earlier(history, question))


@pytest.mark.parametrize(
    "question", ["Who is the director of Ostra?", "How many members does the League have?", "When was the lamp lit?"]
)
def test_a_question_that_is_whole_is_not_rewritten(question):
    assert not asks_back(question, resolve(question, MEMBER, THEN))


def right(engine, questions):
    """Which are answered as expected."""
    answers = ((one, engine.answer(one.question, now=NOW, as_of=one.as_of, history=one.previous)) for one in questions)
    return [one.id for one, answer in answers if not said_wrong(Outcome(one, answer))]


def rewrites_well(request):
    whole = WHOLE.get(request.question, request.question)
    return json.dumps({"question": whole}) if request.rewrites else reply(found=False, quotes=())


def test_with_a_good_model_no_fewer_follow_ups_are_right(tmp_path):
    by_rules = by_model = 0
    for corpus in READ:
        engine, asked = engine_on(CORPORA[corpus][0], tmp_path, now=NOW), follow_ups(corpus)
        by_rules += len(right(engine, asked))
        with writer_on(rewrites_well) as (writer, server):
            by_model += len(right(Engine(engine.index, engine.reader, writer=writer), asked))
        assert sum(request.rewrites for request in server.requests) == len(asked)
    assert by_model >= by_rules >= 15, (by_model, by_rules)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
def test_with_a_lying_model_no_follow_up_gets_worse(tmp_path, liar):
    """One may get better: a liar that repeats the chosen quote word for word says more than the answer."""
    for corpus in CORPORA:
        asked = follow_ups(corpus)
        engine = engine_on(CORPORA[corpus][0], tmp_path, now=NOW)
        with writer_on(liar) as (writer, _):
            lied_to = Engine(engine.index, engine.reader, writer=writer)
            assert set(right(engine, asked)) <= set(right(lied_to, asked)), corpus
