"""Observations: names complete and in order, healthy values, and scales that stay on the scale."""

from __future__ import annotations

import math

import pytest

from cobalamin.body import BODY
from cobalamin.body.harm import EVENTS
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.observe import OBSERVATIONS, Licence, observe
from cobalamin.evidence import derivations, facts
from cobalamin.parameters import typical, view

K = view(typical())
REPLETE = view_inputs(replete_inputs())
NAMES = (
    "serum_b12_pmol_l",
    "holotc_pmol_l",
    "mma_nmol_l",
    "homocysteine_umol_l",
    "hemoglobin_g_dl",
    "mcv_fl",
    "reticulocytes_pct",
    "body_b12_ug",
    "liver_b12_ug",
    "sam_sah_ratio",
    "myelin_pns",
    "myelin_cns",
    "axons_pns",
    "axons_cns",
    "sural_velocity_m_s",
    "sural_amplitude_uv",
    "tibial_sep_p37_ms",
    "visual_ep_p100_ms",
    "vibration_threshold",
    "dorsal_column",
    "cognition",
    "pain_nrs",
    "tingling",
    "numbness",
    "weakness",
    "unsteadiness",
    "memory_trouble",
    "fatigue",
    "corticospinal",
    "small_fibre",
    "autonomic",
    "ferritin_ug_l",
    "sural_distal_latency_ms",
    *("peroneal_velocity_m_s", "peroneal_amplitude_mv", "peroneal_distal_latency_ms"),
    *("tibial_velocity_m_s", "tibial_amplitude_mv", "tibial_distal_latency_ms"),
    *("median_motor_velocity_m_s", "median_motor_amplitude_mv", "median_distal_latency_ms"),
    *("median_sensory_velocity_m_s", "median_sensory_amplitude_uv", "temporal_dispersion"),
    *("tibial_sep_amplitude", "median_sep_n20_ms", "tibial_mep_cmct_ms", "tibial_mep_amplitude", "optic"),
    *("tingling_hands", "foot_pain", "numbness_hands", "ankle_reflex", "knee_reflex"),
    "pregabalin_mg_l",
    "gabapentin_mg_l",
    "duloxetine_ng_ml",
    "amitriptyline_ng_ml",
    "nortriptyline_ng_ml",
    *(f"{event}{kind}_pct" for event in EVENTS for kind in ("", "_excess")),
    "weight_change_kg",
    "b6_neuropathy_risk_low_pct",
    "b6_neuropathy_risk_high_pct",
)
SCALES = (
    *("pain_nrs", "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue"),
    *("tingling_hands", "foot_pain", "numbness_hands"),
)


def test_names_are_complete_and_in_order() -> None:
    assert tuple(OBSERVATIONS) == NAMES


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("serum_b12_pmol_l", "body_b12_ug", "liver_b12_ug")])
def test_declared_healthy_value(name: str) -> None:
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values["tissue.exchangeable"] = K.tissue_reference
    (value,) = observe((name,), BODY.view(list(values.values())), K, REPLETE)
    declared = OBSERVATIONS[name]
    assert value == pytest.approx(declared.healthy, rel=0.06, abs=declared.scale_floor)


@pytest.mark.parametrize("name", SCALES)
def test_scales_stay_between_zero_and_ten(name: str) -> None:
    for factor in (0.0, 0.3, 1.0):
        values = [factor * x for x in BODY.healthy()]
        (value,) = observe((name,), BODY.view(values), K, REPLETE)
        assert math.isfinite(value)
        assert 0 <= value <= 10


def test_numbness_and_vibration_rise_with_loss() -> None:
    values = dict(zip(BODY.names, BODY.healthy(), strict=True)) | {"nerve.axons_alive": 0.4}
    numbness, threshold = observe(("numbness", "vibration_threshold"), BODY.view(list(values.values())), K, REPLETE)
    assert numbness > 3
    assert threshold == pytest.approx(2.5, rel=1e-6)


def test_axonal_loss_lowers_amplitude_and_hardly_velocity() -> None:
    # Acceptance: in axonal cases velocity stays above 80 % of the lower limit of 40 m/s.
    values = dict(zip(BODY.names, BODY.healthy(), strict=True)) | {"nerve.axons_alive": 0.3}
    amplitude, velocity = observe(
        ("sural_amplitude_uv", "sural_velocity_m_s"), BODY.view(list(values.values())), K, REPLETE
    )
    assert amplitude < 6
    assert velocity > 0.8 * 40


def test_only_markers_blood_stores_and_drugs_are_forecasts() -> None:
    forecast = {name for name, o in OBSERVATIONS.items() if o.declared is Licence.FORECAST}
    drugs = {n for n in NAMES if n.startswith(("pregabalin", "gabapentin", "duloxetine", "amitrip", "nortrip"))}
    harm = {f"{event}{kind}_pct" for event in EVENTS for kind in ("", "_excess")} | {"weight_change_kg"}
    assert forecast == {*NAMES[:9], *drugs, *harm}


@pytest.mark.parametrize("name", NAMES)
def test_every_observation_names_its_sources(name: str) -> None:
    ids = OBSERVATIONS[name].source_ids
    assert ids
    assert set(ids) <= {*facts(), *derivations()}
    assert OBSERVATIONS[name].equation
