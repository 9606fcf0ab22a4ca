"""A virtual survey of adults like NHANES: who comes, what is measured, and the percentiles that result.

People are drawn stratum by stratum from the derived tables (`evidence/nhanes/`): age, sex, kidneys, ancestry, B12 from
supplements, metformin, acid suppression, and what nobody has found: gastric atrophy and pernicious anaemia. A
measurement carries the variation within a person. Lack of iron, and other disease, is in the survey and not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import Use
from cobalamin.evidence.nhanes import (
    PERCENTILES,
    STUDY,
    Distribution,
    Stratum,
    distributions,
    strata,
    supplement_doses,
    within_person,
)
from cobalamin.infer.hidden import hidden_stomachs
from cobalamin.person.covariates import standard_normal
from cobalamin.validate.experiment import SEED, Draw

Array = npt.NDArray[np.float64]
OBSERVED = ("serum_b12_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl", "mcv_fl")
OLDEST = 85.0
_NORMAL = {5: -1.64485, 25: -0.67449, 50: 0.0, 75: 0.67449, 95: 1.64485}
_DAY_TO_DAY = np.sqrt(2.0)
"""Spread of one day's intake within a person over that between people: the variance within is twice that between.
Source: nhanes_1999_2006"""


@dataclass(frozen=True, kw_only=True)
class Participant:
    """One person of the survey.

    Attributes:
        identity: of the individual.
        life: tables of a person file.
        weight: people of the population that he or she stands for, relative.
        age, egfr: [years], [mL/min/1.73 m2].
        sex: "female" or "male".
        supplement: group of daily B12 from supplements, as "2-6", or "0".
        medicine: "metformin", "proton pump inhibitor", or "".
        oversampled: taken for a group of supplements, so that no other group counts the person.
    """

    identity: str
    life: Mapping[str, Any]
    weight: float
    age: float
    egfr: float
    sex: str
    supplement: str
    medicine: str
    oversampled: bool


def _egfr(draw: Draw, stratum: Stratum) -> float:
    """From the percentiles of the stratum, linear in ln between them; tails go on at the slope of the last piece."""
    z = draw.around("kidneys", 0.0, 1.0)
    at = [_NORMAL[p] for p in stratum.egfr]
    logs = np.log(list(stratum.egfr.values()))
    value = float(np.interp(z, at, logs))
    if z < at[0]:
        value = logs[0] + (z - at[0]) * (logs[1] - logs[0]) / (at[1] - at[0])
    elif z > at[-1]:
        value = logs[-1] + (z - at[-1]) * (logs[-1] - logs[-2]) / (at[-1] - at[-2])
    return float(np.clip(np.exp(value), 16.0, 150.0))


def _participant(
    draw: Draw, stratum: Stratum, weight: float, supplement: tuple[int, int] | None, forced: bool
) -> Participant:
    age = draw.between("age", stratum.age_low, min(stratum.age_high + 1.0, OLDEST + 1.0))
    egfr = _egfr(draw, stratum)
    person: dict[str, Any] = {
        "age": round(age, 1),
        "sex": stratum.sex,
        "egfr": f"{egfr:.0f} mL/min/1.73m2",
        "jurisdiction": "US",
    }
    if draw.between("ancestry", 0.0, 1.0) < stratum.black:
        person["ancestry"] = "African"
    medicines: list[dict[str, str]] = []
    if not forced:
        shares = {f"{low}-{high}": share for (low, high), share in stratum.supplements.items()}
        word = draw.one_of("supplement", shares | {"0": max(1.0 - sum(shares.values()), 0.0)})
        supplement = None if word == "0" else (int(word.partition("-")[0]), int(word.partition("-")[2]))
    if supplement is not None:
        dose = supplement_doses(stratum.use)[supplement]
        since = draw.between("supplement years", 0.5, 10.0)
        medicines.append({"regimen": f"cyanocobalamin {dose:g} ug orally daily", "since": f"{since:.1f} years"})
    taken = ""
    others = {"metformin": stratum.metformin, "proton pump inhibitor": stratum.ppi, "H2 blocker": stratum.h2_blocker}
    if not forced:
        taken = draw.one_of("medicine", others | {"": max(1.0 - sum(others.values()), 0.0)})
    since = f"{draw.between('medicine years', 0.5, 8.0):.1f} years"
    conditions: list[dict[str, Any]] = []
    regimens = {
        "metformin": "metformin 850 mg orally twice daily",
        "proton pump inhibitor": "omeprazole 20 mg orally daily",
        "H2 blocker": "ranitidine 150 mg orally twice daily",
    }
    if taken:
        medicines.append({"regimen": regimens[taken], "since": since})
    hidden = hidden_stomachs(age)
    stomach = draw.one_of("stomach", {**hidden, "": 1.0 - sum(hidden.values())})
    if stomach:
        # Who was found by a survey had little to show for it, so the disease is young.
        pernicious = stomach == "pernicious anaemia"
        since_then = f"{draw.between('stomach years', 1.0, 4.0 if pernicious else 15.0):.1f} years"
        untreated = {"untreated": True} if pernicious else {}
        conditions.append({"name": stomach, "since": since_then, **untreated})
    if taken == "metformin":
        conditions.append({"name": "type 2 diabetes", "since": since})
    return Participant(
        identity=draw.identity,
        life={"person": person, "medicine": medicines, "condition": conditions},
        weight=weight,
        age=age,
        egfr=egfr,
        sex=stratum.sex,
        supplement="0" if supplement is None else f"{supplement[0]}-{supplement[1]}",
        medicine=taken,
        oversampled=forced,
    )


@cache
def participants(use: Use, per_stratum: int, per_supplement: int) -> tuple[Participant, ...]:
    """Everyone who comes.

    Arguments:
        use: which surveys.
        per_stratum: people of each sex and band of age.
        per_supplement: people more for each group of supplements, to whom the share of the strata does not apply.
    """
    found: list[Participant] = []
    for stratum in strata(use):
        for number in range(per_stratum):
            identity = f"{STUDY[use]} {stratum.sex} {stratum.age_low} {number}"
            draw = Draw(identity=identity, number=number)
            found.append(_participant(draw, stratum, stratum.share / per_stratum, None, forced=False))
    shares = np.array([stratum.share for stratum in strata(use)])
    for group in supplement_doses(use):
        for number in range(per_supplement):
            identity = f"{STUDY[use]} supplement {group[0]} {number}"
            draw = Draw(identity=identity, number=number)
            place = int(np.searchsorted(np.cumsum(shares), draw.between("stratum", 0.0, shares.sum() * 0.999999)))
            found.append(_participant(draw, strata(use)[place], 1.0 / per_supplement, group, forced=True))
    return tuple(found)


def noise(everyone: Sequence[Participant], observation: str) -> Array:
    """What a measurement is times the person's own level, shape (participant,)."""
    sd = within_person()[observation]
    return np.exp([sd * standard_normal(SEED, p.identity, f"noise {observation}") for p in everyone])


