"""Harm by drugs for neuropathic pain: how often an event comes, beside how often it comes on placebo, and weight.

Events follow the level in plasma, not the dose swallowed, so that weak kidneys raise them. Odds add up on the logit
scale: logit p = logit p0 + what each drug adds. Gabapentin borrows the curves of pregabalin, at the level that makes as
many people stop. Of amitriptyline and nortriptyline no event rates were read: they add nothing here, which means
unknown and not none (`UNKNOWN`).
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import exp
from cobalamin.body.drugs import exposure
from cobalamin.body.graph import Organ

harm = Organ("harm")
flow = harm.flow
compartment = harm.compartment

EVENTS: dict[str, str] = {
    "dizziness": "dizziness",
    "somnolence": "drowsiness",
    "oedema": "swelling of the legs",
    "dry_mouth": "dry mouth",
    "weight_gain": "weight gain reported as an adverse event",
    "nausea": "nausea",
    "stop_for_harm": "stopping the drug because of an adverse event",
}
"""Events as they are counted in trials -> plain words."""

BY_GABAPENTINOIDS: tuple[str, ...] = ("dizziness", "somnolence", "oedema", "dry_mouth", "weight_gain", "stop_for_harm")
BY_DULOXETINE: tuple[str, ...] = ("dizziness", "somnolence", "nausea", "stop_for_harm")
UNKNOWN: tuple[str, ...] = ("amitriptyline", "nortriptyline")
"""Drugs whose event rates nobody read in a source: they are left out, not counted as harmless."""

compartment("harm.gabapentinoid_load", "1", 0.0, "gabapentinoid that events follow, 1 at pregabalin 300 mg/d")
compartment("harm.duloxetine_load", "1", 0.0, "duloxetine that events follow, 1 at 60 mg/d")
compartment("harm.weight_gain", "kg", 0.0, "weight gained on pregabalin")


@flow(target="harm.gabapentinoid_load", unit="1/d")
def gabapentinoid_load_rise(body: Any, k: Any, now: Any) -> Any:
    """Events come within weeks of the level: most have begun by the third or fourth week.

    k_H (x + s y) [1/d], x and y the levels of pregabalin and gabapentin relative to those at 300 and 1800 mg/d
    Source: comparators_report, cmp_gbp_phn_aedisc
    """
    both = exposure("pregabalin", body, k) + k.gabapentin_harm_share * exposure("gabapentin", body, k)
    return k.harm_rate * both


@flow(source="harm.gabapentinoid_load")
def gabapentinoid_load_fall(body: Any, k: Any, now: Any) -> Any:
    """Events pass within weeks of stopping.

    k_H [1/d]
    Source: guess
    """
    return k.harm_rate


@flow(target="harm.duloxetine_load", unit="1/d")
def duloxetine_load_rise(body: Any, k: Any, now: Any) -> Any:
    """The same for duloxetine.

    k_H x [1/d], x the level relative to that at 60 mg/d
    Source: comparators_report
    """
    return k.harm_rate * exposure("duloxetine", body, k)


@flow(source="harm.duloxetine_load")
def duloxetine_load_fall(body: Any, k: Any, now: Any) -> Any:
    """The same for duloxetine.

    k_H [1/d]
    Source: guess
    """
    return k.harm_rate


@flow(target="harm.weight_gain", unit="kg/d")
def weight_rise(body: Any, k: Any, now: Any) -> Any:
    """Weight climbs for a year or two on pregabalin.

    k_W W (1 + h) x / (x + h) [kg/d], x the level relative to that at 300 mg/d
    Source: comparators_fit, cmp_pgb_wt_dm_13wk, cmp_pgb_wt_dm_2y, cmp_pgb_wt_stable, cmp_pgb_wt_late, cmp_pgb_wt_early
    """
    x, half = exposure("pregabalin", body, k), k.weight_gain_half
    return k.weight_gain_rate * k.weight_gain_largest * (1 + half) * x / (x + half)


@flow(source="harm.weight_gain")
def weight_return(body: Any, k: Any, now: Any) -> Any:
    """Weight is taken to come back as slowly as it came; nobody followed it.

    k_W [1/d]
    Source: guess
    """
    return k.weight_gain_rate


def gabapentinoid_excess(event: str, load: Any, k: Any) -> Any:
    """What gabapentinoids add to the logit of an event: E x^2 / (x^2 + h^2); x = 1 at pregabalin 300 mg/d.

    Source: comparators_fit
    """
    if event not in BY_GABAPENTINOIDS:
        return 0.0
    half = getattr(k, f"{event}_gabapentinoid_half")
    return getattr(k, f"{event}_gabapentinoid_largest") * load * load / (load * load + half * half)


def duloxetine_excess(event: str, load: Any, k: Any) -> Any:
    """What duloxetine adds to the logit of an event: E (1 + h) x / (x + h), E at 60 mg/d.

    Source: comparators_fit
    """
    if event not in BY_DULOXETINE:
        return 0.0
    half = k.stop_for_harm_duloxetine_half if event == "stop_for_harm" else k.duloxetine_harm_half
    return getattr(k, f"{event}_duloxetine_effect") * (1 + half) * load / (load + half)


def background_share(event: str, k: Any) -> Any:
    """Share of people with the event in placebo arms, by this person's proneness: o0 / (1 + o0)."""
    odds = _background_odds(event, k)
    return odds / (1 + odds)


def event_share(event: str, body: Any, k: Any) -> Any:
    """Share of people with the event on these drugs, placebo included: o / (1 + o), o = o0 exp(sum of excesses).

    Source: comparators_fit
    """
    added = gabapentinoid_excess(event, body.harm.gabapentinoid_load, k)
    added = added + duloxetine_excess(event, body.harm.duloxetine_load, k)
    odds = _background_odds(event, k) * exp(added)
    return odds / (1 + odds)


def _background_odds(event: str, k: Any) -> Any:
    share = getattr(k, f"{event}_background")
    return k.harm_proneness * share / (1 - share)
