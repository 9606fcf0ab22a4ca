"""Savage 1994: 434 episodes of clear-cut B12 deficiency; how often blood and metabolites show it."""

from __future__ import annotations

from cobalamin.evidence import fact
from cobalamin.validate.clinic import HIGH_MCV
from cobalamin.validate.compare import compared, published, with_share_interval
from cobalamin.validate.estimate import estimate, group, percent
from cobalamin.validate.presentation import everyone, not_anaemic
from cobalamin.validate.row import Block, Row

STUDY = "Savage 1994"
EPISODES = 434
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
    return tuple(
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
