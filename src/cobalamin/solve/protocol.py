"""What a solver is asked to do for one row: one person under one plan.

A row is constants, inputs that change at given days, single doses, and stretches of identical days with tablets. It
is made by `simulate` from a person and a plan; solvers know nothing of drugs or diets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Impulse:
    """Amounts that enter compartments at one moment, in the compartments' own units."""

    day: float
    amounts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class DailyIntake:
    """Identical days with oral doses, from `first_day` (08:00) until before `end_day`.

    Attributes:
        first_day, end_day: whole days; end_day may be infinite.
        times: moments of the day as fractions (0 is 08:00).
        amounts: what enters which compartment at each of these moments.
    """

    first_day: float
    end_day: float
    times: tuple[float, ...]
    amounts: tuple[Mapping[str, float], ...]

    def mean_rate(self) -> dict[str, float]:
        """Mean inflow by compartment [amount/d]."""
        total: dict[str, float] = {}
        for amounts in self.amounts:
            for name, amount in amounts.items():
                total[name] = total.get(name, 0.0) + amount
        return total


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A body in which a life is taken up again, such as that of day 0 under every plan.

    Attributes:
        amounts: of every compartment, in the order of `BODY.names`, in the compartments' own units.
        injected_ago, swallowed_ago: time since the last injection and the last tablet [d]; infinite for never.
    """

    amounts: tuple[float, ...]
    injected_ago: float = math.inf
    swallowed_ago: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person under one plan.

    Attributes:
        label: who and which plan, for messages.
        constants: parameter values by name.
        start: day at which the simulated life begins; before it the body is brought to its steady state.
        steady: inputs under which that steady state is reached.
        inputs: (day, inputs by name), sorted; the first day is `start`.
        impulses: single doses, sorted by day.
        daily: stretches of identical days; they do not overlap.
        carried: the body at `start` in place of a steady state; the fast solver alone takes it.
    """

    label: str
    constants: Mapping[str, float]
    start: float
    steady: Mapping[str, float]
    inputs: tuple[tuple[float, Mapping[str, float]], ...]
    impulses: tuple[Impulse, ...] = ()
    daily: tuple[DailyIntake, ...] = ()
    carried: Carried | None = None


@dataclass(frozen=True, kw_only=True)
class Solution:
    """States at the asked days.

    Attributes:
        days: the asked days, shape (time,).
        states: amounts, shape (time, compartment, row).
        steps: steps taken for each row, shape (row,).
        failed: message by row index for rows that could not be solved; their states are NaN.
        seconds: wall time of the solve.
    """

    days: FloatArray
    states: FloatArray
    steps: npt.NDArray[np.int64]
    failed: Mapping[int, str]
    seconds: float
