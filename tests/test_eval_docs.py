"""The worked examples in the docstrings of `eval/` are true, every measure has one, and no file is too long to read."""

import doctest
import importlib
from pathlib import Path

import pytest

import eval
from eval import MEASURES

MODULES = sorted(file.stem for file in Path(eval.__file__).parent.glob("*.py") if file.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(f"eval.{name}")
    assert doctest.testmod(module).failed == 0
    assert len(Path(module.__file__).read_text(encoding="utf-8").splitlines()) <= 400


def test_there_are_examples():
    modules = [importlib.import_module(f"eval.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) >= 10


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_is_told_with_a_worked_example(measure):
    assert measure.score.__name__ == measure.name
    assert "Example: " in measure.score.__doc__
    (found,) = doctest.DocTestFinder(recurse=False).find(measure.score, measure.name)
    assert any(f"{measure.name}(" in example.source for example in found.examples)
    assert ("Lower is better." in measure.score.__doc__) is (measure.lower and not measure.summed)
