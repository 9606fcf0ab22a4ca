"""Placebo, regression to the mean and natural course of pain: a layer of its own, not part of the body.

Every arm of a trial has it. It is shown apart from what a treatment does, and never counted as a treatment effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cobalamin.body.arithmetic import exp, minimum


@dataclass(frozen=True, kw_only=True)
class NaturalCourse:
    """Change of pain [points of 0-10] since the start of a plan: median and 95 % range; negative is less pain."""

    median: Any
    low: Any
    high: Any


def natural_course(days: Any, k: Any) -> NaturalCourse:
    """Change of pain that comes with any plan.

    -P (1 - exp(-r min(t, T))) / (1 - exp(-r T)): -1.3 points (-1.9 to -0.7) at T = 12 weeks in painful diabetic
    neuropathy, flat after. In post-herpetic neuralgia P is smaller: `person/covariates.py` sets it.

    Arguments:
        days: days since the plan began, 0 or more; a number or an array [d].
        k: parameters.
    Source: trials_dpn_placebo_pain_12wk, cmp_pbo_change_dpn, cmp_pbo_change_phn, cmp_pbo_first2wk
    """
    end = k.natural_course_duration
    grown = 1 - exp(-k.natural_course_rate * minimum(days, end))
    share = grown / (1 - exp(-k.natural_course_rate * end))
    return NaturalCourse(
        median=-k.natural_course_fall * share,
        low=-k.natural_course_fall_high * share,
        high=-k.natural_course_fall_low * share,
    )
