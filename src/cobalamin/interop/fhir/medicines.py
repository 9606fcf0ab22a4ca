"""Requests and statements of medicines: what was taken, since when and until when."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace

from cobalamin.errors import InputError
from cobalamin.regimen import parse
from cobalamin.units import DAYS_PER_UNIT, DAYS_PER_YEAR

from .bundle import Bundle
from .dosage import PERIODS, Drug, find_drugs, regimen_text
from .parts import Account, Resource, When, called, names, number, part, reason_of, shown, table, tables, text

_GOING = frozenset(("active",))
_OVER = frozenset(("completed", "stopped", "on-hold"))
_NOT_TAKEN = frozenset(("cancelled", "draft", "entered-in-error", "intended", "not-taken"))
_ONLY_MEANT = frozenset(("proposal", "plan", "option"))
LONGEST_NAME = 400
LONGEST_DAYS = 120 * DAYS_PER_YEAR
_KEY_OF_CONCEPT = "medicationCodeableConcept"


@dataclass(frozen=True, kw_only=True)
class Course:
    """One medicine as it will stand in the person file.

    Attributes:
        drug: what is taken.
        regimen: text of the dosing language.
        since, until: first and last day; until None where the resource tells none.
        is_going: it is active, and not over by its own dates.
        places: the resources that tell of it.
    """

    drug: Drug
    regimen: str
    since: When
    until: When | None
    is_going: bool
    places: tuple[str, ...]

    @property
    def has_end(self) -> bool:
        """Its end is told, and it is over by then."""
        return self.until is not None and not self.is_going


@dataclass(frozen=True, kw_only=True)
class Other:
    """A medicine that goes on without a regimen; `drugs` are what is modelled in it, empty for one not modelled."""

    name: str
    place: str
    drugs: tuple[Drug, ...] = ()


def read_medicine(resource: Resource, bundle: Bundle, account: Account) -> Course | Other | None:
    """The medicine of a MedicationRequest or MedicationStatement; what is not taken or not read is told."""
    place, body, status = resource.place, resource.body, resource.status
    concept, form = _medication(resource, bundle)
    name = called(concept)
    if not name:
        account.fail(f"{place}: the medicine has no name.")
        return None
    if status in _NOT_TAKEN or text(body, "intent") in _ONLY_MEANT or part(body, "doNotPerform") is True:
        why = status if status in _NOT_TAKEN else text(body, "intent") or "not to be given"
        account.ignore(f"{place}: {name} was not taken ({why}).")
        return None
    if status not in _GOING | _OVER:
        account.fail(f"{place}: {name} with the status {shown(status) or 'missing'!r}; whether it is taken is unknown.")
        return None
    drugs = find_drugs(concept)
    if not drugs:
        return _not_modelled(_listed(concept), resource, account)
    dosages = tables(body, "dosage" if resource.kind == "MedicationStatement" else "dosageInstruction")
    try:
        if len(drugs) > 1:
            raise InputError("several substances in one medicine")
        regimen = regimen_text(drugs[0], concept, form, dosages)
        since, until = _span(resource, dosages[0], account)
    except InputError as error:
        return _not_read(_listed(concept), drugs, reason_of(error), resource, account)
    if drugs[0].by_code:
        account.use(f"{place}: {name} was recognised as {drugs[0].substance.name} by its code {drugs[0].by_code}.")
    is_going = status in _GOING and (until is None or until.day >= account.today)
    if status in _OVER and until is not None and until.day > account.today:
        until = None  # it ended before the day it was planned to end
    return Course(drug=drugs[0], regimen=regimen, since=since, until=until, is_going=is_going, places=(place,))


def _medication(resource: Resource, bundle: Bundle) -> tuple[object, object]:
    """The concept and the form of what is taken, from the resource or the Medication it refers to."""
    if part(resource.body, _KEY_OF_CONCEPT) is not None:
        return part(resource.body, _KEY_OF_CONCEPT), None
    reference = table(resource.body, "medicationReference")
    medication = bundle.resolve(text(reference, "reference"), within=resource)
    concept = part(medication, "code")
    if concept is None and text(reference, "display"):
        concept = {"text": text(reference, "display")}
    return concept, part(medication, "form")


def _listed(concept: object) -> str:
    """The name in a person file: whole, because warnings look for words in it."""
    return next(iter(names(concept)), called(concept))[:LONGEST_NAME]


def _not_modelled(name: str, resource: Resource, account: Account) -> Other | None:
    if resource.status not in _GOING:
        account.ignore(f"{resource.place}: {shown(name)} is over ({resource.status}) and not modelled.")
        return None
    account.use(f"{resource.place}: {shown(name)}, not modelled, is listed among the other medicines.")
    return Other(name=name, place=resource.place)


def _not_read(name: str, drugs: list[Drug], why: str, resource: Resource, account: Account) -> Other | None:
    """A modelled medicine without a regimen: told, and by name among the others while it goes on."""
    if resource.status not in _GOING:
        account.fail(f"{resource.place}: {shown(name)} ({resource.status}) was left out: {why}.")
        return None
    account.fail(
        f"{resource.place}: {shown(name)} stands among the other medicines, without effect in the model: {why}."
    )
    return Other(name=f"{name} (dose not read)", place=resource.place, drugs=tuple(drugs))


def _span(resource: Resource, dosage: dict[str, object], account: Account) -> tuple[When, When | None]:
    """Since when and until when.

    Errors:
        InputError: no beginning, or an end before it.
    """
    body, place = resource.body, resource.place
    repeat = table(dosage, "timing", "repeat")
    first = [text(repeat, "boundsPeriod", "start"), text(body, "effectivePeriod", "start")]
    first += [text(body, "effectiveDateTime"), text(body, "authoredOn")]
    since = account.when(next((each for each in first if each), ""), what="beginning", place=place)
    if since is None:
        raise InputError("it has no beginning")
    last = text(repeat, "boundsPeriod", "end") or text(body, "effectivePeriod", "end")
    until = account.when(last, what="end", place=place, may_be_later=True)
    if until is None and (length := table(repeat, "boundsDuration")):
        day = since.day + datetime.timedelta(days=round(_days(length)))
        until = When(day, since.exact, day)
    if until is not None and until.day < since.day:
        raise InputError("it ends before it begins", value=f"{since.day} to {until.day}")
    return since, until


def _days(length: dict[str, object]) -> float:
    value, unit = number(length, "value"), text(length, "code") or text(length, "unit")
    days = (value or 0.0) * DAYS_PER_UNIT[PERIODS[unit]] if unit in PERIODS else 0.0
    if not 0 < days < LONGEST_DAYS:
        raise InputError("its length", value=f"{value} {shown(unit)}", allowed="a number of h, d, wk, mo or a")
    return days


def settle(courses: list[Course], account: Account) -> list[Course]:
    """The courses of each substance in the order of time, each with an end or still going.

    A renewal or a change of dose seldom closes the request before it. A request of the same substance that goes on
    replaces an earlier one from its first day, as a plan does; one that is over without a date ends there too, and is
    left out where none follows. The same regimen without a gap is one course.
    """
    by_substance: dict[str, list[Course]] = defaultdict(list)
    for each in courses:
        by_substance[each.drug.substance.name].append(each)
    settled: list[Course] = []
    for group in by_substance.values():
        group.sort(key=lambda each: (each.since.day, each.places))
        ended = [done for each in group if (done := _ended(each, group, account)) is not None]
        settled += _joined(ended)
    settled.sort(key=lambda each: (each.since.day, each.places))
    for each in settled:
        end = f" until {each.until}" if each.until else ""
        account.use(f"{', '.join(each.places)}: {parse(each.regimen)} since {each.since}{end}.")
    _tell_overlaps(settled, account)
    return settled


def _ended(course: Course, group: list[Course], account: Account) -> Course | None:
    """The course with its end; None where it is over and nobody tells since when."""
    if course.has_end:
        return course
    later = [each for each in group if each.since.day > course.since.day and not each.has_end]
    if not later or (course.is_going and not any(each.is_going for each in later)):
        if course.is_going:
            return course
        account.fail(
            f"{course.places[0]}: {parse(course.regimen)} since {course.since} is over, but its end is not told; "
            "it was left out."
        )
        return None
    following = later[0]
    if following.regimen != course.regimen:
        account.use(
            f"{course.places[0]}: its end is not told; it ends where {following.places[0]} of "
            f"{following.drug.substance.name} begins."
        )
    return replace(course, until=following.since, is_going=False)


def _joined(courses: list[Course]) -> list[Course]:
    """The same regimen without a gap as one course."""
    joined: list[Course] = []
    for each in courses:
        for index, earlier in enumerate(joined):
            reaches = earlier.until is None or earlier.until.day >= each.since.day
            if earlier.regimen == each.regimen and reaches:
                ends = [end for end in (earlier.until, each.until) if end is not None]
                until = max(ends, key=lambda end: end.day) if len(ends) == 2 else None
                joined[index] = replace(earlier, until=until, places=(*earlier.places, *each.places))
                break
        else:
            joined.append(each)
    return joined


def _tell_overlaps(courses: list[Course], account: Account) -> None:
    for index, one in enumerate(courses):
        for other in courses[index + 1 :]:
            meets = one.until is None or one.until.day > other.since.day
            if meets and one.drug.substance.name == other.drug.substance.name:
                account.use(
                    f"{one.drug.substance.name} stands twice for the same time ({one.places[0]}, {other.places[0]}); "
                    "both are counted."
                )
