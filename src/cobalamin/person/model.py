"""The person as the rest of the program sees one: frozen, validated, every time in days from day 0.

Day 0 is the day of the file's `date`, 08:00, fasting. A negative day lies in the past, a positive one is follow-up.
Nothing here reads text; `read.py` does, and only it should build these objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from cobalamin.regimen import Regimen
from cobalamin.units import Censor

from .conditions import CONDITIONS
from .signs import SYMPTOM_OBSERVATION


class Sex(Enum):
    """Sex as far as reference values and kinetics need it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, kw_only=True)
class Diet:
    """What is eaten, as far as vitamin B12 is concerned.

    Attributes:
        name: "omnivore", "vegetarian", "vegan" or "diary".
        intake_ug_per_day: measured intake [ug/d]; None means the body's own value for a diet of this name.
        meals_per_day: meals over which that intake is spread [1/d]; None with intake_ug_per_day None.
        since_day: day the diet began (negative); None means always.
    """

    name: str
    intake_ug_per_day: float | None = None
    meals_per_day: float | None = None
    since_day: float | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A disease, operation or state, past or present.

    Attributes:
        name: canonical name, a key of `conditions.CONDITIONS`.
        since_day: first day [d from day 0]; None only when `onset_unknown`.
        until_day: last day [d from day 0]; None means that it lasts.
        untreated: the file says that no vitamin B12 was given for it.
        onset_unknown: the onset is a latent time that inference draws from a prior.
        length_cm: length of ileum removed [cm], for "ileal resection" only.
    """

    name: str
    since_day: float | None
    until_day: float | None = None
    untreated: bool = False
    onset_unknown: bool = False
    length_cm: float | None = None

    @property
    def ends_absorption(self) -> bool:
        """True where intrinsic-factor absorption ends: pernicious anaemia, no stomach, 60 cm of ileum or more gone."""
        abolishing_cm = CONDITIONS[self.name].ends_absorption_from_cm
        return abolishing_cm is not None and (self.length_cm or 0.0) >= abolishing_cm

    def present(self, day: float) -> bool:
        """True if the condition is present on `day` [d]; one of unknown onset counts as present until it ends."""
        began = self.since_day is None or self.since_day <= day
        return began and (self.until_day is None or day <= self.until_day)


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """A prescription: what should be taken, from `since_day` to `until_day` [d]; None means that it goes on."""

    regimen: Regimen
    since_day: float
    until_day: float | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was really taken, from `from_day` to `until_day` [d]; None means that it goes on."""

    regimen: Regimen
    from_day: float
    until_day: float | None = None


@dataclass(frozen=True, kw_only=True)
class Lab:
    """One laboratory value in the test's canonical unit.

    Attributes:
        test: root of the observation name ("serum_b12"), a key of `labs.TESTS`.
        value: the value in `unit`; an antibody is 1 (positive) or 0 (negative).
        unit: canonical unit of the test ("pmol/L").
        censor: exact, or the bound the laboratory reported ("<148 pmol/L", ">2000 pg/mL").
        day: day of the sample [d]; above 0 means follow-up.
        observation: full observation name with its unit ("serum_b12_pmol_l").
    """

    test: str
    value: float
    unit: str
    censor: Censor
    day: float
    observation: str


@dataclass(frozen=True, kw_only=True)
class Symptom:
    """A complaint, 0 (none) to 10 (worst), since `since_day` [d]; None means that nobody knows.

    Attributes:
        name: canonical name ("tingling").
        site: "feet" (thigh to toe), "hands" (arm to finger), "feet and hands", or "" where no place is named.
    """

    name: str
    severity: float
    site: str = ""
    since_day: float | None = None

    @property
    def observation(self) -> str | None:
        """The observation of the body that this complaint is a reading of, or None where the model has none."""
        return SYMPTOM_OBSERVATION.get(self.name)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sign or a measurement on examination.

    Attributes:
        name: canonical name ("sural amplitude"), a key of `signs.FINDINGS`.
        value: a number in `unit`, or one of the words the finding allows ("absent").
        unit: canonical unit; "" for a word.
        day: day of the examination [d].
    """

    name: str
    value: float | str
    unit: str
    day: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A treatment to be compared: a name of its own and what is taken from day 0."""

    name: str
    regimen: Regimen


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person, understood and checked.

    Attributes:
        date: calendar date of day 0; None means that the file has no calendar.
        age: 16 to 110 [a] on day 0.
        sex: female or male.
        weight_kg, height_cm: [kg], [cm].
        egfr_ml_min_1_73m2: glomerular filtration [mL/min/1.73 m2], 15 to 200.
        ancestry, alcohol, jurisdiction: words of `words.py`.
        adherence: share of doses that are taken, 0 to 1.
        genotype: known variants, such as "TCN2 776GG".
        family_history: diseases of parents, brothers or sisters that matter here.
        assumptions: one sentence for every value that the file did not give.
        notices: one sentence for everything a reader should know about how the file was understood.
        source: file name, "standard input" or what the caller named.
    """

    date: date | None
    age: float
    sex: Sex
    weight_kg: float
    height_cm: float
    egfr_ml_min_1_73m2: float
    ancestry: str
    alcohol: str
    adherence: float
    genotype: tuple[str, ...]
    diet: Diet
    jurisdiction: str
    conditions: tuple[Condition, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    other_medicines: tuple[str, ...] = ()
    labs: tuple[Lab, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    findings: tuple[Finding, ...] = ()
    taken: tuple[Taken, ...] = ()
    plans: tuple[Plan, ...] = ()
    family_history: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    source: str = ""

    def has(self, condition: str, *, day: float = 0.0) -> bool:
        """True if the condition of this canonical name is present on `day` [d]."""
        return any(each.name == condition and each.present(day) for each in self.conditions)

    def history_begins(self) -> float:
        """The earliest day the file tells of [d], 0 or before: where a simulation of the past must start."""
        days = [each.since_day for each in (*self.conditions, *self.medicines, *self.symptoms)]
        # Every history begins with the omnivorous self, so an omnivorous diet tells of no change.
        days += [self.diet.since_day] if self.diet.name != "omnivore" else []
        days += [each.from_day for each in self.taken]
        days += [each.day for each in (*self.labs, *self.findings)]
        return min([0.0, *(day for day in days if day is not None)])
