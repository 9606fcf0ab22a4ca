"""Equations of the documentation are those of the code: they give the same numbers, and read as names in full."""

from __future__ import annotations

import math
import re
from functools import cache

import pytest
import sympy
from typeset import WIDEST, equation, latex, names_in, symbol, traced, words

from cobalamin.body import BODY
from cobalamin.body.arithmetic import normal_cdf
from cobalamin.body.inputs import INPUTS, replete_inputs, view_inputs
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters, typical, view

STATES = {name: 0.83 * (c.healthy or 0.2) for name, c in zip(BODY.names, BODY.compartments, strict=True)}
NOW = replete_inputs() | {i.name: i.low + 0.3 * (i.high - i.low) for i in INPUTS}
VALUES = (
    {f"x:{name}": value for name, value in STATES.items()}
    | {f"k:{name}": value for name, value in typical().items()}
    | {f"w:{name}": value for name, value in NOW.items()}
)
LAWS = {f.name: (f.law, traced().flows[f.name]) for f in BODY.flows} | {
    name: (each.law, traced().observations[name]) for name, each in OBSERVATIONS.items()
}


@cache
def part(name: str) -> float:
    return value_of(traced().quantities[name].expression, {})


OPERATIONS = {sympy.Max: max, sympy.Min: min, sympy.exp: math.exp, sympy.log: math.log}


def value_of(expression: sympy.Basic, given: dict[str, float]) -> float:
    """The number that an equation gives, each named part computed from its own equation."""
    if isinstance(expression, sympy.Symbol):
        kind, _, name = expression.name.partition(":")
        return given[name] if kind == "a" else part(name) if kind == "q" else VALUES[expression.name]
    if expression.is_number:
        return float(expression)
    values = [value_of(each, given) for each in expression.args]
    match expression:
        case sympy.Add():
            return math.fsum(values)
        case sympy.Mul():
            return math.prod(values)
        case sympy.Pow():
            return values[0] ** values[1]
    name = expression.func.__name__
    if name.startswith("q:"):
        quantity = traced().quantities[name[2:]]
        return value_of(quantity.expression, dict(zip(quantity.arguments, values, strict=True)))
    return normal_cdf(*values) if name == "Phi" else OPERATIONS[expression.func](*values)


@pytest.mark.parametrize("organ", [organ.name for organ in BODY.organs])
def test_typeset_flows_give_the_numbers_of_the_code(organ: str):
    body, k, now = BODY.view(list(STATES.values())), view(typical()), view_inputs(NOW)
    for flow in next(each for each in BODY.organs if each.name == organ).flows:
        assert value_of(traced().flows[flow.name], {}) == pytest.approx(flow.law(body, k, now), rel=1e-6), flow.name


def test_typeset_observations_give_the_numbers_of_the_code():
    body, k, now = BODY.view(list(STATES.values())), view(typical()), view_inputs(NOW)
    for name, each in OBSERVATIONS.items():
        assert value_of(traced().observations[name], {}) == pytest.approx(each.law(body, k, now), rel=1e-6), name


def test_functions_of_the_body_are_themselves_again():
    from cobalamin.body import methylation

    traced()
    assert math.isfinite(methylation.occupancy(0.5, 1, view(typical())))


def test_every_name_is_known():
    for _, expression in LAWS.values():
        assert names_in(expression, "k") <= set(parameters())
        assert names_in(expression, "q") <= set(traced().quantities)


def test_symbols_are_named_in_full():
    flow = latex(traced().flows["urine_cyanocobalamin"])
    assert r"k_{\text{renal clearance unbound}}" in flow
    assert r"w_{\text{egfr}}" in flow
    assert words("nerve_pool") == r"\text{nerve pool}"
    assert all("_" not in re.sub(r"_\{", "", latex(expression)) for _, expression in LAWS.values())


def test_long_equations_are_broken_between_terms():
    a, b, c = (symbol("k", name * 12) for name in ("one_", "two_", "three_"))
    text = equation("K", a + b + c)
    assert text.startswith(r"\begin{aligned} K &= ")
    assert text.count(r"\\") == 2
    assert equation("K", symbol("k", "short")) == r"K = k_{\text{short}}"
    assert WIDEST < 100
