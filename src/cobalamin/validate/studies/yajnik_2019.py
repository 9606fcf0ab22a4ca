"""The Pune trial sub-study 2019: 2 ug of oral B12 a day for 11 months in adolescent women below 100 pmol/L."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.compare import Published, compared, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, mean, percent
from cobalamin.validate.experiment import Draw, Followed, enrol, follow, recruit
from cobalamin.validate.people import Life, somebody, with_diet
from cobalamin.validate.row import Block, Row

STUDY = "Pune trial sub-study 2019, PLoS One, PMC6786546"
END = 335.0
SIZE = 39
HIGHEST_B12 = 100.0
ANAEMIA_STUDY, ANAEMIA_SOURCE = "PMC6786546 (authors not read)", "PMC6786546"
ANAEMIC_BEFORE, ANAEMIC_AFTER = 79.0, 59.0
"""Share of the group [%]."""
ANAEMIA = 12.0
"""Haemoglobin [g/dL] of women below which they count as anaemic."""


def _life(draw: Draw) -> Life:
    woman = somebody(draw, age=17.0, sd=0.6, low=16.0, high=19.0, sex="female")
    return with_diet(woman, "vegan", draw.between("years", 6.0, 14.0))


def _entry(seen: Followed) -> np.ndarray:
    return seen.on("serum_b12_pmol_l") < HIGHEST_B12


def rows() -> tuple[Row, ...]:
    """Gain of velocity in leg and arm, and anaemia before and after."""
    people = enrol(recruit(STUDY, _life, people=600), _entry)
    arm = follow(people, "cyanocobalamin 2 ug orally daily", [0.0, END])
    found: list[Row] = []
    for nerve, id in (("sural", "mech_pune_sural"), ("median_sensory", "mech_pune_median")):
        name = f"{nerve}_velocity_m_s"
        gain = 100 * arm.change(name, END) / arm.on(name)
        found.append(
            compared(
                STUDY,
                f"gain of {nerve.replace('_', ' ')} velocity after 2 ug a day by mouth for 11 months, adolescent women "
                "below 100 pmol/L",
                "%",
                seen=published(id),
                found=estimate(mean, group(arm, gain, size=SIZE)),
                note="a miss that must stay: no control arm, and more than any controlled trial; women of 16 and over "
                "stand in for adolescents, a diet without animal food for theirs",
                block=Block.NERVE,
            )
        )
    for when, day, share in (("before", 0.0, ANAEMIC_BEFORE), ("after", END, ANAEMIC_AFTER)):
        anaemic = arm.on("hemoglobin_g_dl", day) < ANAEMIA
        found.append(
            compared(
                ANAEMIA_STUDY,
                f"anaemia {when} 2 ug a day by mouth for 11 months, adolescent women below 100 pmol/L",
                "%",
                seen=with_share_interval(Published(observed=share, source=ANAEMIA_SOURCE), SIZE),
                found=estimate(percent, group(arm, anaemic, size=SIZE)),
                note="anaemia of such women has other causes too, lack of iron above all, which the model leaves out",
                block=Block.BIOMARKERS,
            )
        )
    return tuple(found)
