"""The licence that follows from what an output rests on, computed from the stored sensitivity analysis.

An output is at most a scenario where a guess that no figure fixes, or the choice between rival laws of nerve injury,
carries more than a fifth of its variance in some scenario. The variance is that of a forecast for one person: between
people, and of what is not known of the middle of people. An output that is known to a few percent all in all is no
worse for resting on a guess.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.body.observe import Licence
from cobalamin.infer.findings import Share, stored
from cobalamin.infer.sensitivity import Question, settings

CARRIES = 0.2
"""Share of the variance from which an input decides."""
KNOWN = 0.02
"""sd on the scale of the output below which nothing is downgraded."""


@dataclass(frozen=True, kw_only=True)
class Computed:
    """One output.

    Attributes:
        licence: forecast or scenario.
        input, scenario: that decides, or that carries most of what is no guess.
        share: of the variance.
    """

    licence: Licence
    input: str
    scenario: str
    share: float


def _shares(output: str, scenario: str) -> dict[str, tuple[Share, float]]:
    """Input -> its row, and its total effect as a share of the variance of both questions together."""
    own = [s for s in stored() if s.output == output and s.scenario == scenario]
    variances = {s.question: s.sd**2 for s in own}
    whole = sum(variances.values())
    found: dict[str, tuple[Share, float]] = {}
    for each in own:
        part = each.total * variances[each.question] / whole if whole > 0 else 0.0
        # What differs between people was seen in people, whatever is thought of its middle.
        if each.question == Question.MEDIANS.value:
            found[each.input] = (each, part)
    return found


def _sd(output: str, scenario: str) -> float:
    variances = {s.question: s.sd**2 for s in stored() if s.output == output and s.scenario == scenario}
    return sum(variances.values()) ** 0.5


def computed() -> Mapping[str, Computed]:
    """Licence of every output of the analysis, with what decides it."""
    found: dict[str, Computed] = {}
    for output in settings().outputs:
        worst: tuple[bool, float, str, str] | None = None
        for scenario in settings().scenarios:
            for name, (row, share) in _shares(output, scenario).items():
                doubtful = not row.is_firm and share > CARRIES and _sd(output, scenario) > KNOWN
                if worst is None or (doubtful, share) > worst[:2]:
                    worst = (doubtful, share, name, scenario)
        assert worst is not None, f"no share of {output} is stored"
        doubtful, share, name, scenario = worst
        found[output] = Computed(
            licence=Licence.SCENARIO if doubtful else Licence.FORECAST, input=name, scenario=scenario, share=share
        )
    return found


def licence_text() -> str:
    """The text of `body/observe/licences.toml`."""
    lines = [
        "# Written by tools/write_sensitivity.py: licences by what the variance of an output rests on.",
        "# The licence that holds is the stricter of this one and that of the observation.",
    ]
    for name, each in computed().items():
        lines += [
            "",
            f"[{name}]",
            f'licence = "{each.licence.value}"',
            f"input = {json.dumps(each.input)}",
            f"scenario = {json.dumps(each.scenario)}",
            f"share = {each.share:.3f}",
        ]
    return "\n".join(lines) + "\n"
