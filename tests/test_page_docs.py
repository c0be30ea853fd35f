"""The examples in the docstrings of the page give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import page

NAMES = [f"page.{module.name}" for module in pkgutil.iter_modules(page.__path__)]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_run():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in NAMES) >= 8
