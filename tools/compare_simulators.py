"""Run the model files of the examples in libRoadRunner and COPASI for two years, against the reference solver.

    python tools/compare_simulators.py [EXAMPLE ...]

Prints the largest error over all states, with the state and day where it occurs. The reference takes every dose by
itself, so an example with daily tablets takes about ten minutes. The tests compare with `stand_in`, CVODE on the same
flows, over a shorter stretch of tablets; another test shows that the two agree.
"""

from __future__ import annotations

import datetime
import functools
import locale
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.interop.sbml import EMPTY, document
from cobalamin.interop.symbols import state_id
from cobalamin.parameters import parameters, view
from cobalamin.person import Person, read_person
from cobalamin.simulate import NO_CHANGE, Request, build_row
from cobalamin.solve import jax_setup
from cobalamin.solve.protocol import FloatArray, Row

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TODAY = datetime.date(2026, 11, 24)
ARMS = MappingProxyType(
    {
        "metformin_diabetic_neuropathy": "injections",
        "nitrous_oxide": "stop and injections",
        "pernicious_anaemia": "tablets 2 mg",
        "strict_vegan": "1000 ug twice a week",
        "total_gastrectomy": "injections monthly",
        "strict_vegan, no change": NO_CHANGE,
    }
)
"""Example (and what is said beside it) -> its plan."""

HOUR = 1 / 24
TWO_YEARS = 728.0
SCALE = np.array([c.healthy or (10.0 if c.unit == "nmol" else 1e-2) for c in BODY.compartments])
"""Healthy amount; for what is empty in health the scale of a dose, as in the reference solver."""
STATES = [state_id(name) for name in BODY.names]


def row_of(person: Person, plan: str) -> Row:
    """The row of a person under a plan of the file, for two years."""
    regimen = {each.name: each.regimen for each in person.plans}.get(plan)
    return build_row(Request(person=person, plan_name=plan, plan=regimen), horizon=TWO_YEARS + 1)[0]


def sample_days(row: Row) -> FloatArray:
    """Day 0; an hour before each week is full; an hour after each single dose, and after tablets of one day a week."""
    after = [impulse.day for impulse in row.impulses]
    for daily in row.daily:
        tablets = [7.0 * week + moment for week in range(104) for moment in daily.times]
        after += [day for day in tablets if daily.first_day <= day < daily.end_day]
    wanted = {0.0} | {7.0 * week - HOUR for week in range(1, 105)} | {day + HOUR for day in after if day >= 0}
    return np.array(sorted(day for day in wanted if day <= TWO_YEARS))


def errors(ours: FloatArray, theirs: FloatArray) -> FloatArray:
    """|ours - theirs| / max(|theirs|, 1e-3 scale), shape (time, state)."""
    return np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-3 * SCALE)


@functools.cache
def rates_and_slopes() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """dx/dt of the flows and its Jacobian, compiled."""
    jax = jax_setup.jax()
    xp = jax.numpy

    def rates(y: Any, constants: Any, inputs: Any) -> Any:
        k = view(dict(zip(parameters(), constants, strict=True)))
        change = BODY.rates(list(y), k, view_inputs(list(inputs)))
        return xp.stack([xp.asarray(each, dtype=y.dtype) for each in change])

    return jax.jit(rates), jax.jit(jax.jacfwd(rates))


