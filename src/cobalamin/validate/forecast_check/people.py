"""Simulated people with a first visit, something that they take from then on, and two later visits.

The truth of a person is one draw of the population under one law of nerve injury, whose whole life and follow-up is
simulated in one run. Its results carry the noise of `infer/measurement.toml`: a bias that all results of one test
share, a scatter of each, and a share of results that something else rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.infer.evidence_of_person import Known, known_of
from cobalamin.infer.forecast import replete_row
from cobalamin.infer.measurement import noises
from cobalamin.infer.particles import BLOCKS, Space, space_of
from cobalamin.person import Lab, Person, person_from_mapping
from cobalamin.person.labs import TESTS
from cobalamin.person.model import Taken
from cobalamin.regimen import parse
from cobalamin.simulate import LOWEST_HEMOGLOBIN, build_row
from cobalamin.solve.protocol import Row
from cobalamin.units import DAYS_PER_WEEK, Censor
from cobalamin.validate.assessment.people import COMPLAINTS
from cobalamin.validate.experiment import Draw

Array = npt.NDArray[np.float64]
SEED = 20261126
FIRST_VISIT: Mapping[str, tuple[str, float]] = {
    "serum_b12_pmol_l": ("b12", 0.9),
    "mma_nmol_l": ("mma", 0.6),
    "homocysteine_umol_l": ("hcy", 0.5),
    "hemoglobin_g_dl": ("count", 0.8),
    "mcv_fl": ("count", 0.8),
}
"""Observation -> what is drawn together, and how often it is measured at the first visit."""
LATER: tuple[str, ...] = (
    *("serum_b12_pmol_l", "holotc_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl"),
)
"""What the later visits measure."""
NERVES: tuple[str, ...] = ("vibration_threshold", "sural_amplitude_uv")
NERVE_DAY = 183.0
"""When the nerve is looked at [d]."""
WEEKS = (4, 26)
"""Time from one visit to the next, every whole number of days alike [weeks]."""
TREATMENTS: Mapping[str, str] = {
    "injections": "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
    "tablets 1 mg": "cyanocobalamin 1 mg orally daily",
    "tablets 50 ug": "cyanocobalamin 50 ug orally daily",
    "nothing": "",
}
"""Name -> what is taken from the first visit on."""
_TEST_OF: Mapping[str, str] = {kind.observation: name for name, kind in TESTS.items() if kind.observation}
_TRIES = 200


def _metformin(draw: Draw, life: dict[str, Any]) -> None:
    years = f"{draw.between('years', 2, 12):.1f} years"
    life["condition"].append({"name": "type 2 diabetes", "since": years})
    life["medicine"].append({"regimen": "metformin 1000 mg orally twice daily", "since": years})


def _vegan(draw: Draw, life: dict[str, Any]) -> None:
    life["person"] |= {"diet": "vegan", "diet_since": f"{draw.between('years', 2, 8):.1f} years"}


def _condition(
    name: str, low: float, high: float, *, untreated: bool = False
) -> Callable[[Draw, dict[str, Any]], None]:
    def add(draw: Draw, life: dict[str, Any]) -> None:
        told = {"name": name, "since": f"{draw.between('years', low, high):.1f} years"}
        life["condition"].append(told | ({"untreated": True} if untreated else {}))

    return add


def _gastritis_on_inhibitor(draw: Draw, life: dict[str, Any]) -> None:
    _condition("atrophic gastritis", 3, 12)(draw, life)
    life["medicine"].append(
        {"regimen": "omeprazole 20 mg orally daily", "since": f"{draw.between('ppi', 1, 3):.1f} years"}
    )


def _nitrous_oxide(draw: Draw, life: dict[str, Any]) -> None:
    life["person"]["age"] = round(draw.between("age", 20, 40), 1)
    regimen = f"nitrous oxide {draw.between('cartridges', 20, 100):.0f} cartridges inhaled daily"
    life["medicine"].append({"regimen": regimen, "since": f"{draw.between('years', 0.3, 1.5):.1f} years"})


def _nothing_known(draw: Draw, life: dict[str, Any]) -> None:
    """An older person in whom nothing is known."""
    life["person"]["age"] = round(draw.between("age", 60, 85), 1)


HISTORIES: Mapping[str, Callable[[Draw, dict[str, Any]], None]] = {
    "metformin": _metformin,
    "vegan": _vegan,
    "pernicious anaemia": _condition("pernicious anaemia", 1, 5, untreated=True),
    "autoimmune gastritis": _condition("autoimmune gastritis", 2, 10),
    "total gastrectomy": _condition("total gastrectomy", 0.5, 4, untreated=True),
    "atrophic gastritis and omeprazole": _gastritis_on_inhibitor,
    "nitrous oxide, given up": _nitrous_oxide,
    "old, nothing known": _nothing_known,
}
"""Name -> what it adds to a life."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One result of a later visit.

    Attributes:
        observation: what was measured.
        value: with noise.
        ruled: something outside the model ruled it.
    """

    observation: str
    value: float
    ruled: bool


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A simulated person.

    Attributes:
        person: as known at the first visit, with what is taken from then on.
        history, treatment: names.
        block: law of nerve injury of the truth.
        days: of the two later visits [d].
        visits: their results.
        nerves: observation of the nerve -> true level on `NERVE_DAY`.
    """

    person: Person
    history: str
    treatment: str
    block: str
    days: tuple[float, float]
    visits: tuple[tuple[Sample, ...], tuple[Sample, ...]]
    nerves: Mapping[str, float]

    def with_visit(self) -> Person:
        """The person as known after the second visit: the results of day 0 and of the first of the later days."""
        labs = tuple(_lab(s.observation, s.value, self.days[0]) for s in self.visits[0])
        return replace(self.person, labs=(*self.person.labs, *labs))


