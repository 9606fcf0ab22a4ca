"""Every law of the body as a typeset equation, traced from the code: nothing here is typed from the model.

A law is called once with symbols. While it runs, the public functions that it calls answer with a symbol of their own
name and note what they computed, so that an equation reads as the code does: short, with its parts named.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter

import cobalamin.body
from cobalamin.body import BODY, arithmetic
from cobalamin.body.inputs import INPUT_NAMES, view_inputs
from cobalamin.body.myelin import MyelinatedTissue
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.parameters import parameters, view

GIVEN = ("body", "k", "now", "self")
WIDEST = 74
"""Letters of an equation on one line; a longer one is broken between its terms or factors."""
_ARITHMETIC = {"power": lambda x, n: x**n, "normal_cdf": sympy.Function("Phi", real=True)}


@dataclass(kw_only=True)
class Quantity:
    """A part with a name of its own.

    Attributes:
        name: in words, with underscores.
        about: one sentence.
        module: of the body, in which it stands.
        arguments: what it is given beside states, constants and inputs.
        expression: what it computes.
    """

    name: str
    about: str
    module: str
    arguments: tuple[str, ...]
    expression: Any


@dataclass(kw_only=True)
class Traced:
    """Laws and quantities as SymPy expressions, by name."""

    flows: dict[str, Any] = field(default_factory=dict)
    observations: dict[str, Any] = field(default_factory=dict)
    quantities: dict[str, Quantity] = field(default_factory=dict)


def symbol(kind: str, name: str) -> Any:
    """Symbol of a state (x), a constant (k), an input (w), a quantity (q) or an argument (a)."""
    return sympy.Symbol(f"{kind}:{name}", real=True)


def _modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(cobalamin.body.__path__, "cobalamin.body.")
    return [importlib.import_module(each.name) for each in found]


def _is_plain(value: Any) -> bool:
    return isinstance(value, sympy.Basic | int | float) and not isinstance(value, bool)


def _named(function: Callable[..., Any], traced: Traced) -> Callable[..., Any]:
    """The function, answering with its name where what it computes is one expression."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def answer(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        others = {name: value for name, value in bound.arguments.items() if name not in GIVEN}
        words = [value for value in others.values() if isinstance(value, str)]
        if "self" in bound.arguments:
            words.insert(0, bound.arguments["self"].name)
        numbers = {name: value for name, value in others.items() if not isinstance(value, str)}
        result = function(*args, **kwargs)
        if not _is_plain(result) or not all(map(_is_plain, numbers.values())):
            return result
        name = "_".join([*words, function.__name__])
        if name not in traced.quantities:
            formal = {argument: symbol("a", argument) for argument in numbers}
            bound.arguments.update(formal)
            about = (function.__doc__ or "").strip().partition("\n")[0]
            traced.quantities[name] = Quantity(
                name=name,
                about=f"{about.rstrip('.').partition(': ')[0] if ': ' in about else about.rstrip('.')}.",
                module=function.__module__.removeprefix("cobalamin.body."),
                arguments=tuple(numbers),
                expression=sympy.sympify(function(*bound.args, **bound.kwargs)),
            )
        return sympy.Function(f"q:{name}", real=True)(*numbers.values()) if numbers else symbol("q", name)

    return answer


def _has_a_name(owner: Any, name: str, function: FunctionType) -> bool:
    """Whether an equation names this function; helpers of a module, and plain arithmetic, are written out."""
    if function.__module__ == arithmetic.__name__:
        return owner is not arithmetic and (name in _ARITHMETIC or name == "saturation")
    reads = set(inspect.signature(function).parameters) & set(GIVEN)
    inside = function.__module__.startswith("cobalamin.body.")
    return bool(inside and reads) and not name.startswith("_") and name not in ("state", "parameter")


@contextlib.contextmanager
def _names_in_place(traced: Traced) -> Iterator[None]:
    """Inside, public functions of the body answer with their names."""
    laws = {each.law for each in (*BODY.flows, *OBSERVATIONS.values())}
    before: list[tuple[Any, str, Any]] = []
    made: dict[Any, Any] = {}
    for owner in (*_modules(), MyelinatedTissue):
        for name, value in list(vars(owner).items()):
            if not isinstance(value, FunctionType) or value in laws or not _has_a_name(owner, name, value):
                continue
            if value not in made:
                made[value] = _ARITHMETIC.get(name) or _named(value, traced)
            before.append((owner, name, value))
            setattr(owner, name, made[value])
    raw_power, arithmetic.power = arithmetic.power, _ARITHMETIC["power"]  # for `saturation`, which calls it
    try:
        yield
    finally:
        arithmetic.power = raw_power
        for owner, name, value in before:
            setattr(owner, name, value)


