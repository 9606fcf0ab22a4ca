"""Misra 2007: 57 people with neurological syndromes of B12 deficiency; potentials, and recovery at 3 months."""

from __future__ import annotations

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import Published, compared, published, published_interval, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import (
    THREE_MONTHS,
    amplitude_low,
    complete,
    motor_potential_abnormal,
    outside,
    poor,
    tibial_potential_abnormal,
    treated,
    velocity_low,
)
from cobalamin.validate.row import Block, Row

STUDY = "Misra 2007"
SEEN, FOLLOWED, POOR = 57, 45, 3


def rows() -> tuple[Row, ...]:
    """Share with each abnormal test, and share with each kind of recovery."""
    people = treated(Door.NERVE)
    tests = {
        "abnormal tibial somatosensory potential": ("mech_kalita_sep", tibial_potential_abnormal(people)),
        "abnormal visual potential": ("mech_kalita_vep", outside(people, ["visual_ep_p100_ms"])),
        "abnormal motor evoked potential": ("mech_kalita_mep", motor_potential_abnormal(people)),
        "abnormal nerve conduction": ("mech_kalita_ncs", amplitude_low(people) | velocity_low(people)),
    }
    found = [
        compared(
            STUDY,
            f"{what} at the visit",
            "%",
            seen=with_share_interval(published(id), SEEN),
            found=estimate(percent, group(people, answer, size=SEEN)),
            block=Block.NERVE,
        )
        for what, (id, answer) in tests.items()
    ]
    full, bad = complete(people, THREE_MONTHS), poor(people, THREE_MONTHS)
    few = Published(observed=100 * POOR / FOLLOWED, source="trials_scd_complete_3mo")
    recoveries = {
        "complete": (published_interval("trials_scd_complete_3mo"), full),
        "partial": (with_share_interval(published("mech_kalita_partial"), FOLLOWED), ~full & ~bad),
        "poor": (with_share_interval(few, FOLLOWED), bad),
    }
    for what, (seen, answer) in recoveries.items():
        found.append(
            compared(
                STUDY,
                f"{what} recovery after 3 months of injections",
                "%",
                seen=seen,
                found=estimate(percent, group(people, answer, size=FOLLOWED)),
                block=Block.NERVE,
            )
        )
    return tuple(found)
