"""Stabler 2013: one woman of 57 with painful legs, methylmalonate far up, and blood as good as normal."""

from __future__ import annotations

import numpy as np

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import Estimate
from cobalamin.validate.presentation import everyone, worst_complaint
from cobalamin.validate.row import Block, Row

STUDY = "Stabler 2013"
SOURCE = "mech_stabler_case"
METHYLMALONATE = (1800.0, 7200.0)
"""People between half and twice her value [nmol/L] are compared with her."""
HEMATOCRIT, MCV, HOMOCYSTEINE = 42.0, 96.0, 49.1
"""As the fact names them [%, fL, umol/L]."""
HEMATOCRIT_PER_HEMOGLOBIN = 3.0
"""Percent of haematocrit a g/dL of haemoglobin, the usual rule."""
_PEOPLE = (2.5, 50.0, 97.5)


def rows() -> tuple[Row, ...]:
    """Whether people like her exist in the model: values of those with complaints and a like methylmalonate."""
    people = everyone()
    low, high = METHYLMALONATE
    like = (people.on("mma_nmol_l") >= low) & (people.on("mma_nmol_l") <= high) & (worst_complaint(people) >= 1.0)
    values = (
        ("haematocrit", "%", HEMATOCRIT, HEMATOCRIT_PER_HEMOGLOBIN * people.on("hemoglobin_g_dl"), Block.BIOMARKERS),
        ("MCV", "fL", MCV, people.on("mcv_fl"), Block.BIOMARKERS),
        ("homocysteine", "umol/L", HOMOCYSTEINE, people.on("homocysteine_umol_l"), Block.BIOMARKERS),
        ("serum B12", "pmol/L", fact(SOURCE).value, people.on("serum_b12_pmol_l"), Block.KINETICS),
    )
    found: list[Row] = []
    for what, unit, observed, simulated, block in values:
        lowest, middle, highest = (float(x) for x in np.percentile(simulated[like], _PEOPLE))
        found.append(
            compared(
                STUDY,
                f"{what} of one woman with painful legs and a methylmalonate of 3600 nmol/L",
                unit,
                seen=Published(observed=observed, source=SOURCE),
                found=Estimate(value=middle, low=lowest, high=highest),
                block=block,
                note="simulated bounds hold 95 % of people, not of means",
            )
        )
    return tuple(found)
