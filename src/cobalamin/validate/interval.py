"""The 90 % interval in which a study's reported value should fall, and the disagreement between studies behind it.

On the scale T of the row:

    T(simulated) -+ sqrt(z^2 (sampling^2 + parameters^2) + t^2 tau^2)

with z the 95 % quantile of the normal law, and t that of Student's law with one degree of freedom less than tau had
studies.

- T is ln for what is above 0, the arcsine of the root for a share of a whole, and the value itself, as a share of the
  full scale where the unit has one, for changes and differences, which may turn their sign.
- sampling: standard error that the size of the study leaves open, once and not twice: the larger of what drawing the
  virtual people again gives (its 95 % interval over 2 x 1.96, each side apart) and what the report says of itself.
- parameters: standard deviation that the fit leaves open in the simulated value, where it is known.
- tau: disagreement between studies beyond that, which is what the model leaves out. It is estimated by block and scale
  from the figures used for fitting alone, so that the figures kept for testing are judged by an interval that they did
  not make.

Directions have no interval. Neither has a row whose block and scale have fewer than `LEAST_STUDIES` studies to tell
tau.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from cobalamin.validate.row import DIRECTION, Block, Kind, Row
from cobalamin.validate.weights import study_weights, weighted_quantile

LEAST_STUDIES = 3
"""Studies used for fitting that a disagreement needs."""
FULL_SCALE: Mapping[str, float] = {"points of 10": 10.0, "points of 22": 22.0, "percentage points": 100.0}
"""Unit -> width of its whole scale: rows of these units share one disagreement."""
SHARES: Mapping[str, float] = {"%": 100.0, "of 1": 1.0}
"""Unit of what lies between 0 and a whole, such as a share of people or an area under a curve -> the whole."""
Z90, Z95 = NormalDist().inv_cdf(0.95), NormalDist().inv_cdf(0.975)
MATCHED_SHARE = 0.8
"""Share of the fitted figures whose distance tau is to explain.

Half of them, the usual choice, gives intervals that hold too few of the fitted figures themselves, because disagreement
has heavier tails than the normal law. A fifth can still be gross misses without an effect of their size.
"""
_CHI_SQUARE = NormalDist().inv_cdf((1 + MATCHED_SHARE) / 2) ** 2
_WIDEST = 1e3
_HALVINGS = 200

ParameterSpread = Callable[[Row], float]
"""Standard deviation that the fitted parameters leave open in the simulated value of a row, on the scale of the row."""


def no_spread(_: Row) -> float:
    """Parameters taken as known: what is assumed until a posterior is given."""
    return 0.0


def students_quantile(degrees: int) -> float:
    """95 % quantile of Student's law by its expansion in 1 / degrees, within 2 % from two degrees on.

    Errors: ValueError below two degrees, where the expansion fails.

    >>> [round(students_quantile(degrees), 2) for degrees in (3, 10, 1000)]
    [2.35, 1.81, 1.65]
    """
    if degrees < 2:
        raise ValueError(f"two degrees of freedom at least, not {degrees}")
    z, n = Z90, degrees
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3


class Scale(StrEnum):
    """Where the distance of two values is measured."""

    LOG = "ln"
    SHARE = "arcsine of the root"
    ADDITIVE = "the value itself"

    def to(self, value: float, unit: str) -> float:
        """The value on the scale."""
        match self:
            case Scale.LOG:
                return math.log(value)
            case Scale.SHARE:
                return math.asin(math.sqrt(value / SHARES[unit]))
            case Scale.ADDITIVE:
                return value / FULL_SCALE.get(unit, 1.0)

    def back(self, place: float, unit: str) -> float:
        """The value at a place on the scale; shares stay between 0 and 100 %."""
        match self:
            case Scale.LOG:
                return math.exp(place)
            case Scale.SHARE:
                return SHARES[unit] * math.sin(min(max(place, 0.0), math.pi / 2)) ** 2
            case Scale.ADDITIVE:
                return place * FULL_SCALE.get(unit, 1.0)


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Rows that share one disagreement. `unit` is "" where rows of several units do."""

    block: Block
    scale: Scale
    unit: str


def _numbers(row: Row) -> list[float]:
    all_ = (row.observed, row.low, row.high, row.simulated, row.simulated_low, row.simulated_high)
    return [value for value in all_ if value is not None]


