"""libRoadRunner on the exported SBML: one compiled model for all persons, doses between stretches.

Doses as events of the model would need a model a person, seconds of compilation each; so the model holds no events, and
amounts are set between stretches through the lists of numbers that the compiled model offers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from benchmarks.compiled import Memory, observations_of
from benchmarks.exact import NUDGE_SHARE, SCALE
from benchmarks.solvers import LADDER, Setting
from benchmarks.timeline import Stretch, constants_of, stretches
from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES, replete_inputs
from cobalamin.errors import SolverError
from cobalamin.interop.sbml import document
from cobalamin.interop.symbols import constant_id, input_id, state_id
from cobalamin.parameters import parameters, typical
from cobalamin.solve.protocol import FloatArray, Row

_LEAST = 1e-12
"""States begin no lower: from an injury of exactly zero its integrator takes steps of 1e-12 days and gives up."""


class _Places:
    """Where names of ours stand among the numbers of the model; what the model leaves out is left out."""

    def __init__(self, names: Sequence[str], known: Sequence[str]) -> None:
        position = {name: n for n, name in enumerate(known)}
        self.ours = [n for n, name in enumerate(names) if name in position]
        self.theirs = [position[names[n]] for n in self.ours]


@cache
def model_text() -> str:
    """SBML of the typical person without doses."""
    inputs = replete_inputs()
    nobody = Row(label="typical", constants=typical(), start=0.0, steady=inputs, inputs=((0.0, inputs),))
    return document(nobody, BODY.healthy(), events=False)


class RoadRunner:
    """libRoadRunner with its CVODE."""

    # At looser absolute tolerances its integrator gives up among daily doses.
    settings = (*LADDER[:4], *(Setting(relative=each, absolute_share=1e-12) for each in (1e-4, 1e-6, 1e-8)))
    settles = False

    def __init__(self) -> None:
        import roadrunner

        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_CRITICAL)
        self._runner: Any = roadrunner.RoadRunner(model_text())
        self._model: Any = self._runner.model
        known = list(self._model.getGlobalParameterIds())
        states = [state_id(name) for name in BODY.names]
        self._species = _Places(states, list(self._model.getFloatingSpeciesIds()))
        self._others = _Places(states, known)
        self._constants = _Places([constant_id(name) for name in parameters()], known)
        self._inputs = _Places([input_id(name) for name in INPUT_NAMES], known)
        self._memory = Memory(NUDGE_SHARE * SCALE)

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `solvers.Solver`."""
        integrator = self._runner.integrator
        integrator.setValue("relative_tolerance", setting.relative)
        integrator.setValue("absolute_tolerance", setting.absolute_share)
        integrator.setValue("maximum_num_steps", 100_000)
        lives = (self._live(row, days, starts[:, r]) for r, row in enumerate(rows))
        seen = [observations_of(self._memory, row, days, life) for row, life in zip(rows, lives, strict=True)]
        return np.stack(seen, axis=2)

    def _set(self, places: _Places, values: FloatArray) -> None:
        self._model.setGlobalParameterValues(places.theirs, values[places.ours].tolist())

    def _live(self, row: Row, days: FloatArray, start: FloatArray) -> FloatArray:
        out = np.empty((len(days), len(start)), dtype=np.float64)
        out[days <= row.start] = start
        begin = np.maximum(start, _LEAST)
        self._set(self._constants, constants_of(row))
        self._set(self._others, begin)
        self._model.setFloatingSpeciesAmounts(self._species.theirs, begin[self._species.ours].tolist())
        inputs = None
        for stretch in stretches(row, days):
            if stretch.inputs is not inputs:
                inputs = stretch.inputs
                self._set(self._inputs, inputs)
            self._give(stretch)
            self._follow(stretch, days, out)
        return out

    def _give(self, stretch: Stretch) -> None:
        if not stretch.doses:
            return
        amounts = np.zeros(len(SCALE), dtype=np.float64)
        amounts[self._species.ours] = self._model.getFloatingSpeciesAmounts()[self._species.theirs]
        for compartment, amount in stretch.doses:
            amounts[compartment] += amount
        self._model.setFloatingSpeciesAmounts(self._species.theirs, amounts[self._species.ours].tolist())

    def _follow(self, stretch: Stretch, days: FloatArray, out: FloatArray) -> None:
        integrator, day = self._runner.integrator, stretch.begin
        self._model.setTime(day)
        integrator.restart(day)
        try:
            for n in range(stretch.first, stretch.last):
                aim = min(float(days[n]), stretch.end)
                day = integrator.integrate(day, aim - day) if aim > day else day
                out[n, self._species.ours] = self._model.getFloatingSpeciesAmounts()[self._species.theirs]
                out[n, self._others.ours] = self._model.getGlobalParameterValues()[self._others.theirs]
            if day < stretch.end:
                integrator.integrate(day, stretch.end - day)
        except RuntimeError as error:
            raise SolverError(f"libRoadRunner after day {day:g}: {error}") from error
