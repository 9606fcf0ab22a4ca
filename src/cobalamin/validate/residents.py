"""People of a country drawn as a survey draws them: all causes of low B12 as often as they are met, most with none.

How often a cause is met is a judgement, apart from untreated pernicious anaemia, and the same for all surveys.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.evidence.nhanes import within_person
from cobalamin.person.covariates import standard_normal
from cobalamin.validate.experiment import SEED, Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition, with_diet, with_medicine
from cobalamin.validate.target import Arm

US_SUPPLEMENTS, UK_SUPPLEMENTS = 0.3, 0.1
"""Share who take a multivitamin with B12. Source: guess"""
MULTIVITAMIN = "cyanocobalamin 6 ug orally daily"
YOUNG, OLD = 40.0, 80.0
"""Ages between which the causes of age become frequent [years]. Source: guess"""


def _weights(age: float) -> dict[str, float]:
    """Cause -> share of people of this age; causes are not combined. Source: guess, diag_prev_pa_60"""
    aged = min(max((age - YOUNG) / (OLD - YOUNG), 0.0), 1.0)
    pernicious = (fact("diag_prev_pa_60").value or 0.0) / 100
    shares = {
        "atrophic gastritis": 0.03 + 0.17 * aged,
        "omeprazole": 0.05 + 0.12 * aged,
        "metformin": 0.02 + 0.10 * aged,
        "autoimmune gastritis": 0.005 + 0.015 * aged,
        "pernicious anaemia": pernicious * aged,
        "vegetarian": 0.03,
    }
    return {"none": 1.0 - sum(shares.values())} | shares


def resident(draw: Draw, *, low: float, high: float, supplements: float = 0.0) -> Life:
    """One adult, every age from `low` to `high` years equally likely.

    Arguments:
        low, high: bounds of age [years].
        supplements: share who take a multivitamin.
    """
    age = draw.between("years of age", low, high)
    life = somebody(draw, age=age, sd=0.0, low=low, high=high)
    match cause := draw.one_of("cause", _weights(age)):
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


def _fortified(life: Life) -> Life:
    """The same life where flour carries folic acid."""
    return life | {"person": life["person"] | {"jurisdiction": "US"}}


def _us_adult(draw: Draw) -> Life:
    return _fortified(resident(draw, low=20.0, high=85.0, supplements=US_SUPPLEMENTS))


US_ADULTS = Arm(people="US adults", life=_us_adult, invited=500)
"""Adults of every age; the surveys of 1999 to 2006, after the fortification of flour with folic acid."""


def _us_senior(draw: Draw) -> Life:
    return _fortified(resident(draw, low=50.0, high=88.0, supplements=US_SUPPLEMENTS))


US_SENIORS = Arm(people="US adults above 50", life=_us_senior, invited=300)


def _uk_senior(draw: Draw) -> Life:
    return resident(draw, low=65.0, high=90.0, supplements=UK_SUPPLEMENTS)


UK_SENIORS = Arm(people="UK adults from 65", life=_uk_senior, invited=400)


_AS_TOTAL = {"holotc_pmol_l": "serum_b12_pmol_l"}
"""Active B12 varies within a person like total B12: nobody was measured twice for it."""


def measured(seen: Followed, name: str) -> npt.NDArray[np.float64]:
    """One measurement of each person on day 0: his own level times the variation within a person, shape (subject,).

    Source: nhanes_1999_2006
    """
    sd = within_person()[_AS_TOTAL.get(name, name)]
    noise = [standard_normal(SEED, subject.identity, f"noise {name}") for subject in seen.subjects]
    return seen.on(name) * np.exp(sd * np.array(noise))
