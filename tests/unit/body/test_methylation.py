"""Enzymes and markers: the occupancy law, the maps of the one-carbon scan, and levels seen in people."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cobalamin.body import BODY, methylation
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view

K = view(typical())
REPLETE = view_inputs(replete_inputs())

# Activity of methionine synthase -> thymidylate, methylfolate share, SAM/SAH; "nerve" columns of the published scan.
SCAN = (
    (1.00, 1.00, 0.45, 1.00),
    (0.50, 0.63, 0.70, 0.82),
    (0.20, 0.25, 0.89, 0.61),
    (0.10, 0.12, 0.94, 0.52),
    (0.05, 0.06, 0.97, 0.48),
    (0.02, 0.02, 0.98, 0.45),
)


def markers_at(pool: float, now: SimpleNamespace = REPLETE) -> tuple[float, float]:
    """Homocysteine and methylmalonate at rest with tissue B12 `pool` times normal: inflow over clearance."""
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values["tissue.exchangeable"] = pool * K.tissue_reference
    body = BODY.view(list(values.values()))
    values["methylation.folate"] = methylation.folate_supply(body, K, now) / methylation.folate_loss(body, K, now)
    body = BODY.view(list(values.values()))
    homocysteine = methylation.homocysteine_production(body, K, now) / methylation.homocysteine_clearance(body, K, now)
    mma = methylation.methylmalonate_production(body, K, now) / methylation.methylmalonate_clearance(body, K, now)
    return homocysteine, mma


@pytest.mark.parametrize("sensitivity", [0.5, 1.0, 2.0])
def test_occupancy_is_one_in_health_and_zero_without_cobalamin(sensitivity: float) -> None:
    assert methylation.occupancy(1.0, sensitivity, K) == pytest.approx(1.0, rel=1e-12)
    assert methylation.occupancy(0.0, sensitivity, K) == pytest.approx(0.0, abs=1e-12)


def test_occupancy_is_half_of_its_ceiling_at_the_half_pool() -> None:
    ceiling = 1 + K.occupancy_half_pool**K.occupancy_exponent
    assert methylation.occupancy(K.occupancy_half_pool, 1, K) == pytest.approx(ceiling / 2, rel=1e-12)


def test_a_more_sensitive_organ_is_emptier_at_the_same_pool() -> None:
    assert methylation.occupancy(0.2, 2, K) < methylation.occupancy(0.2, 1, K) < methylation.occupancy(0.2, 0.5, K)


@pytest.mark.parametrize(("activity", "thymidylate", "share", "ratio"), SCAN)
def test_maps_reproduce_the_one_carbon_scan(activity: float, thymidylate: float, share: float, ratio: float) -> None:
    # Errors of the maps are 0.010, 0.010 and 0.014; the table is rounded to 0.01.
    assert methylation.thymidylate_map(activity, K) == pytest.approx(thymidylate, abs=0.015)
    assert methylation.methyl_folate_share(activity, K) == pytest.approx(share, abs=0.015)
    assert methylation.sam_sah_ratio(activity, K) == pytest.approx(ratio, abs=0.019)


def test_more_b12_than_enough_adds_no_methylation() -> None:
    assert methylation.methylation_capacity(1.06, K) == pytest.approx(1.0, rel=1e-12)


def test_healthy_markers() -> None:
    homocysteine, mma = markers_at(1.0)
    assert homocysteine == pytest.approx(K.homocysteine_baseline, rel=1e-9)
    assert mma == pytest.approx(K.methylmalonate_baseline, rel=1e-9)


@pytest.mark.parametrize("pool", [0.5, 0.1, 0.03])
def test_methylmalonate_overflows_as_mutase_empties(pool: float) -> None:
    """m0 + m1 (1/a - 1), a = x^n (1 + h^n) / (x^n + h^n)."""
    n, h = K.occupancy_exponent, K.occupancy_half_pool
    activity = pool**n * (1 + h**n) / (pool**n + h**n)
    expected = K.methylmalonate_baseline + K.methylmalonate_overflow * (1 / activity - 1)
    assert markers_at(pool)[1] == pytest.approx(expected, rel=1e-9)


def test_severe_deficiency_gives_the_markers_of_megaloblastic_anaemia() -> None:
    # Medians of 15 patients: homocysteine 62 umol/L, methylmalonate 3030 nmol/L; where one is met the other is near.
    pools = [0.2 * 0.95**n for n in range(80)]
    reached = next(markers_at(pool) for pool in pools if markers_at(pool)[1] >= 3030.0)
    assert reached[0] == pytest.approx(62.0, rel=0.4)


@pytest.mark.parametrize("egfr", [1.0, 0.9, 0.45])
def test_kidneys_raise_methylmalonate_below_90(egfr: float) -> None:
    """(0.9 / egfr)^n below 0.9, in hundreds of mL/min/1.73 m2."""
    _, mma = markers_at(1.0, view_inputs({**replete_inputs(), "egfr": egfr}))
    factor = max(K.kidney_full_clearance / egfr, 1.0) ** K.methylmalonate_kidney_exponent
    assert mma / K.methylmalonate_baseline == pytest.approx(factor, rel=1e-6)


def test_nitrous_oxide_spares_mutase() -> None:
    body = BODY.view(BODY.healthy())
    before = methylation.mutase_activity(body, K), methylation.synthase_activity(body, K)
    body.methylation.synthase_intact = 0.1
    assert methylation.mutase_activity(body, K) == before[0]
    assert methylation.synthase_activity(body, K) == pytest.approx(0.1 * before[1])


def test_folate_deficiency_raises_homocysteine_and_not_methylmalonate() -> None:
    homocysteine, mma = markers_at(1.0, view_inputs({**replete_inputs(), "folate_intake": 0.2}))
    assert homocysteine > 1.3 * K.homocysteine_baseline
    assert mma == pytest.approx(K.methylmalonate_baseline, rel=1e-9)
