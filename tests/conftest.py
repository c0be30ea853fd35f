"""Fixtures that more than one file of tests uses: the guild of toy_corpus.py, asked by all or changed by one."""

import pytest
from toy_corpus import guild


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return guild(tmp_path_factory.mktemp("guild"))


@pytest.fixture
def own(tmp_path):
    return guild(tmp_path)


@pytest.fixture(scope="session")
def milvus(tmp_path_factory):
    """A Milvus server, one for all tests that do not stop it."""
    from cluster_toys import Server

    server = Server(tmp_path_factory.mktemp("milvus")).start()
    yield server
    server.stop()
