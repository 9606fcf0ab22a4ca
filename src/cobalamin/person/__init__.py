"""Who the person is: a TOML person file becomes a frozen, validated Person."""

from .describe import describe
from .model import Condition, Diet, Finding, Lab, Medicine, Person, Plan, Sex, Symptom, Taken
from .read import person_from_mapping, person_from_toml, read_person

__all__ = [
    "Condition",
    "Diet",
    "Finding",
    "Lab",
    "Medicine",
    "Person",
    "Plan",
    "Sex",
    "Symptom",
    "Taken",
    "describe",
    "person_from_mapping",
    "person_from_toml",
    "read_person",
]
