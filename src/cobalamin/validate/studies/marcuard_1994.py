"""Marcuard 1994: B12 bound to protein, absorbed before and after two weeks of omeprazole by healthy men."""

from __future__ import annotations

from cobalamin.validate.absorption import in_stool, meal_arms, ratio_with_medicine
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, with_medicine
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of
from cobalamin.validate.volunteers import young_men

STUDY = "Marcuard 1994"
SIZE = 5
TWO_WEEKS = 0.04
"""years"""
DOSE_UG = 1.0
"""The labelled dose was not read. Source: guess"""
_DOSES = (("kin_ppi20", "20 mg"), ("kin_ppi40", "40 mg"))


def _on_20_mg(draw: Draw) -> Life:
    return with_medicine(young_men(draw), "omeprazole 20 mg orally daily", TWO_WEEKS)


def _on_40_mg(draw: Draw) -> Life:
    return with_medicine(young_men(draw), "omeprazole 40 mg orally daily", TWO_WEEKS)


def targets() -> tuple[Target, ...]:
    """Ratio of what is absorbed, both doses."""
    people = f"{STUDY}: men"
    before = meal_arms(people, young_men, DOSE_UG)
    return tuple(
        Target(
            study=STUDY,
            quantity=f"absorbed of B12 bound to protein, on omeprazole {dose} a day / before, healthy men",
            unit="ratio",
            block=Block.KINETICS,
            seen=published(id),
            arms=(*meal_arms(people, life, DOSE_UG), *before),
            measures=(in_stool,) * 4,
            statistic=ratio_with_medicine(DOSE_UG),
            sizes=(SIZE,) * 4,
            note="urine after a flushing injection was measured; the medicine has one effect at all doses",
        )
        for (id, dose), life in zip(_DOSES, (_on_20_mg, _on_40_mg), strict=True)
    )


def rows() -> tuple[Row, ...]:
    """Both ratios beside those of virtual people."""
    return rows_of(targets())
