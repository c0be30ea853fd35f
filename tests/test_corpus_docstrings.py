"""Every worked example in a docstring of this package runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import corpus

MODULES = [module.name for module in pkgutil.walk_packages(corpus.__path__, "corpus.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, extraglobs=_shared()).failed == 0


def _shared():
    from datetime import date

    return {"date": date}
