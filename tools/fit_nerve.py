"""Fit what no source gives of nerve and cord to published series of people who came to a clinic.

    python tools/fit_nerve.py [--people 120] [--rounds 4] [--write]

Least squares on shares, each in units of its sampling error, with a weak pull of every constant to where it starts.
The first nerve block finds what all blocks share; each of the others then finds the scale of its own law of injury.
Only studies set aside for fitting are used: Misra 2007 and Lindenbaum 1988. A share is counted softly (within 4 % of a
limit a person counts in part), so that it changes smoothly with the constants.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from parameter_files import write_values
from scipy.optimize import least_squares
from scipy.special import ndtr

from cobalamin.evidence import Use, fact, split
from cobalamin.evidence.normal_limits import UNRECORDABLE_SHARE, Side
from cobalamin.parameters import parameters
from cobalamin.validate.clinic import HIGH_MCV, LOW_HEMOGLOBIN, Door, at_the_door, clinic
from cobalamin.validate.experiment import Followed, follow
from cobalamin.validate.presentation import (
    FREE,
    POOR_SHARE,
    THREE_MONTHS,
    TREATMENT,
    bounds,
    worst_complaint,
)

FloatArray = npt.NDArray[np.float64]
SOFT = 0.04
"""Distance from a limit, on the log scale, over which a person counts in part."""
SOFT_COMPLAINT, SOFT_BLOOD = 0.1, 0.015
PULL = 0.8
"""Standard deviation of ln of a constant around its start."""

STUDIES = ("Misra 2007", "Lindenbaum 1988")
TARGETS: Mapping[str, tuple[str, int]] = {
    "tibial sensory potential": ("mech_kalita_sep", 57),
    "visual potential": ("mech_kalita_vep", 57),
    "motor potential": ("mech_kalita_mep", 57),
    "nerve conduction": ("mech_kalita_ncs", 57),
    "complete recovery": ("trials_scd_complete_3mo", 45),
    "partial recovery": ("mech_kalita_partial", 45),
    "blood inside its limits": ("diag_sx_no_haem", 141),
}
"""What is fitted -> fact that gives the share [%], and people it was seen in."""

SHARED: Mapping[str, float] = {
    "cord_demyelination": 0.0129,
    "cord_seal_widening": 0.622,
    "cord_remyelination": 0.0893,
    "optic_share": 0.646,
    "corticospinal_share": 0.208,
    "nerve_axon_injury": 0.000344,
    "nerve_demyelination": 3.33e-05,
    "numbness_half": 0.649,
    "tingling_half": 0.5,
    "excitability_injury": 0.229,
}
"""Constants that all blocks share, and where the search starts and is pulled to; found by hand, in their own units."""
OWN: Mapping[str, Mapping[str, float]] = {
    "trophic": SHARED,
    "metabolite": {"metabolite_injury_half": 3.87},
    "pool_threshold": {"injury_pool_threshold": 0.054, "injury_threshold_width": 0.718},
}
"""Nerve block -> constants it finds, with their starts."""


def _soft(distances: list[FloatArray], width: float) -> FloatArray:
    """How far each person is beyond any of the limits, 0 to 1; distances on the log scale, above 0 outside."""
    return ndtr(np.max(distances, axis=0) / width)


def _beyond(seen: Followed, name: str) -> FloatArray:
    """ln of the distance beyond the person's limit of an observation at the visit."""
    found: list[float] = []
    for bound, value in zip(bounds(seen, name), seen.on(name), strict=True):
        sign = 1 if bound.side is Side.UPPER else -1
        found.append(sign * math.log(max(float(value), 1e-6) / max(bound.value, 1e-3)))
    return np.array(found)


def _missing(seen: Followed, name: str) -> FloatArray:
    return np.log(UNRECORDABLE_SHARE / np.maximum(seen.on(name), 1e-6))


def shares(block: str, changes: Mapping[str, float], people: int) -> dict[str, float]:
    """Simulated share of every target [%]."""
    visits = clinic(people=people, blocks=(block,), changes=changes)
    seen = follow(at_the_door(visits, Door.NERVE), TREATMENT, [0.0, THREE_MONTHS])
    conduction = ("sural_amplitude_uv", "sural_velocity_m_s", "peroneal_amplitude_mv", "peroneal_velocity_m_s")
    worst, left = worst_complaint(seen), worst_complaint(seen, THREE_MONTHS)
    complete = _soft([np.log(FREE / np.maximum(left, 1e-3))], SOFT_COMPLAINT)
    poor = (1 - complete) * _soft([np.log(left / (POOR_SHARE * worst))], SOFT_COMPLAINT)
    low = np.array([LOW_HEMOGLOBIN[s.person.sex.value] for s in seen.subjects])
    blood = [np.log(low / seen.on("hemoglobin_g_dl")), np.log(seen.on("mcv_fl") / HIGH_MCV)]
    answers = {
        "tibial sensory potential": _soft(
            [_beyond(seen, "tibial_sep_p37_ms"), _missing(seen, "tibial_sep_amplitude")], SOFT
        ),
        "visual potential": _soft([_beyond(seen, "visual_ep_p100_ms")], SOFT),
        "motor potential": _soft([_beyond(seen, "tibial_mep_cmct_ms"), _missing(seen, "tibial_mep_amplitude")], SOFT),
        "nerve conduction": _soft([_beyond(seen, name) for name in conduction], SOFT),
        "complete recovery": complete,
        "partial recovery": 1 - complete - poor,
        "blood inside its limits": 1 - _soft(blood, SOFT_BLOOD),
    }
    return {name: 100 * float(np.mean(answer)) for name, answer in answers.items()}


def observed(name: str) -> tuple[float, float]:
    """Share that was seen [%] and its sampling error."""
    id, number = TARGETS[name]
    value = fact(id).value
    if value is None:
        raise SystemExit(f"the fact {id} has no value")
    share = value / 100
    return 100 * share, 100 * math.sqrt(share * (1 - share) / number)


def fit(block: str, fixed: Mapping[str, float], people: int, rounds: int) -> dict[str, float]:
    """Constants of `OWN[block]` that fit best, beside what is fixed."""
    names, start, known = tuple(OWN[block]), tuple(OWN[block].values()), parameters()

    def at(x: FloatArray) -> dict[str, float]:
        values = (s * math.exp(float(v)) for s, v in zip(start, x, strict=True))
        return {name: min(max(v, known[name].low), known[name].high) for name, v in zip(names, values, strict=True)}

    def left(x: FloatArray) -> FloatArray:
        simulated = shares(block, dict(fixed) | at(x), people)
        misses = [(simulated[name] - observed(name)[0]) / observed(name)[1] for name in TARGETS]
        return np.array([*misses, *(x / PULL)])

    best = least_squares(left, np.zeros(len(names)), diff_step=0.12, max_nfev=rounds, x_scale=0.5)
    return at(best.x)


def main() -> None:
    """Fit every block, print, and write when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    for study in STUDIES:
        if split()[study] is not Use.CALIBRATE:
            raise SystemExit(f"{study} is kept for testing")
    found: dict[str, float] = {}
    for block in OWN:
        found |= fit(block, found, asked.people, asked.rounds)
        print(f"{block}:")
        for name, share in shares(block, found, asked.people).items():
            value, error = observed(name)
            print(f"  {name:28} seen {value:5.1f} ({error:.1f})  simulated {share:5.1f} %")
    for name, value in found.items():
        print(f"{name:28} {parameters()[name].value:9.3g} -> {value:9.3g} {parameters()[name].unit}")
    if asked.write:
        write_values(found)


if __name__ == "__main__":
    main()
