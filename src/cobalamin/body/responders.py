"""How many people have 30 % or 50 % less pain, from the mean change of an arm: what trials count.

A person's relative change is normal around the arm's centre, but nothing below a small worsening and nothing above
freedom from pain is counted. The centre is the one that gives the arm's mean. A plain normal law of the change in
points gives too many people with 30 %.
"""

from __future__ import annotations

import math
from typing import Any

from cobalamin.body.arithmetic import exp, normal_cdf, where_positive

FREE_OF_PAIN = 1.0
_BISECTIONS = 50
_FARTHEST = 8.0


def _density(x: Any) -> Any:
    return exp(-x * x / 2) / math.sqrt(2 * math.pi)


def mean_share(centre: Any, k: Any) -> Any:
    """Mean relative change of an arm with this centre: E min(max(N(centre, s), -w), 1).

    Source: comparators_fit, cmp_pbo_change_dpn, cmp_pbo_r50_dpn
    """
    spread, least = k.relief_share_spread, -k.relief_share_worst
    low, high = (least - centre) / spread, (FREE_OF_PAIN - centre) / spread
    below, above = normal_cdf(low), 1 - normal_cdf(high)
    return least * below + above + centre * (1 - below - above) + spread * (_density(low) - _density(high))


def centre_of(share: Any, k: Any) -> Any:
    """Centre of the arm whose mean relative change is `share`; inverse of `mean_share`, by bisection.

    Arguments:
        share: mean change / score at entry, from just above -`relief_share_worst` to below 1; number or array.
    """
    low, high = share - _FARTHEST * k.relief_share_spread, share + _FARTHEST * k.relief_share_spread
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        gap = share - mean_share(middle, k)
        low, high = where_positive(gap, middle, low), where_positive(gap, high, middle)
    return (low + high) / 2


def responder_share(relief: Any, fall: Any, entry: Any, k: Any) -> Any:
    """Share of an arm with at least this relief: Phi((centre - relief) / s).

    Arguments:
        relief: relative relief that counts, such as 0.3 or 0.5.
        fall: mean fall of the arm, drug and natural course together [points of 0-10]; positive is less pain.
        entry: mean score at entry [points of 0-10].
        k: parameters.

    Source: comparators_fit
    """
    return normal_cdf((centre_of(fall / entry, k) - relief) / k.relief_share_spread)
