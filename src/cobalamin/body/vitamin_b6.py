"""Vitamin B6 as tablets, and the risk of nerve damage by it: a range of very low certainty, never one number.

People fell ill near a constant total of 100 to 250 g, less of them at small daily doses. No study has a denominator
that could fit this: three hand-set settings stand for what is plausible, and only the outer two are given.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import log, maximum, minimum, normal_cdf
from cobalamin.body.graph import Organ

vitamin_b6 = Organ("vitamin_b6")
flow = vitamin_b6.flow
compartment = vitamin_b6.compartment

CERTAINTY = "very low"
SETTINGS: tuple[str, ...] = ("low", "central", "high")
"""Hand-set settings of the risk; the central one only checks that the range holds it."""

compartment("vitamin_b6.total", "mg", 0.0, "pyridoxine taken so far")
compartment("vitamin_b6.days", "d", 0.0, "days on which pyridoxine was taken")


@flow(target="vitamin_b6.total", unit="mg/d")
def pyridoxine_taken(body: Any, k: Any, now: Any) -> Any:
    """Pyridoxine adds up over a life; what counts is the total.

    dose [mg/d]
    Source: cmp_b6_scf_2g, cmp_b6_dalton_dose_cases
    """
    return now.pyridoxine_mg_per_day


@flow(target="vitamin_b6.days", unit="d/d")
def pyridoxine_days(body: Any, k: Any, now: Any) -> Any:
    """Days with pyridoxine, so that the mean dose of these days is known.

    min(dose / 1 mg, 1) [d/d]
    Source: guess
    """
    return minimum(now.pyridoxine_mg_per_day / k.pyridoxine_counted_dose, 1)


def risk(setting: str, mg_per_day: Any, days: Any, k: Any) -> Any:
    """Share of people with nerve damage after a constant dose D for t days, under one setting.

    D / (D + K) Phi(ln((D - D0) t / G) / s), none at D <= D0.
    Source: comparators_report, cmp_b6_scf_2g, cmp_b6_dalton_dose_cases, cmp_b6_dalton_dur_cases, cmp_b6_iom_500
    """
    half = getattr(k, f"b6_half_dose_{setting}")
    counted = maximum((mg_per_day - getattr(k, f"b6_harmless_dose_{setting}")) / half, 0) * half
    total = maximum(counted * days / getattr(k, f"b6_total_{setting}"), 1e-15)
    return mg_per_day / (mg_per_day + half) * normal_cdf(log(total) / getattr(k, f"b6_scatter_{setting}"))


def neuropathy_risk(mg_per_day: Any, days: Any, k: Any) -> tuple[Any, Any]:
    """Lowest and highest plausible share of people with nerve damage by vitamin B6; certainty is very low.

    Arguments:
        mg_per_day: pyridoxine taken, constant; 0 to 6000 [mg/d].
        days: for how long, 0 or more [d].
        k: parameters.

    >>> from cobalamin.parameters import typical, view
    >>> low, high = neuropathy_risk(100.0, 365.25, view(typical()))
    >>> f"{100 * low:.2f} to {100 * high:.0f} %"
    '0.01 to 15 %'
    """
    return risk("low", mg_per_day, days, k), risk("high", mg_per_day, days, k)


def risk_so_far(body: Any, k: Any) -> tuple[Any, Any]:
    """The same from what was taken: mean dose of the days on which it was taken, and their number."""
    days = body.vitamin_b6.days
    return neuropathy_risk(body.vitamin_b6.total / (days + k.pyridoxine_least_days), days, k)
