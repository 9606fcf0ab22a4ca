"""The calibration that the parameter files hold: priors, posteriors, and what the figures left unknown.

`calibration.toml` is written by `make calibrate`; a parameter's value stands in its parameter file alone, and a test
compares the two.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from cobalamin.infer.priors import Prior, What, priors

_Z95 = 1.959964
FLAT = 1.0
"""Rise of the cost two posterior standard deviations from the mode, below which a side is open: 4 were it quadratic."""


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """One number that was fitted.

    Attributes:
        prior: what was believed before.
        number: the mode, or the prior median where the figures say nothing.
        sd: posterior standard deviation of ln(number).
        contraction: 1 - posterior variance / prior variance.
        identified: whether the figures say something: contraction of 0.1 or more.
        rise_below, rise_above: rise of the cost with the number held two posterior standard deviations away and the
            others refitted; 4 were the posterior normal.
        starts: range of the mode over the starts, in posterior standard deviations.
    """

    prior: Prior
    number: float
    sd: float
    contraction: float
    identified: bool
    rise_below: float
    rise_above: float
    starts: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval."""
        return self.number * math.exp(-_Z95 * self.sd), self.number * math.exp(_Z95 * self.sd)

    @property
    def words(self) -> str:
        """What the figures say about it, in a sentence."""
        if not self.identified:
            return "The figures say nothing about it: it stays at its prior."
        open_sides = [side for side, rise in (("below", self.rise_below), ("above", self.rise_above)) if rise < FLAT]
        if open_sides:
            return f"Fitted; the figures leave it open {' and '.join(open_sides)}."
        return f"Fitted; its variance is {100 * self.contraction:.0f} % smaller than before."


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """One calibration.

    Attributes:
        version: 1, 2, ...
        date: of the fit; priors and split are older or of the same day.
        data_hash: of every figure with its use, and of the priors.
        body_hash: of the laws and the parameters that were fitted in.
        starts: cost of the mode from each start, lowest first.
        figures, studies: that were fitted to; percentiles of surveys count as one study.
        fitted: by key, such as "value.ileal_capacity".
    """

    version: int
    date: date
    data_hash: str
    starts: tuple[float, ...]
    figures: int
    studies: int
    fitted: Mapping[str, Calibrated]


def _text(name: str) -> str:
    return (resources.files(__name__.rpartition(".")[0]) / name).read_text(encoding="utf-8")


@cache
def calibration() -> Calibration:
    """The calibration that holds, read once."""
    tables = tomllib.loads(_text("calibration.toml"))
    about = tables["calibration"]
    by_key = {p.key: p for p in priors()}
    fitted: dict[str, Calibrated] = {}
    for what in What:
        for name, table in tables[what.value].items():
            key = f"{what.value}.{name}"
            fitted[key] = Calibrated(prior=by_key[key], **table)
    return Calibration(
        version=about["version"],
        date=about["date"],
        data_hash=about["data_hash"],
        starts=tuple(about["starts"]),
        figures=about["figures"],
        studies=about["studies"],
        fitted=fitted,
    )


def fitted(name: str) -> tuple[Calibrated, ...]:
    """What was fitted of a parameter: nothing, its median, its spread, or both."""
    found = (calibration().fitted.get(f"{what.value}.{name}") for what in What)
    return tuple(each for each in found if each is not None)


@cache
def covariance() -> npt.NDArray[np.float64]:
    """Posterior covariance of ln(number), shape (unknown, unknown), in the order of `calibration().fitted`."""
    rows = list(csv.reader(_text("calibration_covariance.csv").splitlines()))
    assert rows[0] == list(calibration().fitted), "the covariance belongs to another calibration"
    return np.array([[float(cell) for cell in row] for row in rows[1:]])


def posterior_draws(count: int, *, seed: int) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Populations drawn from the posterior: (medians, spreads) each, within the valid ranges.

    Arguments:
        count: how many.
        seed: of the draws.
    """
    from cobalamin.infer.priors import numbers

    everything = tuple(calibration().fitted.values())
    unknowns = tuple(each.prior for each in everything)
    middle = np.array([math.log(each.number / each.prior.median) / each.prior.sd for each in everything])
    scale = np.array([each.prior.sd for each in everything])
    values, vectors = np.linalg.eigh(covariance() / np.outer(scale, scale))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    random = np.random.default_rng(seed)
    return [numbers(middle + root @ random.standard_normal(len(middle)), unknowns) for _ in range(count)]
