"""A Ray cluster of two nodes fills a corpus on Milvus: as one process does, and when a node dies half-way."""

import os
import time
from pathlib import Path

import pytest
from cluster_toys import NEEDS_MILVUS, NEEDS_RAY, filled, opened_there, write_files
from index_toys import NOW, Bag
from ray_nodes import RayNodes

from corpus import CorpusError, IndexUnusable
from index.cluster.address import address_of, connect
from index.cluster.fill import fill
from index.cluster.ledger import Ledger
from index.cluster.ray_run import by_ray
from index.cluster.schema import CHUNKS, DOCUMENTS, FOREVER
from index.cluster.sources import Addresses, Folder

pytestmark = [NEEDS_MILVUS, NEEDS_RAY]
FILES = 32


class Slow(Bag):
    """Takes its time, and leaves a trace of the process that it ran in."""

    def __init__(self, folder="", seconds=0.0):
        super().__init__()
        self.folder, self.seconds = str(folder), seconds

    def encode(self, texts):
        time.sleep(self.seconds)
        if self.folder:
            (Path(self.folder) / str(os.getpid())).touch()
        return super().encode(texts)


@pytest.fixture(scope="module")
def ray_cluster():
    os.environ["TESTS_PROCESS"] = str(os.getpid())
    cluster = RayNodes(2)
    yield cluster
    cluster.stop()


@pytest.fixture
def docs(tmp_path):
    return write_files(tmp_path / "docs", FILES)


def by_cluster(milvus, cluster, name, source, encoder, progress=None):
    runner = by_ray(cluster.address, batch=4)
    return fill(
        source,
        settings=milvus.settings(name),
        now=NOW,
        encoder=encoder,
        runner=with_encoder(runner, encoder),
        progress=progress,
    )


def with_encoder(runner, encoder):
    """The job's encoder is a toy, which travels to the workers."""
    from dataclasses import replace

    return lambda job, names: runner(replace(job, encoder=encoder), names)


def test_two_nodes_fill_as_one_process_does(milvus, ray_cluster, docs, tmp_path):
    (tmp_path / "traces").mkdir()
    seen = []
    encoder = Slow(tmp_path / "traces", 0.2)
    report = by_cluster(
        milvus, ray_cluster, "two", Folder(str(docs)), encoder, lambda done, total, _: seen.append((done, total))
    )
    assert (report.added, report.skipped) == (FILES, ())
    assert seen == [(number, FILES) for number in range(1, FILES + 1)]
    assert len(list((tmp_path / "traces").iterdir())) >= 2, "one process did it all"
    filled(milvus, "one", docs)
    two, one = opened_there(milvus, "two"), opened_there(milvus, "one")
    assert two.version == one.version and two.documents() == one.documents()
    assert by_cluster(milvus, ray_cluster, "two", Folder(str(docs)), encoder).unchanged == FILES
    (docs / "003.md").unlink()
    addresses = Addresses((f"file://{docs}/*.md",))
    assert by_cluster(milvus, ray_cluster, "two", addresses, Bag()).added == FILES - 1  # other names, so others


def test_what_stops_a_worker_is_one_sentence(milvus, ray_cluster, tmp_path, docs):
    class Wrong(Bag):
        def encode(self, texts):
            return super().encode(texts)[:, :3]

    with pytest.raises(IndexUnusable, match=r"^The model bag gave vectors of shape \(\d+, 3\)"):
        by_cluster(milvus, ray_cluster, "wrong", Folder(str(docs)), Wrong())
    with pytest.raises(IndexUnusable, match="nothing in milvus://"):
        opened_there(milvus, "wrong")

    class Greedy(Bag):
        def encode(self, texts):
            raise MemoryError

    with pytest.raises(IndexUnusable, match="^A worker ran out of memory: give its node more"):
        by_cluster(milvus, ray_cluster, "wrong", Folder(str(docs)), Greedy())
    with pytest.raises(CorpusError, match="does not see the folder"):
        by_cluster(milvus, ray_cluster, "wrong", Elsewhere(str(tmp_path / "nowhere")), Bag())


class Elsewhere(Folder):
    """A folder that this process sees and no worker does."""

    def names(self):
        return ["a.md"]

    def read(self, name, context, sidecar):
        from corpus.folder import Skipped

        at_work = os.getpid() != int(os.environ["TESTS_PROCESS"])
        return super().read(name, context, sidecar) if at_work else Skipped(name, "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("OutOfMemoryError", "ran out of memory"),
        ("WorkerCrashedError", "died more often"),
        ("ActorDiedError", "died more"),
    ],
)
def test_what_ray_says_of_a_dead_worker_is_one_sentence(error, said):
    import ray.exceptions

    from index.cluster.ray_run import _told

    kind = getattr(ray.exceptions, error)
    wrapped = RuntimeError("of Ray Data")
    wrapped.__cause__ = kind("x") if error == "OutOfMemoryError" else kind()
    assert said in str(_told(wrapped)) and isinstance(_told(wrapped), IndexUnusable)
    assert _told(KeyError("a slip of ours")).args == ("a slip of ours",)


def test_a_node_that_dies_half_way_loses_nothing_and_writes_nothing_twice(milvus, ray_cluster, docs):
    ray_cluster.add()
    killed = []

    def progress(done, total, file):
        if done >= FILES // 4 and not killed:
            killed.append(done)
            ray_cluster.kill()

    report = by_cluster(milvus, ray_cluster, "dies", Folder(str(docs)), Slow(seconds=0.3), progress)
    assert killed and report.added == FILES
    index = opened_there(milvus, "dies")
    assert [one.file for one in index.documents()] == [f"{number:03d}.md" for number in reversed(range(FILES))]
    address = address_of(milvus.settings("dies"))
    ledger = Ledger(connect(address), address)
    assert [ledger.count(part, f"until == {FOREVER}") for part in (CHUNKS, DOCUMENTS)] == [FILES, FILES]


def test_no_cluster_is_one_sentence():
    with pytest.raises(
        IndexUnusable, match=r"^There is no Ray cluster at 127.0.0.1:1 \(.*\): start one with `ray start"
    ):
        by_ray("127.0.0.1:1")
