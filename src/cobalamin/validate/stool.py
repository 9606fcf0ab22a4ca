"""How much of one dose by mouth leaves in the stool: absorption as studies of labelled B12 see it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN
from cobalamin.validate.experiment import Followed

FAECES = "excreta.faeces"
WEEK = 7.0
DAYS = (0.0, WEEK, 2 * WEEK)


def percent_in_stool(dose_ug: float) -> Callable[[Followed], npt.NDArray[np.float64]]:
    """Measure: what leaves in the first week beyond the second, which has no dose [% of the dose], shape (subject,)."""

    def measure(seen: Followed) -> npt.NDArray[np.float64]:
        beyond = seen.change(FAECES, WEEK) - seen.change(FAECES, 2 * WEEK, since=WEEK)
        return 100.0 * beyond / (dose_ug * NANOMOLES_PER_MICROGRAM_COBALAMIN)

    return measure
