"""Amin 1980: vegans lose the same share of their B12 a day as others, people with pernicious anaemia more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cobalamin.evidence import fact
from cobalamin.validate.compare import direction
from cobalamin.validate.experiment import Draw
from cobalamin.validate.loss import NO_INTAKE, NO_RETURN, percent_a_day
from cobalamin.validate.people import Life, with_diet
from cobalamin.validate.row import Block, Row
from cobalamin.validate.target import followed
from cobalamin.validate.volunteers import adults

STUDY = "Amin 1980"
SOURCE = "kin_loss_vegan_equal"
LOW_STORE_YEARS = 3.0
"""Years without intake after which the store is as low as that of vegans. Source: guess"""


def _vegan(draw: Draw) -> Life:
    return with_diet(adults(draw), "vegan", LOW_STORE_YEARS)


def rows() -> tuple[Row, ...]:
    """Which way the lost share differs."""
    spread = fact("kin_loss_pct_pool")
    assert spread.value is not None
    assert spread.low is not None
    assert spread.high is not None
    least = (spread.high - spread.low) / 2 / spread.value
    rates = [
        float(np.nanmean(percent_a_day("body_b12_ug")(followed(arm))))  # NaN: did not live through the days
        for arm in (NO_INTAKE, replace(NO_INTAKE, life=_vegan), NO_RETURN)
    ]
    healthy, vegan, pernicious = rates
    return tuple(
        direction(
            STUDY,
            f"share of the body's B12 lost a day, {whom} against healthy",
            seen=way,
            change=rate / healthy - 1.0,
            least=least,
            source=SOURCE,
            block=Block.KINETICS,
            note=f"a difference counts from {least:.0%} on, by which five other studies differ from each other",
        )
        for whom, way, rate in (("vegans", 0, vegan), ("pernicious anaemia", 1, pernicious))
    )
