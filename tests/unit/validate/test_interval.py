"""The 90 % interval against closed forms: what it is made of, what it is not made of, and that it covers."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from cobalamin.validate.interval import (
    LEAST_STUDIES,
    MATCHED_SHARE,
    Z90,
    Z95,
    Scale,
    disagreements,
    interval_90,
    pool_of,
    sampling_errors,
    students_quantile,
)
from cobalamin.validate.matrix import judge
from cobalamin.validate.row import DIRECTION, Block, Kind, Row

FITTED = ("Misra 2007", "Healton 1991", "Savage 1994", "Hemmer 1998", "Dangour 2015")
TESTED = "Irving 2009"
MATCHED_Z = NormalDist().inv_cdf((1 + MATCHED_SHARE) / 2)


def row(study: str = TESTED, **changed: object) -> Row:
    fields: dict[str, object] = {
        "study": study, "quantity": "serum B12", "unit": "pmol/L", "observed": 100.0, "simulated": 100.0,
        "kind": Kind.PREDICTED if study == TESTED else Kind.FITTED, "source": "guess", "block": Block.KINETICS,
    }  # fmt: skip
    return Row(**fields | changed)  # type: ignore[arg-type]


def fitted(*ratios: float, **changed: object) -> list[Row]:
    return [row(name, observed=100.0 * ratio, **changed) for name, ratio in zip(FITTED, ratios, strict=False)]


def test_disagreement_is_the_matched_residual_in_standard_deviations() -> None:
    """Without sampling error tau = quantile of |ln ratio| / that of the half-normal law; a gross miss moves nothing."""
    for last in (1.6, 50.0):
        (found,) = disagreements(fitted(1.1, 1.2, 1.3, 1.5, last)).values()
        assert found.tau == pytest.approx(math.log(1.5) / MATCHED_Z, rel=1e-6)
        assert (found.rows, found.studies) == (5, 5)


def test_sampling_error_explains_disagreement_first() -> None:
    narrow = fitted(1.1, 1.2, 1.5, simulated_low=95.0, simulated_high=105.0)
    wide = fitted(1.1, 1.2, 1.5, simulated_low=30.0, simulated_high=300.0)
    (little,), (all_,) = disagreements(narrow).values(), disagreements(wide).values()
    assert 0 < little.tau < math.log(1.5) / MATCHED_Z
    assert all_.tau == 0.0


def test_figures_kept_for_testing_do_not_make_their_own_interval() -> None:
    rows = fitted(1.1, 1.2, 1.5)
    assert disagreements(rows) == disagreements([*rows, row(observed=9000.0)])


def test_a_study_counts_once_however_many_rows_it_has() -> None:
    rows = fitted(1.1, 1.2, 1.5)
    assert disagreements([*rows, *[rows[2]] * 9]) != {}
    (once,), (often,) = disagreements(rows).values(), disagreements([*rows, *[rows[2]] * 9]).values()
    assert often.tau == pytest.approx(once.tau)


def test_few_studies_tell_no_disagreement_and_give_no_interval() -> None:
    few = disagreements(fitted(1.1, 1.2)[: LEAST_STUDIES - 1])
    assert few == {}
    assert interval_90(row(), few) is None


def test_interval_is_the_sum_of_its_parts() -> None:
    """exp(ln simulated -+ sqrt(z^2 (sampling^2 + parameters^2) + t^2 tau^2))."""
    known = disagreements(fitted(1.1, 1.2, 1.5))
    made = row(simulated_low=80.0, simulated_high=110.0)
    low, high = interval_90(made, known, lambda _: 0.2) or (0.0, 0.0)
    tau = students_quantile(2) * math.log(1.5) / MATCHED_Z
    for end, bound in ((low, 80.0), (high, 110.0)):
        sampling = abs(math.log(bound / 100.0)) / Z95
        assert abs(math.log(end / 100.0)) == pytest.approx(math.sqrt(Z90**2 * (sampling**2 + 0.04) + tau**2))


def test_what_the_fit_leaves_open_widens_intervals_and_explains_disagreement() -> None:
    ran = [("by hand", (*fitted(1.1, 1.2, 1.5), row()), "")]
    without, little, much = (judge(ran, spread=lambda _, sd=sd: sd) for sd in (0.0, 0.01, 1.0))
    taus = [next(iter(found.disagreement.values())).tau for found in (without, little, much)]
    assert taus[0] > taus[1] > taus[2] == 0.0
    (low, high), (lower, higher) = (found.judged[-1].interval_90 or (0.0, 0.0) for found in (without, much))
    assert lower < low < high < higher
    assert math.log(higher / 100) == pytest.approx(Z90)


def test_sampling_error_is_counted_once() -> None:
    """The report and the virtual study tell of the same sampling: the larger counts, not the sum."""
    both = row(low=50.0, high=200.0, simulated_low=90.0, simulated_high=111.0)
    below, above = sampling_errors(both, Scale.LOG)
    assert below == above == pytest.approx(math.log(4.0) / (2 * Z95))


def test_interval_covers_nine_of_ten_new_studies() -> None:
    random = np.random.default_rng(3)
    tau, sampling = 0.3, 0.1
    end = math.exp(Z95 * sampling)
    bounds = {"simulated_low": 100.0 / end, "simulated_high": 100.0 * end}
    spread = math.hypot(tau, sampling)
    rows = [row(FITTED[n % 5], observed=100 * math.exp(random.normal(0, spread)), **bounds) for n in range(400)]
    known = {pool: replace(found, studies=400) for pool, found in disagreements(rows).items()}
    low, high = interval_90(row(**bounds), known) or (0.0, 0.0)
    new = 100 * np.exp(random.normal(0, spread, 4000))
    assert np.mean((new >= low) & (new <= high)) == pytest.approx(0.9, abs=0.04)


@pytest.mark.parametrize(
    ("changed", "scale", "unit"),
    [
        ({}, Scale.LOG, ""),
        ({"unit": "%", "observed": 0.0, "simulated": 40.0}, Scale.SHARE, ""),
        ({"unit": "%", "observed": 140.0}, Scale.LOG, ""),
        ({"unit": "points of 10", "observed": -1.0, "simulated": -2.0}, Scale.ADDITIVE, ""),
        ({"unit": "m/s", "observed": -1.0, "simulated": 2.0}, Scale.ADDITIVE, "m/s"),
    ],
)
def test_scale(changed: dict[str, object], scale: Scale, unit: str) -> None:
    pool = pool_of(row(**changed))
    assert pool is not None
    assert (pool.scale, pool.unit) == (scale, unit)


def test_no_pool_for_directions_and_for_what_is_computed_again() -> None:
    assert pool_of(row(unit=DIRECTION, observed=1.0, simulated=1.0)) is None
    assert pool_of(row(kind=Kind.VERIFICATION)) is None


@pytest.mark.parametrize("scale", list(Scale))
def test_scales_go_there_and_back(scale: Scale) -> None:
    for value in (0.5, 20.0, 99.5):
        assert scale.back(scale.to(value, "%"), "%") == pytest.approx(value)


def test_an_interval_of_a_share_stays_within_the_whole() -> None:
    rows = fitted(0.02, 0.05, 0.09, unit="%", simulated=3.0)
    low, high = interval_90(row(unit="%", observed=1.0, simulated=2.0), disagreements(rows)) or (-1.0, 101.0)
    assert low == 0.0
    assert 2.0 < high < 100.0


@pytest.mark.parametrize(("degrees", "quantile"), [(2, 2.920), (3, 2.353), (5, 2.015), (10, 1.812), (30, 1.697)])
def test_students_quantile_is_that_of_the_tables(degrees: int, quantile: float) -> None:
    assert students_quantile(degrees) == pytest.approx(quantile, rel=0.02)
