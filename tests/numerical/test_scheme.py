"""One step of the fast solver against closed forms: decay, relaxation, a closed chain, second order, stiff limit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from cobalamin.body.graph import Body, Organ
from cobalamin.solve.scheme import (
    Group,
    advance_alone,
    advance_group,
    groups_of,
    laws,
    patankar,
    predict_alone,
    weights,
)

STEPS = np.array([1e-9, 1e-4, 0.01, 0.1, 1.0, 10.0, 1e3, 1e8])


# --- weights of a compartment of its own


def test_weights_are_not_negative_and_add_up_to_one() -> None:
    e, a, b = weights(STEPS)
    for each in (e, a, b):
        assert (each >= 0).all()
    np.testing.assert_allclose(e + STEPS * (a + b), 1.0, rtol=1e-14)


def test_weight_of_the_start_is_the_exponential_to_third_order() -> None:
    e, _, _ = weights(STEPS)
    for z, ours in zip(STEPS[:4], e[:4], strict=True):
        assert ours == pytest.approx(math.exp(-z), abs=z**4 / 6 + 1e-15)


@pytest.mark.parametrize("h", STEPS)
def test_relaxation_keeps_its_rest(h: float) -> None:
    assert advance_alone(3.0, h, 6.0, 2.0, 6.0, 2.0) == pytest.approx(3.0, rel=1e-13)
    assert predict_alone(3.0, h, 6.0, 2.0) == pytest.approx(3.0, rel=1e-13)


def test_without_loss_the_source_adds_up() -> None:
    assert advance_alone(1.0, 2.0, 3.0, 0.0, 5.0, 0.0) == pytest.approx(1.0 + 2.0 * 4.0, rel=1e-12)


def test_very_long_step_ends_at_the_balance_of_its_end() -> None:
    assert advance_alone(1e6, 1e9, 4.0, 2.0, 9.0, 3.0) == pytest.approx(3.0, rel=1e-6)
    assert predict_alone(1e6, 1e9, 4.0, 2.0) == pytest.approx(2.0, rel=1e-6)


def error_orders(error: Callable[[int], float]) -> list[float]:
    errors = [error(n) for n in (16, 32, 64, 128)]
    return [math.log2(a / b) for a, b in itertools.pairwise(errors)]


def test_alone_is_of_second_order_in_a_changing_world() -> None:
    """x' = s(t) - l(t) x with s = 1 + sin t, l = 1 + t / 2, against a fine Runge-Kutta solution."""

    def source(t: float) -> float:
        return 1 + math.sin(t)

    def loss(t: float) -> float:
        return 1 + 0.5 * t

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
            x = advance_alone(x, h, source(a), loss(a), source(b), loss(b))
        return abs(x - exact)

    for order in error_orders(error):
        assert 1.85 < order < 2.3


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
    """One step of second order for a group without sinks or with: predict, then correct the coefficients."""
    first = laws(group.internal, body.view(x0), None, None)
    inflows = [None] * (len(group.members) + len(group.sinks))
    for f, value in zip(group.inflows, laws(group.inflows, body.view(x0), None, None), strict=True):
        inflows[(*group.members, *group.sinks).index(body.index[f.target])] = value
    stay = [1.0] * len(group.members)
    predicted, _ = advance_group(body, group, x0, h, first, inflows, stay)
    mixed = list(x0)
    for i, value in zip(group.members, predicted, strict=True):
        mixed[i] = value
    second = laws(group.internal, body.view(mixed), None, None)
    mean = [
        patankar(a, b, x0[body.index[f.source]], mixed[body.index[f.source]])
        for f, a, b in zip(group.internal, first, second, strict=True)
    ]
    x1, moved = advance_group(body, group, x0, h, mean, inflows, stay)
    new = list(x0)
    for i, value in zip(group.members, x1, strict=True):
        new[i] = value
    for i in group.sinks:
        gained = (a for f, a in zip(group.internal, moved, strict=True) if f.target == body.names[i])
        new[i] = x0[i] + sum(gained)
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


def test_a_linear_group_is_of_second_order() -> None:
    body, group = chain(sink=False)
    start = [3.0, 0.2, 0.7]

    def error(steps: int) -> float:
        x = start
        for _ in range(steps):
            x = advance(body, group, x, 2.0 / steps)
        return float(np.abs(np.array(x) - exact_linear(start, 2.0)).max())

    for order in error_orders(error):
        assert 1.75 < order < 2.4


def test_a_curved_group_is_of_second_order() -> None:
    body, group = chain(sink=False, curved=True)
    start = [3.0, 0.2, 0.7]

    def end(steps: int) -> np.ndarray:
        x = start
        for _ in range(steps):
            x = advance(body, group, x, 2.0 / steps)
        return np.array(x)

    fine = end(8192)
    for order in error_orders(lambda steps: float(np.abs(end(steps) - fine).max())):
        assert 1.7 < order < 2.4


def test_stiff_limit_is_the_balance() -> None:
    """Enormous steps bring a linear closed group to its steady state; each about halves what is missing."""
    body, group = chain(sink=False)
    x = [3.9, 0.0, 0.0]
    for _ in range(40):
        x = advance(body, group, x, 1e6)
    rest = np.array([0.75 / 2, 1.0, 2.0])
    np.testing.assert_allclose(x, 3.9 * rest / rest.sum(), rtol=1e-6)


def test_empty_compartments_stay_empty() -> None:
    body, group = chain(sink=True)
    assert advance(body, group, [0.0, 0.0, 0.0], 7.0) == [0.0, 0.0, 0.0]


def test_patankar_weight() -> None:
    assert patankar(2.0, 4.0, 1.0, 1.0) == pytest.approx(3.0)
    assert patankar(2.0, 4.0, 3.0, 1.0) == pytest.approx(5.0)
    assert patankar(2.0, 4.0, 0.0, 0.0) == pytest.approx(2.0)
