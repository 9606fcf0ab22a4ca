"""Lives of people in whom the kinetics of B12 were measured: volunteers, and people who absorb none by receptors."""

from __future__ import annotations

from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody, with_condition, with_medicine


def adults(draw: Draw) -> Life:
    """Healthy adults of both sexes."""
    return somebody(draw, age=45.0, sd=15.0, low=20.0, high=75.0)


def young_men(draw: Draw) -> Life:
    """Healthy men of the age of volunteers."""
    return somebody(draw, age=28.0, sd=6.0, low=20.0, high=45.0, sex="male")


def pernicious_in_remission(draw: Draw) -> Life:
    """Pernicious anaemia for 6 to 15 years, with an injection a month since soon after it began."""
    years = draw.between("years", 6.0, 15.0)
    life = somebody(draw, age=62.0, sd=10.0, low=40.0, high=85.0)
    life = with_condition(life, "pernicious anaemia", years)
    return with_medicine(life, "cyanocobalamin 1 mg IM monthly", years - 2.0)
