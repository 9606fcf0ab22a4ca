"""Garrod 2019: B12 of scrambled eggs labelled by the hen, 1.4 to 2.6 ug a serving, in ten volunteers."""

from __future__ import annotations

from cobalamin.validate.absorption import absorbed_of_meal, meal_arms, meal_target
from cobalamin.validate.compare import published_spread
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Garrod 2019"
SIZE = 10
SERVING_UG = 2.0
"""Middle of the servings."""


def targets() -> tuple[Target, ...]:
    """Amount absorbed."""
    return (
        meal_target(
            STUDY,
            f"absorbed from eggs with {SERVING_UG:g} ug, healthy adults",
            "ug",
            arms=meal_arms(f"{STUDY}: adults", adults, SERVING_UG),
            statistic=absorbed_of_meal(SERVING_UG),
            seen=published_spread("kin_abs_egg_ug", SIZE),
            size=SIZE,
            note="mixed food stands in for eggs, from which older studies of labelled cobalt saw less than 9 %",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The amount beside that of virtual people."""
    return rows_of(targets())
