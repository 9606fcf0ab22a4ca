"""The answer about a diet as data: filled by `answer.py`, read by console, page and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Span:
    """A number with its range: `value` is what counts (the median of people where there are many)."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, kw_only=True)
class FoodLine:
    """One row of the diary.

    Attributes:
        day, meal, food: as written.
        taken_as: the food of the table, "" for none.
        grams: eaten [g], None where not known.
        eaten_ug: B12 in it [ug].
        basis: "label", "label per 100 g" or "table".
        source, link: who says so; "" for a label.
        note: what the table says of it.
    """

    day: str
    meal: str
    food: str
    taken_as: str
    grams: float | None
    eaten_ug: Span
    basis: str
    source: str
    link: str
    note: str


@dataclass(frozen=True, kw_only=True)
class MealLine:
    """One meal: B12 eaten and absorbed [ug], and the share absorbed [%], None where none was eaten."""

    day: str
    meal: str
    foods: tuple[str, ...]
    eaten_ug: Span
    absorbed_ug: Span
    percent: Span | None


@dataclass(frozen=True, kw_only=True)
class ReferenceLine:
    """A reference intake beside this diet.

    Attributes:
        authority, year, kind, group, meaning: whose, of when, what sort, for whom, what it says.
        value: [ug/d]; None where it was recalled and not read.
        percent: intake of it [%]; None without a value.
        recommended: meant to be enough for nearly everybody.
        absorbed_ug: what a healthy typical adult absorbs of it in three mixed meals [ug/d]; None without a value.
        source, link, verified, note: where it was read, and how.
    """

    authority: str
    year: int
    kind: str
    group: str
    meaning: str
    value: float | None
    percent: Span | None
    recommended: bool
    absorbed_ug: float | None
    source: str
    link: str
    verified: str
    note: str


@dataclass(frozen=True, kw_only=True)
class YearStatus:
    """Where people like this stand after `year` years of this diet.

    Attributes:
        values: observation -> median, and the range of four in five people; None where over half are not followed.
        out_of_range: "methylmalonate raised", "serum B12 low", "store low" -> share of people.
        care_needed: share of people not followed to here, since care would have been needed before.
    """

    year: float
    values: Mapping[str, Span | None]
    out_of_range: Mapping[str, Span]
    care_needed: Span


@dataclass(frozen=True, kw_only=True)
class Change:
    """One way to get more B12, of one or two parts.

    Attributes:
        parts: what is added, in words.
        intake_ug: B12 a day with it [ug/d].
        absorbed_ug: absorbed a day with it [ug/d].
        reaches: authorities whose recommended intake this equals in what is absorbed.
        mma_in_range: share of people with methylmalonate in range after five years.
        sources: where the content of the parts is from.
    """

    parts: tuple[str, ...]
    intake_ug: Span
    absorbed_ug: Span
    reaches: tuple[str, ...]
    mma_in_range: float
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A source: its id or name, the citation, and where it can be opened ("" where that is told in words)."""

    id: str
    citation: str
    link: str


@dataclass(frozen=True, kw_only=True)
class DietAnswer:
    """Everything that the console, the page and the JSON show.

    Attributes:
        answer: the answer, one sentence each.
        kind, kind_reason: "vegan", "vegetarian", "omnivore" or "unknown", and how it was judged.
        days: of the diary.
        intake_ug_per_day, absorbed_ug_per_day: mean of the days [ug/d].
        meals, foods: one line each.
        reference_values: every authority side by side.
        status: by year; `lines` the same at more points, for figures.
        changes, changes_note: the fewest changes, and what they mean; ().
        person: who is simulated, in words.
        notices: what a reader should know.
        sources: of every number.
        individuals: people behind every interval.
        seconds, version, date: of the calculation.
    """

    answer: tuple[str, ...]
    kind: str
    kind_reason: str
    days: int
    intake_ug_per_day: Span
    absorbed_ug_per_day: Span
    meals: tuple[MealLine, ...]
    foods: tuple[FoodLine, ...]
    reference_values: tuple[ReferenceLine, ...]
    status: tuple[YearStatus, ...]
    lines: tuple[YearStatus, ...]
    changes: tuple[Change, ...]
    changes_note: str
    person: str
    notices: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    individuals: int
    seconds: float
    version: str
    date: str


def _span(span: Span | None) -> dict[str, float] | None:
    return None if span is None else {"value": span.value, "low": span.low, "high": span.high}


def _status(each: YearStatus) -> dict[str, object]:
    levels: dict[str, object] = {name: _span(span) for name, span in each.values.items()}
    shares = {name: _span(span) for name, span in each.out_of_range.items()}
    return levels | {"out_of_range": shares, "care_needed_before": _span(each.care_needed)}


def to_json(answer: DietAnswer) -> dict[str, object]:
    """The answer for other programs: plain numbers and text; `status` by year, intervals as low and high.

    Units stand in the names: `_ug` [ug], `_pmol_l` [pmol/L], `_nmol_l` [nmol/L]; `percent` [%]; shares are 0 to 1.
    """
    intake, absorbed = answer.intake_ug_per_day, answer.absorbed_ug_per_day
    return {
        "answer": list(answer.answer),
        "person": answer.person,
        "kind_of_diet": answer.kind,
        "kind_of_diet_reason": answer.kind_reason,
        "days": answer.days,
        "intake_ug_per_day": intake.value,
        "intake_ug_per_day_interval": [intake.low, intake.high],
        "absorbed_ug_per_day": absorbed.value,
        "absorbed_ug_per_day_interval": [absorbed.low, absorbed.high],
        "meals": [
            {
                "day": meal.day,
                "meal": meal.meal,
                "foods": list(meal.foods),
                "eaten_ug": _span(meal.eaten_ug),
                "absorbed_ug": _span(meal.absorbed_ug),
                "percent": _span(meal.percent),
            }
            for meal in answer.meals
        ],
        "foods": [vars(food) | {"eaten_ug": _span(food.eaten_ug)} for food in answer.foods],
        "reference_values": [vars(line) | {"percent": _span(line.percent)} for line in answer.reference_values],
        "status": {f"{each.year:g}": _status(each) for each in answer.status},
        "changes": [
            vars(each)
            | {
                "parts": list(each.parts),
                "reaches": list(each.reaches),
                "sources": list(each.sources),
                "intake_ug": _span(each.intake_ug),
                "absorbed_ug": _span(each.absorbed_ug),
            }
            for each in answer.changes
        ],
        "changes_note": answer.changes_note,
        "vitamin_b6": None,
        "folate": None,
        "notices": list(answer.notices),
        "sources": [vars(each) for each in answer.sources],
        "individuals": answer.individuals,
        "seconds": answer.seconds,
        "version": answer.version,
        "date": answer.date,
    }
