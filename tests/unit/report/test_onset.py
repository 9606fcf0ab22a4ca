"""Order of onset: what is there, what comes when, and what is not simulated."""

from __future__ import annotations

import numpy as np
import xarray

from cobalamin.report.onset import COMPLAINTS, onset_days, onset_sentence


def trajectory(**scores: list[float]) -> xarray.Dataset:
    days = np.array([0.0, 30.0, 400.0, 800.0])
    values = {name: scores.get(name, [0.0] * days.size) for name in COMPLAINTS}
    return xarray.Dataset(
        {name: (("person", "plan", "time"), np.array(each)[None, None, :]) for name, each in values.items()},
        coords={"person": ["a"], "plan": ["no change"], "time": days},
    )


def test_complaints_come_in_the_order_of_their_days() -> None:
    seen = trajectory(weakness=[0, 0, 0, 2.5], tingling=[3, 3, 3, 3], unsteadiness=[0, 1.9, 2.1, 4])
    assert onset_days(seen, "no change") == {"tingling": 0.0, "unsteadiness": 400.0, "weakness": 800.0}
    assert onset_sentence(seen, "no change").startswith(
        "no change: at the start tingling of the feet; then unsteadiness after 13 months and weakness after 2.2 years"
    )


def test_nothing_is_named_that_is_not_reached_or_not_simulated() -> None:
    none = trajectory(numbness=[float("nan")] * 4, pain_nrs=[1.9, 1.9, 1.9, 1.9])
    assert onset_days(none, "no change") == {}
    assert "no complaint reaches 2 of 10" in onset_sentence(none, "no change")


def test_in_pregnancy_forecasts_of_nerve_are_off_and_no_complaint_is_denied() -> None:
    off = trajectory(**{name: [float("nan")] * 4 for name in COMPLAINTS})
    assert "off in pregnancy" in onset_sentence(off, "no change")
    assert "no complaint" not in onset_sentence(off, "no change")
    assert "pregnancy" not in onset_sentence(trajectory(), "no change")
