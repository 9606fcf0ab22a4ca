"""Largest daily doses by kidneys, as read in product information; what nobody read is no limit here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from cobalamin.evidence import Verified
from cobalamin.evidence.schema import read_table


@dataclass(frozen=True, kw_only=True)
class RenalLimit:
    """The largest daily dose of a drug for kidneys from `low` to below `high` [mL/min].

    Attributes:
        drug: its name.
        low, high: creatinine clearance [mL/min]; here eGFR stands for it.
        largest: daily dose [mg/d].
        verified: how the row was read.
    """

    drug: str
    low: float
    high: float
    largest: float
    verified: Verified


@cache
def renal_limits() -> tuple[RenalLimit, ...]:
    """All limits, worst kidneys first; a band ends where the next begins.

    Source: renal_dosing
    """
    rows = sorted(read_table("renal_dosing"), key=lambda row: (row["drug"], float(row["crcl_low"])))
    found: list[RenalLimit] = []
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        # Sources write "30 to 59" and "30 to 60" alike: the last band of a drug ends at the next whole ten.
        end = math.ceil(float(row["crcl_high"]) / 10) * 10
        high = float(after["crcl_low"]) if after is not None and after["drug"] == row["drug"] else float(end)
        found.append(
            RenalLimit(
                drug=row["drug"],
                low=float(row["crcl_low"]),
                high=high,
                largest=float(row["total_daily_high_mg"]),
                verified=Verified(row["verified"]),
            )
        )
    return tuple(found)


def renal_limit(drug: str, egfr: float) -> RenalLimit | None:
    """The limit of a drug for these kidneys, None where none was read.

    Arguments:
        drug: its name.
        egfr: 0 or more [mL/min].

    >>> renal_limit("pregabalin", 45.0).largest, renal_limit("pregabalin", 90.0)
    (300.0, None)
    """
    return next((each for each in renal_limits() if each.drug == drug and each.low <= egfr < each.high), None)
