"""Reference values of healthy adults for what an electrophysiologist measures: limits, typical value and spread.

`normal_limits.csv` holds what was read, one figure a row: a printed limit, a mean, a standard deviation, or a slope
over age or height. Where a source prints no limit it is worked out here. A limit is a convention about groups of
healthy people: some healthy people lie outside it by design, and a value inside it does not rule out a loss.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence import Verified
from cobalamin.evidence.schema import read_table

STANDARD_DEVIATIONS = 2.0
"""Distance of a worked out limit from the mean."""
UNRECORDABLE_SHARE = 0.2
"""Size of a potential, relative to healthy, below which a laboratory would not find it. Source: guess"""
REFERENCE_HEIGHT_CM = 170.0
"""Height at which a source without heights is taken to hold."""


class Side(StrEnum):
    """What a row gives."""

    LOWER = "lower"
    UPPER = "upper"
    MEAN = "mean"
    SD = "sd"
    LN_MEAN = "ln_mean"
    LN_SD = "ln_sd"
    SLOPE_AGE = "slope_age"
    SLOPE_HEIGHT = "slope_height"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One figure as it was read.

    Attributes:
        id: its name.
        nerve: nerve, tract or place.
        quantity: observation it is about.
        side: what the figure is.
        ages: whom it is about [years]; ends included.
        heights: whom it is about [cm]; None where the source has no heights.
        sex: "female", "male" or "any".
        value: in `unit`.
        unit: as the source has it.
        source, doi_or_url: who says so, and where to find it.
        where: place in the source, and any arithmetic or judgement on the way from there.
        verified: how it was read.
    """

    id: str
    nerve: str
    quantity: str
    side: Side
    ages: tuple[float, float]
    heights: tuple[float, float] | None
    sex: str
    value: float
    unit: str
    source: str
    doi_or_url: str
    where: str
    verified: Verified

    def distance(self, age: float) -> float:
        """Years between an age and the ages that were studied; 0 inside."""
        return max(self.ages[0] - age, age - self.ages[1], 0.0)


