"""Particles drawn by their weight, so that they count alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def systematic(weights: npt.NDArray[np.float64], count: int, start: float) -> npt.NDArray[np.intp]:
    """Numbers of `count` particles, each about count x weight times, in the order of the particles (systematic).

    Arguments:
        weights: of the particles, adding up to 1, shape (particle,).
        count: how many are drawn.
        start: a random number from 0 to below 1.

    >>> systematic(np.array([0.5, 0.0, 0.5]), 4, 0.5).tolist()
    [0, 0, 2, 2]
    """
    at = (np.arange(count) + start) / count
    return np.searchsorted(np.cumsum(weights), at).clip(0, len(weights) - 1).astype(np.intp)
