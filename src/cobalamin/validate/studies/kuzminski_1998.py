"""Kuzminski 1998: 2 mg of cyanocobalamin by mouth a day, or nine injections of 1 mg, in newly found lack of B12."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.levels import level_target
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Kuzminski 1998"
ORAL, INJECTED = 18, 15
END = 120.0
"""days; a month after the last injection"""
_B12, _MMA, _HCY, _MCV = "serum_b12_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "mcv_fl"
LOW_B12 = 148.0
"""pmol/L (200 pg/mL); the limit at entry was not read. Source: guess"""
_MCV_SOURCE = "kuz_mcv_oral"
_MCV_SEEN = {("tablets", 0.0): 100.0, ("tablets", END): 90.0, ("injections", 0.0): 102.0, ("injections", END): 97.0}
"""Mean volume of red cells [fL], in the value and the note of the fact."""


def _life(draw: Draw) -> Life:
    life = somebody(draw, age=70.0, sd=10.0, low=45.0, high=90.0)
    return with_condition(life, "pernicious anaemia", draw.between("years", 2.5, 5.5), untreated=True)


def _deficient(seen: Followed) -> npt.NDArray[np.bool_]:
    mma, hcy = fact("diag_kuz_ref_mma_lo").high, fact("diag_kuz_ref_hcy").high
    assert mma is not None
    assert hcy is not None
    raised = (seen.on(_MMA) > mma) & (seen.on(_HCY) > hcy)
    return raised & (seen.on(_B12) < LOW_B12)


def _arm(plan: str) -> Arm:
    return Arm(people=STUDY, life=_life, plan=plan, days=(0.0, END), entry=_deficient, invited=120)


_ARMS = {
    "tablets": (_arm("cyanocobalamin 2 mg orally daily"), ORAL),
    "injections": (_arm("cyanocobalamin 1 mg IM on days 1, 3, 7, 10, 14, 21, 30, 60 and 90"), INJECTED),
}
_WORDS = {
    _B12: ("serum B12", "pmol/L"),
    _MMA: ("methylmalonate", "nmol/L"),
    _HCY: ("homocysteine", "umol/L"),
    _MCV: ("MCV", "fL"),
}
_FACTS = (
    ("tablets", _MMA, 0.0, "kuz_oral_mma_0"),
    ("tablets", _HCY, 0.0, "kuz_oral_hcy_0"),
    ("tablets", _B12, END, "kuz_oral_b12_120"),
    ("tablets", _MMA, END, "kuz_oral_mma_120"),
    ("tablets", _HCY, END, "kuz_oral_hcy_120"),
    ("injections", _MMA, 0.0, "kuz_im_mma_0"),
    ("injections", _HCY, 0.0, "kuz_im_hcy_0"),
    ("injections", _B12, END, "kuz_im_b12_120"),
    ("injections", _MMA, END, "kuz_im_mma_120"),
    ("injections", _HCY, END, "kuz_im_hcy_120"),
)
"""Arm, observation, day, fact; B12 before was chosen, so it tests nothing."""


def _one(name: str, observation: str, day: float, seen: Published) -> Target:
    (arm, size), (about, unit) = _ARMS[name], _WORDS[observation]
    when = f"after {END:g} days of {name}" if day else f"before {name}"
    return level_target(
        STUDY,
        f"{about} {when}, lack of B12",
        unit,
        observation,
        arm,
        seen=seen,
        size=size,
        day=day,
        note="pernicious anaemia stands in for all causes; its years give about the serum B12 that was found",
    )


def targets() -> tuple[Target, ...]:
    """Markers and red cells before, and with B12 after."""
    cells = (
        _one(name, _MCV, day, Published(observed=volume, source=_MCV_SOURCE))
        for (name, day), volume in _MCV_SEEN.items()
    )
    return (*(_one(name, observation, day, published(id)) for name, observation, day, id in _FACTS), *cells)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
