"""The teaching twin says the same as the whole body, and fits on its page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from cobalamin.body import BODY, one_page
from cobalamin.body.inputs import replete_inputs
from cobalamin.body.observe import observe
from cobalamin.parameters import typical, view
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

YEAR = 365.25
LINES = 120
CLOSE = 0.01
K = view(typical())
# All compartments that hold B12, and the free carrier, which is used up by it.
B12 = (
    *next(group for group in BODY.groups() if BODY.index["liver.cobalamin"] in group),
    BODY.index["plasma.apotranscobalamin"],
)


def whole(start: np.ndarray, begin: float, end: float, at: list[float], **inputs: float) -> np.ndarray:
    """The B12 part of the whole body from its flows, everything else held at health."""
    now = SimpleNamespace(**(replete_inputs() | inputs))
    full, members = np.array(BODY.healthy()), list(B12)

    def change(_: float, part: np.ndarray) -> np.ndarray:
        full[members] = part
        return np.asarray(BODY.rates(full.tolist(), K, now))[members]

    path = solve_ivp(change, (begin, end), start, "BDF", at, rtol=1e-7, atol=1e-9)
    return path.y.T


@cache
def settled() -> np.ndarray:
    start = np.array(BODY.healthy())[list(B12)]
    return whole(start, one_page.LONG_AGO, 0.0, [0.0])[-1]


def read(part: np.ndarray) -> list[float]:
    full = np.array(BODY.healthy())
    full[list(B12)] = part
    now = SimpleNamespace(**replete_inputs())
    return observe(("serum_b12_pmol_l", "body_b12_ug"), BODY.view(full.tolist()), K, now)


@pytest.mark.parametrize("uptake", [1.0, 0.0])
def test_five_years_without_intake_as_in_the_whole_body(uptake: float):
    days = [0.0, 30.0, YEAR, 2 * YEAR, 5 * YEAR]
    states = whole(settled(), 0.0, days[-1], days, diet_absorbed=0.0, intrinsic_factor=uptake)
    expected = np.array([read(each) for each in states])
    found = one_page.course(days, diet_absorbed=0.0, uptake=uptake)
    np.testing.assert_allclose(found.serum_pmol_l, expected[:, 0], rtol=CLOSE)
    np.testing.assert_allclose(found.body_ug, expected[:, 1], rtol=CLOSE)


def test_course_of_injections_as_in_the_whole_body():
    doses = {float(day): 1000.0 for day in range(0, 14, 2)}
    after = [20.0, 60.0, 180.0, YEAR]
    state, expected = settled(), []
    for day in doses:
        expected.append(read(state))
        state = state.copy()
        depot = list(B12).index(BODY.index["plasma.depot_cyanocobalamin"])
        state[depot] += 1000.0 * NANOMOLES_PER_MICROGRAM_COBALAMIN
        state = whole(state, day, day + 2.0, [day + 2.0], diet_absorbed=0.0)[-1]
    expected += [read(each) for each in whole(state, 14.0, after[-1], after, diet_absorbed=0.0)]
    found = one_page.course([*doses, *after], diet_absorbed=0.0, injections_ug=doses)
    np.testing.assert_allclose(found.serum_pmol_l, np.array(expected)[:, 0], rtol=CLOSE)
    np.testing.assert_allclose(found.body_ug, np.array(expected)[:, 1], rtol=CLOSE)


def test_sample_on_the_day_of_an_injection_is_taken_before_it():
    found = one_page.course([0.0, 1.0], injections_ug={0.0: 1000.0})
    assert found.serum_pmol_l[0] == pytest.approx(one_page.course([0.0]).serum_pmol_l[0], rel=1e-6)
    assert found.serum_pmol_l[1] > 1.1 * found.serum_pmol_l[0]


def test_it_fits_on_one_page():
    text = Path(one_page.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
