"""Maps: the fibre models over grids, as tables. Each map is a function that yields its rows; `grids` are its axes.

A demyelinated internode keeps 3 % of its lamellae and has grown few channels: with fewer lamellae even one internode
stops the impulse, with a few more none does, and with many channels a bare stretch conducts, slowly, at any length.
A remyelinated one is three internodes of a third of the length with half the lamellae.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterator
from importlib import resources

import numpy as np

from cobalamin.nerve.cable import STEP, Fibre, Internode, healthy, velocity
from cobalamin.nerve.compound import compound_potential, motor, sensory
from cobalamin.nerve.constants import geometry, published_diameters, values
from cobalamin.nerve.excitability import ORDER, least_sodium

Row = dict[str, str | float]

FINE = 0.002
"""Time step of the maps [ms]."""
TYPICAL = 10.0
"""Diameter that stands for the large fibres of a nerve [um]."""
LARGE = (5.7, 10.0, 14.0)
THIN = (1.0, 2.0, 3.0)
"""Fibres of central tracts; their geometry is extrapolated, and nothing is fitted to them."""
DEMYELINATED = Internode(sheath=0.03, channels=0.02)
REMYELINATED = Internode(length=1 / 3, sheath=0.5)
REMYELINATED_PER_OLD = 3

SHEATHS = (1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03)
SEALS = (1.0, 1.5, 2.0, 3.0, 5.0)
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
DRAWS = 8
SEED = 20
LONGEST_RUN = 16
LATE = 1.5
"""An impulse that waits longer than this at a damaged internode has stopped; what fires later fires anew [ms]."""


def path_internodes() -> int:
    """Internodes between stimulus and record of a sensory nerve study."""
    return round(values("compound")["sensory_distance"] / (geometry(TYPICAL).internode_length * 1e-3))


def nerve_internodes() -> int:
    """Internodes between cord and foot of a typical fibre."""
    return round(values("compound")["nerve_length"] / (geometry(TYPICAL).internode_length * 1e-3))


def healthy_map() -> Iterator[Row]:
    """Velocity of healthy fibres at two time steps."""
    for diameter in (*THIN, *published_diameters()):
        for step in (STEP, STEP / 5):
            yield {"diameter_um": diameter, "step_ms": step, "velocity_m_s": velocity(healthy(diameter), step=step)}


def velocity_map() -> Iterator[Row]:
    """Velocity against thickness of the sheath, periaxonal space and diameter; nan where the impulse stops."""
    for diameter in (*THIN, *LARGE):
        reference = velocity(healthy(diameter), step=FINE)
        for seal in SEALS:
            for sheath in SHEATHS:
                yield velocity_row(diameter, sheath, seal, 1.0, reference)
        for seal in SEALS[1:]:
            yield velocity_row(diameter, 1.0, 1.0, seal, reference)


def velocity_row(diameter: float, sheath: float, seal: float, paranode: float, reference: float) -> Row:
    """One point of `velocity_map`."""
    fibre = Fibre(diameter, [Internode(sheath=sheath, seal=seal, paranode=paranode)] * 20)
    speed = velocity(fibre, step=FINE)
    return {
        "diameter_um": diameter, "sheath": sheath, "seal": seal, "paranode": paranode,
        "velocity_m_s": speed, "relative": speed / reference,
    }  # fmt: skip


def internode_map() -> Iterator[Row]:
    """Velocity against the length of all internodes and the thickness of their sheaths."""
    for diameter in LARGE:
        reference = velocity(healthy(diameter), step=FINE)
        for length in (1.0, 0.7, 0.5, 1 / 3, 0.25, 0.2):
            for sheath in (1.0, 0.8, 0.5):
                fibre = Fibre(diameter, [Internode(length=length, sheath=sheath)] * round(20 / length))
                speed = velocity(fibre, step=FINE, skip=max(4, round(4 / length)))
                yield {"diameter_um": diameter, "length": length, "sheath": sheath, "relative": speed / reference}


def segment_map() -> Iterator[Row]:
    """Velocity of typical fibres whose damaged internodes lie at random on the path of a nerve study."""
    reference = velocity(healthy(TYPICAL), step=FINE)
    for number, (kind, share) in enumerate(
        (kind, share) for kind in ("demyelinated", "remyelinated") for share in SHARES
    ):
        chance = np.random.default_rng([SEED, number])
        for draw in range(DRAWS):
            yield segment_row(kind, share, draw, chance.random(path_internodes()) < share, reference)


def segment_row(kind: str, share: float, draw: int, hit: np.ndarray, reference: float) -> Row:
    """One point of `segment_map`: the internodes of a path of which those in `hit` are damaged."""
    damaged = [DEMYELINATED] if kind == "demyelinated" else [REMYELINATED] * REMYELINATED_PER_OLD
    path = [each for bad in hit for each in (damaged if bad else [Internode()])]
    fibre = Fibre(TYPICAL, [*[Internode()] * 4, *path, *[Internode()] * 3])
    longest = fibre.node_position[-1] / reference + 1 + LATE * hit.sum() * (kind == "demyelinated")
    journey = fibre.conduct(duration=float(min(max(longest, 8.0), 30.0)), step=FINE)
    speed = math.nan if journey.longest_wait > LATE else journey.velocity(skip=4)
    return {
        "kind": kind, "share": share, "draw": draw, "internodes": hit.size, "damaged": int(hit.sum()),
        "relative": speed / reference,
    }  # fmt: skip


def block_map() -> Iterator[Row]:
    """The longest run of damaged internodes that an impulse crosses, and the delay of a single one."""
    for diameter in LARGE:
        for sheath in (0.0, 0.01, 0.02, 0.03, 0.04, 0.05):
            for seal in (1.0, 3.0) if sheath else (1.0,):
                for channels in (0.0, 0.02, 0.05, 0.1):
                    yield block_row(diameter, Internode(sheath=sheath, seal=seal, channels=channels))


def block_row(diameter: float, bare: Internode) -> Row:
    """One point of `block_map`: runs of growing length, until one stops the impulse."""
    longest, delay = 0, math.nan
    for run in range(1, LONGEST_RUN + 1):
        taken = crossing(diameter, bare, run)
        if math.isnan(taken):
            break
        longest = run
        delay = taken if run == 1 else delay
    return {
        "diameter_um": diameter, "sheath": bare.sheath, "seal": bare.seal, "channels": bare.channels,
        "longest_run": longest, "longest_run_mm": longest * geometry(diameter).internode_length * 1e-3,
        "delay_of_one": delay,
    }  # fmt: skip


def crossing(diameter: float, bare: Internode, run: int) -> float:
    """Time across `run` damaged internodes between healthy ones, by one healthy internode; nan when it stops."""
    around = [Internode()] * 8
    one = crossing_time(diameter, [*around, *around, Internode()], 0)
    whole = crossing_time(diameter, [*around, *[bare] * run, *around], run)
    beside = crossing_time(diameter, [*around, *around], 0)
    return (whole - beside) / (one - beside) / run


def crossing_time(diameter: float, internodes: list[Internode], damaged: int) -> float:
    """When the impulse reaches the third node from the end [ms]; nan when it stops."""
    fibre = Fibre(diameter, internodes)
    return float(fibre.conduct(duration=4.0 + LATE * damaged, step=FINE).arrival[-3])


def dispersion_map() -> Iterator[Row]:
    """Compound amplitude and duration against the velocity of the typical fibre and the spread between fibres."""
    for kind, nerve in (("sensory", sensory()), ("motor", motor())):
        whole = compound_potential(nerve, velocity=1.0, spread=0.0)
        for speed in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4):
            for spread in (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4):
                seen = compound_potential(nerve, velocity=speed, spread=spread)
                yield {
                    "nerve": kind, "velocity": speed, "spread": spread,
                    "amplitude": seen.amplitude / whole.amplitude, "duration": seen.duration / whole.duration,
                }  # fmt: skip


def excitability_map() -> Iterator[Row]:
    """Least ratio of sodium to leak conductance for each regime, at each leak and slow inward conductance."""
    for leak in (1.0, 1.5, 2.0, 3.0):
        for slow_inward in np.arange(0.0, 0.81, 0.1 if leak != values("excitability")["leak"] else 0.05):
            row: Row = {"leak_ms_cm2": leak, "slow_inward_ms_cm2": round(float(slow_inward), 2)}
            for regime in ORDER[1:]:
                least = least_sodium(regime, leak=leak, slow_inward=float(slow_inward))
                row[f"{regime.value.replace(' ', '_')}_from"] = least / leak
            yield row


MAPS: dict[str, Callable[[], Iterator[Row]]] = {
    "healthy": healthy_map,
    "velocity": velocity_map,
    "internode": internode_map,
    "segment": segment_map,
    "block": block_map,
    "dispersion": dispersion_map,
    "excitability": excitability_map,
}
"""Every map by the name of its table."""


def as_csv(rows: list[Row]) -> str:
    """The text of a table; an empty field is a fibre that did not conduct or a regime that does not come."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_field(value) for value in row.values()])
    return text.getvalue()


def _field(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else f"{value:.9g}"


def read_map(name: str) -> list[Row]:
    """A committed table."""
    return from_csv(resources.files(__package__ or "").joinpath(f"maps/{name}.csv").read_text(encoding="utf-8"))


def from_csv(text: str) -> list[Row]:
    """Rows of a table; numbers as numbers, an empty field as nan."""
    return [{key: _value(field) for key, field in row.items()} for row in csv.DictReader(io.StringIO(text))]


def _value(field: str) -> str | float:
    try:
        return float(field or "nan")
    except ValueError:
        return field
