"""Bozian 1963: the smallest store of B12 with which people with pernicious anaemia are healthy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.units import DAYS_PER_YEAR
from cobalamin.validate.clinic import LOW_HEMOGLOBIN
from cobalamin.validate.compare import published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Bozian 1963"
SIZE = 10
"""Number of people not read."""
_YEARS = 12.0
_STEP = 30.0


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=0.2, high=0.5)


_UNTREATED = Arm(
    people=f"{STUDY}: pernicious anaemia",
    life=_life,
    days=tuple(np.arange(0.0, _YEARS * DAYS_PER_YEAR, _STEP).tolist()),
    invited=100,
)


def _store_when_anaemia_begins(seen: Followed) -> npt.NDArray[np.float64]:
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    with np.errstate(invalid="ignore"):
        anaemic = seen.values["hemoglobin_g_dl"] < least
    store = seen.values["body_b12_ug"][anaemic.argmax(axis=0), np.arange(len(seen.subjects))]
    return np.where(anaemic.any(axis=0) & ~anaemic[0], store, np.nan)


def targets() -> tuple[Target, ...]:
    """The store on the day on which haemoglobin becomes low."""
    return (
        Target(
            study=STUDY,
            quantity="smallest store of B12 compatible with health, pernicious anaemia",
            unit="ug",
            block=Block.KINETICS,
            seen=published("kin_pool_threshold"),
            arms=(_UNTREATED,),
            measures=(_store_when_anaemia_begins,),
            statistic=mean,
            sizes=(SIZE,),
            note="health ends here on the day on which haemoglobin becomes low",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The store beside that of virtual people."""
    return rows_of(targets())
