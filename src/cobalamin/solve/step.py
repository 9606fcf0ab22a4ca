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
from cobalamin.solve.scheme import (
    Group,
    advance_group,
    groups_of,
    laws,
    mean_coefficient,
    predict_alone,
    predict_group,
    reach,
    reach_net,
)
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


_TINY = 1e-280


CARRIER_TURNS = 2
"""Times that the slope of a carrier's net gain is improved."""


class _Rates:
    """Laws of one group for some amounts.

    Attributes:
        coefficients: one for each internal flow.
        inflows: from outside, into members and sinks in this order; None for none.
        losses: sum of the coefficients that leave each member.
    """

    def __init__(self, group: Group, coefficients: Sequence[Any], inflows: Sequence[Any]) -> None:
        self.group, self.coefficients, self.inflows = group, coefficients, inflows
        self.losses: dict[int, Any] = dict.fromkeys(group.members, 0.0)
        for f, coefficient in zip(group.internal, coefficients, strict=True):
            i = BODY.index[f.source or ""]
            self.losses[i] = self.losses[i] + coefficient

    def sources(self, x: Sequence[Any]) -> dict[int, Any]:
        """What comes into each member [amount/d] when the amounts are x."""
        found: dict[int, Any] = {}
        for i, inflow in zip(self.group.members, self.inflows, strict=False):
            found[i] = 0.0 if inflow is None else inflow
        for f, coefficient in zip(self.group.internal, self.coefficients, strict=True):
            if f.target and BODY.index[f.target] in found:
                t = BODY.index[f.target]
                found[t] = found[t] + coefficient * x[BODY.index[f.source or ""]]
        return found


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
        first = [self.rates(g, start, at) for g in self.groups]
        seen = list(end)
        for group, rates in zip(self.groups, first, strict=True):
            if _alone(group):
                i = group.members[0]
                seen[i] = predict_alone(start[i], at.h, rates.sources(start)[i], rates.losses[i])
            else:
                x1 = predict_group(BODY, group, start, at.h, rates.coefficients, rates.inflows)
                for i, value in zip(group.members, x1, strict=True):
                    seen[i] = value
        mean = [0.5 * (a + b) for a, b in zip(start, seen, strict=True)]
        # Where carrier is used up, binding is carrier made: what binds must see how much of it is left.
        for n in self.carriers:
            self._carry(self.groups[n], start, seen, mean, at)
        moved = []
        for n, (group, rates) in enumerate(zip(self.groups, first, strict=True)):
            if n in self.carriers:
                self._carry(group, start, seen, mean, at)
            else:
                self._reach(group, rates, start, seen, mean, at)
        for group, rates in zip(self.groups, first, strict=True):
            if not _alone(group):
                moved.append(self._conserve(group, rates, start, seen, mean, at))
        return seen, moved

    def rates(self, group: Group, x: Sequence[Any], at: Moment) -> _Rates:
        """Laws of one group for the amounts x of all compartments."""
        body = BODY.view(x)
        return _Rates(
            group,
            laws(group.internal, body, at.k, at.now),
            group.by_place(BODY, laws(group.inflows, body, at.k, at.now)),
        )

    def _reach(
        self, group: Group, first: _Rates, start: Sequence[Any], seen: list[Any], mean: list[Any], at: Moment
    ) -> None:
        """Ends and means of one group from the rates at both ends; writes into `seen` and `mean`."""
        last = self.rates(group, seen, at)
        source0 = first.sources(start)
        between = [0.5 * (a + b) for a, b in zip(first.coefficients, last.coefficients, strict=True)]
        for i in group.members:
            loss0, loss1 = first.losses[i], last.losses[i]
            # What was carried over the step before feeds this one with its new amount.
            source1 = last.sources(seen)[i]
            bulge = None
            if group.daily[group.members.index(i)]:
                bulge = self._bulge(group, i, between, start, seen, mean)
            if bulge is not None:
                bulge = at.xp.maximum(bulge, at.xp.maximum(source0[i], source1) * (-1 / 6))
            got = reach(start[i], at.h, 0.5 * (loss0 + loss1), (source0[i], loss0), (source1, loss1), bulge)
            seen[i], mean[i] = got.end, got.mean

    @staticmethod
    def _bulge(
        group: Group, i: int, between: Sequence[Any], start: Sequence[Any], seen: Sequence[Any], mean: Sequence[Any]
    ) -> Any:
        """Mean of what comes into member i from those already carried over the step, less the mean of its two ends.

        None where nothing does.
        """
        total: Any = None
        for f, coefficient in zip(group.internal, between, strict=True):
            if f.target and BODY.index[f.target] == i:
                j = BODY.index[f.source or ""]
                if j < i:
                    arc = coefficient * (mean[j] - 0.5 * (start[j] + seen[j]))
                    total = arc if total is None else total + arc
        return total

    def _carry(self, group: Group, start: Sequence[Any], seen: list[Any], mean: list[Any], at: Moment) -> None:
        """End and mean of a carrier; writes into `seen` and `mean`."""
        i = group.members[0]
        first = self.rates(group, start, at)
        guess = predict_alone(start[i], at.h, first.sources(start)[i], first.losses[i])
        begin = self._gain(group, start, i, start[i], at)
        stayed = self._gain(group, seen, i, start[i], at)
        got = reach_net(start[i], at.h, begin, stayed, (guess, self._gain(group, seen, i, guess, at)), at.xp)
        for _ in range(CARRIER_TURNS - 1):
            better = (got.end, self._gain(group, seen, i, got.end, at))
            got = reach_net(start[i], at.h, begin, stayed, better, at.xp)
        seen[i], mean[i] = got.end, got.mean

    @staticmethod
    def _with(x: Sequence[Any], i: int, amount: Any) -> list[Any]:
        changed = list(x)
        changed[i] = amount
        return changed

    def _gain(self, group: Group, x: Sequence[Any], i: int, amount: Any, at: Moment) -> Any:
        """Net gain of a compartment of its own if it held `amount` and all else were x."""
        rates = self.rates(group, self._with(x, i, amount), at)
        return rates.sources(x)[i] - rates.losses[i] * amount

    def _conserve(
        self, group: Group, first: _Rates, start: Sequence[Any], seen: list[Any], mean: Sequence[Any], at: Moment
    ) -> list[Any]:
        """What each flow of the group moves, by the means of the step; writes the amounts that follow into `seen`."""
        last = self.rates(group, seen, at)
        ratio = {i: start[i] / (seen[i] + _TINY) for i in group.members}
        flows = []
        for f, k0, k1 in zip(group.internal, first.coefficients, last.coefficients, strict=True):
            i = BODY.index[f.source or ""]
            flows.append(mean[i] * mean_coefficient(k0, k1, ratio[i]))
        inflows = [None if a is None else 0.5 * (a + b) for a, b in zip(first.inflows, last.inflows, strict=True)]
        flows = self._carried(group, flows, start, seen, mean, at)
        coefficients = [
            flow / (seen[BODY.index[f.source or ""]] + _TINY) for f, flow in zip(group.internal, flows, strict=True)
        ]
        x1, moved = advance_group(BODY, group, start, at.h, coefficients, inflows)
        for i, value in group.collected(BODY, start, x1, moved, inflows, at.h).items():
            seen[i] = value
        return moved

    def _carried(
        self, group: Group, flows: list[Any], start: Sequence[Any], seen: Sequence[Any], mean: Sequence[Any], at: Moment
    ) -> list[Any]:
        """Mean flows of a group, those with a carrier scaled to what its own balance says was used up.

        A large dose uses up its carrier within minutes, and afterwards as fast as it is made: what binds is then known
        from what the carrier lost and gained, and only poorly from the product of two amounts that both run away.
        """
        scaled = list(flows)
        for n in self.carriers:
            carrier = self.groups[n]
            i = carrier.members[0]
            bound = [m for m, f in enumerate(group.internal) if f.carrier == BODY.names[i]]
            if not bound:
                continue
            steady = constant_flows(BODY, carrier)
            rates = self.rates(carrier, mean, at)
            lost = sum(c for c, known in zip(rates.coefficients, steady, strict=True) if known)
            used = at.h * (rates.sources(mean)[i] - lost * mean[i]) - (seen[i] - start[i])
            share = at.xp.maximum(used + _TINY, 0.0) / (at.h * sum(flows[m] for m in bound) + _TINY)
            share = at.xp.maximum(share, 0.1)
            for m in bound:
                scaled[m] = flows[m] * share
        return scaled


