"""Parts of a step of the fast solver against closed forms: decay, relaxation, a chain, second order, stiff limit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from cobalamin.body.graph import Body, Organ
from cobalamin.solve.scheme import (
    Group,
    advance_group,
    groups_of,
    laws,
    mean_coefficient,
    predict_alone,
    predict_group,
    reach,
    reach_net,
)

STEPS = np.array([1e-9, 1e-4, 0.01, 0.1, 1.0, 10.0, 1e3, 1e8])
FLOATS = SimpleNamespace(where=lambda c, a, b: a if c else b, maximum=max, minimum=min)


# --- a compartment by itself


@pytest.mark.parametrize("h", STEPS)
def test_relaxation_keeps_its_rest(h: float) -> None:
    got = reach(3.0, h, 2.0, (6.0, 2.0), (6.0, 2.0))
    assert got.end == pytest.approx(3.0, rel=1e-13)
    assert got.mean == pytest.approx(3.0, rel=1e-13)
    assert predict_alone(3.0, h, 6.0, 2.0) == pytest.approx(3.0, rel=1e-13)


@pytest.mark.parametrize("z", [1e-4, 0.01, 0.1, 0.4])
def test_decay_is_the_exponential_to_fourth_order(z: float) -> None:
    got = reach(1.0, z, 1.0, (0.0, 1.0), (0.0, 1.0))
    assert got.end == pytest.approx(math.exp(-z), abs=z**5 / 100 + 1e-15)
    assert got.mean == pytest.approx((1 - math.exp(-z)) / z, abs=z**4 / 100 + 1e-11)


@pytest.mark.parametrize("h", STEPS[:-1])
@pytest.mark.parametrize("bulge", [None, 0.3, -0.5])
def test_end_and_mean_keep_the_balance(h: float, bulge: float | None) -> None:
    """x1 - x0 = h (mean source - loss x mean), with a loss that does not change."""
    got = reach(2.0, h, 0.7, (3.0, 0.7), (5.0, 0.7), bulge)
    gained = h * (4.0 + (bulge or 0.0) - 0.7 * got.mean)
    assert got.end - 2.0 == pytest.approx(gained, rel=1e-9, abs=1e-9 * (1 + h))


@pytest.mark.parametrize("h", STEPS)
def test_a_bulge_down_to_a_sixth_leaves_no_negative_amount(h: float) -> None:
    for source in ((6.0, 0.0), (0.0, 6.0)):
        got = reach(0.0, h, 2.0, (source[0], 2.0), (source[1], 2.0), -1.0)
        assert got.end >= 0.0
        assert got.mean >= 0.0


def test_without_loss_the_source_adds_up() -> None:
    assert reach(1.0, 2.0, 0.0, (3.0, 0.0), (5.0, 0.0)).end == pytest.approx(1.0 + 2.0 * 4.0, rel=1e-12)


def test_very_long_step_ends_at_the_balance_of_its_end() -> None:
    assert reach(1e6, 1e9, 2.5, (4.0, 2.0), (9.0, 3.0)).end == pytest.approx(3.0, rel=1e-6)
    assert predict_alone(1e6, 1e9, 4.0, 2.0) == pytest.approx(2.0, rel=1e-6)


def net(x0: float, h: float, gain: Callable[[float], float]) -> float:
    """One step by the net gain, its slope improved twice, as for a carrier."""
    guess = predict_alone(x0, h, gain(0.0), (gain(0.0) - gain(x0)) / x0)
    for _ in range(2):
        guess = reach_net(x0, h, gain(x0), gain(x0), (guess, gain(guess)), FLOATS).end
    return guess


def used_up(x: float) -> float:
    """A carrier made at 13 a day and used up at 12.9 whatever is left of it, as long as something is."""
    return 13.0 - 0.1 * x - 12.9 * x / (x + 0.007)


def test_a_carrier_that_is_used_up_as_fast_as_it_is_made() -> None:
    x, fine = 0.09, 0.09
    for _ in range(4):
        x = net(x, 0.03, used_up)
    for _ in range(4 * 2000):
        fine += 0.03 / 2000 * used_up(fine + 0.03 / 4000 * used_up(fine))
    assert x == pytest.approx(fine, rel=2e-3)


@pytest.mark.parametrize("h", STEPS)
def test_net_gain_never_takes_more_than_there_is(h: float) -> None:
    for x0 in (1e-6, 0.01, 5.0):
        assert net(x0, h, lambda x: 1e-9 - 50.0 * x / (x + 0.01)) >= 0.0


def error_orders(error: Callable[[int], float]) -> list[float]:
    errors = [error(n) for n in (16, 32, 64, 128)]
    return [math.log2(a / b) for a, b in itertools.pairwise(errors)]


def test_alone_is_at_least_of_second_order_in_a_changing_world() -> None:
    """x' = s(t) - l(t) x with s = 1 + t, l = 2 + sin 3 t, against a fine Runge-Kutta solution."""

    def source(t: float) -> float:
        return 1 + t

    def loss(t: float) -> float:
        return 2 + math.sin(3 * t)

    def slope(t: float, x: float) -> float:
        return source(t) - loss(t) * x

    x, h = 2.0, 1e-3
    for n in range(2000):
        t = n * h
        k1 = slope(t, x)
        k2 = slope(t + h / 2, x + h / 2 * k1)
        k3 = slope(t + h / 2, x + h / 2 * k2)
        x += h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(t + h, x + h * k3))
    exact = x

    def error(steps: int) -> float:
        x, h = 2.0, 2.0 / steps
        for n in range(steps):
            a, b = n * h, (n + 1) * h
            x = reach(x, h, 0.5 * (loss(a) + loss(b)), (source(a), loss(a)), (source(b), loss(b))).end
        return abs(x - exact)

    for order in error_orders(error):
        assert order > 1.9


