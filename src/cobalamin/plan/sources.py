"""The sources behind an answer: those of its warnings, then those of the parameters, with what they feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cobalamin.parameters import Grade, parameters
from cobalamin.plan.model import PlanOutcome, SourceLine

_NAMED = 4
"""Parameters of one source that are named; the others are counted."""


ALWAYS = {"diag_lr_mma_271_376": "the common limit of methylmalonate"}
"""Sources of what every page says."""


def sources_of(outcomes: Sequence[PlanOutcome], others: Mapping[str, str] | None = None) -> tuple[SourceLine, ...]:
    """Sources of warnings and plans, then of the parameters that were read or derived, with what they feed.

    Arguments:
        outcomes: the plans that are followed.
        others: further ids -> what they feed, such as plans that are excluded.
    """
    from cobalamin.evidence import citation

    feeds: dict[str, list[str]] = {id: [what] for id, what in {**ALWAYS, **(others or {})}.items()}
    for outcome in outcomes:
        for id in outcome.source_ids:
            feeds.setdefault(id, []).append("a plan that is offered")
        for warning in outcome.warnings:
            feeds.setdefault(warning.source_id, []).append("a warning")
    for p in parameters().values():
        if p.grade is not Grade.GUESS:
            feeds.setdefault(p.source, []).append(p.name)
    lines: list[SourceLine] = []
    for source, names in feeds.items():
        unique = list(dict.fromkeys(names))
        used = ", ".join(unique[:_NAMED]) + (f" and {len(unique) - _NAMED} more" if len(unique) > _NAMED else "")
        lines.append(SourceLine(id=source, citation=citation(source), used_for=used))
    return tuple(lines)
