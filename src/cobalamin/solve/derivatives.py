"""The fast solver as a JAX function of its parameters: for calibration, identifiability and sensitivities.

`observations` and `states` make, of one row, a function that `jax.jit`, `jax.vmap`, `jax.jvp`, `jax.jacfwd`, `jax.grad`
and `jax.jacrev` take like any other; NumPyro can put it into a model. What it computes is the fast solver's own machine
code, and its derivatives are those of that same step by step arithmetic (`differentiate.py`), not of the equations it
approximates: to rounding, forward and backward. Neither a schedule nor the number of parameters costs a compilation.

Forward costs one pass per eight directions, backward one pass there and one back for each eight results.

Derivatives are first order. They are taken at the doses and inputs of the row: what `build_row` works out from
parameters before the life is run, the absorbed part of a dose and of the diet and the course of a condition, stays as
it is. `Tables` holds these numbers too, and `solve` may be differentiated with respect to them as well.

Why not the steps as XLA code: one upstream step alone, 2,400 operations, takes XLA 17 s to compile and its derivative
more than 6 minutes; the kernels here take 4 s together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from cobalamin.body import BODY
from cobalamin.errors import InputError, nearest_word
from cobalamin.parameters import parameter, parameters
from cobalamin.solve import jax_setup, sensitivity
from cobalamin.solve.kernels import OUTPUT_NAMES
from cobalamin.solve.life import Life, Tables, life_of
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.solve.rule import StepRule


def life(row: Row, days: FloatArray, names: Sequence[str], *, rule: StepRule | None = None) -> Life:
    """A row made ready for derivatives.

    Arguments:
        row: one person under one plan.
        days: ascending days, shape (time,) [d]; a sample on a dose day is the amount before the dose.
        names: observations or compartments.
        rule: step lengths; default those of the fast solver.

    Errors: InputError for an unknown name, with the nearest one.
    """
    for name in names:
        if name not in OUTPUT_NAMES:
            raise InputError("unknown observation", value=name, nearest=nearest_word(name, OUTPUT_NAMES))
    return life_of(row, days, names, StepRule() if rule is None else rule)


def solve(of: Life, tables: Tables) -> Any:
    """Outputs of a life with these numbers, shape (time, output); a JAX function of `tables`.

    Example:
        jax.grad(lambda doses: solve(of, of.tables._replace(doses=doses))[-1, 0])(of.tables.doses)
    """
    xp = jax_setup.jax().numpy
    return _primitives().solve.bind(*(xp.asarray(table, dtype=xp.float64) for table in tables), of=of)


def observations(
    row: Row, days: FloatArray, names: Sequence[str], *, rule: StepRule | None = None
) -> Callable[[Mapping[str, Any]], Any]:
    """Observations as a function of parameter values, at the doses and inputs of the row.

    Arguments:
        row: one person under one plan.
        days: ascending days, shape (time,) [d].
        names: observations or compartments.
        rule: step lengths; default those of the fast solver.

    Returns:
        A function of {parameter name: value in the parameter's unit}, which gives an array of shape (time, name) in the
        units of the observations. Parameters that are not named keep the value of the row.

    Errors: InputError for an unknown observation or parameter, with the nearest name.

    Example:
        observed = observations(row, np.array([0.0, 30.0]), ["mma_nmol_l"])
        jax.jacfwd(observed)({"holotc_uptake": row.constants["holotc_uptake"]})
    """
    xp, of = jax_setup.jax().numpy, life(row, days, names, rule=rule)
    place = {name: n for n, name in enumerate(parameters())}

    def observed(values: Mapping[str, Any]) -> Any:
        constants = xp.asarray(of.tables.constants)
        for name, value in values.items():
            constants = constants.at[place[parameter(name).name]].set(value)
        return solve(of, of.tables._replace(constants=constants))

    return observed


def states(row: Row, days: FloatArray, *, rule: StepRule | None = None) -> Callable[[Any], Any]:
    """All amounts, shape (time, compartment), as a function of all parameters, shape (parameter,).

    The parameters stand in the order of `parameters()`, the compartments in that of `BODY.names`; arguments and errors
    as for `observations`.
    """
    of = life(row, days, BODY.names, rule=rule)

    def amounts(constants: Any) -> Any:
        return solve(of, of.tables._replace(constants=constants))

    return amounts


class _Primitives(NamedTuple):
    """What JAX is told of: outputs from tables, their changes from changes of the tables, and the way back."""

    solve: Any
    push: Any
    pull: Any


def _solved(of: Life, *tables: Any) -> tuple[FloatArray]:
    made = Tables(*(np.asarray(table) for table in tables))
    still = Tables(*(np.zeros((0, *table.shape)) for table in made))
    return (sensitivity.push(of, made, still)[0],)


def _pushed(of: Life, *both: Any) -> tuple[FloatArray]:
    made = [np.asarray(table) for table in both]
    return (sensitivity.push(of, Tables(*made[:_WIDTH]), Tables(*made[_WIDTH:]))[1],)


def _pulled(of: Life, *both: Any) -> Tables:
    made = [np.asarray(table) for table in both]
    return sensitivity.pull(of, Tables(*made[:_WIDTH]), made[_WIDTH])


_WIDTH = len(Tables._fields)


@cache
def _primitives() -> _Primitives:
    """The three operations with their rules; changes and wishes have their number as first axis."""
    jax = jax_setup.jax()
    from jax.extend.core import Primitive
    from jax.interpreters import ad, batching, mlir

    xp = jax.numpy
    made = _Primitives(Primitive("solve_life"), Primitive("push_life"), Primitive("pull_life"))

    def declare(primitive: Any, work: Callable[..., Any], shapes: Callable[..., list[tuple[int, ...]]]) -> None:
        def results(*operands: Any, of: Life) -> list[Any]:
            made = [jax.ShapeDtypeStruct(shape, xp.float64) for shape in shapes(operands, of)]
            return list(jax.pure_callback(partial(work, of), tuple(made), *operands))

        def called(*operands: Any, of: Life) -> Any:
            found = results(*operands, of=of)
            return found if primitive.multiple_results else found[0]

        def abstract(*operands: Any, of: Life) -> Any:
            found = [jax.core.ShapedArray(shape, xp.float64) for shape in shapes(operands, of)]
            return found if primitive.multiple_results else found[0]

        primitive.def_impl(called)
        primitive.def_abstract_eval(abstract)
        mlir.register_lowering(primitive, mlir.lower_fun(called, primitive.multiple_results))

    made.pull.multiple_results = True
    declare(made.solve, _solved, lambda operands, of: [of.shape])
    declare(made.push, _pushed, lambda operands, of: [(operands[_WIDTH].shape[0], *of.shape)])
    declare(
        made.pull,
        _pulled,
        lambda operands, of: [(operands[_WIDTH].shape[0], *table.shape) for table in operands[:_WIDTH]],
    )

    def jvp(tables: Any, changes: Any, *, of: Life) -> tuple[Any, Any]:
        changes = [ad.instantiate_zeros(change)[None] for change in changes]
        return made.solve.bind(*tables, of=of), made.push.bind(*tables, *changes, of=of)[0]

    def push_transposed(wishes: Any, *both: Any, of: Life) -> list[Any]:
        if isinstance(wishes, ad.Zero):
            return [None] * len(both)
        back = made.pull.bind(*both[:_WIDTH], wishes, of=of)
        asked = [ad.is_undefined_primal(change) for change in both[_WIDTH:]]
        return [None] * _WIDTH + [each if ask else None for each, ask in zip(back, asked, strict=True)]

    def batched(primitive: Any, operands: Sequence[Any], axes: Sequence[Any], *, of: Life) -> tuple[Any, Any]:
        size = next(o.shape[a] for o, a in zip(operands, axes, strict=True) if a is not None)
        whole = [batching.bdim_at_front(o, a, size) for o, a in zip(operands, axes, strict=True)]
        linear = whole[_WIDTH:]
        if linear and all(axis is None for axis in axes[:_WIDTH]):
            # Directions of one life go through it together.
            number = linear[0].shape[:2]
            flat = [each.reshape(number[0] * number[1], *each.shape[2:]) for each in linear]
            found = primitive.bind(*operands[:_WIDTH], *flat, of=of)
            if primitive.multiple_results:
                return [each.reshape(*number, *each.shape[1:]) for each in found], [0] * len(found)
            return found.reshape(*number, *found.shape[1:]), 0
        found = jax.lax.map(lambda each: primitive.bind(*each, of=of), whole)
        return (found, [0] * len(found)) if primitive.multiple_results else (found, 0)

    ad.primitive_jvps[made.solve] = jvp
    ad.primitive_transposes[made.push] = push_transposed
    for primitive in made:
        batching.primitive_batchers[primitive] = partial(batched, primitive)
    return made
