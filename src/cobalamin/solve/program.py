"""What the fast solver does and when: the program of one row, made from its doses, changes and samples.

Steps are fine after a dose and long in quiet stretches. The upstream sweep takes its small steps, then the downstream
sweep takes one step over all of them. On days with tablets the first days are stepped tablet by tablet; then single
*recorded* days alternate with jumps over the identical days that follow.

Everything here runs in Numba, row by row: a program is data, so no schedule costs a compilation. The functions work on
plain arrays (`packed.py` says which) and read as Python.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cobalamin.solve.jit import compiled, inlined

UPSTREAM, JUMP, DOWNSTREAM, OBSERVE, SAMPLE = range(5)
"""What the rows of a block do together: steps of a length (0: the row waits), a look at the body, a value to be
stored."""
DOSE, SEGMENT, INTAKE, CLEAR, CLOSE = range(5, 10)
"""What single rows do in between: a dose, new inputs, new mean intake; begin and end a recorded day."""
STEADY = -1
"""The "segment" before a life."""

_MOMENT = 1e-9
"""Two times closer than this are the same moment [d]."""
LOOKS = 3
"""Looks at the body that are kept, the oldest first; a sample is drawn through them."""
_LONG_AGO = 1e9
_INJECTION, _TABLET, _ANYTHING, _LOOKS = range(4)
"""What a row's clock counts: days since the last injection, tablet, dose or change; looks at the body since the
last."""
_SPENT = 100.0
"""An injection longer ago than this [d] shortens no step."""


@inlined
def _emit(kinds: Any, indices: Any, lengths: Any, count: int, kind: int, index: int, length: float) -> int:
    """Write one instruction if there is room; the count goes on, so that the caller learns how much room is needed."""
    if count < kinds.shape[0]:
        kinds[count] = kind
        indices[count] = index
        lengths[count] = length
    return count + 1


@inlined
def _part(left: float, wish: float) -> float:
    """A step of about `wish` that leaves no sliver behind."""
    if left < 1.2 * wish:
        return left
    if left < 2 * wish:
        return left / 2
    return wish


@inlined
def _small_steps(
    kinds: Any, indices: Any, lengths: Any, count: int, days: float, clock: Any, tablets: bool, settled: bool, rule: Any
) -> int:
    """Upstream steps over `days`; `clock` says how long ago the last injection and tablet were."""
    gone = 0.0
    while days - gone > _MOMENT:
        wish = _LONG_AGO
        injected, swallowed = clock[_INJECTION] + gone, clock[_TABLET] + gone
        if injected < _SPENT:
            late = max(injected - rule.injection_days, 0.0)
            wish = min(rule.longest_after_injection, rule.after_injection + rule.injection_growth * injected)
            wish += rule.growth_after_injection * late
        if swallowed < 1.0:
            wish = min(wish, rule.longest_in_day, rule.after_tablet + rule.tablet_growth * swallowed)
        elif tablets:
            wish = min(wish, rule.longest_in_day)
        if settled and injected > rule.injection_days:
            wish = min(rule.longest_in_settled_day, rule.after_tablet + rule.tablet_growth * swallowed)
        step = _part(days - gone, wish)
        count = _emit(kinds, indices, lengths, count, UPSTREAM, 0, step)
        gone += step
    clock[_INJECTION] += days
    clock[_TABLET] += days
    return count


@inlined
def _day(
    kinds: Any,
    indices: Any,
    lengths: Any,
    count: int,
    begin: float,
    end: float,
    daily: Any,
    settled: bool,
    rule: Any,
    clock: Any,
) -> int:
    """Upstream steps from `begin` to `end`, within one day, with the tablets of the stretch `daily` on the way."""
    times, doses, low, high = daily
    t, midnight = begin, math.floor(begin + _MOMENT)
    for n in range(low, high):
        at = midnight + times[n]
        if at < begin - _MOMENT or at >= end - _MOMENT:
            continue
        if at > t + _MOMENT:
            count = _small_steps(kinds, indices, lengths, count, at - t, clock, True, settled, rule)
            t = at
        count = _emit(kinds, indices, lengths, count, DOSE, doses[n], 0.0)
        clock[_TABLET] = 0.0
    return _small_steps(kinds, indices, lengths, count, end - t, clock, True, settled, rule)


@inlined
def _look(
    kinds: Any, indices: Any, lengths: Any, count: int, samples: Any, sample: int, t: float, clock: Any
) -> tuple[int, int]:
    """Look at the body at day t and give the samples until then; returns the count and the next sample."""
    count = _emit(kinds, indices, lengths, count, OBSERVE, 1 if clock[_LOOKS] > 0 else 0, t)
    clock[_LOOKS] += 1
    while sample < samples.shape[0] and samples[sample] <= t + _MOMENT:
        count = _emit(kinds, indices, lengths, count, SAMPLE, sample, samples[sample])
        sample += 1
    return count, sample


@inlined
def _quiet(
    kinds: Any,
    indices: Any,
    lengths: Any,
    count: int,
    begin: float,
    end: float,
    clock: Any,
    dosed: bool,
    longest: float,
    rule: Any,
    samples: Any,
    sample: int,
) -> tuple[int, int]:
    """Steps from `begin` to `end` without tablets; returns the count and the next sample."""
    t = begin
    while end - t > _MOMENT and sample < samples.shape[0]:
        first = rule.after_dose if dosed else rule.after_change
        wish = min(longest, first + rule.growth * clock[_ANYTHING])
        # Long after a dose or change samples are drawn through three looks at the body; before, steps end on them.
        free = clock[_LOOKS] >= LOOKS - 1 and clock[_ANYTHING] >= rule.draw_after
        step = _part((end if free else min(end, samples[sample])) - t, wish)
        count = _small_steps(kinds, indices, lengths, count, step, clock, False, False, rule)
        count = _emit(kinds, indices, lengths, count, DOWNSTREAM, 0, step)
        clock[_ANYTHING] += step
        t += step
        if step >= rule.least_look or samples[sample] <= t + _MOMENT:
            count, sample = _look(kinds, indices, lengths, count, samples, sample, t, clock)
    return count, sample


@compiled
def _settle(kinds: Any, indices: Any, lengths: Any, count: int, rule: Any) -> int:
    """Steps through the healthy years before the life, long ones and at last short ones that settle the blood."""
    step, gone = rule.settle_first, 0.0
    while gone < rule.settle_days:
        if gone + step > rule.settle_days - rule.calm_days:
            step = min(step, rule.calm_longest)
        step = min(step, rule.settle_days - gone)
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
    # Taken out of the tuple once: Numba counts a reference each time a field is read.
    segment_day, impulse_day, impulse_dose = rows.segment_day, rows.impulse_day, rows.impulse_dose
    impulse_swallowed, daily_begin, daily_end = rows.impulse_swallowed, rows.daily_begin, rows.daily_end
    tablet_time, tablet_dose, tablet_first = rows.tablet_time, rows.tablet_dose, rows.tablet_first
    count, carried, begin = 0, rows.carried[r], rows.start[r]
    t, dosed, disturbed = begin, False, carried
    clock = np.full(4, _LONG_AGO)
    clock[_LOOKS] = 0.0
    if carried:
        # What changes at the beginning is not known here: steps begin as after a change.
        clock[_INJECTION], clock[_TABLET] = rows.injected_ago[r], rows.swallowed_ago[r]
        clock[_ANYTHING] = 0.0
    else:
        count = _emit(kinds, indices, lengths, count, SEGMENT, STEADY, 0.0)
        count = _settle(kinds, indices, lengths, count, rule)
    # A sample within a day with tablets cannot be drawn through looks at the beginning of days.
    whole_samples = True
    for n in range(samples.shape[0]):
        whole_samples = whole_samples and abs(samples[n] - round(samples[n])) < _MOMENT
    since_tablets, since_record, budget, recorded, active = 0.0, 0.0, 0.0, False, -1
    segment, last_segment = rows.segment_first[r], rows.segment_first[r + 1]
    impulse, last_impulse = rows.impulse_first[r], rows.impulse_first[r + 1]
    daily, last_daily = rows.daily_first[r], rows.daily_first[r + 1]
    sample = 0
    while True:
        changed = False
        while segment < last_segment and segment_day[segment] <= t + _MOMENT:
            count = _emit(kinds, indices, lengths, count, SEGMENT, segment, 0.0)
            changed = changed or segment_day[segment] > begin
            segment += 1
        if active >= 0 and daily_end[active] <= t + _MOMENT:
            active, changed = -1, True
        if daily < last_daily and daily_begin[daily] <= t + _MOMENT:
            active, changed = daily, True
            count = _emit(kinds, indices, lengths, count, INTAKE, daily, 0.0)
            daily += 1
        if sample < samples.shape[0] and samples[sample] <= t + _MOMENT:
            count, sample = _look(kinds, indices, lengths, count, samples, sample, t, clock)
        if sample == samples.shape[0]:
            return count
        if changed:
            clock[_LOOKS] = 0.0
            disturbed, dosed = True, dosed and clock[_ANYTHING] == 0.0
            clock[_ANYTHING], since_tablets, recorded = 0.0, 0.0, False
        while impulse < last_impulse and impulse_day[impulse] <= t + _MOMENT:
            count = _emit(kinds, indices, lengths, count, DOSE, impulse_dose[impulse], 0.0)
            clock[_TABLET if impulse_swallowed[impulse] else _INJECTION] = 0.0
            disturbed, dosed = True, True
            clock[_LOOKS] = 0.0
            clock[_ANYTHING], since_tablets, recorded = 0.0, 0.0, False
            impulse += 1
        end = samples[-1]
        if segment < last_segment:
            end = min(end, segment_day[segment])
        if impulse < last_impulse:
            end = min(end, impulse_day[impulse])
        if daily < last_daily:
            end = min(end, daily_begin[daily])
        if active < 0:
            longest = rule.longest if disturbed else rule.longest_in_health
            count, sample = _quiet(kinds, indices, lengths, count, t, end, clock, dosed, longest, rule, samples, sample)
            t = end
            continue
        end = min(end, daily_end[active])
        tablets = (tablet_time, tablet_dose, tablet_first[active], tablet_first[active + 1])
        pending = 0.0
        while end - t > _MOMENT and sample < samples.shape[0]:
            whole = abs(t - round(t)) < _MOMENT
            until = end if whole_samples and clock[_LOOKS] >= LOOKS - 1 else min(end, samples[sample])
            room = math.floor(until - t + _MOMENT)
            days = 0.0
            settled = since_tablets >= rule.explicit_days
            # The first record is made half way, so that the second one, before the first jump, knows a trend.
            early = not recorded and since_tablets >= 0.5 * rule.explicit_days
            if whole and room >= 1 and (settled or early):
                if recorded and budget >= 1:
                    days = min(room, budget, max(1.0, math.floor(rule.longest - pending)))
                    count = _emit(kinds, indices, lengths, count, JUMP, 0, days)
                    budget -= days
                    since_record += days
                else:
                    days = 1.0
                    count = _emit(kinds, indices, lengths, count, CLEAR, 0, 1.0)
                    count = _day(kinds, indices, lengths, count, t, t + 1, tablets, True, rule, clock)
                    count = _emit(kinds, indices, lengths, count, CLOSE, 0, since_record + 1.0 if recorded else 0.0)
                    recorded, since_record = True, 0.0
                    budget = math.floor(min(rule.longest_jump, max(1.0, rule.jump_growth * since_tablets)))
                    budget = budget if settled else 0.0
                pending += days
                if room - days >= 1 and budget >= 1 and pending < rule.longest:
                    t += days
                    since_tablets += days
                    clock[_ANYTHING] += days
                    continue
            else:
                # Markers fall within hours of the first tablets.
                stop = min(
                    until,
                    math.floor(t + _MOMENT) + 1,
                    t + rule.after_first_tablet + rule.first_tablets_growth * since_tablets,
                )
                days = stop - t
                count = _day(kinds, indices, lengths, count, t, stop, tablets, False, rule, clock)
                since_record += days
                pending += days
            t += days
            since_tablets += days
            clock[_ANYTHING] += days
            count = _emit(kinds, indices, lengths, count, DOWNSTREAM, 0, pending)
            if (pending >= rule.least_look and settled) or samples[sample] <= t + _MOMENT:
                count, sample = _look(kinds, indices, lengths, count, samples, sample, t, clock)
            pending = 0.0
        t = end
