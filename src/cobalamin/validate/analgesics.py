"""Virtual arms of trials of drugs for nerve pain: relief, people with relief, and people with an adverse event.

Two groups of people in pain, with diabetic neuropathy and after shingles, take a drug or nothing. The body gives what
the drug does to each, the layer of natural course what every arm has, and the law of responders how people differ
around that. Where a report names no number of people, an arm of `USUAL_SIZE` stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.body.arithmetic import normal_cdf
from cobalamin.body.natural_course import natural_course
from cobalamin.body.responders import FREE_OF_PAIN, centre_of
from cobalamin.parameters import typical, view
from cobalamin.person.covariates import standard_normal
from cobalamin.validate.estimate import Estimate, difference, estimate, group, mean
from cobalamin.validate.experiment import SEED, Draw, Followed, Subject, enrol, follow, recruit
from cobalamin.validate.people import Life, diabetic, somebody, with_condition

Array = npt.NDArray[np.float64]
DIABETIC, HERPETIC = "DPN", "PHN"
WORDS = {DIABETIC: "diabetic neuropathy", HERPETIC: "post-herpetic neuralgia"}
USUAL_SIZE = 100
LEAST_PAIN = {DIABETIC: 5.0, HERPETIC: 4.0}
"""Pain at entry [points]: trials ask for 4; with 5, people with diabetes come near the mean score of trials."""
YEAR = 364.0
ASKED = {DIABETIC: 600, HERPETIC: 200}
"""People before anyone is turned away; about 200 of each are left."""
DAYS: tuple[float, ...] = (*map(float, range(15)), *(7.0 * week for week in range(3, 15)), YEAR)
EVENT_DAY = 84.0
_BLOCK = next(iter(NERVE_ALTERNATIVES))
_PARTS = {"pregabalin": (2, "twice"), "gabapentin": (3, "three times"), "duloxetine": (1, "once")}
_LEAST_SHARE, _MOST_SHARE = -0.1, 0.95


def condition_of(text: str) -> str:
    """Whose people stand in for a condition as a table names it: neuropathic pain at large is diabetic."""
    return HERPETIC if text == HERPETIC else DIABETIC


def regimen_of(drug: str, dose: float) -> str | None:
    """The dosing text of a daily dose [mg/d]; "a+b" is not asked for; None for placebo."""
    if not dose:
        return None
    parts, word = _PARTS.get(drug, (1, "once"))
    return f"{drug} {dose / parts:g} mg orally {word} daily"


def _herpetic(draw: Draw) -> Life:
    life = somebody(draw, age=70.0, sd=9.0, low=45.0, high=88.0)
    return with_condition(life, "post-herpetic neuralgia", draw.between("zoster", 0.5, 4.0))


_LIVES = {DIABETIC: diabetic, HERPETIC: _herpetic}


@cache
def people(condition: str) -> tuple[Subject, ...]:
    """People with pain of at least `LEAST_PAIN`, under the first nerve block: relief by drugs does not depend on it."""
    everyone = recruit(f"pain, {WORDS[condition]}", _LIVES[condition], people=ASKED[condition], blocks=(_BLOCK,))
    return enrol(everyone, lambda seen: seen.on("pain_nrs") >= LEAST_PAIN[condition])


@cache
def treated(condition: str, regimen: str | None) -> Followed:
    """The people on a regimen, or on nothing."""
    return follow(people(condition), regimen, DAYS)


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One virtual arm.

    Attributes:
        followed: the people.
        size: people of the published arm.
    """

    followed: Followed
    size: int

    def fall(self, day: float) -> Array:
        """Expected fall of pain of each [points]: by the drug and by natural course."""
        course = natural_course(day, view(self.followed.subjects[0].constants)).median
        return -self.followed.change("pain_nrs", day) - course

    def relative(self, day: float) -> Array:
        """Relative fall of each as counted: around the expected one by the law of responders."""
        k = view(typical())
        spread = k.relief_share_spread * _evenly(self.followed.subjects)
        return np.clip(self._centre(day) + spread, -k.relief_share_worst, FREE_OF_PAIN)

    def _centre(self, day: float) -> Array:
        share = np.clip(self.fall(day) / self.followed.on("pain_nrs"), _LEAST_SHARE, _MOST_SHARE)
        return np.asarray(centre_of(share, view(typical())))

    def chance(self, least: float, day: float) -> Array:
        """Chance of each of at least this relative relief."""
        k = view(typical())
        return np.asarray(normal_cdf((self._centre(day) - least) / k.relief_share_spread))

    def change(self, day: float) -> Array:
        """Change of pain of each [points]; negative is less pain."""
        return -self.relative(day) * self.followed.on("pain_nrs")


