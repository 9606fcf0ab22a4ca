"""The engine keeps its books: B12 balance, no negative amounts, nothing depends on company, order or an empty dose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters
from cobalamin.person import Person, person_from_toml
from cobalamin.person.covariates import individual_constants, median_constants, standard_normal
from cobalamin.regimen import parse
from cobalamin.simulate import Request, build_row, observe_states, run
from cobalamin.solve import fast
from cobalamin.solve.protocol import FloatArray, Row, Solution
from cobalamin.units import DAYS_PER_YEAR

DECADE = np.linspace(0.0, 10 * DAYS_PER_YEAR, 41)
OMNIVORE = '[person]\nage = 60\nsex = "male"\nweight = "75 kg"\nheight = "170 cm"\negfr = "100 mL/min/1.73m2"\n'
AGEING = {
    "axons_pns", "sural_velocity_m_s", "sural_amplitude_uv", "tibial_sep_p37_ms", "vibration_threshold", "cognition",
    "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "small_fibre", "autonomic", "pain_nrs",
    "axons_cns", "dorsal_column", "corticospinal", "myelin_pns", "tibial_sep_amplitude", "tibial_mep_amplitude",
    "peroneal_amplitude_mv", "tibial_amplitude_mv", "median_motor_amplitude_mv", "median_sensory_amplitude_uv",
    "foot_pain", "tingling_hands", "numbness_hands", "sural_distal_latency_ms", "peroneal_velocity_m_s",
    "tibial_velocity_m_s", "ankle_reflex", "knee_reflex",
}  # fmt: skip
"""Observations of nerve and brain, which age even in a replete person."""

B12 = next(group for group in BODY.groups() if BODY.index["liver.cobalamin"] in group)


def rows_of(requests: Sequence[Request], horizon: float) -> list[Row]:
    return [build_row(request, horizon=horizon)[0] for request in requests]


OFTEN = {"1000 ug twice a week", "injections monthly"}
"""Plans with so many single doses that ten years of them would need a compiled loop of their own."""


@dataclass(frozen=True, kw_only=True)
class Solved:
    """Rows solved together."""

    rows: list[Row]
    days: FloatArray
    solution: Solution


def solve_all(people: dict[str, Person], days: FloatArray, *, often: bool) -> Solved:
    requests = [Request(person=person) for person in people.values()]
    requests += [
        Request(person=person, plan_name=plan.name, plan=plan.regimen)
        for person in people.values()
        for plan in person.plans
        if (plan.name in OFTEN) is often
    ]
    rows = rows_of(requests, float(days[-1]) + 1.0)
    return Solved(rows=rows, days=days, solution=fast.solve(rows, days))


@pytest.fixture(scope="module")
def decade(people: dict[str, Person]) -> Solved:
    """Every example and nearly every plan of it over ten years."""
    return solve_all(people, DECADE, often=False)


@pytest.fixture(scope="module", params=["ten years", "a year of many doses"])
def solved(request: pytest.FixtureRequest, people: dict[str, Person]) -> Solved:
    """Every example over ten years, or over one year under the plans with many single doses."""
    if request.param == "ten years":
        return request.getfixturevalue("decade")
    return solve_all(people, np.linspace(0.0, 365.0, 41), often=True)


def eaten_and_dosed(row: Row, until: float) -> float:
    """B12 that enters the body, the gut or the faeces from day 0 until before `until` [nmol]."""
    total = 0.0
    for n, (day, inputs) in enumerate(row.inputs):
        end = row.inputs[n + 1][0] if n + 1 < len(row.inputs) else until
        span = max(0.0, min(end, until) - max(day, 0.0))
        total += span * (inputs["diet_absorbed"] + inputs["diet_unabsorbed"])
    total += sum(sum(i.amounts.values()) for i in row.impulses if 0.0 <= i.day < until - 1e-9)
    for daily in row.daily:
        for time, amounts in zip(daily.times, daily.amounts, strict=True):
            moments = np.arange(max(daily.first_day, 0.0), min(daily.end_day, until)) + time
            total += int(((moments < until - 1e-9) & (moments < daily.end_day)).sum()) * sum(amounts.values())
    return total


def test_no_example_fails(solved: Solved) -> None:
    assert len(solved.rows) >= 7
    assert not solved.solution.failed


def test_b12_is_neither_made_nor_lost(solved: Solved) -> None:
    """|in - change| <= 1e-9 (start + in), where what has left the body is counted in the sinks."""
    held = solved.solution.states[:, list(B12), :].sum(axis=1)
    for r, row in enumerate(solved.rows):
        for n, day in enumerate(solved.days):
            came = eaten_and_dosed(row, float(day))
            missing = came - (held[n, r] - held[0, r])
            assert abs(missing) <= 1e-9 * (held[0, r] + came), f"{row.label}, day {day:g}: {missing:g} nmol"


def test_nothing_falls_below_zero(solved: Solved) -> None:
    low = solved.solution.states.min(axis=0)
    for r, row in enumerate(solved.rows):
        assert low[:, r].min() >= 0.0, f"{row.label}: {BODY.names[int(low[:, r].argmin())]}"


def test_myelin_axons_and_neurons_add_up_to_one(solved: Solved) -> None:
    for places in (
        ("nerve.myelin_intact", "nerve.myelin_demyelinated", "nerve.myelin_remyelinated"),
        ("nerve.axons_alive", "nerve.axons_regrowable", "nerve.axons_lost"),
        ("cord.myelin_intact", "cord.myelin_demyelinated", "cord.myelin_remyelinated"),
        ("cord.dorsal_axons_alive", "cord.dorsal_axons_lost"),
        ("cord.corticospinal_axons_alive", "cord.corticospinal_axons_lost"),
        ("brain.neurons_alive", "brain.neurons_lost"),
    ):
        total = sum(solved.solution.states[:, BODY.index[name], :] for name in places)
        np.testing.assert_allclose(total, 1.0, rtol=1e-11)


def test_alone_equals_in_company(decade: Solved) -> None:
    """One example on injections and one on tablets, alone and among all the others, to 1e-6."""
    for plan in ("pernicious_anaemia.toml, plan 'injections'", "total_gastrectomy.toml, plan 'tablets 1 mg'"):
        r = [row.label for row in decade.rows].index(plan)
        alone = fast.solve([decade.rows[r]], DECADE).states[:, :, 0]
        np.testing.assert_allclose(alone, decade.solution.states[:, :, r], rtol=1e-6, atol=1e-9)


def test_order_in_the_batch_does_not_matter(decade: Solved) -> None:
    back = fast.solve(decade.rows[::-1], DECADE)
    np.testing.assert_allclose(back.states[:, :, ::-1], decade.solution.states, rtol=1e-9, atol=1e-12)


def test_an_arm_without_effect_equals_control_bit_for_bit(people: dict[str, Person]) -> None:
    """A dose that adherence or amount makes zero leaves no trace in the grid."""
    person = people["metformin_diabetic_neuropathy"]
    row = rows_of([Request(person=person)], 400.0)[0]
    none = parse("cyanocobalamin 1000 ug IM monthly")
    nothing = replace(
        none,
        items=tuple(
            replace(item, phases=tuple(replace(phase, amount=0.0) for phase in item.phases)) for item in none.items
        ),
    )
    arm = rows_of([Request(person=person, plan_name="nothing", plan=nothing)], 400.0)[0]
    assert arm.impulses == ()
    days = np.arange(0.0, 366.0, 7.0)
    states = fast.solve([row, arm], days).states
    np.testing.assert_array_equal(states[:, :, 0], states[:, :, 1])


@pytest.mark.parametrize("name", ["strict_vegan", "pernicious_anaemia"])
@pytest.mark.parametrize("route", ["IM weekly", "orally daily"])
def test_more_cyanocobalamin_never_means_less_serum_b12(people: dict[str, Person], name: str, route: str) -> None:
    person = people[name]
    plans = [f"cyanocobalamin {amount} ug {route}" for amount in (1, 5, 25, 100, 500, 1000, 2000)]
    requests = [Request(person=person)]
    requests += [Request(person=person, plan_name=text, plan=parse(text)) for text in plans]
    outcome = run(requests, np.array([0.0, 90.0]))
    serum = outcome.of("serum_b12_pmol_l")[1]
    assert (np.diff(serum) > 0).all(), serum
    assert (np.diff(outcome.of("mma_nmol_l")[1]) < 1e-6).all()


def test_a_new_parameter_changes_nobodys_others(people: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
    import cobalamin.person.covariates as covariates

    median = median_constants(people["strict_vegan"])
    before = individual_constants(median, seed=7, person_id="Ada")
    more = {
        "added_in_a_test": replace(parameters()["haptocorrin_turnover"], name="added_in_a_test", low=0.1, high=10.0)
    } | dict(parameters())
    monkeypatch.setattr(covariates, "parameters", lambda: more)
    after = individual_constants(median | {"added_in_a_test": 1.0}, seed=7, person_id="Ada")
    assert {name: after[name] for name in before} == before
    assert after["added_in_a_test"] != 1.0


def test_z_depends_on_seed_person_and_name_only() -> None:
    z = standard_normal(1, "Ada", "liver_release")
    assert z == standard_normal(1, "Ada", "liver_release")
    others = {
        standard_normal(*key) for key in ((2, "Ada", "liver_release"), (1, "Bob", "liver_release"), (1, "Ada", "x"))
    }
    assert z not in others
    assert len(others) == 3
    many = np.array([standard_normal(1, f"person {n}", "liver_release") for n in range(2000)])
    assert abs(many.mean()) < 0.08
    assert many.std() == pytest.approx(1.0, abs=0.06)


def test_individuals_stay_in_the_valid_ranges(people: dict[str, Person]) -> None:
    median = median_constants(people["strict_vegan"])
    for n in range(50):
        made = individual_constants(median, seed=1, person_id=str(n))
        for name, p in parameters().items():
            if p.spread > 0 and median[name] > 0:
                assert p.low <= made[name] <= p.high, name


def test_omnivore_stays_as_he_is_for_forty_years() -> None:
    """From 20 to 60 on a sufficient diet, apart from ageing nerve and brain: within 2 % of the start."""
    person = person_from_toml(OMNIVORE, where="test")
    row = rows_of([Request(person=person)], 1.0)[0]
    days = np.linspace(row.start, 0.0, 41)
    states = fast.solve([row, row], days).states
    values = observe_states(states, days, [row, row], tuple(OBSERVATIONS))[:, :, 0]
    for n, (name, each) in enumerate(OBSERVATIONS.items()):
        if name not in AGEING:
            drift = np.abs(values[n] - values[n, 0]).max()
            assert drift <= 0.02 * max(abs(values[n, 0]), each.scale_floor), name


def test_ageing_takes_fibres_slowly() -> None:
    person = person_from_toml(OMNIVORE, where="test")
    row = rows_of([Request(person=person)], 1.0)[0]
    states = fast.solve([row, row], np.array([row.start, 0.0])).states[:, :, 0]
    left = states[1, BODY.index["nerve.axons_alive"]] / states[0, BODY.index["nerve.axons_alive"]]
    assert 0.75 < left < 0.99


def test_inputs_are_complete_and_in_range(solved: Solved) -> None:
    for row in solved.rows:
        assert [day for day, _ in row.inputs] == sorted(day for day, _ in row.inputs)
        for _, inputs in row.inputs:
            assert set(inputs) == set(INPUT_NAMES)
