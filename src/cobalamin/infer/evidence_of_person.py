"""What is known of one person, sorted by how it bears on the body: results, complaints, antibodies, folate.

What the model has no place for is said, never dropped in silence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cobalamin.evidence import fact
from cobalamin.infer.complaints import TESTS_OF_NERVE, Cause, Complaint, complaints_of
from cobalamin.infer.hidden import PERNICIOUS
from cobalamin.infer.measurement import Result, noises
from cobalamin.person import Lab, Person
from cobalamin.person.labs import TESTS
from cobalamin.person.signs import FINDINGS
from cobalamin.units import Censor

Array = npt.NDArray[np.float64]

HEALTHY_FOLATE = {"US": 30.0}
HEALTHY_FOLATE_ELSEWHERE = 17.0
"""Typical serum folate [nmol/L], by whether flour is fortified. Source: guess"""
LOW_FOLATE = 5.0
"""Typical serum folate in a lack of folate [nmol/L]. Source: guess"""
FOLATE_SPREAD, LOW_FOLATE_SPREAD = 0.55, 0.4
"""sd of ln(serum folate) between people and occasions. Source: guess"""
_AUTOIMMUNE = (PERNICIOUS, "autoimmune gastritis")
USED_OTHERWISE = frozenset(("creatinine", "egfr", "hba1c", "tsh", "potassium"))
"""Tests that act on the answer elsewhere: kidneys by the person, the others among competing causes and rules."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was measured, found and told.

    Attributes:
        results: values that the body model can give, by day.
        complaints: symptoms and signs, present or absent.
        antibodies: (test, positive) of the stomach's antibodies, latest of each.
        folate: latest serum folate [nmol/L], None where it is not known.
        notices: one sentence for whatever was left out, put together or capped.
    """

    results: tuple[Result, ...]
    complaints: tuple[Complaint, ...]
    antibodies: tuple[tuple[str, bool], ...]
    folate: float | None
    notices: tuple[str, ...]

    @property
    def days(self) -> tuple[float, ...]:
        """Every day that the body is asked about, day 0 among them."""
        return tuple(sorted({0.0, *(r.day for r in self.results), *(c.day for c in self.complaints)}))

    @property
    def empty(self) -> bool:
        """Whether nothing is known that could change the prior."""
        return not (self.results or self.complaints or self.antibodies or self.folate is not None)

    def by_observation(self) -> dict[str, list[Result]]:
        """Results of the same test together, in the order of days."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.observation, []).append(result)
        return found


def known_of(person: Person, *, extra_causes: tuple[Cause, ...] = (), symptoms: bool = True) -> Known:
    """Everything the file says that bears on the body.

    Arguments:
        person: who.
        extra_causes: of complaints, that are no conditions.
        symptoms: whether symptoms and findings count; False for what the blood alone says.
    """
    notices: list[str] = []
    labs = _unrepeated(person.labs, notices)
    results = [_of_lab(lab) for lab in labs if lab.observation in noises()]
    for lab in labs:
        if lab.observation not in noises() and lab.test not in USED_OTHERWISE | _NO_RESULT:
            notices.append(f"{TESTS[lab.test].label} is shown and does not shape the probabilities.")
    if symptoms:
        results += _of_findings(person)
        _say_unused_findings(person, notices)
    antibodies = {lab.test: lab.value > 0 for lab in labs if lab.test.endswith("_antibody")}
    folate = [lab for lab in labs if lab.test == "folate" and lab.censor is Censor.NONE]
    return Known(
        results=tuple(sorted(results, key=lambda r: (r.observation, r.day))),
        complaints=complaints_of(person, extra_causes) if symptoms else (),
        antibodies=tuple(antibodies.items()),
        folate=max(folate, key=lambda lab: lab.day).value if folate else None,
        notices=tuple(dict.fromkeys(notices)),
    )


_NO_RESULT = frozenset(("folate", "intrinsic_factor_antibody", "parietal_cell_antibody"))


def _of_lab(lab: Lab) -> Result:
    return Result(
        label=TESTS[lab.test].label,
        observation=lab.observation,
        value=lab.value,
        unit=lab.unit,
        censor=lab.censor,
        day=lab.day,
    )


