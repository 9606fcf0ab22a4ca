"""Placebo and natural course: a band of its own, apart from every plan and from no change."""

from __future__ import annotations

from typing import Any

from cobalamin.plan.model import NaturalCourseBand
from cobalamin.plot.axes import time_axis
from cobalamin.plot.palette import NATURAL_COURSE, QUIET, TEXT
from cobalamin.plot.quantities import TimeUnit, quantity, say_between
from cobalamin.plot.svg import FONT, SMALL

NATURAL_LABEL = "placebo and natural course"


def fall(course: NaturalCourseBand) -> str:
    """Points of pain that go without any drug, by the end: "0.7 to 1.9"."""
    return say_between(-course.high[-1], -course.low[-1], quantity("pain_nrs"))


def natural_strip(axes: Any, course: NaturalCourseBand, unit: TimeUnit) -> None:
    """Change of pain since the start of a plan [points], on axes of its own."""
    x = [day / unit.days for day in course.days]
    filled = axes.fill_between(x, course.low, course.high, facecolor=NATURAL_COURSE, edgecolor=QUIET, linewidth=0.5)
    filled.set_gid("natural-course")
    axes.axhline(0.0, color=QUIET, linewidth=0.6)
    time_axis(axes, unit, course.days[-1])
    bottom = min(course.low)
    axes.set_ylim(1.15 * bottom, 0.25 * abs(bottom))
    axes.set_yticks([0, round(bottom)])
    axes.set_title(NATURAL_LABEL, loc="left", fontsize=FONT, fontweight="bold", color=TEXT, pad=2)
    middle = (course.low[-1] + course.high[-1]) / 2
    text = f"{fall(course)} points less with any plan and with none"
    axes.text(0.97 * x[-1], middle, text, ha="right", va="center", fontsize=SMALL, color=TEXT)
