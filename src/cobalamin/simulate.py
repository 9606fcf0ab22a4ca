"""Person and regimen to trajectory: build the rows, solve them, observe, and label.

`simulate` is the typical person with this history. It ignores laboratory values and symptoms; `assess` uses them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cobalamin.body import BODY
from cobalamin.body.alternatives import ANIMAL_EVIDENCE
from cobalamin.body.day import FlowAmount, one_day_flows
from cobalamin.body.gut import Absorbed, absorbed
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.body.observe import OBSERVATIONS, Licence
from cobalamin.body.scores import SCORES
from cobalamin.errors import InputError, nearest_word
from cobalamin.parameters import parameters, view
from cobalamin.person import Person
from cobalamin.person.covariates import median_constants
from cobalamin.person.influences import (
    courses_of,
    inputs_of,
    life_begins,
    replete_life,
    stretches_of,
)
from cobalamin.regimen import COBALAMIN_CLASS, Course, Regimen, Route
from cobalamin.solve.protocol import Carried, DailyIntake, FloatArray, Impulse, Row
from cobalamin.units import DAYS_PER_YEAR, HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN

if TYPE_CHECKING:
    import xarray

NO_CHANGE = "no change"
LOWEST_HEMOGLOBIN = 3.0
"""Haemoglobin [g/dL] below which no recorded course goes untreated: a run stops there."""

_SWALLOWED = (Route.ORAL, Route.SUBLINGUAL, Route.NASAL)
_SETTING_OFF = 1e-9


def _form(substance: str) -> str:
    """The kinetic form of a cobalamin; adenosylcobalamin shares that of methylcobalamin."""
    return "methylcobalamin" if substance == "adenosylcobalamin" else substance


def _swallowed(course: Course, k: SimpleNamespace, inputs: Mapping[str, float], adherence: float) -> dict[str, float]:
    """What one oral, sublingual or nasal dose brings into which compartment [nmol]."""
    amount = course.amount * adherence * NANOMOLES_PER_MICROGRAM_COBALAMIN
    gap = HOURS_PER_DAY / (course.doses_per_day or 1)
    passive = k.passive_with_meal if course.with_meal else 1.0
    dose = absorbed(amount, gap, k, view_inputs(inputs), passive=passive)
    return {
        "gut.enterocyte_early": dose.receptor,
        f"gut.passive_{_form(course.substance)}": dose.passive,
        "excreta.faeces": dose.lost,
    }


def _injected(course: Course) -> dict[str, float]:
    """What one injection brings into which compartment [nmol]."""
    place = "unbound" if course.route is Route.INTRAVENOUS else "depot"
    amount = course.amount * NANOMOLES_PER_MICROGRAM_COBALAMIN
    return {f"plasma.{place}_{_form(course.substance)}": amount}


def _inputs_on(day: float, inputs: Sequence[tuple[float, Mapping[str, float]]]) -> Mapping[str, float]:
    return next((values for start, values in reversed(inputs) if start <= day + _SETTING_OFF), inputs[0][1])


def _inputs_over(days: FloatArray, inputs: Sequence[tuple[float, Mapping[str, float]]]) -> FloatArray:
    """`_inputs_on` for many days, shape (time, input)."""
    starts = np.array([start for start, _ in inputs])
    stretch = np.searchsorted(starts, days + _SETTING_OFF, side="right") - 1
    return np.array([[values[name] for name in INPUT_NAMES] for _, values in inputs])[np.maximum(stretch, 0)]


def _daily_pieces(
    courses: Sequence[Course], inputs: Sequence[tuple[float, Mapping[str, float]]], k: SimpleNamespace, adherence: float
) -> tuple[DailyIntake, ...]:
    """Stretches of identical days from daily oral courses, cut where a course or an input changes."""
    edges: set[float] = set()
    for c in courses:
        edges |= set(_whole_days(c))
    if not edges:
        return ()
    edges |= {float(math.floor(day)) for day, _ in inputs if min(edges) < day < max(edges)}
    pieces: list[DailyIntake] = []
    ordered = sorted(edges)
    for first, last in pairwise(ordered):
        moments: dict[float, dict[str, float]] = {}
        for c in courses:
            begin, end = _whole_days(c)
            if not begin <= first < end:
                continue
            brought = _swallowed(c, k, _inputs_on(first, inputs), adherence)
            for time in _times_of_day(c):
                into = moments.setdefault(time, {})
                for name, amount in brought.items():
                    into[name] = into.get(name, 0.0) + amount
        if moments and any(amount > 0 for into in moments.values() for amount in into.values()):
            times = tuple(sorted(moments))
            amounts = tuple(moments[t] for t in times)
            pieces.append(DailyIntake(first_day=first, end_day=last, times=times, amounts=amounts))
    return tuple(pieces)


def _whole_days(course: Course) -> tuple[float, float]:
    """First day and the day after the last of a daily course; one that starts within a day starts the next morning."""
    return float(math.ceil(course.first_day - _SETTING_OFF)), float(math.ceil(course.end_day - _SETTING_OFF))


def _times_of_day(course: Course) -> tuple[float, ...]:
    """Moments of the day of a daily course, as fractions after 08:00."""
    days = course.timing.days(anchor=0.0, start=0.0, end=1.0)
    return tuple(sorted({round(day % 1.0, 6) for day in days}))


@dataclass(frozen=True, kw_only=True)
class Request:
    """One row of a simulation.

    Attributes:
        person, plan_name, plan: who, and what changes on day 0 (None: nothing).
        constants: parameter values; default the typical person's with these covariates.
    """

    person: Person
    plan_name: str = NO_CHANGE
    plan: Regimen | None = None
    constants: Mapping[str, float] = field(default_factory=dict)


def build_row(
    request: Request,
    *,
    horizon: float,
    carried: Carried | None = None,
    courses: tuple[Course, ...] | None = None,
) -> tuple[Row, tuple[Course, ...]]:
    """The row that a solver needs, and the courses it was made from.

    Arguments:
        request: person, plan, constants.
        horizon: last day [d].
        carried: the body of day 0, from which the life is taken up again; None lives it from the beginning.
        courses: those of this person and plan, where they are known already.

    Doses of amount zero are left out before any time grid is made, so that they change nothing, bit for bit.
    """
    person = request.person
    constants = dict(request.constants) or median_constants(person)
    k = view(constants)
    begin = life_begins(person) if carried is None else 0.0
    if courses is None:
        courses = courses_of(person, request.plan, horizon=horizon)
    stretches = stretches_of(courses, k, person.adherence)
    inputs = inputs_of(person, stretches, k, horizon=max(horizon, 1.0), begin=begin)
    cobalamins = [c for c in courses if c.substance_class == COBALAMIN_CLASS and c.amount > 0 and c.end_day > begin]
    daily = [c for c in cobalamins if c.route in _SWALLOWED and c.doses_per_day]
    impulses: list[Impulse] = []
    for c in cobalamins:
        if c in daily:
            continue
        for day in c.days():
            if day < begin:
                continue
            if c.route in _SWALLOWED:
                amounts = _swallowed(c, k, _inputs_on(day, inputs), person.adherence)
            else:
                amounts = _injected(c)
            impulses.append(Impulse(day=day, amounts=amounts))
    row = Row(
        label=f"{person.source or 'person'}, plan {request.plan_name!r}",
        constants=constants,
        start=begin,
        steady=replete_life(person, k),
        inputs=inputs,
        impulses=tuple(sorted(impulses, key=lambda i: i.day)),
        daily=tuple(d for d in _daily_pieces(daily, inputs, k, person.adherence) if d.end_day > begin),
        carried=carried,
    )
    return row, courses


def _constants_by_row(rows: Sequence[Row]) -> SimpleNamespace:
    """Every parameter as an array, one value a row."""
    return view({name: np.array([row.constants[name] for row in rows]) for name in parameters()})


def observe_states(
    states: FloatArray, days: FloatArray, rows: Sequence[Row], names: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Observations of solved states, shape (observation, time, row).

    Arguments:
        states: shape (time, compartment, row).
        days: shape (time,).
        rows: the rows that were solved.
        names: observation names.
    """
    k = _constants_by_row(rows)
    at = np.stack([_inputs_over(days, row.inputs) for row in rows], axis=1)
    now = view_inputs({name: at[:, :, n] for n, name in enumerate(INPUT_NAMES)})
    body = BODY.view([states[:, n, :] for n in range(states.shape[1])])
    shape = (len(days), len(rows))
    with np.errstate(over="ignore", under="ignore"):
        return np.stack([np.broadcast_to(OBSERVATIONS[name].law(body, k, now), shape) for name in names])


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Solved requests.

    Attributes:
        names: observations, in order.
        days: shape (time,).
        values: shape (observation, time, row); NaN from the day a run was stopped.
        rows, courses: what was solved, by row.
        stopped: row index -> day from which the run left the recorded human range.
        failed: row index -> message.
        seconds: wall time of the solve.
        amounts: contents of the compartments that were asked for, by name, shape (time, row).
    """

    names: tuple[str, ...]
    days: FloatArray
    values: npt.NDArray[np.float64]
    rows: tuple[Row, ...]
    courses: tuple[tuple[Course, ...], ...]
    stopped: Mapping[int, float]
    failed: Mapping[int, str]
    seconds: float
    amounts: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)

    def of(self, name: str) -> npt.NDArray[np.float64]:
        """One observation, shape (time, row)."""
        return self.values[self.names.index(name)]

    def score(self, name: str) -> npt.NDArray[np.float64]:
        """One neuropathy score of `body.scores`, shape (time, row); from the observations that it is made of."""
        score = SCORES[name]
        return score({each: self.of(each) for each in score.inputs}, _constants_by_row(self.rows))


def run(
    requests: Sequence[Request], days: FloatArray, *, solver: Any = None, compartments: Sequence[str] = ()
) -> Outcome:
    """Solve and observe.

    Arguments:
        requests: one a row; they share the sample days.
        days: ascending, from 0 [d].
        solver: module or function with the signature of `solve.fast.solve`; default the fast solver.
        compartments: names such as "excreta.urine", whose contents are kept beside the observations.
    """
    if solver is None:
        from cobalamin.solve import fast

        solver = fast.solve
    built = [build_row(request, horizon=float(days[-1]) + 1.0) for request in requests]
    rows = tuple(row for row, _ in built)
    solution = solver(rows, days)
    names = tuple(OBSERVATIONS)
    values = observe_states(solution.states, days, rows, names)
    stopped: dict[int, float] = {}
    low = values[names.index("hemoglobin_g_dl")] < LOWEST_HEMOGLOBIN
    for r in range(len(rows)):
        if low[:, r].any():
            first = int(np.argmax(low[:, r]))
            stopped[r] = float(days[first])
            values[:, first:, r] = np.nan
    return Outcome(
        names=names,
        days=days,
        values=values,
        rows=rows,
        courses=tuple(courses for _, courses in built),
        stopped=stopped,
        failed=solution.failed,
        seconds=solution.seconds,
        amounts={name: solution.states[:, BODY.index[name], :] for name in compartments},
    )


def sample_days(until: float, every: float) -> FloatArray:
    """Days 0, every, 2 every, ... up to and with `until` where it falls on one [d].

    Errors: InputError when the interval is not positive, longer than the span, or makes more than 200,000 samples.
    """
    if every <= 0:
        raise InputError("--every", value=f"{every:g} d", allowed="a positive duration")
    if until < 0 or every > max(until, every if until == 0 else 0.0):
        raise InputError("--every is longer than --until", value=f"{every:g} d", allowed=f"up to {until:g} d")
    if until / every > 200_000:
        raise InputError("too many samples", value=f"{until / every:.0f}", allowed="at most 200000; a longer --every")
    if until > 100 * DAYS_PER_YEAR:
        raise InputError("--until", value=f"{until / DAYS_PER_YEAR:.0f} years", allowed="up to 100 years")
    return np.arange(0.0, until + 1e-6, every, dtype=np.float64)


def chosen_plans(
    person: Person, names: Sequence[str] = (), regimens: Sequence[tuple[str, Regimen]] = ()
) -> list[tuple[str, Regimen | None]]:
    """Plans to run: `no change` and every plan of the person, or only those that are named.

    Errors: InputError for an unknown or repeated plan, with the nearest name.
    """
    known: dict[str, Regimen | None] = {NO_CHANGE: None} | {plan.name: plan.regimen for plan in person.plans}
    if not names and not regimens:
        return list(known.items())
    picked: list[tuple[str, Regimen | None]] = []
    for name in names:
        if name not in known:
            raise InputError("unknown plan", value=name, allowed=", ".join(known), nearest=nearest_word(name, known))
        picked.append((name, known[name]))
    picked += [(label, regimen) for label, regimen in regimens]
    labels = [label for label, _ in picked]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise InputError("a plan is asked for twice", value=twice)
    return picked


def settings(person: Person, changes: Mapping[str, float]) -> dict[str, float]:
    """Constants of the typical person with some values set by hand.

    Errors: InputError for an unknown parameter or a value outside its valid range.
    """
    from cobalamin.parameters import parameter

    constants = median_constants(person)
    for name, value in changes.items():
        constants[name] = parameter(name).checked(value)
    return constants


def simulate(
    person: Person,
    *,
    days: FloatArray,
    plans: Sequence[tuple[str, Regimen | None]] | None = None,
    changes: Mapping[str, float] | None = None,
) -> xarray.Dataset:
    """The typical person with this history, under each plan.

    Arguments:
        person: who.
        days: sample days from 0, 08:00 fasting; a value at the time of a dose is the value before it [d].
        plans: (name, regimen) pairs; default `no change` and the person's plans.
        changes: parameter values set by hand.

    Returns:
        An xarray Dataset with dimensions person, plan, time: observations, then scores; units in the attributes.

    Errors: SolverError names the rows that could not be solved.

    Example:
        simulate(read_person("examples/strict_vegan.toml"), days=sample_days(3650, 7))["serum_b12_pmol_l"]
    """
    chosen = list(plans) if plans is not None else chosen_plans(person)
    constants = settings(person, changes or {})
    outcome = run([Request(person=person, plan_name=n, plan=p, constants=constants) for n, p in chosen], days)
    animal = constants["animal_evidence"] > 0
    names = [f"{name} (animal evidence)" if animal else name for name, _ in chosen]
    return to_dataset(outcome, person, names, warning=ANIMAL_EVIDENCE if animal else "")


def to_dataset(outcome: Outcome, person: Person, plans: Sequence[str], *, warning: str = "") -> xarray.Dataset:
    """An outcome of one person as a Dataset (person, plan, time); `warning` is what must be known of all of it."""
    import xarray

    from cobalamin.errors import SolverError

    if outcome.failed:
        raise SolverError("; ".join(outcome.failed.values()))
    nerve_off = person.has("pregnancy")
    kinds = OBSERVATIONS | SCORES
    columns = {name: outcome.of(name) for name in outcome.names} | {name: outcome.score(name) for name in SCORES}
    data = {
        name: (
            ("person", "plan", "time"),
            _shown(values, kinds[name].licence, nerve_off).T[None, :, :],
            {"unit": kinds[name].unit, "long_name": kinds[name].about, "licence": kinds[name].licence.value},
        )
        for name, values in columns.items()
    }
    return xarray.Dataset(
        data,
        coords={
            "person": [person.source or "person"],
            "plan": list(plans),
            "time": ("time", outcome.days, {"unit": "d"}),
        },
        attrs={
            "context": "research, education and preparation of a clinical conversation; not a medical device",
            "warning": warning,
            "stopped": "; ".join(
                f"{plans[r]}: day {day:g}, haemoglobin below {LOWEST_HEMOGLOBIN:g} g/dL: care would have been needed "
                "before"
                for r, day in outcome.stopped.items()
            ),
        },
    )


def _shown(values: npt.NDArray[np.float64], licence: Licence, nerve_off: bool) -> npt.NDArray[np.float64]:
    """Values as they may be shown: in pregnancy forecasts of nerve and symptoms are off."""
    return np.full_like(values, np.nan) if nerve_off and licence is not Licence.FORECAST else values


def flows_today(person: Person) -> list[FlowAmount]:
    """Where B12 goes on day 0 if nothing changes [ug/d].

    Example: flows_today(read_person("examples/strict_vegan.toml"))
    """
    from cobalamin.solve import fast

    row, _ = build_row(Request(person=person), horizon=1.0)
    state = fast.solve([row], np.array([0.0])).states[0, :, 0]
    swallowed = next((d.mean_rate() for d in row.daily if d.first_day <= 0 < d.end_day), None)
    tablets = None
    if swallowed is not None:
        passive = sum(amount for name, amount in swallowed.items() if name.startswith("gut.passive"))
        tablets = Absorbed(
            receptor=swallowed["gut.enterocyte_early"], passive=passive, lost=swallowed["excreta.faeces"]
        )
    now = view_inputs(_inputs_on(0.0, row.inputs))
    return one_day_flows(list(state), view(row.constants), now, tablets=tablets)
