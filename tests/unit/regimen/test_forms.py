"""Every form of the dosing language equals the object it stands for, and no form is without an example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lark import Token, Tree

import cobalamin.regimen
from cobalamin.regimen import (
    Clock,
    Every,
    ForDays,
    ForDoses,
    Item,
    Length,
    Once,
    OnDays,
    OpenEnded,
    Phase,
    Regimen,
    Route,
    Stop,
    TimesDaily,
    TimesWeekly,
    Timing,
    UntilDay,
    cartridge_phase,
    inhaled_phase,
    parse,
)
from cobalamin.regimen.parse import syntax_tree
from cobalamin.units import DAYS_PER_MONTH, DAYS_PER_YEAR

DAILY = TimesDaily(times=1)


def phase(amount: float, timing: Timing = DAILY, length: Length | None = None, **differs: Any) -> Phase:
    return Phase(amount=amount, timing=timing, length=length or OpenEnded(), **differs)


def item(substance: str, route: Route, *phases: Phase, **more: Any) -> Item:
    return Item(substance=substance, route=route, phases=phases, **more)


def oral(amount: float, timing: Timing = DAILY, length: Length | None = None, **more: Any) -> Item:
    return item("cyanocobalamin", Route.ORAL, phase(amount, timing, length), **more)


def injected(*phases: Phase, **more: Any) -> Item:
    return item("hydroxocobalamin", Route.INTRAMUSCULAR, *phases, **more)


FOLIC = item("folic acid", Route.ORAL, phase(5.0))
WEEK, MONTH = Every(interval=7.0), Every(interval=DAYS_PER_MONTH)

FORMS: tuple[tuple[str, Item | Stop | tuple[Item | Stop, ...]], ...] = (
    # amounts, drugs, routes
    ("cyanocobalamin 1 mg orally daily", oral(1000.0)),
    ("1000 µg of cyanocobalamin by mouth every day", oral(1000.0)),
    ("vitamin B12 1000 mcg PO once a day", oral(1000.0)),
    ("B12 0.001 g oral od", oral(1000.0)),
    ("cyanocobalamin 1.1 milligrams orally per day", oral(1100.0)),
    ("Mecobalamin 500 micrograms IM weekly", item("methylcobalamin", Route.INTRAMUSCULAR, phase(500.0, WEEK))),
    ("adenosylcobalamin 1 mg sublingually daily", item("adenosylcobalamin", Route.SUBLINGUAL, phase(1000.0))),
    ("cyanocobalamin 500 ug nasal once weekly", item("cyanocobalamin", Route.NASAL, phase(500.0, WEEK))),
    ("cyanocobalamin 100 ug s.c. monthly", item("cyanocobalamin", Route.SUBCUTANEOUS, phase(100.0, MONTH))),
    ("methylcobalamin 500 ug IV daily", item("methylcobalamin", Route.INTRAVENOUS, phase(500.0))),
    ("folic acid 5 mg daily", FOLIC),
    # how often
    ("cyanocobalamin 1 mg orally once daily", oral(1000.0)),
    ("cyanocobalamin 1 mg orally twice daily", oral(1000.0, TimesDaily(times=2))),
    ("cyanocobalamin 1 mg orally bid", oral(1000.0, TimesDaily(times=2))),
    ("cyanocobalamin 0.5 mg orally three times a day", oral(500.0, TimesDaily(times=3))),
    ("cyanocobalamin 0.5 mg orally 3x daily", oral(500.0, TimesDaily(times=3))),
    ("cyanocobalamin 0.5 mg orally four times every day", oral(500.0, TimesDaily(times=4))),
    ("hydroxocobalamin 1 mg IM 3 times a week", injected(phase(1000.0, TimesWeekly(times=3)))),
    ("hydroxocobalamin 1 mg IM twice weekly", injected(phase(1000.0, TimesWeekly(times=2)))),
    ("hydroxocobalamin 1 mg IM once a month", injected(phase(1000.0, MONTH))),
    ("hydroxocobalamin 1 mg IM every week", injected(phase(1000.0, WEEK))),
    ("hydroxocobalamin 1 mg IM once every 2 weeks", injected(phase(1000.0, Every(interval=14.0)))),
    ("hydroxocobalamin 1 mg IM fortnightly", injected(phase(1000.0, Every(interval=14.0)))),
    ("hydroxocobalamin 1 mg IM every two months", injected(phase(1000.0, Every(interval=60.875)))),
    ("hydroxocobalamin 1 mg IM twice a year", injected(phase(1000.0, Every(interval=DAYS_PER_YEAR / 2)))),
    ("hydroxocobalamin 1 mg IM every other day", injected(phase(1000.0, Every(interval=2.0)))),
    ("hydroxocobalamin 1 mg IM on alternate days", injected(phase(1000.0, Every(interval=2.0)))),
    ("hydroxocobalamin 1 mg IM every third day", injected(phase(1000.0, Every(interval=3.0)))),
    ("cyanocobalamin 1 mg orally every 12 hours", oral(1000.0, Every(interval=0.5))),
    ("hydroxocobalamin 1 mg IM once", injected(phase(1000.0, Once()))),
    ("hydroxocobalamin 1 mg IM on day 1", injected(phase(1000.0, OnDays(listed=(1,))))),
    ("hydroxocobalamin 1 mg IM days 1,3, 7 and 10", injected(phase(1000.0, OnDays(listed=(1, 3, 7, 10))))),
    # meals and time of day
    ("cyanocobalamin 2 ug in each meal orally", oral(2.0, TimesDaily(times=3), with_meal=True)),
    ("cyanocobalamin 50 ug orally daily with food", oral(50.0, with_meal=True)),
    ("cyanocobalamin 50 ug orally daily between meals", oral(50.0)),
    (
        "amitriptyline 25 mg at night",
        item("amitriptyline", Route.ORAL, phase(25.0, TimesDaily(times=1, clock=Clock.NIGHT))),
    ),
    ("duloxetine 60 mg in the morning", item("duloxetine", Route.ORAL, phase(60.0))),
    # how long
    ("hydroxocobalamin 1 mg IM daily for 2 weeks", injected(phase(1000.0, DAILY, ForDays(days=14.0)))),
    ("hydroxocobalamin 1 mg IM daily for a month", injected(phase(1000.0, DAILY, ForDays(days=DAYS_PER_MONTH)))),
    ("hydroxocobalamin 1 mg IM weekly for 4 doses", injected(phase(1000.0, WEEK, ForDoses(doses=4)))),
    ("hydroxocobalamin 1 mg IM weekly, four injections", injected(phase(1000.0, WEEK, ForDoses(doses=4)))),
    ("hydroxocobalamin 1 mg IM weekly x4", injected(phase(1000.0, WEEK, ForDoses(doses=4)))),
    ("hydroxocobalamin 1 mg IM weekly until day 90", injected(phase(1000.0, WEEK, UntilDay(day=90.0)))),
    ("hydroxocobalamin 1 mg IM monthly for life", injected(phase(1000.0, MONTH))),
    # when it begins
    ("cyanocobalamin 1 mg orally daily from day 14", oral(1000.0, start_day=14.0)),
    ("cyanocobalamin 1 mg orally daily starting on day 14", oral(1000.0, start_day=14.0)),
    ("cyanocobalamin 1 mg orally daily after 3 months", oral(1000.0, start_day=91.3125)),
    ("cyanocobalamin 1 mg orally daily after a week", oral(1000.0, start_day=7.0)),
    ("cyanocobalamin 1 mg orally daily since 10 years", oral(1000.0, start_day=-3652.5)),
    ("cyanocobalamin 1 mg orally daily for the last two years", oral(1000.0, start_day=-730.5)),
    ("cyanocobalamin 1 mg orally daily since a year", oral(1000.0, start_day=-365.25)),
    # phases
    (
        "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
        injected(
            phase(1000.0, Every(interval=2.0), ForDays(days=14.0)),
            phase(1000.0, Every(interval=60.875)),
        ),
    ),
    (
        "hydroxocobalamin 1 mg IM daily for 7 days then weekly for 4 weeks then monthly",
        injected(
            phase(1000.0, DAILY, ForDays(days=7.0)), phase(1000.0, WEEK, ForDays(days=28.0)), phase(1000.0, MONTH)
        ),
    ),
    (
        "pregabalin 75 mg twice daily for 1 week then 150 mg twice daily",
        item(
            "pregabalin",
            Route.ORAL,
            phase(75.0, TimesDaily(times=2), ForDays(days=7.0)),
            phase(150.0, TimesDaily(times=2)),
        ),
    ),
    (
        "duloxetine 30 mg daily for a week then 60 mg",
        item("duloxetine", Route.ORAL, phase(30.0, DAILY, ForDays(days=7.0)), phase(60.0)),
    ),
    (
        "hydroxocobalamin 1 mg IM once, then cyanocobalamin 2 mg orally daily",
        injected(phase(1000.0, Once()), phase(2000.0, substance="cyanocobalamin", route=Route.ORAL)),
    ),
    ("cyanocobalamin 1 mg orally daily for 3 months, then stop", oral(1000.0, DAILY, ForDays(days=91.3125))),
    # several items, and stops
    ("cyanocobalamin 1 mg orally daily and folic acid 5 mg daily", (oral(1000.0), FOLIC)),
    ("cyanocobalamin 1 mg orally daily, folic acid 5 mg daily", (oral(1000.0), FOLIC)),
    ("cyanocobalamin 1 mg orally daily;\nfolic acid 5 mg daily\n", (oral(1000.0), FOLIC)),
    ("cyanocobalamin 1 mg orally daily and stop omeprazole", (oral(1000.0), Stop(target="omeprazole"))),
    ("stop PPIs", Stop(target="proton pump inhibitor")),
    ("stop vitamin B12", Stop(target="cobalamin")),
    ("stop metformin after 3 months", Stop(target="metformin", start_day=91.3125)),
    # nitrous oxide
    (
        "nitrous oxide 50 % inhaled for 2 hours once a week",
        item("nitrous oxide", Route.INHALED, inhaled_phase(fraction=0.5, hours=2.0, timing=WEEK)),
    ),
    (
        "nitrous oxide 70 percent for 30 min once",
        item("nitrous oxide", Route.INHALED, inhaled_phase(fraction=0.7, hours=0.5, timing=Once())),
    ),
    (
        "nitrous oxide 20 cartridges a session inhaled once a week for 3 months",
        item(
            "nitrous oxide",
            Route.INHALED,
            cartridge_phase(cartridges=20.0, timing=WEEK, length=ForDays(days=91.3125)),
        ),
    ),
)


@pytest.mark.parametrize(("text", "items"), FORMS, ids=[text for text, _ in FORMS])
def test_form_equals_its_object(text: str, items: Item | Stop | tuple[Item | Stop, ...]):
    expected = Regimen(items=items if isinstance(items, tuple) else (items,))
    found = parse(text)
    assert found == expected
    assert parse(str(found)) == expected
    assert found.courses(start=0, end=400) == expected.courses(start=0, end=400)


def names_in(tree: Tree[Token]) -> set[str]:
    return {str(tree.data)}.union(*(names_in(child) for child in tree.children if isinstance(child, Tree)))


def terminals_in(tree: Tree[Token]) -> set[str]:
    return {token.type for token in tree.scan_values(lambda value: isinstance(value, Token))}


def test_every_alternative_and_every_kind_of_word_has_an_example():
    folder = Path(cobalamin.regimen.__file__).parent
    source = re.sub(r"//.*", "", (folder / "grammar.lark").read_text(encoding="utf-8"))
    alternatives = set(re.findall(r"->\s*(\w+)", source)) | {"start", "phase", "amount", "drug", "per"}
    rules = set(re.findall(r"^\??(\w+)\s*:", source, re.MULTILINE))
    inlined = {"entry", "part", "timing", "length", "begin", "every", "period"}
    assert rules == {"start", "phase", "amount", "drug", "per"} | inlined, "a new rule: name its alternatives"
    unnamed = [
        line.strip()
        for line in source.splitlines()
        if re.match(r"\s+\|", line) and "->" not in line and not re.fullmatch(r"\|\s*[a-z]+", line.strip())
    ]
    assert not unnamed, "an alternative without a name has no example"
    terminals = {word for line in re.findall(r"%declare (.*)", source) for word in line.split()}
    trees = [syntax_tree(text) for text, _ in FORMS]
    assert alternatives - set().union(*map(names_in, trees)) == set()
    assert terminals - set().union(*map(terminals_in, trees)) == set()