def visitor(number: int) -> Visitor:
    """Person `number`: history, treatment and law of injury in turn, all else by chance.

    A truth that would have needed care before its last visit is drawn again.
    """
    draw = Draw(identity=f"forecast {SEED} {number}", number=number)
    history = list(HISTORIES)[number % len(HISTORIES)]
    treatment = list(TREATMENTS)[number // len(HISTORIES) % len(TREATMENTS)]
    block = BLOCKS[number % len(BLOCKS)]
    low, high = (weeks * DAYS_PER_WEEK for weeks in WEEKS)
    first, second = (round(draw.between(f"visit {n}", low, high)) for n in (1, 2))
    days = (float(first), float(first + second))
    asked = _person(draw, history, treatment, symptoms=[{"name": name, "severity": 5} for name in COMPLAINTS])
    known = known_of(asked)
    truth = _truth(space_of(asked, (block,)), known, days, number)
    random = np.random.default_rng([SEED, number])
    symptoms = _symptoms(known, truth, random)
    samples = _samples(truth, days, random)
    labs = tuple(
        _lab(name, samples[name][0].value, 0.0)
        for name, (group, often) in FIRST_VISIT.items()
        if draw.between(f"measured {group}", 0, 1) < often
    )
    later = [tuple(samples[name][n] for name in LATER) for n in (1, 2)]
    return Visitor(
        person=replace(_person(draw, history, treatment, symptoms=symptoms), labs=labs),
        history=history,
        treatment=treatment,
        block=block,
        days=days,
        visits=(later[0], later[1]),
        nerves={name: truth.on(name, NERVE_DAY) for name in NERVES},
    )


def _person(draw: Draw, history: str, treatment: str, *, symptoms: Sequence[Mapping[str, Any]]) -> Person:
    life: dict[str, Any] = {
        "person": {
            "age": round(draw.between("age", 35, 85), 1),
            "sex": draw.one_of("sex", {"female": 0.5, "male": 0.5}),
            "jurisdiction": "UK",
            "egfr": f"{draw.between('kidneys', 40, 110):.0f} mL/min/1.73m2",
        },
        "condition": [],
        "medicine": [],
        "symptom": list(symptoms),
    }
    HISTORIES[history](draw, life)
    person = person_from_mapping(life, where=draw.identity)
    given_up = tuple(replace(m, until_day=0.0) if "nitrous" in str(m.regimen) else m for m in person.medicines)
    regimen = TREATMENTS[treatment]
    taken = (Taken(regimen=parse(regimen), from_day=0.0),) if regimen else ()
    return replace(person, medicines=given_up, taken=taken)


@dataclass(frozen=True, kw_only=True)
class _Truth:
    """Levels of one draw, shape (observation, time); `replete`, shape (observation,), on day 0 with B12 replete."""

    names: tuple[str, ...]
    days: Array
    lived: Array
    replete: Array

    def on(self, name: str, day: float) -> float:
        return float(self.lived[self.names.index(name), int(np.searchsorted(self.days, day))])

    @property
    def possible(self) -> bool:
        """Whether it lives through the visits, with blood of positive finite numbers."""
        blood = self.lived[: len(LATER)]
        alive = self.lived[self.names.index("hemoglobin_g_dl")].min() >= LOWEST_HEMOGLOBIN
        return bool(alive and np.isfinite(self.lived).all() and (blood > 0).all())


def _truth(space: Space, known: Known, days: Sequence[float], number: int) -> _Truth:
    """The first draw of the population that lives through the visits."""
    for attempt in range(_TRIES):
        found = _levels(space, known, days, SEED + 7919 * (number + 1) + attempt)
        if found.possible:
            return found
    raise ValueError(f"forecast check, person {number}: none of {_TRIES} draws lives through the visits")


def _levels(space: Space, known: Known, days: Sequence[float], seed: int) -> _Truth:
    from cobalamin.solve import fast

    asked = np.unique([0.0, *days, NERVE_DAY])
    names = tuple(dict.fromkeys((*LATER, *FIRST_VISIT, *NERVES, *(c.reading.observation for c in known.complaints))))
    (request,) = space.requests(space.draw(1, seed=seed))
    row: Row = build_row(request, horizon=float(asked[-1]) + 1.0)[0]
    return _Truth(
        names=names,
        days=asked,
        lived=fast.observe([row], asked, names)[:, :, 0],
        replete=fast.observe([replete_row(row)], np.array([0.0]), names)[:, 0, 0],
    )


def _symptoms(known: Known, truth: _Truth, random: np.random.Generator) -> list[dict[str, Any]]:
    """Whether each complaint is there, by lack of B12 or by anything else."""
    found: list[dict[str, Any]] = []
    for name, complaint in zip(COMPLAINTS, known.complaints, strict=True):
        observation = complaint.reading.observation
        replete = truth.replete[[truth.names.index(observation)]]
        lack = float(complaint.by_lack(np.array([truth.on(observation, 0.0)]), replete)[0])
        there = random.random() < 1 - (1 - lack) * (1 - complaint.background)
        found.append({"name": name, "severity": 5 if there else 0})
    return found


def _samples(truth: _Truth, days: Sequence[float], random: np.random.Generator) -> dict[str, list[Sample]]:
    """Results of every test on day 0 and on the later days."""
    found: dict[str, list[Sample]] = {}
    for name in dict.fromkeys((*FIRST_VISIT, *LATER)):
        noise = noises()[name]
        bias = noise.bias * random.standard_normal()
        found[name] = []
        for day in (0.0, *days):
            ruled, normal = bool(random.random() < noise.other_share), random.standard_normal()
            error = noise.other_sd * normal if ruled else bias + noise.within * normal
            found[name].append(Sample(observation=name, value=truth.on(name, day) * float(np.exp(error)), ruled=ruled))
    return found


def _lab(observation: str, value: float, day: float) -> Lab:
    test = _TEST_OF[observation]
    rounded = float(f"{value:.4g}")
    return Lab(test=test, value=rounded, unit=TESTS[test].unit, censor=Censor.NONE, day=day, observation=observation)
