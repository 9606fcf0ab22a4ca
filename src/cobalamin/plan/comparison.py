"""B12 against a gabapentinoid on the same pain in the same people, and what the reason may be.

The reason follows from the person (does B12 lack, what else keeps the pain up) and from the simulated numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.assess.lack import Lack
from cobalamin.person import Person
from cobalamin.plan.model import PainComparison
from cobalamin.plan.summary import LEAST_SCORE, Summary
from cobalamin.regimen import COBALAMIN_CLASS, SUBSTANCES, Regimen

GABAPENTINOID = "gabapentinoid"
PAIN = "pain_nrs"
MOST = 0.8
"""Share of the people that must be followed on the day of the comparison: those who are left flatter no change."""
_OTHER_CAUSES = {
    "post-herpetic neuralgia": "the pain after shingles",
    "radicular back pain": "the pain of a compressed root",
    "spinal stenosis": "the pain of a narrow spinal canal",
    "type 1 diabetes": "the pain of diabetic nerves",
    "type 2 diabetes": "the pain of diabetic nerves",
}
"""Conditions whose pain B12 is not known to reach, in words."""


@dataclass(frozen=True, kw_only=True)
class _Kinds:
    """Which plans hold B12 alone, one gabapentinoid alone, and both; numbers in the list of plans."""

    b12: int
    drug: int
    both: int | None
    analgesic: str


def _groups(plan: Regimen | None) -> tuple[frozenset[str], frozenset[str]]:
    """Substances and their classes that a plan gives."""
    names = frozenset(item.substance for item in plan.taken) if plan is not None and not plan.stops else frozenset()
    return names, frozenset(SUBSTANCES[name].substance_class for name in names)


def _kinds(plans: Sequence[tuple[str, Regimen | None]]) -> _Kinds | None:
    """The pair to compare: that whose combination is a plan too, else the first of each kind."""
    given = [_groups(plan) for _, plan in plans]
    b12 = [n for n, (_, groups) in enumerate(given) if groups == {COBALAMIN_CLASS}]
    drugs = [n for n, (names, groups) in enumerate(given) if groups == {GABAPENTINOID} and len(names) == 1]
    pairs = [(one, other) for one in b12 for other in drugs]
    if not pairs:
        return None
    for one, other in pairs:
        whole = {*_items(plans[one][1]), *_items(plans[other][1])}
        both = next((n for n, (_, plan) in enumerate(plans) if _items(plan) == whole), None)
        if both is not None:
            return _Kinds(b12=one, drug=other, both=both, analgesic=min(given[other][0]))
    one, other = pairs[0]
    return _Kinds(b12=one, drug=other, both=None, analgesic=min(given[other][0]))


def _items(plan: Regimen | None) -> set[object]:
    return set() if plan is None else set(plan.items)


def compare_pain(
    person: Person,
    plans: Sequence[tuple[str, Regimen | None]],
    summary: Summary,
    *,
    lack: Lack,
    barred: frozenset[str] = frozenset(),
) -> PainComparison | None:
    """Pain on B12, on a gabapentinoid and on both; None without such plans, or without pain to follow.

    Arguments:
        person: who.
        plans: (name, regimen) pairs, `no change` first.
        summary: the followed selves.
        lack: how sure a lack of B12 is.
        barred: plans with a "do not" warning.
    """
    kinds = _kinds(plans)
    if kinds is None or not summary.middle(PAIN, 0, 0.0) >= LEAST_SCORE:
        return None
    compared = [0, kinds.b12, kinds.drug, *([] if kinds.both is None else [kinds.both])]
    day = min(_last_day(summary, plan) for plan in compared)
    still = np.logical_and.reduce([_followed(summary, plan, day) for plan in compared])
    points = {plans[n][0]: summary.less_than_no_change(PAIN, n, day) for n in compared[1:]}
    return PainComparison(
        b12=plans[kinds.b12][0],
        drug=plans[kinds.drug][0],
        both=None if kinds.both is None else plans[kinds.both][0],
        analgesic=kinds.analgesic,
        lack=lack is not Lack.NONE,
        possible=lack is Lack.POSSIBLE,
        barred=barred,
        other_cause=next((words for name, words in _OTHER_CAUSES.items() if person.has(name)), ""),
        day=day,
        points_off=points,
        people=summary.people,
        followed=int(still.sum()),
    )


def _followed(summary: Summary, plan: int, day: float) -> npt.NDArray[np.bool_]:
    """Who has not been stopped by a day; the same places hold the same people on every plan."""
    return np.isfinite(summary.on(PAIN, plan, day))


def _last_day(summary: Summary, plan: int) -> float:
    """Last day on which the range of pain is known and `MOST` of the people are followed; day 0 at the least."""
    low, days = summary.band(PAIN, plan).low, summary.days
    known = [day for day, value in zip(days, low, strict=True) if math.isfinite(value)]
    return float(max((day for day in known if summary.stopped_share(plan, day) <= 1 - MOST), default=days[0]))
