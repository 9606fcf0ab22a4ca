"""Guerra-Shinohara 2007: fifteen people with untreated megaloblastic anaemia; markers at the visit."""

from __future__ import annotations

from cobalamin.validate.clinic import Door
from cobalamin.validate.compare import compared, published
from cobalamin.validate.estimate import estimate, group, median
from cobalamin.validate.presentation import treated
from cobalamin.validate.row import Block, Row

STUDY = "Guerra-Shinohara 2007"
SIZE = 15
HEMATOCRIT_PER_HEMOGLOBIN = 3.0
"""Percent of haematocrit a g/dL of haemoglobin, the usual rule."""


def rows() -> tuple[Row, ...]:
    """Medians of the people whom anaemia brings."""
    people = treated(Door.BLOOD)
    values = (
        (
            "haematocrit",
            "%",
            "mech_guerra_hct",
            HEMATOCRIT_PER_HEMOGLOBIN * people.on("hemoglobin_g_dl"),
            Block.BIOMARKERS,
        ),
        ("MCV", "fL", "mech_guerra_mcv", people.on("mcv_fl"), Block.BIOMARKERS),
        ("serum B12", "pmol/L", "mech_guerra_b12", people.on("serum_b12_pmol_l"), Block.KINETICS),
        ("methylmalonate", "nmol/L", "mech_guerra_mma", people.on("mma_nmol_l"), Block.BIOMARKERS),
        ("homocysteine", "umol/L", "mech_guerra_thcy", people.on("homocysteine_umol_l"), Block.BIOMARKERS),
    )
    return tuple(
        compared(
            STUDY,
            f"{what}, median, megaloblastic anaemia",
            unit,
            seen=published(id),
            found=estimate(median, group(people, simulated, size=SIZE)),
            block=block,
        )
        for what, unit, id, simulated, block in values
    )
