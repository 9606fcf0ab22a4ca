"""The body, in the order B12 travels: one list of compartments and flows."""

from __future__ import annotations

from cobalamin.body import (
    brain,
    cord,
    drugs,
    gut,
    harm,
    liver,
    marrow,
    methylation,
    nerve,
    pain,
    plasma,
    tissues,
    vitamin_b6,
)
from cobalamin.body.graph import Body

BODY = Body(
    (
        gut.gut,
        plasma.plasma,
        liver.liver,
        tissues.tissues,
        methylation.methylation,
        marrow.marrow,
        nerve.nerve,
        cord.cord,
        brain.brain,
        drugs.drugs,
        harm.harm,
        vitamin_b6.vitamin_b6,
        pain.pain,
    )
)
"""The whole body; its order is the order of the solver's sweep."""
