"""A result that the history cannot give is named, and one that it can is not."""

from __future__ import annotations

from cobalamin.infer.forecast import posterior
from cobalamin.infer.misfit import misfits
from cobalamin.person import person_from_mapping


def told(value: str, **changes: object) -> tuple[str, ...]:
    life = {
        "person": {"age": 66, "sex": "female"},
        "condition": [{"name": "total gastrectomy", "since": "5 years"}],
        "medicine": [{"regimen": "cyanocobalamin 1 mg IM monthly", "since": "5 years"}],
        "lab": [{"test": "serum B12", "value": value}],
    }
    return misfits(posterior(person_from_mapping(life | changes, where="test"), particles=300))


def test_a_low_level_on_monthly_injections_hardly_fits():
    (said,) = told("60 pmol/L")
    assert "serum B12 of 60 pmol/L lies below" in said
    assert "doses missed" in said


def test_a_level_that_fits_is_not_named():
    assert told("420 pmol/L") == ()


def test_the_same_level_fits_where_nothing_was_given():
    untreated = [{"name": "total gastrectomy", "since": "2.5 years", "untreated": True}]
    assert told("90 pmol/L", condition=untreated, medicine=[]) == ()
