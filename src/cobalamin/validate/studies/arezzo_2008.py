"""Arezzo 2008: pregabalin 600 mg a day in painful diabetic neuropathy, apart from placebo within the first week."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import first_week_row, relief_rows
from cobalamin.validate.row import Row

STUDY = "Arezzo 2008"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief, and which way pain went in the first week."""
    return (*relief_rows(STUDY), first_week_row(STUDY, "pregabalin", 600.0))
