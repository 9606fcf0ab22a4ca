"""The intake from which markers of B12 no longer change: a line that bends once, fitted to means by intake."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.absorption import Lives
from cobalamin.validate.compare import Published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.row import Block
from cobalamin.validate.target import Arm, Target

FloatArray = npt.NDArray[np.float64]
INTAKES_UG = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0)
"""Range of intakes of adults. Source: guess"""
MARKERS = ("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l")
_BENDS = np.linspace(1.5, 12.0, 106)


def _markers(seen: Followed) -> FloatArray:
    return np.stack([seen.on(name) for name in MARKERS])


def _bend(values: FloatArray) -> float:
    """The c of the best a + b max(c - intake, 0), by least squares over means by intake."""
    below = np.maximum(_BENDS[:, None] - np.array(INTAKES_UG), 0.0)
    below = below - below.mean(axis=1, keepdims=True)
    explained = (below @ (values - values.mean())) ** 2 / (below**2).sum(axis=1)
    return float(_BENDS[explained.argmax()])


def mean_bend(*arms: FloatArray) -> float:
    """Statistic of arms by intake: mean over markers of the intake at which they level off [ug/d]."""
    means = np.stack([arm.mean(axis=1) for arm in arms])
    return float(np.mean([_bend(means[:, n]) for n in range(len(MARKERS))]))


def plateau_target(study: str, whom: str, life: Lives, *, seen: Published, size: int) -> Target:
    """The intake from which markers level off; arguments as in `Target`."""
    arms = tuple(
        Arm(people=f"{study}: {whom}", life=life, invited=60, changes=(("intake_omnivore", intake),))
        for intake in INTAKES_UG
    )
    each = max(size // len(arms), 2)
    return Target(
        study=study,
        quantity=f"intake from which total and active B12, methylmalonate and homocysteine level off, {whom}",
        unit="ug/d",
        block=Block.KINETICS,
        seen=seen,
        arms=arms,
        measures=(_markers,) * len(arms),
        statistic=mean_bend,
        sizes=(each,) * len(arms),
        note="a line that bends once stands in for the eye of the authors; markers of the model never are quite level",
    )