def stand_in(row: Row, start: FloatArray, days: FloatArray) -> FloatArray:
    """States at `days` by CVODE on the flows, restarted at each dose; shape (time, state).

    Arguments:
        row: who and what is taken.
        start: states of day 0.
        days: ascending from 0; at a dose, the state before it.
    """
    from sksundae.cvode import CVODE

    rates, slopes = rates_and_slopes()
    constants = jax_setup.jax().device_put(np.array([row.constants[name] for name in parameters()]))
    inputs = np.zeros(len(INPUT_NAMES))

    def fill_rates(t: float, y: FloatArray, yp: FloatArray) -> None:
        yp[:] = rates(y, constants, inputs)

    def fill_slopes(t: float, y: FloatArray, yp: FloatArray, into: FloatArray) -> None:
        into[:, :] = slopes(y, constants, inputs)

    solver = CVODE(fill_rates, rtol=1e-8, atol=1e-12 * SCALE, jacfn=fill_slopes, max_num_steps=100_000)
    doses: dict[float, list[tuple[str, float]]] = {}
    for impulse in row.impulses:
        doses.setdefault(impulse.day, []).extend(impulse.amounts.items())
    for daily in row.daily:
        for day in np.arange(max(daily.first_day, 0.0), min(daily.end_day, days[-1] + 1.0)):
            for moment, amounts in zip(daily.times, daily.amounts, strict=True):
                doses.setdefault(float(day) + moment, []).extend(amounts.items())
    changes = {day for day, _ in row.inputs if day > 0}
    stops = sorted({0.0} | changes | {float(d) for d in days} | {d for d in doses if 0 <= d <= days[-1]})
    found: dict[float, FloatArray] = {}
    y = start.copy()
    for n, day in enumerate(stops[: stops.index(float(days[-1])) + 1]):
        found[day] = y.copy()
        for name, amount in doses.get(day, ()):
            y[BODY.index[name]] += amount
        now = next(values for first, values in reversed(row.inputs) if first <= day)
        inputs[:] = [now[name] for name in INPUT_NAMES]
        if day < days[-1]:
            solution = solver.solve(np.array([day, stops[n + 1]]), y)
            if not solution.success:
                raise RuntimeError(f"{row.label}: {solution.message}")
            y = np.array(solution.y[-1])
    return np.array([found[float(day)] for day in days])


def in_roadrunner(text: str, days: FloatArray, names: list[str]) -> FloatArray:
    """Values of the named elements at `days` in libRoadRunner, shape (time, name)."""
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
    model = roadrunner.RoadRunner(text)
    model.integrator.relative_tolerance = 1e-8
    model.integrator.absolute_tolerance = 1e-12
    model.integrator.maximum_num_steps = 1_000_000
    model.selections = ["time", *names]
    return np.asarray(model.simulate(times=[float(day) for day in days]))[:, 1:]


def in_copasi(text: str, days: FloatArray, names: list[str]) -> FloatArray:
    """Values of the named elements at `days` in COPASI, shape (time, name)."""
    # COPASI sets the locale of the whole process to "C" when it is imported; text files would then be read as ASCII.
    before = locale.setlocale(locale.LC_ALL)
    try:
        import basico

        model = basico.load_model_from_string(text)
        table: Any = basico.run_time_course(
            values=[float(day) for day in days], r_tol=1e-8, a_tol=1e-12, max_steps=10_000_000, use_numbers=False
        )
        basico.remove_datamodel(model)
    finally:
        locale.setlocale(locale.LC_ALL, before)
    if len(table) != len(days):
        raise RuntimeError(f"COPASI stopped after {len(table)} of {len(days)} samples")
    return np.column_stack([table[name] if name in table else table[f"Values[{name}]"] for name in names])


SIMULATORS: dict[str, Callable[[str, FloatArray, list[str]], FloatArray]] = {
    "libRoadRunner": in_roadrunner,
    "COPASI": in_copasi,
}


def main(names: list[str]) -> None:
    """Print the table, a line for each example and simulator."""
    from cobalamin.solve import reference

    for name in names or list(ARMS):
        row = row_of(read_person(EXAMPLES / f"{name.partition(',')[0]}.toml", today=TODAY), ARMS[name])
        days = sample_days(row)
        solution = reference.solve([row], days, explicit_days=None)
        if solution.failed:
            raise SystemExit("; ".join(solution.failed.values()))
        states = solution.states[:, :, 0]
        text = document(row, np.where(states[0] > EMPTY, states[0], 0.0))
        print(f"{name}, {ARMS[name]}: {len(days)} days, reference in {solution.seconds:.0f} s")
        for simulator, run in SIMULATORS.items():
            began = time.perf_counter()
            # At day 0 a simulator may show what a dose of that day has added.
            found = errors(run(text, days, STATES)[1:], states[1:])
            day, state = np.unravel_index(found.argmax(), found.shape)
            worst = f"{BODY.names[state]} on day {days[1:][day]:.2f}"
            print(f"  {simulator:14} {found.max():.1e}  {worst}  ({time.perf_counter() - began:.1f} s)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
