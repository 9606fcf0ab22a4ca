"""One line of the comparison with published results: what was seen, what the model gives, which kind of test it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from cobalamin.evidence import Use, Verified, facts, split

DIRECTION = "direction"
"""Unit of a row that compares only which way a quantity went: 1 up, -1 down, 0 no change."""

NEAR_FOLD = 2.0
"""Fold error up to which simulated and observed count as near."""


class Kind(StrEnum):
    """What agreement of a row means."""

    VERIFICATION = "verification"
    """The same published model, computed again."""
    BUILT_IN = "built in"
    """True by construction."""
    FITTED = "fitted"
    """The model was fitted with this figure in view."""
    PREDICTED = "predicted"
    """Not seen when the model was made; only this is validation."""


class Block(StrEnum):
    """Part of the model that a row tests. Blocks are never pooled: agreement of one says nothing about another."""

    KINETICS = "kinetics"
    """Absorption, transport, stores and loss of B12: amounts, shares and serum levels of B12 itself."""
    BIOMARKERS = "biomarkers"
    """Homocysteine, methylmalonate and the blood count."""
    NERVE = "nerve"
    """Peripheral nerve, cord and brain: conduction, signs, recovery, thinking."""
    PAIN = "pain"
    """Pain without and with placebo, natural course and drugs for nerve pain."""
    HARM = "harm"
    """Unwanted effects of drugs and of vitamin B6."""
    MECHANISM = "mechanism"
    """Enzymes, methylation, single fibres: not measured in patients."""


class Verdict(StrEnum):
    """How a row came out."""

    INSIDE = "inside the reported interval"
    OVERLAP = "intervals overlap"
    COVERED = "reported value inside the simulated interval"
    SAME_DIRECTION = "same direction"
    APART = "apart"
    OTHER_DIRECTION = "another direction"
    NOT_COMPARED = "no interval on either side"

    @property
    def is_miss(self) -> bool:
        """Whether the model and the report disagree."""
        return self in (Verdict.APART, Verdict.OTHER_DIRECTION)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One published quantity beside the simulated one.

    Attributes:
        study: as named in the split, such as "Misra 2007".
        quantity: what was measured, in whom, when.
        unit: of every number of the row; `DIRECTION` where only the direction was reported.
        observed, low, high: as reported; None where the report gives none.
        simulated, simulated_low, simulated_high: of the virtual experiment; None for a bound that does not exist.
        use: calibrate, validate or context, from the split.
        kind: what agreement means.
        source: id of a fact, or a citation.
        block: part of the model that it tests.
        note: why a miss is a miss, or what stands in for what; "" for none.

    Raises:
        ValueError: bounds out of order, a row that was kept for testing called fitted, one for fitting called
            predicted, or a figure that nobody has read in its source.
    """

    study: str
    quantity: str
    unit: str
    observed: float | None
    low: float | None = None
    high: float | None = None
    simulated: float | None
    simulated_low: float | None = None
    simulated_high: float | None = None
    kind: Kind
    source: str
    block: Block
    note: str = ""

    def __post_init__(self) -> None:
        for bounds in ((self.low, self.high), (self.simulated_low, self.simulated_high)):
            if None not in bounds and bounds[0] > bounds[1]:  # type: ignore[operator]
                raise ValueError(f"{self.study}, {self.quantity}: bounds out of order {bounds}")
        if self.kind is Kind.FITTED and self.use is Use.VALIDATE:
            raise ValueError(f"{self.study}: kept for testing, so it cannot be fitted")
        if self.kind is Kind.PREDICTED and self.use is not Use.VALIDATE:
            raise ValueError(f"{self.study}: not kept for testing, so nothing is predicted")
        if self.source in facts() and facts()[self.source].verified is Verified.MEMORY:
            raise ValueError(f"{self.study}: {self.source} was recalled, not read, so it is never scored")

    @property
    def use(self) -> Use:
        """The study's use in the split; context where it is not in it."""
        return split().get(self.study, Use.CONTEXT)

    @property
    def ratio(self) -> float | None:
        """Simulated / observed, 0 or less where the effect that was seen is absent or turned round.

        None for a direction, and where nothing was seen or a value is missing.
        """
        if self.unit == DIRECTION or not self.observed or self.simulated is None:
            return None
        return self.simulated / self.observed

    @property
    def fold_error(self) -> float | None:
        """exp |ln ratio|, 1 or more; None where there is no ratio above 0."""
        return math.exp(abs(math.log(self.ratio))) if self.ratio is not None and self.ratio > 0 else None

    @property
    def is_near(self) -> bool:
        """Whether there is a ratio within `NEAR_FOLD`."""
        return self.fold_error is not None and self.fold_error <= NEAR_FOLD

    @property
    def verdict(self) -> Verdict:
        """Simulated value inside the reported interval, intervals that overlap, or neither.

        Where the report gives a value alone, the simulated interval should hold it.
        """
        if self.simulated is None or (self.observed is None and (self.low is None or self.high is None)):
            return Verdict.NOT_COMPARED
        if self.unit == DIRECTION:
            return Verdict.SAME_DIRECTION if self.simulated == self.observed else Verdict.OTHER_DIRECTION
        if self.low is not None and self.high is not None:
            if self.low <= self.simulated <= self.high:
                return Verdict.INSIDE
            if self.simulated_low is None or self.simulated_high is None:
                return Verdict.APART
            meet = self.simulated_low <= self.high and self.low <= self.simulated_high
            return Verdict.OVERLAP if meet else Verdict.APART
        if self.simulated_low is None or self.simulated_high is None or self.observed is None:
            return Verdict.NOT_COMPARED
        return Verdict.COVERED if self.simulated_low <= self.observed <= self.simulated_high else Verdict.APART

    @property
    def has_wrong_sign(self) -> bool:
        """Whether the model goes the other way.

        A direction that is turned round, or a simulated value and its whole interval on the other side of 0.
        """
        if not self.observed or not self.simulated or self.observed * self.simulated > 0:
            return False
        ends = (self.simulated_low, self.simulated_high)
        return all(end is None or end * self.simulated > 0 for end in ends)

    @property
    def is_missed(self) -> bool:
        """Whether the model and the report disagree, by the verdict or by the sign."""
        return self.verdict.is_miss or self.has_wrong_sign
