"""Properties of the dosing language: text and object are the same thing, and no word is dropped."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobalamin.errors import InputError
from cobalamin.regimen import (
    COBALAMIN_CLASS,
    SUBSTANCES,
    Clock,
    Every,
    ForDays,
    ForDoses,
    Item,
    Once,
    OnDays,
    OpenEnded,
    Phase,
    Regimen,
    Route,
    Stop,
    TimesDaily,
    TimesWeekly,
    UntilDay,
    cartridge_phase,
    format_regimen,
    inhaled_phase,
    parse,
)
from cobalamin.regimen.words import vocabulary

COBALAMINS = [name for name, drug in SUBSTANCES.items() if drug.substance_class == COBALAMIN_CLASS]
TABLETS = [name for name, drug in SUBSTANCES.items() if drug.routes == (Route.ORAL,)]

intervals = st.one_of(
    st.sampled_from([0.5, 1.0, 2.0, 7.0, 14.0, 30.4375, 60.875, 365.25]), st.floats(min_value=1 / 24, max_value=4000)
)
spans = st.one_of(
    st.sampled_from([7.0, 14.0, 28.0, 30.4375, 91.3125, 365.25]), st.floats(min_value=1e-3, max_value=9e3)
)
repeating = st.one_of(
    st.builds(TimesDaily, times=st.integers(1, 6)),
    st.just(TimesDaily(times=1, clock=Clock.NIGHT)),
    st.builds(TimesWeekly, times=st.integers(2, 7)),
    st.builds(Every, interval=intervals),
)
ending = st.one_of(
    st.just(Once()),
    st.sets(st.integers(1, 400), min_size=1, max_size=9).map(lambda listed: OnDays(listed=tuple(sorted(listed)))),
)
lengths = st.one_of(
    st.builds(ForDays, days=spans),
    st.builds(ForDoses, doses=st.integers(1, 40)),
    st.builds(UntilDay, day=st.floats(min_value=0, max_value=2000)),
)
starts = st.one_of(
    st.none(), st.floats(min_value=-9000, max_value=9000).filter(lambda day: day == 0 or abs(day) > 1e-3)
)


@st.composite
def when(draw: st.DrawFn, *, last: bool):
    """A timing with a length that lets a next phase follow, unless it is the last."""
    if draw(st.integers(0, 3)) == 0:
        return draw(ending), OpenEnded()
    if last and draw(st.booleans()):
        return draw(repeating), OpenEnded()
    return draw(repeating), draw(lengths)


@st.composite
def dosing(draw: st.DrawFn) -> Item:
    """An item within the dose limits."""
    count = draw(st.integers(1, 3))
    start_day = draw(starts)
    if draw(st.integers(0, 4)) == 0:
        gas = []
        for index in range(count):
            timing, length = draw(when(last=index == count - 1))
            if isinstance(timing, Every) and timing.interval < 1:
                timing = Every(interval=1.0)
            if draw(st.booleans()):
                number = draw(st.floats(min_value=1e-3, max_value=300))
                gas.append(cartridge_phase(cartridges=number, timing=timing, length=length))
            else:
                fraction, hours = draw(st.floats(min_value=1e-6, max_value=1)), draw(st.floats(1e-4, 4))
                gas.append(inhaled_phase(fraction=fraction, hours=hours, timing=timing, length=length))
        return Item(substance="nitrous oxide", route=Route.INHALED, phases=tuple(gas), start_day=start_day)
    is_cobalamin = draw(st.booleans())
    substance = draw(st.sampled_from(COBALAMINS if is_cobalamin else TABLETS))
    route = draw(st.sampled_from(SUBSTANCES[substance].routes))
    phases = []
    for index in range(count):
        timing, length = draw(when(last=index == count - 1))
        other = draw(st.sampled_from(COBALAMINS)) if is_cobalamin and index else substance
        other_route = draw(st.sampled_from(SUBSTANCES[substance].routes)) if index else route
        top = min(SUBSTANCES[name].largest_single for name in {substance, other}) * 10 / 24
        amount = draw(st.one_of(st.integers(1, 8).map(float), st.floats(min_value=1e-6, max_value=top)))
        phases.append(
            Phase(
                amount=min(amount, top),
                timing=timing,
                length=length,
                substance=other if other != substance else None,
                route=other_route if other_route != route else None,
            )
        )
    with_meal = route is Route.ORAL and draw(st.booleans())
    return Item(substance=substance, route=route, phases=tuple(phases), with_meal=with_meal, start_day=start_day)


@st.composite
def regimens(draw: st.DrawFn) -> Regimen:
    items: list[Item | Stop] = list(draw(st.lists(dosing(), min_size=1, max_size=3)))
    taken = {name for item in items for name in (item.substance, *(phase.substance for phase in item.phases))}
    for target in draw(st.lists(st.sampled_from([*SUBSTANCES, "proton pump inhibitor", "H2 blocker"]), max_size=2)):
        if target not in taken:
            items.append(Stop(target=target, start_day=draw(st.one_of(st.none(), st.floats(0, 5000)))))
    return Regimen(items=tuple(items))


@settings(deadline=None)
@given(regimens())
def test_reading_back_the_canonical_text_gives_the_same_regimen(regimen: Regimen):
    text = format_regimen(regimen)
    assert parse(text) == regimen
    assert format_regimen(parse(text)) == text
    assert parse(text.upper()) == regimen


@settings(max_examples=50, deadline=None)
@given(regimens(), st.floats(-500, 500), st.floats(0, 300))
def test_text_and_object_give_the_same_rising_doses_in_the_window(regimen: Regimen, start: float, span: float):
    end = start + span
    courses = regimen.courses(start=start, end=end)
    assert parse(str(regimen)).courses(start=start, end=end) == courses
    for course in courses:
        days = course.days()
        assert start <= course.first_day < course.end_day <= end
        assert days == sorted(days)
        assert all(course.first_day <= day < course.end_day for day in days)


@settings(max_examples=50, deadline=None)
@given(regimens(), st.floats(-100, 200), st.floats(0, 150), st.floats(0, 150))
def test_two_windows_hold_the_doses_of_the_whole(regimen: Regimen, start: float, first: float, second: float):
    """Splitting the run at any day loses no dose and adds none (items that begin at the start are moved on)."""
    items = [replace(item, start_day=start if item.start_day is None else item.start_day) for item in regimen.taken]
    fixed = Regimen(items=tuple(items))

    def doses(begin: float, end: float) -> int:
        return sum(len(course.days()) for course in fixed.courses(start=begin, end=end))

    middle = start + first
    assert doses(start, middle) + doses(middle, middle + second) == doses(start, middle + second)


@settings(max_examples=200, deadline=None)
@given(regimens(), st.text(alphabet=string.ascii_lowercase, min_size=2, max_size=12), st.randoms())
def test_an_unknown_word_anywhere_is_an_error(regimen: Regimen, word: str, random):
    if any(word in phrase.split() for phrase in vocabulary()):
        return
    words = str(regimen).split(" ")
    words.insert(random.randrange(len(words) + 1), word)
    with pytest.raises(InputError):
        parse(" ".join(words))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    try:
        regimen = parse(text)
    except InputError:
        return
    assert parse(str(regimen)) == regimen


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(vocabulary())) | st.integers(-3, 400).map(str) | st.just(","), max_size=14))
def test_any_salad_of_known_words_is_read_or_refused(words: list[str]):
    try:
        regimen = parse(" ".join(words))
    except InputError:
        return
    assert parse(str(regimen)) == regimen
