"""Observations: laboratory values by LOINC code, and weight and height."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.errors import InputError
from cobalamin.interop.codes import LOINC
from cobalamin.person.defaults import HEIGHT_CM, WEIGHT_KG
from cobalamin.person.labs import TESTS, lab_value
from cobalamin.units import Censor, parse_quantity

from .parts import (
    Account,
    Resource,
    When,
    called,
    coded,
    number,
    part,
    plain_number,
    reason_of,
    shown,
    table,
    tables,
    text,
)  # fmt: skip

UCUM = "http://unitsofmeasure.org"
TEST_OF_LOINC: Mapping[str, str] = {
    **dict.fromkeys(("2132-9", "14685-2"), "serum_b12"),
    "72160-5": "holotc",
    "13964-2": "mma",
    "13965-9": "homocysteine",
    "718-7": "hemoglobin",
    "787-2": "mcv",
    **dict.fromkeys(("17849-1", "4679-7"), "reticulocytes"),
    **dict.fromkeys(("2284-8", "14732-2"), "folate"),
    **dict.fromkeys(("2160-0", "14682-9", "38483-4"), "creatinine"),
    **dict.fromkeys(("33914-3", "98979-8"), "egfr"),
    **dict.fromkeys(("4548-4", "59261-8"), "hba1c"),
    **dict.fromkeys(("2823-3", "6298-4"), "potassium"),
}
"""LOINC code -> the test of a person file."""
MEASURE_OF_LOINC: Mapping[str, str] = {"29463-7": "weight", "8302-2": "height"}
NOT_A_TEST: Mapping[str, str] = {
    "2171-7": "the capacity of serum to bind B12 says nothing of its status, and is not read as B12",
}
_MEASURES: Mapping[str, tuple[str, tuple[float, float]]] = {"weight": ("kg", WEIGHT_KG), "height": ("cm", HEIGHT_CM)}
_READ_STATUS = frozenset(("final", "amended", "corrected", "preliminary"))
_COMPARATORS = frozenset(("<", "<=", ">=", ">"))
_CUSTOMARY = {"[lb_av]": "lb", "[in_i]": "inch", "[ft_i]": "ft", "[stone_av]": "stone"}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One value of one observation.

    Attributes:
        test: a key of `TESTS`, or "weight" or "height".
        value: the text of the person file (">2000 pg/mL").
        amount, censor: the value in the unit of the test, and whether it is a bound.
        when: date of the sample.
        place: the observation.
    """

    test: str
    value: str
    amount: float
    censor: Censor
    when: When
    place: str

    @property
    def label(self) -> str:
        """The test as a sentence names it."""
        return TESTS[self.test].label if self.test in TESTS else self.test


def read_observation(resource: Resource, account: Account) -> list[Reading]:
    """The readings of one Observation: its own value and those of its components; what is not read is told."""
    readings: list[Reading] = []
    for body in (resource.body, *tables(resource.body, "component")):
        test = _test(body, account, is_component=body is not resource.body)
        if not test:
            continue
        found = _reading(body, test, resource, account)
        if found is not None:
            readings.append(found)
    return readings


def _test(body: dict[str, object], account: Account, *, is_component: bool) -> str:
    """The test of a body by its LOINC code, or "" where none is read."""
    code = part(body, "code")
    loinc = coded(code, LOINC)
    known = {TEST_OF_LOINC.get(each) or MEASURE_OF_LOINC.get(each) for each in loinc} - {None}
    if len(known) == 1:
        return str(known.pop())
    name = called(code) or "without a name"
    kind = "Observation component" if is_component else "Observation"
    if known:
        account.fail(f"{kind} {name!r}: its codes name different tests.")
    elif reason := next((NOT_A_TEST[each] for each in loinc if each in NOT_A_TEST), ""):
        account.pass_over(f"{kind} {name!r}: {reason}.")
    elif loinc:
        account.pass_over(f"{kind} {name!r} (LOINC {', '.join(map(shown, loinc))}): not a value that is read.")
    elif not tables(body, "component"):  # a panel is only the frame of its components
        account.pass_over(f"{kind} {name!r}: no LOINC code, so it is not known what was measured.")
    return ""


