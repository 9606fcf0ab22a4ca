"""A review of the response of blood to B12: when reticulocytes peak, when the count is normal again."""

from __future__ import annotations

import numpy as np

from cobalamin.units import DAYS_PER_WEEK
from cobalamin.validate.clinic import LOW_HEMOGLOBIN, Door, at_the_door
from cobalamin.validate.compare import compared, published
from cobalamin.validate.estimate import estimate, group, median
from cobalamin.validate.experiment import follow
from cobalamin.validate.presentation import visits
from cobalamin.validate.row import Block, Row

STUDY = "review text"
SIZE = 20
"""A review without a number of people."""
_PLAN = "cyanocobalamin 1 mg IM daily for 1 week, then weekly"


def rows() -> tuple[Row, ...]:
    """Day of the peak, and weeks until haemoglobin is normal, in people whom anaemia brought."""
    days = [*np.arange(0.0, 30.0), *np.arange(35.0, 300.0, 7.0)]
    people = follow(at_the_door(visits(), Door.BLOOD), _PLAN, days)
    peak = people.days[people.values["reticulocytes_pct"].argmax(axis=0)]
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in people.subjects])
    normal = people.values["hemoglobin_g_dl"] >= least
    weeks = np.where(normal.any(axis=0), people.days[normal.argmax(axis=0)], np.nan) / DAYS_PER_WEEK
    return (
        compared(
            STUDY,
            "day of the reticulocyte peak after injections, megaloblastic anaemia",
            "d",
            seen=published("mech_pa_retic"),
            found=estimate(median, group(people, peak, size=SIZE)),
            block=Block.BIOMARKERS,
        ),
        compared(
            STUDY,
            "weeks until the blood count is normal, megaloblastic anaemia",
            "weeks",
            seen=published("mech_pa_cbc"),
            found=estimate(median, group(people, weeks, size=SIZE)),
            note="haemoglobin stands in for the count",
            block=Block.BIOMARKERS,
        ),
    )
