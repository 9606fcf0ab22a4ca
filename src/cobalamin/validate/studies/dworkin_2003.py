"""Dworkin 2003: pregabalin 600 mg a day in post-herpetic neuralgia, half of it with weak kidneys."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import relief_rows
from cobalamin.validate.row import Row

STUDY = "Dworkin 2003"
NOTE = "everyone is given the full dose, although those with weak kidneys took half"


def rows() -> tuple[Row, ...]:
    """Pain and people with relief."""
    return relief_rows(STUDY, note=NOTE)
