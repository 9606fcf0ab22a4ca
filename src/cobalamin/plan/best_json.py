"""The answer to "which dose, or how often at least?" for other programs: plain numbers, under names that stay."""

from __future__ import annotations

from cobalamin.plan.best_model import BestRegimen, Candidate
from cobalamin.plan.model import Chance

Json = dict[str, object]


def to_json(made: BestRegimen) -> Json:
    """The answer as one object for `json.dumps`; dosings are named by `name`."""
    return {
        "answer": made.sentence,
        "best": made.best.name if made.best else None,
        "least_daily_oral": made.least_oral.name if made.least_oral else None,
        "rarest_injections": made.least_often.name if made.least_often else None,
        "probability_asked": made.share,
        "adherence": made.adherence,
        "self_injection": made.self_injection,
        "mma_limit_nmol_l": made.mma_limit_nmol_l,
        "homocysteine_limit_umol_l": made.homocysteine_limit_umol_l,
        "pareto_front": [each.name for each in made.front],
        "candidates": [_candidate(each) for each in made.candidates],
        "missed_doses": {
            "dosing": made.by_mouth or None,
            "by_adherence": [{"adherence": m.adherence, **_chance(m.probability)} for m in made.missed],
        },
        "notes": list(made.notes),
        "people": made.people,
        "effective_sample_size": made.effective_size,
        "seconds": made.seconds,
    }


def _chance(chance: Chance) -> Json:
    return {
        "probability": chance.value,
        "probability_interval": [chance.low, chance.high],
        "licence": chance.licence.value,
    }


def _candidate(each: Candidate) -> Json:
    return {
        "name": each.name,
        "regimen": each.regimen_text,
        "kind": each.kind,
        "route": each.route or None,
        "burden_hours_a_year": each.burden_hours_a_year,
        "amount_mg_two_years": each.amount_mg,
        **_chance(each.probability),
        "probability_at_6_months": each.at_6_months,
        "probability_at_24_months": each.at_24_months,
        "allowed": each.allowed,
        "reason": each.reason or None,
        "licensed": each.licensed,
        "daily_ug": each.daily_ug,
        "interval_days": each.interval_days,
        "sources": list(each.source_ids),
    }
