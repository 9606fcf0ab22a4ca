"""The answer as data keeps its promises: no median in a scenario, JSON without surprises."""

from __future__ import annotations

import json
import math

import pytest

from cobalamin.body.observe import Licence
from cobalamin.plan.as_json import to_json
from cobalamin.plan.model import NO_CHANGE, Band, Chance, PlanReport, Range, Series


def test_scenario_refuses_a_median():
    with pytest.raises(ValueError, match="no median"):
        Range(low=1.0, median=2.0, high=3.0, unit="d", licence=Licence.SCENARIO)
    band = Band(low=(1.0,), median=(2.0,), high=(3.0,))
    with pytest.raises(ValueError, match="no median"):
        Series(observation="pain_nrs", licence=Licence.SCENARIO, days=(0.0,), plans={NO_CHANGE: band})


def test_a_chance_runs_upward_within_nought_and_one():
    for low, value, high in ((0.3, 0.2, 0.4), (-0.1, 0.2, 0.4), (0.1, 0.2, 1.1)):
        with pytest.raises(ValueError, match="upward from 0 to 1"):
            Chance(value=value, low=low, high=high, licence=Licence.FORECAST)


def test_range_runs_upward():
    with pytest.raises(ValueError, match="upward"):
        Range(low=3.0, median=None, high=1.0, unit="d", licence=Licence.SCENARIO)


def test_band_is_as_long_as_the_days():
    band = Band(low=(1.0,), median=None, high=(3.0,))
    with pytest.raises(ValueError, match="1 values for 2 days"):
        Series(observation="pain_nrs", licence=Licence.SCENARIO, days=(0.0, 1.0), plans={NO_CHANGE: band})


def test_json_reads_back_with_null_medians(plan_report: PlanReport):
    data = json.loads(json.dumps(to_json(plan_report), allow_nan=False))
    assert data["answer"] == plan_report.takeaway
    pain = data["series"]["pain_nrs"]
    assert pain["licence"] == "scenario"
    assert {band["median"] for band in pain["plans"].values()} == {None}
    assert data["series"]["mma_nmol_l"]["plans"][NO_CHANGE]["median"][0] == pytest.approx(420.0)
    injections = data["plans"][1]
    assert injections["time_to_30_percent_relief_days"] == {"low": 21.0, "median": None, "high": 63.0}
    assert injections["time_to_30_percent_relief_days_interval"] == [21.0, 63.0]
    assert injections["licence"]["time_to_30_percent_relief_days"] == "scenario"
    assert set(injections["markers"]["mma_nmol_l"]) == {"30", "91", "365"}


def test_json_has_null_for_what_is_no_number(plan_report: PlanReport):
    band = Band(low=(math.nan, 1.0), median=None, high=(math.inf, 2.0))
    series = Series(observation="pain_nrs", licence=Licence.SCENARIO, days=(0.0, 1.0), plans={NO_CHANGE: band})
    assert json.loads(json.dumps(to_json_of(plan_report, series)))["low"] == [None, 1.0]


def to_json_of(report: PlanReport, series: Series) -> object:
    from dataclasses import replace

    data = to_json(replace(report, series={"pain_nrs": series}))
    return json.loads(json.dumps(data, allow_nan=False))["series"]["pain_nrs"]["plans"][NO_CHANGE]