def _unrepeated(labs: Sequence[Lab], notices: list[str]) -> list[Lab]:
    """Labs without exact repeats: the same test, value and day is one sample told twice."""
    seen: dict[tuple[object, ...], Lab] = {}
    for lab in sorted(labs, key=lambda each: each.day):
        key = (lab.test, lab.value, lab.censor, lab.day)
        if key in seen:
            notices.append(
                f"{TESTS[lab.test].label} {lab.value:g} {lab.unit} is listed twice for one day: counted once."
            )
        seen[key] = lab
    return list(seen.values())


_UNRECORDABLE = 1.0
"""Sural amplitude below which a laboratory finds no potential [uV]. Source: guess"""


def _of_findings(person: Person) -> list[Result]:
    found: list[Result] = []
    for finding in person.findings:
        observation = TESTS_OF_NERVE.get(finding.name)
        if observation is None:
            continue
        value, censor = finding.value, Censor.NONE
        if not isinstance(value, float) or (value <= 0 and finding.name == "sural amplitude"):
            if finding.name != "sural amplitude":
                continue  # a potential that is not there has neither latency nor velocity
            value, censor = _UNRECORDABLE, Censor.BELOW
        unit = FINDINGS[finding.name].unit
        found.append(
            Result(label=finding.name, observation=observation, value=value, unit=unit, censor=censor, day=finding.day)
        )
    return found


def _say_unused_findings(person: Person, notices: list[str]) -> None:
    used = {c.name for c in complaints_of(person)} | set(TESTS_OF_NERVE)
    unused = sorted({f.name for f in person.findings} - used)
    if unused:
        notices.append(f"Shown to the reader and not part of the calculation: {', '.join(unused)}.")


def antibody_log_likelihood(known: Known, autoimmune: npt.NDArray[np.bool_]) -> Array:
    """ln P(antibodies | the stomach's disease is autoimmune or not), shape (particle,).

    Source: diag_acc_ifab_sens, diag_acc_ifab_spec, diag_acc_pca_sens, diag_acc_pca_spec
    """
    log = np.zeros(len(autoimmune))
    for test, positive in known.antibodies:
        with_it, without = antibody_rates(test)
        rate = np.where(autoimmune, with_it, without)
        log += np.log(rate if positive else 1.0 - rate)
    return log


def antibody_rates(test: str) -> tuple[float, float]:
    """P(positive) with autoimmune gastritis and without."""
    short = "ifab" if test == "intrinsic_factor_antibody" else "pca"
    sensitivity, specificity = fact(f"diag_acc_{short}_sens").value, fact(f"diag_acc_{short}_spec").value
    assert sensitivity is not None
    assert specificity is not None
    return sensitivity / 100.0, 1.0 - specificity / 100.0


def is_autoimmune(person: Person) -> bool:
    """Whether the file names an autoimmune disease of the stomach."""
    return any(person.has(name) for name in _AUTOIMMUNE)


def folate_log_likelihood(folate: float, lacking: npt.NDArray[np.bool_], jurisdiction: str) -> Array:
    """ln of the density of a serum folate, with and without a lack of it, shape (particle,). Source: guess"""
    typical = HEALTHY_FOLATE.get(jurisdiction, HEALTHY_FOLATE_ELSEWHERE)
    centre = np.where(lacking, LOW_FOLATE, typical)
    spread = np.where(lacking, LOW_FOLATE_SPREAD, FOLATE_SPREAD)
    return -0.5 * ((math.log(folate) - np.log(centre)) / spread) ** 2 - np.log(spread)


def homocysteine_by_folate(folate: float | None, jurisdiction: str) -> float:
    """Factor on homocysteine for a serum folate that is not low: (folate / typical)^e. Source: diag_nh_hcy_fol"""
    exponent = fact("diag_nh_hcy_fol").value
    assert exponent is not None
    if folate is None:
        return 1.0
    typical = HEALTHY_FOLATE.get(jurisdiction, HEALTHY_FOLATE_ELSEWHERE)
    return (max(folate, 2.0 * LOW_FOLATE) / typical) ** exponent
