"""Which share of a complaint lack of B12 makes: the life as it was lived against the same life with B12 replete.

With s the chance that the lack makes it and b that anything else does, and the complaint there:
necessity s (1 - b) / P: it would not be there, were B12 replete; part s / P: the lack is one of its causes, alone or
with others; P = 1 - (1 - s)(1 - b). Between the two lies whatever two sufficient causes share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.infer.complaints import OTHER_SHARE, Cause, Complaint, Level, base_share, with_background
from cobalamin.infer.forecast import Posterior
from cobalamin.infer.particles import BLOCKS

Array = npt.NDArray[np.float64]
_LEAST = 1e-6


@dataclass(frozen=True, kw_only=True)
class Share:
    """Share of a complaint that lack of B12 makes; the range runs over the rival laws of nerve injury.

    Attributes:
        low: least necessity of any law: what would be gone, were B12 replete.
        median: middle law, halfway between necessity and part.
        high: largest part of any law: lack of B12 among the causes.
    """

    low: float
    median: float
    high: float


@dataclass(frozen=True, kw_only=True)
class CauseShare:
    """A cause beside B12 and its part of a complaint, given all data."""

    cause: Cause
    part: float


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """One complaint taken apart.

    Attributes:
        complaint: what.
        share: of lack of B12.
        by_level: the same share if it were established at another level of evidence.
        others: parts of the other causes, largest first.
        unmodelled: part of what is neither B12 nor any of these.
    """

    complaint: Complaint
    share: Share
    by_level: tuple[tuple[Level, Share], ...]
    others: tuple[CauseShare, ...]
    unmodelled: float


def lacks(found: Posterior, complaint: Complaint) -> Array:
    """s of every particle, shape (particle,)."""
    name = complaint.reading.observation
    return complaint.by_lack(found.of(name), found.replete_of(name))


def unmodelled_share(found: Posterior, complaint: Complaint, base: float) -> float:
    """Chance that something not named and not modelled makes the complaint.

    At least `OTHER_SHARE` of everything that could make it, a priori, so that it always keeps mass.
    """
    expected = found.mean(lacks(found, complaint), weights=found.prior_weights)
    known = sum(cause.share for cause in complaint.causes) + expected
    return max(base, OTHER_SHARE / (1 - OTHER_SHARE) * known)


def attribute(found: Posterior) -> tuple[Attribution, ...]:
    """Every complaint of the person that is present, taken apart."""
    return tuple(_one(found, complaint) for complaint in found.known.complaints if complaint.present)


def _one(found: Posterior, complaint: Complaint) -> Attribution:
    lack = lacks(found, complaint)
    age = found.space.person.age
    at_level = {level: base_share(complaint.name, level, age) for level in Level}
    other = unmodelled_share(found, complaint, at_level[complaint.level])
    background = with_background(min(other, 0.9), complaint.causes)
    present = 1 - (1 - lack) * (1 - background)

    def at(level: Level) -> float:
        return with_background(_scaled(other, at_level, complaint.level, level), complaint.causes)

    return Attribution(
        complaint=complaint,
        share=share_of(found, lack, background),
        by_level=tuple((level, share_of(found, lack, at(level))) for level in Level),
        others=tuple(
            sorted(
                (CauseShare(cause=c, part=found.mean(c.share / present)) for c in complaint.causes),
                key=lambda each: -each.part,
            )
        ),
        unmodelled=found.mean(np.minimum(other / present, 1.0)),
    )


def _scaled(other: float, at_level: dict[Level, float], here: Level, there: Level) -> float:
    """The unmodelled share at another level of evidence, in the proportion of the background."""
    return min(other * at_level[there] / max(at_level[here], _LEAST), 0.9)


def share_of(found: Posterior, lack: Array, background: float) -> Share:
    """Share of lack of B12 in a complaint that is there."""
    present = np.maximum(1 - (1 - lack) * (1 - background), _LEAST)
    necessity, part = lack * (1 - background) / present, lack / present
    block = found.sample.particles.block
    ends: list[tuple[float, float]] = []
    for number in range(len(BLOCKS)):
        own = found.weights * (block == number)
        if own.sum() > _LEAST:
            own = own / own.sum()
            ends.append((float(own @ necessity), float(own @ part)))
    middle = sorted((low + high) / 2 for low, high in ends)
    return Share(
        low=min(low for low, _ in ends),
        median=middle[len(middle) // 2],
        high=max(high for _, high in ends),
    )


def together(parts: Sequence[Attribution]) -> Share:
    """All complaints together: the mean of their shares, strongest evidence counting like the others; 0 for none."""
    if not parts:
        return Share(low=0.0, median=0.0, high=0.0)
    return Share(
        low=float(np.mean([p.share.low for p in parts])),
        median=float(np.mean([p.share.median for p in parts])),
        high=float(np.mean([p.share.high for p in parts])),
    )