GROUPS = groups_of(BODY)
_INSIDE = upstream(BODY, GROUPS)
UPSTREAM = Sweep([g for g in GROUPS if set(g.members) <= _INSIDE])
DOWNSTREAM = Sweep([g for g in GROUPS if not set(g.members) <= _INSIDE])
TRAFFIC = next(g for g in UPSTREAM.groups if not _alone(g))
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
    rates = _Rates(group, coefficients, gained)
    predicted, _ = advance_group(BODY, group, start, at.h, coefficients, gained, stay)
    ends = list(start)
    for i, value in zip(group.members, predicted, strict=True):
        ends[i] = value
    early = [ends[i] if i in DAILY else amount for i, amount in enumerate(start)]
    source0, source1 = rates.sources(early), rates.sources(ends)
    share = dict.fromkeys(group.members, 1.0)
    for i in LASTING:
        got = reach(start[i], at.h, rates.losses[i], (source0[i], rates.losses[i]), (source1[i], rates.losses[i]))
        share[i] = got.mean / (got.end + _TINY)
    late = [c * share[BODY.index[f.source or ""]] for f, c in zip(group.internal, coefficients, strict=True)]
    x1, moved = advance_group(BODY, group, start, at.h, late, gained, stay)
    for i, value in group.collected(BODY, x, x1, moved, inflows, at.h).items():
        if i in raised:
            new[i] = value - raised[i]
        elif i not in DAILY:
            new[i] = value
    return new
