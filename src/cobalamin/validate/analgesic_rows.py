"""Rows of trials of drugs for nerve pain, from their tables: what every such study does in the same way."""

from __future__ import annotations

import math

from cobalamin.body.harm import EVENTS
from cobalamin.body.responders import responder_share
from cobalamin.evidence import fact
from cobalamin.evidence.comparators import (
    PLACEBO,
    Arm,
    EventRate,
    Trial,
    arms,
    event_rates,
    onsets,
    placebo_of,
    placebo_rate,
)
from cobalamin.parameters import typical, view
from cobalamin.validate import analgesics
from cobalamin.validate.analgesics import DIABETIC, WORDS, condition_of, counted
from cobalamin.validate.compare import Published, compared, direction, with_share_interval
from cobalamin.validate.row import Block, Row

LEAST_SEEN = 0.2
"""Difference of two means [points] that counts as seen."""
POINTS, PERCENT, PERCENTAGE_POINTS = "points of 10", "%", "percentage points"
_RELIEF = {0.3: "with_30", 0.5: "with_50"}
_WEEK = 7.0


def whom(trial: Trial, weeks: float | None) -> str:
    """Drug, dose, condition and time in words."""
    what = PLACEBO if trial.drug == PLACEBO else f"{trial.drug} {trial.dose:g} mg a day"
    when = "" if weeks is None else f", {weeks:g} weeks"
    when += ", second arm" if trial.id.endswith("_2") else ""
    return f"{what}, {WORDS[condition_of(trial.condition)]}{when}"


def _simulated(one: Arm) -> analgesics.Arm:
    regimen = analgesics.regimen_of(one.drug, one.dose)
    return analgesics.arm(condition_of(one.condition), regimen, one.n)


def _day(one: Arm) -> float:
    return _WEEK * (one.week or 12.0)


def _shared(people: float, n: float | None, source: str) -> Published:
    seen = Published(observed=people, source=source)
    return with_share_interval(seen, int(n)) if n else seen


def relief_rows(study: str, *, note: str = "") -> tuple[Row, ...]:
    """Change of pain, difference from placebo and people with 30 % and 50 % relief in every arm of a study.

    People with relief are also worked out from the mean change that the arm reported, which tests the law of responders
    apart from the size of the effect.
    """
    found: list[Row] = []
    for one in arms():
        if one.study != study or "+" in one.drug:
            continue
        made, day, cite = _simulated(one), _day(one), one.doi_or_url or one.source
        if one.change is not None:
            found.append(
                compared(
                    study,
                    f"change of pain on {whom(one, one.week)}",
                    POINTS,
                    seen=Published(observed=one.change, source=cite),
                    found=analgesics.mean_change(made, day),
                    note=note,
                    block=Block.PAIN,
                )
            )
        if one.difference is not None:
            placebo = placebo_of(one)
            control = analgesics.arm(condition_of(one.condition), None, placebo.n if placebo else one.n)
            found.append(
                compared(
                    study,
                    f"pain beyond placebo on {whom(one, one.week)}",
                    POINTS,
                    seen=Published(
                        observed=one.difference, low=one.difference_low, high=one.difference_high, source=cite
                    ),
                    found=analgesics.beyond_placebo(made, control, day),
                    note=note,
                    block=Block.PAIN,
                )
            )
        found += _responder_rows(study, one, made, note)
    return tuple(found)


def _responder_rows(study: str, one: Arm, made: analgesics.Arm, note: str) -> list[Row]:
    found: list[Row] = []
    k = view(typical())
    fall = one.fall(k.trial_entry_score)
    for least, column in _RELIEF.items():
        people = getattr(one, column)
        if people is None:
            continue
        seen = _shared(people, one.n, one.doi_or_url or one.source)
        what = f"people with {100 * least:.0f} % relief on {whom(one, one.week)}"
        found.append(
            compared(
                study,
                what,
                PERCENT,
                seen=seen,
                found=analgesics.with_relief(made, least, _day(one)),
                note=note,
                block=Block.PAIN,
            )
        )
        if fall is not None:
            share = 100 * responder_share(least, fall, one.entry or k.trial_entry_score, k)
            found.append(
                compared(
                    study,
                    f"{what}, given the mean change that was reported",
                    PERCENT,
                    seen=seen,
                    found=counted(share, made.size),
                    note="tests the law of responders alone" + ("" if one.entry else "; score at entry not reported"),
                    block=Block.PAIN,
                )
            )
    return found


def event_rows(study: str, *, as_drug: str = "", factor: float = 1.0, note: str = "") -> tuple[Row, ...]:
    """People with every adverse event that the study reports and the model has, beyond placebo.

    A rate without a placebo rate is an excess already. Intervals of the difference of two shares follow Newcombe.

    Arguments:
        study: as in the split.
        as_drug, factor: drug and share of its dose that stand in, for a prodrug.
        note: goes with every row.
    """
    found: list[Row] = []
    for rate in event_rates():
        if rate.study != study or rate.drug == PLACEBO:
            continue
        found.append(_event_row(rate, as_drug or rate.drug, factor, note))
    return tuple(found)


def _event_row(rate: EventRate, drug: str, factor: float, note: str) -> Row:
    regimen = analgesics.regimen_of(drug, round(rate.dose * factor, 1))
    made = analgesics.arm(condition_of(rate.condition), regimen, rate.n)
    placebo = placebo_rate(rate)
    control = (placebo.n if placebo else None) or rate.n or analgesics.USUAL_SIZE
    return compared(
        rate.study,
        f"{EVENTS[rate.event]} beyond placebo on {whom(rate, None)}",
        PERCENTAGE_POINTS,
        seen=_excess(rate, placebo),
        found=analgesics.beyond(made, rate.event, control),
        note=note,
        block=Block.HARM,
    )


def _excess(rate: EventRate, placebo: EventRate | None) -> Published:
    """Percentage points beyond placebo with the interval of a difference of two shares; none without numbers."""
    cite = rate.doi_or_url or rate.source
    if placebo is None:
        return Published(observed=rate.percent, source=cite)
    more = rate.percent - placebo.percent
    if not rate.n or not placebo.n:
        return Published(observed=more, source=cite)
    on, off = (with_share_interval(Published(observed=r.percent, source=cite), int(r.n or 0)) for r in (rate, placebo))
    below = math.hypot(rate.percent - (on.low or 0.0), (off.high or 0.0) - placebo.percent)
    above = math.hypot((on.high or 0.0) - rate.percent, placebo.percent - (off.low or 0.0))
    return Published(observed=more, low=more - below, high=more + above, source=cite)


def needed_to_treat(id: str) -> Published:
    """A number needed to treat or to harm as percentage points beyond placebo, 100 / number."""
    found = fact(id)
    if not (found.value and found.low and found.high):
        raise ValueError(f"the fact {id} has no interval")
    return Published(observed=100 / found.value, low=100 / found.high, high=100 / found.low, source=id)


def first_week_row(study: str, drug: str, dose: float) -> Row:
    """Whether pain on a drug is below that on placebo after the first week; weekly scatter was not reported."""
    (seen,) = (each for each in onsets() if each.study == study)
    arm, placebo = (analgesics.arm(DIABETIC, text, None) for text in (analgesics.regimen_of(drug, dose), None))
    return direction(
        study,
        f"pain on {drug} {dose:g} mg a day against placebo after a week, {WORDS[DIABETIC]}",
        seen=-1,
        change=analgesics.beyond_placebo(arm, placebo, _WEEK).value,
        least=LEAST_SEEN,
        source=seen.doi_or_url,
        note="everyone begins with the full dose",
        block=Block.PAIN,
    )
