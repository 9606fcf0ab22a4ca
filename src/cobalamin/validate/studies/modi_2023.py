"""Modi 2023: serum after one dose of 1500 ug of methylcobalamin under the skin or into muscle of healthy people."""

from __future__ import annotations

from cobalamin.validate.compare import Published
from cobalamin.validate.estimate import mean
from cobalamin.validate.injection import after_hours, hour_of_peak, rise_of_peak
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of
from cobalamin.validate.volunteers import young_men

STUDY = "Modi 2023"
SOURCE = "10.18231/j.ijn.2023.028"
SIZE = 12
"""Twenty-four people in two arms."""
_PEAKS = {"subcutaneously": ("under the skin", 57.01, 1.38), "IM": ("into muscle", 45.82, 1.49)}
"""Route -> words, peak [ng/mL] and its time [h]; the unit of the peak was not in the abstract."""


def _arm(route: str) -> Arm:
    return Arm(
        people=f"{STUDY}: healthy",
        life=young_men,
        plan=f"methylcobalamin 1500 ug {route} once",
        days=after_hours(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0),
        invited=80,
    )


def targets() -> tuple[Target, ...]:
    """Height and time of the peak by both routes."""
    found: list[Target] = []
    for route, (words, peak, hour) in _PEAKS.items():
        for quantity, unit, measure, seen, note in (
            ("rise of serum B12 to its peak", "ng/mL", rise_of_peak, peak, "unit assumed"),
            ("time of the peak of serum B12", "h", hour_of_peak, hour, ""),
        ):
            found.append(
                Target(
                    study=STUDY,
                    quantity=f"{quantity}, 1500 ug of methylcobalamin {words}, healthy",
                    unit=unit,
                    block=Block.KINETICS,
                    seen=Published(observed=seen, source=SOURCE),
                    arms=(_arm(route),),
                    measures=(measure,),
                    statistic=mean,
                    sizes=(SIZE,),
                    note=note,
                )
            )
    return tuple(found)


def rows() -> tuple[Row, ...]:
    """Every figure beside that of virtual people."""
    return rows_of(targets())
