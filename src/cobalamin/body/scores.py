"""Neuropathy scores of clinics and trials, as published, from what the model observes.

They are sums of steps, so they are worked out after a run, on arrays of any shape, and are no observations that a
solver could follow. A score of a simulated person leans on rules that no score has: where on a scale of 0 to 10 a
complaint becomes moderate, how often it is felt, which part of one pain burns. Those are parameters
(parameters/scores.toml), nearly all of them guesses, and `Item` says for every item how it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.body.observe.registry import Licence
from cobalamin.parameters import typical, view

Array = npt.NDArray[np.float64]
Values = Mapping[str, Any]
Points = Callable[[Values, SimpleNamespace], Any]

INTENSITY_BY_FREQUENCY = np.array([[0.0, 0.0, 0.0], [1.0, 1.33, 1.66], [2.0, 2.33, 2.66], [3.0, 3.33, 3.66]])
"""Points of one symptom: absent, mild, moderate, severe by occasional, often, (almost) continuous."""
SIDES = 2
"""Both feet and legs are alike in the model, and examined one by one."""


class Made(Enum):
    """How an item of a score came about."""

    SIMULATED = "simulated"
    STANDS_IN = "stands in"
    NOT_PRODUCED = "not produced"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a score.

    Attributes:
        name: what is asked or examined.
        maximum: most points it can give.
        made: simulated; another quantity stands in for it; or not produced, and then 0 points are counted.
        inputs: observations it is made from.
        points: (values, k) -> points.
    """

    name: str
    maximum: float
    made: Made
    inputs: tuple[str, ...] = ()
    points: Points = lambda values, k: np.float64(0)


