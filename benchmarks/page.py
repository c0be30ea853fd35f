"""How fast the chat page starts and answers, and what many questions cost it.

usage: python benchmarks/page.py [--users N] [--questions N]

Starts `app.py` on the shipped documents in a process of its own, twice: the first start builds the index, the second
is measured. Then one person asks, many ask at once, and many questions follow each other. Exits 1 where a limit
is broken.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from gradio_client import Client

ROOT = Path(__file__).parents[1]
ASKED = (
    "Is Belarus a member?",
    "Who are the observers?",
    "How has the status of Belarus changed?",
    "Who is the envoy?",
)
START, FIRST, GROWTH = 6.0, 1.0, 0.10  # seconds, seconds more than a warm answer, share


@dataclass(frozen=True)
class Served:
    """The page in a process of its own; seconds until it answered a browser, and until its engine was open."""

    url: str
    process: psutil.Process
    page: float
    engine: float


@contextmanager
def served(index: str) -> Iterator[Served]:
    """Starts the page and waits until its engine is open."""
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--index", index]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        match = re.search(r"http://\S+", run.stdout.readline())
        if match is None:
            raise SystemExit("the page did not start")
        urllib.request.urlopen(match[0], timeout=30).read()
        page = time.perf_counter() - started
        run.stdout.readline()  # "5 documents ...": it is open
        try:
            yield Served(match[0], psutil.Process(run.pid), page, time.perf_counter() - started)
        finally:
            run.terminate()


def asked(client: Client, number: int) -> float:
    """Seconds that one question took."""
    started = time.perf_counter()
    assert client.predict(ASKED[number % len(ASKED)], api_name="/answer")["text"]
    return time.perf_counter() - started


def at_once(url: str, users: int) -> list[float]:
    """Seconds that each of many people waited who asked at one moment; a person without an answer is missing."""
    clients = [Client(url, verbose=False) for _ in range(users)]
    took: list[float] = []
    threads = [
        threading.Thread(target=lambda client=client, place=place: took.append(asked(client, place)))
        for place, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def main() -> int:
    """Prints what was measured; the exit code says whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20, help="people who ask at once")
    parser.add_argument("--questions", type=int, default=500, help="questions for the memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        with served(index):
            pass
        with served(index) as here:
            client = Client(here.url, verbose=False)
            first = asked(client, 0)
            single = [asked(client, number) for number in range(20)]
            together = at_once(here.url, given.users)
            for number in range(100):
                asked(client, number)
            before = here.process.memory_info().rss
            for number in range(given.questions):
                asked(client, number)
            grown = here.process.memory_info().rss / before - 1
    warm, crowd = statistics.median(single), statistics.median(together)
    print(f"start to a page that answers: {here.page:.1f} s (limit {START:.0f}); engine open: {here.engine:.1f} s")
    print(f"first answer after that: {1000 * first:.0f} ms; warm median {1000 * warm:.0f} ms")
    print(
        f"{len(together)} of {given.users} answered at once: median {1000 * crowd:.0f} ms, {crowd / warm:.1f} times one"
    )
    print(f"memory after {given.questions} questions: {before / 1e6:.0f} MB {grown:+.1%} (limit {GROWTH:.0%})")
    held = [
        here.page < START,
        first < warm + FIRST,
        len(together) == given.users,
        crowd < given.users * warm,
        grown < GROWTH,
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
