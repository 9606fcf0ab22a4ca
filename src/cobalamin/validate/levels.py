"""What stands in serum and stores of people on one day: the targets of studies that give nothing in between."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, block_of
from cobalamin.validate.estimate import mean, mean_per_mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.row import Kind
from cobalamin.validate.target import Arm, Target

FloatArray = npt.NDArray[np.float64]


def on_day(name: str, day: float = 0.0) -> Callable[[Followed], FloatArray]:
    """Measure: an observation on a day, shape (subject,)."""

    def measure(seen: Followed) -> FloatArray:
        return seen.on(name, day)

    return measure


def after_and_before(name: str, day: float) -> Callable[[Followed], FloatArray]:
    """Measure: an observation on a day and on day 0, shape (2, subject)."""

    def measure(seen: Followed) -> FloatArray:
        return np.stack([seen.on(name, day), seen.on(name)])

    return measure


def level_target(
    study: str, quantity: str, unit: str, name: str, arm: Arm, *, seen: Published, size: int, day: float = 0.0,
    statistic: Callable[..., float] = mean, kind: Kind | None = None, note: str = "",
) -> Target:  # fmt: skip
    """An observation of one arm on one day, in the unit of the observation; arguments as in `Target`."""
    return Target(
        study=study,
        quantity=quantity,
        unit=unit,
        block=block_of(name),
        seen=seen,
        arms=(arm,),
        measures=(on_day(name, day),),
        statistic=statistic,
        sizes=(size,),
        kind=kind,
        note=note,
    )


def fold_target(
    study: str, quantity: str, name: str, arm: Arm, *, seen: Published, size: int, day: float, note: str = ""
) -> Target:
    """Mean of an observation on a day over its mean on day 0; arguments as in `Target`."""
    return Target(
        study=study,
        quantity=quantity,
        unit="ratio",
        block=block_of(name),
        seen=seen,
        arms=(arm,),
        measures=(after_and_before(name, day),),
        statistic=mean_per_mean,
        sizes=(size,),
        note=note,
    )
