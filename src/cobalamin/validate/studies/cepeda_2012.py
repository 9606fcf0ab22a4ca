"""Cepeda 2012: pooled change of pain on placebo in trials of diabetic neuropathy and of post-herpetic neuralgia."""

from __future__ import annotations

from dataclasses import replace

from cobalamin.validate.compare import published_interval
from cobalamin.validate.placebo import placebo_row
from cobalamin.validate.row import Row

STUDY = "Cepeda 2012"


def rows() -> tuple[Row, ...]:
    """Change of pain on placebo in both; the layer of natural course knows no difference between them."""
    diabetic = placebo_row(STUDY, seen=published_interval("cmp_pbo_change_dpn_cepeda"), days=84.0)
    herpetic = published_interval("cmp_pbo_change_phn")
    return (
        diabetic,
        replace(
            diabetic,
            quantity="change of pain on placebo, post-herpetic neuralgia, 12 weeks",
            observed=herpetic.observed,
            low=herpetic.low,
            high=herpetic.high,
            source=herpetic.source,
            note="the layer of natural course is that of diabetic neuropathy",
        ),
    )
