"""How search scales: 10,000, 100,000 and a million chunks, each kind of index, against LangChain and LlamaIndex.

usage: python benchmarks/scale.py [--sizes 10000,100000,1000000] [--kinds flat,ivf] [--rivals] [--keep FOLDER] [--small]

Real vectors perturbed, dates over twenty years (`scale_corpus.py`). Every search is as of a random day (every fourth as
of the newest), with recency on. `--rivals` (pip install -e '.[bench]') asks the same of both libraries, at the size
nearest to 100,000. `--keep` keeps the sample's vectors and the stores for the next run. Times are of one thread, after
a first round that warms the files' pages; on a busy machine the processor's time says more than the clock's.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scale_corpus import END, YEARS, Sample, add_one, fill, read_sample

from corpus import Settings
from index import rows
from index.derived import Beside
from index.retrieve import State, Wanted, retrieve
from index.store import Store
from index.vectors import Vectors, kind_of

HEADINGS = (
    "chunks", "kind", "build s", "open s", "memory, bytes a chunk", "search p50 ms", "p95", "processor p50 ms",
    "recall@10", "all rankings p50 ms", "question with words p50 ms", "one more document s",
)  # fmt: skip
COUNT = 128  # what `index/retrieve.py` asks of each ranking
WEIGHT = Settings().recency
TOP = 10


@dataclass(frozen=True)
class Asked:
    """A question as of a day; the newest day for one in four."""

    text: str
    vector: NDArray[np.float32]
    as_of: date | None


def main() -> None:
    """Prints a table of the kinds and sizes, and each goal with what was measured."""
    given = _arguments()
    if given.open:
        print(json.dumps(_opened(given.open, given.kinds, given.dimension)))
        return
    sizes = [2000, 20_000] if given.small else [int(size) for size in given.sizes.split(",")]
    sample = read_sample(200 if given.small else 4000, 20 if given.small else 200, given.keep)
    asked = _questions(sample)
    print(f"{len(sample.texts)} real chunks, {len(asked)} questions, recency weight {WEIGHT}, as of random days")
    print("| " + " | ".join(HEADINGS) + " |\n" + "|---" * len(HEADINGS) + "|")
    found: dict[tuple[int, str], dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            store = fill((given.keep or Path(scratch)) / str(size), sample, size)
            for kind in given.kinds.split(","):
                found[size, kind] = _measure(store, kind, asked[: 60 if size > 200_000 else None])
                print(_line(size, kind, found[size, kind]), flush=True)
            store.close()
    _goals(found, sizes)
    if given.rivals:
        _rivals(sample, asked, min(sizes, key=lambda size: abs(size - 100_000)), given.keep)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000", help="chunks, separated by commas")
    parser.add_argument("--kinds", default="flat,ivf", help="kinds of index")
    parser.add_argument("--rivals", action="store_true", help="ask LangChain and LlamaIndex, too")
    parser.add_argument("--keep", type=Path, help="folder for the sample's vectors, kept for another run")
    parser.add_argument("--small", action="store_true", help="two small sizes, in seconds")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--dimension", type=int, default=384, help=argparse.SUPPRESS)
    return parser.parse_args()


def _questions(sample: Sample) -> list[Asked]:
    random = np.random.default_rng(11)
    days = END - random.integers(365 * YEARS * 9 // 10, size=len(sample.questions))
    return [
        Asked(text, vector, date.fromordinal(int(day)) if place % 4 else None)
        for place, (text, vector, day) in enumerate(zip(sample.questions, sample.asked, days, strict=True))
    ]


def _measure(store: Store, kind: str, asked: Sequence[Asked]) -> dict[str, float]:
    folder = store.path.parent
    for file in folder.glob("*.bin"):
        file.unlink()
    (folder / "derived.json").unlink(missing_ok=True)
    with store.reading() as db:
        started = time.perf_counter()
        vectors, originals = Beside(folder, store.dimension, kind, print).take_up(db, None)
        figures = {"build": time.perf_counter() - started}
        flat = Vectors(vectors.layout, vectors.matrix)
        command = [
            sys.executable,
            __file__,
            "--open",
            str(folder),
            "--kinds",
            kind,
            "--dimension",
            str(store.dimension),
        ]
        figures |= json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        state = State(rows.stamp(db), vectors, originals)
        times, work, shares = [], [], []
        for one in (*asked[:20], *asked):  # the first ones again, once their pages are warm
            visible = vectors.visible(one.as_of)
            started, worked = time.perf_counter(), time.thread_time()
            best = vectors.search(one.vector, COUNT, visible=visible, weight=WEIGHT)[:TOP]
            times.append(time.perf_counter() - started)
            work.append(time.thread_time() - worked)
            truth = {hit.row for hit in flat.search(one.vector, COUNT, visible=visible, weight=WEIGHT)[:TOP]}
            shares.append(len(truth & {hit.row for hit in best}) / max(1, len(truth)))
        figures["p50"], figures["p95"] = _milliseconds(times[20:])
        figures["cpu"], _ = _milliseconds(work[20:])
        figures["recall"] = statistics.mean(shares[20:])
        figures["all"], _ = _milliseconds([_timed(lambda one=one: _rankings(vectors, one)) for one in asked])
        figures["words"], _ = _milliseconds([_timed(lambda one=one: _hits(db, state, one)) for one in asked[:20]])
    add_one(store)
    with store.reading() as db:
        figures["more"] = _timed(lambda: Beside(folder, store.dimension, kind, print).take_up(db, None))
    return figures


def _rankings(vectors: Vectors, one: Asked) -> None:
    visible = vectors.visible(one.as_of)
    vectors.search(one.vector, COUNT, visible=visible)
    vectors.search(one.vector, COUNT, visible=visible, weight=WEIGHT)
    vectors.search_newest(one.vector, COUNT // 4, visible=visible)


def _hits(db: Any, state: State, one: Asked) -> None:  # noqa: ANN401 - a connection
    retrieve(db, state, Wanted(one.text, one.vector, 24, one.as_of, WEIGHT, True, 4))


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _milliseconds(times: Sequence[float]) -> tuple[float, float]:
    return 1000 * statistics.median(times), 1000 * sorted(times)[int(0.95 * (len(times) - 1))]


def _opened(folder: Path, kind: str, dimension: int) -> dict[str, float]:
    """In a process of its own: seconds to open what was built, and memory that is not a mapped file, a chunk."""
    store = Store(folder, encoder="scale", dimension=dimension)
    before = _anonymous()
    with store.reading() as db:
        started = time.perf_counter()
        vectors, _ = Beside(folder, dimension, kind, print).take_up(db, None)
        seconds = time.perf_counter() - started
    question = np.eye(1, dimension, dtype=np.float32)[0]
    vectors.search(question, COUNT, visible=len(vectors), weight=WEIGHT)
    vectors.layout.rows_of([1])
    return {"open": seconds, "bytes": (_anonymous() - before) / len(vectors)}


def _anonymous() -> int:
    """Bytes of memory of this process that stand for no file; Linux only."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return 1024 * int(line.split()[1])
    return 0


