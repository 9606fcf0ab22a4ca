"""A regimen as plain objects: items of phases, and the courses of identical doses they unfold into."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from cobalamin.errors import InputError
from cobalamin.regimen.substances import (
    CARTRIDGE_FRACTION,
    CARTRIDGE_HOURS,
    CLASS_NAMES,
    SUBSTANCES,
    AmountUnit,
    Route,
    check_amount,
    find_substance,
)
from cobalamin.regimen.timing import ForDays, ForDoses, Length, OpenEnded, Timing, UntilDay
from cobalamin.units import HOURS_PER_DAY


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of one amount and one timing.

    Arguments:
        amount: one dose in the canonical unit of the substance (ug for cobalamins, mg for tablets, hours of pure gas =
            fraction x hours for nitrous oxide). Zero is allowed here, for an arm that must equal control.
        timing, length: when doses fall and how long that lasts; `OpenEnded` only in the last phase or where the
            timing ends by itself (once, listed days).
        substance, route: only where they differ from those of the item.
        fraction, hours, cartridges: nitrous oxide only; see `inhaled_phase` and `cartridge_phase`.
    Errors: InputError for a negative or non-finite amount, or a length beside a timing that ends by itself.
    """

    amount: float
    timing: Timing
    length: Length = field(default_factory=OpenEnded)
    substance: str | None = None
    route: Route | None = None
    fraction: float | None = None
    hours: float | None = None
    cartridges: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.amount) and self.amount >= 0):
            raise InputError("amount of a dose", value=self.amount, allowed="a finite number, zero or more")
        if math.isfinite(self.timing.natural_days) and not isinstance(self.length, OpenEnded):
            raise InputError("a single dose or a list of days ends by itself; it takes no length", value=self.length)

    @property
    def ends(self) -> bool:
        """Whether a further phase can follow."""
        return not isinstance(self.length, OpenEnded) or math.isfinite(self.timing.natural_days)

    def bounds(self, begin: float) -> tuple[float, float]:
        """Day after which no dose falls (exclusive) and day on which the next phase begins."""
        match self.length:
            case ForDays(days=days):
                return begin + days, begin + days
            case ForDoses(doses=doses):
                following = begin + self.timing.days_of_doses(doses)
                return min(begin + self.timing.offset(doses), following), following
            case UntilDay(day=day):
                return day, max(begin, day)
            case OpenEnded():
                return begin + self.timing.natural_days, begin + self.timing.natural_days


def inhaled_phase(*, fraction: float, hours: float, timing: Timing, length: Length | None = None) -> Phase:
    """A phase of nitrous oxide: inspired fraction (0 to 1] and hours a session (up to 24).

    Errors: InputError outside these ranges.
    Example: inhaled_phase(fraction=0.5, hours=2, timing=Every(interval=7))
    """
    if not 0 < fraction <= 1:
        raise InputError("inspired nitrous oxide", value=f"{fraction * 100:g} %", allowed="above 0 to 100 %")
    if not 0 < hours <= HOURS_PER_DAY:
        raise InputError("length of a nitrous oxide session", value=f"{hours:g} hours", allowed="above 0 to 24 hours")
    return Phase(
        amount=fraction * hours, timing=timing, length=length or OpenEnded(), fraction=fraction, hours=hours
    )  # fmt: skip


