"""The answer about a diet in words: plain, with ranges, suggestions to discuss and no orders."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.lack import RAISED_METHYLMALONATE
from cobalamin.evidence import citation, derivations, fact
from cobalamin.person import Person
from cobalamin.person.diary import Eaten
from cobalamin.plan.diet.model import Change, ReferenceLine, SourceLine, Span, YearStatus
from cobalamin.plan.diet.status import RAISED, began
from cobalamin.plan.diet.uptake import Gut
from cobalamin.units import DAYS_PER_YEAR

NO_B6_OR_FOLATE = "this table has no vitamin B6 or folate; nothing is said about them"
LAWS = (
    *("kin_abs_cn_1ug", "kin_abs_cn_5ug", "kin_abs_cn_25ug", "kin_abs_recovery", "kin_abs_passive_food"),
    *("diet_bioav_bread_stool", "kin_abs_egg_ug", "calibration", "diag_lr_mma_271_376", "diag_nice_b12_low_pm"),
    *("diet_vegan_advice", "guess"),
)
"""Sources of the law of absorption, of the simulation, of its thresholds and of advice."""
IN_RANGE = 0.95
"""Share of people with methylmalonate in range from which a change is said to keep it there. Source: guess"""
ENOUGH_DAYS = 7
_WORKS = 0.5


def ug(value: float) -> str:
    """An amount of B12 without its unit, with the digits it deserves.

    >>> ug(0.043), ug(1.26), ug(12.4), ug(0.001)
    ('0.04', '1.3', '12', 'below 0.01')
    """
    if 0.0 < value < 0.005:
        return "below 0.01"
    if value < 0.995:
        return f"{value:.2f}".rstrip("0").rstrip(".") if value > 0.0 else "0"
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def span_ug(span: Span) -> str:
    """An amount with its range: "1.3 ug (0.8 to 2)"."""
    low, high = ug(span.low), ug(span.high)
    low = "0" if low.startswith("below") and low != high else low
    return f"{ug(span.value)} ug" if low == high else f"{ug(span.value)} ug ({low} to {high})"


def in_hundred(share: Span) -> str:
    """A share of people as a count, with its range."""
    low, value, high = (f"{100 * each:.0f}" for each in (share.low, share.value, share.high))
    return f"{value} of 100" if low == high else f"{value} of 100 ({low} to {high})"


def answer(
    eaten: Span,
    absorbed: Span,
    references: Sequence[ReferenceLine],
    status: Sequence[YearStatus],
    *,
    takes_b12: bool = False,
) -> tuple[str, ...]:
    """Intake, reference values and where it leads, one sentence each."""
    said = [f"This diary gives {span_ug(eaten)} of vitamin B12 a day; about {span_ug(absorbed)} of it is absorbed."]
    known = [line for line in references if line.recommended and line.value is not None and line.group != "lactation"]
    values = [line.value for line in known if line.value is not None]
    met = [line.authority for line in known if line.value is not None and eaten.value >= line.value]
    between = f"{min(values):g} to {max(values):g} ug a day"
    if not met:
        said.append(f"That is below the recommended intake of each authority that was read ({between}).")
    elif len(met) == len(known):
        said.append(f"That is at least the recommended intake of each authority that was read ({between}).")
    else:
        under = [line.authority for line in known if line.authority not in met]
        said.append(
            f"That reaches the recommended intake of {', '.join(met)}, and not that of {', '.join(under)} ({between})."
        )
    short = [line for line in known if line.authority in met and absorbed.value < (line.absorbed_ug or 0.0)]
    if short:
        said.append(
            "But less of it is absorbed than a healthy adult absorbs of the recommended intake of "
            f"{', '.join(dict.fromkeys(line.authority for line in short))}."
        )
    after = next(each for each in status if each.year == 5.0)
    share = in_hundred(after.out_of_range[RAISED])
    beside = " and went on with the B12 that they take as a medicine" if takes_b12 else ""
    over = "; the range is what the foods may hold" if "(" in share else ""
    said.append(
        f"If people like this ate so for 5 years{beside}, methylmalonate would be above {RAISED_METHYLMALONATE:g} "
        f"nmol/L, a sign that cells run short of B12, in {share}{over}."
    )
    return tuple(said)


def person_words(person: Person, *, given: bool) -> str:
    """Who is simulated."""
    since = began(person)
    if not given:
        return "No person file was given: a healthy woman of 40 is simulated, who ate a mixed diet until today"
    who = f"The person of the file ({person.sex.value}, {person.age:.0f} years) is simulated"
    if since < 0:
        return f"{who}; this diet is taken to hold since {-since / DAYS_PER_YEAR:.1f} years, and to go on"
    return f"{who}; the diet begins today"


def notices(
    rows: Sequence[Eaten],
    person: Person,
    typical: Gut,
    days: int,
    status: Sequence[YearStatus],
    *,
    takes_b12: bool,
) -> tuple[str, ...]:
    """What a reader should know about how the diary was understood."""
    said = list(dict.fromkeys(notice for row in rows for notice in row.notices))
    if any(row.crystalline and row.basis == "table" for row in rows):
        said.append(
            "fortified foods change by brand and year: their range is that of the portions of the same kind of food in "
            "the table; the label's own value (b12_ug) is better"
        )
    if any(row.taken is not None and row.taken.category == "egg" for row in rows):
        said.append(
            "eggs: what was absorbed of a serving hardly rose with its B12 (about half a microgram); the model has one "
            "law for all foods and may say too much for several eggs at once"
        )
    if days < ENOUGH_DAYS:
        said.append(
            f"{days} day{'' if days == 1 else 's'} of a diary: B12 differs more from day to day than between people, "
            "so a longer diary tells more"
        )
    if takes_b12:
        said.append(
            "vitamin B12 taken as a medicine goes on: it counts in the years ahead and not in the diet's intake"
        )
    if typical.inputs["intrinsic_factor"] * typical.inputs["ileum"] < _WORKS:
        said.append(
            "with this stomach or gut little B12 of any food is taken up, so food alone will hardly do; discuss B12 as "
            "a medicine with your clinician"
        )
    if person.has("pregnancy"):
        said.append("in pregnancy blood levels fall by dilution as well; the reference values are those of pregnancy")
    if status[-1].care_needed.value > 0.0:
        said.append(
            f"in {in_hundred(status[-1].care_needed)} people the anaemia of B12 deficiency would need care within "
            f"{status[-1].year:g} years: they count as out of range, and their later levels are left out"
        )
    return (*said, NO_B6_OR_FOLATE)


def changes_note(kind: str, changes: Sequence[Change], references: Sequence[ReferenceLine], *, takes_b12: bool) -> str:
    """What the changes are, or why there are none."""
    if takes_b12:
        return "Vitamin B12 is taken already, so no change of the diet is worked out; the years ahead count it."
    if kind == "omnivore":
        return "Changes are worked out for vegan and vegetarian diets only; this diary holds meat or fish."
    wanted = {line.authority for line in references if line.recommended and line.value is not None}
    whole = [each for each in changes if wanted <= set(each.reaches)]
    fewest = min((len(each.parts) for each in whole), default=0)
    enough = [each for each in whole if len(each.parts) == fewest]
    kept = [each for each in enough if each.mma_in_range >= IN_RANGE]
    count = {
        0: "no change tried here reaches",
        1: "one change is enough to reach",
        2: "two changes are needed to reach",
    }
    already = [line.authority for line in references if line.recommended and (line.percent or _NONE).value >= 100.0]
    reached = f" The diet alone reaches that of {', '.join(dict.fromkeys(already))}." if already else ""
    checked = ""
    if enough:
        ways = f"{len(kept)} of the {len(enough)} ways that do so keep"
        if len(enough) == 1:
            ways = "the way that does so keeps" if kept else "the way that does so does not keep"
        people = f"{100 * IN_RANGE:.0f} of 100 people after 5 years"
        checked = f" By simulation {ways} methylmalonate in range in at least {people}."
    return (
        f"Suggestions to discuss, no orders: {count[fewest]} what each authority's recommended intake would bring into "
        f"a healthy adult.{reached}{checked}"
    )


def reached_words(change: Change, references: Sequence[ReferenceLine]) -> str:
    """Whose recommended intake a change reaches, in words."""
    wanted = {line.authority for line in references if line.recommended and line.value is not None}
    if wanted <= set(change.reaches):
        return "each authority that was read"
    return ", ".join(change.reaches) or "none"


_NONE = Span(low=0.0, value=0.0, high=0.0)


def sources(
    rows: Sequence[Eaten], references: Sequence[ReferenceLine], changes: Sequence[Change]
) -> tuple[SourceLine, ...]:
    """Of every number: foods, reference values, and what the simulation rests on."""
    found: dict[str, SourceLine] = {}
    for food in (row.taken for row in rows if row.taken is not None and row.basis == "table"):
        words = f"{food.source} ({food.verified.words})"
        found.setdefault(
            food.source, SourceLine(id="foods", citation=words, link=food.link.partition("food-details")[0])
        )
    for text in dict.fromkeys(source for each in changes for source in each.sources):
        found.setdefault(text, SourceLine(id="changes", citation=text, link=""))
    for line in (each for each in references if each.value is not None):
        found.setdefault(line.source, SourceLine(id="reference values", citation=line.source, link=line.link))
    for id in LAWS:
        at = "" if id in derivations() else fact(id).link
        found[id] = SourceLine(id=id, citation=citation(id), link=at)
    return tuple(found.values())
