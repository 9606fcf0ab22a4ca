"""People of virtual surveys: ages, causes and intakes are those that were put in."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.evidence import Use
from cobalamin.evidence.nhanes import strata
from cobalamin.validate.experiment import Draw
from cobalamin.validate.residents import US_ADULTS, by_intake, mean_of_arms, resident, us_resident

MANY = 1500


def draws() -> list[Draw]:
    return [Draw(identity=f"resident {number}", number=number) for number in range(MANY)]


def test_ages_are_as_frequent_as_among_adults() -> None:
    ages = np.array([us_resident(draw, low=20.0, high=86.0)["person"]["age"] for draw in draws()])
    assert ages.min() >= 20.0
    assert ages.max() <= 86.0
    for first in (20, 40, 60, 75):
        band = [stratum for stratum in strata(Use.CALIBRATE) if stratum.age_low == first]
        share = sum(stratum.share for stratum in band)
        inside = (ages >= first) & (ages < band[0].age_high + 1)
        assert inside.mean() == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / MANY))


def test_bounds_of_age_are_kept_below_twenty_and_above_the_last_band() -> None:
    ages = [resident(draw, low=18.0, high=22.0)["person"]["age"] for draw in draws()[:200]]
    assert min(ages) >= 18.0
    assert max(ages) <= 22.0
    assert min(ages) < 20.0


def test_us_residents_eat_fortified_flour_and_take_supplements_as_the_surveys_say() -> None:
    lives = [us_resident(draw, low=20.0, high=86.0) for draw in draws()]
    assert all(life["person"]["jurisdiction"] == "US" for life in lives)
    taken = np.mean([any("cyanocobalamin" in m["regimen"] for m in life["medicine"]) for life in lives])
    told = sum(s.share * sum(s.supplements.values()) for s in strata(Use.CALIBRATE))
    assert taken == pytest.approx(told, abs=0.05)


def test_causes_become_frequent_with_age() -> None:
    def share_with(low: float, high: float) -> float:
        lives = [resident(draw, low=low, high=high) for draw in draws()]
        return float(np.mean([any("gastritis" in c["name"] for c in life["condition"]) for life in lives]))

    assert share_with(75.0, 86.0) > 2 * share_with(20.0, 40.0)


def test_intakes_of_the_arms_are_the_law_that_was_asked_for() -> None:
    arms = by_intake(US_ADULTS, median=4.0, spread=0.5)
    intakes = [dict(arm.changes)["intake_omnivore"] for arm in arms]
    assert intakes[2] == 4.0
    assert intakes == sorted(intakes)
    assert intakes[0] * intakes[-1] == pytest.approx(16.0, rel=1e-3)
    assert {arm.people for arm in arms} == {US_ADULTS.people}


def test_arms_count_alike_whatever_their_size() -> None:
    assert mean_of_arms(np.array([1.0, 1.0, 1.0]), np.array([3.0])) == 2.0
