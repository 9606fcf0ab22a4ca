"""From a person's life and plan to what acts on the body: the same path for history and future.

Conditions, diet and medicines become piecewise constant inputs; cobalamins that are taken become courses of doses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

from cobalamin.body.gut import absorbed
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.regimen import COBALAMIN_CLASS, Course, Regimen, Route
from cobalamin.units import DAYS_PER_YEAR, HOURS_PER_DAY, NANOMOLES_PER_MICROGRAM_COBALAMIN

from .model import Condition, Person

ADULT_AGE = 20.0
UNKNOWN_ONSET_DAYS = -2.0 * DAYS_PER_YEAR
BRAIN_INJURY_DAYS = 90.0
"""How long an injured brain is under stress [d], where animal evidence is switched on. Source: guess"""
_QUARTER = DAYS_PER_YEAR / 4
_MODELLED_TABLETS = {
    "metformin": "metformin_mg_per_day",
    "folic acid": "folic_acid_mg_per_day",
    "pregabalin": "pregabalin_mg_per_day",
    "gabapentin": "gabapentin_mg_per_day",
    "duloxetine": "duloxetine_mg_per_day",
    "amitriptyline": "amitriptyline_mg_per_day",
    "nortriptyline": "nortriptyline_mg_per_day",
    "pyridoxine": "pyridoxine_mg_per_day",
}
_SELF_TAKEN = (Route.ORAL, Route.SUBLINGUAL, Route.NASAL)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One input at a constant value from `first` to before `last` [d]."""

    name: str
    first: float
    last: float
    value: float


def life_begins(person: Person) -> float:
    """Day on which the simulated life begins: the age of 20, or the earliest `since` if that is before."""
    return min(person.history_begins(), -(person.age - ADULT_AGE) * DAYS_PER_YEAR, -1.0)


def _cut(courses: Iterable[Course], first: float, last: float) -> list[Course]:
    """Courses without the days [first, last)."""
    left: list[Course] = []
    for course in courses:
        if course.end_day <= first or course.first_day >= last:
            left.append(course)
            continue
        if course.first_day < first:
            left.append(replace(course, end_day=first))
        if course.end_day > last:
            left.append(replace(course, first_day=last))
    return left


def _same(a: Course, b: Course) -> bool:
    """Whether one replaces the other: all cobalamins are one substance."""
    return a.substance == b.substance or a.substance_class == b.substance_class == COBALAMIN_CLASS


def courses_of(person: Person, plan: Regimen | None, *, horizon: float) -> tuple[Course, ...]:
    """Everything that is taken, from the first medicine to `horizon` [d].

    What was really taken replaces the prescription of the same substance for its days; a plan replaces ongoing dosing
    of the same substance from day 0; `stop X` ends X.
    """
    courses: list[Course] = []
    for medicine in person.medicines:
        end = horizon if medicine.until_day is None else medicine.until_day
        if end > medicine.since_day:
            courses += medicine.regimen.courses(start=medicine.since_day, end=min(end, horizon))
    for taken in person.taken:
        end = min(horizon if taken.until_day is None else taken.until_day, horizon)
        new = taken.regimen.courses(start=taken.from_day, end=end) if end > taken.from_day else ()
        replaced = [c for c in courses if any(_same(c, n) for n in new)]
        courses = [c for c in courses if c not in replaced] + _cut(replaced, taken.from_day, end) + list(new)
    if plan is not None and horizon > 0:
        new = plan.courses(start=0.0, end=horizon)
        for stop in plan.stops:
            stopped = [c for c in courses if stop.target in (c.substance, c.substance_class)]
            first = 0.0 if stop.start_day is None else stop.start_day
            courses = [c for c in courses if c not in stopped] + _cut(stopped, first, horizon)
        replaced = [c for c in courses if any(_same(c, n) for n in new)]
        courses = [c for c in courses if c not in replaced] + _cut(replaced, 0.0, horizon) + list(new)
    return tuple(sorted((c for c in courses if c.end_day > c.first_day), key=lambda c: c.first_day))


def stretches_of(courses: Sequence[Course], k: SimpleNamespace, adherence: float) -> list[Stretch]:
    """Inputs that come from medicines other than cobalamins, as mean rates."""
    found: list[Stretch] = []
    for c in courses:
        if c.substance_class == COBALAMIN_CLASS:
            continue
        if c.substance == "nitrous oxide":
            found += _nitrous_oxide(c)
            continue
        per_day = c.doses_per_day or len(c.days()) / max(c.end_day - c.first_day, 1.0)
        if c.substance in _MODELLED_TABLETS:
            value = c.amount * per_day * adherence
            found.append(Stretch(name=_MODELLED_TABLETS[c.substance], first=c.first_day, last=c.end_day, value=value))
        elif c.substance_class == "proton pump inhibitor":
            found.append(Stretch(name="food_release", first=c.first_day, last=c.end_day, value=k.food_release_on_ppi))
        elif c.substance_class == "H2 blocker":
            value = k.food_release_on_h2_blocker
            found.append(Stretch(name="food_release", first=c.first_day, last=c.end_day, value=value))
    return found


