"""Many selves become ranges: rival blocks are not mixed, survivors do not flatter, the same selves are compared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from cobalamin.assess.lack import Lack, lacks_b12
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.person import person_from_mapping
from cobalamin.plan.comparison import compare_pain
from cobalamin.plan.harm import mean_of_people
from cobalamin.plan.summary import LEAST_BLOCK, Summary, days_until, quantiles, stopped_at_lowest
from cobalamin.regimen import parse

BLOCKS, PEOPLE = 3, 30
DAYS = np.array([0.0, 100.0, 730.0])


def summary(
    pain: Any, *, plans: int = 2, stopped: dict[tuple[int, int], float] | None = None, weights: Any = None
) -> Summary:
    """Selves whose pain is pain(plan, self, block, day) and whose everything else is 1.

    Arguments:
        stopped: (plan, self) -> day from which the run is stopped.
    """
    names = tuple(OBSERVATIONS)
    values = [np.ones((len(names), len(DAYS), PEOPLE), dtype=np.float32) for _ in range(plans)]
    for plan, whole in enumerate(values):
        for t, day in enumerate(DAYS):
            whole[names.index("pain_nrs"), t] = [pain(plan, n, n % BLOCKS, day) for n in range(PEOPLE)]
    for (plan, n), day in (stopped or {}).items():
        values[plan][:, day <= DAYS, n] = np.nan
    load = np.full(PEOPLE, 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
    return Summary(
        plans=tuple(f"plan {n}" for n in range(plans)),
        names=names,
        days=DAYS,
        values=tuple(values),
        weights=load / load.sum(),
        block=np.arange(PEOPLE) % BLOCKS,
        courses=((),) * plans,
    )


def test_quantiles_weigh_the_selves_and_infinity_is_late():
    values = np.random.default_rng(1).normal(size=(4, 2001))
    values[1, :500] = np.nan
    alike = np.ones(2001)
    low, high = quantiles(values, alike, (0.1, 0.9))
    assert low == pytest.approx(np.nanpercentile(values, 10, axis=1), abs=0.01)
    assert high == pytest.approx(np.nanpercentile(values, 90, axis=1), abs=0.01)
    heavy = np.where(values[0] > 0, 3.0, 1.0)
    below = heavy[values[0] <= 0].sum() / heavy.sum()
    assert quantiles(values[:1], heavy, [below])[0][0] == pytest.approx(0.0, abs=0.01)
    (late,) = quantiles(np.array([1.0, 2.0, 3.0, math.inf]), np.ones(4), [0.9])
    assert late == math.inf
    assert np.isnan(quantiles(np.array([math.nan, math.nan]), np.ones(2), [0.5])[0])
    assert quantiles(np.array([5.0]), np.ones(1), [0.1, 0.9]) == [5.0, 5.0]


def test_a_self_counts_as_often_as_it_weighs():
    """The same as that many copies of it."""
    values, times = np.array([1.0, 5.0, 2.0, 9.0]), np.array([3, 1, 4, 2])
    once = quantiles(values, times / 10, (0.1, 0.5, 0.9))
    for share, found in zip((0.1, 0.5, 0.9), once, strict=True):
        copies = np.sort(np.repeat(values, times))
        assert copies[max(int(share * 10) - 2, 0)] <= found <= copies[min(int(share * 10) + 2, 9)]


def test_a_scenario_runs_from_the_lowest_to_the_highest_block_and_does_not_mix_them():
    band = summary(lambda plan, n, block, day: 2.0 + 3.0 * block).band("pain_nrs", 0)
    assert (band.low[0], band.median, band.high[0]) == (2.0, None, 8.0)


def test_a_block_that_the_data_speak_against_is_not_shown():
    small = [LEAST_BLOCK / 20 if n % BLOCKS == 2 else 1.0 for n in range(PEOPLE)]
    band = summary(lambda plan, n, block, day: 2.0 + 3.0 * block, weights=small).band("pain_nrs", 0)
    assert (band.low[0], band.high[0]) == (2.0, 5.0)


def test_a_forecast_keeps_its_median_within_the_interval():
    found = summary(lambda plan, n, block, day: 5.0)
    found.of("mma_nmol_l", 0)[:] = np.linspace(100, 400, PEOPLE)
    band = found.band("mma_nmol_l", 0)
    assert band.median is not None
    assert band.low[0] < band.median[0] < band.high[0]
    assert band.median[0] == pytest.approx(250.0, abs=1.0)


def test_a_chance_is_over_blocks_and_its_value_weighs_them():
    found = summary(lambda plan, n, block, day: 4.0)
    true = np.where(found.block == 0, 1.0, 0.0)
    chance = found.chance({"low": true, "middle": true, "high": true}, Licence.SCENARIO)
    assert (chance.low, chance.high) == (0.0, 1.0)
    assert chance.value == pytest.approx(1 / BLOCKS)


def test_a_run_that_left_the_human_range_is_gone_from_then_on():
    names = ("hemoglobin_g_dl", "mma_nmol_l")
    values = np.full((2, 3, 2), 10.0, dtype=np.float32)
    values[0, 1, 1] = 2.9
    stopped = stopped_at_lowest(values, names)
    assert np.isnan(stopped[:, 1:, 1]).all()
    assert np.isfinite(stopped[:, 0, 1]).all()
    assert np.isfinite(stopped[:, :, 0]).all()


def test_points_off_are_those_of_the_same_people():
    """People differ widely and the plan takes one point off each: the range of the difference is that one point."""
    found = summary(lambda plan, n, block, day: 3.0 + 0.2 * n - (plan == 1 and day > 0))
    off = found.less_than_no_change("pain_nrs", 1, 730.0)
    assert off.low == pytest.approx(1.0)
    assert off.high == pytest.approx(1.0)


def test_people_without_the_symptom_say_nothing_about_its_relief():
    found = summary(lambda plan, n, block, day: 0.2 if n < 15 else 4.0 - 2.0 * (day > 50.0))
    relief = found.relief("pain_nrs", 1, 0.3)
    assert relief.low == relief.high == pytest.approx(60.0)
    assert found.less_than_no_change("pain_nrs", 1, 730.0).low == 0.0


def test_a_band_ends_where_half_of_the_people_have_been_stopped():
    stopped = {(0, n): 730.0 for n in range(PEOPLE // 2 + 1)}
    band = summary(lambda plan, n, block, day: 4.0, stopped=stopped).band("pain_nrs", 0)
    assert math.isfinite(band.low[1])
    assert math.isnan(band.low[2])
    few = summary(lambda plan, n, block, day: 4.0, stopped={(0, 0): 730.0}).band("pain_nrs", 0)
    assert math.isfinite(few.low[2])


def test_days_until_a_goal_are_interpolated_and_may_never_come():
    scores = np.array([[10.0, 10.0], [6.0, 9.0], [1.0, 8.0]])
    days = days_until(DAYS, scores, 0.7 * scores[0])
    assert days[0] == pytest.approx(75.0)
    assert days[1] == math.inf


def test_of_100_people_is_the_mean_of_people_and_not_the_middle_one():
    """A few with weak kidneys have many events: the mean lies above the typical person."""
    found = summary(lambda plan, n, block, day: 4.0)
    for plan in (0, 1):
        found.of("dizziness_pct", plan)[:] = 5.0
    found.of("dizziness_pct", 1)[:, :3] = 50.0
    assert mean_of_people(found, "dizziness_pct", 1).median == pytest.approx(5.0 + 45.0 * 3 / PEOPLE)
    assert mean_of_people(found, "dizziness_pct", 0).median == pytest.approx(5.0)
    found.of("dizziness_pct", 1)[:, :1] = 5000.0
    skewed = mean_of_people(found, "dizziness_pct", 1)
    assert skewed.high == skewed.median


# Potentials that cannot be found


def potentials(sizes: Any) -> Summary:
    """P37 at 60 ms in everyone whose potential has the size that `sizes(plan, individual)` gives."""
    found = summary(lambda plan, n, block, day: 4.0)
    for plan in range(2):
        found.of("tibial_sep_p37_ms", plan)[:] = 60.0
        found.of("tibial_sep_amplitude", plan)[:] = [sizes(plan, n) for n in range(PEOPLE)]
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


# Comparison

PERSON = {"person": {"age": 60, "sex": "female"}}
TABLETS, CAPSULES = "cyanocobalamin 1 mg orally daily", "pregabalin 75 mg orally twice daily"


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
    stopped = {(0, n): 100.0 for n in range(PEOPLE // 3)}
    who = person_from_mapping(PERSON, where="test")
    few = summary(lambda plan, n, block, day: 4.0, plans=3, stopped=stopped)
    compared = compare_pain(who, plans(TABLETS, CAPSULES), few, lack=Lack.LIKELY)
    assert compared is not None
    assert (compared.day, compared.followed, compared.people) == (0.0, PEOPLE, PEOPLE)
    whole = summary(lambda plan, n, block, day: 4.0, plans=3, stopped={(0, 0): 100.0})
    late = compare_pain(who, plans(TABLETS, CAPSULES), whole, lack=Lack.POSSIBLE, barred=frozenset({CAPSULES}))
    assert late is not None
    assert (late.day, late.followed, late.people) == (730.0, PEOPLE - 1, PEOPLE)
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
