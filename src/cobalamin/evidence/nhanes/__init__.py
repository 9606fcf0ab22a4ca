"""Derived tables of NHANES 1999-2006: how markers are distributed, and who the people are.

Written by tools/take_nhanes.py. Surveys of 1999-2002 are for fitting and those of 2003-2006 for testing.
Source: nhanes_1999_2006
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cobalamin.evidence import Use

STUDY: Mapping[Use, str] = {Use.CALIBRATE: "NHANES 1999-2002", Use.VALIDATE: "NHANES 2003-2006"}
"""Names of the two sets of surveys, as in the split."""
PERCENTILES = (5, 50, 95)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files(__name__) / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """Percentiles of one marker in one group of adults.

    Attributes:
        use: which surveys.
        by: what groups them: age, age and sex, egfr, supplement, diet of one day, medicine.
        group: which group, such as "60-74".
        observation: name of the marker, with its unit.
        people: in the group.
        values: by percentile, in the unit of the observation.
        errors: their standard errors.
    """

    use: Use
    by: str
    group: str
    observation: str
    people: int
    values: Mapping[int, float]
    errors: Mapping[int, float]


@cache
def distributions() -> tuple[Distribution, ...]:
    """Every distribution, in the order of the table."""
    return tuple(
        Distribution(
            use=Use(row["use"]),
            by=row["by"],
            group=row["group"],
            observation=row["observation"],
            people=int(row["people"]),
            values={p: float(row[f"p{p}"]) for p in PERCENTILES},
            errors={p: float(row[f"p{p}_error"]) for p in PERCENTILES},
        )
        for row in _rows("distributions.csv")
    )


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """Adults of one sex and band of age: their share of all adults, and what they have and take.

    Attributes:
        use: which surveys.
        age_low, age_high: [years], both included; ages from 85 count as 85.
        sex: "female" or "male".
        share: of all adults.
        egfr: percentile -> eGFR [mL/min/1.73 m2], CKD-EPI 2021.
        black, metformin, ppi, h2_blocker: shares.
        supplements: (low, high] daily B12 from supplements [ug/d] -> share; the rest take none.
    """

    use: Use
    age_low: int
    age_high: int
    sex: str
    share: float
    egfr: Mapping[int, float]
    black: float
    metformin: float
    ppi: float
    h2_blocker: float
    supplements: Mapping[tuple[int, int], float]


@cache
def strata(use: Use) -> tuple[Stratum, ...]:
    """The strata of the surveys for this use."""
    doses = tuple(supplement_doses(use))
    return tuple(
        Stratum(
            use=use,
            age_low=int(row["age_low"]),
            age_high=int(row["age_high"]),
            sex=row["sex"],
            share=float(row["share"]),
            egfr={p: float(row[f"egfr_p{p}"]) for p in (5, 25, 50, 75, 95)},
            black=float(row["black"]),
            metformin=float(row["metformin"]),
            ppi=float(row["ppi"]),
            h2_blocker=float(row["h2_blocker"]),
            supplements={(low, high): float(row[f"supplement_{low}_{high}_ug"]) for low, high in doses},
        )
        for row in _rows("people.csv")
        if row["use"] == use.value
    )


@cache
def supplement_doses(use: Use) -> Mapping[tuple[int, int], float]:
    """Mean daily dose of those who take (low, high] B12 from supplements [ug/d]."""
    return {
        (int(row["low_ug"]), int(row["high_ug"])): float(row["mean_ug"])
        for row in _rows("supplements.csv")
        if row["use"] == use.value
    }


@cache
def within_person() -> Mapping[str, float]:
    """Standard deviation of ln(value) within one person over some weeks, method and biology together."""
    return {row["observation"]: float(row["sd_of_log"]) for row in _rows("within_person.csv")}
