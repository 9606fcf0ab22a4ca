"""The least burdensome dosing that keeps the function of B12 in range with 95 % probability in this person.

All dosings meet the same possible selves. Nothing below the licensed schedule of the place is an answer where the cause
ends absorption or where nerves show or showed signs; it stays in the table, with the reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from cobalamin.assess.lack import known_hemoglobin
from cobalamin.errors import InputError
from cobalamin.infer.forecast import Posterior
from cobalamin.person import Person
from cobalamin.plan.best_judge import Judge, judge_of
from cobalamin.plan.best_model import BestRegimen, Candidate, Missed
from cobalamin.plan.best_rules import Who, against, amount_mg, burden_hours
from cobalamin.plan.best_table import Dosing, best_table, read_regimen, sources_of_dosing, text_of
from cobalamin.plan.best_words import notes_of, sentence_of
from cobalamin.plan.built_in_rules import gas_goes_on
from cobalamin.plan.built_in_table import INJECTED
from cobalamin.plan.model import NO_CHANGE, RESIDUAL_DAY, Severity
from cobalamin.plan.safety import warnings_for
from cobalamin.plan.selves import selves_of
from cobalamin.plan.today import known_today, lack_today
from cobalamin.regimen import Regimen, Route, Stop

__all__ = ["BestRegimen", "Candidate", "Missed", "best_regimen"]

PARTICLES = 1000
_FIRST_STEPS = 8
"""Steps of the bar that finding the selves counts for."""
_HALF = 0.5


def best_regimen(
    person: Person,
    found: Posterior | None = None,
    *,
    particles: int = PARTICLES,
    seed: int = 0,
    adherence: float | None = None,
    self_injection: bool = False,
    advance: Callable[[int, int], None] | None = None,
) -> BestRegimen:
    """Weigh every dosing of the table for a person, no change first.

    Arguments:
        person: who.
        found: what the person may be like; default is worked out. It must be of the person seen from the last record.
        particles: possible selves.
        seed: of their numbers.
        adherence: share of the doses that people take themselves, 0 to 1; default as the file says.
        self_injection: injections are given at home, without a visit.
        advance: told (steps done, steps in all).

    Errors: InputError for an adherence outside 0 to 1; OutsideValidity when the history alone leaves the recorded
        human range.

    Example:
        best_regimen(read_person("examples/strict_vegan.toml")).sentence
    """
    began = time.perf_counter()
    if adherence is not None and not 0.0 <= adherence <= 1.0:
        raise InputError("adherence", value=adherence, allowed="0 to 1")
    steps = _Steps(advance)
    found = known_today(person, particles=particles, seed=seed) if found is None else found
    today = found.space.person
    judge = judge_of(selves_of(found, count=particles, seed=seed))
    who = Who(today, lack_today(found))
    share = today.adherence if adherence is None else adherence
    rows = [None, *(each for each in best_table().dosings if who.belongs(each))]
    steps.begin(len(rows))
    candidates: list[Candidate] = []
    for row in rows:
        candidates.append(_weigh(who, judge, row, adherence=share, self_injection=self_injection))
        steps.next()
    made = _answer(who, judge, tuple(candidates), adherence=share, self_injection=self_injection)
    steps.end()
    return replace(made, seconds=time.perf_counter() - began)


class _Steps:
    """Tells how far the work has come."""

    def __init__(self, advance: Callable[[int, int], None] | None) -> None:
        self.advance, self.done, self.total = advance, 0, 0

    def begin(self, dosings: int) -> None:
        self.done, self.total = _FIRST_STEPS, _FIRST_STEPS + dosings + 1
        self._tell()

    def next(self) -> None:
        self.done += 1
        self._tell()

    def end(self) -> None:
        self.done = self.total
        self._tell()

    def _tell(self) -> None:
        if self.advance is not None:
            self.advance(self.done, self.total)


def _plan_of(who: Who, row: Dosing | None) -> Regimen | None:
    """What this person would take: the load where treatment begins, and no more nitrous oxide."""
    if row is None:
        return None
    plan = read_regimen(text_of(row, begins=who.now.begins, nerves=who.nerves))
    return Regimen(items=(Stop(target="nitrous oxide"), *plan.items)) if gas_goes_on(who.person) else plan


def _weigh(who: Who, judge: Judge, row: Dosing | None, *, adherence: float, self_injection: bool) -> Candidate:
    """One dosing: trouble, probability, and whether it is for this person."""
    plan = _plan_of(who, row)
    verdict = judge.verdict(plan, adherence=adherence)
    reason, source = _reason(who, judge, row, plan)
    sources = () if row is None else sources_of_dosing(row, begins=who.now.begins, nerves=who.nerves)
    last = None if plan is None else max(plan.courses(start=0.0, end=RESIDUAL_DAY), key=lambda c: c.end_day)
    injected = last is not None and last.route in INJECTED
    swallowed = last is not None and last.route is Route.ORAL and row is not None and row.kind == "oral"
    return Candidate(
        name=NO_CHANGE if row is None else row.name,
        regimen_text="" if plan is None else str(plan),
        kind="none" if row is None else row.kind,
        route="" if last is None else last.route.value,
        burden_hours_a_year=burden_hours(plan, self_injection=self_injection),
        amount_mg=amount_mg(plan),
        probability=verdict.both,
        at_6_months=verdict.at_6_months,
        at_24_months=verdict.at_24_months,
        allowed=not reason,
        reason=reason,
        licensed=who.licensed(row),
        source_ids=tuple(dict.fromkeys(filter(None, (*sources, source)))),
        daily_ug=last.amount * last.doses_per_day if last and swallowed and last.doses_per_day else None,
        interval_days=last.timing.offset(1) - last.timing.offset(0) if last and injected else None,
    )


def _reason(who: Who, judge: Judge, row: Dosing | None, plan: Regimen | None) -> tuple[str, str]:
    """Why a dosing is not for this person, and the id of the source; a safety rule that says "do not" counts."""
    told = against(who, row, plan)
    if told is not None:
        return told.text, told.source
    found, selves = judge.selves.posterior, judge.selves
    simulated = found.quantiles(found.of("hemoglobin_g_dl"), [_HALF])[0]
    warnings = [
        {
            each.id: each
            for each in warnings_for(
                who.person,
                selves.courses(regimen, horizon=RESIDUAL_DAY + 1.0),
                hemoglobin=known_hemoglobin(who.person, simulated=simulated),
                deficient=who.now.deficient,
                possible=who.now.possible,
            )
            if each.severity is Severity.STOP
        }
        for regimen in (plan, None)
    ]
    already = warnings[1] if row is not None else {}  # what is wrong already is no reason against a dose of B12
    new = [each for id, each in warnings[0].items() if id not in already]
    return (new[0].sentence, new[0].source_id) if new else ("", "")


def _answer(
    who: Who, judge: Judge, candidates: tuple[Candidate, ...], *, adherence: float, self_injection: bool
) -> BestRegimen:
    share = best_table().range.share
    reached = [each for each in candidates if each.probability.value >= share]
    allowed = [each for each in reached if each.allowed]
    tablets = [each for each in reached if each.daily_ug is not None]
    rare = [each for each in allowed if each.interval_days is not None]
    least_oral = min(tablets, key=lambda c: (c.daily_ug or 0.0, c.amount_mg), default=None)
    by_mouth = least_oral or max((c for c in candidates if c.daily_ug), key=lambda c: c.daily_ug or 0.0, default=None)
    made = BestRegimen(
        best=min(allowed, key=lambda c: (c.burden_hours_a_year, c.amount_mg), default=None),
        candidates=candidates,
        sentence="",
        least_oral=least_oral,
        least_often=max(rare, key=lambda c: c.interval_days or 0.0, default=None),
        notes=(),
        missed=tuple(_missed(judge, by_mouth, adherence)) if by_mouth else (),
        by_mouth=by_mouth.name if by_mouth else "",
        share=share,
        adherence=adherence,
        self_injection=self_injection,
        mma_limit_nmol_l=judge.limits.mma,
        homocysteine_limit_umol_l=judge.limits.homocysteine,
        people=len(judge.selves),
        effective_size=judge.effective_size,
        seconds=0.0,
    )
    return replace(made, sentence=sentence_of(who, made), notes=notes_of(who, made))


def _missed(judge: Judge, tablets: Candidate, adherence: float) -> Iterator[Missed]:
    """The dosing by mouth at all, the set share, and half of its doses."""
    for share in dict.fromkeys((1.0, adherence, _HALF)):
        verdict = judge.verdict(read_regimen(tablets.regimen_text), adherence=share)
        yield Missed(adherence=share, probability=verdict.both)
