"""Safety of a plan for this person: rules that fire on what could harm, and on nothing else.

The rules are data (`evidence/safety.toml`); what must be computed is one small function a rule, in `safety_vitamins.py`
and `analgesics.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from cobalamin.evidence.safety import SafetyRule, rule, rules
from cobalamin.person import Person
from cobalamin.plan import analgesics, safety_vitamins
from cobalamin.plan.model import RESIDUAL_DAY, SafetyWarning, Severity
from cobalamin.plan.safety_situation import Situation, Values
from cobalamin.regimen import Course

__all__ = ["FOR_EACH", "WHEN", "SafetyRule", "rule", "rules", "warnings_for"]

WHEN: Mapping[str, Callable[[Situation], bool]] = MappingProxyType({**safety_vitamins.WHEN, **analgesics.WHEN})
"""Rule -> what must hold beside its table."""

FOR_EACH: Mapping[str, Callable[[Situation], Iterator[Values]]] = MappingProxyType(
    {**safety_vitamins.FOR_EACH, **analgesics.FOR_EACH}
)
"""Rule -> one warning for each that it yields, with what fills the message."""


def _warnings(each: SafetyRule, now: Situation) -> Iterator[SafetyWarning]:
    """The warnings of one rule: none, one, or one for each drug."""
    holds = WHEN.get(each.id)
    if not now.fits(each) or (holds is not None and not holds(now)):
        return
    for values in FOR_EACH[each.id](now) if each.id in FOR_EACH else ({},):
        yield SafetyWarning(
            id=each.id,
            severity=Severity(each.severity),
            sentence=each.message.format(**values),
            source_id=each.source,
        )


def warnings_for(
    person: Person,
    courses: Iterable[Course],
    *,
    hemoglobin: float | None,
    deficient: bool,
    possible: bool = False,
    still_lacking: bool = False,
    horizon: float = RESIDUAL_DAY,
) -> tuple[SafetyWarning, ...]:
    """Warnings of one plan, most severe first.

    Arguments:
        person: who.
        courses: all that is taken under the plan, from the past on; only what falls after day 0 counts.
        hemoglobin: lowest known haemoglobin on day 0, measured or simulated [g/dL].
        deficient: whether the simulated stores or a cause that ends absorption call for B12.
        possible: whether B12 may not work although no lack is shown.
        still_lacking: whether simulated blood and stores show a lack at the horizon under this plan.
        horizon: last day of the plan [d].
    """
    now = Situation(
        person=person,
        courses=tuple(courses),
        hemoglobin=hemoglobin,
        deficient=deficient,
        possible=possible,
        still_lacking=still_lacking,
        horizon=horizon,
    )
    found = [warning for each in rules().values() for warning in _warnings(each, now)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda w: order.index(w.severity)))
