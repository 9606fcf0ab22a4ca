"""The fast solver against the reference: the largest error of every observation, where it occurs, and what it cost.

Error of an observation: |fast - reference| / max(|reference|, its `scale_floor`); of pain: |fast - reference| in
points, which counts as a share of its scale of ten.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cobalamin.body.observe import OBSERVATIONS, TOP_OF_SCALE
from cobalamin.errors import CobalaminError, InputError
from cobalamin.person import Person, person_from_mapping
from cobalamin.regimen import Regimen, parse
from cobalamin.simulate import NO_CHANGE, Request, build_row, chosen_plans, observe_states
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.rule import USUAL_TARGET, StepRule, rule_for
from cobalamin.units import DAYS_PER_YEAR

PROMISE = 5e-3
"""Error that the usual steps keep for every observation, in severe disease too."""

_POINTS = "pain_nrs"
_INJECTIONS = "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months"
_TABLETS = "cyanocobalamin 1000 ug orally daily"
_BUILT_IN: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    (
        "vegan of six years",
        {"person": {"age": 40, "sex": "female", "diet": "vegan", "diet_since": "6 years"}},
        (_TABLETS,),
    ),
    (
        "pernicious anaemia of eight years, untreated",
        {
            "person": {"age": 62, "sex": "male"},
            "condition": [{"name": "pernicious anaemia", "since": "8 years", "untreated": True}],
        },
        (_INJECTIONS,),
    ),
    (
        "diabetes on metformin, with pain",
        {
            "person": {"age": 66, "sex": "female", "egfr": "72 mL/min/1.73m2"},
            "condition": [{"name": "type 2 diabetes", "since": "12 years"}],
            "medicine": [{"regimen": "metformin 1000 mg orally twice daily", "since": "10 years"}],
        },
        ("pregabalin 150 mg orally twice daily", "duloxetine 60 mg orally daily"),
    ),
)
"""Who, and what each takes besides no change: a change of diet, tablets, injections, metformin, diabetes, drugs."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One row that both solvers are asked for.

    Attributes:
        who, plan: names for people.
        row: what is solved.
    """

    who: str
    plan: str
    row: Row


@dataclass(frozen=True, kw_only=True)
class Worst:
    """The largest error of one observation.

    Attributes:
        observation, unit: which.
        error: share of the value, or points for pain.
        in_points: whether it is in points.
        who, plan, day: where it occurs.
        fast, reference: both values there.
    """

    observation: str
    unit: str
    error: float
    in_points: bool
    who: str
    plan: str
    day: float
    fast: float
    reference: float

    @property
    def share(self) -> float:
        """The error as it is compared with the target."""
        return self.error / TOP_OF_SCALE if self.in_points else self.error


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was found.

    Attributes:
        target: largest error wanted.
        worst: by observation, largest share first.
        cases: how many rows.
        years: simulated years of all rows, history included, without the steady state before.
        fast_steps, reference_steps: of all rows together.
        fast_seconds, reference_seconds: without compilation.
    """

    target: float
    worst: tuple[Worst, ...]
    cases: int
    years: float
    fast_steps: int
    reference_steps: int
    fast_seconds: float
    reference_seconds: float

    @property
    def met(self) -> bool:
        """Whether every error is within the target."""
        return all(each.share <= self.target for each in self.worst)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values."""
        rows = [asdict(each) | {"share": each.share} for each in self.worst]
        return asdict(self) | {"worst": rows, "met": self.met}


def cases(persons: Sequence[tuple[str, Person]], *, until: float) -> list[Case]:
    """No change and every plan of the persons; of the built-in ones where none is given.

    Arguments:
        persons: (name, person).
        until: last day [d].
    """
    asked: list[tuple[str, Person, str, Regimen | None]] = []
    for name, person in persons:
        asked += [(name, person, label, plan) for label, plan in chosen_plans(person)]
    if not persons:
        for name, document, regimens in _BUILT_IN:
            person = person_from_mapping(document, where=name)
            asked += [(name, person, NO_CHANGE, None), *((name, person, text, parse(text)) for text in regimens)]
    built: list[Case] = []
    for who, person, label, plan in asked:
        row, _ = build_row(Request(person=person, plan_name=label, plan=plan), horizon=until + 1.0)
        built.append(Case(who=who, plan=label, row=row))
    return built


def compare(
    asked: Sequence[Case],
    days: FloatArray,
    *,
    target: float | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Both solvers on the same rows.

    Arguments:
        asked: rows, at least one.
        days: ascending days, shape (time,) [d].
        target: largest error wanted, from which the steps of the fast solver follow; default `PROMISE`, with the usual
            steps.
        tell: is told what is being done.

    Errors:
        InputError for a target that no steps are known for.
        CobalaminError without diffrax, or when a solver gives up on a row.
    """
    rule = StepRule() if target is None else rule_for(target)
    target = PROMISE if target is None else target
    if not asked:
        raise InputError("nothing to compare", allowed="at least one person")
    if importlib.util.find_spec("diffrax") is None:
        raise CobalaminError("the reference solver needs diffrax: install cobalamin with the extra 'reference'")
    ours, fast_steps, fast_seconds = _fast(asked, days, rule, tell)
    theirs, reference_steps, reference_seconds = _reference(asked, days, target, tell)
    return Comparison(
        target=target,
        worst=_worst(asked, days, ours, theirs),
        cases=len(asked),
        years=sum(float(days[-1]) - case.row.start for case in asked) / DAYS_PER_YEAR,
        fast_steps=fast_steps,
        reference_steps=reference_steps,
        fast_seconds=fast_seconds,
        reference_seconds=reference_seconds,
    )


