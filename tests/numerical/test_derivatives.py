"""Derivatives of the fast solver: the same values, its own central differences, forward equal to backward."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from cobalamin.body import BODY
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import InputError
from cobalamin.parameters import parameters
from cobalamin.person import Person
from cobalamin.regimen import parse
from cobalamin.simulate import Request, build_row
from cobalamin.solve import fast, jax_setup
from cobalamin.solve.derivatives import life, observations, solve, states
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.sensitivity import pull, push

DAYS = np.array([0.0, 0.5, 1.0, 10.25, 45.0, 200.0])
NAMES = tuple(OBSERVATIONS)
PLANS: dict[str, str | None] = {
    "diet change": None,
    "tablets": "cyanocobalamin 1000 ug orally daily",
    "injections": "hydroxocobalamin 1 mg IM every other day for 2 weeks, then every 2 months",
}
# Blocks left out act on doses and inputs, which are held, or on what is worked out after the solve.
ONE_OF_EACH_BLOCK = (
    "neuron_ageing",
    "thin_sheath_delay",
    "cord_demyelination",
    "pregabalin_clearance",
    "dizziness_gabapentinoid_half",
    "b6_total_high",
    "hand_length",
    "enterocyte_transit",
    "liver_release",
    "effective_half_thymidylate",
    "methylmalonate_turnover",
    "nerve_sheath_dependence",
    "toxic_slowing",
    "excitability_toxic",
    "haptocorrin_binding_half",
    "tissue_release",
)


@pytest.fixture(scope="module", params=PLANS)
def row(request: pytest.FixtureRequest, make_person: Callable[..., Person]) -> Row:
    """A vegan of two years with diabetes on pregabalin and vitamin B6, under one of the plans."""
    person = make_person(
        60,
        diet="vegan",
        diet_since="2 years",
        condition=[{"name": "type 2 diabetes", "since": "8 years"}],
        medicine=[
            {"regimen": "pregabalin 150 mg orally twice daily", "since": "1 year"},
            {"regimen": "pyridoxine 50 mg orally daily", "since": "1 year"},
        ],
    )
    text = PLANS[request.param]
    plan = None if text is None else parse(text)
    return build_row(Request(person=person, plan_name=request.param, plan=plan), horizon=float(DAYS[-1]) + 1.0)[0]


def chosen(row: Row) -> dict[str, float]:
    return {name: row.constants[name] for name in ONE_OF_EACH_BLOCK}


def scale(slopes: FloatArray) -> FloatArray:
    """Largest derivative of each observation over time; 1 where there is none."""
    most = np.abs(slopes).max(axis=0)
    return np.where(most > 0, most, 1.0)


def forward(function: Callable[[Any], Any], values: Mapping[str, float]) -> dict[str, FloatArray]:
    found = jax_setup.jax().jacfwd(function)(dict(values))
    return {name: np.asarray(each) for name, each in found.items()}


def test_one_parameter_of_each_block() -> None:
    blocks = {parameters()[name].block for name in ONE_OF_EACH_BLOCK}
    assert blocks == {each.block for each in parameters().values()} - {"conditions", "natural_course", "scores"}


def test_same_values_as_the_fast_solver(row: Row) -> None:
    ours = np.asarray(states(row, DAYS)(np.array([row.constants[name] for name in parameters()])))
    theirs = fast.solve([row], DAYS).states[:, :, 0]
    # The absolute part is for loss that has hardly begun, the rounding of 1 - (nearly 1).
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-13)
    seen = np.asarray(observations(row, DAYS, NAMES)({}))
    np.testing.assert_allclose(seen, fast.observe([row], DAYS, NAMES)[:, :, 0].T, rtol=1e-9)


def test_central_differences(row: Row) -> None:
    """A step of 1e-4 of the parameter; every observation, scaled by the largest derivative of it over time."""
    slopes = forward(observations(row, DAYS, NAMES), chosen(row))
    steps = {name: 1e-4 * value for name, value in chosen(row).items()}
    moved = [
        dataclasses.replace(row, constants={**row.constants, name: row.constants[name] + sign * step})
        for name, step in steps.items()
        for sign in (1, -1)
    ]
    values = np.moveaxis(fast.observe(moved, DAYS, NAMES), 0, 1)
    for n, (name, step) in enumerate(steps.items()):
        difference = (values[:, :, 2 * n] - values[:, :, 2 * n + 1]) / (2 * step)
        # What two values of 16 digits cannot tell.
        rounding = 1e-13 * np.abs(values[:, :, 2 * n]).max(axis=0) / step
        assert np.abs(slopes[name]).max() > 0, name
        share = np.abs(slopes[name] - difference) / (1e-4 * scale(slopes[name]) + rounding)
        worst = np.unravel_index(share.argmax(), share.shape)
        assert share.max() <= 1, f"{name}: {NAMES[worst[1]]}, day {DAYS[worst[0]]}: {share.max():g} of what is allowed"


def test_backward_equals_forward(row: Row) -> None:
    observed = observations(row, DAYS, NAMES)
    slopes = forward(observed, chosen(row))
    back = jax_setup.jax().jacrev(observed)(chosen(row))
    most = np.abs(np.asarray(observed(chosen(row)))).max(axis=0)
    for name, slope in slopes.items():
        assert np.isfinite(slope).all()
        # A parameter that hardly matters is known to the rounding of what it does to a value.
        allowed = 1e-10 * scale(slope) + 1e-14 * most / row.constants[name]
        share = np.abs(np.asarray(back[name]) - slope) / allowed
        worst = np.unravel_index(share.argmax(), share.shape)
        assert share.max() <= 1, f"{name}: {NAMES[worst[1]]}, day {DAYS[worst[0]]}: {share.max():g} of what is allowed"


def test_every_number_of_a_life(row: Row) -> None:
    """<w, J d> = <J^T w, d> for changes d of parameters, inputs, doses and intake, and weights w of all outputs."""
    of, random = life(row, DAYS, (*NAMES, *BODY.names)), np.random.default_rng(1)
    # Ten of each: more than one pass of eight.
    changes = type(of.tables)(*(random.normal(size=(10, *table.shape)) * table for table in of.tables))
    values, moved = push(of, of.tables, changes)
    weights = random.normal(size=(10, *of.shape)) / np.maximum(np.abs(values), 1e-3)
    back = pull(of, of.tables, weights)
    there = np.einsum("its,jts->ij", weights, moved)
    again = sum(
        np.einsum("ix,jx->ij", b.reshape(10, -1), c.reshape(10, -1)) for b, c in zip(back, changes, strict=True)
    )
    assert all(np.isfinite(each).all() for each in back)
    assert np.abs(there - again).max() <= 1e-10 * np.abs(there).max()


def test_a_dose(row: Row) -> None:
    """Doses are numbers of a life as well: serum B12 along all of them together, against a central difference."""
    of = life(row, DAYS, ["serum_b12_pmol_l"])
    if not of.tables.doses.size:
        pytest.skip("no doses in this plan")
    slope = jax_setup.jax().jvp(
        lambda factor: solve(of, of.tables._replace(doses=factor * of.tables.doses))[-1, 0], (1.0,), (1.0,)
    )[1]
    more, less = (
        float(solve(of, of.tables._replace(doses=factor * of.tables.doses))[-1, 0]) for factor in (1.0001, 0.9999)
    )
    assert float(slope) == pytest.approx((more - less) / 2e-4, rel=1e-5)


def test_inside_jax(row: Row) -> None:
    """Compiled, batched over parameter values as chains are, and as a gradient: the same numbers."""
    jax, observed = jax_setup.jax(), observations(row, DAYS, ["mma_nmol_l", "holotc_pmol_l"])
    names = ONE_OF_EACH_BLOCK[3:6]

    def misfit(values: Mapping[str, Any]) -> Any:
        return (jax.numpy.log(observed(values)) ** 2).sum()

    one = {name: row.constants[name] for name in names}
    three = {name: value * np.array([1.0, 1.1, 0.9]) for name, value in one.items()}
    batched = jax.jit(jax.vmap(jax.value_and_grad(misfit)))(three)
    for chain in range(3):
        alone = jax.value_and_grad(misfit)({name: value[chain] for name, value in three.items()})
        assert float(batched[0][chain]) == pytest.approx(float(alone[0]), rel=1e-12)
        for name in names:
            assert float(batched[1][name][chain]) == pytest.approx(float(alone[1][name]), rel=1e-9)


def test_unknown_names(row: Row) -> None:
    with pytest.raises(InputError, match="mma_nmol_l"):
        observations(row, DAYS, ["mma_nmol"])
    with pytest.raises(InputError, match="liver_release"):
        observations(row, DAYS, ["mma_nmol_l"])({"liver_releas": 1.0})
