"""The compound potential of a nerve: the sum of its fibres' unit potentials, each when its impulse arrives.

A unit potential is the first derivative of a Gaussian of width w, first negative, then positive: short in a sensory
nerve, long where a muscle answers. Fibres that arrive at different times cancel each other's phases, so that spread of
velocity alone lowers the potential although no fibre is lost; long units cancel less. Velocities are log-normal, larger
(faster) fibres weigh more, and slowing is independent of size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobalamin.nerve.constants import values

QUANTILES = 160
"""Fibre sizes, and degrees of slowing, that stand for the whole bundle."""
BIN = 0.01
"""[ms]"""
ONSET = 0.1
"""A phase begins and ends at this share of its peak."""


@dataclass(frozen=True, kw_only=True)
class Nerve:
    """A bundle: mean velocity [m/s], its sd of ln, distance from stimulus to record [mm], width of a unit [ms]."""

    velocity: float
    velocity_spread: float
    distance: float
    unit_width: float


@dataclass(frozen=True, kw_only=True)
class Potential:
    """A compound potential: amplitude from peak to peak [arbitrary], duration of the first phase [ms], latency [ms]."""

    amplitude: float
    duration: float
    latency: float


def sensory() -> Nerve:
    """A sensory nerve of the leg."""
    return _nerve("sensory")


def motor() -> Nerve:
    """Motor fibres to a muscle of the foot, stimulated at the knee."""
    return _nerve("motor")


def _nerve(kind: str) -> Nerve:
    c = values("compound")
    return Nerve(
        velocity=c[f"{kind}_velocity"],
        velocity_spread=c[f"{kind}_velocity_spread"],
        distance=c[f"{kind}_distance"],
        unit_width=c[f"{kind}_unit_width"],
    )


def compound_potential(nerve: Nerve, *, velocity: float, spread: float) -> Potential:
    """Potential when the typical fibre has `velocity` relative to healthy and ln velocity an extra sd of `spread`.

    Source: mech_naud_dispersion, prototype, guess
    """
    time, wave = waveform(nerve, velocity=velocity, spread=spread)
    peak = int(np.argmin(wave))
    level = ONSET * wave[peak]
    before = int(np.flatnonzero(wave[:peak] > level)[-1])
    begin = float(np.interp(-level, -wave[before : before + 2], time[before : before + 2]))
    after = peak + int(np.flatnonzero(wave[peak:] > level)[0])
    end = float(np.interp(level, wave[after - 1 : after + 1], time[after - 1 : after + 1]))
    return Potential(amplitude=float(wave.max() - wave.min()), duration=end - begin, latency=begin)


def waveform(nerve: Nerve, *, velocity: float, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Time [ms] and compound potential [arbitrary], its first phase negative."""
    from scipy.signal import fftconvolve
    from scipy.special import ndtri

    quantile = ndtri((np.arange(QUANTILES) + 0.5) / QUANTILES)
    size = np.exp(nerve.velocity_spread * quantile)
    slowing = velocity * np.exp(spread * quantile)
    arrival = nerve.distance / (nerve.velocity * np.outer(size, slowing))
    edges = np.arange(-6 * nerve.unit_width, arrival.max() + 6 * nerve.unit_width, BIN)
    # A fibre between two bins counts for both by its distance, which keeps the wave smooth in `spread`.
    place = (arrival.ravel() - edges[0]) / BIN
    low = place.astype(int)
    weight = np.repeat(size, QUANTILES) / (QUANTILES * size.sum())
    share = place - low
    count = np.bincount(low, weight * (1 - share), edges.size) + np.bincount(low + 1, weight * share, edges.size)
    x = np.arange(-6 * nerve.unit_width, 6 * nerve.unit_width + BIN / 2, BIN) / nerve.unit_width
    unit = x * np.exp(0.5 - x * x / 2)
    return edges, fftconvolve(count, unit, mode="same")
