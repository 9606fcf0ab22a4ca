"""Speed of the solvers with their error beside it: run `make bench`.

Cases: a decade of daily tablets for one person (warm), the plans of an example, and the error of the fast solver
against the reference over 26 weeks.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.person import person_from_mapping, read_person
from cobalamin.regimen import parse
from cobalamin.simulate import Request, chosen_plans, run
from cobalamin.solve import fast, reference

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
REPEATS = 5


def median_seconds(requests: list[Request], days: np.ndarray) -> float:
    """Median wall time of a warm run [s]."""
    run(requests, days)
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        run(requests, days)
        seconds.append(time.perf_counter() - began)
    return float(np.median(seconds))


def error_table(name: str) -> list[tuple[str, float]]:
    """Largest relative error of each observation, worst first, for one example and all its plans."""
    person = read_person(EXAMPLES / f"{name}.toml")
    requests = [Request(person=person, plan_name=label, plan=plan) for label, plan in chosen_plans(person)]
    days = np.arange(0.0, 183.0, 7.0)
    ours = run(requests, days)
    accuracy = reference.Accuracy(relative=1e-6, absolute=1e-8)
    theirs = run(requests, days, solver=lambda r, d: reference.solve(r, d, accuracy=accuracy, explicit_days=None))
    found = []
    for n, observation in enumerate(OBSERVATIONS.values()):
        a, b = ours.values[n], theirs.values[n]
        scale = np.maximum(np.abs(b), observation.scale_floor)
        found.append((observation.name, float(np.nanmax(np.abs(a - b) / scale))))
    return sorted(found, key=lambda each: -each[1])


def main() -> None:
    """Print speed and error."""
    replete = person_from_mapping({"person": {"age": 60, "sex": "female"}})
    tablets = [Request(person=replete, plan_name="tablets", plan=parse("cyanocobalamin 1 mg orally daily"))]
    for label, days in (
        ("monthly", np.arange(0.0, 3653.0, 30.0)),
        ("weekly", np.arange(0.0, 3653.0, 7.0)),
        ("history only", np.array([0.0])),
    ):
        print(f"one person, a decade of daily tablets, {label} samples: {1000 * median_seconds(tablets, days):.0f} ms")
    for name in ("strict_vegan", "total_gastrectomy"):
        worst = error_table(name)
        print(f"{name}: largest errors against the reference over 26 weeks, all plans")
        for observation, error in worst[:5]:
            print(f"  {observation:24} {100 * error:.3f} %")
    print(f"step rule: {fast.DEFAULT_RULE}")


if __name__ == "__main__":
    main()
