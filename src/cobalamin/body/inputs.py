"""What acts on the body from outside at one moment: `now.intrinsic_factor`, `now.metformin_mg_per_day`, ...

Inputs are piecewise constant in time. One function builds them from conditions, medicines, what was taken and the
plan, so that history and future use the same path; the laws of the body only read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Input:
    """One outside influence.

    Attributes:
        name: attribute of `now`.
        unit: its unit; "1" for a fraction.
        replete: its value in a healthy omnivore.
        low, high: the range the laws were written for.
        about: one phrase.
    """

    name: str
    unit: str
    replete: float
    low: float
    high: float
    about: str


def _input(name: str, unit: str, replete: float, low: float, high: float, about: str) -> Input:
    return Input(name=name, unit=unit, replete=replete, low=low, high=high, about=about)


INPUTS: tuple[Input, ...] = (
    _input("diet_absorbed", "nmol/d", 1.65, 0.0, 50.0, "B12 of the habitual diet that enters the gut wall"),
    _input("diet_unabsorbed", "nmol/d", 2.5, 0.0, 500.0, "B12 of the habitual diet that is not absorbed"),
    _input("intrinsic_factor", "1", 1.0, 0.0, 1.0, "intrinsic factor secreted, share of normal"),
    _input("ileum", "1", 1.0, 0.0, 1.0, "uptake by the terminal ileum, share of normal"),
    _input("food_release", "1", 1.0, 0.0, 1.0, "release of B12 from food by acid and pepsin, share of normal"),
    _input("metformin_mg_per_day", "mg/d", 0.0, 0.0, 3000.0, "metformin taken"),
    _input("nitrous_oxide", "1", 0.0, 0.0, 1.0, "inhaled nitrous oxide: concentration times share of the day"),
    _input("folic_acid_mg_per_day", "mg/d", 0.0, 0.0, 15.0, "folic acid taken"),
    _input("folate_intake", "1", 1.0, 0.05, 3.0, "food folate, relative to a sufficient diet"),
    _input("egfr", "1", 1.0, 0.1, 1.5, "estimated glomerular filtration rate relative to 100 mL/min/1.73 m2"),
    _input("ageing", "1", 0.0, 0.0, 1.0, "1 from the age of 20, when the slow loss of nerve fibres begins"),
    _input("diabetes", "1", 0.0, 0.0, 1.5, "diabetic injury of nerves; 1 for typical type 2 diabetes"),
    _input("other_nerve_injury", "1", 0.0, 0.0, 5.0, "injury of nerves by other causes, in units of typical diabetes"),
    _input("other_pain_drive", "1", 0.0, 0.0, 2.0, "firing of a nerve root or after zoster, which B12 does not touch"),
    _input(
        "brain_injury", "1", 0.0, 0.0, 1.0, "recent injury of the brain; acts only with animal evidence switched on"
    ),
    _input("iron_supply", "1", 1.0, 0.1, 1.0, "iron absorbed relative to need; falls in autoimmune gastritis"),
    _input("pregabalin_mg_per_day", "mg/d", 0.0, 0.0, 600.0, "pregabalin swallowed"),
    _input("gabapentin_mg_per_day", "mg/d", 0.0, 0.0, 4800.0, "gabapentin swallowed"),
    _input("duloxetine_mg_per_day", "mg/d", 0.0, 0.0, 120.0, "duloxetine swallowed"),
    _input("amitriptyline_mg_per_day", "mg/d", 0.0, 0.0, 150.0, "amitriptyline swallowed"),
    _input("nortriptyline_mg_per_day", "mg/d", 0.0, 0.0, 150.0, "nortriptyline swallowed"),
    _input("pyridoxine_mg_per_day", "mg/d", 0.0, 0.0, 6000.0, "vitamin B6 taken as tablets"),
)

INPUT_NAMES: tuple[str, ...] = tuple(i.name for i in INPUTS)


def replete_inputs() -> dict[str, float]:
    """The inputs of a healthy omnivore."""
    return {i.name: i.replete for i in INPUTS}


def view_inputs(values: Sequence[Any] | Mapping[str, Any]) -> SimpleNamespace:
    """Inputs as attributes, from values in the order of `INPUT_NAMES` or from a mapping."""
    if isinstance(values, Mapping):
        return SimpleNamespace(**values)
    return SimpleNamespace(**dict(zip(INPUT_NAMES, values, strict=True)))
