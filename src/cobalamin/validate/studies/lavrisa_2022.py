"""Lavrisa 2022: serum B12 of Slovenians by age, and the B12 that they eat."""

from __future__ import annotations

import math

from cobalamin.evidence import fact
from cobalamin.parameters import parameter
from cobalamin.validate.compare import Published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life
from cobalamin.validate.residents import by_intake, mean_of_arms, measured, resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Lavrisa 2022"
SOURCE = "diet_slovenia_adult"
ADULTS, ELDERLY = 322.0, 287.0
"""Mean serum B12 [pmol/L], in the note of the fact."""
INTAKE_ELDERLY = 5.0
"""ug/d, in the note of the fact."""
SIZE = 125
"""How many were measured was not read: what a survey of a small country measures in an age group, by five."""


def _adult(draw: Draw) -> Life:
    return resident(draw, low=18.0, high=64.0)


def _elderly(draw: Draw) -> Life:
    return resident(draw, low=65.0, high=74.0)


def targets() -> tuple[Target, ...]:
    """Means of both ages at what they eat."""
    spread = parameter("intake_omnivore").spread
    adults_eat = fact(SOURCE).value
    assert adults_eat is not None
    groups = (
        ("18 to 64 years", ADULTS, adults_eat, Arm(people="Slovenian adults", life=_adult, invited=60)),
        ("65 to 74 years", ELDERLY, INTAKE_ELDERLY, Arm(people="Slovenian elderly", life=_elderly, invited=60)),
    )
    found: list[Target] = []
    for whom, observed, eaten, arm in groups:
        arms = by_intake(arm, median=eaten / math.exp(spread**2 / 2), spread=spread)
        found.append(
            Target(
                study=STUDY,
                quantity=f"total B12 in serum, mean, Slovenia, {whom}",
                unit="pmol/L",
                block=Block.KINETICS,
                seen=Published(observed=observed, source=SOURCE),
                arms=arms,
                measures=(lambda seen: measured(seen, "serum_b12_pmol_l"),) * len(arms),
                statistic=mean_of_arms,
                sizes=(SIZE // len(arms),) * len(arms),
                note="how intake differs between people is that of the model; no supplements",
            )
        )
    return tuple(found)


def rows() -> tuple[Row, ...]:
    """Both means beside those of virtual people."""
    return rows_of(targets())
