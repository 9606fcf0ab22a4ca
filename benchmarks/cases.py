"""The four lives of the benchmark, each as many persons as are asked for, no two alike.

Age, sex, weight, kidneys, variants and every parameter that varies are drawn; so are the onset, the amount of a dose,
the day of the first dose and the interval between injections. Person `index` of a case under a seed is the same in a
batch of 1 and in a batch of 8192. A life begins on day 0 from the steady state of the replete self: the healthy years
before are left out, so that a person-year that is counted is a year of the case.

    rows = case_rows("injections", seed=TUNING_SEED, count=16)
    days = sample_days("injections")
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cobalamin.parameters import parameters
from cobalamin.person import Condition, Diet, Medicine, Person, Sex
from cobalamin.person.covariates import median_constants
from cobalamin.regimen import Every, ForDays, Item, Phase, Regimen, Route, TimesDaily
from cobalamin.regimen.timing import Clock
from cobalamin.simulate import Request, build_row
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.units import DAYS_PER_WEEK, DAYS_PER_YEAR

TUNING_SEED = 20_260_101
"""Persons on whom step rules and tolerances may be tuned."""

SCORING_SEED = 71_640_533
"""Persons on whom errors are reported; nothing is tuned on them."""

_WITHOUT_INJECTIONS, _WITH_INJECTIONS = 1e-3, 3e-3
ERROR_TARGET_PAIN_POINTS = 0.02


@dataclass(frozen=True, kw_only=True)
class Case:
    """One kind of life.

    Attributes:
        name, title: for the files, for people.
        years: length of the life [a].
        error_target: largest error that a setting may make to count as meeting the target.
        live: (random numbers, person without a history) -> person with one.
    """

    name: str
    title: str
    years: float
    error_target: float
    live: Callable[[np.random.Generator, Person], Person]


def _one(item: Item, day: float) -> Medicine:
    return Medicine(regimen=Regimen(items=(item,)), since_day=day)


def _tablets(rng: np.random.Generator, day: float) -> Medicine:
    """Cyanocobalamin around 1000 ug once a day, most in the morning, some with breakfast."""
    clock = Clock.NIGHT if rng.random() < 0.2 else Clock.MORNING
    phase = Phase(amount=float(rng.choice([500.0, 1000.0, 1000.0, 2000.0])), timing=TimesDaily(times=1, clock=clock))
    with_meal = bool(rng.random() < 0.3)
    return _one(Item(substance="cyanocobalamin", route=Route.ORAL, phases=(phase,), with_meal=with_meal), day)


def _vegan_switch(rng: np.random.Generator, person: Person) -> Person:
    return replace(person, diet=Diet(name="vegan", since_day=rng.uniform(0.0, 180.0)))


def _vegan_on_tablets(rng: np.random.Generator, person: Person) -> Person:
    vegan = replace(person, diet=Diet(name="vegan", since_day=rng.uniform(0.0, 60.0)))
    return replace(vegan, medicines=(_tablets(rng, float(rng.integers(30, 180))),))


def _pernicious_anaemia(rng: np.random.Generator, person: Person) -> Person:
    """Five untreated years, then the UK schedule: a loading course, then every two to three months."""
    loading = Phase(
        amount=1000.0,
        timing=Every(interval=float(rng.choice([2.0, 7.0 / 3.0]))),
        length=ForDays(days=float(rng.choice([14.0, 21.0]))),
    )
    upkeep = Phase(amount=float(rng.choice([1000.0, 1000.0, 1500.0])), timing=Every(interval=rng.uniform(56.0, 91.0)))
    schedule = Item(substance="hydroxocobalamin", route=Route.INTRAMUSCULAR, phases=(loading, upkeep))
    ill = Condition(name="pernicious anaemia", since_day=rng.uniform(0.0, 180.0), untreated=True)
    first_day = 5.0 * DAYS_PER_YEAR + rng.uniform(-90.0, 90.0)
    return replace(person, conditions=(ill,), medicines=(_one(schedule, first_day),))


def _metformin_and_diabetes(rng: np.random.Generator, person: Person) -> Person:
    """Diabetes and metformin, and tablets against the lack from the second to fourth year on."""
    diabetes = Condition(name="type 2 diabetes", since_day=rng.uniform(0.0, 180.0))
    metformin = Item(
        substance="metformin",
        route=Route.ORAL,
        phases=(Phase(amount=float(rng.choice([500.0, 850.0, 1000.0])), timing=TimesDaily(times=2)),),
    )
    medicines = (
        _one(metformin, diabetes.since_day or 0.0),
        _tablets(rng, float(rng.integers(365, 1461))),
    )
    eats = Diet(name="vegetarian", since_day=rng.uniform(0.0, 60.0)) if rng.random() < 0.5 else person.diet
    return replace(person, diet=eats, conditions=(diabetes,), medicines=medicines)


CASES: Mapping[str, Case] = {
    case.name: case
    for case in (
        Case(
            name="vegan",
            title="switch to a vegan diet, 20 years",
            years=20.0,
            error_target=_WITHOUT_INJECTIONS,
            live=_vegan_switch,
        ),
        Case(
            name="tablets",
            title="vegan diet with daily tablets, 10 years",
            years=10.0,
            error_target=_WITHOUT_INJECTIONS,
            live=_vegan_on_tablets,
        ),
        Case(
            name="injections",
            title="pernicious anaemia 5 years, then the UK injection schedule 5 years",
            years=10.0,
            error_target=_WITH_INJECTIONS,
            live=_pernicious_anaemia,
        ),
        Case(
            name="metformin",
            title="diabetes and metformin, daily tablets from the second to fourth year, 10 years",
            years=10.0,
            error_target=_WITHOUT_INJECTIONS,
            live=_metformin_and_diabetes,
        ),
    )
}
"""The cases by name."""


def sample_days(name: str, *, years: float | None = None) -> FloatArray:
    """Every week from day 0 to the end of the life [d].

    Arguments:
        name: key of `CASES`.
        years: another length of the life than the case's own [a].
    """
    end = (CASES[name].years if years is None else years) * DAYS_PER_YEAR
    return np.arange(0.0, end + 1e-6, DAYS_PER_WEEK, dtype=np.float64)


def case_rows(name: str, *, seed: int, count: int, first: int = 0, years: float | None = None) -> list[Row]:
    """Rows of persons `first` to `first + count` of a case.

    Arguments:
        name: key of `CASES`.
        seed: `TUNING_SEED` or `SCORING_SEED`.
        count: how many persons.
        first: index of the first.
        years: another length of the life than the case's own [a].
    """
    horizon = float(sample_days(name, years=years)[-1]) + 1.0
    return list(_rows(CASES[name], seed, range(first, first + count), horizon))


def _rows(case: Case, seed: int, indices: range, horizon: float) -> Iterator[Row]:
    varying = [p for p in parameters().values() if p.spread > 0]
    spread, low, high = (np.array([getattr(p, field) for p in varying]) for field in ("spread", "low", "high"))
    for index in indices:
        rng = np.random.default_rng([seed, list(CASES).index(case.name), index])
        person = case.live(rng, _adult(rng, f"{case.name} {index}"))
        constants = median_constants(person)
        median = np.array([constants[p.name] for p in varying])
        drawn = np.clip(median * np.exp(spread * rng.standard_normal(len(varying))), low, high)
        # A factor that its median sets to zero (a switched-off effect) stays off.
        constants |= {p.name: float(v) for p, v, m in zip(varying, drawn, median, strict=True) if m > 0}
        row, _ = build_row(Request(person=person, constants=constants), horizon=horizon)
        yield _from_day_zero(row)


def _adult(rng: np.random.Generator, label: str) -> Person:
    """An omnivore without a history."""
    age, sex = rng.uniform(25.0, 80.0), Sex.FEMALE if rng.random() < 0.5 else Sex.MALE
    return Person(
        date=None,
        age=age,
        sex=sex,
        weight_kg=float(np.clip(rng.normal(75.0, 13.0), 45.0, 130.0)),
        height_cm=float(np.clip(rng.normal(164.0 if sex is Sex.FEMALE else 177.0, 7.0), 145.0, 205.0)),
        egfr_ml_min_1_73m2=float(np.clip(rng.normal(115.0 - 0.7 * (age - 25.0), 12.0), 35.0, 130.0)),
        ancestry="African" if rng.random() < 0.15 else "not stated",
        alcohol="low",
        adherence=1.0,
        genotype=tuple(v for v, share in (("TCN2 776GG", 0.2), ("MTHFR 677TT", 0.1)) if rng.random() < share),
        diet=Diet(name="omnivore"),
        jurisdiction="UK",
        source=label,
    )


def _from_day_zero(row: Row) -> Row:
    """The row with the life before day 0 left out."""
    now = next(values for day, values in reversed(row.inputs) if day <= 0.0)
    later = tuple((day, values) for day, values in row.inputs if day > 0.0)
    return replace(row, start=0.0, inputs=((0.0, now), *later))


def person_years(rows: int, days: FloatArray) -> float:
    """Years that are simulated [a]."""
    return rows * math.fsum((float(days[-1]), -float(days[0]))) / DAYS_PER_YEAR
