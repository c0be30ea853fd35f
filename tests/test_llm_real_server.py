"""A real server with a real model that talks nonsense: `transformers serve` and random weights, made here.

Its words are letters drawn by chance. That the answers stay the same shows that nonsense reaches nobody; that it was
asked and answered shows that the client speaks with a server that nobody wrote for it.
"""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from llm_suite import evaluated, facts, shipped
from toy_corpus import NOW, guild

from qa import Engine
from qa.llm import Client, Watch, Writer

MISSING = [name for name in ("openai", "fastapi", "uvicorn", "accelerate") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason="no server: pip install 'transformers[serving]'")
ASKED = ("Is Tollen a member?", "Who is the director?", "How much is the yearly fee?")
START = 120  # seconds; it takes about ten on two idle cores


def tiny_model(folder):
    """A language model of a few thousand random weights over single bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate([*letters, "<s>", "</s>"])}
    bytes_only = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    bytes_only.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_only.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytes_only, bos_token="<s>", eos_token="</s>")
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}"
    tokenizer.save_pretrained(folder)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=16_384,
        bos_token_id=vocabulary["<s>"],
        eos_token_id=vocabulary["</s>"],
    )
    model = LlamaForCausalLM(config)
    model.generation_config.max_new_tokens = 120
    model.generation_config.do_sample = True
    model.save_pretrained(folder)
    return str(folder)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def healthy(url):
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(address, model's name) of a running server."""
    model = tiny_model(tmp_path_factory.mktemp("tiny"))
    log = tmp_path_factory.mktemp("log") / "serve.log"
    port = free_port()
    command = [sys.executable, "-c", "from transformers.cli.transformers import main; main()", "serve", model]
    options = ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    with log.open("w") as out:
        environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
        server = subprocess.Popen([*command, *options], stdout=out, stderr=out, env=environment)
        try:
            until = time.monotonic() + START
            while not healthy(f"http://127.0.0.1:{port}"):
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/v1", model
        finally:
            server.terminate()
            server.wait(20)


def test_a_model_that_talks_nonsense_changes_nothing_but_a_note(served, tmp_path):
    url, model = served
    engine = guild(tmp_path)
    writer = Writer(Client(url, model, seconds=60, tokens=60))
    with_nonsense = Engine(engine.index, engine.reader, writer=writer)
    for question in ASKED:
        watch = Watch()
        plain = engine.answer(question, now=NOW).to_dict()
        told = with_nonsense.answer(question, now=NOW, watch=watch).to_dict()
        notes = told.pop("notes")
        assert notes[:-1] == plain.pop("notes")
        assert notes[-1].startswith("Language model: its wording was left out"), notes[-1]
        assert told == plain
        assert watch.spent.reply_tokens > 0  # it did speak
        assert watch.spent.prompt_tokens > 500


def test_its_nonsense_leaves_every_score_of_the_shipped_evaluation_as_it_is(served, tmp_path):
    url, model = served
    engine = shipped(tmp_path)
    writer = Writer(Client(url, model, seconds=60, tokens=20))
    scores, answers = evaluated(engine)
    told_scores, told = evaluated(engine, writer)
    assert told_scores == scores
    assert {id_: facts(answer) for id_, answer in told.items()} == {id_: facts(answers[id_]) for id_ in told}
    assert {answer.text for answer in told.values()} == {answer.text for answer in answers.values()}
    spoke = [id_ for id_ in told if told[id_].notes[len(answers[id_].notes) :]]
    assert len(spoke) > len(told) / 2


def test_a_follow_up_is_read_by_the_rules_then(served, tmp_path):
    url, model = served
    engine = guild(tmp_path)
    with_nonsense = Engine(engine.index, engine.reader, writer=Writer(Client(url, model, seconds=60, tokens=60)))
    told = with_nonsense.answer("And Vell?", now=NOW, history=("Is Tollen a member?",))
    assert told.question == "Is Vell a member?"
    assert told.text == "No: guest, as of 10 June 2017."


def test_the_client_hears_what_the_server_says(served):
    url, model = served
    heard = []
    done = Client(url, model, seconds=60, tokens=60).ask(({"role": "user", "content": "Say."},), {}, heard=heard.append)
    assert len(heard) > 1
    assert all(later.startswith(earlier) for earlier, later in zip(heard, heard[1:], strict=False))
    assert done.text == heard[-1]
    assert json.dumps(done.text)
