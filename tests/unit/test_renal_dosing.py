"""Limits by kidneys: only rows that were read, bands that meet, smaller doses for worse kidneys."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cobalamin.evidence import Verified
from cobalamin.evidence.renal_dosing import renal_limit, renal_limits


def test_every_limit_was_read_and_bands_meet():
    assert {each.drug for each in renal_limits()} == {"gabapentin", "pregabalin"}
    for before, after in pairwise(renal_limits()):
        if before.drug == after.drug:
            assert before.high == after.low
            assert before.largest < after.largest
    assert all(each.verified is not Verified.MEMORY for each in renal_limits())


@pytest.mark.parametrize(
    ("drug", "egfr", "largest"),
    [
        ("pregabalin", 0.0, 75.0),
        ("pregabalin", 15.0, 150.0),
        ("pregabalin", 59.9, 300.0),
        ("pregabalin", 60.0, None),
        ("gabapentin", 49.5, 900.0),
        ("gabapentin", 79.5, 1800.0),
        ("gabapentin", 80.0, None),
        ("duloxetine", 20.0, None),
    ],
)
def test_published_limits(drug: str, egfr: float, largest: float | None):
    limit = renal_limit(drug, egfr)
    assert (None if limit is None else limit.largest) == largest
