"""Oosterhuis 2000, a review of 37 papers: how often a large red cell shows low B12 and pernicious anaemia."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.validate.chances import percent_of_people
from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN
from cobalamin.validate.compare import published
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, without_absorption
from cobalamin.validate.presentation import FREE, worst_complaint
from cobalamin.validate.residents import UK_SENIORS, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Oosterhuis 2000"
SIZE = 200
"""A review without one number of people."""
LOW_B12 = 150.0
"""pmol/L; cut-offs of the papers differ. Source: guess"""


def _life(draw: Draw) -> Life:
    return without_absorption(draw, low=1.0, high=9.0)


def _diagnosed(seen: Followed) -> npt.NDArray[np.bool_]:
    """Low B12, and ill in the blood or by complaints: what brought people to a diagnosis."""
    least = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    anaemic = seen.on("hemoglobin_g_dl") < least
    return (measured(seen, "serum_b12_pmol_l") < LOW_B12) & (anaemic | (worst_complaint(seen) > FREE))


_PERNICIOUS = Arm(people="pernicious anaemia found", life=_life, entry=_diagnosed, invited=200)


def _large(seen: Followed) -> npt.NDArray[np.bool_]:
    return seen.on("mcv_fl") > HIGH_MCV


def _large_in_low_b12(seen: Followed) -> npt.NDArray[np.float64]:
    return np.where(measured(seen, "serum_b12_pmol_l") < LOW_B12, _large(seen), np.nan)


def targets() -> tuple[Target, ...]:
    """Share with a large red cell, in a survey of low B12 and in pernicious anaemia."""
    shares = (
        ("low B12 found by a survey", "diag_acc_mcv_screen", UK_SENIORS, _large_in_low_b12,
         "older Britons stand in for the surveyed people"),
        ("pernicious anaemia", "diag_acc_mcv_pa", _PERNICIOUS, _large,
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
