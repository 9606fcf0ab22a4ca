"""The noisy-OR table of the diagnosis evidence, as a check of the simulated share: P(B12 contributes | complaint).

P(def) q / (1 - (1 - q) (1 - b)), q the chance that a lack of this depth makes a neuropathy, b its background.
Sources: diag_sx_neuro_share (q 0.40 in clinical deficiency), diag_sx_leishear and diag_sx_hvas (0.15 and 0.02).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cobalamin.assess.lack import LOW_SERUM_B12, RAISED_METHYLMALONATE
from cobalamin.assess.model import PublishedCheck
from cobalamin.infer.attribution import Attribution
from cobalamin.infer.complaints import Level, base_share, with_background
from cobalamin.infer.forecast import Posterior
from cobalamin.person import Person

CLINICAL, BIOCHEMICAL, IN_RANGE = 0.40, 0.15, 0.02
"""Chance that a lack makes a neuropathy: clinical; raised methylmalonate only; methylmalonate in range.
Sources: diag_sx_neuro_share, diag_sx_leishear, diag_sx_hvas"""
CLINICAL_METHYLMALONATE = 1000.0
"""Methylmalonate [nmol/L] from which a lack counts as clinical. Source: guess"""
GAP = 0.2
"""Difference from which it is printed."""
_SENSORY = frozenset(("tingling", "numbness", "vibration", "touch", "ankle reflexes", "joint position sense"))


def published_check(
    person: Person,
    found: Posterior,
    deficient: npt.NDArray[np.bool_],
    parts: Sequence[Attribution],
) -> PublishedCheck | None:
    """The table's share beside the simulated one; None without a sensory complaint."""
    own = [part for part in parts if part.complaint.name in _SENSORY]
    if not own:
        return None
    mma = found.of("mma_nmol_l")
    clinical = (mma > CLINICAL_METHYLMALONATE) | (
        (found.of("serum_b12_pmol_l") < LOW_SERUM_B12)
        & (found.of("hemoglobin_g_dl") < 0.85 * found.replete_of("hemoglobin_g_dl"))
    )
    q = np.where(clinical, CLINICAL, np.where(mma > RAISED_METHYLMALONATE, BIOCHEMICAL, IN_RANGE))
    b = with_background(base_share("polyneuropathy", Level.SIGN, person.age), own[0].complaint.causes)
    table = found.mean(deficient * q / (1 - (1 - q) * (1 - b)))
    simulated = float(np.mean([part.share.median for part in own]))
    words = ""
    if abs(table - simulated) > GAP:
        words = (
            f"A published kind of table (noisy-OR) puts the part of B12 at {table:.0%}, the simulation at "
            f"{simulated:.0%}: "
            "they disagree, so neither should be leaned on."
        )
    return PublishedCheck(share=table, simulated=simulated, sentence=words)
