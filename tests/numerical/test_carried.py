"""A life taken up again from the body of day 0 goes on as the life that was never interrupted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import SolverError
from cobalamin.person import Person, person_from_mapping, read_person
from cobalamin.regimen import Regimen, parse
from cobalamin.simulate import Request, build_row
from cobalamin.solve import fast
from cobalamin.solve.life import life_of
from cobalamin.solve.protocol import Carried
from cobalamin.solve.rule import StepRule

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAYS = np.array([0.0, 1.0, 2.0, 7.0, 28.0, 84.0, 365.0, 730.0])
PLANS = (
    None,
    "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
    "cyanocobalamin 1 mg orally daily",
    "cyanocobalamin 2 mg orally weekly",
)
LARGEST = 0.003
"""Largest relative difference, as between the solvers."""


def carried(person: Person, plan: Regimen | None) -> tuple[np.ndarray, np.ndarray]:
    """Observations of the whole life and of the one taken up again, shape (observation, time)."""
    horizon = float(DAYS[-1]) + 1.0
    request = Request(person=person, plan=plan)
    whole, _ = build_row(request, horizon=horizon)
    past, _ = build_row(Request(person=person), horizon=horizon)  # the mean of weekly gas depends on the last day
    body = fast.observe([past], DAYS[:1], BODY.names)[:, 0, 0]
    given = [dose.day for dose in past.impulses if dose.day < 0]
    ago = -max(given) if given else np.inf
    again, _ = build_row(request, horizon=horizon, carried=Carried(amounts=tuple(body), injected_ago=ago))
    assert again.start == 0.0
    return fast.observe([whole], DAYS)[:, :, 0], fast.observe([again], DAYS)[:, :, 0]


@pytest.mark.parametrize("name", ["metformin_diabetic_neuropathy", "strict_vegan", "nitrous_oxide"])
@pytest.mark.parametrize("text", PLANS)
def test_a_life_taken_up_again_goes_on_alike(name: str, text: str | None):
    whole, again = carried(read_person(EXAMPLES / f"{name}.toml"), None if text is None else parse(text))
    floor = np.array([max(abs(kind.healthy), 1.0) for kind in OBSERVATIONS.values()])[:, None]
    assert np.max(np.abs(again - whole) / (np.abs(whole) + 0.05 * floor)) < LARGEST


def test_injections_of_the_past_go_on():
    person = person_from_mapping(
        {
            "person": {"age": 70, "sex": "female"},
            "condition": [{"name": "pernicious anaemia", "since": "8 years"}],
            "medicine": [{"regimen": "hydroxocobalamin 1 mg IM every 2 months", "since": "4 years"}],
        },
        where="test",
    )
    whole, again = carried(person, None)
    floor = np.array([max(abs(kind.healthy), 1.0) for kind in OBSERVATIONS.values()])[:, None]
    assert np.max(np.abs(again - whole) / (np.abs(whole) + 0.05 * floor)) < LARGEST


def test_what_is_carried_is_not_settled_again():
    """An empty body stays nearly empty on the first day; a steady state would be full."""
    person = person_from_mapping({"person": {"age": 50, "sex": "male"}}, where="test")
    past, _ = build_row(Request(person=person), horizon=1.0)
    body = fast.observe([past], DAYS[:1], BODY.names)[:, 0, 0]
    low, _ = build_row(Request(person=person), horizon=2.0, carried=Carried(amounts=tuple(0.5 * body)))
    half, full = (fast.observe([row], DAYS[:2], ["body_b12_ug"])[0, 0, 0] for row in (low, past))
    assert half == pytest.approx(0.5 * full, rel=1e-6)


def test_derivatives_refuse_a_life_that_is_taken_up_again():
    person = person_from_mapping({"person": {"age": 50, "sex": "male"}}, where="test")
    row, _ = build_row(Request(person=person), horizon=2.0, carried=Carried(amounts=tuple(BODY.healthy())))
    with pytest.raises(SolverError, match="from its beginning"):
        life_of(row, DAYS[:2], ["mma_nmol_l"], StepRule())
