"""Statistics of tests in virtual people: how often a marker is low, how well it tells one group from another.

None of them has a meaning in one person: there the answer is NaN, so that nothing is fitted to one.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.validate.compare import Published

Array = npt.NDArray[np.float64]
_Z95 = 1.959964


def percent_of_people(values: Array) -> float:
    """Share of people in whom something holds [%]."""
    return 100.0 * float(values.mean()) if len(values) > 1 else math.nan


def chance_below(values: Array, limit: float) -> float:
    """Share below a limit by the normal law of ln, for shares of so few percent that a hundred people hold none."""
    if len(values) < 2:
        return math.nan
    ln = np.log(values)
    return 0.5 * math.erfc((float(ln.mean()) - math.log(limit)) / (math.sqrt(2.0) * float(ln.std(ddof=1))))


def percent_below(limit: float) -> Callable[[Array], float]:
    """Statistic: `chance_below` of one quantity [%]."""
    return lambda values: 100.0 * chance_below(values, limit)


def odds_ratio_below(limit: float) -> Callable[[Array, Array], float]:
    """Statistic of two groups: odds of lying below the limit in the first / odds in the second."""

    def statistic(first: Array, second: Array) -> float:
        a, b = chance_below(first, limit), chance_below(second, limit)
        return a / (1 - a) / (b / (1 - b))

    return statistic


def area_under_curve(values: Array) -> float:
    """Chance that a low marker tells a case from another person: values[0] the marker, values[1] 1 for a case.

    The share of pairs of a case and another in which the case has the lower marker; ties count half.
    """
    cases, others = values[0][values[1] > 0], np.sort(values[0][values[1] <= 0])
    if not len(cases) or not len(others):
        return math.nan
    below, upto = np.searchsorted(others, cases, "left"), np.searchsorted(others, cases, "right")
    return float((len(others) - (below + upto) / 2).mean() / len(others))


def rank_correlation(values: Array) -> float:
    """Spearman's correlation of two quantities of the same people."""
    if values.shape[1] < 3:
        return math.nan
    first, second = (np.argsort(np.argsort(each)).astype(np.float64) for each in values)
    return float(np.corrcoef(first, second)[0, 1])


def percentile(percent: float) -> Callable[[Array], float]:
    """Statistic: this percentile of one quantity."""
    return lambda values: float(np.percentile(values, percent)) if len(values) > 1 else math.nan


def with_correlation_interval(seen: Published, people: int) -> Published:
    """A correlation with its 95 % interval by Fisher: tanh(artanh r -+ z / sqrt(n - 3))."""
    if seen.observed is None:
        raise ValueError(f"{seen.source} has no value")
    middle, half = math.atanh(seen.observed), _Z95 / math.sqrt(people - 3)
    return Published(
        observed=seen.observed, low=math.tanh(middle - half), high=math.tanh(middle + half), source=seen.source
    )
