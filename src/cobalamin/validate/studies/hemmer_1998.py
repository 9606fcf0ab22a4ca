"""Hemmer 1998: nine people with subacute combined degeneration; which tracts and nerves, what treatment leaves."""

from __future__ import annotations

import numpy as np

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import Published, compared, direction, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.experiment import Followed
from cobalamin.validate.presentation import (
    YEAR,
    amplitude_low,
    motor_potential_abnormal,
    outside,
    tibial_potential_abnormal,
    treated,
    velocity_low,
    very_slow,
)
from cobalamin.validate.row import Block, Row

STUDY = "Hemmer 1998"
SEEN, CENTRAL_MOTOR, AXONAL, DEMYELINATING = 9, 4, 4, 1
"""Counts as read in the abstract."""
_HALF = 50.0


def rows() -> tuple[Row, ...]:
    """Signs at the visit, kind of neuropathy, and residual potentials after a year."""
    people = treated(Door.NERVE)
    neuropathy = amplitude_low(people) | velocity_low(people)
    axonal = np.where(neuropathy, ~very_slow(people), np.nan).astype(np.float64)
    posterior, kinds = "sx_scd_posterior", AXONAL + DEMYELINATING

    def counted(count: int, of: int) -> Published:
        return with_share_interval(Published(observed=100 * count / of, source=posterior), of)

    shares = {
        "posterior column signs": (
            with_share_interval(published(posterior), SEEN),
            outside(people, ["vibration_threshold"]) | (people.on("unsteadiness") >= 1.0),
            SEEN,
        ),
        "central motor involvement": (counted(CENTRAL_MOTOR, SEEN), motor_potential_abnormal(people), SEEN),
        "axonal kind among those with abnormal nerve conduction": (counted(AXONAL, kinds), axonal, kinds),
    }
    found = [
        compared(
            STUDY,
            f"{what} at the visit, subacute combined degeneration",
            "%",
            seen=seen,
            found=estimate(percent, group(people, np.asarray(answer), size=size)),
            block=Block.NERVE,
        )
        for what, (seen, answer, size) in shares.items()
    ]
    return (*found, *_residuals(people))


def _residuals(people: Followed) -> list[Row]:
    """Tibial potentials stay abnormal in most, those of the arm and the motor ones recover."""
    tibial = 100 * tibial_potential_abnormal(people, YEAR).mean()
    arm = 100 * outside(people, ["median_sep_n20_ms"], YEAR).mean()
    motor = 100 * motor_potential_abnormal(people, YEAR).mean()
    changes = {
        "more than half keep an abnormal tibial somatosensory potential": tibial - _HALF,
        "the tibial potential stays abnormal more often than that of the arm": tibial - arm,
        "the tibial potential stays abnormal more often than the motor evoked potential": tibial - motor,
    }
    return [
        direction(
            STUDY,
            f"{what}, a year after treatment",
            seen=1,
            change=float(change),
            least=1.0,
            source="trials_ssep_residual",
            block=Block.NERVE,
        )
        for what, change in changes.items()
    ]
