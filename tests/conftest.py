"""One compile cache for a whole run, shared by its workers, so that the body is compiled once."""

from __future__ import annotations

import datetime
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cobalamin.person import Person

EXAMPLES = (
    "metformin_diabetic_neuropathy",
    "nitrous_oxide",
    "pernicious_anaemia",
    "strict_vegan",
    "total_gastrectomy",
)
TODAY = datetime.date(2026, 11, 24)
_MADE = pytest.StashKey[Path]()


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


@pytest.fixture(scope="session")
def people() -> dict[str, Person]:
    """The five example persons by name."""
    from cobalamin.person import read_person

    folder = Path(__file__).resolve().parents[1] / "examples"
    return {name: read_person(folder / f"{name}.toml", today=TODAY) for name in EXAMPLES}
