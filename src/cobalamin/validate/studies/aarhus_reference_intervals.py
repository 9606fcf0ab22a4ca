"""Danish reference intervals of methylmalonate and serum B12: the middle 95 % of healthy adults."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.chances import percentile
from cobalamin.validate.compare import Published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Danish reference-interval study, Aarhus (authors not read)"
SIZE = 120
"""The fewest people from whom a reference interval is made; how many there were was not read."""
NANOMOLES_PER_MICROMOLE = 1000.0


def _younger(draw: Draw) -> Life:
    return somebody(draw, age=draw.between("years of age", 18.0, 65.0), sd=0.0, low=18.0, high=65.0)


def _older(draw: Draw) -> Life:
    return somebody(draw, age=draw.between("years of age", 65.0, 88.0), sd=0.0, low=65.0, high=88.0)


_YOUNGER = Arm(people="Danes below 65", life=_younger)
_OLDER = Arm(people="Danes from 65", life=_older)


def targets() -> tuple[Target, ...]:
    """Both limits of every interval."""
    mma, b12 = "mma_nmol_l", "serum_b12_pmol_l"
    intervals = (
        ("diag_dk_ri_mma_18", mma, "methylmalonate", "nmol/L", NANOMOLES_PER_MICROMOLE, _YOUNGER, "18 to 65 years"),
        ("diag_dk_ri_mma_65", mma, "methylmalonate", "nmol/L", NANOMOLES_PER_MICROMOLE, _OLDER, "from 65 years"),
        ("diag_dk_ri_b12", b12, "total B12 in serum", "pmol/L", 1.0, _YOUNGER, "adults"),
    )
    found: list[Target] = []
    for id, name, about, unit, factor, arm, whom in intervals:
        block = Block.BIOMARKERS if name == mma else Block.KINETICS
        for percent, limit in ((2.5, fact(id).low), (97.5, fact(id).high)):
            assert limit is not None
            found.append(
                Target(
                    study=STUDY,
                    quantity=f"{about}, percentile {percent:g} of healthy Danes, {whom}",
                    unit=unit,
                    block=block,
                    seen=Published(observed=factor * limit, source=id),
                    arms=(arm,),
                    measures=(lambda seen, name=name: measured(seen, name),),
                    statistic=percentile(percent),
                    sizes=(SIZE,),
                    note="adults below 65 stand in for all adults" if name == b12 else "",
                )
            )
    return tuple(found)


def rows() -> tuple[Row, ...]:
    """Every limit beside that of virtual healthy people."""
    return rows_of(targets())
