"""Zhang 2015: high doses of methylcobalamin quieten compressed ganglion cells of rats."""

from __future__ import annotations

from cobalamin.validate.compare import observed_direction
from cobalamin.validate.experiment import follow, recruit
from cobalamin.validate.people import diabetic
from cobalamin.validate.row import Kind, Row

STUDY = "Zhang 2015"
_DAYS = 28.0
_PLAN = "methylcobalamin 5 mg IM daily"


def rows() -> tuple[Row, ...]:
    """With the optional effect of high doses on excitability switched on, pain falls against nothing given."""
    people = recruit(STUDY, diabetic, people=60, changes={"animal_evidence": 1.0})
    dosed, spared = follow(people, _PLAN, [0.0, _DAYS]), follow(people, None, [0.0, _DAYS])
    change = float((dosed.on("pain_nrs", _DAYS) - spared.on("pain_nrs", _DAYS)).mean())
    return (
        observed_direction(
            STUDY,
            "pain_nrs",
            "high doses of methylcobalamin",
            seen=-1,
            change=change,
            source="mech_mecbl_sa",
            kind=Kind.BUILT_IN,
            note="an optional effect, off by default, is switched on for this row: rats at high doses",
        ),
    )
