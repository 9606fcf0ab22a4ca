"""Low B12 before and four years after bariatric surgery with supplements, 353 people of England (PMC7847875)."""

from __future__ import annotations

from cobalamin.validate.compare import Published, published, with_share_interval
from cobalamin.validate.estimate import percent
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, with_condition, with_medicine
from cobalamin.validate.residents import MULTIVITAMIN, measured, resident
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "PMC7847875 (authors not read)"
SOURCE = "diag_bari_supp"
SIZE = 353
BEFORE = 7.5
"""%, in the conditions of the fact."""
YEARS = 4.0
LOW = 148.0
"""pmol/L; the limit of the laboratory was not read."""
OPERATIONS = {"gastric bypass": 0.714, "sleeve gastrectomy": 0.286}
INJECTIONS = "hydroxocobalamin 1 mg IM every 3 months"


def _before(draw: Draw) -> Life:
    return resident(draw, low=30.0, high=62.0)


def _after(draw: Draw) -> Life:
    operation = draw.one_of("operation", OPERATIONS)
    life = with_condition(_before(draw), operation, YEARS)
    return with_medicine(life, INJECTIONS if operation == "gastric bypass" else MULTIVITAMIN, YEARS)


def targets() -> tuple[Target, ...]:
    """Share with low B12 before and after."""
    times = (
        ("before bariatric surgery", Published(observed=BEFORE, source=SOURCE), _before),
        ("four years after bariatric surgery with supplements", published(SOURCE), _after),
    )
    return tuple(
        Target(
            study=STUDY,
            quantity=f"low serum B12 {when}",
            unit="%",
            block=Block.KINETICS,
            seen=with_share_interval(seen, SIZE),
            arms=(Arm(people="bariatric surgery in England", life=life, invited=200),),
            measures=(lambda people: measured(people, "serum_b12_pmol_l") < LOW,),
            statistic=percent,
            sizes=(SIZE,),
            note="limit and supplements were not read: 148 pmol/L, injections every 3 months after a bypass and a "
            "multivitamin after a sleeve, always taken",
        )
        for when, seen, life in times
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