# --- a group


def chain(*, sink: bool, inflow: float = 0.0, curved: bool = False) -> tuple[Body, Group]:
    """a <-> b -> c (c a sink, or back to a), with an inflow into a and a rate that depends on b if curved."""
    organ = Organ("box")
    for name in ("a", "b"):
        organ.compartment(f"box.{name}", "nmol", 1.0, name)
    organ.compartment("box.c", "nmol", 1.0, "c", sink=sink)

    @organ.flow(source="box.a", target="box.b")
    def forth(body, k, now):
        return 2.0 / (1.0 + body.box.b) if curved else 2.0

    @organ.flow(source="box.b", target="box.a")
    def back(body, k, now):
        return 0.5

    @organ.flow(source="box.b", target="box.c")
    def on(body, k, now):
        return 0.25

    if not sink:

        @organ.flow(source="box.c", target="box.a")
        def again(body, k, now):
            return 0.125

    if inflow:

        @organ.flow(target="box.a", unit="nmol/d")
        def come(body, k, now):
            return inflow

    body = Body([organ])
    return body, groups_of(body)[0]


def advance(body: Body, group: Group, x0: list[float], h: float) -> list[float]:
    """One step of second order for a group of its own: predict, reach, and move what the means say."""
    inflows = group.by_place(body, laws(group.inflows, body.view(x0), None, None))

    def rates(x: list[float]) -> tuple[list[float], dict[int, float], dict[int, float]]:
        coefficients = laws(group.internal, body.view(x), None, None)
        loss, source = dict.fromkeys(group.members, 0.0), dict.fromkeys(group.members, 0.0)
        for i, inflow in zip(group.members, inflows, strict=False):
            source[i] += inflow or 0.0
        for f, c in zip(group.internal, coefficients, strict=True):
            loss[body.index[f.source]] += c
            if f.target and body.index[f.target] in source:
                source[body.index[f.target]] += c * x[body.index[f.source]]
        return coefficients, loss, source

    first, loss0, source0 = rates(x0)
    seen, mean = list(x0), list(x0)
    for i, value in zip(group.members, predict_group(body, group, x0, h, first, inflows), strict=True):
        seen[i] = value
    _, loss1, source1 = rates(seen)
    for i in group.members:
        got = reach(x0[i], h, 0.5 * (loss0[i] + loss1[i]), (source0[i], loss0[i]), (source1[i], loss1[i]))
        seen[i], mean[i] = got.end, got.mean
    last, _, _ = rates(seen)
    coefficients = []
    for f, a, b in zip(group.internal, first, last, strict=True):
        i = body.index[f.source]
        ratio = x0[i] / (seen[i] + 1e-280)
        coefficients.append(mean_coefficient(a, b, ratio) * mean[i] / (seen[i] + 1e-280))
    x1, moved = advance_group(body, group, x0, h, coefficients, inflows)
    new = list(x0)
    for i, value in group.collected(body, x0, x1, moved, inflows, h).items():
        new[i] = value
    return new


