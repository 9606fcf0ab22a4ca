"""What calibration is held to: figures of studies set aside for fitting, and percentiles of NHANES 1999-2002.

A study is followed in its typical person, and the result is carried to the mean of its virtual people by a factor (or,
where a figure may change its sign, a difference) that is renewed from time to time. Survey people are followed one by
one, so that percentiles fix medians and spreads together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import Use
from cobalamin.evidence.nhanes import PERCENTILES, STUDY, Distribution
from cobalamin.infer.lives import Case, solved
from cobalamin.person import person_from_mapping
from cobalamin.regimen import parse
from cobalamin.validate.experiment import SEED, Followed, Subject, TypicalDraw, enrol, follow, recruit
from cobalamin.validate.survey import OBSERVED, compared_groups, label_of, noise, participants, percentiles
from cobalamin.validate.target import BLOOD_ALONE, Arm, Target

Array = npt.NDArray[np.float64]
MODEL_ERROR = 0.12
"""Expected disagreement of a right model and one study beyond sampling: assays, people, protocols; sd of ln."""
SURVEY_ERROR = 0.05
PER_STRATUM, PER_SUPPLEMENT = 60, 30
HIGH_DOSE_ERROR = 0.25
"""Of groups that say they take more than 100 ug a day: whether they did is not known."""
_Z = 1.959964
_WINDOW = 0.04
"""Share of people around a percentile whose derivatives stand for its derivative."""


@dataclass(frozen=True, kw_only=True)
class StudyFigure:
    """One target, followed in the typical person of each arm.

    Attributes:
        target: what was reported.
        cases: numbers of the arms' lives in the list of all lives.
        offset: ln(mean of people / typical person), or the difference where `signed`.
        error: expected size of the misfit, of ln, or in the unit where `signed`.
        signed: a change that may have either sign.
    """

    target: Target
    cases: tuple[int, ...]
    offset: float
    error: float
    signed: bool

    def statistic(self, outputs: Sequence[Array], subjects: Sequence[Subject], days: Sequence[Array]) -> float:
        """The figure of the typical person; outputs of shape (time, name), one an arm."""
        groups: list[Array] = []
        for arm, measure, output, subject, at in zip(
            self.target.arms, self.target.measures, outputs, subjects, days, strict=True
        ):
            names = names_of(arm)
            values = {name: output[:, n : n + 1] for n, name in enumerate(names)}
            groups.append(
                np.atleast_2d(np.asarray(measure(Followed(subjects=(subject,), days=at, values=values)), float))
            )
        return float(self.target.statistic(*(g[0] if g.shape[0] == 1 else g for g in groups)))

    def misfit(self, value: float) -> float:
        """How far the figure of the typical person is from what was reported, in units of `error`."""
        seen = self.target.seen.observed
        assert seen is not None
        if self.signed:
            return (value + self.offset - seen) / self.error
        if value <= 0:
            return -12.0
        return (np.log(value / seen) + self.offset) / self.error


@dataclass(frozen=True, kw_only=True)
class SurveyFigure:
    """One percentile of one group.

    Attributes:
        seen: the distribution.
        percentile: of `PERCENTILES`.
        members: numbers of its people among the participants.
        error: expected size of the misfit, of ln.
    """

    seen: Distribution
    percentile: int
    members: npt.NDArray[np.int_]
    error: float

    @property
    def label(self) -> str:
        """As the row of the same percentile calls it."""
        return label_of(self.seen, self.percentile)


def names_of(arm: Arm) -> tuple[str, ...]:
    """What is kept of an arm's life: every observation that a measure may ask for."""
    return (*_BLOOD, *arm.compartments)


_BLOOD = (
    *OBSERVED,
    *("holotc_pmol_l", "reticulocytes_pct", "body_b12_ug", "liver_b12_ug", "ferritin_ug_l", "sam_sah_ratio"),
)


def typical_subject(arm: Arm, number: int) -> tuple[Case, Subject]:
    """The arm's typical person: the middle of all that is drawn, and no individuality."""
    draw = TypicalDraw(identity=f"typical of {arm.people} {number}", number=number)
    person = person_from_mapping(arm.life(draw), where=draw.identity)
    case = Case(
        person=person,
        identity=None,
        seed=SEED,
        plan=None if arm.plan is None else parse(arm.plan),
        days=tuple(arm.days),
        names=names_of(arm),
        changes=dict(arm.changes),
    )
    return case, Subject(identity=draw.identity, person=person, block=BLOOD_ALONE[0], constants=case.constants())


def counts_people(target: Target) -> bool:
    """Whether the target is a share of people, or needs more than one to be worked out."""
    groups: list[npt.NDArray[np.float64]] = []
    for arm, measure in zip(target.arms, target.measures, strict=True):
        case, subject = typical_subject(arm, 0)
        output = solved([case])[0]
        values = {name: output[:, n : n + 1] for n, name in enumerate(names_of(arm))}
        found = np.asarray(measure(Followed(subjects=(subject,), days=np.array(arm.days), values=values)))
        if found.dtype == np.bool_:
            return True
        groups.append(np.atleast_2d(found.astype(float)))
    with np.errstate(all="ignore"):
        value = target.statistic(*(g[0] if g.shape[0] == 1 else g for g in groups))
    return not np.isfinite(value)


