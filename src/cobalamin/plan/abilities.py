"""What B12 can do for this person and what it cannot, in sentences made from the simulated numbers."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.lack import Lack
from cobalamin.plan.model import NO_CHANGE, PLACEBO, Chance, PlanOutcome, Range
from cobalamin.regimen import COBALAMIN_CLASS, SUBSTANCES, parse

_WEEK = 12
LEAST_KEPT = 2.0
"""Function [%] that a plan must keep to be told. Source: guess"""
_DIFFERENT = 0.05
"""Two chances closer than this are told as alike. Source: guess"""


def of_100(chance: Chance) -> str:
    """A chance as people of 100: the value and range of a forecast, the range alone of a scenario.

    >>> from cobalamin.body.observe import Licence
    >>> of_100(Chance(value=0.98, low=0.79, high=0.99, licence=Licence.FORECAST))
    '98 of 100 (79 to 99)'
    >>> of_100(Chance(value=0.3, low=0.2, high=0.41, licence=Licence.SCENARIO))
    '20 to 41 of 100'
    """
    from cobalamin.body.observe import Licence

    low, high = round(100 * chance.low), round(100 * chance.high)
    between = f"{low}" if low == high else f"{low} to {high}"
    if chance.licence is Licence.FORECAST:
        return f"{round(100 * chance.value)} of 100 ({between})"
    return f"{between} of 100"


def say_lost(value: Range) -> str:
    """A share of function lost, in words.

    >>> from cobalamin.body.observe import Licence
    >>> say_lost(Range(low=0.2, median=None, high=13.0, unit="%", licence=Licence.SCENARIO))
    '0 to 13 %'
    """
    if value.low is None or value.high is None:
        return "no number"
    low, high = f"{value.low:.0f}", f"{value.high:.0f}"
    return f"{low} %" if low == high else f"{low} to {high} %"


def gives_b12(plan: PlanOutcome) -> bool:
    """Whether a plan gives B12 and nothing else."""
    if not plan.regimen_text:
        return False
    taken = parse(plan.regimen_text).taken
    return bool(taken) and all(SUBSTANCES[item.substance].substance_class == COBALAMIN_CLASS for item in taken)


def abilities(
    plans: Sequence[PlanOutcome], symptom: str | None, *, lack: Lack, treated: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What B12 can do, and what it cannot, one sentence each; nothing without a plan of B12 alone.

    Arguments:
        plans: `no change` first.
        symptom: the one followed, or None.
        lack: how sure a lack of B12 is.
        treated: whether B12 is taken, or was within a year.
    """
    without = plans[0]
    b12 = [plan for plan in plans if plan.name not in (NO_CHANGE, PLACEBO) and gives_b12(plan) and not plan.barred]
    if not b12:
        return (), ()
    best = max(b12, key=lambda plan: 0.0 if plan.mma_in_range is None else plan.mma_in_range.value)
    can, cannot = list[str](), list[str]()
    if best.mma_in_range and without.mma_in_range:
        text = (
            f"Methylmalonate in range after {_WEEK} weeks: {of_100(best.mma_in_range)} such people on '{best.name}', "
            f"{of_100(without.mma_in_range)} with no change."
        )
        gained = best.mma_in_range.value - without.mma_in_range.value
        (can if gained >= _DIFFERENT else cannot).append(text if gained >= _DIFFERENT else f"Change much here. {text}")
    if lack is not Lack.NONE and best.residual_deficit and without.residual_deficit:
        left, lost = best.residual_deficit.parts, without.residual_deficit.parts
        said = "; ".join(
            f"{part} {say_lost(left[part])} on '{best.name}', {_untreated(lost[part])} with no change" for part in left
        )
        if any(_kept(left[part], lost[part]) for part in left):
            can.append(f"Stop further loss by the lack. Function still lost to it after 2 years: {said}.")
        cannot.append("Bring back every fibre that is lost: what has stood long returns in part, and slowly.")
    if symptom is not None and best.chance_30:
        on, off = best.chance_30[_WEEK], without.chance_30[_WEEK]
        word = symptom.removesuffix("_nrs").replace("_", " ")
        text = (
            f"{word} less by 30 % after {_WEEK} weeks in {of_100(on)} such people on '{best.name}', {of_100(off)} with "
            "no change or placebo"
        )
        if on.value - off.value >= _DIFFERENT:
            can.append(f"{text[0].upper()}{text[1:]}: a scenario, no promise.")
        else:
            cannot.append(f"Be counted on to ease the {word}: {text}. What else keeps it up needs its own treatment.")
    if lack is Lack.NONE and not treated:
        cannot.append("Be expected to ease symptoms here: no lack of B12 is known, and without one no such effect is.")
    return tuple(can), tuple(cannot)


def _untreated(value: Range) -> str:
    return "care needed before then" if value.low is None else say_lost(value)


def _kept(left: Range, lost: Range) -> bool:
    """Whether a plan keeps what no change loses, by the worst end of the ranges."""
    if left.high is None or lost.high is None:
        return left.high is not None
    return lost.high - left.high >= LEAST_KEPT