@functools.cache
def traced() -> Traced:
    """All laws; a second."""
    found = Traced()
    body = BODY.view([symbol("x", name) for name in BODY.names])
    k = view({name: symbol("k", name) for name in parameters()})
    now = view_inputs([symbol("w", name) for name in INPUT_NAMES])
    with _names_in_place(found):
        for flow in BODY.flows:
            found.flows[flow.name] = sympy.sympify(flow.law(body, k, now))
        for name, each in OBSERVATIONS.items():
            found.observations[name] = sympy.sympify(each.law(body, k, now))
    for laws in (found.flows, found.observations):
        for name, expression in laws.items():
            laws[name] = _whole_numbers(_without_lone_name(expression, found))
    for each in found.quantities.values():
        each.expression = _whole_numbers(each.expression)
    _drop_unused(found)
    return found


def _without_lone_name(expression: Any, found: Traced) -> Any:
    """A law that is nothing but a name, written out."""
    while isinstance(expression, sympy.Symbol) and expression.name.startswith("q:"):
        expression = found.quantities[expression.name[2:]].expression
    return expression


def _whole_numbers(expression: Any) -> Any:
    whole = {
        number: sympy.Integer(int(number)) for number in expression.atoms(sympy.Float) if float(number).is_integer()
    }
    return expression.xreplace(whole)


def _drop_unused(found: Traced) -> None:
    used: set[str] = set()
    waiting = [*found.flows.values(), *found.observations.values()]
    while waiting:
        for name in names_in(waiting.pop(), "q") - used:
            used.add(name)
            waiting.append(found.quantities[name].expression)
    found.quantities = {name: each for name, each in found.quantities.items() if name in used}


def names_in(expression: Any, kind: str) -> set[str]:
    """Names of the symbols of a kind (x, k, w, q, a) in an expression."""
    found = {each.name for each in expression.free_symbols}
    found |= {each.func.__name__ for each in expression.atoms(sympy.Function) if hasattr(each.func, "name")}
    return {name[2:] for name in found if name.startswith(f"{kind}:")}


def words(name: str) -> str:
    r"""A name as upright words: `nerve_turnover` -> `\text{nerve turnover}`."""
    return rf"\text{{{name.replace('_', ' ')}}}"


class _Printer(LatexPrinter):
    def _print_Symbol(self, expr: Any, style: str = "plain") -> str:  # noqa: N802
        kind, _, name = expr.name.partition(":")
        if kind == "x":
            organ, _, substance = name.partition(".")
            return rf"x_{{{words(f'{organ}: {substance}')}}}"
        return rf"{kind}_{{{words(name)}}}" if kind in ("k", "w") else words(name)

    def _print_Function(self, expr: Any, exp: str | None = None) -> str:  # noqa: N802
        name = expr.func.__name__
        if name == "Phi" or name.startswith("q:"):
            head = r"\Phi" if name == "Phi" else words(name[2:])
            inside = ", ".join(self._print(argument) for argument in expr.args)
            return rf"{head}\left({inside}\right)" + (f"^{{{exp}}}" if exp else "")
        return super()._print_Function(expr, exp)


_PRINTER = _Printer({"order": "none", "mul_symbol": "dot", "fold_func_brackets": False, "ln_notation": True})


def latex(expression: Any) -> str:
    """LaTeX of an expression, in the subset that browsers and GitHub share."""
    return _PRINTER.doprint(expression)


def _letters(text: str) -> int:
    for command in (r"\text", r"\left", r"\right", r"\frac", r"\cdot", "{", "}", "_", "\\"):
        text = text.replace(command, "")
    return len(text)


def _width(expression: Any) -> int:
    """Letters from left to right; a fraction is as wide as the wider of its two lines."""
    if isinstance(expression, sympy.Mul):
        above = sympy.Mul(*(f for f in expression.args if not _below(f)))
        below = sympy.Mul(*(1 / f for f in expression.args if _below(f)))
        if below != 1:
            return max(_letters(latex(above)), _letters(latex(below)))
    return _letters(latex(expression))


def _below(factor: Any) -> bool:
    return isinstance(factor, sympy.Pow) and bool(factor.exp.is_number and factor.exp < 0)


def _pieces(expression: Any) -> list[str]:
    """Terms or factors of an expression, each with the sign or dot that leads to it."""
    if isinstance(expression, sympy.Add):
        terms = [latex(term) for term in expression.args]
        return [terms[0], *(term if term.startswith("-") else f"+ {term}" for term in terms[1:])]
    if isinstance(expression, sympy.Mul):
        factors = [rf"\left({latex(f)}\right)" if isinstance(f, sympy.Add) else latex(f) for f in expression.args]
        return [factors[0], *(rf"\cdot {factor}" for factor in factors[1:])]
    return [latex(expression)]


def equation(left: str, expression: Any) -> str:
    """A display of `left = expression`, broken between terms or factors where it is long."""
    pieces = _pieces(expression) if _width(expression) > WIDEST else [latex(expression)]
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if _letters(f"{lines[-1]} {piece}") > WIDEST:
            lines.append(rf"\quad {piece}")
        else:
            lines[-1] += f" {piece}"
    if len(lines) == 1:
        return f"{left} = {lines[0]}"
    return rf"\begin{{aligned}} {left} &= " + r" \\ &".join(lines) + r" \end{aligned}"