@dataclass(frozen=True, kw_only=True)
class Healthy:
    """What is typical of healthy people.

    Attributes:
        median: typical value, in the unit of the observation.
        spread: standard deviation of ln(value) between people, or SD / mean where the values are symmetric.
        skewed: the values are log-normal rather than normal.
        rows: figures it was made from.
    """

    median: float
    spread: float
    skewed: bool
    rows: tuple[Reference, ...]

    def limit(self, side: Side) -> float:
        """Mean -/+ 2 SD; of ln(value) where the values are skewed."""
        away = STANDARD_DEVIATIONS * self.spread * (-1 if side is Side.LOWER else 1)
        return self.median * (math.exp(away) if self.skewed else 1 + away)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit of the healthy for one person.

    Attributes:
        value: in the unit of the observation.
        side: LOWER (a value below it is outside) or UPPER.
        printed: the source prints a limit; else it is worked out from mean and standard deviation.
        rows: figures it was made from, the one that decides first.
        studied: the person's age and height lie within what the source studied.
    """

    value: float
    side: Side
    printed: bool
    rows: tuple[Reference, ...]
    studied: bool

    @property
    def source(self) -> str:
        """Who says so."""
        return self.rows[0].source

    @property
    def verified(self) -> Verified:
        """How the figure that decides was read."""
        return self.rows[0].verified

    def outside(self, value: float) -> bool:
        """Whether a value lies on the far side of the limit."""
        return value < self.value if self.side is Side.LOWER else value > self.value


def _ends(low: str, high: str) -> tuple[float, float] | None:
    return (float(low), float(high)) if low and high else None


@cache
def references() -> Mapping[str, tuple[Reference, ...]]:
    """Rows by observation, read once.

    Raises:
        CobalaminError: a cell cannot be right; the message names the row.
    """
    found: dict[str, list[Reference]] = {}
    for number, row in enumerate(read_table("normal_limits"), start=2):
        try:
            made = Reference(
                id=row["id"],
                nerve=row["nerve"],
                quantity=row["quantity"],
                side=Side(row["side"]),
                ages=(float(row["age_low"]), float(row["age_high"])),
                heights=_ends(row["height_low_cm"], row["height_high_cm"]),
                sex=row["sex"],
                value=float(row["value"]),
                unit=row["unit"],
                source=row["source"],
                doi_or_url=row["doi_or_url"],
                where=row["where"],
                verified=Verified(row["verified"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CobalaminError(f"evidence/normal_limits.csv: row {number}: {error}") from error
        found.setdefault(made.quantity, []).append(made)
    return MappingProxyType({quantity: tuple(rows) for quantity, rows in found.items()})


def _rows(quantity: str) -> tuple[Reference, ...]:
    known = references()
    if quantity not in known:
        raise InputError("no reference value", value=quantity, nearest=nearest_word(quantity, known))
    return known[quantity]


def _nearest(rows: Sequence[Reference], side: Side, age: float, sex: str) -> Reference | None:
    """The row of this side whose ages are nearest; a row of the same sex before one of any."""
    fitting = [row for row in rows if row.side is side and row.sex in {"any", sex}]
    return min(fitting, key=lambda row: (row.distance(age), row.sex == "any"), default=None)


def _shift(rows: Sequence[Reference], at: Reference, years: float, height_cm: float, age: float, sex: str) -> float:
    """Slope x years + slope x (height - height studied), for slopes that were read."""
    by_age = _nearest(rows, Side.SLOPE_AGE, age, sex)
    by_height = _nearest(rows, Side.SLOPE_HEIGHT, age, sex)
    height = sum(at.heights) / 2 if at.heights else REFERENCE_HEIGHT_CM
    return (by_age.value * years if by_age else 0.0) + (by_height.value * (height_cm - height) if by_height else 0.0)


def _slopes(rows: Sequence[Reference]) -> tuple[Reference, ...]:
    return tuple(row for row in rows if row.side in {Side.SLOPE_AGE, Side.SLOPE_HEIGHT})


def healthy(quantity: str, age: float, height_cm: float, sex: str) -> Healthy:
    """Typical value and spread of healthy people like this one.

    Amplitudes are taken as log-normal: from mean m and SD s, spread^2 = ln(1 + (s/m)^2), median = m exp(-spread^2/2).
    Velocities and latencies are taken as normal. Slopes move the typical value, from the middle of the
    ages studied, and leave the SD.

    Arguments:
        quantity: an observation.
        age: [years].
        height_cm: [cm].
        sex: "female" or "male".

    Raises:
        InputError: there is no reference value; the message names the nearest quantity.

    Source: normal_limits

    >>> round(healthy("median_distal_latency_ms", 50, 170, "female").median, 1)
    3.7
    """
    rows = _rows(quantity)
    ln_mean, ln_sd = (_nearest(rows, side, age, sex) for side in (Side.LN_MEAN, Side.LN_SD))
    if ln_mean and ln_sd:
        return Healthy(median=math.exp(ln_mean.value), spread=ln_sd.value, skewed=True, rows=(ln_mean, ln_sd))
    mean, sd = (_nearest(rows, side, age, sex) for side in (Side.MEAN, Side.SD))
    if not (mean and sd):
        raise CobalaminError(f"evidence/normal_limits.csv: {quantity}: no mean and standard deviation")
    made_from = (mean, sd, *_slopes(rows))
    centre = mean.value + _shift(rows, mean, age - sum(mean.ages) / 2, height_cm, age, sex)
    if "amplitude" in quantity:
        variance = math.log1p((sd.value / centre) ** 2)
        return Healthy(median=centre * math.exp(-variance / 2), spread=math.sqrt(variance), skewed=True, rows=made_from)
    return Healthy(median=centre, spread=sd.value / centre, skewed=False, rows=made_from)


def side_of(quantity: str) -> Side:
    """On which side of the healthy a loss shows: times and thresholds rise, velocities and amplitudes fall."""
    return Side.UPPER if quantity.endswith("_ms") or quantity == "vibration_threshold" else Side.LOWER


def limit(quantity: str, age: float, height_cm: float, sex: str) -> Limit:
    """Limit of the healthy for a person: as printed for the nearest ages, else mean -/+ 2 SD; moved by slopes.

    A printed limit holds at all ages it was made for and moves with age only beyond them; a slope over age is carried
    on beyond the ages at which it was measured. Valid for adults; `studied` says whether the person lies within the
    ages and heights of the source.

    Arguments:
        quantity: an observation.
        age: [years].
        height_cm: [cm].
        sex: "female" or "male".

    Raises:
        InputError: there is no reference value; the message names the nearest quantity.

    Source: normal_limits

    >>> limit("median_sep_n20_ms", 50, 170, "male").value
    22.5
    """
    rows = _rows(quantity)
    side = side_of(quantity)
    printed = _nearest(rows, side, age, sex)
    made_from: tuple[Reference, ...]
    if printed:
        years = age - min(max(age, printed.ages[0]), printed.ages[1])
        value = printed.value + _shift(rows, printed, years, height_cm, age, sex)
        made_from = (printed, *_slopes(rows))
    else:
        typical = healthy(quantity, age, height_cm, sex)
        value, made_from = typical.limit(side), typical.rows
    decides = made_from[0]
    tall = decides.heights
    return Limit(
        value=value,
        side=side,
        printed=printed is not None,
        rows=made_from,
        studied=decides.distance(age) == 0 and (tall is None or tall[0] <= height_cm <= tall[1]),
    )
