"""Swart 2021: twenty people with myeloneuropathy after nitrous oxide; markers at the visit."""

from __future__ import annotations

from cobalamin.validate.compare import compared, published
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import Draw, enrol, follow, recruit
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.presentation import worst_complaint
from cobalamin.validate.row import Block, Row

STUDY = "Swart 2021"
SIZE = 20
LEAST_COMPLAINT = 3.0


def _life(draw: Draw) -> Life:
    life = somebody(draw, age=25.0, sd=5.0, low=18.0, high=45.0)
    cartridges, months = draw.between("cartridges", 40.0, 200.0), draw.between("months", 2.0, 12.0)
    gas = f"nitrous oxide {cartridges:.0f} cartridges a session inhaled three times a week"
    return life | {"medicine": [{"regimen": gas, "since": f"{months:.1f} months"}]}


def rows() -> tuple[Row, ...]:
    """Means of homocysteine and serum B12 in users with complaints."""
    users = enrol(recruit(STUDY, _life), lambda seen: worst_complaint(seen) >= LEAST_COMPLAINT)
    people = follow(users, None, [0.0])
    values = (
        ("homocysteine", "umol/L", "diag_acc_n2o_hcy", "homocysteine_umol_l", Block.BIOMARKERS),
        ("serum B12", "pmol/L", "diag_acc_n2o_b12", "serum_b12_pmol_l", Block.KINETICS),
    )
    return tuple(
        compared(
            STUDY,
            f"{what}, mean, myeloneuropathy after nitrous oxide",
            unit,
            seen=published(id),
            found=estimate(mean, group(people, people.on(name), size=SIZE)),
            block=block,
            note="40 to 200 cartridges three times a week for 2 to 12 months are a judgement: use was not read",
        )
        for what, unit, id, name, block in values
    )
