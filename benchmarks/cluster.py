"""A corpus on Milvus, filled by Ray, on this machine: how fast it is filled and asked, and what that makes of growth.

usage: python benchmarks/cluster.py [--files 400] [--chunks 20000] [--growth] [--small]

Starts a milvus-lite server and a Ray cluster of nodes with one processor each, and stops them again. Filled are made
files of real sentences, by one node and by two, each into an empty corpus. The rate counts from the first file that
is done to the last; the start of workers is told apart. The questions of the evaluation are asked locally and of Milvus
in turn. `--growth` also prints the table of docs/cluster.md: rates measured in this run, times the chunks.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the server and the made chunks are the tests' own

import numpy as np  # noqa: E402
from cluster_chunks import MODEL, make, put  # noqa: E402
from cluster_toys import Server  # noqa: E402
from index_toys import Bag  # noqa: E402
from ray_nodes import RayNodes  # noqa: E402

from corpus import SHIPPED_CORPUS, Settings  # noqa: E402
from eval.questions import QUESTIONS, read_questions  # noqa: E402
from index import open_index  # noqa: E402
from index.cluster.address import address_of, connect  # noqa: E402
from index.cluster.fill import fill  # noqa: E402
from index.cluster.rows import stems  # noqa: E402
from index.cluster.search import open_milvus  # noqa: E402
from index.cluster.sources import Folder  # noqa: E402
from qa import Engine  # noqa: E402

NOW = date(2024, 6, 1)
PARAGRAPHS = 12  # of each made file
HOUR, GIB = 3600, 2**30


def main() -> None:
    """Prints what was measured, and with --growth what it makes of larger corpora."""
    given = _arguments()
    files, chunks = (24, 2000) if given.small else (given.files, given.chunks)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        server = Server(folder).start()
        try:
            write(folder / "docs", files)
            rates = {nodes: _filled(server, folder / "docs", nodes) for nodes in (1, 2)}
            for nodes, (whole, rate, cut) in rates.items():
                print(f"{nodes} Ray node{'s' * (nodes > 1)}: {files} documents, {cut} chunks in {whole:.1f} s; "
                      f"{rate:.1f} documents a second once workers are up")  # fmt: skip
            print(f"two nodes against one: {rates[2][1] / rates[1][1]:.2f} times (goal at least 1.6), "
                  f"with the start of workers {rates[1][0] / rates[2][0]:.2f} times")  # fmt: skip
            print(f"the machine's own limit: two processes that only embed do {_limit():.2f} times what one does")
            rows, size = _written(server, folder, chunks)
            print(f"Milvus takes {rows:.0f} chunks a second; on disk {size:.0f} bytes a chunk")
            _asked(server, folder, chunks)
        finally:
            server.stop()
    if given.growth:
        _growth(rates[1][1] * rates[1][2] / files, rows, size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=400, help="documents that Ray takes up")
    parser.add_argument("--chunks", type=int, default=20_000, help="chunks that Milvus is searched with")
    parser.add_argument("--growth", action="store_true", help="print the growth table")
    parser.add_argument("--small", action="store_true", help="small figures, to try it")
    return parser.parse_args()


def write(folder: Path, count: int) -> None:
    """Made files: paragraphs of the documents that ship, each with numbers of its own, so that no two are alike."""
    folder.mkdir()
    texts = [text for file in sorted(SHIPPED_CORPUS.glob("*.md")) for text in file.read_text("utf-8").split("\n\n")]
    texts = [text for text in texts if len(text) > 200 and not text.startswith("---")]
    for number in range(count):
        chosen = [f"{texts[(number + place) % len(texts)]} Item {number}-{place}." for place in range(PARAGRAPHS)]
        day = date(2010, 1, 1) + timedelta(days=number)
        head = f"---\ntitle: Report {number}\npublished: {day}\n---\n"
        (folder / f"{number:05d}.md").write_text(head + "\n\n".join(chosen), encoding="utf-8")


def _filled(server: Server, docs: Path, nodes: int) -> tuple[float, float, int]:
    """Seconds, documents a second from the first that is done, and chunks; by so many nodes."""
    from index.cluster.ray_run import by_ray

    moments: list[float] = []
    settings, cluster = server.settings(f"nodes_{nodes}"), RayNodes(nodes)
    try:
        started = time.perf_counter()
        fill(Folder(str(docs)), settings=settings, now=NOW, runner=by_ray(cluster.address, batch=8),
             progress=lambda done, total, file: moments.append(time.perf_counter()))  # fmt: skip
        whole = time.perf_counter() - started
    finally:
        cluster.stop()
    calendar = open_milvus(settings, now=NOW)._now().calendar
    late = [moment for moment in moments if moment > moments[0] + 0.2]  # the first batches come at once
    done = len(late) / max(0.001, moments[-1] - moments[0])
    return whole, done, int(calendar.chunks.sum())


_EMBED = """
import os, sys, time
os.environ["OMP_NUM_THREADS"] = "1"
from index import default_encoder
encoder, texts = default_encoder(), ["The council met in the hall by the river. " * 8 + str(n) for n in range(200)]
encoder.encode(texts[:5])
time.sleep(max(0.0, float(sys.argv[1]) - time.time()))
started = time.perf_counter()
encoder.encode(texts)
print(len(texts) / (time.perf_counter() - started))
"""


def _limit() -> float:
    """How many times as much two processes embed as one, with neither Ray nor Milvus: what other work leaves free."""
    rates = []
    for count in (1, 2):
        command = [sys.executable, "-c", _EMBED, str(time.time() + 8)]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(count)]
        rates.append(sum(float(one.communicate()[0]) for one in running))
    return rates[1] / rates[0]


def _written(server: Server, folder: Path, count: int) -> tuple[float, float]:
    """Chunks a second into Milvus, and bytes on disk for each."""
    made, random = make(count), np.random.default_rng(3)
    known = stems(" ".join(file.read_text("utf-8") for file in SHIPPED_CORPUS.glob("*.md")))
    before = _bytes(folder / "data")
    settings = server.settings("many", kind="")
    started = time.perf_counter()
    put(
        connect(address_of(settings)),
        address_of(settings),
        made,
        "HNSW",
        lambda row: " ".join(2 * random.choice(known, 120).tolist()),
    )
    seconds = time.perf_counter() - started
    return count / seconds, (_bytes(folder / "data") - before) / count


def _bytes(folder: Path) -> int:
    return int(subprocess.run(["du", "-sb", folder], check=True, capture_output=True, text=True).stdout.split()[0])


def _asked(server: Server, folder: Path, chunks: int) -> None:
    """Latency of answers, and of one search among many chunks."""
    settings = server.settings("shipped", kind="flat")
    fill(Folder(str(SHIPPED_CORPUS)), settings=settings, now=NOW)
    there = Engine(open_index(SHIPPED_CORPUS, now=NOW, settings=settings))
    here = Engine(open_index(SHIPPED_CORPUS, now=NOW, settings=Settings(index=folder / "local")))
    questions, times, other = read_questions(QUESTIONS), {"local": [], "Milvus": []}, 0
    for number, one in enumerate(questions):
        answers = []
        for name, engine in (("local", here), ("Milvus", there)):
            ask = lambda engine=engine, one=one: engine.answer(  # noqa: E731
                one.question, now=NOW, as_of=one.as_of, history=one.previous
            )
            seconds, answer = _timed(ask)
            answers.append(answer)
            times[name] += [seconds] if number >= 5 else []  # the first ones load the models
        other += answers[0] != answers[1]
    print(f"{len(questions)} questions of the evaluation, answered otherwise on Milvus: {other}")
    for name, found in times.items():
        print(f"an answer, {name}: median {1000 * statistics.median(found):.0f} ms")
    made = make(chunks)
    local, index = made.local, open_milvus(server.settings("many"), Bag(384, MODEL), now=NOW)
    calls: dict[str, Callable[..., object]] = {
        "local, flat": lambda question: local.search(question, 10, visible=len(local), weight=0.1),
        "Milvus, HNSW": lambda question: index.nearest(question, 10, None, 0.1),
    }
    for name, call in calls.items():
        found = [_timed(lambda call=call, question=question: call(question))[0] for question in made.questions]
        print(f"one search among {chunks:,} chunks, {name}: median {1000 * statistics.median(found):.1f} ms")


def _timed(call: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    made = call()
    return time.perf_counter() - started, made


def _growth(embedded: float, rows: float, size: float) -> None:
    """Arithmetic alone: the assumptions stand in the lines above the table."""
    day, node, copies = 24 * HOUR, 64, 2
    print(
        f"\nmeasured: a processor embeds and writes {embedded:.1f} chunks a second (e); Milvus takes {rows:.0f} a "
        f"second for each writer (w); a chunk has {size:.0f} bytes on disk (s)"
    )
    memory = 385 * 4 + 2 * 32 * 4  # a vector's floats and its links in a graph of M = 32
    print(f"in memory a chunk has 385 x 4 bytes of vector + 2 x 32 x 4 of graph = {memory} bytes (m)")
    columns = (
        "chunks (n)",
        "disk: n s",
        "memory of the graph: n m",
        "query nodes of 64 GiB, 70 % full",
        "processor hours to embed: n / e",
        "processors for 24 hours",
        "hours to write, 16 writers: n / w / 16",
        "chunks a year over 20 years",
    )
    print(f"| {' | '.join(columns)} |")
    print("|" + "---|" * 8)
    for count in (10**6, 10**8, 10**10):
        need = count * memory / GIB
        figures = (
            f"{count:,}", f"{count * size / GIB:,.1f} GiB", f"{need:,.1f} GiB",
            f"{max(1, -(-need // (0.7 * node))):,.0f}",
            f"{count / embedded / HOUR:,.0f}", f"{max(1, -(-count / embedded // day)):,.0f}",
            f"{count / rows / 16 / HOUR:,.2f}", f"{count // 20:,}",
        )  # fmt: skip
        print(f"| {' | '.join(figures)} |")
    print(f"with {copies} replicas, query nodes double")


if __name__ == "__main__":
    main()
