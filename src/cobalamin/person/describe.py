"""A person in sentences that a clinician can check: what was understood, then what was assumed."""

from __future__ import annotations

from cobalamin.units import DAYS_PER_MONTH, DAYS_PER_WEEK, DAYS_PER_YEAR, Censor

from .labs import TESTS
from .model import Condition, Finding, Lab, Person, Symptom

_SIGN = {Censor.NONE: "", Censor.ABOVE: ">", Censor.BELOW: "<"}
_STEPS = ((2 * DAYS_PER_YEAR, DAYS_PER_YEAR, "years"), (2 * DAYS_PER_MONTH, DAYS_PER_MONTH, "months"),
          (2 * DAYS_PER_WEEK, DAYS_PER_WEEK, "weeks"))  # fmt: skip


def describe(person: Person) -> list[str]:
    """One sentence a fact, in the order of the file; assumptions and notices last, marked as such.

    Arguments: a person as `read_person` gives one.

    >>> from cobalamin.person import person_from_mapping
    >>> describe(person_from_mapping({"person": {"age": 34, "sex": "female"}}))[0]
    'A woman of 34 years, 70.6 kg, 162.2 cm, eGFR 107 mL/min/1.73m2.'
    """
    noun = "woman" if person.sex.value == "female" else "man"
    body = f"{person.weight_kg:.4g} kg, {person.height_cm:.4g} cm, eGFR {person.egfr_ml_min_1_73m2:.3g} mL/min/1.73m2"
    lines = [f"A {noun} of {person.age:.3g} years, {body}.", _diet(person)]
    if person.date is not None:
        lines.append(f"Day 0 is {person.date.isoformat()}.")
    lines.append(
        f"Ancestry {person.ancestry}, alcohol {person.alcohol}, {100 * person.adherence:.3g} % of doses taken, "
        f"guidance {person.jurisdiction}."
    )
    if person.family_history:
        lines.append(f"In the family: {', '.join(person.family_history)}.")
    if person.genotype:
        lines.append(f"Known variants: {', '.join(person.genotype)}.")
    lines += [_condition(each) for each in person.conditions]
    lines += [
        f"Medicine: {each.regimen}, {_span(each.since_day, each.until_day)}." for each in person.medicines
    ]  # fmt: skip
    lines += [f"Really taken: {each.regimen}, {_span(each.from_day, each.until_day)}." for each in person.taken]
    if person.other_medicines:
        lines.append(f"Other medicines, not modelled: {', '.join(person.other_medicines)}.")
    lines += [_lab(each) for each in person.labs]
    lines += [_symptom(each) for each in person.symptoms]
    lines += [_finding(each) for each in person.findings]
    lines += [f"Plan {each.name!r}: {each.regimen}." for each in person.plans]
    lines += [f"Assumed: {sentence}." for sentence in person.assumptions]
    lines += [f"Note: {sentence}." for sentence in person.notices]
    return lines


def when(day: float) -> str:
    """A day from day 0 in words.

    >>> when(-14.0), when(0.0), when(90.0)
    ('2 weeks ago', 'on day 0', '90 days later')
    """
    if day == 0.0:
        return "on day 0"
    size = _amount(abs(day)) if day < 0 else f"{day:.4g} day{'' if day == 1 else 's'}"
    return f"{size} ago" if day < 0 else f"{size} later"


def _amount(days: float) -> str:
    for least, step, unit in _STEPS:
        # Calendar dates seldom make whole weeks: then the days are clearer.
        if days >= least and (unit != "weeks" or days % step == 0.0):
            return f"{days / step:.3g} {unit}"
    return f"{days:.3g} day{'' if days == 1 else 's'}"


def _span(begins: float | None, ends: float | None) -> str:
    if begins is not None and begins < 0.0 and ends is None:
        return f"for {_amount(-begins)}"
    began = "for an unknown time" if begins is None else f"from {when(begins)}"
    ended = "" if ends is None else f" until {when(ends)}"
    return f"{began}{ended}".replace("on day 0", "day 0")


def _diet(person: Person) -> str:
    diet = person.diet
    text = "Diet by diary" if diet.name == "diary" else f"Diet {diet.name}"
    if diet.intake_ug_per_day is not None and diet.meals_per_day is not None:
        text += f", {diet.intake_ug_per_day:.2g} ug of B12 a day in {diet.meals_per_day:.2g} meals"
    return f"{text}." if diet.since_day is None else f"{text}, {_span(diet.since_day, None)}."


def _condition(condition: Condition) -> str:
    name = condition.name[0].upper() + condition.name[1:]
    length = "" if condition.length_cm is None else f" of {condition.length_cm:g} cm"
    untreated = ", untreated" if condition.untreated else ""
    ends = "; it ends the absorption of B12" if condition.ends_absorption else ""
    span = _span(condition.since_day, condition.until_day).replace("for an unknown time", "onset unknown")
    return f"{name}{length}, {span}{untreated}{ends}."


def _lab(lab: Lab) -> str:
    kind = TESTS[lab.test]
    value = f"{_SIGN[lab.censor]}{lab.value:.4g} {lab.unit}" if lab.unit else "positive" if lab.value else "negative"
    return f"Lab {when(lab.day)}: {kind.label} {value}."


def _symptom(symptom: Symptom) -> str:
    site = f" ({symptom.site})" if symptom.site else ""
    since = "" if symptom.since_day is None else f", {_span(symptom.since_day, None)}"
    return f"Symptom: {symptom.name}{site}, {symptom.severity:g} of 10{since}."


def _finding(finding: Finding) -> str:
    value = finding.value if isinstance(finding.value, str) else f"{finding.value:g} {finding.unit}".removesuffix(" 1")
    value = {"normal": "as expected"}.get(value, value)  # nobody is told to be normal
    return f"Finding {when(finding.day)}: {finding.name} {value}."
