"""NHANES 1999-2006: percentiles of markers in adults, by age, kidneys, supplements, diet and medicines.

A virtual survey (`validate/survey.py`) stands beside each set of surveys: 1999-2002 was used for fitting, 2003-2006 was
not. Serum B12 is as released, by radioassay, and homocysteine on the scale of the later analyser.
"""

from __future__ import annotations

import numpy as np

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.evidence import Use
from cobalamin.evidence.nhanes import STUDY
from cobalamin.person import person_from_mapping
from cobalamin.person.covariates import individual_constants, median_constants
from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import RESAMPLES, Estimate
from cobalamin.validate.experiment import SEED, Subject, follow
from cobalamin.validate.row import Block, Row
from cobalamin.validate.survey import OBSERVED, Array, compared_groups, label_of, noise, participants, percentiles
from cobalamin.validate.target import BLOOD_ALONE

SOURCE = "nhanes_1999_2006"
PER_STRATUM, PER_SUPPLEMENT = 250, 100
_Z95 = 1.959964
_SHOWN = {
    "age": (OBSERVED, (5, 50, 95)),
    "egfr": (("mma_nmol_l", "homocysteine_umol_l"), (50,)),
    "supplement": (("serum_b12_pmol_l", "mma_nmol_l"), (50,)),
    "diet of one day": (("serum_b12_pmol_l",), (50,)),
    "medicine": (("serum_b12_pmol_l", "mma_nmol_l"), (50,)),
}
"""Grouping -> markers and percentiles that become rows."""


def _simulated(values: Array, weights: Array, percentile: int, people: int) -> Estimate:
    """The percentile, and its interval when as many people come as in the survey."""
    random = np.random.default_rng(SEED)
    chances = weights / weights.sum()
    again = []
    for _ in range(RESAMPLES):
        drawn = values[random.choice(len(values), people, p=chances)]
        again.append(float(np.percentile(drawn, percentile)))
    low, high = np.percentile(again, [2.5, 97.5])
    value = float(percentiles(values, weights, (percentile,))[0])
    return Estimate(value=value, low=min(float(low), value), high=max(float(high), value))


def _rows(use: Use) -> list[Row]:
    everyone = participants(use, PER_STRATUM, PER_SUPPLEMENT)
    people = [person_from_mapping(p.life, where=p.identity) for p in everyone]
    subjects = [
        Subject(
            identity=p.identity,
            person=person,
            block=BLOOD_ALONE[0],
            constants=individual_constants(median_constants(person), seed=SEED, person_id=p.identity),
        )
        for p, person in zip(everyone, people, strict=True)
    ]
    seen = follow(subjects, None, [0.0])
    measured = {name: seen.on(name) * noise(everyone, name) for name in OBSERVED}
    weights = np.array([p.weight for p in everyone])
    found: list[Row] = []
    for each, inside in compared_groups(use, everyone):
        if each.by not in _SHOWN or each.observation not in _SHOWN[each.by][0]:
            continue
        unit = OBSERVATIONS[each.observation].unit
        alive = inside & np.isfinite(measured[each.observation])
        block = Block.KINETICS if each.observation == "serum_b12_pmol_l" else Block.BIOMARKERS
        for percentile in _SHOWN[each.by][1]:
            value, error = each.values[percentile], each.errors[percentile]
            published = Published(observed=value, low=value - _Z95 * error, high=value + _Z95 * error, source=SOURCE)
            made = _simulated(measured[each.observation][alive], weights[alive], percentile, each.people)
            label = label_of(each, percentile)
            found.append(compared(STUDY[use], label, unit, seen=published, found=made, block=block))
    return found


def rows() -> tuple[Row, ...]:
    """Both sets of surveys: the one for fitting, then the one for testing."""
    return (*_rows(Use.CALIBRATE), *_rows(Use.VALIDATE))
