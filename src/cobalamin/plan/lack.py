"""Whether this person lacks B12: by measured markers, by a cause that ends absorption, or by simulated stores."""

from __future__ import annotations

import math

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.person import Person
from cobalamin.units import Censor

LOW_SERUM_B12 = 133.0
"""Serum B12 [pmol/L] that confirms deficiency. Source: diag_nice_b12_low_pm"""
LIKELY_ENOUGH_SERUM_B12 = 258.0
"""Serum B12 [pmol/L] above which deficiency is unlikely. Source: diag_nice_b12_hi_pm"""
RAISED_METHYLMALONATE = 271.0
"""Methylmalonate [nmol/L] taken as raised, here for a warning only. Source: diag_lr_mma_271_376"""
_DEFICIENT_STORE_SHARE = 0.35


def lacks_b12(person: Person, *, body_b12_ug: float) -> bool:
    """Whether B12 is called for.

    Arguments:
        person: who; laboratory values up to day 0 count.
        body_b12_ug: simulated B12 in the body of the typical person with this history on day 0 [ug].
    """
    known = {lab.test: lab.value for lab in person.labs if lab.day <= 0 and lab.censor is Censor.NONE}
    b12, mma = known.get("serum_b12", math.inf), known.get("mma", 0.0)
    ends = any(c.ends_absorption for c in person.conditions)
    return _shown_by_markers(b12, mma) or _low_store(body_b12_ug) or ends


def _shown_by_markers(serum_b12: float, methylmalonate: float) -> bool:
    unclear = serum_b12 < LIKELY_ENOUGH_SERUM_B12
    return serum_b12 < LOW_SERUM_B12 or (unclear and methylmalonate > RAISED_METHYLMALONATE)


def _low_store(body_b12_ug: float) -> bool:
    return body_b12_ug / OBSERVATIONS["body_b12_ug"].healthy < _DEFICIENT_STORE_SHARE


def still_lacks_b12(
    *, serum_b12_pmol_l: float, mma_nmol_l: float, body_b12_ug: float, body_b12_before_ug: float
) -> bool:
    """Whether a simulated course leaves a lack: by its markers at the end, or by low stores that still fall.

    Arguments:
        serum_b12_pmol_l, mma_nmol_l, body_b12_ug: at the end of the plan; NaN where care was needed before.
        body_b12_before_ug: B12 in the body a year earlier [ug].
    """
    if math.isnan(serum_b12_pmol_l):
        return True
    return _shown_by_markers(serum_b12_pmol_l, mma_nmol_l) or (
        _low_store(body_b12_ug) and body_b12_ug < body_b12_before_ug
    )


def known_hemoglobin(person: Person, *, simulated: float) -> float:
    """The latest measured haemoglobin up to day 0, else the simulated one [g/dL]."""
    measured = [lab for lab in person.labs if lab.test.startswith("hemoglobin") and lab.day <= 0]
    return max(measured, key=lambda lab: lab.day).value if measured else simulated
