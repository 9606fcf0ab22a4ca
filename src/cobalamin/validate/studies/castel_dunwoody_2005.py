"""Castel-Dunwoody 2005: active B12 of young women by their variant of transcobalamin, TCN2 776."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.levels import level_target, on_day
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.row import Block, Kind, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Castel-Dunwoody 2005"
SIZE = 100
"""359 women in all; how many had which variant was not read."""
HOLOTC = "holotc_pmol_l"


def _variant(draw: Draw, variant: str) -> Life:
    life = somebody(draw, age=25.0, sd=3.0, low=20.0, high=30.0, sex="female")
    return life | {"person": life["person"] | {"genotype": [variant]}}


def _cc(draw: Draw) -> Life:
    return _variant(draw, "TCN2 776CC")


def _gg(draw: Draw) -> Life:
    return _variant(draw, "TCN2 776GG")


_CC, _GG = (Arm(people=f"{STUDY}: women", life=life, invited=100) for life in (_cc, _gg))


def targets() -> tuple[Target, ...]:
    """Active B12 with the common variant, and how much less there is with the rare one."""
    cc, gg = fact("kin_holotc_cc").value, fact("kin_holotc_gg").value
    assert cc is not None
    assert gg is not None
    level = level_target(
        STUDY, "active B12 in serum, women with TCN2 776CC", "pmol/L", HOLOTC, _CC,
        seen=published("kin_holotc_cc"), size=SIZE,
    )  # fmt: skip
    ratio = Target(
        study=STUDY,
        quantity="active B12 in serum, women with TCN2 776GG / 776CC",
        unit="ratio",
        block=Block.KINETICS,
        seen=Published(observed=gg / cc, source="kin_holotc_gg"),
        arms=(_GG, _CC),
        measures=(on_day(HOLOTC),) * 2,
        statistic=lambda rare, common: float(rare.mean() / common.mean()),
        sizes=(SIZE, SIZE),
        kind=Kind.BUILT_IN,
        note="the effect of the variant was set from this ratio",
    )
    return (level, ratio)


def rows() -> tuple[Row, ...]:
    """Both figures beside those of virtual women."""
    return rows_of(targets())
