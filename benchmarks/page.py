"""How fast the chat page starts and answers, and what many questions cost it.

usage: python benchmarks/page.py [--users N] [--questions N]

Starts `app.py` on the shipped documents in a process of its own, twice: the first start builds the index, the second
is measured. A browser opens the page as soon as it is served and asks at once, while the engine may still be
opening; then many programs ask at one moment, and many questions follow each other. Exits 1 where a limit is broken.
Without Playwright and a chromium there is no browser, and the first question is asked by a program.
"""

import argparse
import re
import shutil
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
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Served:
    """The page in a process of its own, begun at a moment of `time.perf_counter`."""

    url: str
    process: psutil.Process
    begun: float
    run: "subprocess.Popen[str]"

    def worked(self) -> float:
        """Seconds of processor time that it has used."""
        times = self.process.cpu_times()
        return times.user + times.system

    def opened(self) -> float:
        """Seconds until its engine was open."""
        assert self.run.stdout is not None
        self.run.stdout.readline()  # "5 documents ..."
        return time.perf_counter() - self.begun


@dataclass(frozen=True)
class Began:
    """Seconds: until the page answered, what the first question took after that, and a later one.

    On a busy machine the processor's seconds say more: those that the program had used when the page answered, and
    when the first question was answered.
    """

    page: float
    first: float
    warm: float
    page_worked: float
    first_worked: float


@contextmanager
def served(index: str) -> Iterator[Served]:
    """Starts the page; it is served when this begins, and its engine may still be opening."""
    begun = time.perf_counter()
    command = [sys.executable, str(ROOT / "app.py"), "--port", "0", "--index", index]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        match = re.search(r"http://\S+", run.stdout.readline())
        if match is None:
            raise SystemExit("the page did not start")
        try:
            yield Served(match[0], psutil.Process(run.pid), begun, run)
        finally:
            run.terminate()


def asked(client: Client, number: int) -> float:
    """Seconds that one question took."""
    started = time.perf_counter()
    assert client.predict(ASKED[number % len(ASKED)], api_name="/answer")["text"]
    return time.perf_counter() - started


def by_browser(index: str) -> Began:
    """A page that a browser opens for the first time: its box can be typed into, and the answer stands there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        box, took = page.get_by_label("Your question"), []
        with served(index) as here:
            page.goto(here.url)
            box.fill("")
            ready, worked = time.perf_counter(), [here.worked()]
            for number in range(9):
                started = time.perf_counter()
                box.fill(ASKED[number % len(ASKED)])
                box.press("Enter")
                page.locator("#chat .answer").nth(number).wait_for()
                took.append(time.perf_counter() - started)
                worked.append(here.worked())
        browser.close()
    return Began(ready - here.begun, took[0], statistics.median(took[1:]), worked[0], worked[1])


def by_program(index: str) -> Began:
    """A page whose HTML is asked for, and whose first question is asked by a program."""
    with served(index) as here:
        urllib.request.urlopen(here.url, timeout=60).read()
        ready, worked = time.perf_counter(), here.worked()
        client = Client(here.url, verbose=False)
        asked(client, 0)
        first, then = time.perf_counter() - ready, here.worked()
        warm = statistics.median(asked(client, number) for number in range(9))
        return Began(ready - here.begun, first, warm, worked, then)


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


def crowd(here: Served, users: int) -> bool:
    """Many people at once; whether all were answered, in less than so many times what one waits."""
    client = Client(here.url, verbose=False)
    one = statistics.median(asked(client, number) for number in range(20))
    took = at_once(here.url, users)
    middle = statistics.median(took) if took else float("inf")
    print(f"one question by a program: median {1000 * one:.0f} ms")
    print(f"{len(took)} of {users} answered at once: median {1000 * middle:.0f} ms, {middle / one:.1f} times one")
    return len(took) == users and middle < users * one


def lasting(here: Served, questions: int) -> bool:
    """Many questions after each other; whether the memory stays."""
    client = Client(here.url, verbose=False)
    for number in range(100):
        asked(client, number)
    before = here.process.memory_info().rss
    for number in range(questions):
        asked(client, number)
    grown = here.process.memory_info().rss / before - 1
    print(f"memory after {questions} questions: {before / 1e6:.0f} MB {grown:+.1%} (limit {GROWTH:.0%})")
    return grown < GROWTH


def main() -> int:
    """Prints what was measured; the exit code says whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=20, help="people who ask at once")
    parser.add_argument("--questions", type=int, default=500, help="questions for the memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        with served(index) as here:
            print(f"engine open, its index built: {here.opened():.1f} s")
        began = by_browser(index) if CHROMIUM else by_program(index)
        who = "a browser" if CHROMIUM else "a program"
        print(f"start to a page that answers {who}: {began.page:.1f} s (limit {START:.0f})")
        print(f"first answer after that: {began.first:.2f} s; later ones {began.warm:.2f} s (limit {FIRST:.0f} s more)")
        print(f"processor time: {began.page_worked:.1f} s until the page, {began.first_worked:.1f} s until the answer")
        with served(index) as here:
            print(f"engine open, its index there: {here.opened():.1f} s")
            held = [crowd(here, given.users), lasting(here, given.questions)]
    return 0 if all([*held, began.page < START, began.first < began.warm + FIRST]) else 1


if __name__ == "__main__":
    sys.exit(main())
