"""Which plans are followed for a person, and which are not, with the reason.

Plans of the file come first; without any, the plans of the jurisdiction are offered. A plan against which a safety rule
says "do not" is not followed, but for what the person does already.
"""

from __future__ import annotations

from dataclasses import dataclass

from cobalamin.assess.lack import Lack
from cobalamin.person import Person
from cobalamin.plan.built_in import offered_plans
from cobalamin.plan.model import NO_CHANGE, RESIDUAL_DAY, ExcludedPlan, SafetyWarning, Severity
from cobalamin.plan.safety import warnings_for
from cobalamin.plan.selves import Selves
from cobalamin.regimen import Regimen


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One plan that is followed; `plan` None changes nothing."""

    name: str
    plan: Regimen | None
    note: str = ""
    source_ids: tuple[str, ...] = ()


def arms_of(
    person: Person, selves: Selves, *, lack: Lack, hemoglobin: float
) -> tuple[tuple[Arm, ...], tuple[ExcludedPlan, ...]]:
    """No change and the plans to follow; then those that are excluded.

    Arguments:
        person: who, seen from the day on which plans begin.
        selves: whose courses are taken.
        lack: how sure a lack of B12 is.
        hemoglobin: on day 0 [g/dL].
    """
    excluded: list[ExcludedPlan] = []
    wanted = [Arm(name=plan.name, plan=plan.regimen) for plan in person.plans]
    if not wanted:
        offered, left = offered_plans(person, deficient=lack is Lack.LIKELY, possible=lack is Lack.POSSIBLE)
        wanted = [Arm(name=each.name, plan=each.regimen, note=each.note, source_ids=each.sources) for each in offered]
        excluded += [
            ExcludedPlan(name=e.name, regimen_text=e.regimen_text, reason=e.reason, source_id=e.source) for e in left
        ]
    already = {w.id for w in _barring(person, selves, None, lack, hemoglobin)}
    kept = [Arm(name=NO_CHANGE, plan=None)]
    for arm in wanted:
        against = [w for w in _barring(person, selves, arm.plan, lack, hemoglobin) if w.id not in already]
        if against:
            reason = " ".join(warning.sentence for warning in against)
            text = str(arm.plan)
            excluded.append(
                ExcludedPlan(name=arm.name, regimen_text=text, reason=reason, source_id=against[0].source_id)
            )
        else:
            kept.append(arm)
    return tuple(kept), tuple(excluded)


def _barring(
    person: Person, selves: Selves, plan: Regimen | None, lack: Lack, hemoglobin: float
) -> list[SafetyWarning]:
    """Warnings that say "do not" whatever the plan does to the body."""
    found = warnings_for(
        person,
        selves.courses(plan, horizon=RESIDUAL_DAY + 1.0),
        hemoglobin=hemoglobin,
        deficient=lack is Lack.LIKELY,
        possible=lack is Lack.POSSIBLE,
    )
    return [warning for warning in found if warning.severity is Severity.STOP]
