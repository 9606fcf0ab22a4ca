"""The virtual clinic: patterns that series describe, which the constants were fitted for or must at least allow."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.evidence.normal_limits import limit
from cobalamin.validate.clinic import Door, Visit, at_the_door, clinic
from cobalamin.validate.experiment import Followed, follow
from cobalamin.validate.presentation import TREATMENT, TWO_YEARS, amplitude_low, velocity_low

PEOPLE = 48


@pytest.fixture(scope="module")
def visits() -> tuple[Visit, ...]:
    return clinic(people=PEOPLE)


@pytest.fixture(scope="module")
def neurology(visits: tuple[Visit, ...]) -> Followed:
    return follow(at_the_door(visits, Door.NERVE), TREATMENT, [0.0, TWO_YEARS])


def test_blood_comes_first_in_some_and_nerve_in_others(visits: tuple[Visit, ...]) -> None:
    share = np.mean([visit.blood_first for visit in visits])
    assert 0.2 < share < 0.85


def test_feet_come_first_usually_and_hands_sometimes(visits: tuple[Visit, ...]) -> None:
    share = np.mean([visit.hands_first for visit in visits if visit.door is Door.NERVE])
    assert 0.02 < share < 0.35


def test_peripheral_injury_is_mostly_axonal_with_some_demyelination(neurology: Followed) -> None:
    axons = -np.log(neurology.on("axons_pns"))
    myelin = -np.log(np.minimum(neurology.on("myelin_pns"), 1 - 1e-9))
    share = axons / (axons + myelin)
    assert 0.5 < np.median(share) < 0.99
    assert np.mean((share > 0.5) & (share < 0.99)) > 0.85


def test_where_axons_are_lost_velocity_stays_near_its_limit(neurology: Followed) -> None:
    """In axonal cases amplitude falls while velocity stays above 80 % of the lower limit."""
    healthy = np.array([s.constants["sural_amplitude_baseline"] for s in neurology.subjects])
    fallen = neurology.on("sural_amplitude_uv") < 0.7 * healthy
    who = [s.person for s in neurology.subjects]
    bounds = [limit("sural_velocity_m_s", p.age, p.height_cm, p.sex.value).value for p in who]
    assert fallen.any()
    assert (neurology.on("sural_velocity_m_s")[fallen] > 0.8 * np.array(bounds)[fallen]).all()


def test_central_conduction_is_abnormal_far_more_often_than_peripheral(neurology: Followed) -> None:
    late = [
        limit("tibial_sep_p37_ms", s.person.age, s.person.height_cm, s.person.sex.value).outside(float(value))
        for s, value in zip(neurology.subjects, neurology.on("tibial_sep_p37_ms"), strict=True)
    ]
    assert np.mean(late) > 2 * np.mean(amplitude_low(neurology) | velocity_low(neurology))


def test_the_more_cord_axons_are_lost_at_the_visit_the_less_returns(neurology: Followed) -> None:
    lost, back = 1 - neurology.on("axons_cns"), neurology.on("dorsal_column", TWO_YEARS)
    worst = lost >= np.quantile(lost, 0.8)
    assert np.mean(back[worst]) < 0.9 * np.mean(back[~worst])
