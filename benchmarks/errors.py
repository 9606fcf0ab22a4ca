"""Largest error of the fast solver, observation by observation, against the stored exact answers.

On the persons for tuning, all cases, 8 persons each:

    COBALAMIN_BENCH_STORE=out/benchmarks python -m benchmarks.errors
    python -m benchmarks.errors --case injections --count 16 --worst 8

Error: |a - b| / max(|b|, floor of the scale), the largest over persons, weeks and observations; pain apart, in points.
From a notebook or a search over step rules: `case_errors(case, solve, seed=TUNING_SEED, count=8)`. The exact answers
come from the folder `$COBALAMIN_BENCH_STORE`; what is missing there is solved first (`python -m benchmarks.exact`,
which needs the extra `peers`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.cases import CASES, ERROR_TARGET_PAIN_POINTS, case_rows, sample_days
from benchmarks.exact import SEEDS, exact_states
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.simulate import observe_states
from cobalamin.solve.protocol import FloatArray, Row

NAMES = tuple(OBSERVATIONS)
FLOORS = np.array([each.scale_floor for each in OBSERVATIONS.values()], dtype=np.float64)
PAIN_SCORES = ("pain_nrs", "foot_pain")
"""Their errors are told in points."""
PAIN = [NAMES.index(name) for name in PAIN_SCORES]


@dataclass(frozen=True, kw_only=True)
class Errors:
    """How far observations lie from the exact ones.

    Attributes:
        largest: the largest error but for pain.
        pain_points: the largest error of the pain scores [points].
        by_observation: largest error by name, worst first; pain on its own scale too.
        where: (person, day) of each of them.
    """

    largest: float
    pain_points: float
    by_observation: dict[str, float]
    where: dict[str, tuple[int, float]]

    def meets(self, target: float) -> bool:
        """Whether both targets are met."""
        return self.largest <= target and self.pain_points <= ERROR_TARGET_PAIN_POINTS


def errors_of(values: FloatArray, exact: FloatArray, days: FloatArray) -> Errors:
    """Errors of observations against exact ones, both of shape (observation, time, row); NaN counts as infinite."""
    off = np.abs(values - exact)
    off[~np.isfinite(values)] = np.inf
    relative = off / np.maximum(np.abs(exact), FLOORS[:, None, None])
    worst = relative.max(axis=(1, 2))
    order = [int(n) for n in np.argsort(-worst)]
    flat = relative.reshape(len(NAMES), -1).argmax(axis=1)
    times, rows = np.unravel_index(flat, relative.shape[1:])
    return Errors(
        largest=float(np.delete(worst, PAIN).max()),
        pain_points=float(off[PAIN].max()),
        by_observation={NAMES[n]: float(worst[n]) for n in order},
        where={NAMES[n]: (int(rows[n]), float(days[times[n]])) for n in order},
    )


def exact_observations(case: str, *, seed: int, count: int) -> FloatArray:
    """Exact observations of the first `count` persons, shape (observation, time, row)."""
    rows, days = case_rows(case, seed=seed, count=count), sample_days(case)
    return observe_states(exact_states(case, seed=seed, count=count), days, rows, NAMES)


def case_errors(
    case: str, solve: Callable[[Sequence[Row], FloatArray], FloatArray], *, seed: int, count: int
) -> Errors:
    """Errors of a solver on the first `count` persons of a case.

    Arguments:
        case: key of `CASES`.
        solve: (rows, days) -> states of shape (time, compartment, row).
        seed: of the persons.
        count: how many.
    """
    rows, days = case_rows(case, seed=seed, count=count), sample_days(case)
    values = observe_states(solve(rows, days), days, rows, NAMES)
    return errors_of(values, exact_observations(case, seed=seed, count=count), days)


def main() -> None:
    """Print the errors of the fast solver."""
    from cobalamin.solve import fast

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", choices=SEEDS, default="tuning")
    parser.add_argument("--count", type=int, default=8, help="persons a case")
    parser.add_argument("--case", action="append", choices=list(CASES), help="default: all")
    parser.add_argument("--worst", type=int, default=6, help="observations to print")
    given = parser.parse_args()
    for case in given.case or list(CASES):
        found = case_errors(
            case, lambda rows, days: fast.solve(rows, days).states, seed=SEEDS[given.seed], count=given.count
        )
        target = CASES[case].error_target
        print(f"{case}: largest {found.largest:.2e} (target {target:.0e}), pain {found.pain_points:.4f} points")
        for name, error in list(found.by_observation.items())[: given.worst]:
            person, day = found.where[name]
            print(f"    {name:24} {error:.2e}  person {person} day {day:g}")


if __name__ == "__main__":
    main()
