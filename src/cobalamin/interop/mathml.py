"""A SymPy expression as the mathematics of SBML.

Only what the rate laws can make is known here: + - * / powers, exp, log, the smaller and larger of two, and a choice.
Every number says that it has no unit, or which one, so that a reader can check the units of every equation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cobalamin.errors import CobalaminError

NO_UNIT = "dimensionless"


def tree(expression: Any, *, number_unit: str = NO_UNIT) -> Any:
    """The expression as a libsbml ASTNode.

    Arguments:
        expression: a SymPy expression; a symbol's name is its id in the model.
        number_unit: id of the unit of numbers that stand alone, in front, in a sum or in a comparison; numbers
            anywhere else have none.

    Raises:
        CobalaminError: the expression holds a function that no rate law may use.

    Example:
        >>> import libsbml, sympy
        >>> libsbml.formulaToL3String(tree(sympy.Symbol("a") / sympy.Symbol("b")))
        'a / b'
    """
    import sympy

    if expression.is_Add:
        return _sum(expression, number_unit)
    if expression.is_Mul:
        return _product(expression, number_unit)
    if expression.is_Number:
        return number(float(expression), number_unit)
    if expression.is_Symbol:
        return symbol(expression.name)
    if expression.is_Pow:
        return _power(expression)
    if isinstance(expression, sympy.Piecewise):
        return _choice(expression)
    name = type(expression).__name__
    kinds = _functions()
    if name not in kinds:
        raise CobalaminError(f"no MathML for {name} in {expression}")
    inner = number_unit if isinstance(expression, sympy.logic.boolalg.Boolean) else NO_UNIT
    return _apply(kinds[name], *(tree(argument, number_unit=inner) for argument in expression.args))


def _functions() -> Mapping[str, int]:
    """MathML operator by SymPy class."""
    import libsbml

    return {
        "exp": libsbml.AST_FUNCTION_EXP,
        "log": libsbml.AST_FUNCTION_LN,
        "Max": libsbml.AST_FUNCTION_MAX,
        "Min": libsbml.AST_FUNCTION_MIN,
        "GreaterThan": libsbml.AST_RELATIONAL_GEQ,
        "StrictGreaterThan": libsbml.AST_RELATIONAL_GT,
        "LessThan": libsbml.AST_RELATIONAL_LEQ,
        "StrictLessThan": libsbml.AST_RELATIONAL_LT,
        "And": libsbml.AST_LOGICAL_AND,
    }


def number(value: float, unit: str = NO_UNIT) -> Any:
    """A literal with its unit id."""
    import libsbml

    node = libsbml.ASTNode(libsbml.AST_REAL)
    node.setValue(value)
    node.setUnits(unit)
    return node


def symbol(name: str) -> Any:
    """A reference to an id; `time` is the time of the simulation."""
    import libsbml

    node = libsbml.ASTNode(libsbml.AST_NAME_TIME if name == "time" else libsbml.AST_NAME)
    node.setName(name)
    return node


def _apply(kind: int, *arguments: Any) -> Any:
    import libsbml

    node = libsbml.ASTNode(kind)
    for argument in arguments:
        node.addChild(argument)
    return node


def _sum(expression: Any, number_unit: str) -> Any:
    """Terms in a fixed order; a term with a minus sign is subtracted."""
    import libsbml

    terms = sorted(expression.args, key=lambda term: (term.could_extract_minus_sign(), term.sort_key()))
    total = tree(terms[0], number_unit=number_unit)
    for term in terms[1:]:
        if term.could_extract_minus_sign():
            total = _apply(libsbml.AST_MINUS, total, tree(-term, number_unit=number_unit))
        else:
            total = _apply(libsbml.AST_PLUS, total, tree(term, number_unit=number_unit))
    return total


def _product(expression: Any, number_unit: str) -> Any:
    """Numerator over denominator, as people write it."""
    import libsbml
    import sympy

    coefficient, rest = expression.as_coeff_Mul()
    if coefficient == -1:
        return _apply(libsbml.AST_MINUS, tree(rest))
    above, below = [], []
    for factor in sympy.Mul.make_args(rest):
        base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sympy.Integer(1))
        if exponent.is_Number and exponent < 0:
            below.append(tree(base**-exponent))
        else:
            above.append(tree(factor))
    if coefficient != 1 or not above:
        above.insert(0, number(float(coefficient), number_unit))
    top = above[0] if len(above) == 1 else _apply(libsbml.AST_TIMES, *above)
    if not below:
        return top
    return _apply(libsbml.AST_DIVIDE, top, below[0] if len(below) == 1 else _apply(libsbml.AST_TIMES, *below))


def _power(expression: Any) -> Any:
    import libsbml

    base, exponent = expression.args
    if exponent.is_Number and exponent < 0:
        return _apply(libsbml.AST_DIVIDE, number(1.0), tree(base**-exponent))
    return _apply(libsbml.AST_FUNCTION_POWER, tree(base), tree(exponent))


def _choice(expression: Any) -> Any:
    import libsbml

    node = libsbml.ASTNode(libsbml.AST_FUNCTION_PIECEWISE)
    for value, condition in expression.args:
        node.addChild(tree(value))
        if condition != True:  # noqa: E712  SymPy's own true, which is not Python's
            node.addChild(tree(condition))
    return node


Powers = dict[str, float]


def unit_of(expression: Any, known: Mapping[str, Powers]) -> Powers:
    """Unit of an expression as powers of units, from the units of its symbols; a number has none.

    Arguments:
        expression: a SymPy expression.
        known: powers by name of symbol, as `units.unit_powers` gives them.
    """
    import sympy

    if expression.is_Symbol:
        return known[expression.name]
    if expression.is_Mul:
        total: Powers = {}
        for factor in expression.args:
            total = _times(total, unit_of(factor, known))
        return total
    if expression.is_Pow and expression.args[1].is_Number:
        return {name: power * float(expression.args[1]) for name, power in unit_of(expression.args[0], known).items()}
    if isinstance(expression, sympy.Add | sympy.Max | sympy.Min):
        return next((unit_of(term, known) for term in expression.args if term.free_symbols), {})
    if isinstance(expression, sympy.Piecewise):
        return unit_of(expression.args[0].args[0], known)
    return {}


def quotient(above: Powers, below: Powers) -> Powers:
    """The unit `above` over the unit `below`."""
    return _times(above, {name: -power for name, power in below.items()})


def _times(one: Powers, other: Powers) -> Powers:
    total = {name: one.get(name, 0.0) + other.get(name, 0.0) for name in {**one, **other}}
    return {name: power for name, power in total.items() if power}


def unit_id(powers: Powers) -> str:
    """A readable id: nanomole_per_day, per_day, dimensionless."""

    def word(name: str, power: float) -> str:
        return name if power == 1 else f"{name}_to_{power:g}".replace(".", "_")

    above = [word(name, power) for name, power in sorted(powers.items()) if power > 0]
    below = [f"per_{word(name, -power)}" for name, power in sorted(powers.items()) if power < 0]
    return "_".join([*above, *below]) or NO_UNIT
