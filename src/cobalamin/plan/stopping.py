"""Whether a drug for nerve pain is stopped at once, or lowered first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cobalamin.assess.doses import taken_on
from cobalamin.body.drugs import DRUGS
from cobalamin.regimen import Course

TAPER_DAYS = 7
"""Least days on lowered doses before the end. Source: label_warnings"""
MOST_LOWERED, LEAST_LOWERED = 0.2, 0.8
"""A lowered daily dose lies between these shares of the usual one: less is no dose, more is not lowered.
Source: guess"""
USUAL_DAYS = 84
"""The usual dose is the largest daily one of this many days before [d]. Source: guess"""


def stopped_at_once(courses: Sequence[Course], *, horizon: float) -> set[str]:
    """Drugs whose daily dose falls below a fifth of the usual one without a week on lowered doses before.

    Courses of one drug are added. A drug that another of its class takes over within a day is not stopped.

    Arguments:
        courses: all that is taken under the plan.
        horizon: last day that counts [d].
    """
    drugs = {course.substance for course in courses} & set(DRUGS)
    return {drug for drug in drugs if any(_falls_at_once(courses, drug, day) for day in _ends(courses, drug, horizon))}


def _ends(courses: Sequence[Course], drug: str, horizon: float) -> list[int]:
    """Days from day 0 on, and before the horizon, on which a course of the drug has ended."""
    ends = {math.ceil(course.end_day) for course in courses if course.substance == drug and course.end_day >= 0.0}
    return sorted(day for day in ends if day < horizon - 1.0)


def _falls_at_once(courses: Sequence[Course], drug: str, day: int) -> bool:
    before = [taken_on(courses, {drug}, day - n) for n in range(1, USUAL_DAYS + 1)]
    floor = MOST_LOWERED * max(before)
    if not taken_on(courses, {drug}, day) < floor <= before[0] or _taken_over(courses, drug, day):
        return False
    lowered = next(
        (n for n, dose in enumerate(before) if not floor <= dose <= LEAST_LOWERED * max(before)), len(before)
    )
    return lowered < TAPER_DAYS


def _taken_over(courses: Sequence[Course], drug: str, day: int) -> bool:
    groups = {course.substance_class for course in courses if course.substance == drug}
    return any(
        other.substance_class in groups and other.substance != drug and other.first_day <= day + 1 < other.end_day
        for other in courses
    )
