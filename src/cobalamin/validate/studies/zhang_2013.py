"""Zhang 2013: adverse events of gabapentin enacarbil, a prodrug, in post-herpetic neuralgia."""

from __future__ import annotations

from cobalamin.validate.analgesic_rows import event_rows
from cobalamin.validate.row import Row

STUDY = "Zhang 2013"
GABAPENTIN_SHARE = 171.24 / 329.39
"""Molar mass of gabapentin over that of its prodrug."""


def rows() -> tuple[Row, ...]:
    """People with an adverse event, the prodrug counted as the gabapentin in it."""
    note = "the gabapentin in the prodrug stands in, although it is absorbed better; borrowed from pregabalin"
    return event_rows(STUDY, as_drug="gabapentin", factor=GABAPENTIN_SHARE, note=note)
