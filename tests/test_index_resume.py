"""Indexing that was killed goes on where it stopped: only what was not yet embedded is embedded."""

import subprocess
import sys
from pathlib import Path

import pytest
from index_toys import Bag, opened, write

ROOT = Path(__file__).parent.parent

KILLED = """
import os, sys
from pathlib import Path
from index_toys import Bag, opened

class Mortal(Bag):
    left = int(sys.argv[2])

    def encode(self, texts):
        self.left -= 1
        if self.left < 0:
            os._exit(9)  # as kill -9: nothing is closed, nothing is cleaned up
        return super().encode(texts)

opened(Path(sys.argv[1]), Mortal())
"""


def kill_after(batches, folder):
    """Index a folder in another process, which dies at the batch after so many."""
    command = [sys.executable, "-c", KILLED, str(folder), str(batches)]
    path = f"{ROOT}:{ROOT / 'tests'}"
    done = subprocess.run(command, env={"PYTHONPATH": path, "PATH": ""}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 9, done.stderr


@pytest.mark.parametrize(("batches", "done"), [(0, 0), (1, 128), (2, 256)])
def test_after_a_kill_only_the_rest_is_embedded(tmp_path, batches, done):
    for number in range(300):
        write(tmp_path / "docs", f"{number:03}.md", f"House {number} has {number} doors.", "2024-01-02")
    kill_after(batches, tmp_path)
    encoder = Bag()
    index = opened(tmp_path, encoder)
    assert len(encoder.texts) == len(set(encoder.texts)) == 300 - done
    assert (index.report.unchanged, index.report.added) == (done, 300 - done)
    assert index.report.notices == () and len(index.documents()) == 300


def test_after_a_kill_within_a_large_table_only_the_rest_is_embedded(tmp_path):
    (tmp_path / "docs").mkdir()
    rows = [f'2024-01-02,"House {number} has {number} doors."' for number in range(300)]
    (tmp_path / "docs" / "houses.csv").write_text("\n".join(["date,text", *rows]), encoding="utf-8")
    kill_after(2, tmp_path)
    encoder = Bag()
    index = opened(tmp_path, encoder)
    assert len(encoder.texts) == 300 - 256
    assert index.report.added == 1 and len(index.documents()) == 300
