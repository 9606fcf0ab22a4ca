"""Rival nerve blocks: three laws of injury that the same data allow, as sets of parameters.

Outputs that depend on the nerve are reported as a range over these sets, because no human data choose between them.
Each is fitted to the same series of people who came to a clinic, so that they differ elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping

NERVE_ALTERNATIVES: Mapping[str, Mapping[str, float]] = {
    # The nerve's own lack of B12 upsets growth factors and cytokines; as in the gastrectomised rat.
    "trophic": {
        "injury_weight_trophic": 1.0,
        "injury_weight_metabolite": 0.0,
        "injury_weight_pool_threshold": 0.0,
    },
    # Homocysteine and methylmalonate in plasma do the harm, so that nerve follows the markers without delay.
    "metabolite": {
        "injury_weight_trophic": 0.0,
        "injury_weight_metabolite": 1.0,
        "injury_weight_pool_threshold": 0.0,
    },
    # Nothing happens until the pool of the nerve falls below a threshold, then harm is full.
    "pool_threshold": {
        "injury_weight_trophic": 0.0,
        "injury_weight_metabolite": 0.0,
        "injury_weight_pool_threshold": 1.0,
    },
}
"""Name of the alternative to the parameters it overrides; `trophic` is the default."""

ANIMAL_EVIDENCE = (
    "animal evidence is switched on: repair, firing and stress of cells respond to high doses of B12, as in rodents at "
    "5 to 80 mg a day by weight. No trial shows it in people; nothing in this result is a forecast for a person."
)
"""Said wherever the optional effects of high doses are part of a result. Source: mechanisms_report"""
