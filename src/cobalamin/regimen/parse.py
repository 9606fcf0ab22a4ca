"""From a text of the dosing language to a `Regimen`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree

from cobalamin.errors import InputError
from cobalamin.regimen.model import Item, Phase, Regimen, Stop, cartridge_phase, inhaled_phase
from cobalamin.regimen.reading import Read, read_part
from cobalamin.regimen.substances import CLASS_NAMES, NAMES, SUBSTANCES, AmountUnit, Route, Substance
from cobalamin.regimen.timing import Clock, Length, OpenEnded, TimesDaily, Timing
from cobalamin.regimen.words import tokenize
from cobalamin.units import MICROGRAMS_PER_UNIT

Node = Tree[Token]

_KINDS = {  # terminals as the reader knows them
    "NUMBER": "a number", "UNIT": "a unit", "DRUG": "a drug", "ROUTE": "a route", "DAILY": "daily", "ONCE": "once",
    "EVERY": "every", "FOR": "for", "AND": "and", "THEN": "then", "STOP": "stop", "DAY": "day", "PERIOD": "weeks",
    "TIMES": "times", "DOSES": "doses", "A": "a", "UNTIL": "until", "OTHER": "other", "CLASS": "a class of drugs",
}  # fmt: skip


def parse(text: str, *, where: str = "") -> Regimen:
    """The regimen that a text describes.

    Arguments:
        text: for example "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months".
        where: file and place, for the error.
    Errors: InputError for every word that is not understood and for everything that is missing or ambiguous;
        OutsideValidity for a dose beyond 10 times the largest studied.
    Example:
        >>> str(parse("vitamin B12 1000 mcg po od"))
        'cyanocobalamin 1 mg orally daily'
    """
    with _at(where):
        tree = syntax_tree(text)
        notices: list[str] = []
        items = tuple(_entry(entry, text, notices) for entry in _nodes(tree))
        return Regimen(items=items, notices=tuple(dict.fromkeys(notices)))


@lru_cache(maxsize=1)
def grammar() -> Lark:
    """The grammar of `grammar.lark`."""
    source = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(source, parser="lalr", lexer="basic")


@contextmanager
def _at(where: str) -> Generator[None]:
    """Name the place in errors that were raised by the objects, which do not know it."""
    try:
        yield
    except InputError as error:
        if not where or error.where:
            raise
        raise type(error)(
            error.what, where=where, value=error.value, allowed=error.allowed, nearest=error.nearest
        ) from error


def syntax_tree(text: str) -> Node:
    """The text as a tree of the grammar. Errors: InputError naming the word that does not fit."""
    # Lark types its interactive parser only in part; what goes in and comes out is a token and a tree of tokens
    reader: Any = grammar().parse_interactive("")  # pyright: ignore[reportUnknownMemberType]
    for token in tokenize(text):
        if token.type not in reader.accepts():
            raise _misplaced(token, reader.accepts(), text)
        reader.feed_token(token)
    if "$END" not in reader.accepts():
        raise _misplaced(Token("$END", "the end"), reader.accepts(), text)
    tree: Node = reader.feed_eof()
    return tree


def _misplaced(token: Token, accepted: set[str], text: str) -> InputError:
    if token.type == "CLASS":
        members = [drug.name for drug in SUBSTANCES.values() if drug.substance_class == CLASS_NAMES[token.value]]
        return InputError("a class of drugs is taken by the name of one", value=token.value, allowed=", ".join(members))
    allowed = ", ".join(kind for terminal, kind in _KINDS.items() if terminal in accepted)
    return InputError(f"{token.value!r} does not fit here", value=text, allowed=allowed)


def _nodes(tree: Node) -> list[Node]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _words(tree: Node, kind: str) -> list[str]:
    return [child.value for child in tree.children if isinstance(child, Token) and child.type == kind]


def _entry(entry: Node, text: str, notices: list[str]) -> Item | Stop:
    if entry.data in ("stop", "stop_later"):
        return _stop(entry)
    drafts = [_draft(phase, text) for phase in _nodes(entry)]
    item = _item(drafts, text, notices)
    if entry.data == "item_that_stops" and not item.phases[-1].ends:
        raise InputError("'then stop' needs a length before it", value=text, allowed="for 2 weeks, x4, until day 90")
    return item


def _stop(entry: Node) -> Stop:
    begins = _nodes(entry)
    start_day = read_part(begins[0]).start_day if begins else None
    if start_day is not None and start_day < 0:
        raise InputError("a stop in the past belongs to the medicine, as 'until'", value=f"{start_day:g} d")
    for name in _words(entry, "CLASS"):
        return Stop(target=CLASS_NAMES[name], start_day=start_day)
    name = _words(entry, "DRUG")[0]
    # "stop vitamin B12" means every form of it, whichever the person takes
    substance = SUBSTANCES[NAMES[name]]
    target = substance.substance_class if name in substance.unclear else substance.name
    return Stop(target=target, start_day=start_day)


@dataclass(kw_only=True)
class _Draft:
    """The parts of one phase as found; None is "not said"."""

    amount: tuple[str, str] | None = None
    drug: str | None = None
    route: Route | None = None
    timing: Timing | None = None
    length: Length | None = None
    start_day: float | None = None
    with_meal: bool | None = None
    clock: Clock | None = None
    hours: float | None = None
    per_session: bool | None = None


def _draft(phase: Node, text: str) -> _Draft:
    draft = _Draft()
    parts = [read_part(part) for part in _nodes(phase)]
    for part in parts:
        for name in (one.name for one in fields(Read)):
            value = getattr(part, name)
            if value is None:
                continue
            if getattr(draft, name) is not None:
                raise InputError(f"{_PART_NAMES[name]} is given twice", value=text, allowed="once in a phase")
            setattr(draft, name, value)
    return draft


_PART_NAMES = {
    "amount": "amount", "drug": "drug", "route": "route", "timing": "how often", "length": "how long",
    "start_day": "start", "with_meal": "food", "clock": "time of day", "hours": "length in hours",
    "per_session": "session",
}  # fmt: skip


def _item(drafts: list[_Draft], text: str, notices: list[str]) -> Item:
    first = drafts[0]
    if first.drug is None:
        raise InputError("the drug is missing", value=text, allowed="for example 'cyanocobalamin 1 mg orally daily'")
    substance = _substance(first.drug, notices)
    route = first.route or (substance.routes[0] if len(substance.routes) == 1 else None)
    if route is None:
        allowed = ", ".join(choice.value for choice in substance.routes)
        raise InputError(f"the route of {substance.name} is missing", value=text, allowed=allowed)
    phases: list[Phase] = []
    said = first
    for index, draft in enumerate(drafts):
        said = _inherit(draft, said, first, text) if index else first
        own = _substance(said.drug or substance.name, notices)
        changed_drug = own.name if own.name != substance.name else None
        changed_route = said.route if said.route not in (None, route) else None
        phases.append(replace(_phase(said, own, text), substance=changed_drug, route=changed_route))
    return Item(
        substance=substance.name,
        route=route,
        phases=tuple(phases),
        with_meal=bool(first.with_meal),
        start_day=first.start_day,
    )


def _inherit(draft: _Draft, before: _Draft, first: _Draft, text: str) -> _Draft:
    """A phase after "then": what it does not say, apart from its length, is as in the phase before."""
    if draft.start_day is not None:
        raise InputError("a start day belongs to the first phase; 'then' follows by itself", value=text)
    if draft.with_meal is not None and draft.with_meal != bool(first.with_meal):
        raise InputError("food is the same in every phase of an item", value=text, allowed="say it in the first phase")
    timed = before if draft.timing is None and draft.clock is None else draft
    return replace(
        draft,
        amount=draft.amount or before.amount,
        drug=draft.drug or before.drug,
        route=draft.route or before.route,
        timing=timed.timing,
        clock=timed.clock,
        # cartridges have no length of a session to inherit
        hours=draft.hours if draft.amount and draft.amount[1] == "cartridge" else draft.hours or before.hours,
    )


def _substance(name: str, notices: list[str]) -> Substance:
    substance = SUBSTANCES[NAMES[name]]
    if name in substance.unclear:
        notices.append(f"{name!r} is taken as {substance.name}")
    return substance


def _phase(said: _Draft, substance: Substance, text: str) -> Phase:
    timing = _timing(said, text)
    length = said.length or OpenEnded()
    if said.amount is None:
        raise InputError(f"the amount of {substance.name} is missing", value=text, allowed=_units(substance))
    number, unit = said.amount
    if float(number) <= 0:
        raise InputError("amount of a dose", value=f"{number} {unit}", allowed="above zero")
    if substance.unit is AmountUnit.HOUR_OF_PURE_GAS:
        return _gas_phase(said, substance, timing, length, text)
    if said.hours is not None or said.per_session:
        raise InputError(f"a session in hours belongs to inhaled gas, not to {substance.name}", value=text)
    if unit not in MICROGRAMS_PER_UNIT:
        raise InputError(
            f"unit {unit!r} does not fit {substance.name}", value=f"{number} {unit}", allowed=_units(substance)
        )
    # as decimals, so that 1.1 mg is 1100 ug and not 1100.0000000000002 ug
    ratio = Decimal(MICROGRAMS_PER_UNIT[unit]) / Decimal(MICROGRAMS_PER_UNIT[substance.unit.value])
    return Phase(amount=float(Decimal(number) * ratio), timing=timing, length=length)


def _gas_phase(said: _Draft, substance: Substance, timing: Timing, length: Length, text: str) -> Phase:
    number, unit = said.amount or ("", "")
    if unit == "cartridge":
        if said.hours is not None:
            raise InputError("cartridges take no length of a session", value=text)
        return cartridge_phase(cartridges=float(number), timing=timing, length=length)
    if unit != "%":
        raise InputError(
            f"unit {unit!r} does not fit {substance.name}", value=f"{number} {unit}", allowed=_units(substance)
        )
    if said.hours is None:
        raise InputError(
            f"how long a session of {substance.name} lasts is missing", value=text, allowed="for example 'for 2 hours'"
        )
    return inhaled_phase(fraction=float(Decimal(number).scaleb(-2)), hours=said.hours, timing=timing, length=length)


def _units(substance: Substance) -> str:
    if substance.unit is AmountUnit.HOUR_OF_PURE_GAS:
        return "% with hours, or cartridges"
    return ", ".join(MICROGRAMS_PER_UNIT)


def _timing(said: _Draft, text: str) -> Timing:
    """The timing with the time of day; a time of day alone means once daily."""
    if said.timing is None and said.clock is None:
        raise InputError(
            "how often is missing", value=text, allowed="daily, weekly, every 2 months, once, days 1, 3, 7"
        )
    timing = said.timing or TimesDaily(times=1)
    if said.clock is None:
        return timing
    if timing != TimesDaily(times=1):
        raise InputError("a time of day fits a dose once daily only", value=text)
    return TimesDaily(times=1, clock=said.clock)
