"""From a published figure and an estimate to a row: what every study does in the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.body.observe.blood import blood
from cobalamin.body.observe.drugs import drugs
from cobalamin.evidence import Use, fact, split
from cobalamin.validate.estimate import Estimate
from cobalamin.validate.row import DIRECTION, Block, Kind, Row

_Z95 = 1.959964
_B12_ITSELF = ("serum_b12_pmol_l", "holotc_pmol_l", "body_b12_ug", "liver_b12_ug")
_BLOCKS = {"sam_sah_ratio": Block.MECHANISM, "pain_nrs": Block.PAIN, "foot_pain": Block.PAIN}
LEAST_CHANGE = 0.2
"""Share of the floor of an observation's scale from which a change counts: 0.2 % of healthy for most."""


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
    """The value of a fact; its `low` and `high` are often a baseline or a range of people, so they are left out.

    Errors: InputError for an unknown id.
    """
    return Published(observed=fact(id).value, source=id)


def published_interval(id: str) -> Published:
    """The value of a fact whose `low` and `high` are the 95 % interval of the value.

    Errors: InputError for an unknown id; ValueError for a fact without an interval.
    """
    found = fact(id)
    if found.low is None or found.high is None:
        raise ValueError(f"the fact {id} has no interval")
    return Published(observed=found.value, low=found.low, high=found.high, source=id)


def published_spread(id: str, people: int = 1) -> Published:
    """The value of a fact whose `low` and `high` lie one standard deviation from it, with its 95 % interval.

    Arguments:
        people: of the mean; 1 where `low` and `high` lie one standard error from it.

    Errors: InputError for an unknown id; ValueError for a fact without them.
    """
    found = published_interval(id)
    assert found.low is not None
    assert found.high is not None
    return with_mean_interval(published(id), (found.high - found.low) / 2, people)


def _value(seen: Published) -> float:
    if seen.observed is None:
        raise ValueError(f"{seen.source} has no value")
    return seen.observed


def with_share_interval(seen: Published, people: int) -> Published:
    """A share of so many people [%] with its 95 % interval by Wilson.

    (p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
    """
    share, square = _value(seen) / 100.0, _Z95 * _Z95 / people
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
    value, half = _value(seen), _Z95 * sd / math.sqrt(people)
    return Published(observed=value, low=value - half, high=value + half, source=seen.source)


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
    block: Block,
    note: str = "",
) -> Row:
    """A row of numbers.

    Arguments:
        study, quantity, unit, note: as in `Row`.
        seen: what was reported.
        found: what the virtual study gave.
        kind: default predicted for a study kept for testing, else fitted: its figures were in view.
        block: part of the model that it tests.
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
        block=block,
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
    block: Block,
    note: str = "",
) -> Row:
    """A row of which way a quantity went.

    Arguments:
        seen: 1 up, -1 down, 0 no change.
        change: simulated change.
        least: the smallest change that counts as one, in the unit of `change`.
        source: id of a fact, or a citation.

    Errors: ValueError when the change is no number: a run that was stopped has no direction.
    """
    if not math.isfinite(change):
        raise ValueError(f"{study}, {quantity}: the simulated change is {change}")
    went = 0 if abs(change) < least else int(math.copysign(1, change))
    return Row(
        study=study,
        quantity=quantity,
        unit=DIRECTION,
        observed=float(seen),
        simulated=float(went),
        kind=_kind(study, kind),
        source=source,
        block=block,
        note=note,
    )


def block_of(name: str) -> Block:
    """The part of the model that an observation belongs to.

    Errors: ValueError for an observation of drugs: concentrations, harm and relief are no one block.

    >>> block_of("holotc_pmol_l").value, block_of("mcv_fl").value, block_of("sural_velocity_m_s").value
    ('kinetics', 'biomarkers', 'nerve')
    """
    if name in drugs.observations:
        raise ValueError(f"{name}: name the block of the row")
    if name in _B12_ITSELF:
        return Block.KINETICS
    if name in blood.observations:
        return Block.BIOMARKERS
    return _BLOCKS.get(name, Block.NERVE)


def observed_direction(
    study: str,
    name: str,
    whom: str,
    *,
    seen: int,
    change: float,
    source: str,
    kind: Kind | None = None,
    note: str = "",
) -> Row:
    """A row of which way an observation went; a fifth of the floor of its scale is the smallest change that counts.

    Its block is that of the observation. Errors: ValueError for an observation of drugs, and as `direction`.
    """
    observation = OBSERVATIONS[name]
    return direction(
        study,
        f"{observation.about}, {whom}",
        seen=seen,
        change=change,
        least=LEAST_CHANGE * observation.scale_floor,
        source=source,
        kind=kind,
        block=block_of(name),
        note=note,
    )
