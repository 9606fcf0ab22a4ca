"""Pain on placebo: the drift of the body and, apart from it, the layer of natural course."""

from __future__ import annotations

from functools import cache

import numpy as np

from cobalamin.body.natural_course import natural_course
from cobalamin.parameters import typical, view
from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import Estimate, estimate, group, mean
from cobalamin.validate.experiment import Followed, Subject, enrol, follow, recruit
from cobalamin.validate.people import diabetic
from cobalamin.validate.row import Block, Row

LEAST_PAIN = 4.0
"""Pain [0 to 10] that trials of painful neuropathy ask for at entry."""
_SIZE = 150


def _in_pain(seen: Followed) -> np.ndarray:
    return seen.on("pain_nrs") >= LEAST_PAIN


@cache
def people_in_pain() -> tuple[Subject, ...]:
    """People with painful diabetic neuropathy."""
    return enrol(recruit("painful diabetic neuropathy", diabetic), _in_pain)


def placebo_change(days: float) -> Estimate:
    """Change of pain on placebo [points]: drift of the body plus natural course, its range between trials counted."""
    arm = follow(people_in_pain(), None, [0.0, days])
    drift = estimate(mean, group(arm, arm.change("pain_nrs", days), size=_SIZE))
    course = natural_course(days, view(typical()))
    return Estimate(value=drift.value + course.median, low=drift.value + course.low, high=drift.value + course.high)


def placebo_row(study: str, *, seen: Published, days: float) -> Row:
    """A row of the change of pain on placebo in painful diabetic neuropathy."""
    return compared(
        study,
        f"change of pain on placebo, painful diabetic neuropathy, {days / 7:.0f} weeks",
        "points of 10",
        seen=seen,
        found=placebo_change(days),
        block=Block.PAIN,
    )
