"""Drugs for neuropathic pain: amount in the body, and relief in points that follows it over days.

Relief is what trials of painful diabetic neuropathy gave beyond placebo, at the dose they gave it; it acts on the gain
after ectopic firing. Post-herpetic neuralgia answers more to pregabalin; radicular back pain to none of these. Pain of
B12 deficiency itself has no trial, so relief there is extrapolated. `person/covariates.py` says which holds for whom.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cobalamin.body.arithmetic import maximum, minimum, power
from cobalamin.body.graph import Organ

drugs = Organ("drugs")
flow = drugs.flow
compartment = drugs.compartment

DRUGS: tuple[str, ...] = ("pregabalin", "gabapentin", "duloxetine", "amitriptyline", "nortriptyline")
"""Drugs with a block of their own; any two may be taken together."""

for _drug in DRUGS:
    compartment(f"drugs.{_drug}", "mg", 0.0, f"{_drug} in the body")
    compartment(f"drugs.{_drug}_relief", "1", 0.0, f"relief by {_drug}, points of ten")


def gabapentin_absorbed(dose: Any, k: Any) -> Any:
    """Gabapentin absorbed of a daily dose in three parts: dose min(F0 (dose / D0)^-n, F1) [mg/d].

    Source: cmp_gbp_F_900, cmp_gbp_F_1200, cmp_gbp_F_2400, cmp_gbp_F_3600, cmp_gbp_F_4800, comparators_report
    """
    share = k.gabapentin_bioavailability * power(dose / k.gabapentin_bioavailability_dose, -k.gabapentin_saturation)
    return dose * minimum(share, k.gabapentin_bioavailability_largest)


def _absorbed(drug: str, k: Any, now: Any) -> Any:
    dose = getattr(now, f"{drug}_mg_per_day")
    return gabapentin_absorbed(dose, k) if drug == "gabapentin" else dose


def elimination(drug: str, k: Any, now: Any) -> Any:
    """First-order elimination: clearance / volume [1/d]; gabapentinoids by the kidney up to a ceiling.

    Source: cmp_pgb_cl_slope, cmp_pgb_cl_breakpoint, cmp_gbp_cl_crcl_linear, cmp_dlx_clf, cmp_ami_clf
    """
    rate = getattr(k, f"{drug}_clearance") / getattr(k, f"{drug}_volume")
    if drug in ("pregabalin", "gabapentin"):
        return rate * minimum(now.egfr, k.gabapentinoid_egfr_ceiling)
    return rate


def concentration(drug: str, body: Any, k: Any) -> Any:
    """Mean concentration in plasma: amount / volume [mg/L]."""
    return getattr(body.drugs, drug) / getattr(k, f"{drug}_volume")


def exposure(drug: str, body: Any, k: Any) -> Any:
    """Mean level relative to that at the reference dose with healthy kidneys; 1 is also a dose equivalent.

    Level / reference level; weak kidneys raise it as a higher dose would.
    """
    return concentration(drug, body, k) / getattr(k, f"{drug}_reference_level")


def pregabalin_target(body: Any, k: Any) -> Any:
    """Relief by pregabalin: r (c / c0)^n points, c0 the level at 300 mg/d with healthy kidneys.

    Source: comparators_fit, cmp_pgb_pooled19_delta, mech_pregabalin_er
    """
    return k.pregabalin_relief * power(exposure("pregabalin", body, k), k.pregabalin_relief_exponent)


def saturating_target(drug: str, body: Any, k: Any) -> Any:
    """Relief by the other drugs: r (1 + h) x / (x + h) points, x the level relative to that at the trial dose.

    Source: comparators_fit, cmp_gbp_quilici_delta, cmp_dlx60_delta
    """
    x, half = exposure(drug, body, k), getattr(k, f"{drug}_relief_half")
    return getattr(k, f"{drug}_relief") * (1 + half) * x / (x + half)


def pain_left(body: Any, k: Any) -> Any:
    """Share of the pain drive that drugs leave: product over drugs, so that it never falls below zero.

    A relief of r points at a score b lowers the drive D of 10 D / (D + D50) to
    max(b - r, 0) / b x (10 - b) / (10 - b + r) of itself.
    Source: comparators_report
    """
    score = k.relief_reference_score
    left = 1.0
    for drug in DRUGS:
        relief = k.analgesic_efficacy * getattr(body.drugs, f"{drug}_relief")
        left = left * maximum((score - relief) / score, 0) * (10 - score) / (10 - score + relief)
    return left


def _declare(drug: str, target: Callable[[Any, Any], Any], sources: str, relief_sources: str) -> None:
    def intake(body: Any, k: Any, now: Any) -> Any:
        return _absorbed(drug, k, now)

    def loss(body: Any, k: Any, now: Any) -> Any:
        return elimination(drug, k, now)

    def onset(body: Any, k: Any, now: Any) -> Any:
        return k.relief_rate * target(body, k)

    def offset(body: Any, k: Any, now: Any) -> Any:
        return k.relief_rate

    intake.__doc__ = f"""Daily dose of {drug} that is absorbed, as a mean rate.

    dose [mg/d] (clearance and volume are apparent ones, except gabapentin: dose x F)
    Source: {sources}
    """
    loss.__doc__ = f"""Elimination of {drug}.

    CL / V [1/d]
    Source: {sources}
    """
    onset.__doc__ = f"""Relief by {drug} comes over days after the dose is reached.

    k_d target(concentration) [1/d]
    Source: {relief_sources}
    """
    offset.__doc__ = f"""Relief by {drug} fades over days.

    k_d [1/d]
    Source: comparators_report
    """
    amount, relief = f"drugs.{drug}", f"drugs.{drug}_relief"
    for law, name, source, goal, unit in (
        (intake, f"{drug}_intake", None, amount, "mg/d"),
        (loss, f"{drug}_elimination", amount, None, "1/d"),
        (onset, f"{drug}_relief_onset", None, relief, "1/d"),
        (offset, f"{drug}_relief_offset", relief, None, "1/d"),
    ):
        law.__name__ = name
        flow(source=source, target=goal, unit=unit)(law)


def _saturating(drug: str) -> Callable[[Any, Any], Any]:
    return lambda body, k: saturating_target(drug, body, k)


_declare("pregabalin", pregabalin_target, "cmp_pgb_cl_slope, cmp_pgb_v", "comparators_report, cmp_pgb_onset_300")
_declare("gabapentin", _saturating("gabapentin"), "cmp_gbp_cl_const, cmp_gbp_V", "comparators_report")
_declare("duloxetine", _saturating("duloxetine"), "cmp_dlx_clf, cmp_dlx_vf", "cmp_dlx60_delta, comparators_report")
_declare("amitriptyline", _saturating("amitriptyline"), "cmp_ami_clf, cmp_ami_vzf", "guess")
_declare("nortriptyline", _saturating("nortriptyline"), "cmp_nor_thalf, guess", "guess")
