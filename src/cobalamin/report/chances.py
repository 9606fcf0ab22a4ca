"""The table of chances: markers in range, relief, and what remains, plan by plan."""

from __future__ import annotations

from cobalamin.plan.abilities import of_100, say_lost
from cobalamin.plan.model import PlanOutcome, PlanReport
from cobalamin.plot.quantities import quantity
from cobalamin.report.tables import UNKNOWN, Cell, Table
from cobalamin.report.words import NOTHING, micro, say_time

_WEEKS = (12, 52)
_SAID = {12: "12 weeks", 52: "1 year"}


def chance_table(report: PlanReport) -> Table:
    """One row a plan; plans that read alike stand together."""
    symptom = "" if report.worst_symptom is None else quantity(report.worst_symptom).label.lower()
    columns = ["MMA in range after 12 weeks"]
    columns += [f"30 % less {symptom} after {_SAID[week]}" for week in _WEEKS] if symptom else []
    deficits = [plan.residual_deficit for plan in report.plans if plan.residual_deficit is not None]
    parts = list(dict.fromkeys(part for deficit in deficits for part in deficit.parts))
    columns += [f"{part[0].upper()}{part[1:]} function lost to the lack, after 2 years" for part in parts]
    groups: dict[tuple[Cell, ...], list[PlanOutcome]] = {}
    for plan in report.plans:
        groups.setdefault(_cells(plan, report, parts, bool(symptom)), []).append(plan)
    rows = [(_heading(plans), cells) for cells, plans in groups.items()]
    return Table(first="Plan", columns=tuple(columns), rows=tuple(rows))


def _heading(plans: list[PlanOutcome]) -> Cell:
    """Names of plans that read alike, and what is taken where it is the same."""
    taken = {plan.regimen_text for plan in plans}
    alone = taken.pop() if len(taken) == 1 else ""
    return Cell(text=", ".join(plan.name for plan in plans), small=micro(alone))


def _cells(plan: PlanOutcome, report: PlanReport, parts: list[str], symptom: bool) -> tuple[Cell, ...]:
    if plan.mma_in_range is None:
        cells = [Cell(text=NOTHING)]
    else:
        cells = [Cell(text=of_100(plan.mma_in_range), small="" if plan.mma_days is None else _when(plan, report))]
    for week in _WEEKS if symptom else ():
        if week in plan.chance_30:
            cells.append(Cell(text=of_100(plan.chance_30[week]), small="scenario"))
        else:
            cells.append(Cell(text=UNKNOWN, small="no trial tells of such pain"))
    for part in parts:
        if plan.residual_deficit is None:
            cells.append(Cell(text=NOTHING))
            continue
        value = plan.residual_deficit.parts[part]
        known = value.low is not None
        cells.append(Cell(text=say_lost(value), small="scenario" if known else "care needed before"))
    return tuple(cells)


def _when(plan: PlanOutcome, report: PlanReport) -> str:
    said = say_time(plan.mma_days, report.horizon_days)
    return f"those out of it today: {said}" if said.startswith("not") else f"those out of it today: in {said}"
