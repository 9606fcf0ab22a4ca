"""Oosterhuis 2000, a review of 37 papers: how often a large red cell shows low B12 and pernicious anaemia."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.clinic import HIGH_MCV
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Followed
from cobalamin.validate.megaloblastic import CLINICALLY_DEFICIENT, LOW_B12
from cobalamin.validate.residents import UK_SENIORS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Target, rows_of

STUDY = "Oosterhuis 2000"
SIZE = 200
"""A review without one number of people."""


def _large(seen: Followed) -> npt.NDArray[np.bool_]:
    return seen.on("mcv_fl") > HIGH_MCV


def _large_in_low_b12(seen: Followed) -> npt.NDArray[np.float64]:
    return np.where(measured(seen, "serum_b12_pmol_l") < LOW_B12, _large(seen), np.nan)


def targets() -> tuple[Target, ...]:
    """Share with a large red cell, in a survey of low B12 and in pernicious anaemia."""
    shares = (
        ("low B12 found by a survey", "diag_acc_mcv_screen", UK_SENIORS, _large_in_low_b12,
         "older Britons stand in for the surveyed people"),
        ("pernicious anaemia", "diag_acc_mcv_pa", CLINICALLY_DEFICIENT, _large,
         "people with low B12 who are anaemic or have complaints, 1 to 9 years after absorption began to fail"),
    )  # fmt: skip
    return tuple(
        Target(
            study=STUDY,
            quantity=f"MCV raised, {whom}",
            unit="%",
            block=Block.BIOMARKERS,
            seen=published(id),
            arms=(arm,),
            measures=(measure,),
            statistic=percent_of_people,
            sizes=(SIZE,),
            note=note,
        )
        for whom, id, arm, measure, note in shares
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual people."""
    return rows_of(targets())
