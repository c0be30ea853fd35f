"""How long a question takes from the shell: `dateline ask` in a process of its own, on an index that is built.

usage: python benchmarks/start.py [--corpus DIR] [--rounds N] [--limit SECONDS]

Prints the seconds by the wall and of processors, and then the seconds of an engine in one process: opening, warming,
the first answer. Exits 1 where the median by the wall of any question is over the limit; on a machine that is busy with
other work the seconds of processors say more.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from corpus import SHIPPED_CORPUS

ROOT = Path(__file__).parents[1]
ASKED = {
    "yes or no": ("Is Belarus a member?",),
    "as of": ("Is Belarus a member?", "--as-of", "2011-12-31"),
    "follow-up": ("And Iran?", "--previous", "Is Belarus a member?"),
    "list": ("Who are the observers?",),
    "change": ("How has the status of Belarus changed?",),
    "not known": ("Who is the goalkeeper?",),
}
IN_PROCESS = """
import sys, time
from datetime import date
from pathlib import Path
from qa import open_engine
now, corpus, began = date.today(), Path(sys.argv[1]), time.perf_counter()
engine = open_engine(corpus, now=now)
opened = time.perf_counter()
engine.warm(now)
warm = time.perf_counter()
engine.answer("Is Belarus a member?", now=now)
print(f"in one process: opened in {opened - began:.2f} s, warmed in {warm - opened:.2f} s, "
      f"first answer in {time.perf_counter() - warm:.2f} s")
"""


def seconds(command: Sequence[str]) -> tuple[float, float]:
    """By the wall and of processors, for a command that must end well."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints the figures; exits 1 over the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=SHIPPED_CORPUS, help="folder of documents")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--limit", type=float, default=2.5, help="seconds that no question may take")
    given = parser.parse_args()
    slow = False
    with tempfile.TemporaryDirectory() as index:
        os.environ.update(DATELINE_INDEX=index, PYTHONPATH=str(ROOT))
        corpus = ("--corpus", str(given.corpus))
        wall, _ = seconds([sys.executable, "-m", "cli", "index", *corpus])
        print(f"{'building the index':>20}: {wall:5.2f} s")
        for name, arguments in ASKED.items():
            taken = [seconds([sys.executable, "-m", "cli", "ask", *arguments, *corpus]) for _ in range(given.rounds)]
            wall, processors = (statistics.median(column) for column in zip(*taken, strict=True))
            slow |= wall > given.limit
            print(
                f"{name:>20}: {wall:5.2f} s, {processors:5.2f} s of processors (median of {given.rounds})", flush=True
            )
        subprocess.run([sys.executable, "-c", IN_PROCESS, str(given.corpus)], check=True)
    if slow:
        sys.exit(f"over {given.limit} s")


if __name__ == "__main__":
    main()
