"""The steps of the fast solver as plain arithmetic on whatever is passed in: traced to machine code, or on JAX arrays.

The body is stepped in two sweeps. B12 on its way from gut to tissue, with its carriers, depends on nothing else
in the body and changes within minutes of a dose: the *upstream* sweep. Everything that lives on it (markers, blood,
nerve, pain) changes over days and is stepped over the whole stretch with the B12 found at both of its ends: the
*downstream* sweep. A *jump* carries the upstream sweep over many identical days with tablets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cobalamin.body import BODY
from cobalamin.solve.scheme import TINY, advance_group, groups_of, reach
from cobalamin.solve.structure import DOSE_COMPARTMENTS, constant_flows, upstream
from cobalamin.solve.sweep import Moment, Rates, Sweep, alone

_EMPTY = 1e-200
"""A content below this over a day [amount d] is an empty compartment."""

GROUPS = groups_of(BODY)
_INSIDE = upstream(BODY, GROUPS)
UPSTREAM = Sweep([g for g in GROUPS if set(g.members) <= _INSIDE])
DOWNSTREAM = Sweep([g for g in GROUPS if not set(g.members) <= _INSIDE])
TRAFFIC = next(g for g in UPSTREAM.groups if not alone(g))
"""The group that B12 moves in."""

_STEADY = constant_flows(BODY, TRAFFIC)
SUMS = tuple(n for n, steady in enumerate(_STEADY) if not steady)
"""Flows of the traffic, by position, whose coefficient changes within a day: a recorded day sums what they move."""

LASTING = tuple(i for i, daily in zip(TRAFFIC.members, TRAFFIC.daily, strict=True) if not daily)
"""Members of the traffic that do not repeat from day to day."""


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


DAILY = (*(i for i in TRAFFIC.members if i not in LASTING), *(UPSTREAM.groups[n].members[0] for n in UPSTREAM.carriers))
"""Members of the upstream sweep that repeat from day to day."""

RECORD = len(SUMS) + len(TRAFFIC.members) + len(DAILY)
"""Length of the record of a day: its sums, then the amounts of `DAILY` at its end."""


def close_day(x: Sequence[Any], sums: Sequence[Any], former: Sequence[Any], days: Any, xp: Any) -> list[Any]:
    """The record of a day, its change a day since the former record, and by how much means lie above the end of the
    day.

    Arguments:
        x: amounts at the end of the day.
        sums: of the day.
        former: the record before.
        days: days between the two; 0 where there is none, and then nothing is known to change.
        xp: library with `where`.

    Returns:
        `RECORD` values, `RECORD` changes, and one value for each of `LASTING`.
    """
    record = [*sums, *(x[i] for i in DAILY)]
    known = days > 0.0
    per_day = xp.where(known, 1 / xp.where(known, days, 1.0), 0.0)
    change = [(new - old) * per_day for new, old in zip(record, former, strict=True)]
    contents = dict(zip(TRAFFIC.members, sums[len(SUMS) :], strict=True))
    return [*record, *change, *(contents[i] - x[i] for i in LASTING)]


def jump(x: Sequence[Any], closed: Sequence[Any], since: Any, mean_intake: Sequence[Any], at: Moment) -> list[Any]:
    """Amounts after h identical days with tablets, from the record of an earlier one.

    Flows keep the mean coefficient of that day, drawn on along its trend to the middle of the jump. What repeats each
    day moves along its trend too, otherwise in balance; what does not is moved from its mean of the day, because a jump
    starts from and leaves the amounts before the first tablet of a day.

    Arguments:
        x: amounts before the first tablet of a day.
        closed: as `close_day` gives it for the last recorded day.
        since: days from that day to the middle of the jump.
        mean_intake: mean inflow into each of `DOSE_COMPARTMENTS` [amount/d].
        at: number of days, constants, inputs.
    """
    group, xp = TRAFFIC, at.xp
    record, change, above = closed[:RECORD], closed[RECORD : 2 * RECORD], closed[2 * RECORD :]
    sums = [xp.maximum(value + since * trend, 0.5 * value) for value, trend in zip(record, change, strict=True)]
    contents = dict(zip(group.members, sums[len(SUMS) :], strict=False))
    stage = UPSTREAM.rates(group, x, at)
    coefficients, inflows = list(stage.coefficients), list(stage.inflows)
    for n, moved in zip(SUMS, sums, strict=False):
        content = contents[BODY.index[group.internal[n].source or ""]]
        known = content > _EMPTY
        coefficients[n] = xp.where(known, moved / xp.where(known, content, 1.0), coefficients[n])
    new = list(x)
    for i, trend in zip(DAILY, change[len(SUMS) + len(group.members) :], strict=True):
        new[i] = xp.maximum(x[i] + at.h * trend, 0.5 * x[i])
    places = (*group.members, *group.sinks)
    for name, rate in zip(DOSE_COMPARTMENTS, mean_intake, strict=True):
        place = places.index(BODY.index[name])
        inflows[place] = rate if inflows[place] is None else inflows[place] + rate
    start = list(x)
    # At most the amount itself, so that what is left stays positive.
    raised = {i: xp.minimum(more, x[i]) for i, more in zip(LASTING, above, strict=True)}
    for i, more in raised.items():
        start[i] = start[i] + more
    gained: list[Any] = list(inflows)
    for n, i in enumerate(group.members):
        if i in DAILY:
            stored = (x[i] - new[i]) / at.h
            gained[n] = stored if gained[n] is None else gained[n] + stored
    stay = [0.0 if daily else 1.0 for daily in group.daily]
    rates = Rates(group, coefficients, gained)
    predicted, _ = advance_group(BODY, group, start, at.h, coefficients, gained, stay)
    ends = list(start)
    for i, value in zip(group.members, predicted, strict=True):
        ends[i] = value
    early = [ends[i] if i in DAILY else amount for i, amount in enumerate(start)]
    source0, source1 = rates.sources(early), rates.sources(ends)
    share = dict.fromkeys(group.members, 1.0)
    for i in LASTING:
        got = reach(start[i], at.h, rates.losses[i], (source0[i], rates.losses[i]), (source1[i], rates.losses[i]))
        share[i] = got.mean / (got.end + TINY)
    late = [c * share[BODY.index[f.source or ""]] for f, c in zip(group.internal, coefficients, strict=True)]
    x1, moved = advance_group(BODY, group, start, at.h, late, gained, stay)
    for i, value in group.collected(BODY, x, x1, moved, inflows, at.h).items():
        if i in raised:
            new[i] = value - raised[i]
        elif i not in DAILY:
            new[i] = value
    return new
