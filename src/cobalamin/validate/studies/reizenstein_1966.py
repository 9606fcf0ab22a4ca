"""Reizenstein 1966: labelled B12 in plasma, urine and faeces of eight controls for more than 500 days."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.parameters import parameter
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.compare import Published, published
from cobalamin.validate.estimate import mean, median
from cobalamin.validate.experiment import Followed
from cobalamin.validate.loss import NO_INTAKE, SINKS, YEAR, percent_a_day
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Reizenstein 1966"
SIZE = 8
_URINE, _FAECES = SINKS
_EATEN = {_URINE: 0.0, _FAECES: parameter("intake_vegan").low}
"""Of the food of the arm, at most this stands in a sink [ug/d]."""


def _ug_a_day(seen: Followed, sink: str) -> npt.NDArray[np.float64]:
    return seen.change(sink, YEAR) / (YEAR * NANOMOLES_PER_MICROGRAM_COBALAMIN) - _EATEN[sink]


def _ug_in_both(seen: Followed) -> npt.NDArray[np.float64]:
    return _ug_a_day(seen, _URINE) + _ug_a_day(seen, _FAECES)


def _percent_in(sink: str) -> Callable[[Followed], npt.NDArray[np.float64]]:
    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        store = np.sqrt(seen.on("body_b12_ug") * seen.on("body_b12_ug", YEAR))
        return 100.0 * _ug_a_day(seen, sink) / store

    return measure


def _half_time(seen: Followed) -> npt.NDArray[np.float64]:
    return 100.0 * np.log(2.0) / percent_a_day("serum_b12_pmol_l")(seen)


def _target(
    quantity: str, unit: str, measure: Callable[[Followed], npt.NDArray[np.float64]], seen: Published,
    statistic: Callable[..., float] = mean, note: str = "",
) -> Target:  # fmt: skip
    return Target(
        study=STUDY,
        quantity=f"{quantity}, healthy",
        unit=unit,
        block=Block.KINETICS,
        seen=seen,
        arms=(NO_INTAKE,),
        measures=(measure,),
        statistic=statistic,
        sizes=(SIZE,),
        note=note or "B12 of people without intake stands in for label",
    )


def targets() -> tuple[Target, ...]:
    """Losses in urine and faeces, and how long plasma needs to halve."""
    return (
        _target(
            "label lost in urine a day", "%/d", _percent_in(_URINE), published("kin_loss_urine_pct"),
            note="only a tenth of that label was still active B12; the model counts what was changed with the loss by "
            "skin and shed cells",
        ),
        _target("label lost in faeces a day", "%/d", _percent_in(_FAECES), published("kin_loss_faeces_pct")),
        _target(
            "B12 lost in urine and faeces a day", "ug/d", _ug_in_both, published("kin_loss_ug_reiz"),
            note="in the year after intake ends, while the store falls",
        ),
        _target(
            "half-time of label in plasma after the first months", "days", _half_time,
            published("kin_plasma_t_half_term"), median,
        ),
    )  # fmt: skip


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
