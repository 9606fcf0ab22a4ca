"""Nijhout 2006: a model of folate and methionine in which methionine synthase and folate fall together."""

from __future__ import annotations

from cobalamin.body.methylation import methylation_capacity, thymidylate_map
from cobalamin.parameters import typical, view
from cobalamin.validate.compare import direction
from cobalamin.validate.row import Block, Kind, Row

STUDY = "Nijhout/Reed/Ulrich group 2006, J Nutr 136:2653"
ACTIVITY = 0.3
"""Methionine synthase relative to healthy; the report gives no number."""


def rows() -> tuple[Row, ...]:
    """Directions of methylation and of thymidine synthesis."""
    k = view(typical())
    falls = {
        "DNA methylation": methylation_capacity(ACTIVITY, k) - 1,
        "thymidine synthesis": thymidylate_map(ACTIVITY, k) - 1,
    }
    return tuple(
        direction(
            STUDY,
            f"{what} when methionine synthase falls",
            seen=-1,
            change=float(change),
            least=0.01,
            source="mech_nijhout2006_b12",
            kind=Kind.BUILT_IN,
            note="both maps come from a later model of the same group",
            block=Block.MECHANISM,
        )
        for what, change in falls.items()
    )
