"""What the body loses of its B12 a day: the fall of the store while none comes in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, with_diet
from cobalamin.validate.row import Block
from cobalamin.validate.target import Arm, Target
from cobalamin.validate.volunteers import adults, pernicious_in_remission

FloatArray = npt.NDArray[np.float64]
YEAR = 365.0
UNEVEN = 90.0
"""Days until exchange between tissues no longer hides the loss; plasma label falls evenly after about 70."""
NOTHING = (("intake_vegan", parameter("intake_vegan").low),)
"""The least that a diet may hold, for food without any B12."""
SINKS = ("excreta.urine", "excreta.faeces")


def _without_intake(draw: Draw) -> Life:
    return with_diet(adults(draw), "vegan", UNEVEN / YEAR)


NO_INTAKE = Arm(
    people="healthy adults without intake",
    life=_without_intake,
    days=(0.0, YEAR),
    compartments=SINKS,
    invited=100,
    changes=NOTHING,
)
"""Label of a body in balance falls as its B12 does when none comes in: each day takes the same share of both."""


def _without_intake_or_factor(draw: Draw) -> Life:
    return with_diet(pernicious_in_remission(draw), "vegan", UNEVEN / YEAR)


NO_RETURN = Arm(
    people="pernicious anaemia in remission, no intake",
    life=_without_intake_or_factor,
    plan="stop cyanocobalamin",
    days=(0.0, UNEVEN, UNEVEN + YEAR),
    compartments=SINKS,
    invited=100,
    changes=NOTHING,
)
"""The same in people whose bile is not taken up again; their injections stop on day 0."""


def percent_a_day(name: str) -> Callable[[Followed], FloatArray]:
    """Measure: 100 ln(first / last) / days over the last year of an observation [%/d], shape (subject,)."""

    def measure(seen: Followed) -> FloatArray:
        first, last = (float(day) for day in seen.days[-2:])
        return 100.0 * np.log(seen.on(name, first) / seen.on(name, last)) / (last - first)

    return measure


def loss_target(study: str, whom: str, arm: Arm, *, seen: Published, size: int, note: str = "") -> Target:
    """Share of the body's B12 that is lost a day, in an arm without intake."""
    return Target(
        study=study,
        quantity=f"loss of the body's B12 a day, {whom}",
        unit="%/d",
        block=Block.KINETICS,
        seen=seen,
        arms=(arm,),
        measures=(percent_a_day("body_b12_ug"),),
        statistic=mean,
        sizes=(size,),
        note=note,
    )
