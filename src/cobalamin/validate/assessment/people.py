"""Simulated people whose truth is known: drawn from the assessment's own prior, measured, and asked what they feel.

The truth of a person is one particle. Its results carry the noise that the likelihood assumes, so that what comes back
is a check of the calculation (verification), and no evidence that people are like this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.infer.evidence_of_person import Known, known_of
from cobalamin.infer.forecast import Posterior, observed_selves
from cobalamin.infer.measurement import noises
from cobalamin.infer.particles import BLOCKS, Space, space_of
from cobalamin.person import Person, person_from_mapping
from cobalamin.simulate import LOWEST_HEMOGLOBIN
from cobalamin.validate.experiment import Draw

Array = npt.NDArray[np.float64]
TESTS: Mapping[str, tuple[str, str, str, float]] = {
    "serum_b12_pmol_l": ("serum B12", "pmol/L", "b12", 0.9),
    "mma_nmol_l": ("MMA", "nmol/L", "mma", 0.5),
    "homocysteine_umol_l": ("homocysteine", "umol/L", "hcy", 0.4),
    "hemoglobin_g_dl": ("haemoglobin", "g/dL", "hb", 0.7),
    "mcv_fl": ("MCV", "fL", "hb", 0.7),
    "holotc_pmol_l": ("active B12", "pmol/L", "active", 0.25),
}
"""Observation -> name, unit, what is drawn together, and how often it is measured."""
COMPLAINTS = ("tingling feet", "numbness of the feet")
_TRIES = 50


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A person who is simulated.

    Attributes:
        person: what a clinician would know.
        truth: level of every observation on day 0.
        lack: complaint -> chance that lack of B12 makes it.
        caused: complaint -> whether lack of B12 was a cause of it, for those that are there.
        block: law of nerve injury.
    """

    person: Person
    truth: Mapping[str, float]
    replete: Mapping[str, float]
    lack: Mapping[str, float]
    caused: Mapping[str, bool]
    block: str


def _life(draw: Draw) -> dict[str, Any]:
    """Who comes: adults of all ages, with causes of lack more often than in the street."""
    age = draw.between("age", 25, 85)
    person: dict[str, Any] = {
        "age": round(age, 1),
        "sex": draw.one_of("sex", {"female": 0.5, "male": 0.5}),
        "jurisdiction": "UK",
        "date": "2026-01-05",
        "egfr": f"{draw.between('kidneys', 40, 110):.0f} mL/min/1.73m2",
    }
    diet = draw.one_of("diet", {"omnivore": 0.7, "vegetarian": 0.15, "vegan": 0.15})
    if diet != "omnivore":
        person |= {"diet": diet, "diet_since": f"{draw.between('diet years', 2, min(age - 18, 20)):.1f} years"}
    life: dict[str, Any] = {"person": person, "condition": [], "medicine": []}
    cause = draw.one_of("cause", {"": 0.5, "metformin": 0.2, "omeprazole": 0.15, "pernicious": 0.1, "stomach": 0.05})
    years = f"{draw.between('years', 1, 8):.1f} years"
    if cause == "metformin":
        life["condition"].append({"name": "type 2 diabetes", "since": years})
        life["medicine"].append({"regimen": "metformin 1000 mg orally twice daily", "since": years})
    elif cause == "omeprazole":
        life["medicine"].append({"regimen": "omeprazole 20 mg orally daily", "since": years})
    elif cause == "pernicious":
        since = f"{draw.between('pernicious years', 0.5, 5):.1f} years"
        life["condition"].append({"name": "pernicious anaemia", "since": since, "untreated": True})
    elif cause == "stomach":
        life["condition"].append({"name": "atrophic gastritis", "since": years})
    return life


def simulated(number: int, *, seed: int, blocks: Sequence[str] = BLOCKS) -> Simulated:
    """Person `number`: a life, one particle of its prior as truth, results and complaints.

    A truth that would have needed care before is drawn again: it is no part of the prior.
    """
    draw = Draw(identity=f"assessment {seed} {number}", number=number)
    life = _life(draw)
    person = person_from_mapping(life, where=draw.identity)
    random = np.random.default_rng([seed, number])
    asked = life | {"symptom": [{"name": name, "severity": 5} for name in COMPLAINTS]}
    known = known_of(person_from_mapping(asked, where=draw.identity))
    space = space_of(person, (blocks[number % len(blocks)],))
    seeds = (seed + 7919 * (number + 1) + attempt for attempt in range(_TRIES))
    truth, replete = next(
        levels
        for levels in (_levels(space, known, each) for each in seeds)
        if levels[0]["hemoglobin_g_dl"] >= LOWEST_HEMOGLOBIN
    )
    labs = _labs(truth, draw, random)
    lack: dict[str, float] = {}
    caused: dict[str, bool] = {}
    symptoms: list[dict[str, Any]] = []
    for name, complaint in zip(COMPLAINTS, known.complaints, strict=True):
        observation = complaint.reading.observation
        s = float(complaint.by_lack(np.array([truth[observation]]), np.array([replete[observation]]))[0])
        by_lack, by_other = random.random() < s, random.random() < complaint.background
        lack[complaint.label] = s
        if by_lack or by_other:
            caused[complaint.label] = bool(by_lack)
        symptoms.append({"name": name, "severity": 5 if by_lack or by_other else 0})
    made = person_from_mapping(life | {"lab": labs, "symptom": symptoms}, where=draw.identity)
    return Simulated(
        person=made, truth=truth, replete=replete, lack=lack, caused=caused, block=blocks[number % len(blocks)]
    )


def _levels(space: Space, known: Known, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """Levels of one particle, as lived and with B12 replete."""
    self = observed_selves(space, known, space.draw(1, seed=seed))
    lived, replete = ({name: float(values[n, 0]) for n, name in enumerate(self.names)} for values in self.levels)
    return lived, replete


def _labs(truth: Mapping[str, float], draw: Draw, random: np.random.Generator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for observation, (name, unit, group, often) in TESTS.items():
        noise = noises()[observation]
        ruled = random.random() < noise.other_share
        sd = noise.other_sd if ruled else noise.total
        value = truth[observation] * float(np.exp(sd * random.standard_normal()))
        if draw.between(f"measured {group}", 0, 1) < often:
            found.append({"test": name, "value": f"{value:.5g} {unit}", "date": "2026-01-05"})
    return found


def without_symptoms(person: Person) -> Known:
    """What the blood alone says."""
    return known_of(replace(person, symptoms=()), symptoms=False)


def rank_of(found: Posterior, values: Array, truth: float) -> float:
    """Weighted share of particles below the truth: uniform where the calculation is right."""
    return float(found.weights @ (values < truth) + 0.5 * (found.weights @ (values == truth)))