def _nitrous_oxide(course: Course) -> list[Stretch]:
    """Sessions at least weekly as a mean rate (concentration times share of the day), rarer ones one by one."""
    days, hours, fraction = course.days(), course.hours or 0.0, course.fraction or 0.0
    if len(days) >= 2 and (days[-1] - days[0]) / (len(days) - 1) <= 7.5:
        span = course.end_day - course.first_day
        value = fraction * hours / HOURS_PER_DAY * len(days) / span
        return [Stretch(name="nitrous_oxide", first=course.first_day, last=course.end_day, value=min(value, 1.0))]
    length = hours / HOURS_PER_DAY
    return [Stretch(name="nitrous_oxide", first=day, last=day + length, value=fraction) for day in days]


def _intrinsic_factor(c: Condition, since: float, day: float, k: SimpleNamespace) -> float:
    gone = min(max((day - since) / (k.intrinsic_factor_loss_years * DAYS_PER_YEAR), 0.0), 1.0)
    match c.name:
        case "pernicious anaemia":
            return 1.0 - gone
        case "autoimmune gastritis":
            return 1.0 - gone * (1.0 - k.intrinsic_factor_autoimmune_gastritis)
        case "total gastrectomy":
            return 0.0
        case "partial gastrectomy":
            return k.intrinsic_factor_partial_gastrectomy
        case "gastric bypass":
            return k.intrinsic_factor_gastric_bypass
        case "sleeve gastrectomy":
            return k.intrinsic_factor_sleeve
        case _:
            return 1.0


_NO_ACID = (
    *("pernicious anaemia", "autoimmune gastritis", "atrophic gastritis", "total gastrectomy", "gastric bypass"),
)
_LITTLE_IRON = ("pernicious anaemia", "autoimmune gastritis", "total gastrectomy", "gastric bypass")
_MALABSORPTION = ("coeliac disease", "bacterial overgrowth", "pancreatic insufficiency")
_MODERATE_INJURY = (
    *("alcohol use disorder", "thiamine deficiency", "copper deficiency", "HIV", "paraproteinaemia"),
    *("idiopathic neuropathy", "hypothyroidism", "vitamin B6 excess"),
)


def _apply(c: Condition, day: float, inputs: dict[str, float], k: SimpleNamespace) -> None:
    """What one condition that is present does to the inputs of a day."""
    since = UNKNOWN_ONSET_DAYS if c.since_day is None else c.since_day
    inputs["intrinsic_factor"] *= _intrinsic_factor(c, since, day, k)
    if c.name in _NO_ACID:
        inputs["food_release"] = min(inputs["food_release"], k.food_release_without_acid)
    if c.name == "partial gastrectomy":
        inputs["food_release"] = min(inputs["food_release"], k.food_release_partial_gastrectomy)
    if c.name in _LITTLE_IRON or c.name == "iron deficiency":
        inputs["iron_supply"] = min(inputs["iron_supply"], k.iron_supply_without_acid)
    if c.name == "ileal resection":
        removed = (c.length_cm or 0.0) - k.ileal_length_harmless
        inputs["ileum"] *= 1 - min(max(removed / (k.ileal_length_abolishing - k.ileal_length_harmless), 0.0), 1.0)
    if c.name == "Crohn's disease of the ileum":
        inputs["ileum"] *= k.ileum_in_crohn
    if c.name in _MALABSORPTION:
        inputs["ileum"] *= k.ileum_in_coeliac
    if c.name in ("folate deficiency", "alcohol use disorder"):
        inputs["folate_intake"] = min(inputs["folate_intake"], k.folate_in_deficiency)
    if c.name in ("type 1 diabetes", "type 2 diabetes"):
        inputs["diabetes"] = 1.0
    if c.name in _MODERATE_INJURY:
        inputs["other_nerve_injury"] += k.injury_moderate_cause
    if c.name == "post-herpetic neuralgia":
        inputs["other_pain_drive"] += k.pain_drive_zoster
    if c.name == "radicular back pain":
        inputs["other_pain_drive"] += k.pain_drive_nerve_root
    if c.name == "traumatic brain injury" and day - since < BRAIN_INJURY_DAYS:
        inputs["brain_injury"] = 1.0
    if c.name == "chemotherapy neuropathy":
        inputs["other_nerve_injury"] += k.injury_chemotherapy


