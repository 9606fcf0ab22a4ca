"""The comparison of the two solvers on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobalamin.validate.solver_check import Comparison, Worst

if TYPE_CHECKING:
    from rich.console import Console


def print_comparison(found: Comparison, console: Console) -> None:
    """Print the largest error of every observation, where it occurs, the verdict, and what both solvers cost."""
    from rich.markup import escape
    from rich.table import Table

    places = list(dict.fromkeys((each.who, each.plan) for each in found.worst))
    table = Table(title="Largest error of the fast solver against the reference", title_justify="left")
    for name in ("observation", "error", "fast", "reference", "day", "where"):
        table.add_column(name, justify="left" if name == "observation" else "right", overflow="fold")
    for each in found.worst:
        where = str(places.index((each.who, each.plan)) + 1)
        look = "bold red" if each.share > found.target else ""
        values = (each.observation, _error(each), f"{each.fast:.6g}", f"{each.reference:.6g}", f"{each.day:g}", where)
        table.add_row(*values, style=look)
    console.print(table)
    for number, (who, plan) in enumerate(places, start=1):
        console.print(f"{number}  {escape(who)}: {escape(plan)}", style="dim")
    most = found.worst[0]
    verdict = "met" if found.met else "missed"
    console.print(
        f"Target {_percent(found.target)} {verdict}: at most {_error(most)} ({most.observation}), "
        f"{found.cases} rows, {found.years:.0f} person-years.",
        style="bold" if found.met else "bold red",
    )
    for name, steps, seconds in (
        ("fast", found.fast_steps, found.fast_seconds),
        ("reference", found.reference_steps, found.reference_seconds),
    ):
        console.print(f"{name:9}  {steps:>9,} steps  {seconds:9.3g} s  {found.years / seconds:9.3g} person-years/s")


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %"


def _error(worst: Worst) -> str:
    return f"{worst.error:.2g} points" if worst.in_points else _percent(worst.error)
