"""A published figure and the virtual study that should give it: the one text that validation and calibration both read.

Validation runs the study with many individuals and makes a row of it. Calibration runs the same study again and again
with other values of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import estimate, group
from cobalamin.validate.experiment import PEOPLE, Draw, Followed, enrol, follow, recruit
from cobalamin.validate.row import Block, Kind, Row

BLOOD_ALONE = ("trophic",)
"""Nerve block of studies that measure blood and B12 only: the rival blocks give the same there."""


@dataclass(frozen=True, kw_only=True)
class Arm:
    """People of a study, what they are given, and when they are measured. Two arms with equal fields are one.

    Attributes:
        people: part of every identity: arms that name the same people hold the same individuals.
        life: tells the history of one person, in the tables of a person file.
        plan: in the dosing language; None changes nothing.
        days: ascending from 0 [d].
        entry: who is let in, by what is measured on day 0; None for everyone.
        compartments: whose contents [nmol] are measured beside the observations.
        invited: people before anyone is turned away.
        changes: parameters set by hand, as pairs of name and value.
    """

    people: str
    life: Callable[[Draw], Mapping[str, Any]]
    plan: str | None = None
    days: tuple[float, ...] = (0.0,)
    entry: Callable[[Followed], npt.NDArray[np.bool_]] | None = None
    compartments: tuple[str, ...] = ()
    invited: int = PEOPLE
    changes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Target:
    """One published figure.

    Attributes:
        study, quantity, unit, note: as in `Row`.
        block: part of the model that it tests.
        seen: what was reported.
        arms: of the study, one or more.
        measures: one an arm: shape (subject,), or (quantity, subject), of what was measured.
        statistic: takes what was measured in every arm, in order.
        sizes: people of the published arms.
        kind: default predicted for a study kept for testing, else fitted.
    """

    study: str
    quantity: str
    unit: str
    block: Block
    seen: Published
    arms: tuple[Arm, ...]
    measures: tuple[Callable[[Followed], npt.NDArray[Any]], ...]
    statistic: Callable[..., float]
    sizes: tuple[int, ...]
    kind: Kind | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not len(self.arms) == len(self.measures) == len(self.sizes):
            raise ValueError(f"{self.study}, {self.quantity}: one measure and one size an arm")


@cache
def followed(arm: Arm) -> Followed:
    """The arm run once with its individuals.

    Errors: as `follow`, `recruit` and `enrol`.
    """
    people = recruit(arm.people, arm.life, people=arm.invited, blocks=BLOOD_ALONE, changes=dict(arm.changes))
    if arm.entry is not None:
        people = enrol(people, arm.entry)
    return follow(people, arm.plan, arm.days, compartments=arm.compartments)


def row_of(target: Target) -> Row:
    """The target beside what its virtual study gives."""
    groups = []
    for arm, measure, size in zip(target.arms, target.measures, target.sizes, strict=True):
        seen = followed(arm)
        quantities = np.atleast_2d(measure(seen))
        groups.append(group(seen, *quantities, size=size))
    return compared(
        target.study,
        target.quantity,
        target.unit,
        block=target.block,
        seen=target.seen,
        found=estimate(target.statistic, *groups),
        kind=target.kind,
        note=target.note,
    )


def rows_of(targets: Sequence[Target]) -> tuple[Row, ...]:
    """Every target beside what its virtual study gives; arms in common are run once."""
    return tuple(row_of(target) for target in targets)
