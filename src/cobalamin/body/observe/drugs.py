"""Observations of drugs: their levels in plasma, harm beside placebo, weight, and the range of harm by vitamin B6."""

from __future__ import annotations

from typing import Any

from cobalamin.body.drugs import concentration
from cobalamin.body.harm import EVENTS, background_share, event_share
from cobalamin.body.observe.registry import Group, Licence
from cobalamin.body.vitamin_b6 import risk_so_far
from cobalamin.parameters import parameter

drugs = Group()
observation = drugs.observation

NANOGRAMS_PER_ML_IN_MG_PER_L = 1000.0
PERCENT = 100.0


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
    level.__doc__ = f"""Amount / volume [{unit}]. Source: comparators_report"""


for _drug in ("pregabalin", "gabapentin"):
    _declare_level(_drug, "mg/L", "mg_l", 1.0, 0.1)
for _drug in ("duloxetine", "amitriptyline", "nortriptyline"):
    _declare_level(_drug, "ng/mL", "ng_ml", NANOGRAMS_PER_ML_IN_MG_PER_L, 1.0)


def _declare_event(event: str, words: str) -> None:
    @observation(
        f"{event}_pct",
        "%",
        healthy=PERCENT * parameter(f"{event}_background").value,
        licence=Licence.FORECAST,
        about=f"people with {words} in a trial; on placebo where no such drug is taken; tricyclics unknown",
        scale_floor=1.0,
    )
    def share(body: Any, k: Any, now: Any) -> Any:
        return PERCENT * event_share(event, body, k)

    @observation(
        f"{event}_excess_pct",
        "%",
        healthy=0.0,
        licence=Licence.FORECAST,
        about=f"people with {words} beyond placebo; tricyclics unknown",
        scale_floor=1.0,
    )
    def beyond(body: Any, k: Any, now: Any) -> Any:
        return PERCENT * (event_share(event, body, k) - background_share(event, k))

    share.__name__, beyond.__name__ = f"{event}_percent", f"{event}_excess"
    share.__doc__ = """100 x share of people with the event on these drugs [%]. Source: comparators_report"""
    beyond.__doc__ = """100 x (share on these drugs - share on placebo) [%]. Source: comparators_report"""


for _event, _words in EVENTS.items():
    _declare_event(_event, _words)


@observation(
    "weight_change_kg",
    "kg",
    healthy=0.0,
    licence=Licence.FORECAST,
    about="weight gained on pregabalin",
    scale_floor=0.1,
)
def weight_change(body: Any, k: Any, now: Any) -> Any:
    """The state [kg]. Source: cmp_pgb_wt_dm_13wk, cmp_pgb_wt_dm_2y"""
    return body.harm.weight_gain


def _declare_risk(end: str, place: int) -> None:
    @observation(
        f"b6_neuropathy_risk_{end}_pct",
        "%",
        healthy=0.0,
        licence=Licence.SCENARIO,
        about=f"nerve damage by vitamin B6, {end} end of a range of very low certainty",
        scale_floor=1.0,
    )
    def risk(body: Any, k: Any, now: Any) -> Any:
        return PERCENT * risk_so_far(body, k)[place]

    risk.__name__ = f"b6_neuropathy_risk_{end}"
    risk.__doc__ = """100 x share of people [%]. Source: comparators_report"""


_declare_risk("low", 0)
_declare_risk("high", 1)