def _line(size: int, kind: str, it: dict[str, float]) -> str:
    return (
        f"| {size:,} | {kind}{' (chosen)' if kind == kind_of('', size) else ''} | {it['build']:.1f} | {it['open']:.2f} "
        f"| {it['bytes']:.0f} | {it['p50']:.1f} | {it['p95']:.1f} | {it['cpu']:.1f} | {it['recall']:.3f} "
        f"| {it['all']:.1f} | {it['words']:.1f} | {it['more']:.2f} |"
    )


def _goals(found: dict[tuple[int, str], dict[str, float]], sizes: Sequence[int]) -> None:
    largest = found.get((max(sizes), "ivf"))
    if largest is None:
        return
    least = min(it["recall"] for (_, kind), it in found.items() if kind == "ivf")
    print(f"recall@10 of ivf against flat, least: {least:.3f} (goal 0.98)")
    print(f"memory of ivf at {max(sizes):,}: {largest['bytes']:.0f} bytes a chunk (goal at most 1200)")
    print(f"search p50 of ivf at {max(sizes):,}: {largest['p50']:.1f} ms, {largest['cpu']:.1f} ms of the processor's "
          "(goal at most 15)")  # fmt: skip
    smaller = found.get((100_000, kind_of("", 100_000)))
    if smaller and max(sizes) > 100_000:
        print(f"which is {largest['p50'] / smaller['p50']:.1f} times that at 100,000 by the clock, "
              f"{largest['cpu'] / smaller['cpu']:.1f} times by the processor (goal at most 2)")  # fmt: skip


def _rivals(sample: Sample, asked: Sequence[Asked], size: int, kept: Path | None) -> None:
    from scale_rivals import compare  # needs the packages of the extra "bench"

    compare(sample, [(one.text, one.vector, one.as_of) for one in asked], size, kept)


if __name__ == "__main__":
    main()
