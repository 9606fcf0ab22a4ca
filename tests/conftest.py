"""One compile cache for a whole run, shared by its workers, so that the body is compiled once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Name the cache folder before anything imports the solver; workers inherit it from the first process."""
    if not os.environ.get("COBALAMIN_CACHE"):
        folder = Path(tempfile.gettempdir()) / f"cobalamin-tests-{os.getpid()}"
        os.environ["COBALAMIN_CACHE"] = str(folder)
        config.stash[_MADE] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the cache folder that this run made."""
    folder = config.stash.get(_MADE, None)
    if folder is not None:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


_MADE = pytest.StashKey[Path]()
