"""Days on which blood answers, read off courses whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.experiment import Followed
from cobalamin.validate.megaloblastic import hemoglobin_begins, reticulocytes_begin, reticulocytes_peak
from cobalamin.validate.stool import DAYS, FAECES, WEEK, percent_in_stool

HALF_DAYS = np.arange(0.0, 14.0, 0.5)


def seen(name: str, course: np.ndarray, days: np.ndarray = HALF_DAYS) -> Followed:
    """Only the course is measured, so nothing needs to be known of the person."""
    return Followed(subjects=(None,), days=days, values={name: course[:, None]})  # type: ignore[arg-type]


def test_peak_of_a_parabola_is_found_between_the_days() -> None:
    assert reticulocytes_peak(seen("reticulocytes_pct", 20 - (HALF_DAYS - 6.2) ** 2)) == pytest.approx(6.2)


def test_rise_begins_on_the_first_daily_count_past_a_tenth() -> None:
    course = 1.0 + 9.0 * np.clip((HALF_DAYS - 3.0) / 4.0, 0.0, 1.0)
    assert reticulocytes_begin(seen("reticulocytes_pct", course)) == pytest.approx(4.0)


def test_haemoglobin_begins_between_the_days_and_never_where_it_does_not_rise() -> None:
    assert hemoglobin_begins(seen("hemoglobin_g_dl", 7.0 + 0.08 * HALF_DAYS)) == pytest.approx(6.25)
    assert np.isnan(hemoglobin_begins(seen("hemoglobin_g_dl", 7.0 - 0.1 * HALF_DAYS))).all()


def test_what_leaves_without_a_dose_is_taken_off() -> None:
    steady, dose = 3.0, 10.0
    lost = 0.6 * dose * NANOMOLES_PER_MICROGRAM_COBALAMIN
    faeces = np.array([0.0, steady * WEEK + lost, 2 * steady * WEEK + lost])
    assert percent_in_stool(dose)(seen(FAECES, faeces, np.array(DAYS))) == pytest.approx(60.0)
