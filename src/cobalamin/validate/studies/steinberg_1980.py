"""Steinberg 1980: B12 bound to protein, absorbed with and without cimetidine in duodenal ulcer."""

from __future__ import annotations

from cobalamin.validate.absorption import in_stool, meal_arms, ratio_with_medicine
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody, with_medicine
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Steinberg 1980"
SIZE = 12
DOSE_UG = 1.0
"""The labelled dose was not read. Source: guess"""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=45.0, sd=10.0, low=25.0, high=65.0)


def _on_cimetidine(draw: Draw) -> Life:
    return with_medicine(_life(draw), "cimetidine 300 mg orally 4 times daily", 0.1)


def targets() -> tuple[Target, ...]:
    """Ratio of what is absorbed."""
    people = f"{STUDY}: duodenal ulcer"
    return (
        Target(
            study=STUDY,
            quantity="absorbed of B12 bound to protein, on cimetidine / without, duodenal ulcer",
            unit="ratio",
            block=Block.KINETICS,
            seen=published("kin_h2ra"),
            arms=(*meal_arms(people, _on_cimetidine, DOSE_UG), *meal_arms(people, _life, DOSE_UG)),
            measures=(in_stool,) * 4,
            statistic=ratio_with_medicine(DOSE_UG),
            sizes=(SIZE,) * 4,
            note="urine after a flushing injection was measured",
        ),
    )


def rows() -> tuple[Row, ...]:
    """The ratio beside that of virtual people."""
    return rows_of(targets())
