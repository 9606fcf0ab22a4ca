"""The plan table on the console: two narrow tables that fit 100 columns, and 80."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.plan.model import MARKER_DAYS, MARKERS, PlanReport, SafetyWarning, Severity
from cobalamin.plot.quantities import quantity, say_days
from cobalamin.plot.takeaway import why
from cobalamin.report.chances import chance_table
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.report.tables import Table as Worded
from cobalamin.report.tables import harm_note, harm_table, responder_table
from cobalamin.report.words import NOTHING, alike, common_note, month_of, say_doses, say_range, say_time, sentence

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDE = 96
"""Columns from which each table fits in one piece; below it they are split in two."""

_LOOK = {Severity.STOP: "bold red", Severity.CAUTION: "bold", Severity.NOTE: ""}
_SHORT = {"holotc_pmol_l": "Active B12", "mma_nmol_l": "MMA"}


def print_plan_table(report: PlanReport, console: Console) -> None:
    """Print takeaway, signs to treat now, relief and what remains, markers, warnings and the context of use."""
    wide = console.width >= WIDE
    console.print(f"\n[bold]{_plain(report.takeaway)}[/bold]\n")
    for sign in report.treat_now:
        console.print(f"[bold red]Treat now:[/bold red] {_plain(sentence(sign))}")
    for cause in report.competing_causes:
        console.print(f"[bold]Also to consider:[/bold] {_plain(sentence(cause))}")
    for told in (*report.notices, *(f"assumed: {each}" for each in report.assumptions)):
        console.print(f"[dim]Note: {_plain(sentence(told))}[/dim]")
    if report.cause:
        console.print(_plain(sentence(report.cause)))
    console.print("\n[bold]What each plan would do, of 100 such people[/bold]")
    console.print(
        "Forecast: value, and its range in brackets. Scenario: range alone, no value more likely.\n", style="dim"
    )
    console.print(_worded(chance_table(report)))
    for heading, said in (("What B12 can do here", report.can), ("What it cannot", report.cannot)):
        if said:
            console.print(f"\n[bold]{heading}[/bold]")
        for each in said:
            _indented(console, _plain(sentence(each)))
    if report.excluded:
        console.print("\n[bold]Plans not followed[/bold]")
    for each in report.excluded:
        source = f" [dim]({_plain(each.source_id)})[/dim]" if each.source_id else ""
        _indented(console, f"{_plain(each.name)}: {_plain(sentence(each.reason))}{source}")
    residual = list(dict.fromkeys(name for plan in report.plans for name in plan.residual))
    if residual or report.worst_symptom:
        _print_what_remains(report, console, residual, wide=wide)
    if report.comparison is not None:
        console.print(f"\n[bold]B12 against {report.comparison.analgesic}[/bold]")
        console.print(_plain(why(report.comparison)))
        people, still = report.comparison.people, report.comparison.followed
        then = "" if still is None or still == people else f", of whom {still} are still followed then"
        console.print(f"Scenario: range over {people} people{then}, and rival nerve models.", style="dim")
    console.print("\n[bold]Blood[/bold]")
    console.print("Forecast: median, and 80 % interval between people in brackets.\n", style="dim")
    names = [name for name in MARKERS if any(name in plan.markers for plan in report.plans)]
    for part in [names] if wide else [names[:2], names[2:]]:
        console.print(_marker_table(report, part))
        console.print()
    for heading, note, made in (
        ("Of 100 such people, how many have much less pain", "Scenario; placebo included.", responder_table(report)),
        ("Harm beside placebo", harm_note(report), harm_table(report)),
    ):
        if made is not None:
            console.print(f"[bold]{heading}[/bold]")
            console.print(f"{note}\n", style="dim")
            console.print(_worded(made))
            console.print()
    if report.natural_course is not None:
        last = report.natural_course
        change = f"{abs(last.high[-1]):.1f} to {abs(last.low[-1]):.1f} points less"
        console.print(
            f"Placebo and natural course: {change} pain with any plan and with none; not counted above.", style="dim"
        )
    _print_warnings(report, console)
    console.print(f"{_plain(CONTEXT_OF_USE)}", style="italic")


def _print_what_remains(report: PlanReport, console: Console, residual: list[str], *, wide: bool) -> None:
    relief = f"Relief of {_symptom(report)}, and what" if report.worst_symptom else "What"
    note = common_note(report.plans)
    console.print(f"\n[bold]{relief} remains after 2 years[/bold]")
    console.print(
        "Scenario: ranges over people and rival nerve models, no value in them more likely than another.", style="dim"
    )
    console.print(f"Relief is counted {_plain(note)}.\n" if note and report.worst_symptom else "", style="dim")
    if wide:
        console.print(_relief_table(report, residual))
        return
    if report.worst_symptom:
        console.print(_relief_table(report, []))
        console.print()
    console.print(_residual_table(report, residual))


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _table() -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, collapse_padding=True, show_edge=False)


def _symptom(report: PlanReport) -> str:
    kind = quantity(report.worst_symptom or "pain_nrs")
    name, day0 = kind.label.lower(), say_range(report.worst_symptom_day0, kind)
    return name if day0 == NOTHING else f"{name} ({day0} of 10 on day 0)"


def _relief_table(report: PlanReport, residual: list[str]) -> Table:
    table = _table()
    table.add_column("plan", min_width=9, max_width=18, overflow="fold")
    relief = report.worst_symptom is not None
    for heading in ("30 % less,\nby the plan", "50 % less,\nby the plan") if relief else ():
        table.add_column(heading, min_width=11, max_width=18)
    _residual_columns(table, residual)
    for plan in report.plans:
        table.add_row(
            _plain(plan.name),
            *(say_time(each, report.horizon_days) for each in (plan.relief_30, plan.relief_50) if relief),
            *(say_range(plan.residual.get(name), quantity(name)) for name in residual),
        )
    return table


def _residual_columns(table: Table, residual: list[str]) -> None:
    for name in residual:
        kind = quantity(name)
        table.add_column(f"{kind.label}\n({kind.unit})", justify="right", min_width=7, max_width=13)


def _residual_table(report: PlanReport, residual: list[str]) -> Table:
    table = _table()
    table.add_column("plan", min_width=9, max_width=18, overflow="fold")
    _residual_columns(table, residual)
    for plan in report.plans:
        table.add_row(_plain(plan.name), *(say_range(plan.residual.get(name), quantity(name)) for name in residual))
    return table


def _marker_table(report: PlanReport, names: list[str]) -> Table:
    table = _table()
    table.add_column("plan", min_width=9, max_width=18, overflow="fold")
    table.add_column("month", justify="right", no_wrap=True)
    for name in names:
        kind = quantity(name)
        table.add_column(f"{_SHORT.get(name, kind.label)}\n({kind.unit})", justify="right", no_wrap=True)
    for plans, plan in alike(report.plans):
        for n, day in enumerate(MARKER_DAYS):
            table.add_row(
                _plain(plans) if n == 0 else "",
                f"{month_of(day)}",
                *(
                    say_range(plan.markers.get(name, {}).get(day), quantity(name)).replace(" to ", "–")
                    for name in names
                ),
            )
    return table


def _worded(made: Worded) -> Table:
    """A table of the page, its small print in brackets."""
    table = _table()
    table.add_column(made.first, max_width=30, overflow="fold")
    for column in made.columns:
        table.add_column(column, max_width=22, overflow="fold")
    for heading, cells in made.rows:
        small = [f"{cell.text} ({cell.small.replace(' to ', '–')})" if cell.small else cell.text for cell in cells]
        table.add_row(heading.text, *small)
    return table


def _print_warnings(report: PlanReport, console: Console) -> None:
    """Plans with their regimens, then each warning once with all plans it concerns."""
    told: dict[SafetyWarning, list[str]] = {}
    for plan in report.plans:
        for warning in plan.warnings:
            told.setdefault(warning, []).append(plan.name)
    console.print("[bold]Plans, and the doses they add[/bold]")
    for plan in report.plans:
        if plan.regimen_text:
            doses = say_doses(plan, report)
            count = "" if doses == NOTHING else f" [dim]({_plain(doses)} in {say_days(report.horizon_days)})[/dim]"
            _indented(console, f"{_plain(plan.name)}: {_plain(plan.regimen_text)}{count}")
        if plan.relief_note and not common_note(report.plans):
            _indented(console, f"{_plain(plan.name)}, relief: {_plain(sentence(plan.relief_note))}")
    if told:
        console.print("[bold]Safety[/bold]")
    order = list(Severity)
    for warning, plans in sorted(told.items(), key=lambda item: order.index(item[0].severity)):
        look = _LOOK[warning.severity]
        kind = warning.severity.value.capitalize()
        kind = f"[{look}]{kind}[/{look}]" if look else kind
        source = f" [dim]({_plain(warning.source_id)})[/dim]" if warning.source_id else ""
        _indented(console, f"{kind}, {_plain('; '.join(plans))}: {_plain(sentence(warning.sentence))}{source}")


def _indented(console: Console, text: str) -> None:
    from rich.padding import Padding

    console.print(Padding(text, (0, 0, 0, 2)))
