"""Limits of the healthy: as they were read, in a sensible order, and honest about where they come from."""

from __future__ import annotations

import doctest
import math

import pytest

from cobalamin.errors import InputError
from cobalamin.evidence import Verified, normal_limits
from cobalamin.evidence.normal_limits import Side, healthy, limit, references, side_of

MEASURED = [
    "sural_velocity_m_s",
    "sural_amplitude_uv",
    "peroneal_velocity_m_s",
    "peroneal_amplitude_mv",
    "peroneal_distal_latency_ms",
    "tibial_velocity_m_s",
    "tibial_amplitude_mv",
    "tibial_distal_latency_ms",
    "median_motor_velocity_m_s",
    "median_motor_amplitude_mv",
    "median_distal_latency_ms",
    "median_sensory_velocity_m_s",
    "median_sensory_amplitude_uv",
    "tibial_sep_p37_ms",
    "median_sep_n20_ms",
    "visual_ep_p100_ms",
    "tibial_mep_cmct_ms",
    "vibration_threshold",
]


@pytest.mark.parametrize("quantity", MEASURED)
@pytest.mark.parametrize(("age", "height"), [(25, 160), (45, 170), (80, 190)])
def test_every_measured_quantity_has_a_limit_beyond_its_typical_value(quantity: str, age: float, height: float) -> None:
    typical, bound = healthy(quantity, age, height, "female"), limit(quantity, age, height, "female")
    assert typical.median > 0
    assert 0 < typical.spread < 1
    assert bound.value >= 0
    assert (bound.value < typical.median) == (bound.side is Side.LOWER)
    assert bound.outside(bound.value) is False
    assert bound.side is side_of(quantity)


def test_only_known_quantities_and_nothing_recalled() -> None:
    assert set(references()) == set(MEASURED)
    for rows in references().values():
        for row in rows:
            assert row.verified is not Verified.MEMORY, row.id
            assert row.source, row.id
            assert row.doi_or_url, row.id
            assert row.where, row.id
            assert row.ages[0] < row.ages[1], row.id
            assert row.unit.split("/")[0] in {"m", "uV", "mV", "ms", "ln(uV)", "ln(1)"}, row.id


def test_limits_as_printed() -> None:
    assert limit("sural_velocity_m_s", 40, 170, "male").value == 43
    assert limit("sural_velocity_m_s", 25, 170, "male").value == 43
    assert limit("sural_velocity_m_s", 70, 170, "male").value == pytest.approx(43 - 10 * 0.113)
    assert limit("visual_ep_p100_ms", 30, 175, "female").value == 115.3
    amplitudes = [limit("sural_amplitude_uv", age, 170, "male").value for age in (40, 65, 72, 80)]
    assert amplitudes == [7.7, 3, 1, 0]


def test_limits_worked_out_from_mean_and_deviation() -> None:
    assert limit("peroneal_distal_latency_ms", 50, 170, "male").value == pytest.approx(4.8 + 2 * 0.8)
    assert not limit("peroneal_distal_latency_ms", 50, 170, "male").printed
    share = (2.5 / 5.1) ** 2  # log-normal with mean 5.1 and SD 2.5
    sigma = math.sqrt(math.log(1 + share))
    expected = 5.1 / math.sqrt(1 + share) * math.exp(-2 * sigma)
    assert limit("peroneal_amplitude_mv", 60, 170, "male").value == pytest.approx(expected)
    assert healthy("sural_amplitude_uv", 40, 170, "male").median == pytest.approx(math.exp(2.84))


def test_age_and_height_move_the_leg() -> None:
    def at(age: float, height: float) -> float:
        return limit("peroneal_velocity_m_s", age, height, "male").value

    assert at(60, 170) - at(50, 170) == pytest.approx(-1.13)
    assert at(50, 190) - at(50, 170) == pytest.approx(-5.0)


def test_old_people_of_another_study_are_met() -> None:
    """Health ABC, 72 to 83 years, B12-replete: mean peroneal velocity 43.5 m/s (Leishear 2012); not used above."""
    assert healthy("peroneal_velocity_m_s", 77.5, 168, "male").median == pytest.approx(43.5, abs=2)


def test_people_outside_a_study_are_told_apart() -> None:
    assert limit("tibial_sep_p37_ms", 40, 170, "female").studied
    assert not limit("tibial_sep_p37_ms", 75, 170, "female").studied
    assert not limit("tibial_sep_p37_ms", 40, 200, "female").studied


def test_an_unknown_quantity_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'sural_velocity_m_s'"):
        limit("sural_velocty_m_s", 40, 170, "male")


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(normal_limits).failed == 0
