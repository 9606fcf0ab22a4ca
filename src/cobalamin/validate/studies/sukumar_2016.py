"""Sukumar 2016: serum B12 and homocysteine of 299 British women of 19 to 39 years who eat 3.8 ug a day."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published, with_share_interval
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.residents import measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Sukumar 2016"
SIZE = 299
LOW_B12, HIGH_HOMOCYSTEINE = 150.0, 12.0
"""pmol/L and umol/L."""
HIGH_HOMOCYSTEINE_SHARE = 21.2
"""%, in the note of diet_ndns_women_def."""
FROM_1_5_UG = 0.96
"""Share of the women who ate more than 1.5 ug a day, in the conditions of diet_ndns_women."""
_Z_OF_SHARE = 1.7507
_STEPS = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Standard normal numbers in the middle of five equal parts."""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=draw.between("years of age", 19.0, 39.0), sd=0.0, low=19.0, high=39.0, sex="female")


def _women() -> tuple[Arm, ...]:
    """Five fifths of the women by intake, lognormal about the median and with the share above 1.5 ug as reported."""
    median = fact("diet_ndns_women").value
    assert median is not None
    spread = math.log(median / 1.5) / _Z_OF_SHARE
    return tuple(
        Arm(
            people="British women of 19 to 39 years",
            life=_life,
            changes=(("intake_omnivore", round(median * math.exp(spread * z), 3)),),
            invited=60,
        )
        for z in _STEPS
    )


def _share_of_all(*fifths: npt.NDArray[np.float64]) -> float:
    return 100.0 * float(np.mean([fifth.mean() for fifth in fifths]))


def targets() -> tuple[Target, ...]:
    """Share with low B12, and with raised homocysteine."""
    low = with_share_interval(published("diet_ndns_women_def"), SIZE)
    high = with_share_interval(Published(observed=HIGH_HOMOCYSTEINE_SHARE, source="diet_ndns_women_def"), SIZE)
    arms = _women()
    sizes = (SIZE // len(arms),) * len(arms)
    return (
        Target(
            study=STUDY,
            quantity="serum B12 up to 150 pmol/L, British women of 19 to 39 years",
            unit="%",
            block=Block.KINETICS,
            seen=low,
            arms=arms,
            measures=(lambda seen: measured(seen, "serum_b12_pmol_l") <= LOW_B12,) * len(arms),
            statistic=_share_of_all,
            sizes=sizes,
            note="women on contraceptive pills, which lower serum B12, were not left out of the survey",
        ),
        Target(
            study=STUDY,
            quantity="homocysteine from 12 umol/L, British women of 19 to 39 years",
            unit="%",
            block=Block.BIOMARKERS,
            seen=high,
            arms=arms,
            measures=(lambda seen: measured(seen, "homocysteine_umol_l") >= HIGH_HOMOCYSTEINE,) * len(arms),
            statistic=_share_of_all,
            sizes=sizes,
            note="flour without folic acid, so folate is lower than the model's",
        ),
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual women."""
    return rows_of(targets())
