"""Xu 2020: methylcobalamin by needle, muscle or mouth in subacute ophthalmic herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.compare import Published, compared
from cobalamin.validate.estimate import difference, estimate, group
from cobalamin.validate.experiment import Draw, follow, measurement_noise, recruit
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.row import Block, Row

STUDY = "Xu 2020"
SOURCE = "Xu 2020, 10.1111/papr.12909"
END = 28.0
SIZE = 35
MUSCLE, MOUTH = 4.9 - 6.8, 5.1 - 6.7
"""Change of pain in four weeks [points of 10]."""
SPREAD = 2.33
"""SD of the change of pain between people [points]: not read here, so that of the placebo arm of Yasuda 2011."""


def _life(draw: Draw) -> Life:
    return with_condition(somebody(draw, age=65.0, sd=8.0, low=50.0, high=85.0), "post-herpetic neuralgia", 0.15)


def rows() -> tuple[Row, ...]:
    """Muscle minus mouth; injection beside the nerve has no counterpart in the model."""
    people = recruit(STUDY, _life, people=100)
    muscle = follow(people, "methylcobalamin 1 mg IM daily", [0.0, END])
    mouth = follow(people, "methylcobalamin 1.5 mg orally daily", [0.0, END])
    gap = estimate(
        difference,
        group(muscle, muscle.change("pain_nrs", END) + measurement_noise(muscle, "pain", SPREAD), size=SIZE),
        group(mouth, mouth.change("pain_nrs", END) + measurement_noise(mouth, "pain", SPREAD), size=SIZE),
    )
    return (
        compared(
            STUDY,
            "change of pain in 4 weeks, methylcobalamin into the muscle minus by mouth, subacute herpetic neuralgia",
            "points of 10",
            seen=Published(observed=MUSCLE - MOUTH, source=SOURCE),
            found=gap,
            note="the natural course is the same in both; doses were not read",
            block=Block.PAIN,
        ),
    )
