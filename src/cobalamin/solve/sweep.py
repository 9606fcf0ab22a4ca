"""A step of some groups of the body, from their flows alone, with everything else given at both ends.

First the ends of the step are predicted, then each compartment is carried over it (`scheme.reach`), carriers by their
net gain, and at last the groups are solved together so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body import BODY
from cobalamin.solve.scheme import (
    TINY,
    Group,
    advance_group,
    laws,
    mean_coefficient,
    predict_alone,
    predict_group,
    reach,
    reach_net,
)
from cobalamin.solve.structure import constant_flows


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


def alone(group: Group) -> bool:
    """Whether a group is a single compartment that exchanges with no other."""
    return len(group.members) == 1 and not group.sinks


CARRIER_TURNS = 2
"""Times that the slope of a carrier's net gain is improved."""


class Rates:
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
        self.carriers = tuple(n for n, g in enumerate(self.groups) if alone(g) and g.daily[0])

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
            if alone(group):
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
            if not alone(group):
                moved.append(self._conserve(group, rates, start, seen, mean, at))
        return seen, moved

    def rates(self, group: Group, x: Sequence[Any], at: Moment) -> Rates:
        """Laws of one group for the amounts x of all compartments."""
        body = BODY.view(x)
        return Rates(
            group,
            laws(group.internal, body, at.k, at.now),
            group.by_place(BODY, laws(group.inflows, body, at.k, at.now)),
        )

    def _reach(
        self, group: Group, first: Rates, start: Sequence[Any], seen: list[Any], mean: list[Any], at: Moment
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
        self, group: Group, first: Rates, start: Sequence[Any], seen: list[Any], mean: Sequence[Any], at: Moment
    ) -> list[Any]:
        """What each flow of the group moves, by the means of the step; writes the amounts that follow into `seen`."""
        last = self.rates(group, seen, at)
        ratio = {i: start[i] / (seen[i] + TINY) for i in group.members}
        flows = []
        for f, k0, k1 in zip(group.internal, first.coefficients, last.coefficients, strict=True):
            i = BODY.index[f.source or ""]
            flows.append(mean[i] * mean_coefficient(k0, k1, ratio[i]))
        inflows = [None if a is None else 0.5 * (a + b) for a, b in zip(first.inflows, last.inflows, strict=True)]
        flows = self._carried(group, flows, start, seen, mean, at)
        coefficients = [
            flow / (seen[BODY.index[f.source or ""]] + TINY) for f, flow in zip(group.internal, flows, strict=True)
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
            share = at.xp.maximum(used + TINY, 0.0) / (at.h * sum(flows[m] for m in bound) + TINY)
            share = at.xp.maximum(share, 0.1)
            for m in bound:
                scaled[m] = flows[m] * share
        return scaled
