"""Double-cable model of a myelinated fibre: axolemma, periaxonal space and myelin as two cables side by side.

Axon and periaxonal space are two chains of compartments, joined by the axolemma and, through the myelin, to a grounded
outside. Of each internode the length, the thickness of its sheath, the width of its periaxonal space, the seal of its
paranodes and its sodium channels can be changed. Structure and constants: McIntyre, Richardson and Grill 2002
(`fibre.toml`), eleven compartments from node to node.

Backward Euler in the potentials, exact exponential steps in the gates, which are half a step behind; each step solves
one block-tridiagonal system of 2 x 2 blocks. The loop is compiled by Numba, because thousands of small steps that each
depend on the one before cost microseconds there, while a library call a step costs more than the step itself.

NEURON has the same cable in its `extracellular` mechanism, and ports of this fibre to it exist; there the channels must
first be compiled from NMODL, which is too much to ask for tables that are built once. It remains the independent check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cobalamin.nerve.constants import SIGMOID, Geometry, gate_rates, geometry, values
from cobalamin.solve.jit import compiled

NODE, PARANODE, JUXTAPARANODE, MIDDLE = range(4)
MIDDLES = 6
"""Equal compartments in the middle of an internode."""
GROUND = 1e6
"""Conductance to the outside where there is no myelin [uS]: so large that the space is at zero."""
STEP = 0.005
"""Time step [ms]; velocities come out 7 to 8 % lower than at a fifth of it, ratios to the healthy fibre do not."""
ARRIVAL = -20.0
"""An impulse has arrived when the membrane potential rises through this [mV]."""


@dataclass(frozen=True, kw_only=True)
class Internode:
    """One internode relative to its healthy self.

    Attributes:
        length: relative to the internode of a healthy fibre of this diameter.
        sheath: thickness of the sheath; 1 healthy, 0 bare (no myelin at all).
        seal: width of the periaxonal space along the whole internode; 1 healthy, more is looser.
        paranode: further width at the two paranodes only.
        channels: density of all nodal channels in the internodal axolemma, relative to the node.
    """

    length: float = 1.0
    sheath: float = 1.0
    seal: float = 1.0
    paranode: float = 1.0
    channels: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Journey:
    """An impulse on its way.

    Attributes:
        arrival: when it reached each node [ms]; nan where it never did.
        node_position: of each node from the stimulated end [mm].
        position: of the middle of each compartment [mm].
        time: of each frame [ms].
        potential: inside against outside, across axolemma and sheath, frames x compartments [mV].
    """

    arrival: np.ndarray
    node_position: np.ndarray
    position: np.ndarray
    time: np.ndarray
    potential: np.ndarray

    def velocity(self, *, skip: int) -> float:
        """Velocity [m/s] from the node after `skip` internodes to the third from the end; nan if it never arrives."""
        first, last = skip, len(self.arrival) - 3
        way = self.node_position[last] - self.node_position[first]
        return float(way / (self.arrival[last] - self.arrival[first]))  # mm/ms = m/s

    @property
    def longest_wait(self) -> float:
        """Longest time between two nodes in a row among those that fired [ms]."""
        fired = self.arrival[np.isfinite(self.arrival)]
        return float(np.max(np.diff(fired), initial=0.0))


class Fibre:
    """A fibre with its electrical constants: uS, nF, mV, nA and ms.

    Source: mrg_code, mech_mrg_gna
    """

    def __init__(self, diameter: float, internodes: Sequence[Internode]) -> None:
        self.geometry = geometry(diameter)
        self.internodes = tuple(internodes)
        parts = [each for internode in internodes for each in _parts(internode, self.geometry)]
        parts.append(_Part(NODE, values("fibre")["node_length"], Internode()))
        self.kind = np.array([part.kind for part in parts])
        self.nodes = np.flatnonzero(self.kind == NODE)
        self._electrify(parts)

    def _electrify(self, parts: list[_Part]) -> None:
        c, g = values("fibre"), self.geometry
        kind, um = self.kind, 1e-4  # cm
        length = np.array([part.length for part in parts]) * um
        sheath = np.array([part.of.sheath for part in parts])
        seal = np.array([part.of.seal * (part.of.paranode if part.kind == PARANODE else 1.0) for part in parts])
        density = np.where(kind == NODE, 1.0, np.array([part.of.channels for part in parts]))

        diameter = np.where(kind <= PARANODE, g.node_diameter, g.axon_diameter) * um
        space = np.where(kind <= PARANODE, c["node_space"], c["internode_space"]) * um * seal
        area = np.pi * diameter * length  # cm2
        micro = 1e6  # S to uS
        nano = 1e3  # uF to nF
        self.capacitance = c["axolemma_capacitance"] * area * nano
        passive = np.where(kind == PARANODE, c["paranode_conductance"], c["internode_conductance"])
        self.passive = np.where(kind == NODE, 0.0, passive) * area * micro
        self.active = np.flatnonzero(density > 0)
        channels = ("fast_sodium", "persistent_sodium", "slow_potassium", "node_leak")
        self.channels = np.array([c[name] * density * area * micro for name in channels])[:, self.active].T.copy()

        bare = (kind == NODE) | (sheath <= 0)
        membranes = 2 * g.lamellae * np.where(bare, 1.0, sheath)
        outer = diameter + (g.fibre_diameter * um - diameter) * sheath
        around = np.pi * outer * length
        self.myelin_capacitance = np.where(bare, 0.0, c["lamella_capacitance"] / membranes * around * nano)
        self.myelin_conductance = np.where(bare, GROUND, c["lamella_conductance"] / membranes * around * micro)

        inside = c["resistivity"] * length / (np.pi * diameter**2 / 4)  # ohm
        ring = np.pi * ((diameter / 2 + space) ** 2 - (diameter / 2) ** 2)
        between = c["resistivity"] * length / ring
        self.axial = micro / (0.5 * (inside[:-1] + inside[1:]))
        self.periaxonal = micro / (0.5 * (between[:-1] + between[1:]))
        ends = np.concatenate([[0.0], np.cumsum(length)]) * 10  # mm
        self.position = (ends[:-1] + ends[1:]) / 2
        self.node_position = ends[self.nodes]

    def conduct(
        self,
        *,
        duration: float,
        step: float = STEP,
        current: float = 2.0,
        pulse: float = 0.1,
        start: float = 0.1,
        at: int = 0,
        frame: float | None = None,
        stop: bool = True,
    ) -> Journey:
        """Stimulate node `at` with a pulse of `current` [nA] and follow the impulse for `duration` [ms].

        Arguments:
            step: time step [ms].
            pulse, start: length and begin of the pulse [ms].
            frame: keep all potentials every so many ms; None keeps none.
            stop: end when the impulse has reached the last node but one.
        """
        c = values("fibre")
        every = round(frame / step) if frame else 0
        reversal = np.array([c["sodium_reversal"], c["potassium_reversal"], c["leak_reversal"], c["rest"]])
        arrival, frames, done = _march(
            self.capacitance, self.passive, self.myelin_capacitance, self.myelin_conductance, self.axial,
            self.periaxonal, self.active, self.channels, gate_rates(c["temperature"]), reversal, self.nodes,
            step, round(duration / step), int(self.nodes[at]), start, start + pulse, current, every, stop, ARRIVAL,
        )  # fmt: skip
        return Journey(
            arrival=arrival,
            node_position=self.node_position,
            position=self.position,
            time=np.arange(1, done + 1) * every * step,
            potential=frames[:done],
        )


def healthy(diameter: float, count: int = 20) -> Fibre:
    """A fibre of `count` healthy internodes."""
    return Fibre(diameter, [Internode()] * count)


def velocity(fibre: Fibre, *, duration: float = 14.0, step: float = STEP, skip: int = 4) -> float:
    """Velocity [m/s] of an impulse that starts at the first node, without the ends; nan when it never arrives."""
    return fibre.conduct(duration=duration, step=step).velocity(skip=skip)


@dataclass(frozen=True)
class _Part:
    kind: int
    length: float  # um
    of: Internode


def _parts(internode: Internode, g: Geometry) -> list[_Part]:
    """A node and the ten compartments after it."""
    c = values("fibre")
    length = internode.length * g.internode_length
    # A short internode keeps its proportions: the juxtaparanodes never take more than 15 % each.
    beside = min(g.juxtaparanode_length, 0.15 * length)
    middle = (length - c["node_length"] - 2 * c["paranode_length"] - 2 * beside) / MIDDLES
    outer = [_Part(PARANODE, c["paranode_length"], internode), _Part(JUXTAPARANODE, beside, internode)]
    return [
        _Part(NODE, c["node_length"], Internode()),
        *outer,
        *[_Part(MIDDLE, middle, internode)] * MIDDLES,
        *reversed(outer),
    ]


@compiled
def _rate(form, rate, midpoint, slope, v):  # pragma: no cover
    y = (v - midpoint) / slope
    if form == SIGMOID:
        return rate / (1.0 + np.exp(-y))
    if abs(y) < 1e-6:
        return rate * abs(slope) * (1.0 + y / 2)
    return rate * abs(slope) * y / (1.0 - np.exp(-y))


@compiled
def _march(
    capacitance, passive, myelin_capacitance, myelin_conductance, axial, periaxonal, active, channels, gates,
    reversal, nodes, dt, steps, site, begin, end, current, every, stop, threshold,
):  # fmt: skip # pragma: no cover
    n, many = capacitance.size, active.size
    e_na, e_k, e_leak, rest = reversal
    v, p = np.full(n, rest), np.zeros(n)
    state = np.empty((many, 4))
    for j in range(many):
        for g in range(4):
            row = gates[g]
            a = _rate(row[0], row[1], row[2], row[3], rest)
            state[j, g] = a / (a + _rate(row[4], row[5], row[6], row[7], rest))
    arrival = np.full(nodes.size, np.nan)
    before = v[nodes] - p[nodes]
    frames = np.empty((steps // every if every > 0 else 0, n))
    kept = 0
    fixed_v, fixed_p = capacitance / dt + passive, myelin_capacitance / dt + myelin_conductance
    sides_v, sides_p = np.zeros(n), np.zeros(n)
    sides_v[:-1] += axial
    sides_v[1:] += axial
    sides_p[:-1] += periaxonal
    sides_p[1:] += periaxonal
    membrane, source = np.empty(n), np.empty(n)
    aa, ab, bb = np.empty(n), np.empty(n), np.empty(n)
    fv, fp = np.empty(n), np.empty(n)
    for step in range(steps):
        t = step * dt
        for i in range(n):
            membrane[i] = fixed_v[i]
            source[i] = capacitance[i] / dt * (v[i] - p[i]) + passive[i] * rest
        for j in range(many):
            i = active[j]
            u = v[i] - p[i]
            for g in range(4):
                row = gates[g]
                a = _rate(row[0], row[1], row[2], row[3], u)
                total = a + _rate(row[4], row[5], row[6], row[7], u)
                state[j, g] = a / total + (state[j, g] - a / total) * np.exp(-dt * total)
            m, h, q, s = state[j]
            g_na = channels[j, 0] * m * m * m * h + channels[j, 1] * q * q * q
            g_k, g_leak = channels[j, 2] * s, channels[j, 3]
            membrane[i] += g_na + g_k + g_leak
            source[i] += g_na * e_na + g_k * e_k + g_leak * e_leak
        # Blocks [[membrane + axial, -membrane], [-membrane, membrane + myelin + periaxonal]], eliminated downward.
        for i in range(n):
            x = membrane[i] + sides_v[i]
            y = -membrane[i]
            z = membrane[i] + fixed_p[i] + sides_p[i]
            rv, rp = source[i], -source[i] + myelin_capacitance[i] / dt * p[i]
            if i == site and begin <= t < end:
                rv += current
            if i > 0:
                gv, gp = axial[i - 1], periaxonal[i - 1]
                x -= gv * gv * aa[i - 1]
                y -= gv * gp * ab[i - 1]
                z -= gp * gp * bb[i - 1]
                rv += gv * (aa[i - 1] * fv[i - 1] + ab[i - 1] * fp[i - 1])
                rp += gp * (ab[i - 1] * fv[i - 1] + bb[i - 1] * fp[i - 1])
            whole = x * z - y * y
            aa[i], ab[i], bb[i] = z / whole, -y / whole, x / whole
            fv[i], fp[i] = rv, rp
        for back in range(n):
            i = n - 1 - back
            rv, rp = fv[i], fp[i]
            if back > 0:
                rv += axial[i] * v[i + 1]
                rp += periaxonal[i] * p[i + 1]
            v[i] = aa[i] * rv + ab[i] * rp
            p[i] = ab[i] * rv + bb[i] * rp
        for j in range(nodes.size):
            u = v[nodes[j]] - p[nodes[j]]
            if np.isnan(arrival[j]) and before[j] < threshold <= u:
                arrival[j] = (step + (threshold - before[j]) / (u - before[j])) * dt
            before[j] = u
        if every > 0 and (step + 1) % every == 0:
            for i in range(n):
                frames[kept, i] = v[i]
            kept += 1
        if stop and not np.isnan(arrival[nodes.size - 2]) and before[nodes.size - 2] > 0:
            break
    return arrival, frames, kept
