"""Conditions and procedures: the words of a person file for them, and what is left out why."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from cobalamin.errors import InputError, OutsideValidity
from cobalamin.person.conditions import CONDITION_WORDS, CONDITIONS
from cobalamin.person.tables import LONGEST_PREGNANCY_DAYS
from cobalamin.units import DAYS_PER_YEAR

from .diagnoses import OPERATIONS, find_words, is_symptom, operation_of_name
from .parts import (
    Account,
    Resource,
    When,
    called,
    names,
    number,
    part,
    shown,
    table,
    tables,
    text,
)  # fmt: skip

_CENTIMETRES = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s*cm\b", re.IGNORECASE)
_NOT_SURE = frozenset(("entered-in-error", "refuted", "unconfirmed", "provisional", "differential"))
_PRESENT = frozenset(("active", "recurrence", "relapse"))


@dataclass(frozen=True, kw_only=True)
class Disease:
    """One condition as it will stand in the person file.

    Attributes:
        name: canonical name.
        since: onset, or None where it is unknown.
        until: end, or None where it lasts.
        place: the resource.
        length_cm: of ileum removed, as text; "" where none is told.
    """

    name: str
    since: When | None
    until: When | None
    place: str
    length_cm: str = ""


def read_condition(resource: Resource, account: Account) -> list[Disease]:
    """The conditions of a Condition; what is not used is told.

    Errors:
        OutsideValidity: dialysis and inborn errors that are present, which the model does not describe.
    """
    body, place = resource.body, resource.place
    name = called(part(body, "code")) or "without a name"
    sure = [text(each, "code") for each in tables(body, "verificationStatus", "coding")]
    if doubt := next((each for each in sure if each in _NOT_SURE), ""):
        account.ignore(f"{place}: {name} is not a confirmed condition ({doubt}).")
        return []
    words, why = find_words(part(body, "code"))
    if not words:
        if why:
            account.fail(f"{place}: {name} cannot be used: {why}.")
        else:
            account.pass_over(f"Condition {name!r}: not among the conditions of the model.")
        return []
    status = next((text(each, "code") for each in tables(body, "clinicalStatus", "coding")), "")
    until = _abatement(resource, account)
    is_present = status in _PRESENT or (not status and until is None)
    since = _onset(resource, account)
    diseases: list[Disease] = []
    for word in words:
        canonical = _canonical(word, name, resource, account, is_present=is_present)
        if not canonical:
            continue
        kind = CONDITIONS[canonical]
        if not is_present and not kind.lasts and until is None:
            account.ignore(f"{place}: {canonical} is over ({shown(status) or 'no status'}), and its end is not told.")
            continue
        end = None if kind.lasts or status in _PRESENT else until
        diseases.append(_with_length(Disease(name=canonical, since=since, until=end, place=place), body))
    return diseases


def _canonical(word: str, name: str, resource: Resource, account: Account, *, is_present: bool) -> str:
    """The canonical name of a word, or "" where it is no condition of a person file, which is told."""
    place = resource.place
    try:
        return CONDITION_WORDS.find(word, where=place)
    except OutsideValidity as error:
        if is_present:
            raise OutsideValidity(error.what, where=place, value=name) from None
        account.ignore(f"{place}: {name} is over.")
    except InputError as error:
        if is_symptom(word):
            account.fail(
                f"{place}: {name} is a symptom, and a symptom needs a severity of 0 to 10, which a bundle has not."
            )
        else:
            account.fail(f"{place}: {name} is {error.what}.")
    return ""


def _with_length(disease: Disease, body: dict[str, object]) -> Disease:
    """The disease with the length of ileum that its own text tells, if it tells one."""
    if disease.name != "ileal resection":
        return disease
    said = [*names(part(body, "code")), *(text(note, "text") for note in tables(body, "note"))]
    lengths = {match for each in said for match in _CENTIMETRES.findall(each)}
    return replace(disease, length_cm=lengths.pop() if len(lengths) == 1 else "")


def _onset(resource: Resource, account: Account) -> When | None:
    body, place = resource.body, resource.place
    said = text(body, "onsetDateTime") or text(body, "onsetPeriod", "start")
    if said:
        return account.when(said, what="onset", place=place)
    age = table(body, "onsetAge")
    years = number(age, "value")
    if years is not None and (text(age, "code") or text(age, "unit")) in ("a", "year", "years", "yr"):
        day = account.birth + datetime.timedelta(days=round(min(max(years, 0.0), 150.0) * DAYS_PER_YEAR))
        if day <= account.today:
            return When(day, False, day)
    return None


def _abatement(resource: Resource, account: Account) -> When | None:
    said = text(resource.body, "abatementDateTime") or text(resource.body, "abatementPeriod", "end")
    return account.when(said, what="end", place=resource.place)


def read_procedure(resource: Resource, account: Account) -> list[Disease]:
    """The operation of a Procedure as a condition since its day; every other procedure is left aside."""
    body, place = resource.body, resource.place
    said = names(part(body, "code"))
    found = next((operation for each in said if (operation := operation_of_name(each))), "")
    name = called(part(body, "code")) or "without a name"
    if not found:
        account.pass_over(f"Procedure {name!r}: not an operation of the model.")
        return []
    if resource.status != "completed":
        account.ignore(f"{place}: {name} with the status {shown(resource.status) or 'missing'!r}.")
        return []
    if found not in OPERATIONS:
        account.fail(f"{place}: {name} cannot be used: which kind, and how much was removed, is not told.")
        return []
    period = text(body, "performedPeriod", "end") or text(body, "performedPeriod", "start")
    since = account.when(text(body, "performedDateTime") or period, what="date", place=place)
    return [_with_length(Disease(name=found, since=since, until=None, place=place), body)]


def settle(diseases: list[Disease], account: Account, *, day0: datetime.date) -> list[Disease]:
    """The diseases in the order of time, each once for a stretch of time; what cannot stand in a file is told.

    Arguments:
        diseases: as read.
        account: takes the sentences.
        day0: the day that a lasting pregnancy is counted to.
    """
    kept: list[Disease] = []
    for each in sorted(diseases, key=lambda each: each.since.day if each.since else datetime.date.min):
        if each.name == "ileal resection" and not each.length_cm:
            account.fail(f"{each.place}: ileal resection needs the length that was removed, and the bundle tells none.")
        elif each.name == "pregnancy" and not _is_one_pregnancy(each, day0):
            account.fail(f"{each.place}: pregnancy without a beginning, or of more than 45 weeks.")
        elif each.since and each.until and each.until.day < each.since.day:
            account.fail(f"{each.place}: {each.name} ends before it begins.")
        else:
            same = [index for index, other in enumerate(kept) if other.name == each.name and _meet(other, each)]
            if same:
                earlier = kept[same[0]]
                kept[same[0]] = _united(earlier, each)
                account.ignore(f"{each.place}: {each.name} stands in {earlier.place} as well; counted once.")
            else:
                kept.append(each)
    for each in kept:
        since = f"since {each.since}" if each.since else "of unknown onset"
        until = f" until {each.until}" if each.until else ""
        length = f" of {each.length_cm} cm" if each.length_cm else ""
        account.use(f"{each.place}: {each.name}{length} {since}{until}.")
    return kept


def _is_one_pregnancy(disease: Disease, day0: datetime.date) -> bool:
    if disease.since is None:
        return False
    until = disease.until.day if disease.until else day0
    return (until - disease.since.day).days <= LONGEST_PREGNANCY_DAYS


def _meet(earlier: Disease, later: Disease) -> bool:
    """Whether two entries of one disease share a day; `earlier` begins first, or nobody knows when."""
    return earlier.until is None or later.since is None or later.since.day <= earlier.until.day


def _united(earlier: Disease, later: Disease) -> Disease:
    """One entry for both: the onset that is known, and no end unless both have one."""
    ends = [end for end in (earlier.until, later.until) if end is not None]
    until = max(ends, key=lambda end: end.day) if len(ends) == 2 else None
    return replace(earlier, since=earlier.since or later.since, until=until)
