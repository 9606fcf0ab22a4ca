"""The examples in the docstrings of the room run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import cobalamin.person

MODULES = [module.name for module in pkgutil.iter_modules(cobalamin.person.__path__, "cobalamin.person.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
