"""SUNDIALS CVODE, called in the library that scikit-sundae ships, with a right-hand side in machine code.

scikit-sundae itself calls back into Python at each evaluation, which would cost CVODE more than the flows do. Here the
integrator calls compiled code directly, so that its speed is its own.

Reference: Hindmarsh and others 2005, ACM TOMS 31:363 (BDF of order 1 to 5, variable step, Newton with a dense
matrix).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from cobalamin.errors import SolverError
from cobalamin.solve.protocol import FloatArray

_LIBRARIES = ("core", "nvecserial", "sunmatrixdense", "sunlinsoldense", "cvode")
_BDF, _NORMAL, _STOPPED = 2, 1, 1
_Pointer, _Real, _Reals = ctypes.c_void_p, ctypes.c_double, ctypes.POINTER(ctypes.c_double)


@cache
def _library(name: str) -> Any:
    """One of the shared libraries; those it needs are loaded before it."""
    import sksundae

    folder = Path(sksundae.__file__).parents[1] / "scikit_sundae.libs"
    (file,) = folder.glob(f"libsundials_{name}-*.so*")
    return ctypes.CDLL(str(file))


@cache
def _function(library: str, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    for each in _LIBRARIES[: _LIBRARIES.index(library) + 1]:
        _library(each)
    found = getattr(_library(library), name)
    found.restype, found.argtypes = result, list(arguments)
    return found


def vector_data() -> Callable[..., Any]:
    """(vector) -> pointer to its numbers."""
    return _function("core", "N_VGetArrayPointer", _Reals, _Pointer)


def matrix_data() -> Callable[..., Any]:
    """(dense matrix) -> pointer to its numbers, column by column."""
    return _function("sunmatrixdense", "SUNDenseMatrix_Data", _Reals, _Pointer)


@cache
def _context() -> Any:
    made = _Pointer()
    _function("core", "SUNContext_Create", ctypes.c_int, ctypes.c_int, _Pointer)(0, ctypes.byref(made))
    # Failures come back as numbers and are raised below; the library need not print them as well.
    _function("core", "SUNContext_ClearErrHandlers", ctypes.c_int, _Pointer)(made)
    return made


class Cvode:
    """One integrator, used again for every stretch and every row.

    Arguments:
        rates: address of compiled code (time, vector, vector, pointer to `data`) that writes the rates.
        jacobian: address of compiled code (time, vector, vector, matrix, pointer to `data`, ...).
        data: what the compiled code reads.
        relative, absolute: tolerances; the absolute one for each state.
    """

    def __init__(self, rates: int, jacobian: int, data: FloatArray, relative: float, absolute: FloatArray) -> None:
        size = len(absolute)
        self.state = np.zeros(size, dtype=np.float64)
        self._kept = (data, np.array(absolute, dtype=np.float64))
        context, real_array = _context(), _Pointer
        make = _function("nvecserial", "N_VMake_Serial", _Pointer, ctypes.c_int32, real_array, _Pointer)
        self._vector = make(size, self.state.ctypes.data, context)
        tolerances = make(size, self._kept[1].ctypes.data, context)
        matrix = _function("sunmatrixdense", "SUNDenseMatrix", _Pointer, ctypes.c_int32, ctypes.c_int32, _Pointer)(
            size, size, context
        )
        solver = _function("sunlinsoldense", "SUNLinSol_Dense", _Pointer, _Pointer, _Pointer, _Pointer)(
            self._vector, matrix, context
        )
        self._memory = _function("cvode", "CVodeCreate", _Pointer, ctypes.c_int, _Pointer)(_BDF, context)
        self._call("CVodeInit", (_Pointer, rates), (_Real, 0.0), (_Pointer, self._vector))
        self._call("CVodeSVtolerances", (_Real, relative), (_Pointer, tolerances))
        self._call("CVodeSetLinearSolver", (_Pointer, solver), (_Pointer, matrix))
        self._call("CVodeSetJacFn", (_Pointer, jacobian))
        self._call("CVodeSetUserData", (_Pointer, data.ctypes.data))
        # A dose begins with steps below the rounding of the day; that is well, and needs no word each time.
        self._call("CVodeSetMaxHnilWarns", (ctypes.c_int, -1))
        self._call("CVodeSetMaxNumSteps", (ctypes.c_long, 1_000_000))
        self._advance = _function("cvode", "CVode", ctypes.c_int, _Pointer, _Real, _Pointer, _Pointer, ctypes.c_int)
        self._restart = _function("cvode", "CVodeReInit", ctypes.c_int, _Pointer, _Real, _Pointer)
        self._stop = _function("cvode", "CVodeSetStopTime", ctypes.c_int, _Pointer, _Real)
        self._reached = _Real()

    def _call(self, name: str, *arguments: tuple[Any, Any]) -> None:
        function = _function("cvode", name, ctypes.c_int, _Pointer, *(kind for kind, _ in arguments))
        if function(self._memory, *(value for _, value in arguments)) != 0:
            raise SolverError(f"{name} failed")

    @property
    def day(self) -> float:
        """Day of `state`."""
        return self._reached.value

    def start(self, day: float, stop: float) -> None:
        """Begin anew from `state` on `day`, and never look beyond `stop`."""
        if self._restart(self._memory, day, self._vector) != 0 or self._stop(self._memory, stop) != 0:
            raise SolverError(f"CVODE could not start at day {day:g}")
        self._reached.value = day

    def advance(self, day: float) -> None:
        """Bring `state` to `day`."""
        flag = self._advance(self._memory, day, self._vector, ctypes.byref(self._reached), _NORMAL)
        if flag not in (0, _STOPPED):
            raise SolverError(f"CVODE stopped at day {self._reached.value:g} with flag {flag}")
