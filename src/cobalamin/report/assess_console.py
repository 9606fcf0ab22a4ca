"""The assessment on the console: what to do today first, then the answer, causes, tests, values, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.assess.deficiency import DEFINITIONS
from cobalamin.assess.model import AssessReport
from cobalamin.assess.sentences import percent, span
from cobalamin.plot.quantities import say_number
from cobalamin.report.licences import CONTEXT_OF_USE

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_assessment(report: AssessReport, console: Console) -> None:
    """Print the answer; nothing here is a score without its reasons."""
    from rich.markup import escape

    for line in report.first_lines:
        head, _, rest = line.partition(":")
        console.print(f"[bold]{escape(head)}:[/bold]{escape(rest)}")
    for sign in report.urgent[1:] if report.urgent and report.urgent[0].urgency != "soon" else report.urgent:
        console.print(f"[bold red]{escape(sign.urgency.capitalize())}:[/bold red] {escape(sign.sentence)}")
    console.print(f"\n[bold]{escape(report.answer)}[/bold]")
    console.print(escape(report.treat))
    for told in (*report.conflicts, *report.warnings):
        console.print(f"[bold]Please note:[/bold] {escape(told)}")
    if report.check is not None and report.check.sentence:
        console.print(f"[bold]Please note:[/bold] {escape(report.check.sentence)}")
    for heading, table in (
        ("Is B12 lacking?", _deficiency(report)),
        ("What makes the complaints? (scenario: range over rival models of nerve injury)", _shares(report)),
        ("What else?", _causes(report)),
        ("Which test would tell?", _tests(report)),
        ("Laboratory values", _markers(report)),
    ):
        if table is not None:
            console.print(f"\n[bold]{heading}[/bold]")
            if heading.startswith("Which"):
                console.print(escape(report.tests_note), style="dim")
            console.print(table)
    if report.reversible:
        console.print("\n[bold]What can come back, and what waiting costs[/bold]")
        for words, source in report.reversible:
            console.print(f"{escape(words)} [dim]\\[{source}][/dim]")
    if report.rules:
        console.print("\n[bold]Rules of guidelines that apply[/bold]")
        for rule in report.rules:
            said = f"{rule.jurisdiction}: {rule.when}: {rule.then}"
            console.print(f"{escape(said)} [dim]\\[{rule.id}: {escape(rule.source)}][/dim]")
    for told in (*report.notices, *(f"assumed: {each}" for each in report.assumptions)):
        console.print(f"[dim]Note: {escape(told)}[/dim]")
    console.print(
        f"[dim]{escape(report.method)}: {report.particles} possible selves, of whom "
        f"{report.effective_sample_size:.0f} carry the answer.[/dim]"
    )
    console.print(f"\n{escape(CONTEXT_OF_USE)}", style="italic")


def _table(*columns: str) -> Table:
    from rich.table import Table

    made = Table(show_edge=False, pad_edge=False)
    for name in columns:
        made.add_column(name, overflow="fold")
    return made


def _deficiency(report: AssessReport) -> Table:
    made = _table("Meaning", "Probability", "Range", "Before the results")
    for name, chance in report.probabilities.items():
        meaning = f"{name}: {DEFINITIONS[name]}"
        made.add_row(meaning, percent(chance.value), span(chance.low, chance.high), percent(chance.prior))
    return made


def _shares(report: AssessReport) -> Table | None:
    if not report.parts:
        return None
    made = _table("Complaint", "How established", "Part of lack of B12")
    for part in report.parts:
        made.add_row(part.complaint.label, part.complaint.level.value, span(part.share.low, part.share.high))
    return made


def _causes(report: AssessReport) -> Table | None:
    if not report.parts:
        return None
    made = _table("Cause beside B12", "Part", "Test", "How soon")
    for cause in report.causes:
        made.add_row(cause.name, percent(cause.part), cause.test, cause.urgency)
    if report.unmodelled is not None:
        made.add_row("other or not modelled", percent(report.unmodelled), "glucose, immunofixation, TSH, history", "")
    return made


def _tests(report: AssessReport) -> Table | None:
    if not report.tests:
        return None
    made = _table("Test", "Bits", "Changes the plan", "Turnaround", "Cost", "Mind")
    for test in report.tests:
        mind = test.remark or test.card.traps[0]
        bits = f"{test.bits:.2f}"
        made.add_row(test.card.name, bits, percent(test.changes_plan), test.card.turnaround, test.card.cost, mind)
    return made


def _markers(report: AssessReport) -> Table | None:
    if not report.markers:
        return None
    made = _table("Test", "Value", "Reference for age and kidneys", "Own level (90 %)", "")
    for each in report.markers:
        reference = f"{say_number(each.low)} to {say_number(each.high)}"
        own = f"{say_number(each.expected[0])} to {say_number(each.expected[2])}"
        made.add_row(each.label, f"{each.value} {each.unit}", reference, own, each.sentence)
    return made
