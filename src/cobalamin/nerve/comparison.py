"""One impulse in a changed fibre beside the same fibre when healthy, for people to look at."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cobalamin.errors import InputError
from cobalamin.nerve.cable import Fibre, Internode, Journey, healthy
from cobalamin.nerve.constants import geometry

STEP = 0.001
PICTURES = 220
"""Frames of a journey."""
HEALTHY_INTERNODES = 24
"""Length of the path, in healthy internodes."""
SKIP = 4
"""Internodes at the start that do not count for the velocity."""
LONGEST = 40.0
"""An impulse that has not arrived by then is blocked [ms]."""
AFTER = 0.6
"""What is shown after the last event [ms]."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different from the healthy fibre.

    Attributes:
        diameter: of the fibre with its sheath [um].
        myelin: thickness of the sheath, relative.
        seal: width of the space under the sheath, relative.
        internode: length of an internode, relative.
        bare: internodes without any sheath, in the middle.
        channels: density of channels in the bare axon, relative to the node.

    Raises:
        InputError: a value out of range.
    """

    diameter: float = 10.0
    myelin: float = 1.0
    seal: float = 1.0
    internode: float = 1.0
    bare: int = 0
    channels: float = 0.0

    def __post_init__(self) -> None:
        geometry(self.diameter)
        for name, value, low, high in (
            ("--myelin", self.myelin, 0.0, 1.0),
            ("--seal", self.seal, 1.0, 20.0),
            ("--internode", self.internode, 0.1, 1.5),
            ("--bare", self.bare, 0, 12),
            ("--channels", self.channels, 0.0, 1.0),
        ):
            if not (math.isfinite(value) and low <= value <= high):
                raise InputError(name, value=f"{value:g}", allowed=f"{low:g} to {high:g}")
        if self.channels and not self.bare:
            raise InputError("--channels need a bare axon", value=f"{self.channels:g}", allowed="--bare 1 or more")

    @property
    def any(self) -> bool:
        """Whether the fibre differs from a healthy one of its diameter."""
        return self != Change(diameter=self.diameter)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two journeys of one impulse over the same distance and time.

    Attributes:
        change: how the fibre differs.
        whole_fibre, fibre: the healthy and the changed fibre.
        healthy, changed: the journeys along them, with frames over the same time.
        healthy_velocity, velocity: [m/s]; the second is nan when the impulse is blocked.
        reached: how far the impulse came [mm].
        bare: where the bare stretch begins and ends [mm]; None without one.
    """

    change: Change
    whole_fibre: Fibre
    fibre: Fibre
    healthy: Journey
    changed: Journey
    healthy_velocity: float
    velocity: float
    reached: float
    bare: tuple[float, float] | None

    @property
    def is_blocked(self) -> bool:
        """Whether the impulse never arrives."""
        return math.isnan(self.velocity)

    @property
    def takeaway(self) -> str:
        """The result in one sentence."""
        fibre = f"the same {self.change.diameter:g} µm fibre when healthy"
        if self.is_blocked:
            where = f"{self.reached:.1f} mm from the start"
            if self.bare is not None and self.reached < self.bare[1]:
                where += f", at the bare stretch ({self.bare[0]:.1f} to {self.bare[1]:.1f} mm)"
            return f"Blocked: the impulse stops {where}; {fibre} conducts at {self.healthy_velocity:.1f} m/s."
        if not self.change.any:
            return f"Conducted: a healthy {self.change.diameter:g} µm fibre conducts at {self.velocity:.1f} m/s."
        share = 100 * self.velocity / self.healthy_velocity
        return f"Conducted: {self.velocity:.1f} m/s, {share:.0f} % of {fibre} ({self.healthy_velocity:.1f} m/s)."


def compare(change: Change) -> Comparison:
    """Send one impulse along the changed and along the healthy fibre."""
    whole, fibre = healthy(change.diameter, HEALTHY_INTERNODES), _changed(change)
    reference = whole.conduct(duration=LONGEST, step=STEP)
    quick = fibre.conduct(duration=LONGEST, step=STEP)
    fired = np.flatnonzero(np.isfinite(quick.arrival))
    last = float(np.nanmax(quick.arrival)) if fired.size else 0.0
    window = max(last, float(np.nanmax(reference.arrival))) + AFTER
    frame = STEP * max(round(window / PICTURES / STEP), 1)
    # The slow ones alone decide how long is shown, so the second run draws what the first has timed.
    return Comparison(
        change=change,
        whole_fibre=whole,
        fibre=fibre,
        healthy=whole.conduct(duration=window, step=STEP, frame=frame, stop=False),
        changed=fibre.conduct(duration=window, step=STEP, frame=frame, stop=False),
        healthy_velocity=reference.velocity(skip=SKIP),
        velocity=quick.velocity(skip=max(SKIP, round(SKIP / change.internode))),
        reached=float(fibre.node_position[fired[-1]]) if fired.size else 0.0,
        bare=_bare(change, fibre),
    )


def _changed(change: Change) -> Fibre:
    kept = Internode(length=change.internode, sheath=change.myelin, seal=change.seal)
    lost = Internode(length=change.internode, sheath=0.0, channels=change.channels)
    internodes = [kept] * max(round(HEALTHY_INTERNODES / change.internode), change.bare + 2 * SKIP)
    first = (len(internodes) - change.bare) // 2
    internodes[first : first + change.bare] = [lost] * change.bare
    return Fibre(change.diameter, internodes)


def _bare(change: Change, fibre: Fibre) -> tuple[float, float] | None:
    if not change.bare:
        return None
    first = (len(fibre.internodes) - change.bare) // 2
    return float(fibre.node_position[first]), float(fibre.node_position[first + change.bare])
