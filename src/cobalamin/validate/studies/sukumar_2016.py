"""Sukumar 2016: serum B12 and homocysteine of 299 British women of 19 to 39 years who eat 3.8 ug a day."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.validate.compare import Published, published, with_share_interval
from cobalamin.validate.experiment import Draw
from cobalamin.validate.people import Life, somebody
from cobalamin.validate.residents import by_intake, mean_of_arms, measured
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import Arm, Target, rows_of

STUDY = "Sukumar 2016"
SIZE = 299
LOW_B12, HIGH_HOMOCYSTEINE = 150.0, 12.0
"""pmol/L and umol/L."""
HIGH_HOMOCYSTEINE_SHARE = 21.2
"""%, in the note of diet_ndns_women_def."""
LITTLE_UG, _Z_OF_SHARE = 1.5, 1.7507
"""96 % of the women ate more than this [ug/d], in the conditions of diet_ndns_women; z of that share."""


def _life(draw: Draw) -> Life:
    return somebody(draw, age=draw.between("years of age", 19.0, 39.0), sd=0.0, low=19.0, high=39.0, sex="female")


def _women() -> tuple[Arm, ...]:
    """By intake: lognormal about the median, with the share above 1.5 ug that was reported."""
    median = fact("diet_ndns_women").value
    assert median is not None
    everybody = Arm(people="British women of 19 to 39 years", life=_life, invited=60)
    return by_intake(everybody, median=median, spread=math.log(median / LITTLE_UG) / _Z_OF_SHARE)


def _percent_of_arms(*arms: npt.NDArray[np.float64]) -> float:
    return 100.0 * mean_of_arms(*arms)


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
            statistic=_percent_of_arms,
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
            statistic=_percent_of_arms,
            sizes=sizes,
            note="flour without folic acid, so folate is lower than the model's",
        ),
    )


def rows() -> tuple[Row, ...]:
    """Both shares beside those of virtual women."""
    return rows_of(targets())
