"""The fast solver: batches of rows through one compiled loop, positive and conservative by construction.

The grid (steps, doses, inputs, samples) is data, so that one compilation serves every schedule of a rung.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from cobalamin.body import BODY
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.parameters import parameters, view
from cobalamin.solve import jax_setup
from cobalamin.solve.grid import Grid, Kind, StepRule, build
from cobalamin.solve.protocol import FloatArray, Row, Solution
from cobalamin.solve.scheme import (
    Group,
    advance_alone,
    advance_group,
    groups_of,
    laws,
    patankar,
    predict_alone,
)

DOSE_COMPARTMENTS: tuple[str, ...] = tuple(
    c.name
    for c in BODY.compartments
    if c.name.startswith(("gut.", "plasma.depot", "plasma.unbound", "drugs.")) and not c.name.endswith("effect")
) + ("excreta.faeces",)
"""Compartments that a dose can enter."""


class _Step:
    """The step as a function of arrays; holds what depends on the body only."""

    def __init__(self) -> None:
        self.groups = groups_of(BODY)
        self.dose_index = [BODY.index[name] for name in DOSE_COMPARTMENTS]
        self.jumping = [n for n, g in enumerate(self.groups) if len(g.members) > 1 and any(g.daily)]

    def split(self, group: Group, values: Sequence[Any], tablets: dict[int, Any]) -> list[Any]:
        """Inflows by member and sink, from inflow laws and mean tablet intake."""
        places = (*group.members, *group.sinks)
        total: list[Any] = [tablets.get(i) for i in places]
        for f, value in zip(group.inflows, values, strict=True):
            n = places.index(BODY.index[f.target or ""])
            total[n] = value if total[n] is None else total[n] + value
        return total

    def alone_rates(self, group: Group, x: Sequence[Any], k: Any, now: Any) -> tuple[Any, Any]:
        """Source and loss of a compartment of its own."""
        body = BODY.view(x)
        source = sum(laws(group.inflows, body, k, now), 0.0)
        loss = sum(laws(group.internal, body, k, now), 0.0)
        return source, loss

    def __call__(
        self, x0: list[Any], sums: list[list[Any]], h: Any, kind: Any, mean_intake: Any, k: Any, now: Any, xp: Any
    ) -> tuple[list[Any], list[list[Any]]]:
        """States and sums after one step of length h [d]."""
        body0 = BODY.view(x0)
        jump = kind == int(Kind.JUMP)
        recorded = (kind == int(Kind.RECORDED)) | (kind == int(Kind.RECORDED_FIRST))
        fresh = kind == int(Kind.RECORDED_FIRST)
        tablets = {i: xp.where(jump, mean_intake[n], 0.0) for n, i in enumerate(self.dose_index)}
        one = xp.ones_like(h)
        new, sums_out = list(x0), [list(s) for s in sums]
        predicted = list(x0)
        stage: dict[int, tuple[Any, ...]] = {}
        for n, group in enumerate(self.groups):
            if len(group.members) == 1 and not group.sinks:
                i = group.members[0]
                source, loss = self.alone_rates(group, x0, k, now)
                value = predict_alone(x0[i], h, source, loss)
                predicted[i] = xp.where(jump, x0[i], value) if group.daily[0] else value
                stage[n] = (source, loss)
                continue
            coefficients = laws(group.internal, body0, k, now)
            stay = [one] * len(group.members)
            if n in self.jumping:
                totals = sums[self.jumping.index(n)]
                coefficients = self._mean_coefficients(group, totals, coefficients, jump, xp)
                stay = [xp.where(jump, 0.0, one) if d else one for d in group.daily]
            inflows = self.split(group, laws(group.inflows, body0, k, now), tablets if n in self.jumping else {})
            x1, _ = advance_group(BODY, group, x0, h, coefficients, inflows, stay)
            for i, value in zip(group.members, x1, strict=True):
                predicted[i] = value
            stage[n] = (coefficients, inflows, stay)
        mixed = list(predicted)
        for n, group in enumerate(self.groups):
            if len(group.members) == 1 and not group.sinks:
                i = group.members[0]
                source1, loss1 = self.alone_rates(group, mixed, k, now)
                value = advance_alone(x0[i], h, *stage[n], source1, loss1)
                mixed[i] = new[i] = xp.where(jump, x0[i], value) if group.daily[0] else value
                continue
            self._correct(
                n, group, stage[n], x0, predicted, mixed, new, sums, sums_out, h, jump, recorded, fresh, k, now, xp
            )
        return new, sums_out

    def _correct(
        self,
        n: int,
        group: Group,
        stage: tuple[Any, ...],
        x0: list[Any],
        predicted: list[Any],
        mixed: list[Any],
        new: list[Any],
        sums: list[list[Any]],
        sums_out: list[list[Any]],
        h: Any,
        jump: Any,
        recorded: Any,
        fresh: Any,
        k: Any,
        now: Any,
        xp: Any,
    ) -> None:
        """Second stage of one group; writes new amounts, sinks and, on a recorded day, the sums of its flows."""
        first, inflows0, stay = stage
        body = BODY.view(mixed)
        second = laws(group.internal, body, k, now)
        if n in self.jumping:
            second = [xp.where(jump, a, b) for a, b in zip(first, second, strict=True)]
        position = {i: m for m, i in enumerate(group.members)}
        coefficients = []
        for f, a, b in zip(group.internal, first, second, strict=True):
            i = BODY.index[f.source or ""]
            ratio_free = patankar(a, b, x0[i], predicted[i])
            held = group.daily[position[i]] and n in self.jumping
            coefficients.append(xp.where(jump, b, ratio_free) if held else ratio_free)
        inflows1 = self.split(group, laws(group.inflows, body, k, now), {})
        inflows = self._mean_inflows(group, inflows0, inflows1, n in self.jumping, jump, xp)
        x1, moved = advance_group(BODY, group, x0, h, coefficients, inflows, stay)
        for m, i in enumerate(group.members):
            kept = group.daily[m] and n in self.jumping
            new[i] = xp.where(jump, x0[i], x1[m]) if kept else x1[m]
            mixed[i] = new[i]
        for m, i in enumerate(group.sinks):
            gain = inflows[len(group.members) + m]
            total = x0[i] if gain is None else x0[i] + h * gain
            for f, amount in zip(group.internal, moved, strict=True):
                if f.target is not None and BODY.index[f.target] == i:
                    total = total + amount
            new[i] = mixed[i] = total
        if n in self.jumping:
            slot = self.jumping.index(n)
            contents = [0.5 * h * (x0[i] + x1[m]) for m, i in enumerate(group.members)]
            for m, amount in enumerate([*moved, *contents]):
                old = xp.where(fresh, 0.0, sums[slot][m])
                sums_out[slot][m] = xp.where(recorded, old + amount, sums[slot][m])

    def _mean_inflows(self, group: Group, a: list[Any], b: list[Any], jumping: bool, jump: Any, xp: Any) -> list[Any]:
        both: list[Any] = []
        for start, end in zip(a, b, strict=True):
            if end is None:
                both.append(start)
            elif jumping:
                both.append(xp.where(jump, start, 0.5 * (start + end)))
            else:
                both.append(0.5 * (start + end))
        return both

    @staticmethod
    def _mean_coefficients(group: Group, totals: list[Any], instant: list[Any], jump: Any, xp: Any) -> list[Any]:
        """In a jump the mean coefficient of each flow over the last recorded day, amount moved over content.

        Where a compartment was empty all day the instantaneous coefficient stands in; it moves nothing.
        """
        position = {i: m for m, i in enumerate(group.members)}
        flows = len(group.internal)
        chosen: list[Any] = []
        for m, f in enumerate(group.internal):
            content = totals[flows + position[BODY.index[f.source or ""]]]
            known = jump & (content > _EMPTY)
            chosen.append(xp.where(known, totals[m] / xp.where(known, content, 1.0), instant[m]))
        return chosen

    def empty_sums(self, like: Any) -> list[list[Any]]:
        """Zero sums for the groups that can jump."""
        return [[like * 0.0] * (len(self.groups[n].internal) + len(self.groups[n].members)) for n in self.jumping]


@cache
def _compiled() -> Any:
    """The loop over samples and steps, compiled once a shape."""
    jax = jax_setup.jax()
    xp = jax.numpy
    step = _Step()
    names = tuple(parameters())

    def run(start: Any, constants: Any, grid: dict[str, Any]) -> Any:
        k = view(dict(zip(names, constants, strict=True)))
        row = xp.arange(start.shape[1])

        def one(j: Any, carry: tuple[Any, Any]) -> tuple[Any, Any]:
            x, sums = carry
            x = list(x)
            segment = grid["segment"][j]
            now = view_inputs(list(grid["inputs"][segment, :, row].T))
            dose = grid["doses"][grid["dose"][j], :, row].T
            for n, i in enumerate(step.dose_index):
                x[i] = x[i] + dose[n]
            mean = grid["mean_intake"][segment, :, row].T
            x, sums = step(x, [list(s) for s in sums], grid["length"][j], grid["kind"][j], mean, k, now, xp)
            return tuple(x), tuple(tuple(s) for s in sums)

        def visit(carry: Any, bounds: Any) -> tuple[Any, Any]:
            carry = jax.lax.fori_loop(bounds[0], bounds[1], one, carry)
            return carry, xp.stack(carry[0])

        x = tuple(start)
        sums = tuple(tuple(s) for s in step.empty_sums(start[0]))
        _, states = jax.lax.scan(visit, (x, sums), (grid["first"], grid["last"]))
        return states

    return jax.jit(run)


def _pad_rows(array: np.ndarray[Any, Any], width: int) -> np.ndarray[Any, Any]:
    """Repeat the last row of the batch until it is `width` wide."""
    missing = width - array.shape[-1]
    return array if missing == 0 else np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1)


_EMPTY = 1e-200
"""A content below this over a day [amount d] is an empty compartment."""

DEFAULT_RULE = StepRule()


def chunk_width(count: int) -> int:
    """Rows solved together: 1 alone, 64 for a person's plans, 1024 and 8192 for populations.

    Several chunks of a small rung cost less than one compilation more.
    """
    if count == 1:
        return 1
    return 64 if count <= 512 else 1024 if count <= 8192 else 8192


def solve(rows: Sequence[Row], days: FloatArray, *, rule: StepRule = DEFAULT_RULE) -> Solution:
    """States of every row at `days`.

    Arguments:
        rows: persons under plans.
        days: ascending days; a sample on a dose day is the amount before the dose.
        rule: step lengths.

    Returns:
        A Solution; rows that leave the finite numbers are named in `failed`.
    """
    began = time.perf_counter()
    width = chunk_width(len(rows))
    parts = [_solve_chunk(rows[n : n + width], days, width, rule) for n in range(0, len(rows), width)]
    states = np.concatenate([part for part, _ in parts], axis=2)
    failed = {
        r: f"{row.label}: the state became infinite or undefined"
        for r, row in enumerate(rows)
        if not np.isfinite(states[:, :, r]).all()
    }
    steps = np.concatenate([count for _, count in parts])
    return Solution(days=days, states=states, steps=steps, failed=failed, seconds=time.perf_counter() - began)


def _solve_chunk(rows: Sequence[Row], days: FloatArray, width: int, rule: StepRule) -> tuple[FloatArray, Any]:
    """States (time, compartment, row) and step counts of one chunk, padded to `width` rows."""
    grid = build(rows, days, dose_compartments=DOSE_COMPARTMENTS, input_names=INPUT_NAMES, rule=rule)
    constants = np.array([[row.constants[name] for row in rows] for name in parameters()], dtype=np.float64)
    start = np.repeat(np.array(BODY.healthy(), dtype=np.float64)[:, None], len(rows), axis=1)
    solved = _compiled()(_pad_rows(start, width), _pad_rows(constants, width), _as_data(grid, width))
    return np.asarray(solved, dtype=np.float64)[: len(days), :, : len(rows)], grid.steps


def _as_data(grid: Grid, width: int) -> dict[str, Any]:
    rows = ("length", "dose", "kind", "segment", "doses", "inputs", "mean_intake")
    data = {name: _pad_rows(getattr(grid, name), width) for name in rows}
    return data | {"first": grid.first, "last": grid.last}
