"""One step of the fast solver, from the flows alone.

A compartment is carried over the step by exponential weights, written as positive rational functions (`reach`): that
gives its amount at the end and its mean over the step, of second order and right in the stiff limit. Compartments
joined by flows form a group; what a flow moves is its coefficient times the mean of its source. Written as a
coefficient on the amount at the end, the group is then solved together, (I - h K) x1 = x0 + h u. The columns of K sum
to zero up to the sinks, so a step conserves what the group holds; I - h K is an M-matrix, so amounts stay positive.
Groups are swept upstream to downstream: a law sees the new amounts upstream and predicted ones downstream.

References: Burchard, Deleersnijder, Meister 2003 (modified Patankar schemes, from which the conservative form comes);
Cox, Matthews 2002 (exponential time differencing); the weights are the third-order Pade form of the exponential.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body.graph import Body, Flow
from cobalamin.solve import elimination

TINY = 1e-280
"""Added to divisors that may be zero; far below any amount."""


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


def _series(z: Any) -> tuple[Any, Any, Any, Any]:
    """1 / D, and D p1, D p2, D p3 of the exponential weights p of z, with D = 1 + z + z^2/2 + z^3/6 + z^4/24 for e^z.

    p1 = (1 - 1/D) / z, p2 = (1 - p1) / z, p3 = (1/2 - p2) / z: rational, positive, without cancellation.
    """
    p1 = 1 + z * (0.5 + z * (1 / 6 + z * (1 / 24)))
    p2 = 0.5 + z * (1 / 3 + z * (1 / 8 + z * (1 / 24)))
    p3 = 1 / 6 + z * (1 / 8 + z * (1 / 24 + z * (1 / 48)))
    return 1 / (1 + z * p1), p1, p2, p3


def reach(x0: Any, h: Any, loss: Any, begin: tuple[Any, Any], end: tuple[Any, Any], bulge: Any = None) -> Reach:
    """Step of a compartment whose balance q = source / loss runs along a line, or along an arc.

    With z = h loss and the weights p of `_series`: x1 = x0 / D + z (p1 - p2) q0 + z p2 q1, and the mean of x over the
    step, which conserves, mean = p1 x0 + z (p2 - p3) q0 + z p3 q1. A bulge b of the source, the mean of the step above
    that of its ends, adds 6 h b (p2 - 2 p3) and h b (1 - 6 (p2 - 2 p3)) / z. Without a bulge all weights are positive,
    and with one down to -max(source) / 6; right in the stiff limit, where x1 = q1.

    Arguments:
        x0: amount at the beginning.
        h: step length.
        loss: mean loss coefficient of the step.
        begin, end: (source, loss) at both ends.
        bulge: mean source of the step less the mean of its two ends [amount/d]; None for none.
    """
    z = h * loss
    # z q of the formula, h source x loss / loss at that end, where the step is stiff, and h source where it is not.
    q0, q1 = (h * source * ((z + 1.0) / (h * at + 1.0)) for source, at in (begin, end))
    d, p1, p2, p3 = _series(z)
    last = x0 + (p1 - p2) * q0 + p2 * q1
    mean = p1 * x0 + (p2 - p3) * q0 + p3 * q1
    if bulge is not None:
        last = last + h * bulge * (1 + z * (0.5 + z * 0.25))
        mean = mean + h * bulge * (0.5 + z * (0.25 + z * (1 / 6 + z * (1 / 24))))
    return Reach(end=last * d, mean=mean * d)


def reach_net(x0: Any, h: Any, begin: Any, stayed: Any, guess: tuple[Any, Any], xp: Any) -> Reach:
    """Step of a compartment whose loss depends on its own amount, from its net gain instead of gain and loss apart.

    Where what binds uses a carrier up as fast as it is made, the loss is nearly the same whatever is left of it: the
    net gain g is small and changes slowly with x, while q = source / loss runs away. With m = -dg/dx from two points,
    z = m h and the weights of `_series`: x1 = x0 + h (g0 (p1 - p2) + g1 p2), mean = x0 + h (g0 (p2 - p3) + g1 p3). m
    is at least what keeps both positive.

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
    least = xp.maximum(xp.maximum(-begin, -stayed), 0.0) / (x0 + TINY)
    z = h * xp.maximum(slope, least)
    d, p1, p2, p3 = _series(z)
    d = h * d
    end = x0 + d * (begin * (p1 - p2) + stayed * p2)
    return Reach(end=end, mean=x0 + d * (begin * (p2 - p3) + stayed * p3))


def mean_coefficient(first: Any, last: Any, ratio: Any) -> Any:
    """Mean flow of a step over the mean amount of its source: k1 m(r k0 / k1) / m(r), r = x0 / x1.

    m(r) = (r + 3 - 2 / (r + 1)) / 3 is the logarithmic mean of r and 1 to fourth order: exact where amount and flow
    both decay or grow exponentially, and of second order everywhere. Multiplied out, so that a coefficient may be
    zero.

    Arguments:
        first, last: coefficient at both ends.
        ratio: amount at the beginning over that at the end.
    """
    if first is last:
        return last
    begin = ratio * first
    return (begin + 3.0 * last - 2.0 * last * last / (begin + last + TINY)) / (ratio + 3.0 - 2.0 / (ratio + 1.0))


def predict_alone(x0: Any, h: Any, source0: Any, loss0: Any) -> Any:
    """First-order prediction of a compartment of its own."""
    d, p1, _, _ = _series(h * loss0)
    return (x0 + h * p1 * source0) * d


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

    D(z_i) x1_i = x0_i + h D p1(z_i) (u_i + sum_j k_ij x1_j), z_i = h x loss of i, D and p1 of `_series`: good to fourth
    order for decay and for a constant inflow, right in the stiff limit, positive.
    """
    position = {i: n for n, i in enumerate(group.members)}
    z: list[Any] = [0.0] * len(group.members)
    for f, coefficient in zip(group.internal, coefficients, strict=True):
        s = position[body.index[f.source or ""]]
        z[s] = z[s] + h * coefficient
    weight = [_series(each)[1] for each in z]
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
