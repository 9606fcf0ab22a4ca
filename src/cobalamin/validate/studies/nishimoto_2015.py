"""Nishimoto 2015: methylcobalamin speeds remyelination of the sciatic nerve of rats."""

from __future__ import annotations

from cobalamin.validate.compare import observed_direction
from cobalamin.validate.experiment import Draw, follow, recruit
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.row import Kind, Row

STUDY = "Nishimoto 2015"
GAIN = 0.4
"""Optional effect, off by default: remyelination faster by this share at a very high dose."""
_DAYS = 56.0
_PLAN = "methylcobalamin 5 mg IM daily"


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=4.0, high=5.0)


def rows() -> tuple[Row, ...]:
    """With the optional effect of high doses on remyelination switched on, more myelin returns than without it."""
    name, days = "myelin_pns", [0.0, _DAYS]
    fast = follow(recruit(STUDY, _life, people=60, changes={"pharmacological_remyelination_gain": GAIN}), _PLAN, days)
    slow = follow(recruit(STUDY, _life, people=60), _PLAN, days)
    change = float((fast.change(name, _DAYS) - slow.change(name, _DAYS)).mean())
    return (
        observed_direction(
            STUDY,
            name,
            "high doses of methylcobalamin",
            seen=1,
            change=change,
            source="mech_nishimoto",
            kind=Kind.BUILT_IN,
            note="an optional effect, off by default, is switched on for this row",
        ),
    )
