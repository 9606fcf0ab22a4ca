"""Smith 2010 (VITACOG): brain atrophy over two years in mild cognitive impairment, B vitamins against placebo."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.compare import compared, published_interval
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import Draw, Followed, follow, recruit
from cobalamin.validate.people import Life, old
from cobalamin.validate.row import Block, Row

STUDY = "Smith 2010"
END = 730.0
TREATED, PLACEBO = 85, 83
_PLAN = "cyanocobalamin 500 ug orally daily and folic acid 0.8 mg orally daily and pyridoxine 20 mg orally daily"


def _life(draw: Draw) -> Life:
    return old(draw, age=76.6, sd=4.8, low=70.0, high=90.0)


def _loss(arm: Followed) -> np.ndarray:
    """Loss a year [%], after the first half year, in which thinking answers to the vitamin itself."""
    first = END / 4
    return -100 * arm.change("cognition", END, since=first) / arm.on("cognition", first) * 365.25 / (END - first)


def rows() -> tuple[Row, ...]:
    """Loss a year in both arms."""
    people = recruit(STUDY, _life)
    found: list[Row] = []
    for plan, id, size, whom in (
        (None, "mech_vitacog_pl", PLACEBO, "placebo"),
        (_PLAN, "mech_vitacog_tx", TREATED, "B vitamins"),
    ):
        arm = follow(people, plan, [0.0, END / 4, END])
        found.append(
            compared(
                STUDY,
                f"brain lost a year from 70 years, mild cognitive impairment, {whom}",
                "%",
                seen=published_interval(id),
                found=estimate(mean, group(arm, _loss(arm), size=size)),
                note="neurons of the general old population stand in for brain volume in impaired people",
                block=Block.NERVE,
            )
        )
    return tuple(found)
