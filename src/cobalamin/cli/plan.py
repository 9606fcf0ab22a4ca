"""What each treatment would do for one person: table, JSON, page, and the schedule as a calendar file."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cobalamin.cli.shared import Json, PersonFile, Report, progress, read, say, target_file, write
from cobalamin.errors import InputError, nearest_word

if TYPE_CHECKING:
    from cobalamin.infer.forecast import Posterior
    from cobalamin.person import Person
    from cobalamin.plan.best_model import BestRegimen
    from cobalamin.plan.compared import CompareTable
    from cobalamin.plan.model import PlanReport

app = typer.Typer()
CALENDAR_DAYS = 365.0
"""A calendar file holds a year of doses; it says so on standard error."""


@app.command()
def plan(
    person: PersonFile,
    report: Report = None,
    as_json: Json = False,
    calendar: Annotated[
        str | None, typer.Option("--calendar", metavar="FILE.ics", help="Write a plan's doses as a calendar file.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--plan", metavar="NAME", help="The plan of --calendar; default the only one.")
    ] = None,
    best: Annotated[
        bool, typer.Option("--best", help="Also search the least burdensome dosing that keeps function in range.")
    ] = False,
    self_injection: Annotated[
        bool, typer.Option("--self-injection", help="Injections are given at home, for --best.")
    ] = False,
    adherence: Annotated[
        float | None, typer.Option("--adherence", help="Share of the doses taken by oneself that are taken, 0 to 1.")
    ] = None,
) -> None:
    """What each plan of the person would do, beside no change and placebo; without plans, those of the jurisdiction."""
    began = time.perf_counter()
    target = target_file(report, (".html", ".htm"), "--report")
    dates = target_file(calendar, (".ics",), "--calendar")
    if self_injection and not best:
        raise InputError("--self-injection belongs to --best", allowed="--best --self-injection")
    if name is not None and dates is None:
        raise InputError("--plan belongs to --calendar", value=name, allowed="--calendar FILE.ics --plan NAME")
    who = _with_adherence(read(person), adherence)
    from cobalamin.plan.compared import compared
    from cobalamin.plan.forecast import forecast
    from cobalamin.plan.today import known_today

    if dates is not None and who.date is None:
        raise InputError("--calendar needs a date", where=who.source, allowed="date = 2026-01-31 in [person]")
    if name is not None and who.plans:
        _known(name, tuple(each.name for each in who.plans))
    with progress("following every plan for two years"):
        found = known_today(who)
        answer = forecast(who, found=found)
    beside = compared(found.space.person, answer)
    least = _best(who, found, self_injection=self_injection) if best else None
    events = None if dates is None else _calendar(who, answer, name)
    if target is not None:
        from cobalamin.report.page import render_plan_page

        write(target, render_plan_page(answer, compared=beside, best=least).encode())
    if dates is not None and events is not None:
        write(dates, events)
    _print(answer, beside, least, as_json=as_json)
    if dates is not None:
        say(f"the calendar holds {CALENDAR_DAYS:.0f} days of doses; what is taken daily goes on after them.")
    for path in (target, dates):
        if path is not None:
            say(f"wrote {path}")
    say(f"done in {time.perf_counter() - began:.1f} s")


def _with_adherence(who: Person, adherence: float | None) -> Person:
    if adherence is None:
        return who
    if not 0.0 <= adherence <= 1.0:
        raise InputError("--adherence", value=adherence, allowed="a share from 0 to 1, such as 0.5")
    kept = tuple(each for each in who.assumptions if not each.lower().startswith("adherence"))
    return replace(who, adherence=adherence, assumptions=kept)


def _known(name: str, names: tuple[str, ...]) -> str:
    if name not in names:
        raise InputError("unknown plan", value=name, allowed=", ".join(names), nearest=nearest_word(name, names))
    return name


def _calendar(who: Person, answer: PlanReport, name: str | None) -> bytes:
    """The events of one plan that is followed, from the day on which plans begin."""
    import datetime

    from cobalamin.interop.calendar import calendar_file
    from cobalamin.person.later import last_record, seen_from
    from cobalamin.regimen import parse

    barred = next((each for each in answer.excluded if each.name == name), None)
    if barred is not None:
        raise InputError(f"plan {barred.name!r} is not followed, and gets no calendar: {barred.reason}")
    taken = {plan.name: plan.regimen_text for plan in answer.plans if plan.regimen_text}
    if name is None and len(taken) != 1:
        raise InputError("--calendar needs the name of one plan", allowed=f"--plan with one of: {', '.join(taken)}")
    chosen = next(iter(taken)) if name is None else _known(name, tuple(taken))
    today = seen_from(who, last_record(who))
    if today.date is None:
        raise InputError("--calendar needs a date", where=who.source, allowed="date = 2026-01-31 in [person]")
    return calendar_file(
        parse(taken[chosen]), name=chosen, start=today.date, today=datetime.date.today(), until_day=CALENDAR_DAYS
    )


def _best(who: Person, found: Posterior, *, self_injection: bool) -> BestRegimen:
    """The search, with a bar where a person looks at it."""
    from rich.console import Console
    from rich.progress import Progress

    from cobalamin.plan.best import best_regimen

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("trying dosings", total=None)
        return best_regimen(
            who,
            found,
            self_injection=self_injection,
            advance=lambda done, of: bar.update(task, completed=done, total=of),
        )


def _print(answer: PlanReport, beside: CompareTable, least: BestRegimen | None, *, as_json: bool) -> None:
    if as_json:
        import json

        from cobalamin.plan import as_json as plans
        from cobalamin.plan import best_json
        from cobalamin.report import compared_table

        made = plans.to_json(answer) | {"compared": compared_table.to_json(beside)}
        if least is not None:
            made["best_regimen"] = best_json.to_json(least)
        json.dump(made, sys.stdout, allow_nan=False)
        sys.stdout.write("\n")
        return
    from rich.console import Console

    from cobalamin.report.best_console import print_best
    from cobalamin.report.console import print_plan_table

    console = Console()
    print_plan_table(answer, console)
    if least is not None:
        print_best(least, console)
