"""What the calibrated parameters leave open in each simulated figure, from the table that the fit wrote."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from cobalamin.validate.interval import SHARES, Scale, pool_of
from cobalamin.validate.row import Row

_SMALL = 1e-4
TABLE = "parameter_uncertainty.csv"
COLUMNS = ("study", "quantity", "of", "sd")


class Of(StrEnum):
    """What the standard deviation is of."""

    LOGARITHM = "ln"
    VALUE = "value"


@cache
def table() -> Mapping[tuple[str, str], tuple[Of, float]]:
    """(study, quantity) -> standard deviation by the Laplace posterior, read once; empty before the first fit."""
    file = resources.files(__package__ or "") / TABLE
    if not file.is_file():
        return {}
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {(row["study"], row["quantity"]): (Of(row["of"]), float(row["sd"])) for row in rows}


def parameter_spread(row: Row) -> float:
    """Standard deviation that the fit leaves open in the simulated value, on the scale of the row; 0 where unknown.

    A figure without derivatives (a share of people, a rank) has none: its interval is too short by that much.
    """
    pool, known = pool_of(row), table().get((row.study, row.quantity))
    if pool is None or known is None or not row.simulated:
        return 0.0
    of, sd = known
    in_unit = sd * abs(row.simulated) if of is Of.LOGARITHM else sd
    return in_unit * _slope(pool.scale, row.simulated, row.unit)


def _slope(scale: Scale, value: float, unit: str) -> float:
    """d scale / d value, by a central difference inside the range of the scale."""
    step = _SMALL * abs(value)
    if scale is Scale.SHARE:
        value = min(max(value, step), SHARES[unit] - step)
    return (scale.to(value + step, unit) - scale.to(value - step, unit)) / (2 * step)
