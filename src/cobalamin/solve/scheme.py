"""One step of the fast solver, from the flows alone.

Compartments joined by flows form a group and are advanced together by a modified Patankar scheme of second order:
(D - h K) x1 = x0 + h u, with K frozen. Its columns sum to zero up to the sinks, so a step conserves what the group
holds; it is an M-matrix, so amounts stay positive. A compartment of its own is advanced by
x1 = E x0 + a h S0 + b h S1 with non-negative weights that are rational in z = h (L0 + L1) / 2 and right in the stiff
limit. Groups are swept upstream to downstream: a law sees the new amounts upstream and predicted ones downstream.

References: Burchard, Deleersnijder, Meister 2003 (modified Patankar-Runge-Kutta); the weights are the third-order
Pade form of the exponential.
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


def weights(z: Any) -> tuple[Any, Any, Any]:
    """E, A / z and B / z of x1 = E x0 + A q0 + B q1 for z = h k; non-negative, E + A + B = 1, second order."""
    z2 = z * z
    d = 1 / (1 + z + z2 * (0.5 + z * (1 / 6)))
    return d, (0.5 + z * (1 / 6)) * d, (0.5 + z * (1 / 3) + z2 * (1 / 6)) * d


def advance_alone(x0: Any, h: Any, source0: Any, loss0: Any, source1: Any, loss1: Any) -> Any:
    """New amount of a compartment of its own; source and loss at both ends of the step."""
    mean = 0.5 * (loss0 + loss1)
    e, a, b = weights(h * mean)
    start = source0 * ((mean + _TINY) / (loss0 + _TINY))
    end = source1 * ((mean + _TINY) / (loss1 + _TINY))
    return e * x0 + h * (a * start + b * end)


def predict_alone(x0: Any, h: Any, source0: Any, loss0: Any) -> Any:
    """First-order prediction of a compartment of its own."""
    e, a, b = weights(h * loss0)
    return e * x0 + h * (a + b) * source0


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


def patankar(first: Any, second: Any, x0: Any, predicted: Any) -> Any:
    """Second-order coefficient (k0 x0 / x* + k1) / 2 from coefficients at both ends and the predicted amount."""
    return 0.5 * (first * (x0 / (predicted + _TINY)) + second)
