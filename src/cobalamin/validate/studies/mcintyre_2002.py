"""McIntyre 2002: velocity of myelinated fibres of nine diameters, in their own program and in ours."""

from __future__ import annotations

from cobalamin.nerve.cable import healthy, velocity
from cobalamin.nerve.constants import published_velocities
from cobalamin.validate.row import Block, Kind, Row

STUDY = "McIntyre 2002"
STEP = 0.005
"""Time step of the published program [ms]; a shorter one gives higher velocities in both."""


def rows() -> tuple[Row, ...]:
    """The same equations in two programs, at the same time step."""
    return tuple(
        Row(
            study=STUDY,
            quantity=f"conduction velocity, fibre of {diameter:g} um",
            unit="m/s",
            observed=seen,
            simulated=velocity(healthy(diameter), step=STEP),
            kind=Kind.VERIFICATION,
            source="mrg_code",
            note="their program, run by us",
            block=Block.MECHANISM,
        )
        for diameter, seen in published_velocities().items()
    )
