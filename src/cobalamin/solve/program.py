"""What the fast solver does and when: the program of one row, made from its doses, changes and samples.

Steps are fine after a dose and long in quiet stretches. Between two *marks* the upstream sweep takes its small steps,
then the downstream sweep takes one step over all of them. On days with tablets the first days are stepped tablet by
tablet; then single *recorded* days alternate with jumps over the identical days that follow.

Everything here runs in Numba, row by row: a program is data, so no schedule costs a compilation. The functions work on
plain arrays (`packed.py` says which) and read as Python.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cobalamin.solve.jit import compiled

UPSTREAM, RECORDED, JUMP, DOWNSTREAM = range(4)
"""Steps: what a block of rows does together, each row with a length of its own (0: it waits)."""
DOSE, SEGMENT, INTAKE, SAMPLE, MARK, CLEAR, CLOSE = range(4, 11)
"""What single rows do between steps: a dose, new inputs, new mean intake, a sample; remember the upstream amounts for the
next downstream step; begin and end a recorded day."""

STEADY = -1
"""The "segment" before a life."""

_MOMENT = 1e-9
"""Two times closer than this are the same moment [d]."""
_LONG_AGO = 1e9
_SPENT = 100.0
"""An injection longer ago than this [d] shortens no step."""


@compiled
def _emit(
    kinds: Any, indices: Any, lengths: Any, count: int, kind: int, index: int, length: float
) -> int:
    """Write one instruction if there is room; the count goes on, so that the caller learns how much room is needed."""
    if count < kinds.shape[0]:
        kinds[count] = kind
        indices[count] = index
        lengths[count] = length
    return count + 1


@compiled
def _part(left: float, wish: float) -> float:
    """A step of about `wish` that leaves no sliver behind."""
    if left < 1.2 * wish:
        return left
    if left < 2 * wish:
        return left / 2
    return wish


@compiled
def _small_steps(
    kinds: Any, indices: Any, lengths: Any, count: int, kind: int, days: float, since: Any, tablets: bool, rule: Any
) -> int:
    """Upstream steps over `days`; `since` holds the days since the last injection and the last tablet."""
    gone = 0.0
    while days - gone > _MOMENT:
        wish = _LONG_AGO
        injected, swallowed = since[0] + gone, since[1] + gone
        if injected < _SPENT:
            late = max(injected - rule.injection_days, 0.0)
            wish = min(rule.longest_after_injection, rule.after_injection + rule.injection_growth * injected)
            wish += rule.growth_after_injection * late
        if swallowed < 1.0:
            wish = min(wish, rule.longest_in_day, rule.after_tablet + rule.tablet_growth * swallowed)
        elif tablets:
            wish = min(wish, rule.longest_in_day)
        if kind == RECORDED and injected > rule.injection_days:
            wish = min(rule.longest_in_settled_day, rule.after_tablet + rule.tablet_growth * swallowed)
        step = _part(days - gone, wish)
        count = _emit(kinds, indices, lengths, count, kind, 0, step)
        gone += step
    since[0] += days
    since[1] += days
    return count


@compiled
def _day(
    kinds: Any, indices: Any, lengths: Any, count: int, kind: int, begin: float, end: float, daily: Any, rule: Any,
    since: Any,
) -> int:
    """Upstream steps from `begin` to `end`, within one day, with the tablets of the stretch `daily` on the way."""
    times, doses, low, high = daily
    t, midnight = begin, math.floor(begin + _MOMENT)
    for n in range(low, high):
        at = midnight + times[n]
        if at < begin - _MOMENT or at >= end - _MOMENT:
            continue
        if at > t + _MOMENT:
            count = _small_steps(kinds, indices, lengths, count, kind, at - t, since, True, rule)
            t = at
        count = _emit(kinds, indices, lengths, count, DOSE, doses[n], 0.0)
        since[1] = 0.0
    return _small_steps(kinds, indices, lengths, count, kind, end - t, since, True, rule)


@compiled
def _quiet(
    kinds: Any, indices: Any, lengths: Any, count: int, begin: float, end: float, since: Any, dosed: bool,
    longest: float, rule: Any,
) -> int:
    """Steps from `begin` to `end` without tablets; since[2] holds the days since anything happened."""
    t = begin
    while end - t > _MOMENT:
        first = rule.after_dose if dosed else rule.after_change
        step = _part(end - t, min(longest, first + rule.growth * since[2]))
        count = _emit(kinds, indices, lengths, count, MARK, 0, 1.0)
        count = _small_steps(kinds, indices, lengths, count, UPSTREAM, step, since, False, rule)
        count = _emit(kinds, indices, lengths, count, DOWNSTREAM, 0, step)
        since[2] += step
        t += step
    return count


@compiled
def _settle(kinds: Any, indices: Any, lengths: Any, count: int, rule: Any) -> int:
    """Steps through the healthy years before the life, long ones and at last short ones that settle the blood."""
    step, gone = rule.settle_first, 0.0
    while gone < rule.settle_days:
        if gone + step > rule.settle_days - rule.calm_days:
            step = min(step, rule.calm_longest)
        step = min(step, rule.settle_days - gone)
        count = _emit(kinds, indices, lengths, count, MARK, 0, 1.0)
        count = _emit(kinds, indices, lengths, count, UPSTREAM, 0, step)
        count = _emit(kinds, indices, lengths, count, DOWNSTREAM, 0, step)
        gone += step
        step = min(step * rule.settle_growth, rule.settle_longest)
    return count


@compiled
def row_program(rows: Any, r: int, samples: Any, rule: Any, kinds: Any, indices: Any, lengths: Any) -> int:
    """Write the program of row r; returns its length, which may be more than there was room for.

    Arguments:
        rows: a `packed.Rows`.
        r: which of them.
        samples: ascending days.
        rule: a `StepRule`.
        kinds, indices, lengths: where the program goes: what, which (lane's table entry or sample), how long [d].
    """
    count = _emit(kinds, indices, lengths, 0, SEGMENT, STEADY, 0.0)
    count = _settle(kinds, indices, lengths, count, rule)
    t, dosed, disturbed = rows.start[r], False, False
    since = np.full(3, _LONG_AGO)  # days since an injection, a tablet, anything
    since_tablets, since_record, budget, recorded, active = 0.0, 0.0, 0.0, False, -1
    segment, last_segment = rows.segment_first[r], rows.segment_first[r + 1]
    impulse, last_impulse = rows.impulse_first[r], rows.impulse_first[r + 1]
    daily, last_daily = rows.daily_first[r], rows.daily_first[r + 1]
    sample = 0
    while True:
        changed = False
        while segment < last_segment and rows.segment_day[segment] <= t + _MOMENT:
            count = _emit(kinds, indices, lengths, count, SEGMENT, segment, 0.0)
            changed = changed or rows.segment_day[segment] > rows.start[r]
            segment += 1
        if active >= 0 and rows.daily_end[active] <= t + _MOMENT:
            active, changed = -1, True
        if daily < last_daily and rows.daily_begin[daily] <= t + _MOMENT:
            active, changed = daily, True
            count = _emit(kinds, indices, lengths, count, INTAKE, daily, 0.0)
            daily += 1
        while sample < samples.shape[0] and samples[sample] <= t + _MOMENT:
            count = _emit(kinds, indices, lengths, count, SAMPLE, sample, 0.0)
            sample += 1
        if sample == samples.shape[0]:
            return count
        if changed:
            disturbed, dosed = True, dosed and since[2] == 0.0
            since[2], since_tablets, recorded = 0.0, 0.0, False
        while impulse < last_impulse and rows.impulse_day[impulse] <= t + _MOMENT:
            count = _emit(kinds, indices, lengths, count, DOSE, rows.impulse_dose[impulse], 0.0)
            since[1 if rows.impulse_swallowed[impulse] else 0] = 0.0
            disturbed, dosed = True, True
            since[2], since_tablets, recorded = 0.0, 0.0, False
            impulse += 1
        end = samples[sample]
        if segment < last_segment:
            end = min(end, rows.segment_day[segment])
        if impulse < last_impulse:
            end = min(end, rows.impulse_day[impulse])
        if daily < last_daily:
            end = min(end, rows.daily_begin[daily])
        if active < 0:
            longest = rule.longest if disturbed else rule.longest_in_health
            count = _quiet(kinds, indices, lengths, count, t, end, since, dosed, longest, rule)
            t = end
            continue
        end = min(end, rows.daily_end[active])
        tablets = (rows.tablet_time, rows.tablet_dose, rows.tablet_first[active], rows.tablet_first[active + 1])
        count = _emit(kinds, indices, lengths, count, MARK, 0, 1.0)
        pending = 0.0
        while end - t > _MOMENT:
            whole = abs(t - round(t)) < _MOMENT
            room = math.floor(end - t + _MOMENT)
            days = 0.0
            settled = since_tablets >= rule.explicit_days
            # The first record is made half way, so that the second one, before the first jump, knows a trend.
            early = not recorded and since_tablets >= 0.5 * rule.explicit_days
            if whole and room >= 1 and (settled or early):
                if recorded and budget >= 1:
                    days = min(room, budget, max(1.0, rule.longest - pending))
                    count = _emit(kinds, indices, lengths, count, JUMP, 0, days)
                    budget -= days
                    since_record += days
                else:
                    days = 1.0
                    count = _emit(kinds, indices, lengths, count, CLEAR, 0, 1.0)
                    count = _day(kinds, indices, lengths, count, RECORDED, t, t + 1, tablets, rule, since)
                    count = _emit(kinds, indices, lengths, count, CLOSE, 0, since_record + 1.0 if recorded else 0.0)
                    recorded, since_record = True, 0.0
                    budget = math.floor(min(rule.longest_jump, max(1.0, rule.jump_growth * since_tablets)))
                    budget = budget if settled else 0.0
                pending += days
                if room - days >= 1 and budget >= 1 and pending < rule.longest:
                    t += days
                    since_tablets += days
                    since[2] += days
                    continue
            else:
                stop = min(end, math.floor(t + _MOMENT) + 1)
                days = stop - t
                count = _day(kinds, indices, lengths, count, UPSTREAM, t, stop, tablets, rule, since)
                since_record += days
                pending += days
            t += days
            since_tablets += days
            since[2] += days
            count = _emit(kinds, indices, lengths, count, DOWNSTREAM, 0, pending)
            count = _emit(kinds, indices, lengths, count, MARK, 0, 1.0)
            pending = 0.0
        t = end
