"""Rosenstock 2004: pregabalin 300 mg a day in painful diabetic neuropathy, apart from placebo within the first week."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import first_week_row
from cobalamin.validate.row import Row

STUDY = "Rosenstock 2004"


def rows() -> tuple[Row, ...]:
    """Which way pain went in the first week; its means were not read."""
    return (first_week_row(STUDY, "pregabalin", 300.0),)
