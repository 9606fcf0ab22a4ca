"""Numba, with a compile cache that survives the process; importing this module imports Numba."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import config

from cobalamin.solve.cache import cache_folder

_FOLDER = cache_folder()


def _sources() -> str:
    """Hash of this package: Numba does not notice that a function changed which a cached one calls."""
    texts = (file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(b"".join(texts)).hexdigest()[:12]


if _FOLDER is not None:
    config.CACHE_DIR = str(_FOLDER / f"numba-{_sources()}")  # pyright: ignore[reportAttributeAccessIssue]


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code, without the interpreter's lock while it runs."""
    return numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy")(function)


def inlined(function: Callable[..., Any]) -> Any:
    """The same for a small function that is called often: its body is put where it is called."""
    return numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy", inline="always")(function)
