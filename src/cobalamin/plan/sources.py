"""The sources behind an answer: those of its warnings, then those of the parameters, with what they feed."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.parameters import Grade, parameters
from cobalamin.plan.model import PlanOutcome, SourceLine

_NAMED = 4
"""Parameters of one source that are named; the others are counted."""


def sources_of(outcomes: Sequence[PlanOutcome]) -> tuple[SourceLine, ...]:
    """Sources of the warnings, then of the parameters that were read or derived, with what they feed."""
    from cobalamin.evidence import citation

    feeds: dict[str, list[str]] = {}
    for outcome in outcomes:
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
