"""What safety rules about drugs for nerve pain must compute: doses, limits of kidneys and of studies, nerve roots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cobalamin.assess.doses import taken_together
from cobalamin.body.drugs import DRUGS
from cobalamin.body.inputs import INPUTS
from cobalamin.evidence.renal_dosing import renal_limit
from cobalamin.person.covariates import ReliefBasis, relief_basis
from cobalamin.plan.safety_situation import Situation, Values

LARGEST_STUDIED = {drug: each.high for drug in DRUGS for each in INPUTS if each.name == f"{drug}_mg_per_day"}
"""Drug for nerve pain -> largest daily dose [mg/d] that the laws of the body were written for."""
LEAST_SHARE = 0.01
"""A daily dose below this share of the largest one studied is told: milligrams may have been meant. Source: guess"""


def _doses(now: Situation) -> Iterator[tuple[str, float]]:
    for drug in sorted(now.names & set(LARGEST_STUDIED)):
        yield drug, now.largest(drug)


def above_renal_limit(now: Situation) -> Iterator[Values]:
    """Drugs above the largest daily dose for these kidneys.

    Source: renal_dosing
    """
    for drug, dose in _doses(now):
        limit = renal_limit(drug, now.person.egfr_ml_min_1_73m2)
        if limit is not None and dose > limit.largest:
            band = {"limit": limit.largest, "low": limit.low, "high": limit.high}
            yield {"drug": drug.capitalize(), "dose": dose, **band}


def beyond_studies(now: Situation) -> Iterator[Values]:
    """Drugs above the largest daily dose of any study behind the simulation.

    Source: comparators_report
    """
    for drug, dose in _doses(now):
        if dose > LARGEST_STUDIED[drug]:
            yield {"drug": drug.capitalize(), "dose": dose, "limit": LARGEST_STUDIED[drug]}


def next_to_nothing(now: Situation) -> Iterator[Values]:
    """Drugs in doses so small that a unit may be wrong."""
    for drug, dose in _doses(now):
        if 0.0 < dose < LEAST_SHARE * LARGEST_STUDIED[drug]:
            yield {"drug": drug.capitalize(), "dose": dose}


def both_gabapentinoids(now: Situation) -> bool:
    """Pregabalin and gabapentin on the same day."""
    return taken_together(now.ahead, "pregabalin", "gabapentin")


def nerve_root_alone(now: Situation) -> bool:
    """Pain from a nerve root with no other pain that a drug could ease."""
    return relief_basis(now.person) is ReliefBasis.NONE


def nerve_root_beside_another_pain(now: Situation) -> bool:
    """Pain from a nerve root beside another pain."""
    return not nerve_root_alone(now)


WHEN: Mapping[str, Callable[[Situation], bool]] = {
    "gabapentinoids_together": both_gabapentinoids,
    "gabapentinoid_nerve_root": nerve_root_alone,
    "gabapentinoid_nerve_root_beside": nerve_root_beside_another_pain,
}
"""Rule -> what must hold beside its table."""

FOR_EACH: Mapping[str, Callable[[Situation], Iterator[Values]]] = {
    "drug_above_renal_limit": above_renal_limit,
    "drug_beyond_studies": beyond_studies,
    "drug_next_to_nothing": next_to_nothing,
}
"""Rule -> one warning for each that it yields, with what fills the message."""
