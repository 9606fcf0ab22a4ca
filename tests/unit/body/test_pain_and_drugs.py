"""Pain and its drugs: none in health, published relief at the trial dose, kidneys, and natural course apart."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import pytest

from cobalamin.body import BODY, drugs, pain
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.body.natural_course import natural_course
from cobalamin.parameters import parameters, typical, view
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, median_constants, relief_basis

K = view(typical())
REPLETE = view_inputs(replete_inputs())


def state(**changed: float) -> Any:
    """The healthy body with named compartments changed ("nerve.cobalamin" written nerve__cobalamin)."""
    values = dict(zip(BODY.names, BODY.healthy(), strict=True))
    values |= {name.replace("__", "."): value for name, value in changed.items()}
    return BODY.view(list(values.values()))


def level_at_rest(drug: str, dose: float, egfr: float = 1.0) -> float:
    """Amount at rest [mg] for a daily dose [mg/d]."""
    now = view_inputs({**replete_inputs(), f"{drug}_mg_per_day": dose, "egfr": egfr})
    taken = drugs.gabapentin_absorbed(dose, K) if drug == "gabapentin" else dose
    return taken / drugs.elimination(drug, K, now)


def relief_at_rest(drug: str, dose: float, egfr: float = 1.0) -> float:
    """Points of relief at rest for a daily dose."""
    body = state(**{f"drugs__{drug}": level_at_rest(drug, dose, egfr)})
    return drugs.pregabalin_target(body, K) if drug == "pregabalin" else drugs.saturating_target(drug, body, K)


def test_no_firing_in_health_and_some_beyond_the_threshold() -> None:
    assert pain.ectopic_firing(state(), K) == pytest.approx(0.0, abs=1e-12)
    curve, threshold, spread = NormalDist(), K.firing_threshold, K.firing_spread
    beyond = curve.cdf(math.log(1.6 / threshold) / spread) - curve.cdf(-math.log(threshold) / spread)
    assert beyond > 0.4
    assert pain.ectopic_firing(state(pain__excitability=1.6), K) == pytest.approx(beyond, abs=1e-6)


@pytest.mark.parametrize(
    ("drug", "dose", "points"),
    [
        ("pregabalin", 150, 0.49),
        ("pregabalin", 300, 0.655),
        ("pregabalin", 600, 0.87),
        ("gabapentin", 1800, 0.90),
        ("duloxetine", 60, 0.96),
    ],
)
def test_mean_relief_beyond_placebo_in_people_of_such_trials(drug: str, dose: float, points: float) -> None:
    # Mean over median of a log-normal spread, at the kidneys of people near 60.
    mean = math.exp(parameters()[f"{drug}_relief"].spread ** 2 / 2)
    assert mean * relief_at_rest(drug, dose, egfr=0.82) == pytest.approx(points, abs=0.02)


def test_gabapentin_is_nearly_flat_above_1800() -> None:
    assert relief_at_rest("gabapentin", 3600) - relief_at_rest("gabapentin", 1800) < 0.1


def test_a_relief_takes_a_score_of_six_down_by_its_points() -> None:
    drive = 6 / (10 - 6) * K.score_half_drive
    left = drive * drugs.pain_left(state(drugs__pregabalin_relief=0.67), K)
    assert 10 * left / (left + K.score_half_drive) == pytest.approx(6 - 0.67, abs=1e-9)


def test_drugs_together_never_take_more_than_all() -> None:
    body = state(**{f"drugs__{drug}_relief": 5.9 for drug in drugs.DRUGS})
    assert 0 <= drugs.pain_left(body, K) < 0.01


def test_no_relief_where_drugs_do_not_work() -> None:
    sciatica = view(typical() | {"analgesic_efficacy": 0.0})
    assert drugs.pain_left(state(drugs__pregabalin_relief=0.9), sciatica) == 1


@pytest.mark.parametrize(("dose", "share"), [(900, 0.60), (1200, 0.47), (2400, 0.34), (3600, 0.33), (4800, 0.27)])
def test_gabapentin_bioavailability_of_the_label(dose: float, share: float) -> None:
    assert drugs.gabapentin_absorbed(dose, K) / dose == pytest.approx(share, abs=0.045)


@pytest.mark.parametrize(("dose", "level"), [(1800, 5.8), (2400, 6.8), (3600, 8.5)])
def test_gabapentin_levels_at_a_clearance_of_90(dose: float, level: float) -> None:
    assert level_at_rest("gabapentin", dose, egfr=0.9) / K.gabapentin_volume == pytest.approx(level, rel=0.02)


def test_half_the_kidneys_double_pregabalin() -> None:
    assert level_at_rest("pregabalin", 300, egfr=0.5) == pytest.approx(2 * level_at_rest("pregabalin", 300))


def test_reference_levels_are_those_of_the_reference_doses() -> None:
    for drug, dose in zip(drugs.DRUGS, (300, 1800, 60, 75, 75), strict=True):
        level = level_at_rest(drug, dose) / getattr(K, f"{drug}_volume")
        assert level == pytest.approx(getattr(K, f"{drug}_reference_level"), rel=0.003), drug


def test_relief_and_natural_course_depend_on_the_painful_condition(make_person: Callable[..., Person]) -> None:
    diabetic, herpetic, both, sciatica, deficient = (
        make_person(60, condition=[{"name": name, "since": "4 years"} for name in names])
        for names in (
            ["type 2 diabetes", "diabetic neuropathy"],
            ["post-herpetic neuralgia"],
            ["type 2 diabetes", "diabetic neuropathy", "post-herpetic neuralgia"],
            ["radicular back pain"],
            [],
        )
    )
    of_diabetic, of_herpetic, of_both, of_sciatica = map(median_constants, (diabetic, herpetic, both, sciatica))
    assert of_herpetic["pregabalin_relief"] / of_diabetic["pregabalin_relief"] == pytest.approx(K.pregabalin_phn_factor)
    assert of_herpetic["natural_course_fall"] == pytest.approx(1.04, abs=0.01)
    assert of_both["pregabalin_relief"] == of_diabetic["pregabalin_relief"]
    assert of_sciatica["analgesic_efficacy"] == 0
    assert relief_basis(deficient) is ReliefBasis.EXTRAPOLATED
    assert "extrapolated" in relief_basis(deficient).value


def test_natural_course_is_flat_after_twelve_weeks() -> None:
    twelve, year = natural_course(84.0, K), natural_course(365.0, K)
    assert (twelve.low, twelve.median, twelve.high) == pytest.approx((-1.9, -1.3, -0.7))
    assert year == twelve
    assert natural_course(0.0, K).median == 0
    assert -1.3 < natural_course(14.0, K).median < -0.5
