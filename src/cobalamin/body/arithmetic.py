"""Plain arithmetic for rate laws: the same text runs on floats, on arrays and on SymPy symbols.

A rate law may use `+ - * /` and the functions below, nothing else. Arrays bring their own library through the
array-API method `__array_namespace__`, so that this file imports neither JAX nor SymPy.
"""

from __future__ import annotations

import math
from typing import Any

Number = Any  # a float, a NumPy or JAX array, or a SymPy expression


def _library(*values: Number) -> Any:
    for value in values:
        if hasattr(value, "__array_namespace__"):
            return value.__array_namespace__()
    if any(hasattr(value, "free_symbols") for value in values):
        import sympy

        return sympy
    return math


def exp(x: Number) -> Number:
    """e to the x."""
    return _library(x).exp(x)


def log(x: Number) -> Number:
    """Natural logarithm; x > 0."""
    return _library(x).log(x)


def minimum(a: Number, b: Number) -> Number:
    """The smaller of two."""
    library = _library(a, b)
    if library is math:
        return min(a, b)
    return library.Min(a, b) if library.__name__ == "sympy" else library.minimum(a, b)


def maximum(a: Number, b: Number) -> Number:
    """The larger of two."""
    library = _library(a, b)
    if library is math:
        return max(a, b)
    return library.Max(a, b) if library.__name__ == "sympy" else library.maximum(a, b)


def power(x: Number, n: Number) -> Number:
    """x to the n for x >= 0, written exp(n log x) so that every solver and exporter does the same.

    Below 1e-300 x is taken as 1e-300, which keeps the logarithm finite; the result is then zero for any n > 0.02.
    """
    return exp(n * log(maximum(x, 1e-300)))


# Abramowitz and Stegun 7.1.26 is too coarse (1.5e-7 absolute) for tails; this is the rational Chebyshev form with a
# relative error below 1.2e-7 everywhere, built from one exp, so that SBML can hold it.
_ERFC = (
    -1.26551223,
    1.00002368,
    0.37409196,
    0.09678418,
    -0.18628806,
    0.27886807,
    -1.13520398,
    1.48851587,
    -0.82215223,
    0.17087277,
)


def normal_cdf(x: Number) -> Number:
    """Standard normal distribution function, relative error below 1.2e-7.

    Phi(x) = erfc(-x / sqrt 2) / 2, with erfc as t exp(P(t) - z^2), t = 1 / (1 + |z| / 2).
    """
    z = maximum(x, -x) * (0.5**0.5)
    t = 1 / (1 + 0.5 * z)
    polynomial = _ERFC[-1]
    for coefficient in _ERFC[-2::-1]:
        polynomial = polynomial * t + coefficient
    tail = 0.5 * t * exp(polynomial - z * z)
    return where_positive(x, 1 - tail, tail)


def where_positive(condition: Number, yes: Number, no: Number) -> Number:
    """`yes` where condition >= 0, else `no`."""
    library = _library(condition, yes, no)
    if library is math:
        return yes if condition >= 0 else no
    if library.__name__ == "sympy":
        return library.Piecewise((yes, condition >= 0), (no, True))
    return library.where(condition >= 0, yes, no)


def saturation(x: Number, half: Number, exponent: Number) -> Number:
    """Normalised Hill law: x^n (1 + half) / (x^n + half); 1 at x = 1, 0 at x = 0.

    `half` is the half-saturation already raised to the exponent, as in the one-carbon maps.
    """
    raised = power(x, exponent)
    return raised * (1 + half) / (raised + half)
