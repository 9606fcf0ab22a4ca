"""Possible selves: drawn by weight, the same on every plan, and missed doses show."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.infer.forecast import posterior
from cobalamin.infer.resampling import systematic
from cobalamin.person import person_from_mapping
from cobalamin.plan.selves import Selves, selves_of
from cobalamin.regimen import parse

DAYS = np.array([0.0, 84.0, 365.0])
NAMES = ("mma_nmol_l", "serum_b12_pmol_l", "body_b12_ug")
VEGAN = {
    "person": {"age": 40, "sex": "female", "diet": "vegan", "diet_since": "12 years"},
    "lab": [{"test": "serum B12", "value": "150 pmol/L"}],
}


@pytest.fixture(scope="module")
def selves() -> Selves:
    return selves_of(posterior(person_from_mapping(VEGAN, where="test"), particles=200), count=200)


def test_systematic_draws_follow_the_weights():
    weights = np.random.default_rng(3).dirichlet(np.ones(50))
    drawn = np.bincount(systematic(weights, 1000, 0.37), minlength=50)
    assert np.abs(drawn - 1000 * weights).max() <= 1.0
    assert systematic(np.array([0.0, 1.0, 0.0]), 5, 0.99).tolist() == [1] * 5


def test_selves_carry_the_weight_and_start_where_they_lived(selves: Selves):
    assert selves.weights.sum() == pytest.approx(1.0)
    today = selves.follow(None, DAYS, NAMES)[:, 0]
    for n, name in enumerate(NAMES):
        assert today[n] == pytest.approx(selves.of(name), rel=1e-3)


def test_every_plan_meets_the_same_selves_and_zero_adherence_is_no_plan(selves: Selves):
    tablets = parse("cyanocobalamin 50 ug orally daily")
    none, never, half, all_taken = (
        selves.follow(None, DAYS, NAMES),
        selves.follow(tablets, DAYS, NAMES, adherence=0.0),
        selves.follow(tablets, DAYS, NAMES, adherence=0.5),
        selves.follow(tablets, DAYS, NAMES, adherence=1.0),
    )
    assert never == pytest.approx(none, rel=2e-3)
    body = NAMES.index("body_b12_ug")
    assert (half[body, -1] > none[body, -1]).all()
    assert (all_taken[body, -1] > half[body, -1]).all()


def test_replete_selves_lack_nothing(selves: Selves):
    replete = selves.replete(365.0, ("mma_nmol_l",))["mma_nmol_l"]
    assert (replete < selves.follow(None, DAYS, NAMES)[0, -1] * 1.02).all()
