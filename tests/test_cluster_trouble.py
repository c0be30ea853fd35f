"""Bad input and bad luck with Milvus: one clear sentence each, and everything works again when it is over."""

import builtins
import dataclasses
import threading
import time
from concurrent import futures

import pytest
from cluster_toys import NEEDS_MILVUS, NOW, Server, filled, opened_there, write_files
from index_toys import Bag, write
from typer.testing import CliRunner

import cli
from corpus import IndexUnusable, Settings
from index.cluster import fill as filling
from index.cluster import ledger as ledgers
from index.cluster.address import address_of, connect, is_milvus
from index.cluster.ledger import Ledger
from index.cluster.schema import CHUNKS, DOCUMENTS, LEDGER
from qa import Engine
from qa.reader import RuleReader

pytestmark = NEEDS_MILVUS


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("milvus://h/name", ("h", 19530, "name")),
        ("milvus:/h:1/name/", ("h", 1, "name")),
        ("milvus://milvus.example.org:443/a_1", ("milvus.example.org", 443, "a_1")),
        ("milvus://h:1", None),
        ("milvus://h:1/", None),
        ("milvus://h:1/1a", None),
        ("milvus://h:1/a-b", None),
        ("milvus://h:x/a", None),
        ("milvus:///a", None),
    ],
)
def test_the_address_is_read_or_refused_with_an_example(index, expected):
    settings = Settings(index=index)
    assert is_milvus(settings.index)
    if expected:
        found = address_of(settings)
        assert (found.host, found.port, found.name) == expected
    else:
        with pytest.raises(IndexUnusable, match="expected an address such as milvus://127.0.0.1:19530/news"):
            address_of(settings)


