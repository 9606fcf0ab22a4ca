"""What is assumed where the file is silent: every default has a source and becomes a sentence the reader sees.

Weight, height and filtration are weighted medians of US adults (National Health and Nutrition Examination Survey,
1999-2006, not pregnant, own calculation). Only age and sex have no default.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cobalamin.units import DAYS_PER_YEAR, MOLAR_MASS, Analyte

from .model import Sex

AGE_YEARS = (16.0, 110.0)
WEIGHT_KG = (25.0, 350.0)
HEIGHT_CM = (100.0, 250.0)
EGFR_ML_MIN_1_73M2 = (15.0, 200.0)  # below: kidney failure, treated by dialysis or not, which the model leaves out

MEDIAN_WEIGHT_KG = {Sex.FEMALE: 70.6, Sex.MALE: 84.6}
MEDIAN_HEIGHT_CM = {Sex.FEMALE: 162.2, Sex.MALE: 176.2}
DIET_YEARS = 10.0
ADHERENCE = 1.0
_SURVEY = "the median of US {group} (NHANES 1999-2006)"
_CREATININE_UMOL_L_PER_MG_DL = 1e4 / MOLAR_MASS[Analyte.CREATININE]  # 88.4


@dataclass
class Notes:
    """Sentences gathered while a file is read: what was assumed, and what else the reader should know."""

    assumptions: list[str] = field(default_factory=list[str])
    notices: list[str] = field(default_factory=list[str])

    def assume(self, sentence: str) -> None:
        """Record one assumption."""
        self.assumptions.append(sentence)

    def notice(self, sentence: str) -> None:
        """Record one notice, once."""
        if sentence and sentence not in self.notices:
            self.notices.append(sentence)


def typical_egfr(age: float) -> float:
    """Median glomerular filtration at an age [mL/min/1.73 m2].

    132.5 - 0.75 age to 65 years, then 1.15 less a year; within 1 of the weighted medians of every decade from 20 to 80+
    (113.7, 106.1, 98.7, 91.1, 83.5, 72.6, 60.4) by CKD-EPI 2021.

    Arguments: age [a], 16 to 110.

    >>> typical_egfr(65.0)
    83.75
    """
    return 132.5 - 0.75 * min(age, 65.0) - 1.15 * max(age - 65.0, 0.0)


def egfr_from_creatinine(creatinine_umol_l: float, *, age: float, sex: Sex) -> float:
    """Glomerular filtration by CKD-EPI 2021 [mL/min/1.73 m2], without race.

    142 min(c/k, 1)^a max(c/k, 1)^-1.2 0.9938^age (1.012 in women), c in mg/dL; Inker 2021, 10.1056/NEJMoa2102953.

    Arguments: creatinine [umol/L], 10 to 3000; age [a], 16 to 110; sex.

    >>> round(egfr_from_creatinine(80.0, age=60.0, sex=Sex.FEMALE))
    73
    """
    k, a, factor = (0.7, -0.241, 1.012) if sex is Sex.FEMALE else (0.9, -0.302, 1.0)
    relative = creatinine_umol_l / _CREATININE_UMOL_L_PER_MG_DL / k
    return 142.0 * min(relative, 1.0) ** a * max(relative, 1.0) ** -1.2 * 0.9938**age * factor


def weight_kg(sex: Sex, notes: Notes) -> float:
    """Weight where none is given [kg]."""
    group = "women" if sex is Sex.FEMALE else "men"
    notes.assume(f"weight not given: {MEDIAN_WEIGHT_KG[sex]} kg, {_SURVEY.format(group=group)}")
    return MEDIAN_WEIGHT_KG[sex]


def height_cm(sex: Sex, notes: Notes) -> float:
    """Height where none is given [cm]."""
    group = "women" if sex is Sex.FEMALE else "men"
    notes.assume(f"height not given: {MEDIAN_HEIGHT_CM[sex]} cm, {_SURVEY.format(group=group)}")
    return MEDIAN_HEIGHT_CM[sex]


def egfr(age: float, notes: Notes) -> float:
    """Filtration where neither eGFR nor creatinine is given [mL/min/1.73 m2]."""
    value = round(typical_egfr(age), 1)
    group = "adults of this age"
    notes.assume(f"eGFR not given and no creatinine: {value:g} mL/min/1.73m2, {_SURVEY.format(group=group)}")
    return value


def ancestry(notes: Notes) -> str:
    """Ancestry where none is given."""
    notes.assume("ancestry not given: markers are not adjusted for it")
    return "not stated"


def alcohol(notes: Notes) -> str:
    """Alcohol where nothing is said."""
    notes.assume("alcohol not given: low")
    return "low"


def adherence(notes: Notes) -> float:
    """Adherence where nothing is said (share of doses)."""
    notes.assume("adherence not given: every dose is taken")
    return ADHERENCE


def jurisdiction(notes: Notes) -> str:
    """Jurisdiction where none is given."""
    notes.assume("jurisdiction not given: generic, no national guideline is preferred")
    return "generic"


def diet_name(notes: Notes) -> str:
    """Diet where none is given."""
    notes.assume("diet not given: omnivore")
    return "omnivore"


def diet_since_day(name: str, age: float, notes: Notes) -> float | None:
    """Day a diet began [d], or None for always: 10 years for vegetarian, vegan and a diary; an omnivore always was."""
    if name == "omnivore":
        return None
    years = min(DIET_YEARS, age)
    notes.assume(f"diet_since not given: {name} for {years:g} years")
    return -years * DAYS_PER_YEAR
