"""Evatt 2010: serum B12 below 148 pmol/L above 50 years without and with supplements, US survey of 1991 to 1994."""

from __future__ import annotations

from cobalamin.validate.chances import percent_below
from cobalamin.validate.compare import published_interval
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, with_medicine
from cobalamin.validate.residents import measured, resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Evatt 2010"
WITHOUT, WITH_MUCH = 2424, 149
DEFICIENT = 148.0
"""pmol/L"""


def _without(draw: Draw) -> Life:
    return resident(draw, low=50.0, high=88.0)


def _with_much(draw: Draw) -> Life:
    dose = draw.one_of("dose", {"50": 0.5, "100": 0.5})
    life = resident(draw, low=50.0, high=88.0)
    return with_medicine(life, f"cyanocobalamin {dose} ug orally daily", draw.between("supplement years", 0.5, 8))


_ARM_WITHOUT = Arm(people="US adults above 50", life=_without, invited=300)
_ARM_WITH_MUCH = Arm(people="US adults above 50", life=_with_much, invited=300)


def targets() -> tuple[Target, ...]:
    """Share below 148 pmol/L."""
    arms = (
        ("diag_prev_supp_non", _ARM_WITHOUT, WITHOUT, "without a B12 supplement"),
        ("diag_prev_supp_25", _ARM_WITH_MUCH, WITH_MUCH, "with more than 25 ug of B12 a day"),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"serum B12 below 148 pmol/L, US adults above 50 years {whom}",
            unit="%",
            block=Block.KINETICS,
            seen=published_interval(id),
            arms=(arm,),
            measures=(lambda seen: measured(seen, "serum_b12_pmol_l"),),
            statistic=percent_below(DEFICIENT),
            sizes=(size,),
            note="how often gastritis is met is a judgement; the share is that of a lognormal law",
        )
        for id, arm, size, whom in arms
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
