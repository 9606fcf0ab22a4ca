"""The stored sensitivity analysis: variance shares of every output, and the measurements that would narrow most.

`sensitivity.csv` and `measurements.csv` are written by `make sensitivity`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from cobalamin.infer.sensitivity import CALIBRATED, NERVE_BLOCK, Question

SHARES, MEASUREMENTS = "sensitivity.csv", "measurements.csv"


@dataclass(frozen=True, kw_only=True)
class Share:
    """One input of one output.

    Attributes:
        question, scenario, output: which analysis.
        sd: of the output on its scale.
        input: parameter, or a factor of `infer/sensitivity.py`.
        grade: of the parameter; "calibrated" of those together, "rival laws" of the law.
        first, total: variance shares, with 90 % intervals of the sampling.
    """

    question: str
    scenario: str
    output: str
    sd: float
    input: str
    grade: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float

    @property
    def is_firm(self) -> bool:
        """Whether data stand behind the input: no guess, and not the choice between rival laws."""
        return self.grade not in ("guess", RIVAL)


RIVAL = "rival laws"
FIRM_TOGETHER = "calibrated"
COLUMNS = tuple(each.name for each in fields(Share))


def grade_of(name: str) -> str:
    """Grade in the table."""
    from cobalamin.parameters import parameters

    if name == CALIBRATED:
        return FIRM_TOGETHER
    return RIVAL if name == NERVE_BLOCK else parameters()[name].grade.value


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files(__package__ or "") / name
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@cache
def stored() -> tuple[Share, ...]:
    """Every share, in the order of the table."""
    text = {"question", "scenario", "output", "input", "grade"}
    return tuple(
        Share(**{name: cell if name in text else float(cell) for name, cell in row.items()})  # type: ignore[arg-type]
        for row in _rows(SHARES)
    )


def shares_of(output: str, question: Question, scenario: str) -> list[Share]:
    """Inputs of one output, largest total first."""
    own = [s for s in stored() if (s.output, s.question, s.scenario) == (output, question.value, scenario)]
    return sorted(own, key=lambda s: (-s.total, s.input))


@cache
def measurements() -> Sequence[dict[str, str]]:
    """The chosen measurements in order: words, error, left, output, scenario, taken."""
    return tuple(_rows(MEASUREMENTS))
