"""What an electrophysiologist would read under every plan, beside the limits of the healthy of this age and height."""

from __future__ import annotations

from cobalamin.evidence.normal_limits import Side, limit
from cobalamin.person import Person
from cobalamin.plan.model import CONDUCTION_DAYS, ConductionRow
from cobalamin.plan.summary import Summary

STUDIED: tuple[str, ...] = (
    *("sural_amplitude_uv", "sural_velocity_m_s", "peroneal_amplitude_mv", "peroneal_velocity_m_s"),
    *("tibial_amplitude_mv", "tibial_velocity_m_s", "median_sensory_amplitude_uv", "median_sensory_velocity_m_s"),
    *("tibial_sep_p37_ms", "median_sep_n20_ms", "tibial_mep_cmct_ms", "visual_ep_p100_ms"),
)
"""Sensory and motor nerves from the foot upward, then the paths of the cord and the optic nerve."""


def conduction_rows(person: Person, summary: Summary) -> tuple[ConductionRow, ...]:
    """One row a quantity, in the order of `STUDIED`.

    Arguments:
        person: whose age, height and sex choose the limits.
        summary: the followed selves.
    """
    rows: list[ConductionRow] = []
    for name in STUDIED:
        healthy = limit(name, person.age, person.height_cm, person.sex.value)
        rows.append(
            ConductionRow(
                observation=name,
                limit=healthy.value,
                loss_is_above=healthy.side is Side.UPPER,
                studied=healthy.studied,
                limit_source=healthy.source,
                plans={
                    plan: {day: summary.value(name, n, day) for day in CONDUCTION_DAYS}
                    for n, plan in enumerate(summary.plans)
                },
            )
        )
    return tuple(rows)
