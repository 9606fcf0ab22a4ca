"""One compile cache for a whole run, shared by its workers, so that the body is compiled once."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from cobalamin.person import Person
    from cobalamin.simulate import Outcome

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


@pytest.fixture(scope="session")
def make_person() -> Callable[..., Person]:
    """A typical adult of 75 kg with healthy kidneys: make_person(age, diet=..., condition=[...], medicine=[...])."""
    from cobalamin.person import person_from_mapping

    def make(
        age: float, *, condition: Sequence[object] = (), medicine: Sequence[object] = (), **fields: object
    ) -> Person:
        who = {"age": age, "sex": "male", "weight": "75 kg", "egfr": "100 mL/min/1.73m2"} | fields
        document = {"person": who, "condition": list(condition), "medicine": list(medicine)}
        return person_from_mapping(document, where="test", today=TODAY)

    return make


@pytest.fixture(scope="session")
def follow() -> Callable[..., Outcome]:
    """follow(person, plans, days, **constants): no change (row 0), then each plan by its text, in one batch."""
    from cobalamin.person.covariates import median_constants
    from cobalamin.regimen import parse
    from cobalamin.simulate import Request, run

    def of(person: Person, plans: Sequence[str], days: Sequence[float], **constants: float) -> Outcome:
        k = median_constants(person) | constants
        requests = [Request(person=person, constants=k)]
        requests += [Request(person=person, plan_name=text, plan=parse(text), constants=k) for text in plans]
        if len(requests) == 1:
            requests *= 2  # a batch of one would compile once more
        outcome = run(requests, np.asarray(days, dtype=np.float64))
        assert not outcome.failed
        return outcome

    return of