def test_without_the_extra_the_error_is_the_command_that_mends_it(monkeypatch):
    def missing(name, *given, real=builtins.__import__, **more):
        if name.split(".")[0] in ("pymilvus", "ray"):
            raise ImportError(name)
        return real(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(IndexUnusable, match=r"needs pymilvus: pip install 'dateline\[cluster\]'$"):
        connect(address_of(Settings(index="milvus://h/name")))
    from index.cluster.ray_run import by_ray

    with pytest.raises(IndexUnusable, match=r"--ray needs Ray: pip install 'dateline\[cluster\]'$"):
        by_ray("auto")


def test_no_server_is_one_sentence_and_quick():
    started = time.monotonic()
    printed = CliRunner().invoke(cli.app, ["ask", "Who?", "--index", "milvus://127.0.0.1:1/news"])
    assert printed.exit_code == 2
    assert printed.stderr.strip() == (
        "Error: Milvus at 127.0.0.1:1 does not answer: start it, or correct DATELINE_INDEX; ask again when it is back."
    )
    assert time.monotonic() - started < 30


def test_a_server_that_goes_away_between_questions_and_comes_back(tmp_path):
    write(tmp_path / "docs", "fee.md", "The fee in Ostra is 40 crowns.", "2015-05-06", "Fees")
    server = Server(tmp_path).start()
    try:
        filled(server, "away", tmp_path / "docs")
        engine = Engine(opened_there(server, "away"), RuleReader())
        before = engine.answer("How much is the fee in Ostra?", now=NOW)
        assert before.values == ("40 crowns",)
        server.stop()
        for ask in (
            lambda: engine.answer("How much is the fee in Ostra?", now=NOW),
            lambda: engine.index.search("fee"),
        ):
            with pytest.raises(IndexUnusable, match="does not answer: start it") as caught:
                ask()
            assert "\n" not in str(caught.value)
        server.start()
        assert engine.answer("How much is the fee in Ostra?", now=NOW) == before
    finally:
        server.stop()


def test_a_server_that_goes_away_while_it_is_filled(tmp_path):
    docs = write_files(tmp_path / "docs", 6)
    server = Server(tmp_path).start()
    stopped = threading.Event()

    class Stopping(Bag):
        def encode(self, texts):
            if not stopped.is_set():
                stopped.set()
                server.stop()
            return super().encode(texts)

    try:
        with pytest.raises(IndexUnusable, match="does not answer: start it"):
            filled(server, "half", docs, Stopping())
        server.start()
        with pytest.raises(IndexUnusable, match="There is nothing in milvus://.* yet: fill it with `dateline index`"):
            opened_there(server, "half")
        assert filled(server, "half", docs).added == 6
        assert len(opened_there(server, "half").documents()) == 6
    finally:
        server.stop()


# ---------------------------------------------------------------------- a token


@pytest.fixture
def guarded():
    """A server that refuses every call for want of a valid token, as Milvus does: milvus-lite has no users."""
    import grpc

    class Refusing(grpc.ServerInterceptor):
        def intercept_service(self, proceed, details):
            def refuse(request, context):
                context.abort(grpc.StatusCode.UNAUTHENTICATED, "auth check failure, please check api key is correct")

            return grpc.unary_unary_rpc_method_handler(refuse)

    server = grpc.server(futures.ThreadPoolExecutor(2), interceptors=[Refusing()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield port
    server.stop(0)


def test_a_wrong_token_is_named_and_not_shown(guarded):
    settings = Settings(index=f"milvus://127.0.0.1:{guarded}/news", milvus_token="root:wrong")
    with pytest.raises(IndexUnusable, match="refuses the token: set DATELINE_MILVUS_TOKEN to a valid one") as caught:
        connect(address_of(settings))
    assert "wrong" not in str(caught.value) and "wrong" not in repr(address_of(settings))


def test_a_certificate_that_is_not_there(tmp_path):
    settings = Settings(index="milvus://127.0.0.1:1/news", milvus_tls=str(tmp_path / "none.pem"))
    with pytest.raises(IndexUnusable, match='DATELINE_MILVUS_TLS is .*expected "on" or the file of a certificate'):
        connect(address_of(settings))


def test_tls_to_a_server_without_it_is_no_answer(milvus):
    with pytest.raises(IndexUnusable, match="does not answer"):
        connect(address_of(milvus.settings("plain", milvus_tls="on")))


# ---------------------------------------------------------------------- a corpus of something else


@pytest.fixture(scope="module")
def small(milvus, tmp_path_factory):
    docs = write_files(tmp_path_factory.mktemp("small"), 3)
    filled(milvus, "small", docs)
    return docs


def test_another_model(milvus, small):
    for call in (
        lambda: opened_there(milvus, "small", Bag(name="other")),
        lambda: filled(milvus, "small", small, Bag(name="other")),
    ):
        with pytest.raises(IndexUnusable, match="was filled with the model bag, now it is other: set DATELINE_MODEL"):
            call()
    with pytest.raises(IndexUnusable, match="holds vectors of 64 numbers, the model bag gives 32"):
        filled(milvus, "small", small, Bag(dimension=32))


def test_another_version_of_the_collections(milvus, small):
    filled(milvus, "older", small)
    ledger = ledger_of(milvus, "older")
    head = ledger.head()
    ledger.put_head(dataclasses.replace(head, schema="0"))
    for call in (lambda: opened_there(milvus, "older"), lambda: filled(milvus, "older", small)):
        with pytest.raises(IndexUnusable, match=r"another version of Dateline \(schema 0, now 1\): use that version"):
            call()


def test_a_collection_of_another_program(milvus, small):
    ledger = ledger_of(milvus, "small")
    ledger.client.create_collection("foreign_chunks", dimension=8)
    with pytest.raises(IndexUnusable, match="holds vectors of 7 numbers, the model bag gives 64|refused a request"):
        filled(milvus, "foreign", small)


def test_a_name_that_is_not_there(milvus):
    with pytest.raises(
        IndexUnusable, match="There is nothing in milvus://.*/nowhere yet: fill it with `dateline index`"
    ):
        opened_there(milvus, "nowhere")


# ---------------------------------------------------------------------- writers


def ledger_of(milvus, name):
    address = address_of(milvus.settings(name))
    return Ledger(connect(address), address)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(ledgers, "BEAT", 0.2)


def test_the_second_of_two_writers_is_sent_away(milvus, small, quick):
    with ledger_of(milvus, "small").writing():
        with pytest.raises(IndexUnusable, match="Another run is filling milvus://.*: wait until it is done"):
            filled(milvus, "small", small)
    assert filled(milvus, "small", small).unchanged == 3


def test_a_writer_that_died_keeps_nobody_out(milvus, small, quick):
    ledger_of(milvus, "small")._put_writer("dead", 7)
    assert filled(milvus, "small", small).unchanged == 3
    assert ledger_of(milvus, "small").count(LEDGER, 'kind == "writer"') == 0


def test_a_writer_whose_turn_was_taken_stops_and_nothing_of_it_is_seen(milvus, small, tmp_path, quick):
    docs = write_files(tmp_path / "docs", 3)
    filled(milvus, "taken", docs)
    index = opened_there(milvus, "taken")
    (docs / "000.md").unlink()

    def overtaken(job, names):
        ledger_of(milvus, "taken")._put_writer("another", 1)
        time.sleep(1)
        yield from filling.here(Bag())(job, names)

    with pytest.raises(IndexUnusable, match="Another run has taken over"):
        filled(milvus, "taken", docs, runner=overtaken)
    index.refresh(NOW)
    assert len(index.documents()) == 3


def test_a_batch_that_milvus_refuses(milvus, tmp_path):
    docs = write_files(tmp_path / "docs", 3)
    filled(milvus, "refused", docs)
    index = opened_there(milvus, "refused")
    write_files(docs, 4)

    def refusing(job, names):
        worker = filling.TakeUp(dataclasses.replace(job, encoder=Bag()))
        put = worker.ledger.put

        def short(part, rows):
            put(part, [{**row, "vector": row["vector"][:-1]} for row in rows] if part == CHUNKS else rows)

        object.__setattr__(worker.ledger, "put", short)
        yield from worker(names)

    with pytest.raises(IndexUnusable, match=r"^Milvus at 127.0.0.1:\d+ refused a request: .*65"):
        filled(milvus, "refused", docs, runner=refusing)
    index.refresh(NOW)
    assert len(index.documents()) == 3 and len(index.search("Lot", k=9)) == 3
    assert filled(milvus, "refused", docs).added == 1
    assert ledger_of(milvus, "refused").count(DOCUMENTS, "part == 0") == 4
