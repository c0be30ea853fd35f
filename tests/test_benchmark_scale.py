"""The benchmark of sizes runs, small, and says what it is meant to say."""

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "scale.py"


def test_small():
    command = [sys.executable, str(BENCHMARK), "--small"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=BENCHMARK.parents[1])
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert [row[:2] for row in table[2:]] == [
        ["2,000", "flat (chosen)"],
        ["2,000", "ivf"],
        ["20,000", "flat (chosen)"],
        ["20,000", "ivf"],
    ]
    recall = table[0].index("recall@10")
    assert all(float(row[recall]) == 1.0 for row in table[2:] if row[1].startswith("flat"))
    assert all(float(row[recall]) >= 0.95 for row in table[2:])
    assert any("(goal 0.98)" in line for line in lines)
