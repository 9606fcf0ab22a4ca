"""Many people become ranges: rival blocks are not mixed, survivors do not flatter, the same people are compared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from cobalamin.assess.lack import Lack, lacks_b12
from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.person import person_from_mapping
from cobalamin.plan.cohort import Cohort, cohort_of
from cobalamin.plan.comparison import compare_pain
from cobalamin.plan.harm import mean_of_people
from cobalamin.plan.summary import Summary, quantiles, time_to_relief
from cobalamin.regimen import parse
from cobalamin.simulate import Outcome

BLOCKS, PEOPLE = 3, 30
DAYS = np.array([0.0, 100.0, 730.5])


def summary(pain: Any, *, plans: int = 2, stopped: dict[int, float] | None = None) -> Summary:
    """A cohort whose pain is pain(plan, individual or None, block, day) and whose everything else is 1."""
    cohort = Cohort(plans=tuple(f"plan {n}" for n in range(plans)), blocks=BLOCKS, individuals=PEOPLE)
    names = tuple(OBSERVATIONS)
    values = np.ones((len(names), len(DAYS), plans * (BLOCKS + PEOPLE)))
    score = values[names.index("pain_nrs")]
    for plan in range(plans):
        for t, day in enumerate(DAYS):
            for block in range(BLOCKS):
                score[t, cohort.typical(plan).start + block] = pain(plan, None, block, day)
            for n in range(PEOPLE):
                score[t, cohort.people(plan).start + n] = pain(plan, n, n % BLOCKS, day)
    for row, day in (stopped or {}).items():
        values[:, day <= DAYS, row] = np.nan
    outcome = Outcome(
        names=names, days=DAYS, values=values, rows=(), courses=(), stopped=stopped or {}, failed={}, seconds=0.0
    )
    return Summary(outcome=outcome, cohort=cohort)


def test_quantiles_are_those_of_numpy_and_infinity_is_late():
    values = np.random.default_rng(1).normal(size=(4, 23))
    values[1, :5] = np.nan
    low, high = quantiles(values)
    assert low == pytest.approx(np.nanpercentile(values, 10, axis=1))
    assert high == pytest.approx(np.nanpercentile(values, 90, axis=1))
    low, high = quantiles(np.array([1.0, 2.0, 3.0, math.inf]))
    assert (low, high) == (pytest.approx(1.3), math.inf)
    assert np.isnan(quantiles(np.array([math.nan, math.nan]))).all()


def test_a_scenario_runs_from_the_lowest_to_the_highest_block_and_does_not_mix_them():
    band = summary(lambda plan, n, block, day: 2.0 + 3.0 * block).band("pain_nrs", 0)
    assert (band.low[0], band.median, band.high[0]) == (2.0, None, 8.0)


def test_a_forecast_keeps_its_median_within_the_interval():
    band = summary(lambda plan, n, block, day: 5.0).band("mma_nmol_l", 0)
    assert band.median is not None
    assert band.low[0] <= band.median[0] <= band.high[0]


def test_points_off_are_those_of_the_same_people():
    """People differ widely and the plan takes one point off each: the range of the difference is that one point."""
    found = summary(lambda plan, n, block, day: 3.0 + 0.2 * (n or 0) - (plan == 1 and day > 0))
    off = found.less_than_no_change("pain_nrs", 1, 730.5)
    assert off.low == pytest.approx(1.0)
    assert off.high == pytest.approx(1.0)


def test_people_without_the_symptom_say_nothing_about_its_relief():
    found = summary(lambda plan, n, block, day: 0.2 if n is not None and n < 15 else 4.0 - 2.0 * (day > 50.0))
    relief = found.relief("pain_nrs", 1, 0.3)
    assert relief.low == relief.high == pytest.approx(60.0)
    assert found.less_than_no_change("pain_nrs", 1, 730.5).low == 0.0


def test_who_would_have_needed_care_before_day_0_is_left_out_on_every_plan():
    first = BLOCKS
    other = 2 * BLOCKS + PEOPLE
    found = summary(lambda plan, n, block, day: 9.0 if n == 0 else 4.0, stopped={first: 0.0, other: 0.0})
    assert 0 not in found.possible
    assert len(found.possible) == PEOPLE - 1
    assert found.band("pain_nrs", 1).high[0] == 4.0


def test_a_band_ends_where_half_of_the_people_have_been_stopped():
    stopped = {BLOCKS + n: 730.5 for n in range(PEOPLE // 2 + 1)}
    band = summary(lambda plan, n, block, day: 4.0, stopped=stopped).band("pain_nrs", 0)
    assert math.isfinite(band.low[1])
    assert math.isnan(band.low[2])
    few = summary(lambda plan, n, block, day: 4.0, stopped={BLOCKS: 730.5}).band("pain_nrs", 0)
    assert math.isfinite(few.low[2])


def test_time_to_relief_is_interpolated_and_may_never_come():
    assert time_to_relief(DAYS, np.array([10.0, 6.0, 1.0]), 0.3) == pytest.approx(75.0)
    assert time_to_relief(DAYS, np.array([10.0, 9.0, 8.0]), 0.3) is None


def test_of_100_people_is_the_mean_of_people_and_not_the_middle_one():
    """A few with weak kidneys have many events: the mean lies above the typical person."""
    found = summary(lambda plan, n, block, day: 4.0)
    events = found.outcome.values[found.outcome.names.index("dizziness_pct")]
    events[:] = 5.0
    events[:, found.people(1)[:3]] = 50.0
    assert mean_of_people(found, "dizziness_pct", 1).median == pytest.approx(5.0 + 45.0 * 3 / PEOPLE)
    assert mean_of_people(found, "dizziness_pct", 0).median == pytest.approx(5.0)
    events[:, found.people(1)[:1]] = 5000.0
    skewed = mean_of_people(found, "dizziness_pct", 1)
    assert skewed.high == skewed.median


# Potentials that cannot be found


def potentials(sizes: Any) -> Summary:
    """P37 at 60 ms in everyone whose potential has the size that `sizes(plan, individual)` gives."""
    found = summary(lambda plan, n, block, day: 4.0)
    names, cohort, values = found.outcome.names, found.cohort, found.outcome.values
    values[names.index("tibial_sep_p37_ms")] = 60.0
    for plan in range(2):
        for n in range(PEOPLE):
            values[names.index("tibial_sep_amplitude"), :, cohort.people(plan).start + n] = sizes(plan, n)
    return found


def test_a_potential_too_small_to_be_found_has_no_latency():
    found = potentials(lambda plan, n: 0.1 if n < (24, 3)[plan] else 0.5)
    most, few = (found.value("tibial_sep_p37_ms", plan, 100.0) for plan in (0, 1))
    assert (most.low, most.high, most.lost) == (None, None, pytest.approx(24 / PEOPLE))
    assert (few.low, few.high, few.lost) == (60.0, 60.0, pytest.approx(3 / PEOPLE))
    band = found.band("tibial_sep_p37_ms", 0)
    assert np.isnan(band.low).all()
    assert band.lost == pytest.approx([24 / PEOPLE] * len(DAYS))


def test_a_small_potential_changes_nothing_else():
    found = potentials(lambda plan, n: 0.01)
    assert found.band("median_sep_n20_ms", 0).lost is None
    assert found.value("median_sep_n20_ms", 0, 100.0) == potentials(lambda plan, n: 1.0).value(
        "median_sep_n20_ms", 0, 100.0
    )
    whole = potentials(lambda plan, n: 1.0).value("tibial_sep_p37_ms", 0, 100.0)
    assert (whole.low, whole.lost) == (60.0, 0.0)


# Cohort and comparison

PERSON = {"person": {"age": 60, "sex": "female"}}
TABLETS, CAPSULES = "cyanocobalamin 1 mg orally daily", "pregabalin 75 mg orally twice daily"


def test_the_same_people_meet_every_plan_and_all_blocks_are_lived_in():
    who = person_from_mapping(PERSON, where="test")
    cohort, requests = cohort_of(who, [("no change", None), ("a", parse(TABLETS))], individuals=7, seed=3)
    first, second = requests[cohort.people(0)], requests[cohort.people(1)]
    assert [r.constants for r in first] == [r.constants for r in second]
    for n, request in enumerate(first):
        change = list(NERVE_ALTERNATIVES.values())[n % len(NERVE_ALTERNATIVES)]
        assert {name: request.constants[name] for name in change} == dict(change)


def plans(*texts: str) -> list[Any]:
    return [("no change", None), *((text, parse(text)) for text in texts)]


def chosen(*texts: str) -> Any:
    who = person_from_mapping(PERSON, where="test")
    found = summary(lambda plan, n, block, day: 4.0, plans=len(texts) + 1)
    return compare_pain(who, plans(*texts), found, lack=Lack.NONE)


def test_the_pair_is_that_whose_combination_is_a_plan():
    injections = "hydroxocobalamin 1 mg IM every 2 months"
    compared = chosen(injections, TABLETS, CAPSULES, f"{TABLETS} and {CAPSULES}")
    assert (compared.b12, compared.drug, compared.both) == (TABLETS, CAPSULES, f"{TABLETS} and {CAPSULES}")
    assert compared.analgesic == "pregabalin"
    assert set(compared.points_off) == {compared.b12, compared.drug, compared.both}


@pytest.mark.parametrize(
    "texts",
    [(TABLETS,), (CAPSULES,), (TABLETS, "duloxetine 60 mg orally daily"), (f"{TABLETS} and {CAPSULES}",)],
)
def test_without_both_kinds_nothing_is_compared(texts: tuple[str, ...]):
    assert chosen(*texts) is None


def test_pain_is_compared_while_most_people_are_followed_and_they_are_counted():
    stopped = {BLOCKS + n: 100.0 for n in range(PEOPLE // 3)}
    who = person_from_mapping(PERSON, where="test")
    few = summary(lambda plan, n, block, day: 4.0, plans=3, stopped=stopped)
    compared = compare_pain(who, plans(TABLETS, CAPSULES), few, lack=Lack.LIKELY)
    assert compared is not None
    assert (compared.day, compared.followed, compared.people) == (0.0, PEOPLE, PEOPLE)
    whole = summary(lambda plan, n, block, day: 4.0, plans=3, stopped={BLOCKS: 100.0})
    late = compare_pain(who, plans(TABLETS, CAPSULES), whole, lack=Lack.POSSIBLE, barred=frozenset({CAPSULES}))
    assert late is not None
    assert (late.day, late.followed, late.people) == (730.5, PEOPLE - 1, PEOPLE)
    assert (late.lack, late.possible, late.barred) == (True, True, {CAPSULES})


def test_without_pain_nothing_is_compared():
    who = person_from_mapping(PERSON, where="test")
    found = summary(lambda plan, n, block, day: 0.1, plans=3)
    assert compare_pain(who, plans(TABLETS, CAPSULES), found, lack=Lack.NONE) is None


@pytest.mark.parametrize(
    ("labs", "body", "lacks"),
    [
        ({"serum B12": "120 pmol/L"}, 2800.0, True),
        ({"serum B12": "200 pmol/L", "MMA": "420 nmol/L"}, 2800.0, True),
        ({"serum B12": "200 pmol/L", "MMA": "150 nmol/L"}, 2800.0, False),
        ({"serum B12": "400 pmol/L"}, 2800.0, False),
        ({}, 500.0, True),
    ],
)
def test_a_lack_is_measured_or_simulated(labs: dict[str, str], body: float, lacks: bool):
    lab = [{"test": test, "value": value} for test, value in labs.items()]
    assert lacks_b12(person_from_mapping(PERSON | {"lab": lab}, where="test"), body_b12_ug=body) is lacks
