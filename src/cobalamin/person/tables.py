"""The lists of a person file: conditions, medicines, labs, symptoms, findings, what was taken, plans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cobalamin.errors import InputError
from cobalamin.regimen import Regimen, find_substance, parse
from cobalamin.units import parse_quantity

from .conditions import CONDITION_WORDS, CONDITIONS
from .defaults import Notes
from .fields import Calendar, Table, shown
from .labs import TESTS, find_test, lab_value, unit_missing
from .model import Condition, Finding, Lab, Medicine, Plan, Sex, Symptom, Taken
from .signs import FINDING_WORDS, FINDINGS, find_symptom, finding_word
from .words import plain

CONDITION_KEYS = ("name", "since", "until", "onset", "untreated", "length", "trimester")
MEDICINE_KEYS = ("regimen", "since", "until")
OTHER_MEDICINE_KEYS = ("name",)
LAB_KEYS = ("test", "value", "date")
SYMPTOM_KEYS = ("name", "severity", "since")
FINDING_KEYS = ("name", "value", "date")
TAKEN_KEYS = ("regimen", "from", "until")
PLAN_KEYS = ("name", "regimen")

RESERVED = ("no change", "placebo")  # the plans every comparison begins with; nobody else may bear these names
ILEUM_CM = (0.0, 500.0)
PREGNANCY_DAYS, LONGEST_PREGNANCY_DAYS = 280.0, 315.0
TRIMESTER_MIDDLE_DAYS = {1: 49.0, 2: 140.0, 3: 238.0}  # weeks 7, 20 and 34


def read_condition(table: Table, *, sex: Sex, calendar: Calendar, notes: Notes) -> Condition:
    """One [[condition]].

    Errors:
        OutsideValidity: dialysis, inborn errors.
        InputError: unknown, no onset or two, an end before the beginning, a length where none belongs or none where it
            decides, pregnancy in a man.
    """
    name = CONDITION_WORDS.find(table.text("name"), where=table.where)
    kind = CONDITIONS[name]
    for key, owner in (("trimester", "pregnancy"), ("length", "ileal resection")):
        if key in table and name != owner:
            raise InputError(f"{key} belongs to {owner}", where=table.where, value=name)
    if kind.lasts and "until" in table:
        raise InputError(
            f"{name} does not end, so until does not fit; treatment goes to [[medicine]]", where=table.where
        )
    length = None
    if name == "ileal resection":
        # 20 cm do no harm and 60 cm end absorption: no default could be right.
        if "length" not in table:
            raise InputError("ileal resection: how much was removed?", where=table.where, allowed='length = "60 cm"')
        length = table.quantity("length", "cm", *ILEUM_CM)
    notes.notice(kind.notice)
    untreated = table.flag("untreated")
    if name == "pregnancy":
        return _pregnancy(table, sex=sex, calendar=calendar, notes=notes)
    if "onset" not in table:
        if "since" not in table:
            raise InputError(
                f"{name}: since when?", where=table.where, allowed='since = "4 years", a date, or onset = "unknown"'
            )
        since, until = table.span("since", "until", calendar)
        return Condition(name=name, since_day=since, until_day=until, untreated=untreated, length_cm=length)
    if "since" in table:
        raise InputError("since and onset contradict each other", where=table.where, allowed="one of them")
    if plain(table.text("onset")) != "unknown":
        raise InputError("onset", where=table.where, value=shown(table.get("onset")), allowed='"unknown", or since')
    until = table.day("until", calendar) if "until" in table else None
    return Condition(
        name=name, since_day=None, until_day=until, untreated=untreated, onset_unknown=True, length_cm=length
    )


def _pregnancy(table: Table, *, sex: Sex, calendar: Calendar, notes: Notes) -> Condition:
    if sex is not Sex.FEMALE:
        raise InputError("pregnancy fits only a woman", where=table.where, value=sex.value)
    if ("trimester" in table) == ("since" in table) or "onset" in table:
        raise InputError("pregnancy: how far?", where=table.where, allowed='either since = "20 weeks" or trimester = 2')
    if "trimester" in table:
        trimester = table.number("trimester", 1, 3)
        if trimester not in TRIMESTER_MIDDLE_DAYS:
            raise InputError("trimester", where=table.where, value=trimester, allowed="1, 2, 3")
        since = -TRIMESTER_MIDDLE_DAYS[int(trimester)]
        until = table.day("until", calendar) if "until" in table else None
        notes.assume(f"pregnancy: week {-since / 7:.0f}, the middle of trimester {trimester:g}")
    else:
        since, until = table.span("since", "until", calendar)
    lasts = (0.0 if until is None else until) - since
    if not 0.0 <= lasts <= LONGEST_PREGNANCY_DAYS:
        raise InputError("pregnancy lasts", where=table.where, value=f"{lasts / 7:.0f} weeks", allowed="0 to 45 weeks")
    if until is None:
        until = max(0.0, since + PREGNANCY_DAYS)
        notes.assume("pregnancy: until not given, 40 weeks in all")
    return Condition(name="pregnancy", since_day=since, until_day=until)


def _regimen(table: Table, notes: Notes, *, history: bool) -> Regimen:
    regimen = parse(table.text("regimen"), where=f"{table.where} regimen")
    if history and regimen.stops:
        raise InputError(
            "a stop belongs to a [[plan]]; here the end is told by until",
            where=table.where,
            value=table.text("regimen"),
        )
    for notice in regimen.notices:
        notes.notice(notice)
    return regimen


def read_medicine(table: Table, *, calendar: Calendar, notes: Notes) -> Medicine:
    """One [[medicine]]: the regimen, since when, until when.

    Errors:
        InputError: a regimen that cannot be read, no beginning, or one after day 0 (that is a [[plan]]).
    """
    regimen = _regimen(table, notes, history=True)
    since, until = table.span("since", "until", calendar)
    return Medicine(regimen=regimen, since_day=since, until_day=until)


def read_taken(table: Table, *, calendar: Calendar, notes: Notes) -> Taken:
    """One [[taken]]: the regimen, from when (after day 0 for follow-up), until when.

    Errors:
        InputError: a regimen that cannot be read, no beginning, or an end before it.
    """
    regimen = _regimen(table, notes, history=True)
    begins, until = table.span("from", "until", calendar, may_begin_later=True)
    return Taken(regimen=regimen, from_day=begins, until_day=until)


def read_other_medicine(table: Table) -> str:
    """One [[other_medicine]]: a real medicine that is not modelled, by name.

    Errors:
        InputError: the name is one that is modelled, so that its dose matters.
    """
    name = table.text("name")
    try:
        modelled = find_substance(name).name
    except InputError:
        return name
    raise InputError(
        "this medicine is modelled; give it as [[medicine]] with its dose",
        where=table.where,
        value=name,
        allowed=f'regimen = "{modelled} ..." and since',
    )


def read_plans(tables: Sequence[Table], *, notes: Notes) -> tuple[Plan, ...]:
    """All [[plan]]s, in order.

    Errors:
        InputError: a name twice, a name of `RESERVED`, or a regimen that cannot be read.
    """
    plans: list[Plan] = []
    always = {plain(name) for name in RESERVED}
    names = set(always)
    for table in tables:
        name = table.text("name")
        if plain(name) in names:
            what = "this plan is always there; name yours otherwise" if plain(name) in always else "duplicate plan name"
            raise InputError(what, where=table.where, value=name)
        names.add(plain(name))
        plans.append(Plan(name=name, regimen=_regimen(table, notes, history=False)))
    return tuple(plans)


def read_lab(table: Table, *, calendar: Calendar, notes: Notes) -> Lab:
    """One [[lab]].

    Errors:
        InputError: an unknown test, no unit, a value beyond what people have, a date in the future.
    """
    test = find_test(table.text("test"), where=table.where)
    kind = TESTS[test]
    value, censor = lab_value(test, table.need("value"), where=table.where)
    day = _dated(table, what=kind.label, calendar=calendar, notes=notes)
    return Lab(test=test, value=value, unit=kind.unit, censor=censor, day=day, observation=kind.observation)


def _dated(table: Table, *, what: str, calendar: Calendar, notes: Notes) -> float:
    """Day of a sample or an examination; day 0, as an assumption, where the table has no date."""
    if "date" not in table:
        notes.assume(f"{what}: date not given, read as day 0")
        return 0.0
    return calendar.day(table.date(), what="date", where=table.where)


def read_symptom(table: Table, *, calendar: Calendar) -> Symptom:
    """One [[symptom]].

    Errors:
        InputError: an unknown symptom, or a severity outside 0 to 10.
    """
    name, site = find_symptom(table.text("name"), where=table.where)
    severity = table.number("severity", 0, 10)
    since = table.past_day("since", calendar) if "since" in table else None
    return Symptom(name=name, severity=severity, site=site, since_day=since)


def read_finding(table: Table, *, calendar: Calendar, notes: Notes) -> Finding:
    """One [[finding]]: a word ("absent") or a measurement ("4 uV"; a score is a plain number).

    Errors:
        InputError: an unknown finding, a word it does not take, no unit, or beyond the plausible range.
    """
    name = FINDING_WORDS.find(table.text("name"), where=table.where)
    kind = FINDINGS[name]
    value = table.need("value")
    day = _dated(table, what=name, calendar=calendar, notes=notes)
    if isinstance(value, str) and not (kind.unit and re.match(r"\s*[-+.\d]", value)):
        word = finding_word(name, table.text("value"), where=table.where)
        return Finding(name=name, value=word, unit="", day=day)
    if not kind.unit:
        raise InputError(f"{name} is a word", where=table.where, value=shown(value), allowed=", ".join(kind.words))
    if kind.unit.startswith("1"):  # a score or a count: there is no unit to write
        return Finding(name=name, value=table.number("value", kind.low, kind.high), unit=kind.unit, day=day)
    if unit_missing(value):
        raise InputError(f"{name}: unit missing", where=table.where, value=shown(value), allowed=kind.unit)
    number = parse_quantity(table.text("value"), kind.unit, what=name, where=table.where, low=kind.low, high=kind.high)
    return Finding(name=name, value=number, unit=kind.unit, day=day)
