"""Healton 1991: 153 episodes with neurological involvement; of the series only what was read is compared."""

from __future__ import annotations

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import compared, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import not_anaemic, treated
from cobalamin.validate.row import Block, Row

STUDY = "Healton 1991"
EPISODES = 153


def rows() -> tuple[Row, ...]:
    """Share without anaemia."""
    people = treated(Door.NERVE)
    return (
        compared(
            STUDY,
            "haematocrit normal, episodes with neurological involvement",
            "%",
            seen=with_share_interval(published("sx_healton_hct"), EPISODES),
            found=estimate(percent, group(people, not_anaemic(people), size=EPISODES)),
            block=Block.BIOMARKERS,
        ),
    )
