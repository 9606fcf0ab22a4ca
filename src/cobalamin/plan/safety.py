"""Safety of a plan for this person: rules that fire on what could harm, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from cobalamin.assess.doses import largest_daily
from cobalamin.assess.exposure import pyridoxine_limit, recent_gas
from cobalamin.assess.urgent import NERVE_SIGNS, nerve_signs
from cobalamin.person import Person
from cobalamin.plan.analgesics import WEAK_KIDNEYS, analgesic_warnings
from cobalamin.plan.model import RESIDUAL_DAY, SafetyWarning, Severity
from cobalamin.regimen import COBALAMIN_CLASS, Course, Route

_SEVERE_ANAEMIA = 8.0
_LONGEST_GAP = 100.0
"""Days without B12 that maintenance by injection may have. Source: uk_neuro_maint"""
_SMALL_FOLIC_ACID_MG = 1.0
_MUCH_PYRIDOXINE_MG = 20.0


def _warn(severity: Severity, sentence: str, source_id: str) -> SafetyWarning:
    return SafetyWarning(severity=severity, sentence=sentence, source_id=source_id)


def _cobalamin(
    person: Person,
    ahead: list[Course],
    hemoglobin: float | None,
    *,
    deficient: bool,
    possible: bool,
    still_lacking: bool,
) -> list[SafetyWarning]:
    found: list[SafetyWarning] = []
    taken = [c for c in ahead if c.substance_class == COBALAMIN_CLASS]
    if person.has("Leber optic neuropathy") and any(c.substance == "cyanocobalamin" for c in taken):
        found.append(
            _warn(
                Severity.STOP,
                "Cyanocobalamin must not be used in Leber optic neuropathy; hydroxocobalamin is the form to discuss.",
                "cmp_b12_leber",
            )
        )
    if taken and hemoglobin is not None and hemoglobin < _SEVERE_ANAEMIA:
        found.append(
            _warn(
                Severity.CAUTION,
                "Severe anaemia: potassium can fall in the first 48 hours of B12; measure it before and within them.",
                "cmp_b12_hypok_window",
            )
        )
    injected = any(c.route in (Route.INTRAMUSCULAR, Route.SUBCUTANEOUS, Route.INTRAVENOUS) for c in taken)
    nerve = any(s.name in NERVE_SIGNS for s in person.symptoms) or nerve_signs(person)
    if taken and not injected and (deficient or possible) and nerve:
        found.append(
            _warn(
                Severity.NOTE,
                "With signs of nerve or cord disease guidelines start with injections; discuss with your clinician.",
                "uk_neuro_load",
            )
        )
    if not taken and deficient:
        found.append(
            _warn(
                Severity.CAUTION,
                "This plan leaves a lack of B12 untreated; nerve damage by it can become permanent.",
                "diag_px_delay",
            )
        )
    elif not taken and possible and nerve and not recent_gas(person):
        found.append(
            _warn(
                Severity.CAUTION,
                "This plan gives no B12 although B12 may not be working: ask whether it should be given meanwhile.",
                "diag_px_delay",
            )
        )
    elif still_lacking:
        found.append(
            _warn(
                Severity.CAUTION,
                "This plan brings too little B12: after two years simulated blood and stores still show a lack.",
                "diag_nice_b12_low_pm",
            )
        )
    gas_goes_on = any(day >= 0 for c in ahead if c.substance == "nitrous oxide" for day in c.days())
    if recent_gas(person) and not gas_goes_on and not injected:
        found.append(
            _warn(
                Severity.CAUTION,
                "No injected B12 in this plan: stopping nitrous oxide does not by itself bring back the B12 that it "
                "destroyed.",
                "rf_n2o",
            )
        )
    ends = max((c.end_day for c in taken), default=0.0)
    if taken and ends < RESIDUAL_DAY - _LONGEST_GAP and any(c.ends_absorption for c in person.conditions):
        found.append(
            _warn(
                Severity.CAUTION,
                "B12 ends in this plan while the cause of the lack goes on: without absorption it is needed for life.",
                "uk_neuro_maint",
            )
        )
    return found


def _folate_and_pyridoxine(person: Person, ahead: list[Course], deficient: bool) -> list[SafetyWarning]:
    found: list[SafetyWarning] = []
    b12 = any(c.substance_class == COBALAMIN_CLASS for c in ahead)
    folic = [c for c in ahead if c.substance == "folic acid"]
    pyridoxine = largest_daily(ahead, {"pyridoxine"})
    if folic and not b12 and deficient:
        found.append(
            _warn(
                Severity.STOP,
                "Folic acid without B12 can correct the blood while nerve damage goes on.",
                "diag_fol_label",
            )
        )
    elif folic and not b12 and max(c.amount for c in folic) > _SMALL_FOLIC_ACID_MG:
        found.append(
            _warn(
                Severity.NOTE,
                "Before more than 1 mg of folic acid a day a lack of B12 should be excluded: it can be masked.",
                "diag_fol_label",
            )
        )
    limit, source = pyridoxine_limit(person)
    if pyridoxine > limit:
        found.append(
            _warn(
                Severity.CAUTION,
                f"Vitamin B6 of {pyridoxine:g} mg a day is above the limit of {limit:g} mg; too much damages nerves; "
                "the size of the risk is known with very low certainty.",
                source,
            )
        )
    diabetic = person.has("type 1 diabetes") or person.has("type 2 diabetes")
    if b12 and folic and pyridoxine >= _MUCH_PYRIDOXINE_MG and diabetic and person.egfr_ml_min_1_73m2 < WEAK_KIDNEYS:
        found.append(
            _warn(
                Severity.CAUTION,
                "High-dose B6, B12 and folic acid together worsened kidneys in diabetic kidney disease (one trial).",
                "cmp_divine_gfr",
            )
        )
    return found


def warnings_for(
    person: Person,
    courses: Iterable[Course],
    *,
    hemoglobin: float | None,
    deficient: bool,
    possible: bool = False,
    still_lacking: bool = False,
    horizon: float = RESIDUAL_DAY,
) -> tuple[SafetyWarning, ...]:
    """Warnings of one plan, most severe first.

    Arguments:
        person: who.
        courses: all that is taken under the plan, from the past on; only what falls after day 0 counts.
        hemoglobin: lowest known haemoglobin on day 0, measured or simulated [g/dL].
        deficient: whether the simulated stores or a cause that ends absorption call for B12.
        possible: whether B12 may not work although no lack is shown.
        still_lacking: whether simulated blood and stores show a lack at the horizon under this plan.
        horizon: last day of the plan [d].
    """
    everything = list(courses)
    ahead = [c for c in everything if c.end_day > 0]
    found = [
        *_cobalamin(person, ahead, hemoglobin, deficient=deficient, possible=possible, still_lacking=still_lacking),
        *_folate_and_pyridoxine(person, ahead, deficient),
        *analgesic_warnings(person, everything, horizon=horizon),
    ]
    sessions = sum(1 for c in ahead if c.substance == "nitrous oxide" for day in c.days() if day >= 0)
    if sessions > 1:
        found.append(
            _warn(
                Severity.STOP,
                "Nitrous oxide goes on in this plan: it destroys B12 as it is given. Stopping it comes first.",
                "rf_n2o",
            )
        )
    elif sessions == 1:
        found.append(
            _warn(
                Severity.CAUTION,
                "One exposure to nitrous oxide can bring out nerve damage where B12 is low; tell the anaesthetist.",
                "rf_n2o",
            )
        )
    order = list(Severity)
    return tuple(sorted(found, key=lambda w: order.index(w.severity)))
