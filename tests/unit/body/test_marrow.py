"""Blood: steady state in health, the drive of erythropoietin, and which way thymidylate, iron and folic acid pull."""

from __future__ import annotations

from typing import Any

import pytest

from cobalamin.body import BODY, marrow
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view

K = view(typical())
REPLETE = view_inputs(replete_inputs())


def state(**changed: float) -> Any:
    """The healthy body at the tissue reference, with marrow compartments or the tissue pool changed."""
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values["tissue.exchangeable"] = changed.pop("pool", 1.0) * K.tissue_reference
    values |= {f"marrow.{name}": value for name, value in changed.items()}
    return BODY.view(list(values.values()))


def test_healthy_flows_balance() -> None:
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values["tissue.exchangeable"] = K.tissue_reference
    values["marrow.early_precursors"] = 1 / (K.red_cell_lifespan * K.precursor_maturation)
    values["marrow.late_precursors"] = 1 / (K.red_cell_lifespan * K.precursor_release)
    change = dict(zip(BODY.names, BODY.rates(list(values.values()), K, REPLETE), strict=True))
    for name in BODY.names:
        if name.startswith("marrow."):
            assert change[name] == pytest.approx(0.0, abs=1e-12), name


def test_declared_healthy_precursors_match_the_parameters() -> None:
    healthy = dict(zip(BODY.names, BODY.healthy(), strict=True))
    assert healthy["marrow.early_precursors"] == pytest.approx(1 / (K.red_cell_lifespan * K.precursor_maturation))
    assert healthy["marrow.late_precursors"] == pytest.approx(1 / (K.red_cell_lifespan * K.precursor_release))


def test_erythropoietin_is_one_in_health_and_capped_in_severe_anaemia() -> None:
    assert marrow.erythropoietin_drive(state(), K) == pytest.approx(1.0, rel=1e-12)
    third = {f"{age}_volume": 0.1 / 3 for age in ("young", "middle", "old")}
    assert marrow.erythropoietin_drive(state(**third), K) == pytest.approx(K.erythropoietin_ceiling, rel=0.01)


def test_one_percent_reticulocytes_in_health() -> None:
    assert marrow.reticulocyte_share(state(), K) == pytest.approx(0.01, rel=1e-9)


def test_lack_of_b12_enlarges_cells_and_slows_maturation() -> None:
    poor = state(pool=0.03)
    assert marrow.new_cell_volume(poor, K, REPLETE) > 1.15
    assert marrow.effectiveness(poor, K, REPLETE) < 0.4


def test_lack_of_iron_hides_large_cells() -> None:
    poor = state(pool=0.03, iron_store=0.1)
    assert marrow.new_cell_volume(poor, K, REPLETE) < 1.05


def test_folic_acid_mends_part_of_the_lack_and_less_of_it_as_stores_run_out() -> None:
    folic = view_inputs({**replete_inputs(), "folic_acid_mg_per_day": 5.0})
    gains = []
    for pool in (0.10, 0.01):
        own = marrow.marrow_activity(state(pool=pool), K, REPLETE)
        helped = marrow.marrow_activity(state(pool=pool), K, folic)
        assert own < helped < 1
        gains.append((helped - own) / (1 - own))
    assert gains[1] < gains[0] <= K.folic_acid_rescue


def test_marrow_sensitivity_acts_on_marrow_only_and_not_in_health() -> None:
    sensitive = view(typical() | {"marrow_sensitivity": 2.0})
    assert marrow.marrow_activity(state(), sensitive, REPLETE) == pytest.approx(1.0, rel=1e-12)
    poor = state(pool=0.1)
    assert marrow.marrow_activity(poor, sensitive, REPLETE) < marrow.marrow_activity(poor, K, REPLETE)
