"""The shipped evaluation with a language model on: liars change no score, a good model changes nothing but words."""

import json
from datetime import date

import pytest
from llm_liars import LIARS
from llm_server import reply, writer_on
from llm_suite import ASKED, NOW, evaluated, facts, shipped

pytest.importorskip("openai", reason="no openai: pip install -e '.[llm]'")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def plain(engine):
    return evaluated(engine)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
def test_a_lying_model_leaves_every_score_as_it_is(engine, plain, liar):
    scores, answers = plain
    with writer_on(liar) as (writer, server):
        lied_scores, lied = evaluated(engine, writer)
    assert lied_scores == scores
    assert {id_: facts(answer) for id_, answer in lied.items()} == {id_: facts(answers[id_]) for id_ in lied}
    assert len(server.requests) > len(ASKED) / 2


def test_a_good_model_words_the_answers_with_the_same_dates_and_quotes(engine, plain):
    scores, answers = plain
    by_asked = {(answers[one.id].question, one.as_of or NOW): answers[one.id] for one in ASKED}
    resolved = {(one.previous, one.question): answers[one.id].question for one in ASKED}

    def good(request):
        """Reads as the engine does, and says it in the words of the sentence that says so."""
        asked = request.data[0]
        if request.rewrites:
            return json.dumps({"question": resolved[tuple(asked["asked"]), asked["new"]]})
        answer = by_asked[asked["question"], date.fromisoformat(asked["as_of"])]
        quote = " ".join(answer.citations[0].quote.split())
        lead = f"{answer.verdict.capitalize()}: " if answer.verdict else ""
        return reply(
            lead + quote, verdict=answer.verdict or "none", values=answer.values, quotes=[request.number_of(quote)]
        )

    with writer_on(good) as (writer, _):
        told_scores, told = evaluated(engine, writer)
    assert told_scores == scores
    assert {id_: facts(answer) for id_, answer in told.items()} == {id_: facts(answers[id_]) for id_ in told}
    asked_of_it = [id_ for id_, answer in told.items() if not answer.abstained and answer.verdict or answer.values]
    reworded = [id_ for id_ in asked_of_it if told[id_].text != answers[id_].text]
    assert len(reworded) > 0.9 * len(asked_of_it), sorted(set(asked_of_it) - set(reworded))
    assert all(told[id_].published.spoken in told[id_].text for id_ in reworded if told[id_].published)
