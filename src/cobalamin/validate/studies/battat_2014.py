"""Battat 2014, a review of 3732 people with bowel disease: from which length of ileum removed B12 is lacking."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.compare import observed_direction
from cobalamin.validate.estimate import difference, estimate, group
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, followed

STUDY = "Battat 2014"
SOURCE = "diag_ileum_30"
SIZE = 100
"""A review without one number of people with a resection."""
BEYOND_CM = 5.0
"""Added to the length, as more than it is associated with deficiency."""


def _whole(draw: Draw) -> Life:
    return somebody(draw, age=40.0, sd=12.0, low=20.0, high=75.0)


def _resected(draw: Draw) -> Life:
    length = (fact(SOURCE).value or 0.0) + BEYOND_CM
    return with_condition(_whole(draw), "ileal resection", draw.between("years", 3.0, 15.0), length=f"{length:g} cm")


def rows() -> tuple[Row, ...]:
    """Serum B12 years after more than 30 cm were removed, against the same people whole."""
    whole = followed(Arm(people=STUDY, life=_whole, invited=60))
    resected = followed(Arm(people=STUDY, life=_resected, invited=60))
    name = "serum_b12_pmol_l"
    gap = estimate(difference, group(resected, resected.on(name), size=SIZE), group(whole, whole.on(name), size=SIZE))
    return (
        observed_direction(
            STUDY,
            name,
            "more than 30 cm of ileum removed 3 to 15 years ago",
            seen=-1,
            change=gap.value,
            source=SOURCE,
        ),
    )