def _quarters(everyone: Sequence[Participant], spread: float) -> npt.NDArray[np.int_]:
    """Quarter (1 to 4) of the intake of one day among those without supplements; 0 for the others."""
    logs = np.array(
        [
            standard_normal(SEED, p.identity, "intake_omnivore")
            + _DAY_TO_DAY * standard_normal(SEED, p.identity, "intake of one day")
            for p in everyone
        ]
    )
    without = np.array([p.supplement == "0" and not p.oversampled for p in everyone])
    quarters = np.zeros(len(everyone), dtype=np.int_)
    if spread > 0 and without.any():
        edges = np.quantile(logs[without], [0.25, 0.5, 0.75])
        quarters[without] = np.searchsorted(edges, logs[without]) + 1
    return quarters


def members(everyone: Sequence[Participant], by: str, group: str) -> npt.NDArray[np.bool_]:
    """Who belongs to a group of `Distribution`, shape (participant,)."""
    usual = np.array([not p.oversampled for p in everyone])
    low, _, high = group.partition(" ")[0].partition("-")
    tests: Mapping[str, Callable[[], npt.NDArray[np.bool_]]] = {
        "age": lambda: usual & np.array([float(low) <= p.age < min(float(high), OLDEST) + 1 for p in everyone]),
        "age and sex": lambda: (
            members(everyone, "age", group.partition(" ")[0])
            & np.array([p.sex == group.partition(" ")[2] for p in everyone])
        ),
        "egfr": lambda: usual & np.array([float(low) <= p.egfr < float(high) for p in everyone]),
        "supplement": lambda: np.array([p.supplement == group and (p.oversampled or group == "0") for p in everyone]),
        "diet of one day": lambda: _quarters(everyone, 1.0) == int(group.rpartition(" ")[2]),
        "medicine": lambda: usual & np.array([p.medicine == group for p in everyone]),
    }
    return tests[by]()


def percentiles(values: Array, weights: Array, asked: Sequence[int] = PERCENTILES) -> Array:
    """Weighted percentiles, linear between the middles of the weights, shape (percentile,)."""
    order = np.argsort(values, kind="stable")
    kept, load = values[order], weights[order]
    middle = (np.cumsum(load) - load / 2) / load.sum()
    return np.interp(np.array(asked) / 100.0, middle, kept)


_NAMES = {
    "serum_b12_pmol_l": "serum B12",
    "mma_nmol_l": "methylmalonate",
    "homocysteine_umol_l": "homocysteine",
    "hemoglobin_g_dl": "haemoglobin",
    "mcv_fl": "MCV",
}


def _group_words(seen: Distribution) -> str:
    match seen.by:
        case "age":
            return f"adults of {seen.group.replace('120', '85+').replace('-', ' to ')} years"
        case "egfr":
            return f"adults with an eGFR of {seen.group.replace('-', ' to ').replace(' to 1000', ' and more')}"
        case "supplement":
            dose = seen.group.replace("-", " to ")
            return f"adults who take {dose} ug a day" if seen.group != "0" else "adults without a supplement"
        case "medicine":
            return f"adults on {'a ' if 'pump' in seen.group else ''}{seen.group}"
        case _:
            return f"adults without a supplement, {seen.group} of one day's intake"


def label_of(seen: Distribution, percentile: int) -> str:
    """What a percentile of a group is called in tables."""
    which = "median" if percentile == 50 else f"percentile {percentile}"
    return f"{_NAMES[seen.observation]}, {which}, {_group_words(seen)}"


def labels_by_age(use: Use) -> frozenset[str]:
    """Labels of every percentile of every marker by band of age."""
    return frozenset(
        label_of(each, p)
        for each in distributions()
        if each.use is use and each.by == "age" and each.observation in OBSERVED
        for p in PERCENTILES
    )


LEAST_PEOPLE = 12
"""Virtual people below which a group says nothing."""


def compared_groups(use: Use, everyone: Sequence[Participant]) -> list[tuple[Distribution, npt.NDArray[np.bool_]]]:
    """The distributions that this survey can be compared with, each with its members."""
    found: list[tuple[Distribution, npt.NDArray[np.bool_]]] = []
    inside: dict[tuple[str, str], npt.NDArray[np.bool_]] = {}
    for each in distributions():
        if each.use is not use or each.observation not in OBSERVED:
            continue
        key = (each.by, each.group)
        if key not in inside:
            inside[key] = members(everyone, *key)
        if inside[key].sum() >= LEAST_PEOPLE:
            found.append((each, inside[key]))
    return found
