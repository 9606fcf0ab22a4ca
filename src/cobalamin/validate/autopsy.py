"""B12 of livers at autopsy."""

from __future__ import annotations

from cobalamin.evidence import Fact
from cobalamin.validate.compare import Published
from cobalamin.validate.levels import level_target
from cobalamin.validate.target import Arm, Target
from cobalamin.validate.volunteers import adults

LIVER_GRAMS = 1500.0
"""Weight of an adult's liver. Source: guess"""
_ADULTS = Arm(people="livers at autopsy", life=adults, invited=100)


def liver_target(study: str, concentration: Fact, size: int) -> Target:
    """B12 of a whole liver [ug].

    Arguments:
        study: as in `Row`.
        concentration: of wet tissue [ug/g].
        size: people.

    Errors: ValueError for a fact without a value.
    """
    if concentration.value is None:
        raise ValueError(f"{concentration.id} has no value")
    return level_target(
        study,
        "B12 of the liver, adults",
        "ug",
        "liver_b12_ug",
        _ADULTS,
        seen=Published(observed=concentration.value * LIVER_GRAMS, source=concentration.id),
        size=size,
        note=f"{concentration.value:g} ug/g was measured; a liver of {LIVER_GRAMS:g} g",
    )
