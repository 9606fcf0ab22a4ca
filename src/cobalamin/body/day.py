"""Where B12 goes in one day: each flow of the body at one moment, times a day, in micrograms.

Read off the flows themselves. The three cobalamins are added up, and places are named as people name them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cobalamin.body import BODY
from cobalamin.body.gut import FORMS, Absorbed
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

PLACES: Mapping[str, tuple[str, ...]] = {
    "diet": (),
    "tablets": (),
    "injection site": tuple(f"plasma.depot_{form}" for form in FORMS),
    "gut wall": ("gut.enterocyte_early", "gut.enterocyte_late", *(f"gut.passive_{form}" for form in FORMS)),
    "unbound": tuple(f"plasma.unbound_{form}" for form in FORMS),
    "transcobalamin": ("plasma.holotranscobalamin",),
    "haptocorrin": ("plasma.holohaptocorrin",),
    "liver": ("liver.cobalamin",),
    "tissues": ("tissue.exchangeable", "tissue.deep"),
    "nerve": ("nerve.cobalamin",),
    "cord and brain": ("cord.cobalamin",),
    "urine": ("excreta.urine",),
    "faeces": ("excreta.faeces",),
    "skin and shed cells": ("excreta.turnover",),
    "inactivated": ("excreta.inactive",),
}
"""Plain name of a place -> the compartments it holds, in the order B12 travels; "diet" and "tablets" are outside."""

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("diet", "tablets", "injection site"),
    ("gut wall",),
    ("haptocorrin", "transcobalamin", "unbound"),
    ("liver", "tissues", "nerve", "cord and brain"),
    ("skin and shed cells", "inactivated", "urine", "faeces"),
)
"""The places from left to right for a drawing."""

_PLACE = {compartment: place for place, members in PLACES.items() for compartment in members}


@dataclass(frozen=True, kw_only=True)
class FlowAmount:
    """B12 that moves from one place to another.

    Attributes:
        source, target: names of `PLACES`.
        amount_ug_per_day: amount [ug/d].
        label: what the flow does, from the first flow it is made of.
    """

    source: str
    target: str
    amount_ug_per_day: float
    label: str


def one_day_flows(states: Sequence[float], k: Any, now: Any, *, tablets: Absorbed | None = None) -> list[FlowAmount]:
    """B12 that moves between places at one moment [ug/d], in the order B12 travels; flows of zero are left out.

    law x amount of the source, or the law alone for an inflow; forms and chambers of one place are added up.

    Arguments:
        states: amounts in the order of `BODY.names`.
        k: constants of the person.
        now: inputs at this moment.
        tablets: what becomes of the tablets of one day [nmol], see `gut.absorbed`; a tablet is an event and no flow.

    >>> from cobalamin.body.inputs import replete_inputs, view_inputs
    >>> from cobalamin.parameters import typical, view
    >>> day = one_day_flows(BODY.healthy(), view(typical()), view_inputs(replete_inputs()))
    >>> [f"{each.amount_ug_per_day:.1f}" for each in day if each.source == "diet"]
    ['2.2', '3.4']
    """
    body = BODY.view(states)
    found: dict[tuple[str, str], FlowAmount] = {}
    for flow in BODY.flows:
        if not {flow.source, flow.target} & _PLACE.keys():
            continue
        source = "diet" if flow.source is None else _PLACE[flow.source]
        target = _PLACE[flow.target or ""]
        if source == target:
            continue
        amount = float(flow.law(body, k, now)) * (1.0 if flow.source is None else states[BODY.index[flow.source]])
        before = found.get((source, target))
        total = amount / NANOMOLES_PER_MICROGRAM_COBALAMIN + (before.amount_ug_per_day if before else 0.0)
        label = before.label if before else flow.about.rstrip(".")
        found[source, target] = FlowAmount(source=source, target=target, amount_ug_per_day=total, label=label)
    if tablets is not None:
        for target, amount, label in (
            ("gut wall", tablets.receptor + tablets.passive, "Absorbed from tablets"),
            ("faeces", tablets.lost, "Not absorbed from tablets"),
        ):
            total = amount / NANOMOLES_PER_MICROGRAM_COBALAMIN
            found["tablets", target] = FlowAmount(source="tablets", target=target, amount_ug_per_day=total, label=label)
    order = list(PLACES)
    kept = [each for each in found.values() if each.amount_ug_per_day > 0.0]
    return sorted(kept, key=lambda each: (order.index(each.source), order.index(each.target)))
