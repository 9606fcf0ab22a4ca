"""Inputs over many days are those that hold on each."""

from __future__ import annotations

import numpy as np

from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.person import person_from_mapping
from cobalamin.regimen import parse
from cobalamin.simulate import Request, _inputs_on, _inputs_over, build_row


def test_inputs_of_many_days_are_those_of_each_day():
    person = person_from_mapping(
        {
            "person": {"age": 50, "sex": "male", "diet": "vegan", "diet_since": "3 years"},
            "medicine": [{"regimen": "metformin 1000 mg orally twice daily", "since": "1 year"}],
        },
        where="test",
    )
    plan = parse(
        "nitrous oxide 50 % inhaled for 2 hours once a month and pregabalin 75 mg orally twice daily for 2 weeks"
    )
    row, _ = build_row(Request(person=person, plan_name="a", plan=plan), horizon=200.0)
    assert len(row.inputs) > 5
    days = np.array([-1000.0, 0.0, 1.0, 13.9, 14.0, 30.4375, 30.45, 199.0])
    each = [[_inputs_on(day, row.inputs)[name] for name in INPUT_NAMES] for day in days]
    np.testing.assert_array_equal(_inputs_over(days, row.inputs), each)
