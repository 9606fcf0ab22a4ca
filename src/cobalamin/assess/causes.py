"""Causes beside B12 that a file tells elsewhere than among conditions: alcohol, products, medicines, kidneys, sugar."""

from __future__ import annotations

import re

from cobalamin.assess.exposure import injures_nerves, pyridoxine_limit, recent_pyridoxine
from cobalamin.infer.complaints import Cause, cause_named
from cobalamin.person import Person

DIABETIC_HBA1C = 6.5
"""HbA1c [%] from which diabetes is diagnosed. Source: guess"""
POOR_KIDNEYS = 30.0
"""Filtration [mL/min/1.73 m2] below which kidneys by themselves injure nerves. Source: guess"""
_DRUG_SHARE = 0.25
_HEREDITARY_SHARE = 0.40


def other_causes(person: Person) -> tuple[Cause, ...]:
    """Causes that are no conditions of the file, each once. Source: guess"""
    found: list[Cause] = []
    if person.alcohol == "heavy" and not person.has("alcohol use disorder"):
        found.append(cause_named("alcohol"))
    dose, (limit, _) = recent_pyridoxine(person), pyridoxine_limit(person)
    if dose > limit and not person.has("vitamin B6 excess"):
        found.append(cause_named("vitamin B6"))
    if person.egfr_ml_min_1_73m2 < POOR_KIDNEYS and not person.has("chronic kidney disease"):
        found.append(cause_named("kidney disease"))
    if _takes(person, "zinc") and not person.has("copper deficiency"):
        found.append(cause_named("copper"))
    if _sugar(person) >= DIABETIC_HBA1C and not any(person.has(f"type {n} diabetes") for n in (1, 2)):
        found.append(cause_named("diabetes"))
    if "hereditary neuropathy" in person.family_history:
        found.append(
            _made("hereditary neuropathy", "a neuropathy that runs in the family", _HEREDITARY_SHARE, "genetic advice")
        )
    for medicine in person.other_medicines:
        name = injures_nerves(medicine)
        if name:
            found.append(_made(name, f"{name}, which can injure nerves", _DRUG_SHARE, "timing; ask the prescriber"))
    return tuple({cause.name: cause for cause in found}.values())


def _made(name: str, words: str, share: float, test: str) -> Cause:
    return Cause(name=name, words=words, share=share, test=test, urgency="routine", source="guess")


def _takes(person: Person, word: str) -> bool:
    return any(word in re.findall(r"[a-z]+", medicine.lower()) for medicine in person.other_medicines)


def _sugar(person: Person) -> float:
    measured = [lab for lab in person.labs if lab.test == "hba1c" and lab.day <= 0]
    return max(measured, key=lambda lab: lab.day).value if measured else 0.0
