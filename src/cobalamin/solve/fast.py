"""The fast solver: batches of rows through one compiled loop, positive and conservative by construction.

The grid (steps, doses, inputs, samples) is data, so that one compilation serves every schedule of a rung.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
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

_EMPTY = 1e-200
"""A content below this over a day [amount d] is an empty compartment."""

_ENTRIES = ("gut.", "plasma.depot", "plasma.unbound", "excreta.faeces")

DOSE_COMPARTMENTS: tuple[str, ...] = tuple(c.name for c in BODY.compartments if c.name.startswith(_ENTRIES))
"""Compartments that a dose can enter."""


@dataclass(frozen=True)
class _Moment:
    """What holds during one step: its length, its kind, constants and inputs; arrays over rows.

    Attributes:
        h: step length [d].
        jump: the step spans many identical days.
        recorded, fresh: flows are summed; the sums start anew.
        tablets: mean inflow by body index during a jump [nmol/d].
        k, now: constants and inputs.
        xp: the array library.
    """

    h: Any
    jump: Any
    recorded: Any
    fresh: Any
    tablets: dict[int, Any]
    k: Any
    now: Any
    xp: Any


class _Step:
    """The step as a function of arrays; holds what depends on the body only."""

    def __init__(self) -> None:
        self.groups = groups_of(BODY)
        self.dose_index = [BODY.index[name] for name in DOSE_COMPARTMENTS]
        self.jumping = [n for n, g in enumerate(self.groups) if len(g.members) > 1 and any(g.daily)]

    def moment(self, h: Any, kind: Any, mean_intake: Any, k: Any, now: Any, xp: Any) -> _Moment:
        """Read the kind of the step."""
        jump = kind == int(Kind.JUMP)
        fresh = kind == int(Kind.RECORDED_FIRST)
        return _Moment(
            h=h,
            jump=jump,
            recorded=(kind == int(Kind.RECORDED)) | fresh,
            fresh=fresh,
            tablets={i: xp.where(jump, mean_intake[n], 0.0) for n, i in enumerate(self.dose_index)},
            k=k,
            now=now,
            xp=xp,
        )

    def __call__(self, x0: list[Any], sums: list[list[Any]], at: _Moment) -> tuple[list[Any], list[list[Any]]]:
        """States and sums after one step: predict everything, then correct group by group, upstream first."""
        predicted, stages = self._predict(x0, sums, at)
        mixed, new = list(predicted), list(x0)
        sums_out = [list(s) for s in sums]
        for n, group in enumerate(self.groups):
            if _alone(group):
                i = group.members[0]
                (source0, loss0), (source1, loss1) = stages[n], self._alone_rates(group, mixed, at)
                value = advance_alone(x0[i], at.h, source0, loss0, source1, loss1)
                mixed[i] = new[i] = at.xp.where(at.jump, x0[i], value) if group.daily[0] else value
            else:
                moved, amounts = self._correct(n, stages[n], x0, predicted, mixed, at)
                if n in self.jumping:
                    # Once more from a second-order prediction: where carrier is used up, binding is carrier made, and a
                    # first-order prediction of what binds would lose a share of it.
                    better = list(predicted)
                    for i, value in amounts.items():
                        better[i] = value
                    self._carriers(x0, better, stages, at)
                    moved, amounts = self._correct(n, stages[n], x0, better, better, at)
                    mixed = list(better)
                for i, value in amounts.items():
                    mixed[i] = new[i] = value
                if n in self.jumping:
                    slot = self.jumping.index(n)
                    contents = [0.5 * at.h * (x0[i] + amounts[i]) for i in group.members]
                    sums_out[slot] = [
                        at.xp.where(at.recorded, at.xp.where(at.fresh, 0.0, old) + amount, old)
                        for old, amount in zip(sums[slot], [*moved, *contents], strict=True)
                    ]
        return new, sums_out

    def _alone_rates(self, group: Group, x: Sequence[Any], at: _Moment) -> tuple[Any, Any]:
        """Source and loss of a compartment of its own."""
        body = BODY.view(x)
        return sum(laws(group.inflows, body, at.k, at.now), 0.0), sum(laws(group.internal, body, at.k, at.now), 0.0)

    def _inflows(self, n: int, x: Sequence[Any], at: _Moment) -> list[Any]:
        """Inflows by member and sink, from inflow laws and, in a jump, the mean of the tablets; None for none."""
        group = self.groups[n]
        places = (*group.members, *group.sinks)
        total: list[Any] = [at.tablets.get(i) if n in self.jumping else None for i in places]
        for f, value in zip(group.inflows, laws(group.inflows, BODY.view(x), at.k, at.now), strict=True):
            place = places.index(BODY.index[f.target or ""])
            total[place] = value if total[place] is None else total[place] + value
        return total

    def _predict(self, x0: list[Any], sums: list[list[Any]], at: _Moment) -> tuple[list[Any], list[tuple[Any, ...]]]:
        """First-order prediction of all amounts, and what the correction needs of the beginning of the step."""
        body = BODY.view(x0)
        one = at.xp.ones_like(at.h)
        predicted, stages = list(x0), []
        for n, group in enumerate(self.groups):
            if _alone(group):
                i = group.members[0]
                source, loss = self._alone_rates(group, x0, at)
                value = predict_alone(x0[i], at.h, source, loss)
                predicted[i] = at.xp.where(at.jump, x0[i], value) if group.daily[0] else value
                stages.append((source, loss))
                continue
            coefficients = laws(group.internal, body, at.k, at.now)
            stay, above = [one] * len(group.members), dict.fromkeys(group.members, 0.0)
            if n in self.jumping:
                recorded = sums[self.jumping.index(n)]
                coefficients = _mean_coefficients(group, recorded, coefficients, at)
                stay = [at.xp.where(at.jump, 0.0, one) if daily else one for daily in group.daily]
                above = _above_sample(group, recorded, x0, at)
            inflows = self._inflows(n, x0, at)
            x1, _ = advance_group(BODY, group, _raised(x0, above), at.h, coefficients, inflows, stay)
            for i, value in zip(group.members, x1, strict=True):
                predicted[i] = value - above[i]
            stages.append((coefficients, inflows, stay, above))
        self._carriers(x0, predicted, stages, at)
        return predicted, stages

    def _carriers(self, x0: list[Any], predicted: list[Any], stages: list[tuple[Any, ...]], at: _Moment) -> None:
        """Predict carriers that doses use up with what is predicted to bind to them; writes into `predicted`."""
        for n, group in enumerate(self.groups):
            if _alone(group) and group.daily[0]:
                i = group.members[0]
                (source0, loss0), (source1, loss1) = stages[n], self._alone_rates(group, predicted, at)
                value = advance_alone(x0[i], at.h, source0, loss0, source1, loss1)
                predicted[i] = at.xp.where(at.jump, x0[i], value)

    def _correct(
        self, n: int, stage: tuple[Any, ...], x0: list[Any], predicted: list[Any], mixed: list[Any], at: _Moment
    ) -> tuple[list[Any], dict[int, Any]]:
        """Second stage of one group: what each flow moved, and the new amounts by body index, sinks included."""
        group, jumps, xp = self.groups[n], n in self.jumping, at.xp
        first, inflows0, stay, above = stage
        start = _raised(x0, above)
        second = laws(group.internal, BODY.view(mixed), at.k, at.now)
        daily = dict(zip(group.members, group.daily, strict=True))
        coefficients: list[Any] = []
        for f, a, b in zip(group.internal, first, second, strict=True):
            i = BODY.index[f.source or ""]
            end = xp.where(at.jump, a, b) if jumps else b
            value = patankar(a, end, start[i], predicted[i] + above[i])
            coefficients.append(xp.where(at.jump, end, value) if jumps and daily[i] else value)
        both: list[Any] = []
        for early, late in zip(inflows0, self._inflows(n, mixed, at), strict=True):
            both.append(None if early is None else 0.5 * (early + late))
        x1, moved = advance_group(BODY, group, start, at.h, coefficients, both, stay)
        amounts: dict[int, Any] = {}
        for i, value in zip(group.members, x1, strict=True):
            amounts[i] = xp.where(at.jump, x0[i], value) if jumps and daily[i] else value - above[i]
        for m, i in enumerate(group.sinks):
            gain = both[len(group.members) + m]
            arrived = [a for f, a in zip(group.internal, moved, strict=True) if f.target and BODY.index[f.target] == i]
            amounts[i] = sum(arrived, x0[i] if gain is None else x0[i] + at.h * gain)
        return moved, amounts

    def empty_sums(self, like: Any) -> list[list[Any]]:
        """Zero sums for the groups that can jump."""
        return [[like * 0.0] * (len(self.groups[n].internal) + len(self.groups[n].members)) for n in self.jumping]


def _alone(group: Group) -> bool:
    return len(group.members) == 1 and not group.sinks


def _raised(amounts: Sequence[Any], above: dict[int, Any]) -> list[Any]:
    """Amounts with what is in `above` added."""
    raised = list(amounts)
    for i, more in above.items():
        raised[i] = raised[i] + more
    return raised


def _above_sample(group: Group, sums: list[Any], x0: Sequence[Any], at: _Moment) -> dict[int, Any]:
    """By how much the mean of the recorded day lies above the amount at its end, for what does not repeat each day.

    A jump moves day means; the amounts it starts from and leaves are those before the first tablet of a day. At most
    the amount itself, so that what is left stays positive.
    """
    flows = len(group.internal)
    found: dict[int, Any] = {}
    for m, (i, daily) in enumerate(zip(group.members, group.daily, strict=True)):
        above = at.xp.minimum(sums[flows + m] - x0[i], x0[i])
        found[i] = 0.0 if daily else at.xp.where(at.jump, above, 0.0)
    return found


def _mean_coefficients(group: Group, sums: list[Any], instant: list[Any], at: _Moment) -> list[Any]:
    """In a jump the mean coefficient of each flow over the last recorded day, amount moved over content.

    Where a compartment was empty all day the instantaneous coefficient stands in; it moves nothing.
    """
    position = {i: m for m, i in enumerate(group.members)}
    flows = len(group.internal)
    chosen: list[Any] = []
    for m, f in enumerate(group.internal):
        content = sums[flows + position[BODY.index[f.source or ""]]]
        known = at.jump & (content > _EMPTY)
        chosen.append(at.xp.where(known, sums[m] / at.xp.where(known, content, 1.0), instant[m]))
    return chosen


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
            at = step.moment(grid["length"][j], grid["kind"][j], mean, k, now, xp)
            x, sums = step(x, [list(s) for s in sums], at)
            return tuple(x), tuple(tuple(s) for s in sums)

        def visit(carry: Any, bounds: Any) -> tuple[Any, Any]:
            carry = jax.lax.fori_loop(bounds[0], bounds[1], one, carry)
            return carry, xp.stack(carry[0])

        x = tuple(start)
        sums = tuple(tuple(s) for s in step.empty_sums(start[0]))
        _, states = jax.lax.scan(visit, (x, sums), (grid["first"], grid["last"]))
        return states

    # The expensive LLVM passes cost a second at first use and gain nothing measurable in the loop.
    return jax.jit(run, compiler_options={"xla_llvm_disable_expensive_passes": True})


def _pad_rows(array: np.ndarray[Any, Any], width: int) -> np.ndarray[Any, Any]:
    """Repeat the last row of the batch until it is `width` wide."""
    missing = width - array.shape[-1]
    return array if missing == 0 else np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1)


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
