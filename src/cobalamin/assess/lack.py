"""Whether this person lacks B12: by measured markers, by a cause that ends absorption, or by simulated stores.

A lack can also be one of function: nitrous oxide disables B12 while its level in serum stays up, and then only what
B12 should have cleared (homocysteine, methylmalonate) or active B12 tells.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import Any

from cobalamin.assess.exposure import recent_gas
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.person import Person
from cobalamin.person.checks import contains_cobalamin
from cobalamin.units import Censor

LOW_SERUM_B12 = 133.0
"""Serum B12 [pmol/L] that confirms deficiency. Source: diag_nice_b12_low_pm"""
LIKELY_ENOUGH_SERUM_B12 = 258.0
"""Serum B12 [pmol/L] above which deficiency is unlikely. Source: diag_nice_b12_hi_pm"""
LOW_ACTIVE_B12 = 25.0
"""Active B12 [pmol/L] that confirms deficiency. Source: diag_nice_holo_low"""
LIKELY_ENOUGH_ACTIVE_B12 = 70.0
"""Active B12 [pmol/L] above which deficiency is unlikely. Source: diag_nice_holo_hi"""
RAISED_METHYLMALONATE = 271.0
"""Methylmalonate [nmol/L] taken as raised, here for a warning only. Source: diag_lr_mma_271_376"""
RAISED_HOMOCYSTEINE = 13.9
"""Upper reference limit of homocysteine [umol/L]. Source: diag_kuz_ref_hcy"""
WORKING_KIDNEYS = 60.0
"""Filtration [mL/min/1.73 m2] below which kidneys alone can raise both. Source: diag_nh_hcy_egfr"""
DEFICIENT_STORE_SHARE = 0.35
"""B12 in the body, of that of a healthy adult, below which stores are low. Source: guess"""


class Lack(Enum):
    """How sure a lack of B12 is."""

    NONE = "none known"
    POSSIBLE = "possible"
    LIKELY = "likely"


def between(person: Person, test: str, *, since: float = -math.inf) -> tuple[float, float]:
    """Lowest and highest value that the latest sample up to day 0 allows; nothing is known without a sample."""
    samples = [lab for lab in person.labs if lab.test == test and since <= lab.day <= 0]
    if not samples:
        return 0.0, math.inf
    last = max(samples, key=lambda lab: lab.day)
    low = 0.0 if last.censor is Censor.BELOW else last.value
    return low, math.inf if last.censor is Censor.ABOVE else last.value


def lack_of(person: Person, *, body_b12_ug: float) -> Lack:
    """How sure a lack is, a functional one among them.

    Arguments:
        person: who; laboratory values up to day 0 count.
        body_b12_ug: simulated B12 in the body of the typical person with this history on day 0 [ug].
    """
    if lacks_b12(person, body_b12_ug=body_b12_ug):
        return Lack.LIKELY
    return Lack.POSSIBLE if functional_signs(person) else Lack.NONE


def lacks_b12(person: Person, *, body_b12_ug: float) -> bool:
    """Whether B12 is called for.

    Arguments:
        person: who; laboratory values up to day 0 count.
        body_b12_ug: simulated B12 in the body of the typical person with this history on day 0 [ug].
    """
    b12, mma = between(person, "serum_b12")[1], between(person, "mma")[0]
    low_active = between(person, "holotc")[1] < LOW_ACTIVE_B12
    ends = any(c.ends_absorption for c in person.conditions)
    return _shown_by_markers(b12, mma) or low_active or low_store(body_b12_ug) or ends


def functional_signs(person: Person, *, since: float = -math.inf) -> tuple[str, ...]:
    """Why B12 may not work although its level need not be low, in words; () for no sign.

    Raised methylmalonate or homocysteine does not count where kidneys alone can raise it, unless serum B12 is unclear.

    Arguments:
        person: who.
        since: samples before this day do not count [d].
    """
    unclear = between(person, "serum_b12", since=since)[1] < LIKELY_ENOUGH_SERUM_B12
    counted = person.egfr_ml_min_1_73m2 >= WORKING_KIDNEYS or unclear
    low_active = between(person, "holotc", since=since)[1] < LIKELY_ENOUGH_ACTIVE_B12
    signs = {
        "recent nitrous oxide": recent_gas(person),
        "raised homocysteine": counted and between(person, "homocysteine", since=since)[0] > RAISED_HOMOCYSTEINE,
        "raised methylmalonate": counted and between(person, "mma", since=since)[0] > RAISED_METHYLMALONATE,
        "active B12 in the unclear range": low_active,
    }
    return tuple(words for words, there in signs.items() if there)


def acts_at_once(person: Person) -> bool:
    """Whether a lack is likely enough that nerve symptoms are treated before further tests.

    Low serum or active B12, raised methylmalonate or homocysteine, or lost absorption without B12. Samples from before
    B12 that goes on do not count.
    """
    given = b12_goes_on_since(person)
    since = -math.inf if given is None else given
    if given is None and any(c.ends_absorption for c in person.conditions):
        return True
    low = between(person, "serum_b12", since=since)[1] < LOW_SERUM_B12
    low_active = between(person, "holotc", since=since)[1] < LOW_ACTIVE_B12
    raised = {"raised homocysteine", "raised methylmalonate"} & set(functional_signs(person, since=since))
    return low or low_active or bool(raised)


def b12_goes_on_since(person: Person) -> float | None:
    """First day of B12 that is still taken on day 0; None for none."""
    begun = [(m.since_day, m.until_day) for m in person.medicines if contains_cobalamin(m.regimen)]
    begun += [(t.from_day, t.until_day) for t in person.taken if contains_cobalamin(t.regimen)]
    days = [begin for begin, end in begun if begin <= 0 and (end is None or end > 0)]
    return min(days, default=None)


def _shown_by_markers(serum_b12: float, methylmalonate: float) -> bool:
    unclear = serum_b12 < LIKELY_ENOUGH_SERUM_B12
    return serum_b12 < LOW_SERUM_B12 or (unclear and methylmalonate > RAISED_METHYLMALONATE)


def low_store(body_b12_ug: Any) -> Any:
    """Whether the body holds less than `DEFICIENT_STORE_SHARE` of a healthy one; numbers or arrays [ug]."""
    return body_b12_ug / OBSERVATIONS["body_b12_ug"].healthy < DEFICIENT_STORE_SHARE


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
        low_store(body_b12_ug) and body_b12_ug < body_b12_before_ug
    )


def known_hemoglobin(person: Person, *, simulated: float) -> float:
    """The latest measured haemoglobin up to day 0, else the simulated one [g/dL]."""
    measured = [lab for lab in person.labs if lab.test.startswith("hemoglobin") and lab.day <= 0]
    return max(measured, key=lambda lab: lab.day).value if measured else simulated
