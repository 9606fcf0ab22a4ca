"""A FHIR Bundle as the mapping a person file would hold, read by the same reader."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cobalamin.errors import CobalaminError, InputError
from cobalamin.person import Person, person_from_mapping
from cobalamin.regimen import COBALAMIN_CLASS

from . import conditions, medicines, observations
from .bundle import MOST_BYTES, Bundle, read_bundle
from .parts import Account, Resource, When, part, plain_number, read_when, shown, text
from .valid import LEFT_OUT, faults

READ = ("Patient", "Condition", "Procedure", "MedicationRequest", "MedicationStatement", "Observation")
"""The resources that are read, in the order in which they are told of."""
_SEXES = ("female", "male")
_PLACE = re.compile(r"\[\[(\w+)\]\] (\d+)")


@dataclass(frozen=True, kw_only=True)
class FhirReading:
    """A person and how the bundle was understood; one plain sentence an entry.

    Attributes:
        person: as the same facts in a person file would give.
        used: what was used.
        ignored: what was left aside, and why.
        unconverted: what matters or may matter and could not be converted, and why.
        mapping: the facts in the shape of a person file.
    """

    person: Person
    used: tuple[str, ...]
    ignored: tuple[str, ...]
    unconverted: tuple[str, ...]
    mapping: Mapping[str, object]


@dataclass(kw_only=True)
class _Found:
    """What the resources of a bundle gave."""

    diseases: list[conditions.Disease]
    courses: list[medicines.Course]
    others: list[medicines.Other]
    labs: list[observations.Reading]
    measures: dict[str, observations.Reading]
    unread_cobalamins: list[str]


def person_from_bundle(text: bytes | str, *, source: str, today: datetime.date | None = None) -> FhirReading:
    """Read a FHIR R4 Bundle of one patient.

    Day 0 is the date of the latest observation that is used, or of what begins later still.

    Arguments:
        text: the JSON, as text or as bytes in UTF-8.
        source: the name errors begin with, and the source of the person.
        today: the day no date may pass; default the clock.

    Errors:
        InputError: no bundle of one patient with a birth date and a sex, or any refusal of `person_from_mapping`, which
            then names the resource.
        OutsideValidity: the model does not apply to this person.

    Example: `person_from_bundle(Path("examples/fhir_bundle.json").read_bytes(), source="fhir_bundle.json").person`
    """
    today = today or datetime.date.today()
    bundle = read_bundle(text, source=source)
    sex, birth = _sex(bundle, source), _birth(bundle, source, today)
    account = Account(today=today, birth=birth.earliest)
    found = _facts(bundle, account, source=source)
    day0, of_day0 = _day0(found)
    found.diseases = conditions.settle(found.diseases, account, day0=day0 or today)
    years = _age(birth.day, day0 or today)
    mapping, places = _mapping(found, day0=day0, age=years, sex=sex)
    told = f"{bundle.patient.place}: {sex}, born {birth}, {years} years old on day 0."
    calendar = f"Day 0 is {day0}, the date of {of_day0}." if day0 else "No resource that is used has a date."
    if part(bundle.patient.body, "deceasedBoolean") is True or part(bundle.patient.body, "deceasedDateTime"):
        account.ignore(f"{bundle.patient.place} has died; what follows looks forward from day 0.")
    account.close()
    try:
        person = person_from_mapping(mapping, where=source, today=today)
    except InputError as error:
        raise _in_words_of_the_bundle(error, places, bundle, found, source=source) from error
    return FhirReading(
        person=person,
        used=(told, calendar, *account.used),
        ignored=tuple(account.ignored),
        unconverted=tuple(account.unconverted),
        mapping=mapping,
    )


def persons_from_folder(
    path: str | Path, *, today: datetime.date | None = None
) -> Iterator[tuple[str, FhirReading | CobalaminError]]:
    """Each *.json file of a folder by name: its name, and the reading or the error that took its place.

    Arguments: the folder; `today` as in `person_from_bundle`.

    Errors:
        InputError: the path is no folder, or one without such a file.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError("not a folder of bundles", value=path)
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError("the folder holds no *.json file", value=path)
    for file in files:
        try:
            yield file.name, person_from_bundle(_content(file), source=file.name, today=today)
        except CobalaminError as error:
            yield file.name, error


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"the file cannot be read ({type(error).__name__})", where=file.name) from None


def _sex(bundle: Bundle, source: str) -> str:
    gender, where = text(bundle.patient.body, "gender"), f"{source}: {bundle.patient.place}"
    if gender not in _SEXES:
        what = "gender is missing" if not gender else "gender"
        raise InputError(
            f"{what}; whose reference values and kinetics shall count, those of women or of men?",
            where=where, value=shown(gender) or None, allowed=", ".join(_SEXES),
        )  # fmt: skip
    return gender


def _birth(bundle: Bundle, source: str, today: datetime.date) -> When:
    said, where = text(bundle.patient.body, "birthDate"), f"{source}: {bundle.patient.place}"
    if not said:
        raise InputError("birthDate is missing, so the age is not known", where=where, allowed="such as 1958-04-02")
    birth = read_when(said, today=today)
    if birth is None or birth.day > today:
        raise InputError("birthDate", where=where, value=shown(said), allowed=f"a date to {today}")
    return birth


