"""One step of the fast solver, from the flows alone.

A compartment is carried over the step by exponential weights, written as positive rational functions (`reach`): that
gives its amount at the end and its mean over the step, of second order and right in the stiff limit. Compartments
joined by flows form a group; what a flow moves is its coefficient times the mean of its source. Written as a coefficient
on the amount at the end, the group is then solved together, (I - h K) x1 = x0 + h u. The columns of K sum to zero up to
the sinks, so a step conserves what the group holds; I - h K is an M-matrix, so amounts stay positive. Groups are swept
upstream to downstream: a law sees the new amounts upstream and predicted ones downstream.

References: Burchard, Deleersnijder, Meister 2003 (modified Patankar schemes, from which the conservative form comes);
Cox, Matthews 2002 (exponential time differencing); the weights are the third-order Pade form of the exponential.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body.graph import Body, Flow
from cobalamin.solve import elimination

_TINY = 1e-280


@dataclass(frozen=True, kw_only=True)
class Group:
    """Compartments that exchange by flows, with what the solver needs to know of them.

    Attributes:
        members: body indices that are solved for (sinks excluded).
        sinks: body indices that only collect.
        internal: flows between members or from a member out or into a sink.
        inflows: flows from outside into members or sinks.
        order: elimination order over positions in `members`.
        daily: positions in `members` that repeat each day.
    """

    members: tuple[int, ...]
    sinks: tuple[int, ...]
    internal: tuple[Flow, ...]
    inflows: tuple[Flow, ...]
    order: tuple[int, ...]
    daily: tuple[bool, ...]

    def by_place(self, body: Body, inflows: Sequence[Any]) -> list[Any]:
        """Values of `inflows` summed into members and sinks, in this order; None for none."""
        places = (*self.members, *self.sinks)
        total: list[Any] = [None] * len(places)
        for f, value in zip(self.inflows, inflows, strict=True):
            place = places.index(body.index[f.target or ""])
            total[place] = value if total[place] is None else total[place] + value
        return total

    def collected(
        self, body: Body, start: Sequence[Any], x1: Sequence[Any], moved: Sequence[Any], inflows: Sequence[Any], h: Any
    ) -> dict[int, Any]:
        """New amounts by body index: the members as solved, the sinks with what arrived."""
        amounts: dict[int, Any] = dict(zip(self.members, x1, strict=True))
        for i, gain in zip(self.sinks, inflows[len(self.members) :], strict=True):
            arrived = [m for f, m in zip(self.internal, moved, strict=True) if f.target and body.index[f.target] == i]
            amounts[i] = sum(arrived, start[i] if gain is None else start[i] + h * gain)
        return amounts


def groups_of(body: Body) -> tuple[Group, ...]:
    """The conservative groups of the body in sweep order."""
    found: list[Group] = []
    for indices in body.groups():
        inside = set(indices)
        members = tuple(i for i in indices if not body.compartments[i].sink)
        if not members:
            continue
        position = {i: n for n, i in enumerate(members)}
        internal = tuple(f for f in body.flows if f.source is not None and body.index[f.source] in inside)
        inflows = tuple(f for f in body.flows if f.source is None and body.index[f.target or ""] in inside)
        entries = {
            (position[body.index[f.target]], position[body.index[f.source]])
            for f in internal
            if f.source and f.target and body.index[f.target] in position
        }
        found.append(
            Group(
                members=members,
                sinks=tuple(i for i in indices if body.compartments[i].sink),
                internal=internal,
                inflows=inflows,
                order=elimination.ordering(len(members), entries),
                daily=tuple(body.compartments[i].daily for i in members),
            )
        )
    return tuple(found)


def laws(flows: Sequence[Flow], body: Any, k: Any, now: Any) -> list[Any]:
    """Values of the laws of `flows`."""
    return [f.law(body, k, now) for f in flows]


@dataclass(frozen=True)
class Reach:
    """Where a compartment gets to in a step: its amount at the end, and its mean over the step."""

    end: Any
    mean: Any


def reach(x0: Any, h: Any, loss: Any, begin: tuple[Any, Any], end: tuple[Any, Any]) -> Reach:
    """Step of a compartment whose balance q = source / loss runs along a line.

    With z = h loss and D = 1 + z + z^2/2 + z^3/6 for e^z:
    D x1 = x0 + z (1/2 + z/6) q0 + z (1/2 + z/3 + z^2/6) q1, and the mean of x over the step, which conserves,
    D mean = (1 + z/2 + z^2/6) x0 + z (1/3 + z/4 + z^2/12) q0 + z (1/6 + z/12 + z^2/12) q1.
    All weights are positive; right in the stiff limit, where x1 = q1; second order.

    Arguments:
        x0: amount at the beginning.
        h: step length.
        loss: mean loss coefficient of the step.
        begin, end: (source, loss) at both ends.
    """
    z = h * loss
    q0, q1 = (h * source * ((loss + _TINY) / (at + _TINY)) for source, at in (begin, end))
    d = 1 / (1 + z * (1 + z * (0.5 + z * (1 / 6))))
    last = x0 + (0.5 + z * (1 / 6)) * q0 + (0.5 + z * (1 / 3 + z * (1 / 6))) * q1
    mean = (
        (1 + z * (0.5 + z * (1 / 6))) * x0
        + (1 / 3 + z * (0.25 + z * (1 / 12))) * q0
        + (1 / 6 + z * (1 / 12 + z * (1 / 12))) * q1
    )
    return Reach(end=last * d, mean=mean * d)


def reach_net(x0: Any, h: Any, begin: Any, stayed: Any, guess: tuple[Any, Any], xp: Any) -> Reach:
    """Step of a compartment whose loss depends on its own amount, from its net gain instead of gain and loss apart.

    Where what binds uses a carrier up as fast as it is made, the loss is nearly the same whatever is left of it: the net
    gain g is small and changes slowly with x, while q = source / loss runs away. With m = -dg/dx from two points,
    z = m h, D as in `reach`: x1 = x0 + h (g0 (p1 - p2) + g1 p2), mean = x0 + h (g0 (p2 - p3) + g1 p3), with
    p1 = (1 + z/2 + z^2/6) / D, p2 = (1/2 + z/3 + z^2/6) / D, p3 = (1/6 + z/12 + z^2/12) / D. m is at least what keeps
    both positive.

    Arguments:
        x0: amount at the beginning.
        h: step length.
        begin: net gain at the beginning [amount/d].
        stayed: net gain at the end of the step if the amount were still x0.
        guess: (amount, net gain) at the end with another amount, from a prediction.
        xp: library with `where` and `maximum`.
    """
    change = guess[0] - x0
    moved = change * change > (1e-12 * x0) * (1e-12 * x0)
    slope = xp.where(moved, (stayed - guess[1]) / xp.where(moved, change, 1.0), 0.0)
    least = xp.maximum(xp.maximum(-begin, -stayed), 0.0) / (x0 + _TINY)
    z = h * xp.maximum(slope, least)
    d = h / (1 + z * (1 + z * (0.5 + z * (1 / 6))))
    p1 = 1 + z * (0.5 + z * (1 / 6))
    p2 = 0.5 + z * (1 / 3 + z * (1 / 6))
    p3 = 1 / 6 + z * (1 / 12 + z * (1 / 12))
    end = x0 + d * (begin * (p1 - p2) + stayed * p2)
    return Reach(end=end, mean=x0 + d * (begin * (p2 - p3) + stayed * p3))


def predict_alone(x0: Any, h: Any, source0: Any, loss0: Any) -> Any:
    """First-order prediction of a compartment of its own."""
    z = h * loss0
    w = 1 + z * (0.5 + z * (1 / 6))
    return (x0 + h * w * source0) / (1 + z * w)


def advance_group(
    body: Body,
    group: Group,
    x0: Sequence[Any],
    h: Any,
    coefficients: Sequence[Any],
    inflows: Sequence[Any],
    stay: Sequence[float] | None = None,
) -> tuple[list[Any], list[Any]]:
    """Solve (D - h K) x1 = D x0 + h u for the members of one group.

    Arguments:
        x0: amounts of all compartments.
        h: step length, an array over rows.
        coefficients: one for each internal flow [1/d].
        inflows: amounts per day into each member and sink, in the order members + sinks; None for none.
        stay: D for each member: 1, or 0 where the compartment is held in quasi-steady balance; default all 1.

    Returns:
        New amounts of the members, and the amount that each internal flow moved.
    """
    position = {i: n for n, i in enumerate(group.members)}
    stay = [1.0] * len(group.members) if stay is None else stay
    diagonal: list[Any] = list(stay)
    off: dict[tuple[int, int], Any] = {}
    for f, coefficient in zip(group.internal, coefficients, strict=True):
        s = position[body.index[f.source or ""]]
        moved = h * coefficient
        diagonal[s] = diagonal[s] + moved
        t = position.get(body.index[f.target]) if f.target else None
        if t is not None:
            off[t, s] = off[t, s] - moved if (t, s) in off else -moved
    right = [stay[n] * x0[i] + (h * inflows[n] if inflows[n] is not None else 0.0) for n, i in enumerate(group.members)]
    x1 = elimination.solve(diagonal, off, right, group.order)
    moved_amounts = [
        h * c * x1[position[body.index[f.source or ""]]] for f, c in zip(group.internal, coefficients, strict=True)
    ]
    return x1, moved_amounts


def predict_group(
    body: Body, group: Group, x0: Sequence[Any], h: Any, coefficients: Sequence[Any], inflows: Sequence[Any]
) -> list[Any]:
    """Prediction for the members of one group: each decays as if alone, fed by what the others are predicted to hold.

    P(z_i) x1_i = x0_i + h w(z_i) (u_i + sum_j k_ij x1_j), z_i = h x loss of i, P(z) = 1 + z + z^2/2 + z^3/6,
    w = (P - 1) / z: exact to third order for decay and for a constant inflow, right in the stiff limit, positive.
    """
    position = {i: n for n, i in enumerate(group.members)}
    z: list[Any] = [0.0] * len(group.members)
    for f, coefficient in zip(group.internal, coefficients, strict=True):
        s = position[body.index[f.source or ""]]
        z[s] = z[s] + h * coefficient
    weight = [1.0 + each * (0.5 + each * (1 / 6)) for each in z]
    diagonal = [1.0 + each * w for each, w in zip(z, weight, strict=True)]
    off: dict[tuple[int, int], Any] = {}
    for f, coefficient in zip(group.internal, coefficients, strict=True):
        t = position.get(body.index[f.target]) if f.target else None
        if t is not None:
            s = position[body.index[f.source or ""]]
            moved = h * coefficient * weight[t]
            off[t, s] = off[t, s] - moved if (t, s) in off else -moved
    right = [
        x0[i] + (h * weight[n] * inflows[n] if inflows[n] is not None else 0.0) for n, i in enumerate(group.members)
    ]
    return elimination.solve(diagonal, off, right, group.order)