def expected_error(target: Target, *, signed: bool) -> float:
    """sqrt(sampling^2 + model^2), of ln, or in the unit for a signed change."""
    seen = target.seen
    assert seen.observed is not None
    sampling = 0.0
    if seen.low is not None and seen.high is not None:
        if signed:
            sampling = (seen.high - seen.low) / (2 * _Z)
        elif seen.low > 0:
            sampling = float(np.log(seen.high / seen.low)) / (2 * _Z)
    model = MODEL_ERROR * abs(seen.observed) if signed else MODEL_ERROR
    return float(np.hypot(sampling, model))


def survey_figures() -> tuple[list[Case], list[SurveyFigure], Mapping[str, Array], Array]:
    """Lives of the participants, figures, noise by observation, and weights."""
    everyone = participants(Use.CALIBRATE, PER_STRATUM, PER_SUPPLEMENT)
    cases = [
        Case(
            person=person_from_mapping(p.life, where=p.identity),
            identity=p.identity,
            seed=SEED,
            plan=None,
            days=(0.0,),
            names=OBSERVED,
        )
        for p in everyone
    ]
    found: list[SurveyFigure] = []
    for seen, inside in compared_groups(Use.CALIBRATE, everyone):
        if seen.by == "age" or (seen.by in ("supplement", "diet of one day") and seen.observation in _NOT_OF_B12):
            continue  # both sexes apart say more than together
        error = HIGH_DOSE_ERROR if seen.by == "supplement" and _dose(seen.group) >= 100 else SURVEY_ERROR
        few = float(inside.sum())
        for p in PERCENTILES:
            if p != 50 and few < 25:
                continue
            tail = 1.0 if p == 50 else 2.1
            own = seen.errors[p] / seen.values[p]
            # Virtual people are few too: a percentile of n people has an error of about tail x sd / sqrt(n).
            virtual = tail * 1.25 * _SPREAD[seen.observation] / np.sqrt(few)
            found.append(
                SurveyFigure(
                    seen=seen,
                    percentile=p,
                    members=np.flatnonzero(inside),
                    error=float(np.sqrt(error**2 + own**2 + virtual**2)),
                )
            )
    made_of_noise = {name: noise(everyone, name) for name in OBSERVED}
    return cases, found, made_of_noise, np.array([p.weight for p in everyone])


_NOT_OF_B12 = ("homocysteine_umol_l", "hemoglobin_g_dl", "mcv_fl")
_SPREAD = {
    "serum_b12_pmol_l": 0.4,
    "mma_nmol_l": 0.4,
    "homocysteine_umol_l": 0.3,
    "hemoglobin_g_dl": 0.07,
    "mcv_fl": 0.05,
}
"""Rough standard deviation of ln between people, for the error of virtual percentiles alone."""


def _dose(group: str) -> float:
    return float(group.partition("-")[0])


def survey_value(figure: SurveyFigure, values: Array, weights: Array) -> float:
    """The percentile of the virtual group; values and weights of all participants, NaN for who did not live to come."""
    inside = figure.members[np.isfinite(values[figure.members])]
    return float(percentiles(values[inside], weights[inside], (figure.percentile,))[0])


def survey_slope(figure: SurveyFigure, values: Array, slopes: Array, weights: Array) -> Array:
    """d ln(percentile) / d unknown: mean over the people around it, shape (unknown,).

    Arguments:
        values: shape (participant,); slopes: d ln(value), shape (unknown, participant).
    """
    inside = figure.members[np.isfinite(values[figure.members])]
    order = inside[np.argsort(values[inside], kind="stable")]
    load = np.cumsum(weights[order]) - weights[order] / 2
    distance = np.abs(load / weights[order].sum() - figure.percentile / 100.0)
    near = order[distance <= max(_WINDOW, float(np.sort(distance)[min(4, len(distance) - 1)]))]
    return slopes[:, near] @ weights[near] / weights[near].sum()


def renewed(figure: StudyFigure, typical: float, mean: float) -> StudyFigure:
    """The figure with another step from the typical person to the mean of people."""
    if figure.signed:
        return replace(figure, offset=mean - typical)
    return replace(figure, offset=float(np.log(mean / typical)) if mean > 0 and typical > 0 else 0.0)


def mean_of_people(target: Target) -> float:
    """The statistic over the virtual people of the study in the population that holds; NaN when nobody is let in."""
    groups: list[Array] = []
    for arm, measure in zip(target.arms, target.measures, strict=True):
        people = recruit(arm.people, arm.life, people=arm.invited, blocks=BLOOD_ALONE, changes=dict(arm.changes))
        try:
            people = people if arm.entry is None else enrol(people, arm.entry)
        except ValueError:
            return float("nan")
        seen = follow(people, arm.plan, arm.days, compartments=arm.compartments)
        values = np.atleast_2d(np.asarray(measure(seen), float))
        values = values[:, np.isfinite(values).all(axis=0)]
        groups.append(values[0] if values.shape[0] == 1 else values)
    return float(target.statistic(*groups))


def calibration_study() -> str:
    """Name of the surveys used for fitting, as in the split."""
    return STUDY[Use.CALIBRATE]
