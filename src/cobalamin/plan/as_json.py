"""The answer for other programs: plain numbers and text, under names that stay.

A scenario has no median: null. `<key>_interval` is [low, high]; what is not reached within two years is null there.
Numbers that JSON has no word for (infinity, not a number) become null.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from cobalamin.body.observe import Licence
from cobalamin.plan.model import Chance, HarmRow, PlanOutcome, PlanReport, Range, ResidualDeficit

Json = dict[str, object]


def to_json(report: PlanReport) -> Json:
    """The report as one object for `json.dumps`.

    `plans` has `no change` first, then `placebo`, then those followed; `excluded` those that are not, with the reason.
    """
    made: Json = {
        "answer": report.takeaway,
        "is_it_b12": report.cause,
        "treat_now": list(report.treat_now),
        "worst_symptom": report.worst_symptom,
        "plans": [_plan(plan, report) for plan in report.plans],
        "excluded": [
            {"name": e.name, "regimen": e.regimen_text, "reason": e.reason, "source": e.source_id}
            for e in report.excluded
        ],
        "mma_limit_nmol_l": report.mma_limit,
        "effective_sample_size": report.effective_size,
    }
    shown = ("takeaway", "cause", "treat_now", "worst_symptom", "plans", "excluded", "mma_limit", "effective_size")
    made |= {each.name: getattr(report, each.name) for each in fields(report) if each.name not in shown}
    plain = _plain(made)
    assert isinstance(plain, dict)
    return plain


def _plan(plan: PlanOutcome, report: PlanReport) -> Json:
    made: Json = {"name": plan.name, "regimen": plan.regimen_text}
    licence: dict[str, str] = {}
    for share, time, chances in ((30, plan.relief_30, plan.chance_30), (50, plan.relief_50, plan.chance_50)):
        key = f"time_to_{share}_percent_relief_days"
        made[key] = None if time is None else {"median": time.median, "low": time.low, "high": time.high}
        made[f"{key}_interval"] = None if time is None else [time.low, time.high]
        licence[key] = Licence.SCENARIO.value
        key = f"probability_{share}_percent_relief"
        made[key] = {str(week): chance.value for week, chance in chances.items()} or None
        made[f"{key}_interval"] = {str(week): [c.low, c.high] for week, c in chances.items()} or None
        licence[key] = Licence.SCENARIO.value
    _chance(made, licence, "probability_mma_normal", plan.mma_in_range)
    key = "time_to_mma_in_range_days"
    days = plan.mma_days
    made[key] = None if days is None else {"median": days.median, "low": days.low, "high": days.high}
    made[f"{key}_interval"] = None if days is None else [days.low, days.high]
    licence[key] = Licence.FORECAST.value
    made["residual_deficit_2y"] = None if plan.residual_deficit is None else _deficit(plan.residual_deficit)
    left = None if plan.residual_deficit is None else plan.residual_deficit.probability
    made["residual_deficit_2y_interval"] = None if left is None else [left.low, left.high]
    licence["residual_deficit_2y"] = Licence.SCENARIO.value
    made["adverse_events"] = [_harm(row, plan.name) for row in report.harms if plan.name in row.plans]
    licence["adverse_events"] = Licence.FORECAST.value
    made |= {
        "warnings": [warning.id for warning in plan.warnings],
        "warning_sentences": {warning.id: warning.sentence for warning in plan.warnings},
        "licence": licence,
        "markers": plan.markers,
        "residual": plan.residual,
        "doses_planned": plan.doses_taken,
        "relief_note": plan.relief_note,
        "note": plan.note,
        "sources": list(dict.fromkeys((*plan.source_ids, *(w.source_id for w in plan.warnings if w.source_id)))),
    }
    return made


def _chance(made: Json, licence: dict[str, str], key: str, chance: Chance | None) -> None:
    made[key] = None if chance is None else chance.value
    made[f"{key}_interval"] = None if chance is None else [chance.low, chance.high]
    if chance is not None:
        licence[key] = chance.licence.value


def _deficit(left: ResidualDeficit) -> Json:
    return {
        "probability": left.probability.value,
        "parts_percent_lost": {part: _range(value) for part, value in left.parts.items()},
    }


def _range(value: Range) -> Json:
    return {"median": value.median, "low": value.low, "high": value.high, "unit": value.unit}


def _harm(row: HarmRow, plan: str) -> Json:
    return {
        "event": row.harm,
        "about": row.about,
        "day": row.day,
        **_range(row.plans[plan]),
        "placebo": row.placebo,
        "known": plan not in row.unknown,
        "certainty": row.certainty,
    }


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, bool, int)) or value is None:
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "__iter__"):
        return [_plain(inner) for inner in value]  # pyright: ignore[reportGeneralTypeIssues]
    raise TypeError(f"{type(value).__name__} has no JSON form")