def _age(birth: datetime.date, day: datetime.date) -> int:
    """Whole years that are completed."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _facts(bundle: Bundle, account: Account, *, source: str) -> _Found:
    """What every resource gives; resources of other kinds and of other people are counted and left aside."""
    said, was_checked = faults(each for each in (bundle.patient, *bundle.others) if each.kind in READ)
    account.unconverted += said
    if not was_checked:
        account.ignore(LEFT_OUT)
    found = _Found(diseases=[], courses=[], others=[], labs=[], measures={}, unread_cobalamins=[])
    readings: list[observations.Reading] = []
    for resource in sorted(_own(bundle, account), key=lambda each: READ.index(each.kind)):
        if resource.kind == "Observation":
            readings += observations.read_observation(resource, account)
        elif resource.kind == "Procedure":
            found.diseases += conditions.read_procedure(resource, account)
        elif resource.kind == "Condition":
            try:
                found.diseases += conditions.read_condition(resource, account)
            except InputError as error:
                raise _at(error, f"{source}: {error.where}") from None
        else:
            _add_medicine(resource, bundle, account, found)
    found.courses = medicines.settle(found.courses, account)
    found.labs, found.measures = observations.settle(readings, account)
    return found


def _own(bundle: Bundle, account: Account) -> list[Resource]:
    """The resources that are read and are about the patient."""
    own: list[Resource] = []
    others: Counter[str] = Counter()
    for resource in bundle.others:
        if resource.kind not in READ:
            others[resource.kind] += resource.kind != "Medication"  # it is read where a request refers to it
        elif not bundle.is_about_patient(resource):
            account.ignore(f"{resource.place} is not about {bundle.patient.place}.")
        else:
            own.append(resource)
    for kind, count in sorted(others.items()):
        if count:
            account.ignore(f"{shown(kind)}: not read ({count} of them).")
    return own


def _add_medicine(resource: Resource, bundle: Bundle, account: Account, found: _Found) -> None:
    made = medicines.read_medicine(resource, bundle, account)
    if isinstance(made, medicines.Course):
        found.courses.append(made)
    elif made is not None:
        if made.name not in {each.name for each in found.others}:
            found.others.append(made)
        if any(drug.substance.substance_class == COBALAMIN_CLASS for drug in made.drugs):
            found.unread_cobalamins.append(made.place)


def _day0(found: _Found) -> tuple[datetime.date | None, str]:
    """The date of the latest observation, or of what begins later still, and the resource it is of."""
    seen = [(each.when.day, each.place) for each in (*found.labs, *found.measures.values())]
    begun = [(each.since.day, each.places[0]) for each in found.courses]
    begun += [(each.since.day, each.place) for each in found.diseases if each.since]
    if not seen and not begun:
        return None, ""
    return max([*seen, *begun], key=lambda each: each[0])


def _mapping(
    found: _Found, *, day0: datetime.date | None, age: int, sex: str
) -> tuple[dict[str, object], dict[tuple[str, int], str]]:
    """The facts in the shape of a person file, and the resource behind each table of a list."""
    person: dict[str, object] = {"age": age, "sex": sex}
    if day0:
        person = {"date": day0, **person}
    person |= {name: each.value for name, each in sorted(found.measures.items())}
    lists: dict[str, list[tuple[dict[str, object], str]]] = {
        "condition": [(_condition(each), each.place) for each in found.diseases],
        "medicine": [(_medicine(each), each.places[0]) for each in found.courses],
        "other_medicine": [({"name": each.name}, each.place) for each in found.others],
        "lab": [
            ({"test": each.label, "value": each.value, "date": each.when.day}, each.place) for each in found.labs
        ],
    }  # fmt: skip
    mapping: dict[str, object] = {"person": person}
    mapping |= {name: [values for values, _ in made] for name, made in lists.items() if made}
    places = {
        (name, number): place for name, made in lists.items() for number, (_, place) in enumerate(made, start=1)
    }  # fmt: skip
    return mapping, places


def _condition(disease: conditions.Disease) -> dict[str, object]:
    made: dict[str, object] = {"name": disease.name}
    made |= {"since": disease.since.day} if disease.since else {"onset": "unknown"}
    if disease.until:
        made["until"] = disease.until.day
    if disease.length_cm:
        made["length"] = f"{plain_number(float(disease.length_cm))} cm"
    return made


def _medicine(course: medicines.Course) -> dict[str, object]:
    made: dict[str, object] = {"regimen": course.regimen, "since": course.since.day}
    return made | ({"until": course.until.day} if course.until else {})


def _at(error: InputError, where: str, what: str = "") -> InputError:
    """The same error at another place, and of the same kind."""
    return type(error)(
        what or error.what, where=where, value=error.value, allowed=error.allowed, nearest=error.nearest
    )  # fmt: skip


def _in_words_of_the_bundle(
    error: InputError, places: Mapping[tuple[str, int], str], bundle: Bundle, found: _Found, *, source: str
) -> InputError:
    """The refusal of the person reader with the resource in place of the table.

    A bundle has no `untreated`, so the question after the treatment of a lost absorption is put anew.
    """
    match = _PLACE.search(error.where)
    place = places.get((match[1], int(match[2])), "") if match else bundle.patient.place
    what = error.what
    if "ends the absorption of vitamin B12" in what:
        unread = f" (the dose of {', '.join(found.unread_cobalamins)} could not be read)" * bool(
            found.unread_cobalamins
        )
        what = (
            f"{what.partition(':')[0]}: is it treated? The bundle tells of no vitamin B12 that could be read{unread}; "
            "add its MedicationStatement with dose, route and timing, or write a person file with untreated = true, "
            "which a bundle cannot say"
        )
    return _at(error, f"{source}: {place}", what)
