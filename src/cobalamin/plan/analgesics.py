"""Safety of drugs for nerve pain in this person: dose, kidneys, other medicines, age, pregnancy, sciatica, stopping."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.doses import largest_daily, taken_together
from cobalamin.body.drugs import DRUGS
from cobalamin.body.inputs import INPUTS
from cobalamin.evidence.cards import When, warnings_about
from cobalamin.evidence.renal_dosing import renal_limit
from cobalamin.person import Person
from cobalamin.person.covariates import ReliefBasis, relief_basis
from cobalamin.plan.medicines import acts_on_serotonin, inhibits_mao, is_opioid, is_sedative
from cobalamin.plan.model import SafetyWarning, Severity
from cobalamin.plan.stopping import stopped_at_once
from cobalamin.regimen import Course

GABAPENTINOIDS = frozenset({"pregabalin", "gabapentin"})
TRICYCLICS = frozenset({"amitriptyline", "nortriptyline"})
NERVE_ROOT = ("radicular back pain", "spinal stenosis")
LARGEST_STUDIED = {drug: each.high for drug in DRUGS for each in INPUTS if each.name == f"{drug}_mg_per_day"}
"""Drug for nerve pain -> largest daily dose [mg/d] that the laws of the body were written for."""
LEAST_SHARE = 0.01
"""A daily dose below this share of the largest one studied is told: milligrams may have been meant. Source: guess"""
OLD = 65.0
WEAK_KIDNEYS = 60.0
FAILING_KIDNEYS = 30.0


def _circumstances(person: Person) -> list[When]:
    """What of the person decides which warnings count."""
    others = person.other_medicines
    holds = {
        When.OPIOID: any(map(is_opioid, others)),
        When.SEDATIVE: any(map(is_sedative, others)),
        When.MAO_INHIBITOR: any(map(inhibits_mao, others)),
        When.SEROTONIN: any(map(acts_on_serotonin, others)),
        When.WEAK_KIDNEYS: person.egfr_ml_min_1_73m2 < WEAK_KIDNEYS,
        When.FAILING_KIDNEYS: person.egfr_ml_min_1_73m2 < FAILING_KIDNEYS,
        When.OLD: person.age >= OLD,
        When.PREGNANCY: person.has("pregnancy"),
    }
    return [when for when, true in holds.items() if true]


def analgesic_warnings(person: Person, courses: Sequence[Course], *, horizon: float) -> list[SafetyWarning]:
    """Warnings about the drugs for nerve pain of one plan.

    Arguments:
        person: who.
        courses: all that is taken under the plan, from the past on.
        horizon: last day that counts [d].

    Source: label_warnings, renal_dosing, beers_tricyclics, comparators_report
    """
    ahead = [course for course in courses if course.end_day > 0]
    names = {course.substance for course in ahead}
    stopped = stopped_at_once(courses, horizon=horizon)
    found = [
        SafetyWarning(severity=Severity(each.severity), sentence=each.message, source_id=each.source)
        for each in (
            *warnings_about(names, _circumstances(person)),
            *(each for each in warnings_about(stopped, [When.STOPPING]) if each.when is When.STOPPING),
        )
    ]
    found += [_too_much(person, drug, ahead) for drug in sorted(names) if _above_limit(person, drug, ahead)]
    found += [_beyond_studies(drug, ahead) for drug in sorted(names & set(LARGEST_STUDIED)) if _is_beyond(drug, ahead)]
    found += [_next_to_nothing(drug, ahead) for drug in sorted(names & set(LARGEST_STUDIED)) if _is_tiny(drug, ahead)]
    if taken_together(ahead, "pregabalin", "gabapentin"):
        found.append(
            SafetyWarning(
                severity=Severity.CAUTION,
                sentence="Pregabalin and gabapentin act alike: together they add up, harm and kidneys included.",
                source_id="comparators_report",
            )
        )
    if names & GABAPENTINOIDS and any(person.has(cause) for cause in NERVE_ROOT):
        found.append(_nerve_root(person))
    if names & TRICYCLICS and person.age >= OLD:
        found.append(
            SafetyWarning(
                severity=Severity.CAUTION,
                sentence="From 65 years on tricyclics raise the risk of falls, confusion and heart rhythm trouble.",
                source_id="beers_tricyclics",
            )
        )
    return found


def _nerve_root(person: Person) -> SafetyWarning:
    """What guidance says of gabapentinoids in pain from a nerve root, beside another pain or alone."""
    advice = "Guidance advises against gabapentinoids in sciatica and a narrow spinal canal"
    if relief_basis(person) is ReliefBasis.NONE:
        claim = "no effect is claimed."
    else:
        claim = "in pain from the nerve root no effect is claimed; the simulated relief is that of the other pain."
    return SafetyWarning(severity=Severity.STOP, sentence=f"{advice}: {claim}", source_id="comparators_report")


def _is_beyond(drug: str, ahead: Sequence[Course]) -> bool:
    return largest_daily(ahead, {drug}) > LARGEST_STUDIED[drug]


def _beyond_studies(drug: str, ahead: Sequence[Course]) -> SafetyWarning:
    return SafetyWarning(
        severity=Severity.STOP,
        sentence=f"{drug.capitalize()} {largest_daily(ahead, {drug}):g} mg a day is above {LARGEST_STUDIED[drug]:g} "
        "mg, the largest dose the simulation was made for; what more does, and how it harms, it cannot say.",
        source_id="comparators_report",
    )


def _is_tiny(drug: str, ahead: Sequence[Course]) -> bool:
    return 0.0 < largest_daily(ahead, {drug}) < LEAST_SHARE * LARGEST_STUDIED[drug]


def _next_to_nothing(drug: str, ahead: Sequence[Course]) -> SafetyWarning:
    return SafetyWarning(
        severity=Severity.NOTE,
        sentence=f"{drug.capitalize()} {largest_daily(ahead, {drug}):g} mg a day is far below any dose studied, and no "
        "effect is to be expected: check whether milligrams were meant.",
        source_id="comparators_report",
    )


def _above_limit(person: Person, drug: str, ahead: Sequence[Course]) -> bool:
    limit = renal_limit(drug, person.egfr_ml_min_1_73m2)
    return limit is not None and largest_daily(ahead, {drug}) > limit.largest


def _too_much(person: Person, drug: str, ahead: Sequence[Course]) -> SafetyWarning:
    limit = renal_limit(drug, person.egfr_ml_min_1_73m2)
    assert limit is not None
    return SafetyWarning(
        severity=Severity.STOP,
        sentence=f"{drug.capitalize()} {largest_daily(ahead, {drug}):g} mg a day is above {limit.largest:g} mg, the "
        f"largest daily dose for kidneys that filter {limit.low:g} to {limit.high:g} mL/min.",
        source_id="renal_dosing",
    )
