"""A year on placebo in two trials of ruboxistaurin, in mild symptomatic diabetic neuropathy."""

from __future__ import annotations

import numpy as np

from cobalamin.body.natural_course import natural_course
from cobalamin.body.scores import NTSS6
from cobalamin.parameters import typical, view
from cobalamin.validate.compare import compared, observed_direction, published
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import Followed, enrol, follow, recruit
from cobalamin.validate.people import diabetic
from cobalamin.validate.row import Block, Row

SCORE = "ruboxistaurin placebo arms 2007, Diabetes Care 30:2626"
THRESHOLD = "ruboxistaurin placebo arms 2007"
YEAR = 365.0
SIZE = 262
LEAST_SCORE = 6.0
"""Points asked for at entry to trials of symptomatic neuropathy."""


def _score(seen: Followed, day: float, course: float) -> np.ndarray:
    values = {name: seen.on(name, day) for name in NTSS6.inputs}
    return NTSS6(values | {"foot_pain": np.maximum(values["foot_pain"] + course, 0.0)}, view(typical()))


def rows() -> tuple[Row, ...]:
    """Change of the symptom score, natural course of pain counted, and direction of the vibration threshold."""
    people = enrol(recruit(SCORE, diabetic), lambda seen: _score(seen, 0.0, 0.0) > LEAST_SCORE)
    arm = follow(people, None, [0.0, YEAR])
    course = float(natural_course(YEAR, view(typical())).median)
    change = _score(arm, YEAR, course) - _score(arm, 0.0, 0.0)
    return (
        compared(
            SCORE,
            "change of NTSS-6 in a year on placebo, diabetic neuropathy",
            "points of 22",
            seen=published("trials_dpn_placebo_ntss6_year"),
            found=estimate(mean, group(arm, change, size=SIZE)),
            note="natural course and placebo are known for pain alone; the other complaints of the score do not move",
            block=Block.NERVE,
        ),
        observed_direction(
            THRESHOLD,
            "vibration_threshold",
            "a year on placebo, diabetic neuropathy",
            seen=-1,
            change=float(arm.change("vibration_threshold", YEAR).mean()),
            source="trials_dpn_placebo_vdt_year",
            note="people get better at the test; the body holds no practice",
        ),
    )
