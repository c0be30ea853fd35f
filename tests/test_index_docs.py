"""The worked examples in the docstrings of `index/` are true, and no file is too long to read at a sitting."""

import doctest
import importlib
from pathlib import Path

import pytest

import index

ROOM = Path(index.__file__).parent
FILES = sorted([*ROOM.glob("*.py"), *ROOM.glob("cluster/*.py")])
MODULES = [".".join(file.relative_to(ROOM).with_suffix("").parts) for file in FILES if file.stem != "__init__"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"index.{name}")
    assert doctest.testmod(module).failed == 0
    assert len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) <= 400


def test_there_are_examples():
    modules = [importlib.import_module(f"index.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 4