def _reading(body: dict[str, object], test: str, resource: Resource, account: Account) -> Reading | None:
    label, place = TESTS[test].label if test in TESTS else test, resource.place
    if resource.status not in _READ_STATUS:
        account.ignore(f"{place}: {label} with the status {shown(resource.status) or 'missing'!r}.")
        return None
    if part(body, "dataAbsentReason") is not None:
        account.ignore(f"{place}: {label} has no value{_why_absent(body)}.")
        return None
    when = _when(resource, account)
    if when is None:
        if not _said_when(resource):
            account.fail(f"{place}: {label} has no date.")
        return None
    try:
        value = value_text(body, label=label)
        amount, censor = _checked(test, value, place=place)
    except InputError as error:
        account.fail(f"{place}: {reason_of(error)}.")
        return None
    return Reading(test=test, value=value, amount=amount, censor=censor, when=when, place=place)


def _why_absent(body: dict[str, object]) -> str:
    said = [called(part(body, "dataAbsentReason")).removeprefix("code ")]
    said += [shown(text(note, "text")) for note in tables(body, "note")]
    said = [each for each in said if each]
    return f" ({', '.join(said)})" if said else ""


def _said_when(resource: Resource) -> str:
    body = resource.body
    return text(body, "effectiveDateTime") or text(body, "effectiveInstant") or text(body, "effectivePeriod", "start")


def _when(resource: Resource, account: Account) -> When | None:
    return account.when(_said_when(resource), what="date", place=resource.place)


def value_text(body: Mapping[str, object], *, label: str) -> str:
    """The value of an observation as a person file writes it: ">2000 pg/mL".

    Arguments: the body, and the name of the test for the error.

    >>> value_text({"valueQuantity": {"value": 9.8, "unit": "umol/L"}}, label="homocysteine")
    '9.8 umol/L'

    Errors:
        InputError: no number, no unit, or a comparator that is none.
    """
    quantity = table(body, "valueQuantity")
    if not quantity:
        if said := text(body, "valueString"):
            return said
        kinds = [key for key in body if key.startswith("value")]
        found = f"{shown(kinds[0])} and no valueQuantity" if kinds else "no value"
        raise InputError(f"{label}: {found}", value=shown(text(body, kinds[0])) or None if kinds else None)
    value = number(quantity, "value")
    if value is None:
        raise InputError(f"{label}: no number", value=shown(text(quantity, "value")) or None)
    comparator = text(quantity, "comparator")
    if comparator and comparator not in _COMPARATORS:
        raise InputError(f"{label}: comparator", value=comparator, allowed=", ".join(sorted(_COMPARATORS)))
    unit = unit_text(quantity)
    if not unit:
        raise InputError(f"{label}: unit missing, and none is guessed", value=f"{comparator}{plain_number(value)}")
    return f"{comparator}{plain_number(value)} {unit}"


def unit_text(quantity: Mapping[str, object]) -> str:
    """The unit of a quantity in the words of a person file, or "" where it has none.

    The UCUM code goes before the printed unit; notes in braces ("%{Hb}") are no part of a unit.

    >>> unit_text({"code": "mL/min/{1.73_m2}", "system": "http://unitsofmeasure.org"})
    'mL/min/1.73m2'
    """
    is_ucum = text(quantity, "system") in ("", UCUM)
    unit = (text(quantity, "code") if is_ucum else "") or text(quantity, "unit")
    unit = re.sub(r"\{?1\.73[_ .]?m(2|\^2|²)\}?", "1.73m2", unit)
    unit = re.sub(r"\{[^}]*\}", "", unit)
    return _CUSTOMARY.get(unit, unit)


def _checked(test: str, value: str, *, place: str) -> tuple[float, Censor]:
    """The value in the unit of its test; refused here, one value does not cost the whole person."""
    if test in TESTS:
        return lab_value(test, value, where=place)
    unit, (low, high) = _MEASURES[test]
    return parse_quantity(value, unit, what=test, where=place, low=low, high=high), Censor.NONE


def settle(readings: list[Reading], account: Account) -> tuple[list[Reading], dict[str, Reading]]:
    """The laboratory values in the order of time, each once, and the latest weight and height."""
    labs: dict[tuple[object, ...], Reading] = {}
    body: dict[str, Reading] = {}
    for each in sorted(readings, key=lambda each: each.when.day):
        if each.test not in TESTS:
            body[each.test] = each  # the later one replaces the one before
            continue
        key = (each.test, each.amount, each.censor, each.when.day)
        if key in labs:
            account.ignore(f"{each.place}: the same {each.label} of the same day as {labs[key].place}; counted once.")
            continue
        labs[key] = each
        account.use(f"{each.place}: {each.label} {each.value} of {each.when}.")
    for each in readings:
        if each.test not in TESTS and body[each.test] is not each:
            account.pass_over(f"Observation of {each.test}: only the latest counts.")
    for each in body.values():
        account.use(f"{each.place}: {each.label} {each.value} of {each.when}.")
    return list(labs.values()), body
