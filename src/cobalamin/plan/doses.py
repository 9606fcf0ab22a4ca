"""How much of a substance is taken a day, over all its courses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cobalamin.regimen import Course


def daily_dose(course: Course) -> float:
    """Amount a day, as a mean where doses are rarer than daily."""
    per_day = course.doses_per_day or len(course.days()) / max(course.end_day - course.first_day, 1.0)
    return course.amount * per_day


def largest_daily(courses: Sequence[Course], substances: Collection[str]) -> float:
    """Largest amount of these substances on one day from day 0 on, courses of the same day added together."""
    chosen = [course for course in courses if course.substance in substances and course.end_day > 0]
    starts = {max(course.first_day, 0.0) for course in chosen}
    return max(
        (sum(daily_dose(c) for c in chosen if c.first_day <= day < c.end_day) for day in starts),
        default=0.0,
    )
