"""How long the steps of the fast solver may be."""

from __future__ import annotations

import math
from typing import NamedTuple

from cobalamin.errors import InputError


class StepRule(NamedTuple):
    """How long a step may be [d]; chosen from the error it makes (see `benchmarks`).

    Attributes:
        after_injection, injection_growth, longest_after_injection, injection_days: an upstream step at distance s from
            an injection is at most after_injection + injection_growth s and never above longest_after_injection, for
            injection_days.
        growth_after_injection: what an upstream step may gain for each day after that.
        after_tablet, tablet_growth, longest_in_day, longest_in_settled_day: the same on days with tablets, the last on
            days that are recorded.
        after_first_tablet, first_tablets_growth: a downstream step at distance s from the first tablet is at most
            after_first_tablet + first_tablets_growth s, until days are recorded.
        after_dose, after_change, growth: a downstream step at distance s from the last dose or change is at most
            after_dose or after_change + growth s.
        longest, longest_in_health: never above these, after and before anything ever happened.
        least_look: after downstream steps shorter than this nobody looks at the body unless a sample is due.
        draw_after: sooner after a dose or change than this steps end on samples; later, samples are drawn through
            looks.
        explicit_days: days with tablets that are stepped one by one.
        jump_growth, longest_jump: a recorded day stands for at most jump_growth x the days since the tablets began.
        settle_first, settle_growth, settle_longest, settle_days: steps through the healthy years before a life.
        calm_longest, calm_days: shorter steps at their end.
    """

    after_injection: float = 0.0005
    injection_growth: float = 0.12
    longest_after_injection: float = 0.018
    injection_days: float = 1.0
    growth_after_injection: float = 0.08
    after_tablet: float = 0.005
    tablet_growth: float = 0.15
    longest_in_day: float = 0.05
    longest_in_settled_day: float = 0.06
    after_first_tablet: float = 0.1
    first_tablets_growth: float = 0.06
    after_dose: float = 0.02
    after_change: float = 0.1
    growth: float = 0.08
    longest: float = 9.0
    least_look: float = 2.0
    draw_after: float = 56.0
    longest_in_health: float = 91.0
    explicit_days: float = 25.0
    jump_growth: float = 0.05
    longest_jump: float = 61.0
    settle_first: float = 0.25
    settle_growth: float = 1.5
    settle_longest: float = 60.0
    settle_days: float = 16000.0
    calm_longest: float = 14.0
    calm_days: float = 280.0


BEST_TARGET, WORST_TARGET = 1e-5, 1e-1
"""Range of error targets [share of a value] that `rule_for` serves."""

USUAL_TARGET = 3e-3
"""Error that the steps of `StepRule()` were chosen for; most observations of most persons are well below it."""

_SCALED = (
    "after_injection", "injection_growth", "longest_after_injection", "growth_after_injection", "after_tablet",
    "tablet_growth", "longest_in_day", "longest_in_settled_day", "after_first_tablet",
    "first_tablets_growth", "after_dose", "after_change", "growth", "longest",
    "jump_growth", "longest_jump",
)  # fmt: skip


def rule_for(target: float) -> StepRule:
    """The steps for an error target: all in proportion to its square root, because the method is of second order.

    Arguments:
        target: largest error wanted, as a share of a value (`Observation.scale_floor` says of what near zero).

    Errors: InputError outside 1e-5 to 0.1.

    Example: rule_for(1e-4)
    """
    if not BEST_TARGET <= target <= WORST_TARGET:
        raise InputError("error target", value=f"{target:g}", allowed=f"{BEST_TARGET:g} to {WORST_TARGET:g}")
    rule, scale = StepRule(), math.sqrt(target / USUAL_TARGET)
    return rule._replace(
        **{name: getattr(rule, name) * scale for name in _SCALED},
        explicit_days=rule.explicit_days / min(scale, 1.0),
        draw_after=rule.draw_after / min(scale, 1.0),
    )
