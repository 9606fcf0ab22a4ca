"""From a diary and a person to the whole answer about a diet."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from pathlib import Path

from cobalamin import __version__
from cobalamin.assess.lack import b12_goes_on_since
from cobalamin.evidence.foods import Kind
from cobalamin.evidence.intake_references import references_for
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.diary import Eaten, add_up, read_rows
from cobalamin.plan.diet import sentences
from cobalamin.plan.diet.changes import fewest_changes
from cobalamin.plan.diet.model import DietAnswer, FoodLine, MealLine, ReferenceLine, Span, YearStatus
from cobalamin.plan.diet.status import SHOWN_YEARS, YEARS, Course, follow, statuses
from cobalamin.plan.diet.uptake import Crowd, Gut, MealB12, among, guts, healthy_absorbed, meal_absorbed, meal_of, total

INDIVIDUALS = 200
"""People behind every interval."""
USUAL_ADULT = {"person": {"age": 40, "sex": "female"}}
"""Who is simulated where no person is given."""


def diet_answer(
    diary: Path | Sequence[Eaten], *, person: Person | None = None, individuals: int = INDIVIDUALS, seed: int = 0
) -> DietAnswer:
    """B12 of a diary, what is absorbed, where it leads, and the fewest changes that suffice.

    Arguments:
        diary: its file, or its rows as `read_rows` gives them.
        person: who eats it; None for a healthy woman of 40.
        individuals: people behind every interval.
        seed: of their spread.

    Errors: InputError of the diary, by row.

    Example: diet_answer(Path("examples/vegan_diary.csv")).intake_ug_per_day.value
    """
    start = time.perf_counter()
    rows = read_rows(diary, where="diet") if isinstance(diary, Path) else tuple(diary)
    who = person_from_mapping(USUAL_ADULT) if person is None else person
    days = add_up(rows).days
    typical, people = guts(who, individuals=individuals, seed=seed)
    groups = _meals(rows)
    meals = [meal_of(each) for each in groups]
    eaten = _span_of(rows, days)
    absorbed = among(meals, typical, people, days=days)
    references = _references(who, eaten, typical)
    kind, reason = kind_of(rows, who)
    lines = _status(who, meals, days, typical, people)
    status = tuple(each for each in lines if each.year in (0.0, *YEARS))
    takes_b12 = b12_goes_on_since(who) is not None
    changes = ()
    if kind != "omnivore" and not takes_b12:
        changes = fewest_changes(who, kind, meals, references, days=days, typical=typical, people=people)
    return DietAnswer(
        answer=sentences.answer(eaten, absorbed, references, status, takes_b12=takes_b12),
        kind=kind,
        kind_reason=reason,
        days=days,
        intake_ug_per_day=eaten,
        absorbed_ug_per_day=absorbed,
        meals=tuple(_meal_line(each, meal, typical, people) for each, meal in zip(groups, meals, strict=True)),
        foods=tuple(_food_line(row) for row in rows),
        reference_values=references,
        status=status,
        lines=lines,
        changes=changes,
        changes_note=sentences.changes_note(kind, changes, references, takes_b12=takes_b12),
        person=sentences.person_words(who, given=person is not None),
        notices=sentences.notices(rows, who, typical, days, status, takes_b12=takes_b12),
        sources=sentences.sources(rows, references, changes),
        individuals=individuals,
        seconds=time.perf_counter() - start,
        version=__version__,
        date=datetime.date.today().isoformat(),
    )


def _meals(rows: Sequence[Eaten]) -> list[list[Eaten]]:
    groups: dict[tuple[str, str], list[Eaten]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.values())


def _span_of(rows: Sequence[Eaten], days: int) -> Span:
    b12 = total([row.b12 for row in rows]).times(1.0 / days)
    return Span(low=b12.low, value=b12.value, high=b12.high)


def kind_of(rows: Sequence[Eaten], person: Person) -> tuple[str, str]:
    """The kind of diet, and how it was judged: by the person file, else by the foods of the diary."""
    if person.diet.name in ("vegan", "vegetarian"):
        return person.diet.name, "as the person file says"
    kinds = {row.taken.kind for row in rows if row.taken is not None}
    if Kind.MEAT_OR_FISH in kinds:
        return "omnivore", "the diary holds meat or fish"
    unknown = [row.food or "a food without a name" for row in rows if row.taken is None and row.b12.high > 0.0]
    if unknown:
        return "unknown", f"{unknown[0]!r} is not in the table of foods, so the kind of diet is not judged"
    if Kind.MILK_OR_EGG in kinds:
        return "vegetarian", "the diary holds milk or egg, and no meat or fish"
    return "vegan", "the diary holds no food from animals"


def _meal_line(rows: Sequence[Eaten], meal: MealB12, typical: Gut, people: Crowd) -> MealLine:
    eaten = _span_of(rows, 1)
    absorbed = among([meal], typical, people, days=1)
    percent = None
    if eaten.value > 0.0:
        share = among([meal.fixed], typical, people, days=1)
        percent = Span(**{end: 100.0 * getattr(share, end) / eaten.value for end in ("low", "value", "high")})
    return MealLine(
        day=rows[0].day,
        meal=rows[0].meal,
        foods=tuple(row.food or "no name" for row in rows),
        eaten_ug=eaten,
        absorbed_ug=absorbed,
        percent=percent,
    )


def _food_line(row: Eaten) -> FoodLine:
    food = row.taken
    table = food is not None and row.basis == "table"
    return FoodLine(
        day=row.day,
        meal=row.meal,
        food=row.food,
        taken_as=food.name if food is not None else "",
        grams=row.grams,
        eaten_ug=Span(low=row.b12.low, value=row.b12.value, high=row.b12.high),
        basis=row.basis,
        source=food.source if food is not None and table else "",
        link=food.link if food is not None and table else "",
        note=food.note if food is not None and table else "",
    )


def _references(person: Person, eaten: Span, typical: Gut) -> tuple[ReferenceLine, ...]:
    """Every row for this person: intake of it [%], and what a healthy adult absorbs of it."""
    lines: list[ReferenceLine] = []
    for row in references_for(person.age, pregnant=person.has("pregnancy")):
        percent = absorbed = None
        if row.value is not None:
            percent = Span(**{end: 100.0 * getattr(eaten, end) / row.value for end in ("low", "value", "high")})
            absorbed = healthy_absorbed(row.value, person, typical)
        lines.append(
            ReferenceLine(
                authority=row.authority,
                year=row.year,
                kind=row.kind,
                group=row.group,
                meaning=row.meaning,
                value=row.value,
                percent=percent,
                recommended=row.recommended,
                absorbed_ug=absorbed,
                source=row.source,
                link=row.link,
                verified=row.verified.words,
                note=row.note,
            )
        )
    return tuple(lines)


def _status(person: Person, meals: Sequence[MealB12], days: int, typical: Gut, people: Crowd) -> tuple[YearStatus, ...]:
    """Levels over the years with the least, the middle and the most B12 that the diary may hold."""
    ends = [sum(meal_absorbed(meal, typical, end=end) for meal in meals) / days for end in ("low", "value", "high")]
    courses = [Course(absorbed_ug=ug, meals=len(meals) / days) for ug in ends]
    return statuses(follow(person, courses, typical, people, SHOWN_YEARS), SHOWN_YEARS)
