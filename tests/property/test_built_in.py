"""What the model says by construction. These tests pin a choice of the authors; they are no evidence for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cobalamin.evidence import facts
from cobalamin.person import Person
from cobalamin.simulate import Outcome

pytestmark = pytest.mark.built_in

Follow = Callable[..., Outcome]
Make = Callable[..., Person]
INJECTIONS = "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months"
TABLETS = "cyanocobalamin 2 mg orally daily"
YEARS = np.array([0.0, 91.0, 182.0, 365.0, 730.0])


def pernicious(make_person: Make, days: float, **fields: object) -> Person:
    return make_person(
        60, condition=[{"name": "pernicious anaemia", "since": f"{days:g} days", "untreated": True}], **fields
    )


@pytest.mark.parametrize("name", ["pain_nrs", "sural_amplitude_uv", "sural_velocity_m_s", "cognition", "axons_pns"])
@pytest.mark.parametrize("cause", ["none", "type 2 diabetes"])
def test_replete_people_gain_nothing(make_person: Make, follow: Follow, name: str, cause: str) -> None:
    """B12 beyond enough changes neither pain nor nerve nor thinking, with or without diabetes."""
    conditions = [] if cause == "none" else [{"name": cause, "since": "12 years"}]
    outcome = follow(make_person(55, condition=conditions), [INJECTIONS, TABLETS], YEARS)
    values = outcome.of(name)
    floor = 0.1 if name == "pain_nrs" else 0.0
    for arm in (1, 2):
        assert (np.abs(values[:, arm] - values[:, 0]) <= 0.005 * np.maximum(np.abs(values[:, 0]), floor)).all()


def first_day(outcome: Outcome, name: str, limit: float, days: np.ndarray) -> float:
    """Day on which an observation of the untreated first falls below `limit`."""
    return float(days[int(np.argmax(outcome.of(name)[:, 0] < limit))])


@pytest.fixture(scope="module")
def early_and_late(make_person: Make, follow: Follow) -> tuple[Outcome, Outcome]:
    """Injections one month and one year after the first loss of dorsal columns; each followed for four years."""
    told = 3650.0
    days = np.linspace(-told + 1, 0.0, 120)
    outcome = follow(pernicious(make_person, told), [], days)
    onset = told + first_day(outcome, "dorsal_column", 0.98, days)
    days = np.array([0.0, 91.0, 365.0, 730.0, 1460.0])
    early, late = (follow(pernicious(make_person, onset + wait), [INJECTIONS], days) for wait in (30.4375, 365.25))
    return early, late


@pytest.mark.parametrize("name", ["dorsal_column", "axons_cns", "axons_pns", "sural_amplitude_uv", "myelin_cns"])
def test_treated_late_leaves_more_behind(early_and_late: tuple[Outcome, Outcome], name: str) -> None:
    early, late = (outcome.of(name)[-1, 1] for outcome in early_and_late)
    assert late < early - 0.003 * abs(early)


@pytest.mark.parametrize("name", ["hemoglobin_g_dl", "mcv_fl", "mma_nmol_l", "homocysteine_umol_l"])
def test_blood_recovers_whenever_it_is_treated(early_and_late: tuple[Outcome, Outcome], name: str) -> None:
    early, late = (outcome.of(name)[-1, 1] for outcome in early_and_late)
    assert late == pytest.approx(early, rel=0.02)


def test_cord_does_not_recover_in_full_when_treated_late(early_and_late: tuple[Outcome, Outcome]) -> None:
    _, late = early_and_late
    assert late.of("dorsal_column")[-1, 1] < 0.97


def test_folic_acid_masks_the_blood_and_not_the_nerve(make_person: Make, follow: Follow) -> None:
    since = 4.3 * 365.25
    plain = follow(pernicious(make_person, since), [], [0])
    folic = [{"regimen": "folic acid 5 mg orally daily", "since": f"{since:g} days"}]
    masked = follow(pernicious(make_person, since, medicine=folic), [], [0])

    def at(outcome: Outcome, name: str) -> float:
        return float(outcome.of(name)[0, 0])

    assert at(plain, "mcv_fl") - 90 > 2 * (at(masked, "mcv_fl") - 90)
    assert at(masked, "hemoglobin_g_dl") > at(plain, "hemoglobin_g_dl") + 0.3
    assert at(masked, "mma_nmol_l") == pytest.approx(at(plain, "mma_nmol_l"), rel=1e-3)
    for name in ("dorsal_column", "axons_pns", "sural_amplitude_uv"):
        assert at(masked, name) == pytest.approx(at(plain, name), rel=0.01)


def test_tablets_restore_the_markers_in_pernicious_anaemia(make_person: Make, follow: Follow) -> None:
    """2 mg a day by mouth needs no intrinsic factor: both markers are back in their reference within four months."""
    outcome = follow(pernicious(make_person, 5 * 365.25), [TABLETS], [0, 122])
    mma, homocysteine = outcome.of("mma_nmol_l"), outcome.of("homocysteine_umol_l")
    assert mma[0, 0] > facts()["diag_kuz_ref_mma_lo"].high
    assert mma[1, 1] <= facts()["diag_kuz_ref_mma_lo"].high
    assert homocysteine[0, 0] > HOMOCYSTEINE_HIGH
    assert homocysteine[1, 1] <= HOMOCYSTEINE_HIGH


HOMOCYSTEINE_HIGH = 13.9
"""Upper end of the reference of Kuzminski 1998 [umol/L]."""
