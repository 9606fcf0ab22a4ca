"""Arms of trials of drugs for nerve pain, as data: relief, people with an event, and times until relief.

Only rows that somebody read stand here. `tools/fit_comparators.py` fits on those set aside for fitting; the files in
`validate/studies` compare the model with all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cobalamin.evidence import Use, Verified
from cobalamin.evidence.schema import read_table

PLACEBO = "placebo"


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What every row of the three tables has: id, study as in the split, condition, drug, dose [mg/d], source, use."""

    id: str
    study: str
    condition: str
    drug: str
    dose: float
    source: str
    doi_or_url: str
    verified: Verified
    use: Use


@dataclass(frozen=True, kw_only=True)
class Arm(Trial):
    """Relief in one arm; None where the report gives none, or nobody read it.

    Attributes:
        n: people.
        week: of the end of the trial.
        entry, end, change, difference, difference_low, difference_high: pain [points of 0-10]; change and difference
            from placebo are negative for relief.
        with_30, with_50: people with at least 30 % and 50 % relief [%].
    """

    n: float | None
    week: float | None
    entry: float | None
    end: float | None
    change: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    with_30: float | None
    with_50: float | None

    def fall(self, entry: float) -> float | None:
        """Fall of pain [points], from the change or from the score at the end, with `entry` where none was read."""
        if self.change is not None:
            return -self.change
        return None if self.end is None else (self.entry or entry) - self.end


@dataclass(frozen=True, kw_only=True)
class EventRate(Trial):
    """People with an adverse event [%] among n; a difference from placebo where the study has no placebo row."""

    event: str
    percent: float
    n: float | None


@dataclass(frozen=True, kw_only=True)
class Onset(Trial):
    """A time until relief, or a share of people by a time, in `unit`; `comparator` is the placebo arm's."""

    measure: str
    value: float
    unit: str
    comparator: float | None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _trial(row: Mapping[str, str]) -> dict[str, object]:
    return {
        **{name: row[name] for name in ("id", "study", "condition", "drug", "source", "doi_or_url")},
        "dose": float(row["dose_mg_d"]),
        "verified": Verified(row["verified"]),
        "use": Use(row["use"]),
    }


@cache
def arms() -> tuple[Arm, ...]:
    """Every arm with relief, in the order of the table."""
    names = {
        "n": "n",
        "week": "week",
        "entry": "baseline",
        "end": "endpoint",
        "change": "change",
        "difference": "diff_vs_placebo",
        "difference_low": "diff_lo",
        "difference_high": "diff_hi",
        "with_30": "r30_pct",
        "with_50": "r50_pct",
    }
    return tuple(
        Arm(**_trial(row), **{name: _number(row[column]) for name, column in names.items()})  # pyright: ignore[reportArgumentType]
        for row in read_table("pain_arms")
    )


@cache
def event_rates() -> tuple[EventRate, ...]:
    """Every rate of an adverse event, in the order of the table."""
    return tuple(
        EventRate(**_trial(row), event=row["event"], percent=float(row["rate_pct"]), n=_number(row["n"]))  # pyright: ignore[reportArgumentType]
        for row in read_table("adverse_events")
    )


@cache
def onsets() -> tuple[Onset, ...]:
    """Every time until relief, in the order of the table."""
    return tuple(
        Onset(
            **_trial(row),  # pyright: ignore[reportArgumentType]
            measure=row["measure"],
            value=float(row["value"]),
            unit=row["unit"],
            comparator=_number(row["comparator_value"]),
        )
        for row in read_table("onset")
    )


def placebo_of(arm: Arm) -> Arm | None:
    """The placebo arm of the same study and condition, None where it has none."""
    same = [a for a in arms() if a.drug == PLACEBO and (a.study, a.condition) == (arm.study, arm.condition)]
    return same[0] if same else None


def placebo_rate(rate: EventRate) -> EventRate | None:
    """The rate of the same event on placebo that belongs to this one, None where the study has none.

    A study that gives a placebo rate for every dose lists it right after the drug's.
    """
    rates = event_rates()
    alike = [r for r in rates if r.drug == PLACEBO and _kind(r) == _kind(rate)]
    after = [r for r in alike if rates.index(r) == rates.index(rate) + 1]
    return (after or alike or [None])[0]


def _kind(rate: EventRate) -> tuple[str, str, str]:
    return rate.study, rate.condition, rate.event
