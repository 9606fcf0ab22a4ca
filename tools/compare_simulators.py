"""Run the model files of the examples in libRoadRunner and COPASI for two years, against the reference solver.

    python tools/compare_simulators.py [EXAMPLE ...]

Prints the largest error over all states, with the state and day where it occurs. The reference takes every dose by
itself, so an example with daily tablets takes about ten minutes. The tests use the same comparison against CVODE on
the same flows, and a shorter stretch of daily tablets.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from cobalamin.body import BODY
from cobalamin.interop.sbml import EMPTY, document
from cobalamin.interop.symbols import state_id
from cobalamin.person import Person, read_person
from cobalamin.simulate import NO_CHANGE, Request, build_row
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
    import basico

    model = basico.load_model_from_string(text)
    try:
        table: Any = basico.run_time_course(
            values=[float(day) for day in days], r_tol=1e-8, a_tol=1e-12, max_steps=10_000_000, use_numbers=False
        )
    finally:
        basico.remove_datamodel(model)
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
