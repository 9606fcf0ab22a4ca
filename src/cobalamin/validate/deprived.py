"""People without absorption beside the same people whole: what stands in for animals that were deprived of B12.

Years in people take the place of months in rats and mice, so only directions are compared.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import observed_direction
from cobalamin.validate.experiment import Draw, Followed, follow, recruit
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Kind, Row

YEARS = 3.0
REPLETION_DAYS = 61.0
"""Two months, as the rats had."""
STANDS_IN = "people three years after total gastrectomy stand in for animals; years for months"
_PEOPLE = 100
_TREATMENT = "cyanocobalamin 1 mg IM daily for 1 week, then weekly"


def _whole(draw: Draw) -> Life:
    return somebody(draw, age=50.0, sd=5.0, low=40.0, high=60.0)


def _deprived(draw: Draw) -> Life:
    return with_condition(_whole(draw), "total gastrectomy", YEARS, untreated=True)


@cache
def whole() -> Followed:
    """Healthy people."""
    return follow(recruit("deprived", _whole, people=_PEOPLE), None, [0.0])


@cache
def deprived() -> Followed:
    """The same people after three years without absorption, then two months with injections."""
    return follow(recruit("deprived", _deprived, people=_PEOPLE), _TREATMENT, [0.0, REPLETION_DAYS])


def _mean_of_known(changes: npt.NDArray[np.float64]) -> float:
    """Mean over people who could have lived so long; anaemia ended the runs of the others."""
    return float(changes[np.isfinite(changes)].mean())


def lost(study: str, name: str, *, seen: int, source: str, kind: Kind | None = None) -> Row:
    """Which way an observation went in deficiency."""
    change = _mean_of_known(deprived().on(name) - whole().on(name))
    return observed_direction(
        study, name, "deficiency", seen=seen, change=change, source=source, kind=kind, note=STANDS_IN
    )


def regained(study: str, name: str, *, seen: int, source: str, kind: Kind | None = None) -> Row:
    """Which way it went in two months of treatment."""
    change = _mean_of_known(deprived().change(name, REPLETION_DAYS))
    return observed_direction(
        study, name, "two months of treatment", seen=seen, change=change, source=source, kind=kind, note=STANDS_IN
    )
