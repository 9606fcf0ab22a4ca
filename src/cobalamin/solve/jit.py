"""Numba, with a compile cache that survives the process; importing this module imports Numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

from cobalamin.solve.cache import cache_folder

_FOLDER = cache_folder()
if _FOLDER is not None:
    numba.config.CACHE_DIR = str(_FOLDER / "numba")


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code, without the interpreter's lock while it runs."""
    return numba.njit(cache=_FOLDER is not None, nogil=True, error_model="numpy")(function)
