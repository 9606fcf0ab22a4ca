"""Numba, with a compile cache that survives the process; importing this module imports Numba."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import config

from cobalamin.parameters import parameters
from cobalamin.solve.cache import cache_folder

_FOLDER = cache_folder()


def _sources() -> str:
    """Hash of everything that compiled code holds fast.

    Numba notices neither that a function changed which a cached one calls, nor that a number changed which it took from
    outside: how many compartments, parameters and observations there are, and where a dose goes. Code of another body
    would write beside its arrays.
    """
    package = Path(__file__).parents[1]
    files = (file for room in ("body", "nerve", "solve") for file in sorted((package / room).rglob("*.py")))
    digest = hashlib.sha256(" ".join(parameters()).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


if _FOLDER is not None:
    config.CACHE_DIR = str(_FOLDER / f"numba-{_sources()}")  # pyright: ignore[reportAttributeAccessIssue]


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code, without the interpreter's lock while it runs."""
    return numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy")(function)


def inlined(function: Callable[..., Any]) -> Any:
    """The same for a small function that is called often: its body is put where it is called."""
    return numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy", inline="always")(function)