def pool_of(row: Row) -> Pool | None:
    """The pool of a row; None for a direction, and for what agrees by construction or is computed again."""
    if row.unit == DIRECTION or row.simulated is None or row.kind not in (Kind.FITTED, Kind.PREDICTED):
        return None
    numbers = _numbers(row)
    if row.unit in SHARES and all(0 <= value <= SHARES[row.unit] for value in numbers):
        return Pool(block=row.block, scale=Scale.SHARE, unit="")
    if row.unit in FULL_SCALE or min(numbers) <= 0:
        return Pool(block=row.block, scale=Scale.ADDITIVE, unit="" if row.unit in FULL_SCALE else row.unit)
    return Pool(block=row.block, scale=Scale.LOG, unit="")


def sampling_errors(row: Row, scale: Scale) -> tuple[float, float]:
    """Standard errors of the reported value below and above the simulated one, on the scale."""

    def place(value: float) -> float:
        return scale.to(value, row.unit)

    reported = 0.0
    if row.low is not None and row.high is not None:
        reported = (place(row.high) - place(row.low)) / (2 * Z95)
    assert row.simulated is not None
    at = place(row.simulated)
    below = 0.0 if row.simulated_low is None else (at - place(row.simulated_low)) / Z95
    above = 0.0 if row.simulated_high is None else (place(row.simulated_high) - at) / Z95
    return max(below, reported), max(above, reported)


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Of the studies of one pool.

    Attributes:
        tau: standard deviation on the scale of the pool.
        rows, studies: used for fitting, that it was estimated from.
    """

    tau: float
    rows: int
    studies: int


def disagreements(rows: Sequence[Row], spread: ParameterSpread = no_spread) -> dict[Pool, Disagreement]:
    """tau of every pool with enough studies, from the fitted rows alone.

    Robust: tau is the value at which the quantile of `MATCHED_SHARE` of residual^2 / (sampling^2 + parameters^2 +
    tau^2), each study of weight 1, is that of chi-square with one degree of freedom; 0 where it is below that without
    tau. Residuals beyond the quantile do not enter by their size, so a few gross misses do not widen every interval.
    """
    pools: dict[Pool, list[Row]] = {}
    for row in rows:
        pool = pool_of(row)
        if pool is not None and row.kind is Kind.FITTED and row.observed is not None:
            pools.setdefault(pool, []).append(row)
    found: dict[Pool, Disagreement] = {}
    for pool, own in pools.items():
        studies = len({row.study for row in own})
        if studies >= LEAST_STUDIES:
            found[pool] = Disagreement(tau=_tau(own, pool.scale, spread), rows=len(own), studies=studies)
    return found


def _tau(rows: Sequence[Row], scale: Scale, spread: ParameterSpread) -> float:
    squares: list[float] = []
    known: list[float] = []
    for row in rows:
        assert row.observed is not None
        assert row.simulated is not None
        residual = scale.to(row.observed, row.unit) - scale.to(row.simulated, row.unit)
        below, above = sampling_errors(row, scale)
        squares.append(residual**2)
        known.append((above if residual > 0 else below) ** 2 + spread(row) ** 2)
    weights = study_weights([row.study for row in rows])

    def too_far(tau: float) -> bool:
        ratios = [s / (v + tau**2) if s else 0.0 for s, v in zip(squares, known, strict=True)]
        return weighted_quantile(ratios, weights, MATCHED_SHARE) > _CHI_SQUARE

    low, high = 1e-9, _WIDEST
    if not too_far(low):
        return 0.0
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if too_far(middle) else (low, middle)
    return high


def interval_90(
    row: Row, disagreement: Mapping[Pool, Disagreement], spread: ParameterSpread = no_spread
) -> tuple[float, float] | None:
    """Where nine of ten reported values should fall, in the unit of the row; None without a disagreement."""
    pool = pool_of(row)
    if pool is None or pool not in disagreement:
        return None
    assert row.simulated is not None
    scale, tau = pool.scale, disagreement[pool].tau
    at = scale.to(row.simulated, row.unit)
    known = spread(row) ** 2
    between = (students_quantile(disagreement[pool].studies - 1) * tau) ** 2
    below, above = (math.sqrt(Z90**2 * (s**2 + known) + between) for s in sampling_errors(row, scale))
    return scale.back(at - below, row.unit), scale.back(at + above, row.unit)
