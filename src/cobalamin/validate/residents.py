"""People of a country drawn as a survey draws them: all causes of low B12 as often as they are met, most with none.

Ages, metformin and acid suppression are those of the US surveys. How often gastritis and a diet without meat are met is
a judgement, and the same for all surveys.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import Use, fact
from cobalamin.evidence.nhanes import Stratum, strata, supplement_doses, within_person
from cobalamin.person.covariates import standard_normal
from cobalamin.validate.experiment import SEED, Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_diet, with_medicine
from cobalamin.validate.target import Arm

UK_SUPPLEMENTS = 0.1
"""Share of Britons who take a multivitamin with B12. Source: guess"""
MULTIVITAMIN = "cyanocobalamin 6 ug orally daily"
ADULT = 20
"""Age from which the surveys measure adults [years]."""
YOUNG, OLD = 40.0, 80.0
"""Ages between which the causes of age become frequent [years]. Source: guess"""


def _stratum(age: float, sex: str) -> Stratum:
    """The stratum of the US surveys with this age and sex; the youngest also for those who are younger."""
    of_sex = [stratum for stratum in strata(Use.CALIBRATE) if stratum.sex == sex]
    return next((stratum for stratum in reversed(of_sex) if age >= stratum.age_low), of_sex[0])


def _age(draw: Draw, low: float, high: float) -> float:
    """Age between the bounds, as frequent as among US adults [years]. Source: nhanes_1999_2006"""
    shares: dict[str, float] = {}
    for stratum in strata(Use.CALIBRATE):
        first = low if stratum.age_low <= ADULT else max(float(stratum.age_low), low)
        last = min(stratum.age_high + 1.0, high)
        if last > first:
            part = (last - first) / (stratum.age_high + 1.0 - stratum.age_low)
            shares[f"{first} {last}"] = shares.get(f"{first} {last}", 0.0) + stratum.share * part
    first, last = draw.one_of("band of age", shares).split()
    return draw.between("years of age", float(first), float(last))


def _weights(age: float, stratum: Stratum) -> dict[str, float]:
    """Cause -> share of people; causes are not combined. Source: guess, diag_prev_pa_60, nhanes_1999_2006"""
    aged = min(max((age - YOUNG) / (OLD - YOUNG), 0.0), 1.0)
    pernicious = (fact("diag_prev_pa_60").value or 0.0) / 100
    shares = {
        "atrophic gastritis": 0.03 + 0.17 * aged,
        "omeprazole": stratum.ppi,
        "metformin": stratum.metformin,
        "autoimmune gastritis": 0.005 + 0.015 * aged,
        "pernicious anaemia": pernicious * aged,
        "vegetarian": 0.03,
    }
    return {"none": 1.0 - sum(shares.values())} | shares


def resident(draw: Draw, *, low: float, high: float, supplements: float = 0.0) -> Life:
    """One adult.

    Arguments:
        low, high: bounds of age [years].
        supplements: share who take a multivitamin.
    """
    age = _age(draw, low, high)
    life = somebody(draw, age=age, sd=0.0, low=low, high=high)
    match cause := draw.one_of("cause", _weights(age, _stratum(age, life["person"]["sex"]))):
        case "none":
            pass
        case "omeprazole":
            life = with_medicine(life, "omeprazole 20 mg orally daily", draw.between("cause years", 1, 12))
        case "metformin":
            years = draw.between("cause years", 1, 12)
            life = with_condition(life, "type 2 diabetes", years)
            life = with_medicine(life, "metformin 1000 mg orally twice daily", years)
        case "vegetarian":
            life = with_diet(life, cause, draw.between("cause years", 2, min(age - 16.0, 20.0)))
        case "pernicious anaemia":
            life = with_condition(life, cause, draw.between("cause years", 0.5, 5), untreated=True)
        case _:
            life = with_condition(life, cause, draw.between("cause years", 1, min(age - 16.0, 15.0)))
    if draw.between("supplement", 0.0, 1.0) < supplements:
        life = with_medicine(life, MULTIVITAMIN, draw.between("supplement years", 1, 10))
    return life


def us_resident(draw: Draw, *, low: float, high: float) -> Life:
    """One US adult: flour carries folic acid, and B12 is taken as in the surveys. Source: nhanes_1999_2006"""
    life = resident(draw, low=low, high=high)
    life = life | {"person": life["person"] | {"jurisdiction": "US"}}
    taken = _stratum(life["person"]["age"], life["person"]["sex"]).supplements
    doses = {f"{supplement_doses(Use.CALIBRATE)[group]:g}": share for group, share in taken.items()}
    dose = draw.one_of("dose", {"0": max(1.0 - sum(doses.values()), 0.0)} | doses)
    if dose == "0":
        return life
    return with_medicine(life, f"cyanocobalamin {dose} ug orally daily", draw.between("supplement years", 0.5, 10))


def _us_adult(draw: Draw) -> Life:
    return us_resident(draw, low=20.0, high=85.0)


US_ADULTS = Arm(people="US adults", life=_us_adult, invited=500)
"""Adults of every age; the surveys of 1999 to 2006, after the fortification of flour with folic acid."""


def _us_senior(draw: Draw) -> Life:
    return us_resident(draw, low=50.0, high=86.0)


US_SENIORS = Arm(people="US adults above 50", life=_us_senior, invited=300)


def _uk_senior(draw: Draw) -> Life:
    return resident(draw, low=65.0, high=90.0, supplements=UK_SUPPLEMENTS)


UK_SENIORS = Arm(people="UK adults from 65", life=_uk_senior, invited=800)


_FIFTHS = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Standard normal numbers in the middle of five equal parts."""


def by_intake(arm: Arm, *, median: float, spread: float) -> tuple[Arm, ...]:
    """Five arms like this one, of people who eat what five equal parts of a lognormal law of intake eat.

    Arguments:
        median: of B12 from food [ug/d].
        spread: sd of ln.
    """
    intakes = [round(median * math.exp(spread * z), 3) for z in _FIFTHS]
    return tuple(replace(arm, changes=(*arm.changes, ("intake_omnivore", intake))) for intake in intakes)


def mean_of_arms(*arms: npt.NDArray[np.float64]) -> float:
    """Statistic of arms that count alike: the mean of their means."""
    return float(np.mean([arm.mean() for arm in arms]))


_AS_TOTAL = {"holotc_pmol_l": "serum_b12_pmol_l"}
"""Active B12 varies within a person like total B12: nobody was measured twice for it."""


def measured(seen: Followed, name: str) -> npt.NDArray[np.float64]:
    """One measurement of each person on day 0: his own level times the variation within a person, shape (subject,).

    Source: nhanes_1999_2006
    """
    sd = within_person()[_AS_TOTAL.get(name, name)]
    noise = [standard_normal(SEED, subject.identity, f"noise {name}") for subject in seen.subjects]
    return seen.on(name) * np.exp(sd * np.array(noise))