def eat(intake_ug: float, meals: float, inputs: dict[str, float], k: SimpleNamespace) -> None:
    """Write the habitual diet into the inputs: each meal through `absorbed`, as a mean rate [nmol/d].

    Of the B12 of a mixed diet a share w is let go without acid and pepsin; the rest as far as the stomach allows.
    """
    eaten = intake_ug * NANOMOLES_PER_MICROGRAM_COBALAMIN
    free = k.diet_released_without_acid
    meal = absorbed(
        eaten / meals,
        k.hours_between_meals,
        k,
        view_inputs(inputs),
        released=k.food_release_normal * (free + (1 - free) * inputs["food_release"]),
        passive=k.passive_with_meal,
    )
    inputs["diet_absorbed"] = meals * (meal.receptor + meal.passive)
    inputs["diet_unabsorbed"] = eaten - inputs["diet_absorbed"]


def replete_life(person: Person, k: SimpleNamespace) -> dict[str, float]:
    """Inputs of the healthy omnivorous self, for the steady state before the life begins."""
    inputs = replete_inputs()
    inputs["egfr"] = person.egfr_ml_min_1_73m2 / 100.0
    eat(k.intake_omnivore, k.meals_per_day, inputs, k)
    return inputs


def _intake(person: Person, day: float, k: SimpleNamespace) -> tuple[float, float]:
    diet = person.diet
    if diet.name == "omnivore" or (diet.since_day is not None and day < diet.since_day):
        return k.intake_omnivore, k.meals_per_day
    if diet.intake_ug_per_day is not None:
        return diet.intake_ug_per_day, diet.meals_per_day or k.meals_per_day
    return (k.intake_vegan if diet.name == "vegan" else k.intake_vegetarian), k.meals_per_day


def breakpoints(person: Person, stretches: Sequence[Stretch], k: SimpleNamespace, *, horizon: float) -> list[float]:
    """Days on which an input changes, from the beginning of the life to `horizon`."""
    days = {life_begins(person), 0.0}
    if person.diet.since_day is not None:
        days.add(person.diet.since_day)
    for c in person.conditions:
        since = UNKNOWN_ONSET_DAYS if c.since_day is None else c.since_day
        days.add(since)
        if c.until_day is not None:
            days.add(c.until_day)
        if c.name == "traumatic brain injury":
            days.add(since + BRAIN_INJURY_DAYS)
        if c.name in ("pernicious anaemia", "autoimmune gastritis"):
            quarters = int(k.intrinsic_factor_loss_years * 4) + 1
            days |= {since + _QUARTER * n for n in range(1, quarters + 1)}
    for s in stretches:
        days |= {s.first, s.last}
    begin = life_begins(person)
    return sorted(d for d in days if begin <= d < horizon)


def inputs_of(
    person: Person, stretches: Sequence[Stretch], k: SimpleNamespace, *, horizon: float, begin: float | None = None
) -> tuple[tuple[float, Mapping[str, float]], ...]:
    """Inputs from the beginning of the life, or from the breakpoint `begin`, as (day, inputs) until the next."""
    days = breakpoints(person, stretches, k, horizon=horizon)
    if begin is not None:
        days = [day for day in days if day >= begin]
    made: list[tuple[float, Mapping[str, float]]] = []
    healthy = replete_life(person, k)
    for n, day in enumerate(days):
        middle = (day + (days[n + 1] if n + 1 < len(days) else max(horizon, day + 1.0))) / 2
        inputs = dict(healthy)
        inputs["ageing"] = 1.0
        for s in stretches:
            if s.first <= day + 1e-9 < s.last:
                if s.name == "food_release":
                    inputs[s.name] = min(inputs[s.name], s.value)
                else:
                    inputs[s.name] += s.value
        for c in person.conditions:
            since = UNKNOWN_ONSET_DAYS if c.since_day is None else c.since_day
            if since <= day + 1e-9 and (c.until_day is None or day < c.until_day):
                _apply(c, middle, inputs, k)
        if inputs["diabetes"] > 0 and not person.has("diabetic neuropathy"):
            inputs["diabetes"] = k.diabetic_injury_unnamed  # diabetes alone is not yet a disease of nerves
        intake, meals = _intake(person, day + 1e-9, k)
        eat(intake, meals, inputs, k)
        if not made or dict(made[-1][1]) != inputs:
            made.append((day, inputs))
    return tuple(made)
