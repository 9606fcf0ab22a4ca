"""Bolaman 2003: 1 mg of cyanocobalamin by mouth or into muscle, daily, weekly, then monthly, megaloblastic anaemia."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.clinic import HIGH_MCV
from cobalamin.validate.compare import Published
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.injection import PICOMOLES_PER_LITRE, SERUM
from cobalamin.validate.levels import level_target
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Bolaman 2003"
SOURCE = "https://qa00.mdedge.com/familymedicine/article/64664/high-dose-oral-b12-safe-and-effective-alternative-b12-injection"
SIZE = 30
"""Sixty people in two arms."""
END = 90.0
_AFTER = {"orally": ("by mouth", 0.214), "IM": ("into muscle", 0.226)}
"""Route -> words, mean serum B12 on day 90 [ng/mL]; it was 0.073 and 0.070 before."""


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=1.5, high=5.0)


def _megaloblastic(seen: Followed) -> npt.NDArray[np.bool_]:
    return seen.on("mcv_fl") > HIGH_MCV


def _arm(route: str) -> Arm:
    return Arm(
        people=STUDY,
        life=_life,
        plan=f"cyanocobalamin 1000 ug {route} daily for 10 days then weekly for 4 weeks then monthly",
        days=(0.0, END),
        entry=_megaloblastic,
        invited=250,
    )


def targets() -> tuple[Target, ...]:
    """Serum B12 on day 90 of both arms."""
    return tuple(
        level_target(
            STUDY,
            f"serum B12 after {END:g} days of 1 mg {words}, daily, weekly, then monthly, megaloblastic anaemia",
            "pmol/L",
            SERUM,
            _arm(route),
            seen=Published(observed=after * PICOMOLES_PER_LITRE, source=SOURCE),
            size=SIZE,
            day=END,
            note="pernicious anaemia stands in for all causes; its years give about the serum B12 that was found",
        )
        for route, (words, after) in _AFTER.items()
    )


def rows() -> tuple[Row, ...]:
    """Both levels beside those of virtual people."""
    return rows_of(targets())
