"""Doets 2013, a review: what is absorbed from food, as a line of logarithms, and the daily loss of the body's B12."""

from __future__ import annotations

import math

from cobalamin.evidence import fact
from cobalamin.validate.absorption import absorbed_of_meal, meal_arms, meal_target
from cobalamin.validate.compare import Published, published_spread
from cobalamin.validate.loss import NO_INTAKE, loss_target
from cobalamin.validate.row import Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Doets 2013"
FED, LOSSES = 83, 52
"""People of the studies of food and of loss."""
LOSS_STUDIES = 5
MEALS_UG = (1.0, 2.0, 5.0)


def _absorbed_ug(dose_ug: float) -> Published:
    """exp(intercept + slope ln dose) [ug]."""
    slope, intercept = fact("kin_abs_doets_slope").value, fact("kin_abs_doets_int").value
    assert slope is not None
    assert intercept is not None
    return Published(observed=math.exp(intercept + slope * math.log(dose_ug)), source="kin_abs_doets_slope")


def targets() -> tuple[Target, ...]:
    """Amounts absorbed from three meals, and the daily loss."""
    meals = (
        meal_target(
            STUDY,
            f"absorbed from food with {dose:g} ug, healthy adults",
            "ug",
            arms=meal_arms(f"{STUDY}: adults", adults, dose),
            statistic=absorbed_of_meal(dose),
            seen=_absorbed_ug(dose),
            size=FED,
            note="from the line over all studies",
        )
        for dose in MEALS_UG
    )
    loss = loss_target(
        STUDY, "healthy", NO_INTAKE, seen=published_spread("kin_loss_pct_pool", LOSS_STUDIES), size=LOSSES,
        note="the interval is that of the mean of five studies",
    )  # fmt: skip
    return (*meals, loss)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
