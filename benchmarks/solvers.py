"""The solvers behind one face: rows, sample days and states to begin with go in, all observations come out.

Ours find the steady state of the replete self themselves, within their time. The others are handed it, worked out
beforehand and not timed. They are stopped at every dose, tablet and change of inputs, as the body jumps there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.exact import NUDGE_SHARE, SCALE, CvodeBody
from benchmarks.timeline import stretches
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import SolverError
from cobalamin.solve.protocol import FloatArray, Row


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How carefully to solve: relative tolerance, and absolute tolerance as a share of the healthy amounts.

    Both are None for a solver that has no choice to make.
    """

    relative: float | None = None
    absolute_share: float | None = None
    target: float | None = None

    def __str__(self) -> str:
        if self.target is not None:
            return f"steps for an error of {self.target:.1e}"
        return "as shipped" if self.relative is None else f"rtol {self.relative:.0e}, atol {self.absolute_share:.0e}"


ONLY = (Setting(),)
LADDER = tuple(
    Setting(relative=relative, absolute_share=share)
    for relative, share in ((1e-3, 1e-6), (1e-4, 1e-6), (1e-4, 1e-8), (1e-5, 1e-9), (1e-6, 1e-10), (1e-7, 1e-11))
)
"""Tolerances to try, from the loosest."""


class Solver(Protocol):
    """One solver, made ready by its constructor, which imports and compiles."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What to try, fastest first."""
        ...

    @property
    def settles(self) -> bool:
        """Whether it finds the steady state itself and does not look at `starts`."""
        ...

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """All observations, shape (observation, time, row); `starts` has shape (compartment, row)."""
        ...


class Fast:
    """Ours for populations; the steps follow from an error target."""

    settings = tuple(Setting(target=target) for target in (1.2e-2, 7.5e-3, 4.5e-3, 3e-3, 2e-3, 1e-3))
    settles = True

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `Solver`."""
        from cobalamin.solve import fast
        from cobalamin.solve.rule import USUAL_TARGET, rule_for

        return fast.observe(rows, days, rule=rule_for(setting.target or USUAL_TARGET))


class Reference:
    """Ours to be checked against: Kvaerno5 of diffrax, row by row."""

    settings, settles = ONLY, True

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `Solver`."""
        from cobalamin.simulate import observe_states
        from cobalamin.solve import reference

        solution = reference.solve(rows, days)
        if solution.failed:
            raise SolverError("; ".join(solution.failed.values()))
        return observe_states(solution.states, days, rows, tuple(OBSERVATIONS))


class Cvode:
    """CVODE on the compiled flows, Jacobian by compiled difference quotients."""

    settings, settles = LADDER, False

    def __init__(self) -> None:
        self._made: dict[Setting, CvodeBody] = {}
        self._body(LADDER[0])

    def _body(self, setting: Setting) -> CvodeBody:
        if setting not in self._made:
            self._made[setting] = CvodeBody(setting.relative or 0.0, setting.absolute_share or 0.0)
        return self._made[setting]

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `Solver`."""
        from benchmarks.compiled import observations_of

        body = self._body(setting)
        lives = (body.live(row, days, starts[:, r].copy()) for r, row in enumerate(rows))
        seen = [observations_of(body.memory, row, days, life) for row, life in zip(rows, lives, strict=True)]
        return np.stack(seen, axis=2)


class Lsoda:
    """LSODA of SciPy, whose driver calls Python for rates and Jacobian; both are compiled."""

    settings, settles = LADDER, False

    def __init__(self) -> None:
        from scipy.integrate import odeint

        from benchmarks.compiled import Memory, flows, machinery

        self._odeint, self._memory = odeint, Memory(NUDGE_SHARE * SCALE)
        memory, jacobian, rates = self._memory, machinery().jacobian, flows().rates
        first_lane, result, addresses = memory.state[:, 0], memory.rates[:, 0], memory.addresses
        by_column = np.empty((len(SCALE), len(SCALE)), dtype=np.float64)

        def change(_day: float, x: FloatArray) -> FloatArray:
            first_lane[:] = x
            rates(*addresses)
            return result

        def slope(_day: float, x: FloatArray) -> FloatArray:
            jacobian(memory.block, x, by_column)
            return by_column

        self._change, self._slope = change, slope

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `Solver`."""
        from benchmarks.compiled import observations_of

        lives = (self._live(row, days, starts[:, r], setting) for r, row in enumerate(rows))
        seen = [observations_of(self._memory, row, days, life) for row, life in zip(rows, lives, strict=True)]
        return np.stack(seen, axis=2)

    def _live(self, row: Row, days: FloatArray, start: FloatArray, setting: Setting) -> FloatArray:
        out = np.empty((len(days), len(start)), dtype=np.float64)
        out[days <= row.start] = start
        memory, state, inputs = self._memory, start.copy(), None
        absolute = (setting.absolute_share or 0.0) * SCALE
        memory.person(row)
        for stretch in stretches(row, days):
            if stretch.inputs is not inputs:
                inputs = stretch.inputs
                memory.inputs(inputs)
            for compartment, amount in stretch.doses:
                state[compartment] += amount
            stops = [stretch.begin, *np.minimum(days[stretch.first : stretch.last], stretch.end), stretch.end]
            if len(stops) > 2 and stops[-2] == stops[-1]:
                stops.pop()
            solved, told = self._odeint(
                self._change, state, stops, Dfun=self._slope, col_deriv=True, rtol=setting.relative, atol=absolute,
                tcrit=[stretch.end], tfirst=True, mxstep=100_000, full_output=True,
            )  # fmt: skip
            if told["message"] != "Integration successful.":
                raise SolverError(f"LSODA at day {stretch.begin:g}: {told['message']}")
            samples = stretch.last - stretch.first
            out[stretch.first : stretch.last] = solved[1 : 1 + samples]
            state = solved[-1].copy()
        return out


def _roadrunner() -> Solver:
    from benchmarks.roadrunner import RoadRunner

    return RoadRunner()


def _diffrax() -> Solver:
    from benchmarks.vmapped import Vmapped

    return Vmapped()


def _model_text() -> None:
    from benchmarks.roadrunner import model_text

    model_text()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """How to come by a solver.

    Attributes:
        make: imports and compiles it; timed.
        prepare: what it is given before, not timed.
        compiles_flows: the compiled flows are its own; for others they only work out observations and are not timed.
        compiles_by_shape: a life of another length, or another batch, is compiled anew.
        batched: it gains from many rows at once; else rows go one after another.
    """

    make: Callable[[], Solver]
    prepare: Callable[[], None] = lambda: None
    compiles_flows: bool = False
    compiles_by_shape: bool = False
    batched: bool = False


SOLVERS: Mapping[str, Entry] = {
    "fast": Entry(make=Fast, compiles_flows=True, batched=True),
    "reference": Entry(make=Reference),
    "libroadrunner": Entry(make=_roadrunner, prepare=_model_text),
    "lsoda": Entry(make=Lsoda, compiles_flows=True),
    "cvode": Entry(make=Cvode, compiles_flows=True),
    "diffrax": Entry(make=_diffrax, compiles_by_shape=True, batched=True),
}
"""Solvers by name."""
