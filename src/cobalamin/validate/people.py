"""Lives that several virtual studies share, in the tables of a person file.

What a report does not say of its people (how long they were ill, what else they had) is a judgement, and the same for
all studies of such people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cobalamin.validate.experiment import Draw, Followed

Life = dict[str, Any]
_BOTH_SEXES: Mapping[str, float] = {"female": 0.5, "male": 0.5}


def _years(number: float) -> str:
    return f"{number:.2f} years"


def somebody(draw: Draw, *, age: float, sd: float, low: float, high: float, sex: str = "") -> Life:
    """Age, sex and kidneys; kidneys lose about 0.9 mL/min/1.73 m2 a year from 40.

    Arguments:
        age, sd, low, high: mean, standard deviation and bounds of age [years].
        sex: "female" or "male"; "" for both in equal parts.
    """
    years = draw.around("age", age, sd, low, high)
    egfr = draw.around("egfr", 100.0 - 0.9 * max(years - 40.0, 0.0), 12.0, 30.0, 120.0)
    table = {
        "age": round(years, 1),
        "sex": sex or draw.one_of("sex", _BOTH_SEXES),
        "egfr": f"{egfr:.0f} mL/min/1.73m2",
    }
    return {"person": table, "condition": [], "medicine": []}


def with_condition(life: Life, name: str, years: float, **more: Any) -> Life:
    """The same life with a condition for so many years."""
    return life | {"condition": [*life["condition"], {"name": name, "since": _years(years), **more}]}


def with_medicine(life: Life, regimen: str, years: float) -> Life:
    """The same life with a medicine for so many years."""
    return life | {"medicine": [*life["medicine"], {"regimen": regimen, "since": _years(years)}]}


def with_diet(life: Life, diet: str, years: float) -> Life:
    """The same life with a diet for so many years."""
    return life | {"person": life["person"] | {"diet": diet, "diet_since": _years(years)}}


def diabetic(draw: Draw, *, metformin: bool = False) -> Life:
    """Type 2 diabetes with neuropathy for 5 to 20 years at an age near 60; metformin 2 g a day for 4 to 15 of them."""
    life = somebody(draw, age=60.0, sd=8.0, low=40.0, high=78.0)
    years = draw.between("diabetes", 5.0, 20.0)
    life = with_condition(life, "type 2 diabetes", years)
    life = with_condition(life, "diabetic neuropathy", draw.between("pain", 1.0, 5.0))
    if metformin:
        life = with_medicine(life, "metformin 1000 mg orally twice daily", min(draw.between("metformin", 4, 15), years))
    return life


def old(draw: Draw, *, age: float, sd: float, low: float, high: float) -> Life:
    """Old age, in which food B12 is often poorly absorbed: half without a cause, the rest by common causes."""
    life = somebody(draw, age=age, sd=sd, low=low, high=high)
    weights = {"none": 0.5, "atrophic gastritis": 0.25, "omeprazole": 0.15, "autoimmune gastritis": 0.1}
    match cause := draw.one_of("cause", weights):
        case "none":
            return life
        case "omeprazole":
            return with_medicine(life, "omeprazole 20 mg orally daily", draw.between("cause years", 2, 12))
        case "autoimmune gastritis":
            return with_condition(life, cause, draw.between("cause years", 1, 6))
        case _:
            return with_condition(life, cause, draw.between("cause years", 3, 20))


def without_absorption(draw: Draw, *, low: float, high: float) -> Life:
    """Pernicious anaemia, untreated for `low` to `high` years, at an age near 60."""
    life = somebody(draw, age=60.0, sd=11.0, low=35.0, high=85.0)
    return with_condition(life, "pernicious anaemia", draw.between("years", low, high), untreated=True)


def with_neuropathy(seen: Followed) -> np.ndarray:
    """Who has sensory loss or pain of at least one point of ten, shape (subject,)."""
    return (seen.on("numbness") >= 1.0) | (seen.on("pain_nrs") >= 1.0)
