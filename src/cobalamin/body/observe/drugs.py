"""Observations of drugs: their levels in plasma."""

from __future__ import annotations

from typing import Any

from cobalamin.body.drugs import concentration
from cobalamin.body.observe.registry import Group, Licence

drugs = Group()
observation = drugs.observation

NANOGRAMS_PER_ML_IN_MG_PER_L = 1000.0


def _declare_level(drug: str, unit: str, suffix: str, factor: float, floor: float) -> None:
    @observation(
        f"{drug}_{suffix}",
        unit,
        healthy=0.0,
        licence=Licence.FORECAST,
        about=f"{drug} in plasma, mean of the day",
        scale_floor=floor,
    )
    def level(body: Any, k: Any, now: Any) -> Any:
        return factor * concentration(drug, body, k)

    level.__name__ = f"{drug}_level"
    level.__doc__ = f"""Amount / volume [{unit}]."""


for _drug in ("pregabalin", "gabapentin"):
    _declare_level(_drug, "mg/L", "mg_l", 1.0, 0.1)
for _drug in ("duloxetine", "amitriptyline", "nortriptyline"):
    _declare_level(_drug, "ng/mL", "ng_ml", NANOGRAMS_PER_ML_IN_MG_PER_L, 1.0)
