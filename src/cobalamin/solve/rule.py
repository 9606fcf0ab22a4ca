"""How long the steps of the fast solver may be."""

from __future__ import annotations

from typing import NamedTuple


class StepRule(NamedTuple):
    """How long a step may be [d]; chosen from the error it makes (see `benchmarks`).

    Attributes:
        after_injection, injection_growth, longest_after_injection, injection_days: an upstream step at distance s from an
            injection is at most after_injection + injection_growth s and never above longest_after_injection, for
            injection_days; then as long as the downstream step.
        after_tablet, tablet_growth, longest_in_day, longest_in_settled_day, settled_days: the same on days with tablets.
        after_dose, after_change, growth: a downstream step at distance s from the last dose or change is at most
            after_dose or after_change + growth s.
        longest, longest_in_health: never above these, after and before anything ever happened.
        explicit_days: days with tablets that are stepped one by one.
        jump_growth, longest_jump: a recorded day stands for at most jump_growth x the days since the tablets began.
        settle_first, settle_growth, settle_longest, settle_days: steps through the healthy years before a life.
        calm_longest, calm_days: shorter steps at their end.
    """

    after_injection: float = 0.0003
    injection_growth: float = 0.2
    longest_after_injection: float = 0.02
    injection_days: float = 2.0
    growth_after_injection: float = 0.07
    after_tablet: float = 0.004
    tablet_growth: float = 0.12
    longest_in_day: float = 0.035
    longest_in_settled_day: float = 0.08
    settled_days: float = 180.0
    after_dose: float = 0.1
    after_change: float = 0.1
    growth: float = 0.07
    longest: float = 7.0
    longest_in_health: float = 91.0
    explicit_days: float = 10.0
    jump_growth: float = 0.06
    longest_jump: float = 61.0
    settle_first: float = 0.25
    settle_growth: float = 1.5
    settle_longest: float = 60.0
    settle_days: float = 16000.0
    calm_longest: float = 14.0
    calm_days: float = 280.0
