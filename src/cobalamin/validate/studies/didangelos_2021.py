"""Didangelos 2021: 1 mg of oral methylcobalamin a day for a year in diabetic neuropathy on metformin, B12 below 400."""

from __future__ import annotations

import numpy as np

from cobalamin.body.natural_course import natural_course
from cobalamin.evidence import fact
from cobalamin.parameters import typical, view
from cobalamin.validate.compare import Published, compared, observed_direction, published, with_mean_interval
from cobalamin.validate.estimate import estimate, group, mean
from cobalamin.validate.experiment import Draw, Followed, enrol, follow, recruit
from cobalamin.validate.people import Life, diabetic, with_neuropathy
from cobalamin.validate.row import Block, Row

STUDY = "Didangelos 2021"
YEAR = 365.0
TREATED, PLACEBO = 44, 46
SD_BEFORE, SD_AFTER = 71.8, 242.3
"""Standard deviations of serum B12 [pmol/L], in the note of the fact."""
HIGHEST_B12 = 400.0


def _life(draw: Draw) -> Life:
    return diabetic(draw, metformin=True)


def _entry(seen: Followed) -> np.ndarray:
    return (seen.on("serum_b12_pmol_l") < HIGHEST_B12) & with_neuropathy(seen)


def rows() -> tuple[Row, ...]:
    """Serum B12 before and after, and which way nerve and pain went in both arms."""
    people = enrol(recruit(STUDY, _life), _entry)
    days = [0.0, YEAR]
    treated = follow(people, "methylcobalamin 1000 ug orally daily", days)
    placebo = follow(people, None, days)
    id, b12 = "trials_didangelos_b12_rise", "serum_b12_pmol_l"
    before = Published(observed=fact(id).low, source=id)
    levels = (
        ("before", with_mean_interval(before, SD_BEFORE, TREATED), 0.0),
        ("after 1 mg a day by mouth for a year", with_mean_interval(published(id), SD_AFTER, TREATED), YEAR),
    )
    found = [
        compared(
            STUDY,
            f"total B12 in serum {when}, diabetic neuropathy on metformin",
            "pmol/L",
            seen=seen,
            found=estimate(mean, group(treated, treated.on(b12, day), size=TREATED)),
            block=Block.KINETICS,
        )
        for when, seen, day in levels
    ]
    return (*found, *_directions(treated, placebo))


def _directions(treated: Followed, placebo: Followed) -> list[Row]:
    course = float(natural_course(YEAR, view(typical())).median)
    seen = {
        "sural_velocity_m_s": (1, -1),
        "sural_amplitude_uv": (1, -1),
        "vibration_threshold": (-1, None),
        "pain_nrs": (-1, 1),
    }
    found: list[Row] = []
    for name, ways in seen.items():
        for arm, way, size, whom in (
            (treated, ways[0], TREATED, "methylcobalamin for a year"),
            (placebo, ways[1], PLACEBO, "placebo for a year"),
        ):
            if way is None:
                continue
            change = estimate(mean, group(arm, arm.change(name, YEAR), size=size)).value
            pain = name == "pain_nrs"
            found.append(
                observed_direction(
                    STUDY,
                    name,
                    f"diabetic neuropathy on metformin, {whom}",
                    seen=way,
                    change=change + (course if pain else 0.0),
                    source="mech_didangelos",
                    note="natural course and placebo counted in both arms; every other placebo arm had less pain"
                    if pain
                    else "",
                )
            )
    return found
