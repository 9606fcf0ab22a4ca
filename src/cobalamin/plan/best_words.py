"""The answer to "which dose, or how often at least?" in sentences."""

from __future__ import annotations

from cobalamin.plan.best_model import BestRegimen, Candidate
from cobalamin.plan.best_rules import Who
from cobalamin.plan.best_table import best_table
from cobalamin.plan.model import NO_CHANGE, Chance
from cobalamin.units import DAYS_PER_MONTH

_DISCUSS = "Discuss with your clinician."
_NEARLY_ALL = 0.995
_SURE = 0.95


def percent(share: float) -> str:
    """A probability in words, never 0 or 100 %, which no sample can show.

    >>> percent(0.9512), percent(0.9999), percent(0.0)
    ('95 %', 'over 99 %', 'under 1 %')
    """
    if share >= _NEARLY_ALL:
        return "over 99 %"
    return "under 1 %" if share < 1 - _NEARLY_ALL else f"{100 * share:.0f} %"


def _chance(chance: Chance) -> str:
    """A probability and its interval, the interval where it is wide enough to tell."""
    low, high = percent(chance.low), percent(chance.high)
    said = percent(chance.value)
    return said if chance.low >= _SURE else f"{said}, interval {low} to {high}"


def hours(burden: float) -> str:
    """Trouble in words.

    >>> hours(0.0), hours(0.87), hours(6.08)
    ('no time', '0.9 hours a year', '6 hours a year')
    """
    if burden == 0:
        return "no time"
    return f"{burden:.1f} hours a year" if burden < 1 else f"{burden:.0f} hours a year"


def interval(days: float) -> str:
    """Time between injections in words.

    >>> interval(7.0), interval(14.0), interval(60.875)
    ('week', '2 weeks', '2 months')
    """
    months = days / DAYS_PER_MONTH
    number, unit = (months, "month") if months >= 0.99 else (days / 7.0, "week")
    return unit if round(number) == 1 else f"{number:.0f} {unit}s"


def sentence_of(who: Who, made: BestRegimen) -> str:
    """The answer: what is the least trouble of what is allowed, then what small tablets would do.

    Source: guess (the share that is asked for, the weights of burden)
    """
    asked = f"{100 * made.share:.0f} %"
    best = made.best
    if best is None:
        return _none(who, made, asked)
    if best.name == NO_CHANGE:
        return (
            "No new dosing is needed to keep the function of B12 in range over the next 2 years: as things are it "
            f"stays there with a probability of {percent(best.probability.value)}. {_DISCUSS}"
        )
    said = (
        f"Of the dosings that are open here, the least trouble that keeps the function of B12 in range with {asked} "
        f"probability is {best.regimen_text} (probability {_chance(best.probability)}; trouble about "
        f"{hours(best.burden_hours_a_year)})."
    )
    tablets = "" if who.now.gas else _tablets(made)
    return " ".join(filter(None, (said, _minimum(who), _often(made), tablets, _DISCUSS)))


def _none(who: Who, made: BestRegimen, asked: str) -> str:
    if not any(each.allowed for each in made.candidates):
        reasons = {each.reason for each in made.candidates if each.name != NO_CHANGE}
        why = f" {reasons.pop()}" if len(reasons) == 1 else ""
        return f"No dosing of this table can be named for this person.{why} {_DISCUSS}"
    most = max((each for each in made.candidates if each.allowed), key=lambda c: c.probability.value)
    dose = "going on as now" if most.name == NO_CHANGE else most.regimen_text
    return (
        f"No dosing that is open here keeps the function of B12 in range with {asked} probability; {dose} comes "
        f"nearest ({_chance(most.probability)}). {_minimum(who)} {_tablets(made)} {_DISCUSS}".replace("  ", " ")
    )


def _minimum(who: Who) -> str:
    """Why nothing less than the licensed schedule is named; "" where that is no limit."""
    if who.nerves and who.now.for_life:
        cause = "the cause lasts for life, and there are or were signs of nerve or cord"
    elif who.nerves:
        cause = "there are or were signs of nerve or cord"
    elif who.now.for_life:
        cause = "the cause lasts for life"
    else:
        return ""
    return f"Nothing below the licensed schedule is named, because {cause}."


def _often(made: BestRegimen) -> str:
    """How rare injections may be, where they are not the answer themselves."""
    rare = made.least_often
    if rare is None or rare.interval_days is None or made.best is None or made.best.interval_days is not None:
        return ""
    return f"By injection, one every {interval(rare.interval_days)} is the rarest here that does."


