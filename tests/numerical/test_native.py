"""Traced graphs and their machine code against NumPy: every operation, exp and log to the last places,
simplification."""

from __future__ import annotations

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.body.arithmetic import normal_cdf, power
from cobalamin.body.inputs import replete_inputs, view_inputs
from cobalamin.parameters import typical, view
from cobalamin.solve.native import LANES, Compiled, Kernel, source
from cobalamin.solve.trace import LIBRARY, Depends, Graph, Node


def aligned(values: np.ndarray) -> np.ndarray:
    """The values, in memory that starts at a multiple of 64 bytes."""
    raw = np.zeros(values.size + LANES)
    skip = (-raw.ctypes.data // 8) % LANES
    found = raw[skip : skip + values.size].reshape(values.shape)
    found[:] = values
    return found


def run(graph: Graph, outputs: list[Node], inputs: np.ndarray) -> np.ndarray:
    """Values of the outputs for inputs of shape (input, LANES)."""
    kernel = Kernel(
        name="tried",
        graph=graph,
        arrays=("given", "found"),
        outputs=tuple(("found", n, node) for n, node in enumerate(outputs)),
    )
    found = aligned(np.zeros((len(outputs), LANES)))
    Compiled(source([kernel])).call("tried", [aligned(inputs), found])
    return found


def test_exp_and_log_are_right_to_the_last_places() -> None:
    graph = Graph()
    reads = graph.reads("given", 8, Depends.STATE)
    rng = np.random.default_rng(3)
    powers = np.concatenate([rng.uniform(-700, 700, 24), rng.uniform(-1, 1, 7), [0.0]]).reshape(4, LANES)
    numbers = np.concatenate([10 ** rng.uniform(-299, 299, 24), rng.uniform(0.5, 2, 7), [1.0]]).reshape(4, LANES)
    outputs = [LIBRARY.exp(x) for x in reads[:4]] + [LIBRARY.log(x) for x in reads[4:]]
    found = run(graph, outputs, np.concatenate([powers, numbers]))
    np.testing.assert_allclose(found[:4], np.exp(powers), rtol=5e-16 * 2)
    np.testing.assert_allclose(found[4:], np.log(numbers), rtol=5e-16 * 2, atol=3e-16)


def test_every_operation() -> None:
    graph = Graph()
    a, b = graph.reads("given", 2, Depends.STATE)
    values = np.array([[1.0, -2.0, 3.0, 0.5, -7.0, 8.0, 1e-3, 2.0], [2.0, 3.0, -1.0, 0.25, -7.0, 2.0, 4.0, -2.0]])
    outputs = [
        a + b, a - b, a * b, a / b, -a, 3.0 - a, 2.0 / b, LIBRARY.minimum(a, b), LIBRARY.maximum(a, b),
        LIBRARY.where(a >= b, a, 5.0), LIBRARY.where(a > b, 1.0, b), power(LIBRARY.maximum(a, 0.1), 0.25),
    ]  # fmt: skip
    x, y = values
    wanted = [
        x + y, x - y, x * y, x / y, -x, 3.0 - x, 2.0 / y, np.minimum(x, y), np.maximum(x, y),
        np.where(x >= y, x, 5.0), np.where(x > y, 1.0, y), np.maximum(x, 0.1) ** 0.25,
    ]  # fmt: skip
    np.testing.assert_allclose(run(graph, outputs, values), wanted, rtol=1e-15)


def test_what_is_not_a_number_stays_so() -> None:
    graph = Graph()
    (a,) = graph.reads("given", 1, Depends.STATE)
    found = run(graph, [a * 2.0, LIBRARY.exp(a), a / a + 1.0 * a], np.full((1, LANES), np.nan))
    assert np.isnan(found).all()


def test_equal_expressions_are_one_node_and_constants_fold() -> None:
    graph = Graph()
    a, b = graph.reads("given", 2, Depends.STATE)
    assert (a + b) is (b + a)
    assert (a * 1.0) is a
    assert (a + 0.0) is a
    assert graph.operations[(a - a).number].value == 0.0
    assert graph.operations[(a * 0.0).number].value == 0.0
    assert graph.operations[graph.apply("exp", graph.constant(0.0)).number].value == 1.0


def test_a_whole_power_is_a_product() -> None:
    graph = Graph()
    (a,) = graph.reads("given", 1, Depends.STATE)
    names = {graph.operations[n].name for n in graph.needed([power(a, 2)])}
    assert "exp" not in names
    assert "log" not in names


def test_what_belongs_to_a_stretch_is_told_from_what_belongs_to_the_state() -> None:
    graph = Graph()
    k, x = graph.read("constants", 0, Depends.STRETCH), graph.read("state", 0, Depends.STATE)
    assert (k * 2.0 + power(k, 0.3)).depends == Depends.STRETCH
    assert (k * x).depends == Depends.STATE
    (quotient,) = [graph.operations[n] for n in graph.needed([x / k]) if graph.operations[n].name == "div"]
    assert quotient.depends == Depends.STRETCH


def test_an_unknown_array_is_refused() -> None:
    graph = Graph()
    kernel = Kernel(
        name="bad", graph=graph, arrays=("found",), outputs=(("found", 0, graph.read("x", 0, Depends.STATE)),)
    )
    with pytest.raises(ValueError, match="no array x"):
        source([kernel])


def test_the_laws_of_the_body_in_machine_code() -> None:
    """Every flow at amounts off balance, as machine code and in plain Python."""
    rng = np.random.default_rng(11)
    amounts = np.array([max(c.healthy, 0.05) for c in BODY.compartments])[:, None] * rng.uniform(0.2, 2.0, (1, LANES))
    graph = Graph()
    body = BODY.view(graph.reads("given", len(BODY.names), Depends.STATE))
    k, now = view(typical()), view_inputs(replete_inputs())
    outputs = [graph.node(f.law(body, k, now)) for f in BODY.flows]
    found = run(graph, outputs, amounts)
    for lane in range(LANES):
        plain = BODY.view([float(x) for x in amounts[:, lane]])
        wanted = [f.law(plain, k, now) for f in BODY.flows]
        np.testing.assert_allclose(found[:, lane], wanted, rtol=1e-11, atol=1e-15)


def test_normal_distribution_in_machine_code() -> None:
    graph = Graph()
    (a,) = graph.reads("given", 1, Depends.STATE)
    x = np.linspace(-6.0, 6.0, LANES)[None, :]
    np.testing.assert_allclose(run(graph, [normal_cdf(a)], x)[0], [normal_cdf(float(v)) for v in x[0]], rtol=1e-13)