def cartridge_phase(*, cartridges: float, timing: Timing, length: Length | None = None) -> Phase:
    """A phase of nitrous oxide from 8 g cartridges a session, as hours of pure gas (0.0093 h each, estimated).

    Errors: InputError for a number of cartridges that is zero, negative or not finite.
    Example: cartridge_phase(cartridges=20, timing=Every(interval=7))
    """
    if not (math.isfinite(cartridges) and cartridges > 0):
        raise InputError("number of cartridges", value=cartridges, allowed="above zero")
    hours = cartridges * CARTRIDGE_HOURS
    return Phase(
        amount=CARTRIDGE_FRACTION * hours,
        timing=timing,
        length=length or OpenEnded(),
        fraction=CARTRIDGE_FRACTION,
        hours=hours,
        cartridges=cartridges,
    )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One substance taken by one route in one or more phases.

    Arguments:
        substance: canonical name.
        route: route of every phase that names no other.
        phases: at least one; each but the last must end.
        with_meal: the doses are taken with food (oral only).
        start_day: day of the run on which the first phase begins (negative: in the past); None: the start of the run.
    Errors: InputError for an unknown substance, a route it has not, phases that cannot follow each other;
        OutsideValidity beyond 10 times the largest studied dose.
    Example: Item(substance="metformin", route=Route.ORAL, phases=(Phase(amount=1000, timing=TimesDaily(times=2)),))
    """

    substance: str
    route: Route
    phases: tuple[Phase, ...]
    with_meal: bool = False
    start_day: float | None = None

    def __post_init__(self) -> None:
        if self.start_day is not None and not math.isfinite(self.start_day):
            raise InputError("start day", value=self.start_day, allowed="a finite day")
        if not self.phases:
            raise InputError(f"{self.substance}: no phase", allowed="at least one")
        if self.substance not in SUBSTANCES:
            raise InputError("canonical name of a substance", value=self.substance, allowed=", ".join(SUBSTANCES))
        if self.with_meal and self.route is not Route.ORAL:
            raise InputError("doses with meals are taken orally", value=self.route.value)
        for phase in self.phases[:-1]:
            if not phase.ends:
                raise InputError(
                    f"{self.substance}: a phase before 'then' has no length", allowed="for 2 weeks, x4, until day 90"
                )
        for phase in self.phases:
            self._check_phase(phase)

    def _check_phase(self, phase: Phase) -> None:
        if phase.substance == self.substance or phase.route is self.route:
            raise InputError("a phase names its substance or route only where it differs", value=self.substance)
        substance = find_substance(phase.substance or self.substance)
        route = phase.route or self.route
        if substance.substance_class != SUBSTANCES[self.substance].substance_class:
            raise InputError(
                f"a phase after 'then' changes {self.substance} to another class", value=substance.name,
                allowed="another item: 'and ... from day N'",
            )  # fmt: skip
        if route not in substance.routes:
            allowed = ", ".join(route.value for route in substance.routes)
            raise InputError(f"route of {substance.name}", value=route.value, allowed=allowed)
        is_gas = substance.unit is AmountUnit.HOUR_OF_PURE_GAS
        if is_gas != (phase.fraction is not None and phase.hours is not None):
            raise InputError(f"{substance.name}: fraction and hours belong to inhaled gas and to it alone")
        check_amount(substance, phase.amount, phase.amount * phase.timing.most_doses_in_a_day)
        if is_gas and (phase.hours or 0.0) * phase.timing.most_doses_in_a_day > HOURS_PER_DAY:
            raise InputError(f"{substance.name}: sessions of more than 24 hours a day", value=phase.hours)

    def courses(self, *, start: float, end: float) -> tuple[Course, ...]:
        """The courses of this item within [start, end)."""
        begin = start if self.start_day is None else self.start_day
        found: list[Course] = []
        for phase in self.phases:
            stop, following = phase.bounds(begin)
            if max(begin, start) < min(stop, end):
                found.append(self._course(phase, begin, max(begin, start), min(stop, end)))
            begin = following
        return tuple(found)

    def _course(self, phase: Phase, begin: float, first_day: float, end_day: float) -> Course:
        substance = SUBSTANCES[phase.substance or self.substance]
        route = phase.route or self.route
        return Course(
            substance=substance.name,
            substance_class=substance.substance_class,
            amount=phase.amount,
            unit=substance.unit,
            route=route,
            with_meal=self.with_meal and route is Route.ORAL,
            timing=phase.timing,
            anchor_day=begin,
            first_day=first_day,
            end_day=end_day,
            fraction=phase.fraction,
            hours=phase.hours,
            cartridges=phase.cartridges,
        )


@dataclass(frozen=True, kw_only=True)
class Stop:
    """End the ongoing dosing of a substance, or of every substance of a class.

    Arguments:
        target: canonical substance ("omeprazole") or class ("proton pump inhibitor").
        start_day: day of the run of the stop; None: the start of the run.
    Errors: InputError for a name that is neither.
    """

    target: str
    start_day: float | None = None

    def __post_init__(self) -> None:
        if self.target not in SUBSTANCES and self.target not in CLASS_NAMES.values():
            raise InputError("stop: substance or class not known", value=self.target)
        if self.start_day is not None and not math.isfinite(self.start_day):
            raise InputError("stop day", value=self.start_day, allowed="a finite day")

    def covers(self, substance: str) -> bool:
        """Whether a canonical substance is stopped."""
        return self.target in (substance, SUBSTANCES[substance].substance_class)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A stretch of identical doses.

    Arguments:
        amount, unit: one dose in the canonical unit of the substance.
        first_day, end_day: the stretch [first_day, end_day) in days of the run, inside the window that was asked for.
        anchor_day: the day on which the phase began; the dose grid counts from it.
        fraction, hours, cartridges: nitrous oxide a session, else None.
    """

    substance: str
    substance_class: str
    amount: float
    unit: AmountUnit
    route: Route
    with_meal: bool
    timing: Timing
    anchor_day: float
    first_day: float
    end_day: float
    fraction: float | None = None
    hours: float | None = None
    cartridges: float | None = None

    @property
    def doses_per_day(self) -> int | None:
        """Doses a day when they come daily or more often, else None."""
        return self.timing.doses_per_day

    def days(self) -> list[float]:
        """Day of every dose, rising, within [first_day, end_day). Errors: InputError for an endless course."""
        return self.timing.days(anchor=self.anchor_day, start=self.first_day, end=self.end_day)


