"""Savage 1994: 434 episodes of B12 deficiency and 123 of folate deficiency; how often blood and metabolites show it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.clinic import HIGH_MCV
from cobalamin.validate.compare import compared, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.experiment import Draw, Followed
from cobalamin.validate.people import Life, somebody, with_condition
from cobalamin.validate.presentation import everyone, not_anaemic
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Savage 1994"
EPISODES, FOLATE_EPISODES = 434, 123
STANDARD_DEVIATIONS = 3.0
"""Above the mean of the healthy, from where the series calls a metabolite raised."""


def raised_from(reference: str) -> float:
    """Mean + 3 SD, from a reference interval of mean -+ 2 SD.

    Arguments:
        reference: id of a fact with the interval as `low` and `high`.
    """
    found = fact(reference)
    assert found.low is not None
    assert found.high is not None
    return (found.low + found.high) / 2 + STANDARD_DEVIATIONS * (found.high - found.low) / 4


def _lacks_folate(draw: Draw) -> Life:
    life = somebody(draw, age=52.0, sd=16.0, low=22.0, high=85.0)
    return with_condition(life, "folate deficiency", draw.between("years", 0.3, 2.0))


def _folate_shows(seen: Followed) -> npt.NDArray[np.bool_]:
    return ~not_anaemic(seen) | (seen.on("mcv_fl") > HIGH_MCV)


_FOLATE = Arm(people="folate deficiency", life=_lacks_folate, entry=_folate_shows, invited=200)


def targets() -> tuple[Target, ...]:
    """Share with raised metabolites in folate deficiency."""
    shares = (
        ("methylmalonate", "diag_acc_mma_folate", "mma_nmol_l", raised_from("diag_kuz_ref_mma_lo"),
         "kidneys and lack of fluid raised it in most, and fluid is not modelled"),
        ("homocysteine", "diag_acc_hcy_folate", "homocysteine_umol_l", raised_from("diag_kuz_ref_hcy"), ""),
    )  # fmt: skip
    return tuple(
        Target(
            study=STUDY,
            quantity=f"{what} raised, episodes of folate deficiency",
            unit="%",
            block=Block.BIOMARKERS,
            seen=with_share_interval(published(id), FOLATE_EPISODES),
            arms=(_FOLATE,),
            measures=(lambda seen, name=name, limit=limit: measured(seen, name) > limit,),
            statistic=percent,
            sizes=(FOLATE_EPISODES,),
            note=note,
        )
        for what, id, name, limit, note in shares
    )


def rows() -> tuple[Row, ...]:
    """Share with a normal haematocrit, a normal MCV, raised methylmalonate and raised homocysteine."""
    people = everyone()
    mma, hcy = raised_from("diag_kuz_ref_mma_lo"), raised_from("diag_kuz_ref_hcy")
    shares = (
        ("haematocrit normal", "diag_acc_savage_hct", not_anaemic(people)),
        ("MCV normal", "diag_acc_savage_mcv", people.on("mcv_fl") <= HIGH_MCV),
        (
            "methylmalonate raised",
            "diag_acc_mma_sens_clin",
            people.on("mma_nmol_l") > mma,
        ),
        (
            "homocysteine raised",
            "diag_acc_hcy_sens_clin",
            people.on("homocysteine_umol_l") > hcy,
        ),
    )
    found = tuple(
        compared(
            STUDY,
            f"{what}, episodes of clear-cut deficiency",
            "%",
            seen=with_share_interval(published(id), EPISODES),
            found=estimate(percent, group(people, answer, size=EPISODES)),
            block=Block.BIOMARKERS,
        )
        for what, id, answer in shares
    )
    return (*found, *rows_of(targets()))
