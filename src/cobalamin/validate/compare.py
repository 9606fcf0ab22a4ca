"""From a published figure and an estimate to a row: what every study does in the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cobalamin.evidence import Use, fact, split
from cobalamin.validate.estimate import Estimate
from cobalamin.validate.row import DIRECTION, Kind, Row

_Z95 = 1.959964


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a report gives: value, 95 % interval where there is one, and where it stands.

    Attributes:
        observed, low, high: in the unit of the row; None where the report gives none.
        source: id of a fact, or a citation.
    """

    observed: float | None
    low: float | None = None
    high: float | None = None
    source: str


def published(id: str) -> Published:
    """Value and interval of a fact.

    Errors: InputError for an unknown id.
    """
    found = fact(id)
    interval = (found.low, found.high) if found.low is not None and found.high is not None else (None, None)
    return Published(observed=found.value, low=interval[0], high=interval[1], source=id)


def with_share_interval(seen: Published, people: int) -> Published:
    """A share of so many people [%] with its 95 % interval by Wilson.

    (p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
    """
    assert seen.observed is not None
    share, square = seen.observed / 100.0, _Z95 * _Z95 / people
    middle = (share + square / 2) / (1 + square)
    half = _Z95 * math.sqrt(share * (1 - share) / people + square / (4 * people)) / (1 + square)
    return Published(
        observed=seen.observed,
        low=100 * max(middle - half, 0.0),
        high=100 * min(middle + half, 1.0),
        source=seen.source,
    )


def with_mean_interval(seen: Published, sd: float, people: int) -> Published:
    """A mean of so many people with its 95 % interval from their standard deviation."""
    assert seen.observed is not None
    half = _Z95 * sd / math.sqrt(people)
    return Published(observed=seen.observed, low=seen.observed - half, high=seen.observed + half, source=seen.source)


def _kind(study: str, kind: Kind | None) -> Kind:
    if kind is not None:
        return kind
    return Kind.PREDICTED if split().get(study) is Use.VALIDATE else Kind.FITTED


def compared(
    study: str,
    quantity: str,
    unit: str,
    *,
    seen: Published,
    found: Estimate,
    kind: Kind | None = None,
    note: str = "",
) -> Row:
    """A row of numbers.

    Arguments:
        study, quantity, unit, note: as in `Row`.
        seen: what was reported.
        found: what the virtual study gave.
        kind: default predicted for a study kept for testing, else fitted: its figures were in view.
    """
    return Row(
        study=study,
        quantity=quantity,
        unit=unit,
        observed=seen.observed,
        low=seen.low,
        high=seen.high,
        simulated=found.value,
        simulated_low=found.low,
        simulated_high=found.high,
        kind=_kind(study, kind),
        source=seen.source,
        note=note,
    )


def direction(
    study: str,
    quantity: str,
    *,
    seen: int,
    change: float,
    least: float,
    source: str,
    kind: Kind | None = None,
    note: str = "",
) -> Row:
    """A row of which way a quantity went.

    Arguments:
        seen: 1 up, -1 down, 0 no change.
        change: simulated change.
        least: the smallest change that counts as one, in the unit of `change`.
        source: id of a fact, or a citation.
    """
    went = 0 if abs(change) < least else int(math.copysign(1, change))
    return Row(
        study=study,
        quantity=quantity,
        unit=DIRECTION,
        observed=float(seen),
        simulated=float(went),
        kind=_kind(study, kind),
        source=source,
        note=note,
    )