def _tablets(made: BestRegimen) -> str:
    """The smallest daily dose by mouth that keeps blood and stores in range, and whether it can be the answer."""
    least = made.least_oral
    if least is None:
        return "No daily dose by mouth that is looked at here keeps blood markers and stores in range so surely."
    if least is made.best:
        return ""
    said = (
        f"By mouth, {least.daily_ug:g} ug a day is the smallest daily dose that keeps blood markers and stores in "
        f"range ({_chance(least.probability)})"
    )
    return f"{said}." if least.allowed else f"{said}, but it is not the one to choose here: {_lower(least)}"


def _lower(candidate: Candidate) -> str:
    return candidate.reason[0].lower() + candidate.reason[1:]


def notes_of(who: Who, made: BestRegimen) -> tuple[str, ...]:
    """What a reader must know, one sentence or two each.

    Source: uk_nice_im_fu, kin_abs_passive_food, uk_neuro_load, guess
    """
    return tuple(filter(None, (*_on_the_question(made), *_on_the_dosings(who, made), best_table().burden.sentence)))


def _on_the_question(made: BestRegimen) -> tuple[str, ...]:
    extra = 100 * (best_table().range.replete_factor - 1)
    said = (
        f"In range means: methylmalonate up to {made.mma_limit_nmol_l:.0f} nmol/L and homocysteine up to "
        f"{made.homocysteine_limit_umol_l:.1f} umol/L (the limits for this age and these kidneys) at the worst moment "
        "between two doses, from 6 months on and in the last half of 2 years, and stores that are not low or no longer "
        "fall. It is about blood and stores, and is no probability that symptoms ease. Serum B12 is not asked.",
        f"Where a marker is raised for another reason, such as kidneys or folate, it counts as in range within "
        f"{extra:.0f} % of what the same body would have with B12 replete: no dose of B12 could do more.",
        "The intervals tell the error of the sample and what the limits of other laboratories would make of it, 271 "
        "nmol/L and 13.9 umol/L (diag_lr_mma_271_376, diag_kuz_ref_hcy).",
        "Where symptoms come back before the next dose, guidance gives injections more often (uk_nice_im_fu): this "
        "answer is a least, never a most.",
        "Longer intervals than those of labels are known from blood values of populations alone; none is named here.",
    )
    missed = ", ".join(f"{100 * m.adherence:.0f} % of doses {percent(m.probability.value)}" for m in made.missed)
    told = f"{made.by_mouth}, by doses taken: {missed}." if made.missed else ""
    return (
        *said,
        f"{told} Missed doses are treated as smaller doses, spread evenly; a long gap does more harm.".strip(),
        _once_restored(made),
    )


def _once_restored(made: BestRegimen) -> str:
    """The smallest daily dose by mouth that is enough in the second year; "" where it is the one of both."""
    later = [each for each in made.candidates if each.daily_ug is not None and each.at_24_months >= made.share]
    least = min(later, key=lambda c: c.daily_ug or 0.0, default=None)
    if least is None or (made.least_oral is not None and least.daily_ug == made.least_oral.daily_ug):
        return ""
    return (
        f"By the end of 2 years alone, {least.daily_ug:g} ug a day by mouth would be enough for blood and stores: a "
        "small dose keeps what it restores slowly."
    )


def _on_the_dosings(who: Who, made: BestRegimen) -> tuple[str, ...]:
    nerves = who.nerves and who.now.begins and who.place == "UK"
    return (
        "The UK guidance says every other day until there is no further improvement; 3 weeks stand for it here "
        "(uk_neuro_load)."
        if nerves
        else "",
        "No country is told: the UK schedules are used." if who.person.jurisdiction == "generic" else "",
        "Tablets are taken between meals: with food about half of a large dose is absorbed (kin_abs_passive_food).",
        "Injections are given by oneself, after being taught and where your clinician agrees; none counts as missed."
        if made.self_injection
        else "",
        "Pregnancy: only blood markers and stores are forecast, and an obstetric team decides."
        if who.person.has("pregnancy")
        else "",
        "After nitrous oxide blood markers follow the gas more than the dose: that a small dose keeps them in range "
        "here does not show that it is enough."
        if who.now.gas
        else "",
        "Stopping nitrous oxide is part of every dosing."
        if any("stop " in c.regimen_text for c in made.candidates)
        else "",
    )
