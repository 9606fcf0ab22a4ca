"""How much of a substance is taken a day, over all its courses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cobalamin.regimen import Course


def daily_dose(course: Course) -> float:
    """Amount a day, as a mean where doses are rarer than daily."""
    per_day = course.doses_per_day or len(course.days()) / max(course.end_day - course.first_day, 1.0)
    return course.amount * per_day


def taken_on(courses: Sequence[Course], substances: Collection[str], day: float) -> float:
    """Amount of these substances on one day, courses of that day added together."""
    return sum(daily_dose(c) for c in courses if c.substance in substances and c.first_day <= day < c.end_day)


def largest_daily(courses: Sequence[Course], substances: Collection[str], *, since: float = 0.0) -> float:
    """Largest amount of these substances on one day from a day on, courses of the same day added together."""
    chosen = [course for course in courses if course.substance in substances and course.end_day > since]
    return max((taken_on(chosen, substances, max(course.first_day, since)) for course in chosen), default=0.0)


def taken_together(courses: Sequence[Course], one: str, other: str) -> bool:
    """Whether both are taken on some day from day 0 on."""
    days = {max(course.first_day, 0.0) for course in courses if course.substance in {one, other}}
    return any(taken_on(courses, {one}, day) > 0.0 and taken_on(courses, {other}, day) > 0.0 for day in days)
