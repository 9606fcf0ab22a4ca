"""The steps of the fast solver as plain arithmetic on whatever is passed in: traced to machine code, or on JAX arrays.

The body is stepped in two sweeps. B12 on its way from gut to tissue, with its carriers, depends on nothing else
in the body and changes within minutes of a dose: the *upstream* sweep. Everything that lives on it (markers, blood,
nerve, pain) changes over days and is stepped over the whole stretch with the B12 found at both of its ends: the
*downstream* sweep. A *jump* carries the upstream sweep over many identical days with tablets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body import BODY
from cobalamin.solve.scheme import Group, advance_alone, advance_group, groups_of, laws, patankar, predict_alone
from cobalamin.solve.structure import DOSE_COMPARTMENTS, constant_flows, upstream

_EMPTY = 1e-200
"""A content below this over a day [amount d] is an empty compartment."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What holds during one step.

    Attributes:
        h: step length [d].
        k, now: constants of the person and inputs of the stretch.
        xp: library with `where` and `minimum` for the values.
    """

    h: Any
    k: Any
    now: Any
    xp: Any


def _alone(group: Group) -> bool:
    return len(group.members) == 1 and not group.sinks


@dataclass(frozen=True)
class _Stage:
    """Rates of one group at the beginning of a step: coefficients and inflows, or loss and source of a single one."""

    coefficients: Any
    inflows: Any


class Sweep:
    """A second-order step of some groups, upstream to downstream, with everything else given at both ends."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        self.members = tuple(sorted(i for g in groups for i in (*g.members, *g.sinks)))
        self.carriers = tuple(n for n, g in enumerate(self.groups) if _alone(g) and g.daily[0])

    def advance(self, start: Sequence[Any], end: Sequence[Any], at: Moment) -> tuple[list[Any], list[list[Any]]]:
        """Amounts after the step, and for each joined group what its flows moved.

        Arguments:
            start: amounts of all compartments at the beginning.
            end: the same at the end, known for compartments outside the sweep.
            at: step length, constants, inputs.
        """
        stages = [self._rates(g, start, at) for g in self.groups]
        predicted = list(end)
        for group, stage in zip(self.groups, stages, strict=True):
            if _alone(group):
                i = group.members[0]
                predicted[i] = predict_alone(start[i], at.h, stage.inflows, stage.coefficients)
            else:
                x1, _ = advance_group(BODY, group, start, at.h, stage.coefficients, stage.inflows)
                for i, value in zip(group.members, x1, strict=True):
                    predicted[i] = value
        self._carry(start, predicted, stages, at)
        mixed, moved = list(predicted), []
        for n, group in enumerate(self.groups):
            if _alone(group):
                self._single(group, stages[n], start, mixed, mixed, at)
                continue
            amounts, gone = self._correct(group, stages[n], start, predicted, mixed, at)
            if self.carriers:
                # Once more from a second-order prediction: where carrier is used up, binding is carrier made, and a
                # first-order prediction of what binds would lose a share of it.
                better = list(predicted)
                for i, value in amounts.items():
                    better[i] = value
                self._carry(start, better, stages, at)
                amounts, gone = self._correct(group, stages[n], start, better, better, at)
                mixed = better
            for i, value in amounts.items():
                mixed[i] = value
            moved.append(gone)
        return mixed, moved

    def _rates(self, group: Group, x: Sequence[Any], at: Moment) -> _Stage:
        body = BODY.view(x)
        inflows, internal = laws(group.inflows, body, at.k, at.now), laws(group.internal, body, at.k, at.now)
        if _alone(group):
            return _Stage(sum(internal, 0.0), sum(inflows, 0.0))
        return _Stage(internal, group.by_place(BODY, inflows))

    def _carry(self, start: Sequence[Any], predicted: list[Any], stages: list[_Stage], at: Moment) -> None:
        """Predict carriers that doses use up with what is predicted to bind to them; writes into `predicted`."""
        for n in self.carriers:
            self._single(self.groups[n], stages[n], start, predicted, predicted, at)

    def _single(
        self, group: Group, stage: _Stage, start: Sequence[Any], seen: Sequence[Any], into: list[Any], at: Moment
    ) -> None:
        i = group.members[0]
        late = self._rates(group, seen, at)
        into[i] = advance_alone(start[i], at.h, stage.inflows, stage.coefficients, late.inflows, late.coefficients)

    def _correct(
        self, group: Group, stage: _Stage, start: Sequence[Any], predicted: list[Any], seen: list[Any], at: Moment
    ) -> tuple[dict[int, Any], list[Any]]:
        """Second stage of one group: new amounts by body index, sinks included, and what each flow moved."""
        late = self._rates(group, seen, at)
        coefficients = []
        for f, a, b in zip(group.internal, stage.coefficients, late.coefficients, strict=True):
            i = BODY.index[f.source or ""]
            coefficients.append(patankar(a, b, start[i], predicted[i]))
        both = [
            None if a is None else 0.5 * (a + b) for a, b in zip(stage.inflows, late.inflows, strict=True)
        ]
        x1, moved = advance_group(BODY, group, start, at.h, coefficients, both)
        return group.collected(BODY, start, x1, moved, both, at.h), moved


