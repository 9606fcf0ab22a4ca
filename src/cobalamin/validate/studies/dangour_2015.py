"""Dangour 2015 (OPEN): 1 mg of oral B12 a day for a year from the age of 75, with mild deficiency and no anaemia."""

from __future__ import annotations

import math

import numpy as np

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, direction, published
from cobalamin.validate.estimate import difference, estimate, group
from cobalamin.validate.experiment import Draw, Followed, enrol, follow, recruit
from cobalamin.validate.levels import fold_target, level_target
from cobalamin.validate.people import Life, old
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Dangour 2015"
YEAR = 365.0
SIZE = 99
LOWEST_B12, HIGHEST_B12 = 150.0, 315.0
"""Serum B12 [pmol/L]. The trial asked for 107 to 210 at screening, but its mean on day 0 was 231: these give that."""
ANAEMIA = {"female": 11.0, "male": 12.0}
"""Haemoglobin [g/dL] below which nobody entered."""
_POWER_FACTOR = 2.8
"""Standard errors that a trial sees with a power of 80 %."""


def _life(draw: Draw) -> Life:
    return old(draw, age=80.0, sd=3.7, low=75.0, high=92.0)


def _entry(seen: Followed) -> np.ndarray:
    b12 = seen.on("serum_b12_pmol_l")
    least = np.array([ANAEMIA[s.person.sex.value] for s in seen.subjects])
    return (b12 >= LOWEST_B12) & (b12 <= HIGHEST_B12) & (seen.on("hemoglobin_g_dl") >= least)


_PLAN = "cyanocobalamin 1000 ug orally daily"
_TREATED = Arm(people=STUDY, life=_life, plan=_PLAN, days=(0.0, YEAR), entry=_entry, invited=400)
_WHOM = "mild deficiency from 75 years, 1 mg a day by mouth for a year"
_HCY = "homocysteine_umol_l"


def targets() -> tuple[Target, ...]:
    """Total and active B12 and homocysteine after a year; levels before are those of the entry."""
    found: list[Target] = []
    for name, about, id in (
        ("serum_b12_pmol_l", "total B12 in serum", "trials_open_b12_rise"),
        ("holotc_pmol_l", "active B12 in serum", "trials_open_holotc_rise"),
    ):
        found += [
            level_target(
                STUDY, f"{about} after treatment, {_WHOM}", "pmol/L", name, _TREATED, seen=published(id), size=SIZE,
                day=YEAR,
            ),
            _fold(about, name, id, fact(id).low),
        ]  # fmt: skip
    return (*found, _fold("homocysteine", _HCY, "trials_open_hcy_fall", fact("trials_open_hcy_fall").high))


def _fold(about: str, name: str, id: str, before: float | None) -> Target:
    after = published(id).observed
    assert before is not None
    assert after is not None
    seen = Published(observed=after / before, source=id)
    return fold_target(STUDY, f"{about}, after / before, {_WHOM}", name, _TREATED, seen=seen, size=SIZE, day=YEAR)


def rows() -> tuple[Row, ...]:
    """Markers after a year, and that conduction did not gain."""
    people = enrol(recruit(STUDY, _life, people=400), _entry)
    days = [0.0, YEAR]
    return (*rows_of(targets()), _no_gain(follow(people, _PLAN, days), follow(people, None, days)))


def _no_gain(treated: Followed, placebo: Followed) -> Row:
    """Conduction did not differ between the arms; a gain counts from what a trial of this size could have seen."""
    noise = fact("trials_ncs_noise_sural").value
    assert noise is not None
    gain = estimate(
        difference,
        group(treated, treated.change("sural_velocity_m_s", YEAR), size=SIZE),
        group(placebo, placebo.change("sural_velocity_m_s", YEAR), size=SIZE),
    )
    visible = _POWER_FACTOR * noise * math.sqrt(2 / SIZE)
    return direction(
        STUDY,
        "nerve conduction, treated against placebo after a year, mild deficiency from 75 years",
        seen=0,
        change=gain.value,
        least=visible,
        source=fact("trials_open_b12_rise").doi_or_url,
        note=f"in view when the model was made; a gain counts from {visible:.1f} m/s, what a trial of this size and "
        "noise can see",
        block=Block.NERVE,
    )
