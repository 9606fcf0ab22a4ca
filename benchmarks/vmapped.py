"""diffrax over a batch at once: Kvaerno5 from event to event in a scan, mapped over rows and compiled as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from benchmarks.compiled import Memory, observations_of
from benchmarks.exact import NUDGE_SHARE, SCALE
from benchmarks.solvers import Setting
from benchmarks.timeline import Stretch, constants_of, stretches
from cobalamin.body import BODY
from cobalamin.body.inputs import view_inputs
from cobalamin.errors import SolverError
from cobalamin.parameters import parameters, view
from cobalamin.solve import jax_setup
from cobalamin.solve.protocol import FloatArray, Row

_MOST_STEPS = 4096
_FIRST_STEP = 1e-4


class Vmapped:
    """Kvaerno5, the implicit method that our reference uses, for many rows in one call."""

    settings = (
        Setting(relative=1e-4, absolute_share=1e-8),
        Setting(relative=1e-5, absolute_share=1e-9),
        Setting(relative=1e-6, absolute_share=1e-10),
    )
    settles = False

    def __init__(self) -> None:
        self._run = jax_setup.jax().jit(_lives)
        self._memory = Memory(NUDGE_SHARE * SCALE)

    def observe(self, rows: Sequence[Row], days: FloatArray, starts: FloatArray, setting: Setting) -> FloatArray:
        """See `solvers.Solver`."""
        lives = [list(stretches(row, days)) for row in rows]
        length = max(map(len, lives))
        slots = max(1, max(s.last - s.first for life in lives for s in life))
        tables = [_table(life, days, length, slots) for life in lives]
        stacked = {name: np.stack([table[name] for table in tables]) for name in tables[0]}
        constants = np.stack([constants_of(row) for row in rows])
        tolerance = np.array([setting.relative, setting.absolute_share], dtype=np.float64)
        states, fine = self._run(starts.T, constants, stacked, tolerance, np.empty(len(days), dtype=np.float64))
        if not bool(np.all(fine)):
            raise SolverError(f"diffrax: {int(np.sum(~np.asarray(fine)))} of {len(rows)} rows took too many steps")
        found = np.array(states, dtype=np.float64)
        found[:, days <= rows[0].start] = starts.T[:, None, :]
        seen = [observations_of(self._memory, row, days, found[r]) for r, row in enumerate(rows)]
        return np.stack(seen, axis=2)


def _table(life: Sequence[Stretch], days: FloatArray, length: int, slots: int) -> dict[str, Any]:
    """A life as arrays, padded with stretches of no length; samples beyond a stretch's own go nowhere."""
    end = life[-1].end
    table = {
        "begin": np.full(length, end),
        "end": np.full(length, end),
        "doses": np.zeros((length, len(BODY.names))),
        "inputs": np.repeat(life[-1].inputs[None, :], length, axis=0),
        "samples": np.full((length, slots), end),
        "numbers": np.full((length, slots), len(days), dtype=np.int32),
    }
    for n, stretch in enumerate(life):
        count = stretch.last - stretch.first
        table["begin"][n], table["end"][n], table["inputs"][n] = stretch.begin, stretch.end, stretch.inputs
        for compartment, amount in stretch.doses:
            table["doses"][n, compartment] += amount
        table["samples"][n] = stretch.end
        table["samples"][n, :count] = np.minimum(days[stretch.first : stretch.last], stretch.end)
        table["numbers"][n, :count] = np.arange(stretch.first, stretch.last)
    return table


def _lives(starts: Any, constants: Any, tables: Any, tolerance: Any, days: Any) -> Any:
    """States at the samples, shape (row, time, compartment), and whether each row went through."""
    jax = jax_setup.jax()
    return jax.vmap(partial(_life, tolerance=tolerance, count=len(days)))(starts, constants, tables)


def _life(start: Any, constants: Any, table: Any, *, tolerance: Any, count: int) -> Any:
    import diffrax

    jax = jax_setup.jax()
    xp = jax.numpy
    k = view(dict(zip(parameters(), constants, strict=True)))
    controller = diffrax.PIDController(rtol=tolerance[0], atol=tolerance[1] * xp.asarray(SCALE))

    def rates(t: Any, y: Any, inputs: Any) -> Any:
        change = BODY.rates(list(y), k, view_inputs(list(inputs)))
        return xp.stack([xp.asarray(c, dtype=y.dtype) for c in change])

    def one(carry: Any, stretch: Any) -> Any:
        y, out, fine = carry
        y = y + stretch["doses"]
        empty = stretch["end"] <= stretch["begin"]
        solution = diffrax.diffeqsolve(
            diffrax.ODETerm(rates),
            diffrax.Kvaerno5(),
            t0=stretch["begin"],
            t1=xp.where(empty, stretch["begin"] + 1e-9, stretch["end"]),
            dt0=xp.minimum(_FIRST_STEP, xp.maximum(stretch["end"] - stretch["begin"], 1e-9)),
            y0=y,
            args=stretch["inputs"],
            saveat=diffrax.SaveAt(subs=[diffrax.SubSaveAt(ts=stretch["samples"]), diffrax.SubSaveAt(t1=True)]),
            stepsize_controller=controller,
            max_steps=_MOST_STEPS,
            throw=False,
        )
        solved: Any = solution.ys
        out = out.at[stretch["numbers"]].set(solved[0], mode="drop")
        good = empty | (solution.result == diffrax.RESULTS.successful)
        return (xp.where(empty, y, solved[1][-1]), out, fine & good), None

    out = xp.zeros((count, len(BODY.names)), dtype=start.dtype)
    (_, out, fine), _ = jax.lax.scan(one, (start, out, xp.asarray(True)), table)
    return out, fine
