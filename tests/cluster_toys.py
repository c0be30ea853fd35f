"""A Milvus server and a Ray cluster for the tests of `index/cluster/`, both real, on this machine and stopped again."""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from index_toys import NOW, Bag

from corpus import IndexUnusable, Settings
from index.cluster.address import address_of, connect
from index.cluster.fill import fill
from index.cluster.search import open_milvus
from index.cluster.sources import Folder

ROOT = Path(__file__).parents[1]
NEEDS_MILVUS = pytest.mark.skipif(
    importlib.util.find_spec("milvus_lite") is None, reason="pip install 'dateline[test]': milvus-lite is not installed"
)
NEEDS_RAY = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="pip install 'dateline[test]': ray is not installed"
)


class Server:
    """A milvus-lite server process; `stop` and `start` keep its data."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]

    def start(self):
        program = shutil.which("milvus-lite", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [program, "server", "--data-dir", self.folder / "data", "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=log,
            stderr=log,
        )
        for _ in range(300):
            with contextlib.suppress(IndexUnusable):
                connect(address_of(self.settings("probe"))).close()
                return self
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self):
        self.process.kill()
        self.process.wait(20)

    def address(self, name):
        return f"milvus://127.0.0.1:{self.port}/{name}"

    def settings(self, name, **settings):
        return Settings(index=Path(self.address(name)), **settings)


def filled(server, name, folder, encoder=None, now=NOW, runner=None, **settings):
    """What `fill` reports of a folder."""
    given = server.settings(name, **settings)
    return fill(Folder(str(folder)), settings=given, now=now, encoder=encoder or Bag(), runner=runner)


def opened_there(server, name, encoder=None, now=NOW, **settings):
    return open_milvus(server.settings(name, **settings), encoder or Bag(), now=now)


def write_files(folder, count):
    """So many documents of one chunk, no two alike, each of a day of its own."""
    from datetime import date, timedelta

    from index_toys import write

    for number in range(count):
        words = " ".join(f"w{number * 31 + place}" for place in range(12))
        day = date(2010, 1, 1) + timedelta(days=number)
        write(folder, f"{number:03d}.md", f"Lot {number} in Karsh holds {words}.", day.isoformat(), f"Lot {number}")
    return folder
