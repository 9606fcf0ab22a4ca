"""Where a diet leads: people like this one, simulated with it for years, each under the same random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobalamin.assess.lack import LOW_SERUM_B12, RAISED_METHYLMALONATE, low_store
from cobalamin.person import Diet, Person
from cobalamin.plan.diet.model import Span, YearStatus
from cobalamin.plan.diet.uptake import HIGH, LOW, Crowd, Gut, equal_meals_intake
from cobalamin.regimen import Regimen
from cobalamin.units import DAYS_PER_YEAR

if TYPE_CHECKING:
    from cobalamin.solve.protocol import FloatArray

YEARS = (1.0, 2.0, 5.0, 10.0, 20.0)
SHOWN_YEARS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0)
"""Points of the figures [a]; the years of the table are among them."""
LEVELS = ("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "body_b12_ug")
RAISED, LOW_SERUM, LOW_STORE = "methylmalonate raised", "serum B12 low", "store low"


@dataclass(frozen=True, kw_only=True)
class Course:
    """A diet to follow: absorbed of food [ug/d] by the typical person in so many meals a day, and what is taken."""

    absorbed_ug: float
    meals: float
    plan: Regimen | None = None


def follow(
    person: Person, courses: Sequence[Course], typical: Gut, people: Crowd, years: Sequence[float]
) -> FloatArray:
    """Levels of every individual under every course, shape (level, year, course, individual).

    NaN from the year on in which haemoglobin has fallen below the least that was ever seen untreated: care would have
    been needed before.

    Errors: as `build_row`; a row that cannot be solved holds NaN.
    """
    import numpy as np

    from cobalamin.simulate import LOWEST_HEMOGLOBIN, Request, build_row
    from cobalamin.solve import fast

    days = np.array(years) * DAYS_PER_YEAR
    rows = []
    for n, course in enumerate(courses):
        intake = equal_meals_intake(course.absorbed_ug, course.meals, typical)
        diet = Diet(name="diary", intake_ug_per_day=intake, meals_per_day=course.meals, since_day=began(person))
        who = replace(person, diet=diet)
        for gut in people.each:
            request = Request(person=who, plan_name=f"diet {n}", plan=course.plan, constants=gut.constants)
            rows.append(build_row(request, horizon=float(days[-1]) + 1.0)[0])
    values = fast.observe(rows, days, (*LEVELS, "hemoglobin_g_dl"))
    lost = np.logical_or.accumulate(~(values[-1] >= LOWEST_HEMOGLOBIN), axis=0)
    return np.where(lost, np.nan, values[:-1]).reshape(len(LEVELS), len(days), len(courses), len(people.each))


def began(person: Person) -> float:
    """Day on which the diet began [d]: that of the person's own diet, or day 0 for one who ate everything before."""
    own = person.diet
    return own.since_day if own.name != "omnivore" and own.since_day is not None else 0.0


def shares_out(values: FloatArray) -> Mapping[str, FloatArray]:
    """Share of people out of range, by name, shape (year, course).

    Source: diag_lr_mma_271_376, diag_nice_b12_low_pm, guess
    """
    import numpy as np

    level = dict(zip(LEVELS, values, strict=True))
    body = level["body_b12_ug"]
    return {  # somebody who cannot be followed to the end, and so is NaN, is not counted as in range
        RAISED: (~(level["mma_nmol_l"] <= RAISED_METHYLMALONATE)).mean(axis=-1),
        LOW_SERUM: (~(level["serum_b12_pmol_l"] >= LOW_SERUM_B12)).mean(axis=-1),
        LOW_STORE: (low_store(body) | np.isnan(body)).mean(axis=-1),
    }


def statuses(values: FloatArray, years: Sequence[float]) -> tuple[YearStatus, ...]:
    """Levels and shares by year, from the courses low, value and high in this order.

    A level is None where more than half of the people would have needed care before. Else the median of the middle
    course; the range from the lower tenth of the least to the upper tenth of the most of the three courses, since MMA
    runs against the others.
    """
    import warnings

    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # years in which nobody is left
        tenth, median, ninth = np.nanpercentile(values, (LOW, 50.0, HIGH), axis=-1)
        least, most = np.nanmin(tenth, axis=-1), np.nanmax(ninth, axis=-1)
    gone = np.isnan(values[0]).mean(axis=-1)
    out = shares_out(values)
    made: list[YearStatus] = []
    for y, year in enumerate(years):
        left = gone[y, 1] <= 0.5
        levels = {
            name: Span(low=float(least[n, y]), value=float(median[n, y, 1]), high=float(most[n, y])) if left else None
            for n, name in enumerate(LEVELS)
        }
        shares = {name: _over_courses(share[y]) for name, share in out.items()}
        made.append(YearStatus(year=year, values=levels, out_of_range=shares, care_needed=_over_courses(gone[y])))
    return tuple(made)


def _over_courses(share: FloatArray) -> Span:
    return Span(low=float(share.min()), value=float(share[1]), high=float(share.max()))