def arm(condition: str, regimen: str | None, size: float | None) -> Arm:
    """A virtual arm of so many people."""
    return Arm(followed=treated(condition, regimen), size=int(size or USUAL_SIZE))


def _evenly(subjects: Sequence[Subject]) -> Array:
    """Normal numbers that fill the curve evenly, in random order: an arm then has the mean that the law gives."""
    order = np.argsort(np.argsort([standard_normal(SEED, s.identity, "response") for s in subjects]))
    curve = NormalDist()
    return np.array([curve.inv_cdf((n + 0.5) / len(subjects)) for n in order])


def mean_change(one: Arm, day: float) -> Estimate:
    """Mean change of pain in an arm [points]."""
    return estimate(mean, group(one.followed, one.change(day), size=one.size))


def beyond_placebo(one: Arm, placebo: Arm, day: float) -> Estimate:
    """Mean change in an arm minus that on placebo [points]."""
    groups = (group(a.followed, a.change(day), size=a.size) for a in (one, placebo))
    return estimate(difference, *groups)


def with_relief(one: Arm, least: float, day: float) -> Estimate:
    """People with at least this relative relief [%]."""
    return counted(100 * float(one.chance(least, day).mean()), one.size)


def more_with_relief(one: Arm, placebo: Arm, least: float, day: float) -> Estimate:
    """People with at least this relief in an arm minus those on placebo [percentage points]."""
    shares = [100 * float(a.chance(least, day).mean()) for a in (one, placebo)]
    return beyond_share(shares[0], shares[1], one.size, placebo.size)


def days_to_a_point(one: Arm, end: float) -> Estimate:
    """Median days until a lasting fall of a point among those with 30 % relief at the end; the last day for never.

    Each person's fall grows in step with the arm's mean.
    """
    grown = np.array([one.fall(day).mean() for day in DAYS]) / one.fall(end).mean()
    falls = grown[:, None] * -one.change(end)
    good = one.relative(end) >= 0.3
    days = np.array([np.interp(1.0, np.maximum.accumulate(each), DAYS, right=end) for each in falls.T])
    days = np.where(falls[-1] >= 1.0, days, end).astype(np.float64)
    return estimate(
        lambda v: float(np.median(v[0][v[1] > 0])), group(one.followed, days, good.astype(np.float64), size=one.size)
    )


def beyond(one: Arm, event: str, control: float) -> Estimate:
    """People with an event beyond placebo [percentage points].

    Arguments:
        control: people in the placebo arm.
    """
    whole, more = (float(one.followed.on(f"{event}{kind}_pct", EVENT_DAY).mean()) for kind in ("", "_excess"))
    return beyond_share(whole, whole - more, one.size, control)


def beyond_share(share: float, other: float, size: float, control: float) -> Estimate:
    """One share of people minus another [percentage points], and what counting two arms leaves open."""
    half = 196.0 * float(np.sqrt(_variance(share) / size + _variance(other) / control))
    return Estimate(value=share - other, low=share - other - half, high=share - other + half)


def counted(share: float, size: int) -> Estimate:
    """A share of people [%], and what counting so many leaves open."""
    half = 196.0 * float(np.sqrt(_variance(share) / size))
    return Estimate(value=share, low=max(share - half, 0.0), high=min(share + half, 100.0))


def _variance(percent_of_people: float) -> float:
    share = percent_of_people / 100
    return share * (1 - share)
