"""kill -9 at fifty random moments of indexing: what was committed is there at the next start, and nothing is half."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from index_toys import index_folder, opened, shape, write

from index.derived import HEAD

TESTS = Path(__file__).parent
KILLS = 50

# One process loads the program once and forks a child for each kill, so that fifty kills cost seconds.
NURSERY = f"""
import json, os, random, shutil, signal, sqlite3, sys, time
sys.path[:0] = [{str(TESTS.parent)!r}, {str(TESTS)!r}]
from pathlib import Path
from index_toys import NOW, index_folder, opened
from index.store import FILE_NAME
import corpus.readers, corpus.page, datasketch
import index.sync

index.sync._BATCH = 8  # so that the files are committed in many steps, and a kill falls between two

place, kills = Path(sys.argv[1]), int(sys.argv[2])
random.seed(13)

def begin():
    pid = os.fork()
    if not pid:
        try:
            opened(place, kind="ivf").search("crane ship")
        finally:
            os._exit(0)
    return pid

def look():
    "What is committed, and what in it is half."
    if not (place / "index").exists() or not list((place / "index").iterdir()):
        return 0, []
    file = index_folder(place) / FILE_NAME
    db = sqlite3.connect(file)
    try:
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return 0, []
        count = lambda query: db.execute(query).fetchone()[0]
        orphans = lambda table, key, of, its: count(
            f"SELECT count(*) FROM {{table}} WHERE {{key}} NOT IN (SELECT {{its}} FROM {{of}})"
        )
        checks = {{
            "integrity": db.execute("PRAGMA quick_check").fetchone()[0] != "ok",
            "file without its documents": orphans("files", "path", "documents", "path"),
            "document without its chunks": orphans("documents", "id", "chunks", "document"),
            "chunk without its vector": orphans("chunks", "vector", "vectors", "hash"),
            "chunk without its words": orphans("chunks", "id", "words_docsize", "id"),
        }}
        return count("SELECT count(*) FROM files"), [name for name, bad in checks.items() if bad]
    finally:
        db.close()

started = time.monotonic()
os.waitpid(begin(), 0)
whole = time.monotonic() - started
shutil.rmtree(place / "index")
before, seen = 0, []
for number in range(kills):
    pid = begin()
    time.sleep(random.uniform(0, whole))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    committed, half = look()
    seen.append([before, committed, half])
    before = committed
    done = committed == len(list((place / "docs").iterdir()))
    if done and number + 1 < kills and random.random() < 0.5:
        shutil.rmtree(place / "index")
        before = 0
print(json.dumps(seen))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks, so that fifty kills cost seconds")
def test_killed_at_fifty_random_moments(tmp_path):
    for number in range(60):
        text = f"Crane {number} lifts ship {number * 7}. " * (20 + number)
        write(tmp_path / "docs", f"{number:02}.md", text, f"20{number % 24:02}-01-02")
    command = [sys.executable, "-c", NURSERY, str(tmp_path), str(KILLS)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert len(seen) == KILLS
    assert [one for one in seen if one[2]] == []  # nothing half
    assert [one for one in seen if one[1] < one[0]] == []  # what was committed before a start is there after the kill
    assert len({committed for _, committed, _ in seen}) > 3  # the kills did hit different moments
    last = seen[-1][1]
    index = opened(tmp_path, kind="ivf")
    if last:
        assert index.report.unchanged >= min(last, 60)
    assert len(index.documents()) == 60
    assert index.notices == []  # all of it was sound: nothing had to be rebuilt
    found = shape(index.search("crane ship 21"))
    folder = index_folder(tmp_path)
    named = {name for name, *_ in json.loads((folder / HEAD).read_text())["files"].values()}
    assert named <= {file.name for file in folder.iterdir()}
    (tmp_path / "docs").rename(tmp_path / "fresh_docs")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (tmp_path / "fresh_docs").rename(fresh / "docs")
    assert shape(opened(fresh, kind="ivf").search("crane ship 21")) == found
