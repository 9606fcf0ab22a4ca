"""Glass 1955: where labelled B12 goes after an injection of 5 to 10 ug into muscle, counted over the skin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.units import DAYS_PER_YEAR, HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean
from cobalamin.validate.experiment import Followed
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import adults

STUDY = "Glass 1955"
SIZE = 6
"""Number of people not read; two for the place of the injection."""
DOSE_UG = 7.5
_DEPOT, _TISSUE = "plasma.depot_cyanocobalamin", "tissue.exchangeable"
_GONE = 3.5 / HOURS_PER_DAY
_THREE_MONTHS = DAYS_PER_YEAR / 4
_TRACER = Arm(
    people=f"{STUDY}: adults",
    life=adults,
    plan=f"cyanocobalamin {DOSE_UG:g} ug IM once",
    days=(0.0, _GONE, 0.25, 0.5, 1.0, 2.0, 4.0, 7.0, _THREE_MONTHS),
    compartments=(_DEPOT, _TISSUE),
    invited=80,
)


def _left_the_place(seen: Followed) -> npt.NDArray[np.float64]:
    return 100.0 * (1.0 - seen.on(_DEPOT, _GONE) / (DOSE_UG * NANOMOLES_PER_MICROGRAM_COBALAMIN))


def _left_in_tissue(seen: Followed) -> npt.NDArray[np.float64]:
    rise = seen.values[_TISSUE] - seen.values[_TISSUE][0]
    return rise[-1] / rise.max(axis=0)


def targets() -> tuple[Target, ...]:
    """What left the muscle, and what kidney and spleen keep."""
    return (
        Target(
            study=STUDY,
            quantity="share of an injection that left the muscle within 3.5 h, adults",
            unit="%",
            block=Block.KINETICS,
            seen=Published(observed=None, low=96.0, high=100.0, source="kin_surf_im_gone"),
            arms=(_TRACER,),
            measures=(_left_the_place,),
            statistic=mean,
            sizes=(SIZE,),
            note="more than 96 % within 3 to 4 h",
        ),
        Target(
            study=STUDY,
            quantity="what spleen and kidney keep of an injection for three months, of their most, adults",
            unit="ratio",
            block=Block.KINETICS,
            seen=published("kin_surf_spleen3mo"),
            arms=(_TRACER,),
            measures=(_left_in_tissue,),
            statistic=mean,
            sizes=(SIZE,),
            note="what the injection adds stands in for label; one pool holds kidney, spleen, marrow and some muscle",
        ),
    )


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