GROUPS = groups_of(BODY)
_INSIDE = upstream(BODY, GROUPS)
UPSTREAM = Sweep([g for g in GROUPS if set(g.members) <= _INSIDE])
DOWNSTREAM = Sweep([g for g in GROUPS if not set(g.members) <= _INSIDE])
TRAFFIC = next(g for g in UPSTREAM.groups if not _alone(g))
"""The group that B12 moves in."""

_STEADY = constant_flows(BODY, TRAFFIC)
SUMS = tuple(n for n, steady in enumerate(_STEADY) if not steady)
"""Flows of the traffic, by position, whose coefficient changes within a day: a recorded day sums what they move."""


def upstream_step(x: Sequence[Any], at: Moment) -> tuple[list[Any], list[Any]]:
    """Amounts after a step of B12 and its carriers, and what is summed on a recorded day.

    The sums are, in this order: what each flow of `SUMS` moved, and h (x0 + x1) / 2 of each member of the traffic.
    """
    new, (moved,) = UPSTREAM.advance(x, x, at)
    contents = [0.5 * at.h * (x[i] + new[i]) for i in TRAFFIC.members]
    return new, [*(moved[n] for n in SUMS), *contents]


def downstream_step(x: Sequence[Any], marked: Sequence[Any], at: Moment) -> list[Any]:
    """Amounts after a step of all else.

    Arguments:
        x: amounts now; those upstream belong to the end of the step, the others to its beginning.
        marked: amounts upstream at the beginning of the step.
        at: step length, constants, inputs.
    """
    start = list(x)
    for i in UPSTREAM.members:
        start[i] = marked[i]
    return DOWNSTREAM.advance(start, x, at)[0]


def jump(x: Sequence[Any], sums: Sequence[Any], mean_intake: Sequence[Any], at: Moment) -> list[Any]:
    """Amounts after h identical days with tablets, from the sums of the last recorded day.

    Flows keep the mean coefficient of that day. What repeats each day is held in balance; what does not is moved from
    its mean of the day, because a jump starts from and leaves the amounts before the first tablet of a day.

    Arguments:
        x: amounts at the end of the recorded day.
        sums: as `upstream_step` gives them, summed over the day.
        mean_intake: mean inflow into each of `DOSE_COMPARTMENTS` [amount/d].
        at: number of days, constants, inputs.
    """
    group, xp = TRAFFIC, at.xp
    contents = dict(zip(group.members, sums[len(SUMS) :], strict=True))
    stage = UPSTREAM._rates(group, x, at)
    inflows = list(stage.inflows)
    places = (*group.members, *group.sinks)
    for name, rate in zip(DOSE_COMPARTMENTS, mean_intake, strict=True):
        place = places.index(BODY.index[name])
        inflows[place] = rate if inflows[place] is None else inflows[place] + rate
    coefficients = list(stage.coefficients)
    for n, moved in zip(SUMS, sums, strict=False):
        content = contents[BODY.index[group.internal[n].source or ""]]
        known = content > _EMPTY
        coefficients[n] = xp.where(known, moved / xp.where(known, content, 1.0), coefficients[n])
    daily = dict(zip(group.members, group.daily, strict=True))
    # At most the amount itself, so that what is left stays positive.
    above = {i: 0.0 if daily[i] else xp.minimum(contents[i] - x[i], x[i]) for i in group.members}
    start = list(x)
    for i, more in above.items():
        start[i] = start[i] + more
    stay = [0.0 if d else 1.0 for d in group.daily]
    predicted, _ = advance_group(BODY, group, start, at.h, coefficients, inflows, stay)
    position = {i: m for m, i in enumerate(group.members)}
    late = []
    for f, value in zip(group.internal, coefficients, strict=True):
        i = BODY.index[f.source or ""]
        late.append(value if daily[i] else patankar(value, value, start[i], predicted[position[i]]))
    x1, moved = advance_group(BODY, group, start, at.h, late, inflows, stay)
    new = list(x)
    for i, value in group.collected(BODY, x, x1, moved, inflows, at.h).items():
        new[i] = value if i not in daily else x[i] if daily[i] else value - above[i]
    return new
