"""The worked examples in the docstrings of `qa/` are true, and no file is too long to read at a sitting."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import qa

MODULES = sorted(found.name for found in pkgutil.walk_packages(qa.__path__, "qa.") if ".training" not in found.name)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
    assert len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) <= 300


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 20