@pytest.mark.parametrize("h", STEPS[:-1])
@pytest.mark.parametrize("sink", [True, False])
def test_a_closed_group_keeps_what_it_holds(h: float, sink: bool) -> None:
    body, group = chain(sink=sink, curved=True)
    x = [3.0, 0.2, 0.7]
    for _ in range(20):
        x = advance(body, group, x, h)
        assert min(x) >= 0
    assert sum(x) == pytest.approx(3.9, rel=1e-12)


@pytest.mark.parametrize("h", [1e-3, 0.3, 7.0, 200.0])
def test_an_open_group_gains_what_comes_in(h: float) -> None:
    body, group = chain(sink=True, inflow=0.4)
    x = [1.0, 1.0, 0.0]
    for _ in range(10):
        x = advance(body, group, x, h)
    assert sum(x) == pytest.approx(2.0 + 10 * h * 0.4, rel=1e-13)


def exact_linear(x0: list[float], t: float) -> np.ndarray:
    matrix = np.array([[-2.0, 0.5, 0.125], [2.0, -0.75, 0.0], [0.0, 0.25, -0.125]])
    values, vectors = np.linalg.eig(matrix)
    return np.real(vectors @ (np.exp(values * t) * np.linalg.solve(vectors, np.array(x0, dtype=complex))))


def test_a_linear_group_is_at_least_of_second_order() -> None:
    body, group = chain(sink=False)
    start = [3.0, 0.2, 0.7]

    def error(steps: int) -> float:
        x = start
        for _ in range(steps):
            x = advance(body, group, x, 2.0 / steps)
        return float(np.abs(np.array(x) - exact_linear(start, 2.0)).max())

    for order in error_orders(error):
        assert order > 1.8


def test_a_curved_group_is_at_least_of_second_order() -> None:
    body, group = chain(sink=False, curved=True)
    start = [3.0, 0.2, 0.7]

    def end(steps: int) -> np.ndarray:
        x = start
        for _ in range(steps):
            x = advance(body, group, x, 2.0 / steps)
        return np.array(x)

    fine = end(8192)
    for order in error_orders(lambda steps: float(np.abs(end(steps) - fine).max())):
        assert order > 1.8


def test_stiff_limit_is_the_balance() -> None:
    """Very long steps bring a linear closed group to its steady state."""
    body, group = chain(sink=False)
    x = [3.9, 0.0, 0.0]
    for _ in range(40):
        x = advance(body, group, x, 1e4)
    rest = np.array([0.75 / 2, 1.0, 2.0])
    np.testing.assert_allclose(x, 3.9 * rest / rest.sum(), rtol=1e-6)


def test_empty_compartments_stay_empty() -> None:
    body, group = chain(sink=True)
    assert advance(body, group, [0.0, 0.0, 0.0], 7.0) == [0.0, 0.0, 0.0]


def test_mean_coefficient() -> None:
    """Exact for a flow that decays exponentially; a coefficient that stays stays; zeros are allowed."""
    assert mean_coefficient(2.0, 2.0, 5.0) == 2.0
    ratio, fall = math.exp(0.3), math.exp(0.2)
    flow = (ratio * fall - 1) / 0.5
    assert mean_coefficient(4.0 * fall, 4.0, ratio) == pytest.approx(4.0 * flow / ((ratio - 1) / 0.3), rel=5e-4)
    assert mean_coefficient(0.0, 0.0, 3.0) == 0.0
    assert mean_coefficient(3.0, 0.0, 0.0) == 0.0