@dataclass(frozen=True, kw_only=True)
class Regimen:
    """What is taken and what is stopped.

    Arguments:
        items: at least one `Item` or `Stop`.
        notices: sentences for the reader (vitamin B12 read as cyanocobalamin); no part of equality.
    Errors: InputError when empty, or when the same substance is both taken and stopped.
    """

    items: tuple[Item | Stop, ...]
    notices: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.items:
            raise InputError("regimen is empty", allowed="at least one item")
        for stop in self.stops:
            for item in self.taken:
                names = {item.substance, *(phase.substance for phase in item.phases if phase.substance)}
                if stop.target in names:
                    raise InputError(
                        "a regimen takes and stops the same substance", value=stop.target,
                        allowed="give the item a length instead: for 3 months, until day 90",
                    )  # fmt: skip

    @property
    def taken(self) -> tuple[Item, ...]:
        """The items that are taken."""
        return tuple(item for item in self.items if isinstance(item, Item))

    @property
    def stops(self) -> tuple[Stop, ...]:
        """What is stopped."""
        return tuple(item for item in self.items if isinstance(item, Stop))

    def courses(self, *, start: float, end: float) -> tuple[Course, ...]:
        """Courses of every item within [start, end), in the order of the items.

        Arguments:
            start: first day of the window, and the day on which an item without a start day begins.
            end: day after the window (exclusive).
        Errors: InputError when the window is not a rising pair of days.
        Example:
            >>> from cobalamin.regimen import parse
            >>> [len(c.days()) for c in parse("B12 1 mg IM weekly x4, then monthly").courses(start=0, end=365)]
            [4, 12]
        """
        if not (math.isfinite(start) and end >= start):
            raise InputError("window of days", value=f"{start} to {end}", allowed="a rising pair of days")
        return tuple(course for item in self.taken for course in item.courses(start=start, end=end))

    def __str__(self) -> str:
        """Canonical text; reading it back gives an equal regimen."""
        from cobalamin.regimen.format import format_regimen

        return format_regimen(self)