def _checked(failed: Any) -> None:
    if failed:
        raise CobalaminError("; ".join(failed.values()))


def _fast(
    asked: Sequence[Case], days: FloatArray, rule: StepRule, tell: Callable[[str], None]
) -> tuple[FloatArray, int, float]:
    """Observations, shape (observation, time, row), steps and seconds of the fast solver, the second time it runs."""
    from cobalamin.solve import fast

    tell("the fast solver")
    rows = [case.row for case in asked]
    fast.solve(rows, days, rule=rule)
    began = time.perf_counter()
    solution = fast.solve(rows, days, rule=rule)
    seconds = time.perf_counter() - began
    _checked(solution.failed)
    return observe_states(solution.states, days, rows, tuple(OBSERVATIONS)), int(solution.steps.sum()), seconds


def _reference(
    asked: Sequence[Case], days: FloatArray, target: float, tell: Callable[[str], None]
) -> tuple[FloatArray, int, float]:
    """The same of the reference, as accurate as the target asks for."""
    from cobalamin.solve import reference

    accuracy = reference.Accuracy(relative=1e-6, absolute=1e-8) if target >= USUAL_TARGET else reference.Accuracy()
    tell("the reference solver: compiling, half a minute the first time")
    first = asked[0].row
    reference.solve([first], np.array([first.start]), accuracy=accuracy)
    found, steps, seconds = [], 0, 0.0
    for number, case in enumerate(asked, start=1):
        tell(f"the reference solver: {number} of {len(asked)}, {case.who}, {case.plan}")
        solution = reference.solve([case.row], days, accuracy=accuracy)
        _checked(solution.failed)
        found.append(observe_states(solution.states, days, [case.row], tuple(OBSERVATIONS)))
        steps, seconds = steps + int(solution.steps.sum()), seconds + solution.seconds
    return np.concatenate(found, axis=2), steps, seconds


def _worst(asked: Sequence[Case], days: FloatArray, ours: FloatArray, theirs: FloatArray) -> tuple[Worst, ...]:
    found: list[Worst] = []
    for n, (name, observation) in enumerate(OBSERVATIONS.items()):
        off = np.abs(ours[n] - theirs[n])
        if name != _POINTS:
            off = off / np.maximum(np.abs(theirs[n]), observation.scale_floor)
        day, row = np.unravel_index(int(off.argmax()), off.shape)
        found.append(
            Worst(
                observation=name,
                unit=observation.unit,
                error=float(off[day, row]),
                in_points=name == _POINTS,
                who=asked[int(row)].who,
                plan=asked[int(row)].plan,
                day=float(days[day]),
                fast=float(ours[n, day, row]),
                reference=float(theirs[n, day, row]),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.share))
