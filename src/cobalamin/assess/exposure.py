"""What this person takes or breathes that can injure nerves by itself: nitrous oxide, vitamin B6, some medicines."""

from __future__ import annotations

import re

from cobalamin.assess.doses import largest_daily
from cobalamin.person import Medicine, Person
from cobalamin.regimen import Course

RECENT_DAYS = 90.0
"""What was taken within this time before day 0 may still explain a symptom [d]. Source: guess"""
_PYRIDOXINE_LIMIT = {"UK": (10.0, "cmp_b6_cot_uk"), "US": (100.0, "cmp_b6_ul_iom")}
_PYRIDOXINE_DEFAULT = (12.0, "cmp_b6_ul_efsa")

_CHEMOTHERAPY = frozenset(
    (
        *("cisplatin", "carboplatin", "oxaliplatin", "paclitaxel", "docetaxel", "cabazitaxel", "vincristine"),
        *("vinblastine", "vinorelbine", "vindesine", "bortezomib", "ixazomib", "thalidomide", "eribulin"),
        *("ixabepilone", "brentuximab", "polatuzumab", "enfortumab", "suramin"),
    )
)
_OTHERS = frozenset(
    (
        *("metronidazole", "tinidazole", "nitrofurantoin", "amiodarone", "isoniazid", "linezolid", "dapsone"),
        *("phenytoin", "colchicine", "chloroquine", "leflunomide", "disulfiram", "stavudine", "didanosine"),
        *("ethambutol", "chloramphenicol", "dronedarone", "perhexiline", "fosphenytoin"),
    )
)
"""Whole words of a medicine's name. Recalled from product information, not read: named, and no rate is claimed."""


def past_courses(person: Person) -> list[Course]:
    """All that was taken up to day 0, with the past of what goes on."""
    found: list[Course] = []
    for entry in (*person.medicines, *person.taken):
        begin = entry.since_day if isinstance(entry, Medicine) else entry.from_day
        end = 1.0 if entry.until_day is None else min(entry.until_day, 1.0)
        if end > begin:
            found += entry.regimen.courses(start=begin, end=end)
    return found


def recent_gas(person: Person) -> bool:
    """Whether nitrous oxide was used more than once and up to three months ago or later."""
    days = [day for course in past_courses(person) if course.substance == "nitrous oxide" for day in course.days()]
    return len(days) > 1 and max(days) >= -RECENT_DAYS


def pyridoxine_limit(person: Person) -> tuple[float, str]:
    """Largest daily vitamin B6 that the authority of this place allows [mg/d], and its source."""
    return _PYRIDOXINE_LIMIT.get(person.jurisdiction, _PYRIDOXINE_DEFAULT)


def recent_pyridoxine(person: Person) -> float:
    """Largest vitamin B6 on one day of the last three months, products of the same day together [mg/d]."""
    return largest_daily(past_courses(person), {"pyridoxine"}, since=-RECENT_DAYS)


def injures_nerves(medicine: str) -> str:
    """The part of a medicine's name that can injure nerves; "" for none.

    >>> injures_nerves("Amiodarone 200 mg"), injures_nerves("amlodipine")
    ('amiodarone', '')
    """
    named = [word for word in re.findall(r"[a-z]+", medicine.lower()) if word in _CHEMOTHERAPY | _OTHERS]
    return named[0] if named else ""


def poisons(person: Person) -> tuple[str, ...]:
    """What of it this person has been exposed to, one sentence each; the most certain first."""
    found: list[str] = []
    if recent_gas(person):
        found.append("Nitrous oxide: it destroys B12 and injures cord and nerves; stopping it comes first.")
    dose, (limit, _) = recent_pyridoxine(person), pyridoxine_limit(person)
    if dose > limit:
        found.append(
            f"Vitamin B6 of {dose:g} mg a day, above the limit of {limit:g} mg: it can itself injure sensory nerves; "
            "discuss stopping it."
        )
    for medicine in person.other_medicines:
        name = injures_nerves(medicine)
        if name in _CHEMOTHERAPY:
            found.append(f"{name.capitalize()}: chemotherapy that can injure nerves; timing tells.")
        elif name:
            found.append(
                f"{name.capitalize()} can injure nerves: ask the prescriber whether it is the cause, and do not stop "
                "it by yourself."
            )
    return tuple(dict.fromkeys(found))
