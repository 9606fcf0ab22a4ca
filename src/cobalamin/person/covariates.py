"""From a person to the constants of the body: age, sex, weight, ancestry, variants, and what makes people differ.

parameter = median(covariates) x exp(spread z), one z ~ N(0, 1) a parameter. z comes from the seed, the person's id and
the parameter's name alone, so that a new parameter changes nobody's others.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

import numpy as np

from cobalamin.parameters import parameters, typical

from .model import Person, Sex

REFERENCE_AGE = 50.0
REFERENCE_WEIGHT_KG = 75.0
REFERENCE_HEIGHT_CM = 170.0
FORTIFIED = "US"
"""Jurisdiction whose flour carries folic acid by law; of those a person file can name, the only one that long did."""

KIDNEYS_OF_ANAEMIA = 60.0
"""eGFR below which haemoglobin falls with it [mL/min/1.73 m2]: where kidney disease is staged from, and the surveys
differ by 5 % below and by nothing above. Source: nhanes_1999_2006"""


class ReliefBasis(Enum):
    """What relief by drugs for nerve pain rests on in a person; the value is the sentence for the reader."""

    DIABETIC = "Relief by drugs for nerve pain is that of trials in painful diabetic neuropathy."
    HERPETIC = "Relief by drugs for nerve pain is that of trials in post-herpetic neuralgia."
    NONE = "No relief by drugs for nerve pain is claimed in pain from a nerve root or a narrow spinal canal."
    EXTRAPOLATED = (
        "Relief by drugs for nerve pain is extrapolated from painful diabetic neuropathy: no trial tested them in pain "
        "from lack of B12."
    )


def relief_basis(person: Person) -> ReliefBasis:
    """Whose trials stand behind relief by drugs in this person; diabetic neuropathy goes before the others.

    Source: comparators_report
    """
    if person.has("diabetic neuropathy"):
        return ReliefBasis.DIABETIC
    if person.has("post-herpetic neuralgia"):
        return ReliefBasis.HERPETIC
    if person.has("radicular back pain") or person.has("spinal stenosis"):
        return ReliefBasis.NONE
    return ReliefBasis.EXTRAPOLATED


def median_constants(person: Person) -> dict[str, float]:
    """Constants of the typical person with these covariates, in the units of the parameters.

    Homocysteine and methylmalonate carry age (per decade from 50), sex, variants and fortified flour; volume of red
    cells age; haemoglobin sex, age in men and, below 60 mL/min/1.73 m2, the kidneys, by (eGFR/60)^n; ferritin sex; the
    extracellular volume weight; conduction times height; velocities age and height; haptocorrin and methylmalonate
    ancestry; relief by drugs and natural course the painful condition.
    Source: normal_limits, diag_nh_hcy_age, diag_nh_mma_age, diag_nh_hcy_female, nhanes_ancestry, kin_holotc_gg
    """
    k = typical()
    decades = (person.age - REFERENCE_AGE) / 10.0
    k["homocysteine_baseline"] *= k["homocysteine_per_decade"] ** decades
    k["methylmalonate_baseline"] *= k["methylmalonate_per_decade"] ** decades
    k["mcv_baseline"] *= k["mcv_per_decade"] ** decades
    if person.sex is Sex.FEMALE:
        k["homocysteine_baseline"] *= k["homocysteine_female_factor"]
        k["hemoglobin_baseline"] *= k["hemoglobin_female_factor"]
        k["ferritin_baseline"] *= k["ferritin_female_factor"]
    else:
        k["hemoglobin_baseline"] *= k["hemoglobin_male_per_decade"] ** decades
    kidneys = min(person.egfr_ml_min_1_73m2 / KIDNEYS_OF_ANAEMIA, 1.0)
    k["hemoglobin_baseline"] *= kidneys ** k["hemoglobin_kidney_exponent"]
    k["unbound_volume"] *= person.weight_kg / REFERENCE_WEIGHT_KG
    taller = person.height_cm - REFERENCE_HEIGHT_CM
    for name in ("tibial_p37_peripheral", "median_n20_peripheral"):
        k[name] *= person.height_cm / REFERENCE_HEIGHT_CM
    for name in ("sural_velocity_baseline", "peroneal_velocity_baseline", "tibial_velocity_baseline"):
        k[name] *= k["velocity_per_decade"] ** decades * k["leg_velocity_per_cm"] ** taller
    for name in ("motor_velocity_arm_baseline", "sensory_velocity_arm_baseline"):
        k[name] *= k["velocity_per_decade"] ** decades
    if person.ancestry == "African":
        k["haptocorrin_loading"] *= k["black_haptocorrin_factor"]
        k["methylmalonate_baseline"] *= k["black_methylmalonate_factor"]
    if "TCN2 776GG" in person.genotype:
        k["holotranscobalamin_uptake"] *= k["tcn2_gg_uptake_factor"]
    if person.jurisdiction == FORTIFIED:
        k["homocysteine_baseline"] *= k["homocysteine_fortified_factor"]
    if "MTHFR 677TT" in person.genotype:
        k["homocysteine_baseline"] *= k["mthfr_tt_homocysteine_factor"]
    basis = relief_basis(person)
    if basis is ReliefBasis.NONE:
        k["analgesic_efficacy"] = 0.0  # guidance advises against gabapentinoids in sciatica: no effect is claimed
    elif basis is ReliefBasis.HERPETIC:
        k["pregabalin_relief"] *= k["pregabalin_phn_factor"]
        for name in ("natural_course_fall", "natural_course_fall_low", "natural_course_fall_high"):
            k[name] *= k["natural_course_phn_share"]
    return k


_REMEMBERED = 1 << 19
"""Numbers kept, so that a population that is run again and again is not drawn anew."""


@lru_cache(maxsize=_REMEMBERED)
def standard_normal(seed: int, person_id: str, parameter_name: str) -> float:
    """z of one parameter of one person, from nothing but these three."""
    digest = hashlib.sha256(f"{seed}|{person_id}|{parameter_name}".encode()).digest()
    return float(np.random.default_rng(int.from_bytes(digest[:16], "big")).standard_normal())


def individual_constants(median: Mapping[str, float], *, seed: int, person_id: str) -> dict[str, float]:
    """Constants of one individual: median x exp(spread z), kept within each parameter's valid range."""
    made = dict(median)
    for name, p in parameters().items():
        if p.spread > 0 and made[name] > 0:
            z = standard_normal(seed, person_id, name)
            made[name] = min(max(made[name] * math.exp(p.spread * z), p.low), p.high)
    return made