@dataclass(frozen=True, kw_only=True)
class Score:
    """A published score.

    Attributes:
        name: column name.
        about: one phrase.
        items: what it adds up, in the published order.
        sources: ids of what was read of it.
        licence: how far it may be trusted.
        unit: points.
    """

    name: str
    about: str
    items: tuple[Item, ...]
    sources: tuple[str, ...]
    licence: Licence = Licence.SCENARIO
    unit: str = "1"

    @property
    def maximum(self) -> float:
        """Most points of the instrument, items that are not produced included."""
        return round(sum(item.maximum for item in self.items), 2)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Observations that it is made from."""
        return tuple(dict.fromkeys(name for item in self.items for name in item.inputs))

    @property
    def reachable(self) -> float:
        """Most points that a simulated person can get."""
        return round(sum(item.maximum for item in self.items if item.made is not Made.NOT_PRODUCED), 2)

    def __call__(self, values: Values, k: Any = None) -> Array:
        """The score; NaN where an input is NaN.

        Arguments:
            values: observations by name, at least `inputs`; arrays of one shape, or numbers.
            k: parameters; default the typical person's.

        Source: score_ntss6, score_tss, score_mnsi, score_tcns
        """
        k = k if k is not None else view(typical())
        arrays = np.broadcast_arrays(*(np.asarray(values[name], dtype=np.float64) for name in self.inputs))
        known = dict(zip(self.inputs, arrays, strict=True))
        total = sum((item.points(known, k) for item in self.items), start=np.float64(0))
        missing = np.isnan(arrays).any(axis=0)
        return np.where(missing, np.nan, np.round(total, 2))


def _level(value: Array, *cuts: Any) -> npt.NDArray[np.int64]:
    """How many of the ascending cuts a value reaches."""
    return np.sum([value >= cut for cut in cuts], axis=0)


def symptom_points(strength: Any, k: SimpleNamespace) -> Array:
    """Points of one symptom from its strength, 0 to 10: the published grid of intensity by frequency.

    Source: score_ntss6, guess
    """
    strength = np.asarray(strength, dtype=np.float64)
    intensity = _level(strength, k.symptom_mild_from, k.symptom_moderate_from, k.symptom_severe_from)
    frequency = _level(strength, k.symptom_often_from, k.symptom_continuous_from)
    return INTENSITY_BY_FREQUENCY[intensity, frequency]


def _symptom(name: str, observed: str) -> Item:
    return Item(
        name=name,
        maximum=INTENSITY_BY_FREQUENCY.max(),
        made=Made.SIMULATED,
        inputs=(observed,),
        points=lambda values, k: symptom_points(values[observed], k),
    )


def _quality(name: str, share: Callable[[SimpleNamespace], Any]) -> Item:
    """A quality of pain: a fixed share of the one pain that the model has."""
    return Item(
        name=name,
        maximum=INTENSITY_BY_FREQUENCY.max(),
        made=Made.STANDS_IN,
        inputs=("foot_pain",),
        points=lambda values, k: symptom_points(share(k) * values["foot_pain"], k),
    )


def _present(name: str, *observed: str) -> Item:
    """1 point where one of the complaints is there at all."""
    return Item(
        name=name,
        maximum=1,
        made=Made.SIMULATED,
        inputs=observed,
        points=lambda values, k: np.any([values[each] >= k.symptom_mild_from for each in observed], axis=0) * 1.0,
    )


def _reflex(name: str, observed: str, step: float) -> Item:
    """`step` points a side for a reduced reflex, twice that for an absent one."""
    return Item(
        name=f"{name}, both sides",
        maximum=2 * step * SIDES,
        made=Made.SIMULATED,
        inputs=(observed,),
        points=lambda values, k: (
            SIDES
            * step
            * (1.0 * (values[observed] < k.reflex_reduced_below) + (values[observed] < k.reflex_absent_below))
        ),
    )


def _abnormal(name: str, observed: str, found: Points, made: Made = Made.SIMULATED) -> Item:
    """1 point for an abnormal test at the toe."""
    return Item(name=name, maximum=1, made=made, inputs=(observed,), points=lambda values, k: 1.0 * found(values, k))


def _felt(name: str, made: Made, cuts: Callable[[SimpleNamespace], tuple[Any, Any]]) -> Item:
    """Half a point a side where the vibration threshold passes the first cut, one where it passes the second."""
    return Item(
        name=f"{name}, both sides",
        maximum=SIDES,
        made=made,
        inputs=("vibration_threshold",),
        points=lambda values, k: SIDES * 0.5 * _level(values["vibration_threshold"], *cuts(k)),
    )


def _inspected(name: str) -> Item:
    return Item(name=f"{name}, both sides", maximum=SIDES, made=Made.NOT_PRODUCED)


_BURNING = _quality("burning", lambda k: k.burning_share)
_SHOOTING = _quality("sharp, shooting or stabbing pain", lambda k: k.shooting_share)

NTSS6 = Score(
    name="ntss6",
    about="Neuropathy Total Symptom Score-6, 0 to 21.96",
    sources=("score_ntss6",),
    items=(
        _symptom("numbness", "numbness"),
        _symptom("prickling or tingling", "tingling"),
        _BURNING,
        _quality("aching or tightness", lambda k: k.aching_share),
        _SHOOTING,
        _quality("pain from light touch", lambda k: k.allodynia_share),
    ),
)

TSS = Score(
    name="tss",
    about="Total Symptom Score, 0 to 14.64",
    sources=("score_tss",),
    items=(_SHOOTING, _BURNING, _symptom("tingling", "tingling"), _symptom("numbness", "numbness")),
)

MNSI_EXAMINATION = Score(
    name="mnsi_examination",
    about="Michigan Neuropathy Screening Instrument, examination, 0 to 10",
    sources=("score_mnsi",),
    items=(
        _inspected("appearance of the foot"),
        _inspected("ulcer"),
        _reflex("ankle reflex", "ankle_reflex", 0.5),
        _felt("vibration", Made.SIMULATED, lambda k: (k.vibration_reduced_above, k.vibration_absent_above)),
        _felt("filament", Made.STANDS_IN, lambda k: (k.touch_reduced_above, k.touch_absent_above)),
    ),
)

TCNS = Score(
    name="tcns",
    about="Toronto Clinical Neuropathy Score, 0 to 19",
    sources=("score_tcns",),
    items=(
        _present("foot pain", "foot_pain"),
        _present("numbness", "numbness"),
        _present("tingling", "tingling"),
        _present("weakness", "weakness"),
        _present("ataxia", "unsteadiness"),
        _present("complaints of the arms", "tingling_hands", "numbness_hands"),
        _reflex("knee reflex", "knee_reflex", 1),
        _reflex("ankle reflex", "ankle_reflex", 1),
        _abnormal("pinprick", "small_fibre", lambda v, k: v["small_fibre"] < k.pinprick_lost_below),
        _abnormal("temperature", "small_fibre", lambda v, k: v["small_fibre"] < k.pinprick_lost_below),
        _abnormal(
            "light touch",
            "vibration_threshold",
            lambda v, k: v["vibration_threshold"] >= k.touch_reduced_above,
            Made.STANDS_IN,
        ),
        _abnormal(
            "vibration", "vibration_threshold", lambda v, k: v["vibration_threshold"] >= k.vibration_reduced_above
        ),
        _abnormal("position", "dorsal_column", lambda v, k: v["dorsal_column"] < k.position_lost_below),
    ),
)

SCORES: dict[str, Score] = {score.name: score for score in (NTSS6, TSS, MNSI_EXAMINATION, TCNS)}
"""Scores by name, in the order of columns."""

NOT_PRODUCED: dict[str, tuple[str, ...]] = {
    name: tuple(item.name for item in score.items if item.made is Made.NOT_PRODUCED) for name, score in SCORES.items()
}
"""Items of each score that the model does not produce; they count 0 points."""


def made_of(score: Score) -> str:
    """How the items of a score came about, in one sentence.

    >>> made_of(SCORES["mnsi_examination"])
    '2 of 5 items are simulated, for 1 another quantity stands in, 2 are not produced and count nothing'
    """
    count = {made: sum(item.made is made for item in score.items) for made in Made}
    lacking = count[Made.NOT_PRODUCED]
    parts = [f"{count[Made.SIMULATED]} of {len(score.items)} items are simulated"]
    if count[Made.STANDS_IN]:
        parts.append(f"for {count[Made.STANDS_IN]} another quantity stands in")
    if lacking:
        parts.append(
            f"{lacking} {'is' if lacking == 1 else 'are'} not produced and count{'s' if lacking == 1 else ''} nothing"
        )
    return ", ".join(parts)
