"""The answer to "which dose, or how often at least?" as data: filled by `best.py`, read by console, page and figure."""

from __future__ import annotations

from dataclasses import dataclass

from cobalamin.plan.model import Chance


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One dosing, weighed for one person.

    Attributes:
        name: short, for people; `NO_CHANGE` takes nothing new.
        regimen_text: in the dosing language, with the load where treatment begins; "" for no change.
        kind: "none", or one of `best_table.KINDS`.
        route: way of maintenance, a word of `Route`; "" for no change.
        burden_hours_a_year: trouble, mean of the first two years [h/a].
        amount_mg: all B12 of the first two years [mg].
        probability: that function is in range at 6 and at 24 months.
        at_6_months, at_24_months: the same at one of both.
        allowed: whether it can be the answer for this person.
        reason: why not; "" where it can.
        licensed: whether licence, formulary or guidance of the place lays it down for such a person.
        source_ids: of the dosing and of the reason.
        daily_ug: B12 a day, of tablets that are swallowed daily [ug/d]; None for all else.
        interval_days: between injections, of maintenance by injection [d]; None for all else.
    """

    name: str
    regimen_text: str
    kind: str
    route: str
    burden_hours_a_year: float
    amount_mg: float
    probability: Chance
    at_6_months: float
    at_24_months: float
    allowed: bool
    reason: str
    licensed: bool
    source_ids: tuple[str, ...]
    daily_ug: float | None = None
    interval_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Missed:
    """The best dosing by mouth at one share of doses taken."""

    adherence: float
    probability: Chance


@dataclass(frozen=True, kw_only=True)
class BestRegimen:
    """Everything that console, page and figure show.

    Attributes:
        best: the least trouble that is allowed and reaches `share`; None where nothing does.
        candidates: no change first, then in the order of the table.
        sentence: the answer.
        least_oral: the smallest daily dose by mouth that reaches `share`, allowed or not; None where none does.
        least_often: the rarest injections that are allowed and reach `share`; None where none are.
        notes: what a reader must know, one sentence each.
        missed: `by_mouth` at 100 %, as set, and 50 % of the doses; () without tablets.
        by_mouth: name of the dosing of `missed`.
        share: probability that is asked for.
        adherence: share of the doses taken, of those that people take themselves.
        self_injection: whether injections need no visit.
        mma_limit_nmol_l, homocysteine_limit_umol_l: upper limits for this age and these kidneys.
        people: possible selves that were followed.
        effective_size: of them, if all counted alike.
        seconds: time it took [s].
    """

    best: Candidate | None
    candidates: tuple[Candidate, ...]
    sentence: str
    least_oral: Candidate | None
    least_often: Candidate | None
    notes: tuple[str, ...]
    missed: tuple[Missed, ...]
    by_mouth: str
    share: float
    adherence: float
    self_injection: bool
    mma_limit_nmol_l: float
    homocysteine_limit_umol_l: float
    people: int
    effective_size: float
    seconds: float

    @property
    def front(self) -> tuple[Candidate, ...]:
        """Allowed dosings, by burden: no other that is allowed is as sure with no more trouble."""
        allowed = sorted(
            (each for each in self.candidates if each.allowed),
            key=lambda c: (c.burden_hours_a_year, -c.probability.value, c.amount_mg),
        )
        found: list[Candidate] = []
        for each in allowed:
            if not found or each.probability.value > found[-1].probability.value:
                found.append(each)
        return tuple(found)
