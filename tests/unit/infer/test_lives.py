"""Derivatives of lives by parameters against differences of whole runs, references solved for in both."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.infer.lives import (
    REFERENCES,
    Case,
    reference_slopes,
    solved,
    total_slopes,
    typical_omnivore,
    with_references,
    worked_out,
)
from cobalamin.parameters import committed_parameters, population
from cobalamin.person import person_from_mapping
from cobalamin.regimen import parse

NAMES = ("bile_return", "methylmalonate_baseline", "ileal_capacity")
STEP = 2e-3


def _case() -> Case:
    table = {
        "person": {"age": 63, "sex": "female", "diet": "vegan", "diet_since": "6 years"},
        "medicine": [{"regimen": "metformin 850 mg orally twice daily", "since": "3 years"}],
    }
    return Case(
        person=person_from_mapping(table, where="test"),
        identity="somebody",
        seed=11,
        plan=parse("cyanocobalamin 50 ug orally daily"),
        days=(0.0, 90.0),
        names=("serum_b12_pmol_l", "mma_nmol_l"),
    )


def test_slopes_are_those_of_whole_runs() -> None:
    case = _case()
    built = worked_out([case, typical_omnivore()], NAMES)
    values, slopes = total_slopes(case, NAMES, built, reference_slopes(NAMES, built))
    for n, name in enumerate(NAMES):
        outputs = []
        for sign in (-1.0, 1.0):
            moved = {name: committed_parameters()[name].value * np.exp(sign * STEP)}
            with population(with_references(moved)):
                outputs.append(solved([case])[0])
        assert slopes[n] == pytest.approx((outputs[1] - outputs[0]) / (2 * STEP), rel=2e-2, abs=1e-3 * values.max())


def test_references_are_what_the_typical_omnivore_has() -> None:
    made = with_references({"bile_return": committed_parameters()["bile_return"].value * 0.9})
    omnivore = typical_omnivore()
    with population(made):
        amounts = solved([omnivore])[0][0]
    assert amounts == pytest.approx([made[name] for name in REFERENCES], rel=1e-5)
