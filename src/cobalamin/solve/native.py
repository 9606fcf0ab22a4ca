"""Graphs of operations turned into machine code for this processor, eight rows of a batch at a time.

A kernel is a function of pointers to arrays; entry i of an array holds one value for each of the eight rows (lanes).
LLVM compiles it once for a kind of processor; the object code is kept in the cache folder.

exp and log are written out, because a vector version of the C library cannot be relied upon: argument reduction by
powers of two, then a polynomial; errors below 2 units in the last place over the range that laws use.
References: Cody and Waite 1980; fdlibm (e_exp.c, e_log.c) for the coefficients of the logarithm.
"""

from __future__ import annotations

import ctypes
import hashlib
import math
import os
import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cobalamin.solve.cache import cache_folder
from cobalamin.solve.trace import Graph, Node

LANES = 8
"""Rows that a kernel works on together."""


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """What a compiled function reads and writes.

    Attributes:
        name: its symbol.
        graph: where its operations stand.
        arrays: names of its arguments, in order; an array may be read and written.
        outputs: (array, index, value) to be stored after everything has been read.
    """

    name: str
    graph: Graph
    arrays: tuple[str, ...]
    outputs: tuple[tuple[str, int, Node], ...]


class _Emitter:
    """Writes the text of one kernel in LLVM's language."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.lines: list[str] = []
        self.count = 0
        self.vector, self.whole, self.mask = f"<{LANES} x double>", f"<{LANES} x i64>", f"<{LANES} x i1>"

    def _line(self, text: str) -> str:
        self.count += 1
        name = f"%v{self.count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def _splat(self, value: float) -> str:
        word = f"0x{int.from_bytes(_double_bytes(value), 'big'):016X}"
        return "<" + ", ".join([f"double {word}"] * LANES) + ">"

    def _integers(self, value: int) -> str:
        return "<" + ", ".join([f"i64 {value}"] * LANES) + ">"

    def _binary(self, operation: str, a: str, b: str) -> str:
        return self._line(f"{operation} contract {self.vector} {a}, {b}")

    def _fused(self, a: str, b: str, c: str) -> str:
        """a b + c in one rounding."""
        v = self.vector
        return self._line(f"call {v} @llvm.fma.v{LANES}f64({v} {a}, {v} {b}, {v} {c})")

    def _select(self, condition: str, a: str, b: str) -> str:
        return self._line(f"select {self.mask} {condition}, {self.vector} {a}, {self.vector} {b}")

    def _compare(self, how: str, a: str, b: str) -> str:
        return self._line(f"fcmp {how} {self.vector} {a}, {b}")

    def _bits(self, value: str) -> str:
        return self._line(f"bitcast {self.vector} {value} to {self.whole}")

    def _from_bits(self, value: str) -> str:
        return self._line(f"bitcast {self.whole} {value} to {self.vector}")

    def _polynomial(self, x: str, coefficients: Sequence[float]) -> str:
        """Horner's rule, highest power first."""
        total = self._splat(coefficients[0])
        for c in coefficients[1:]:
            total = self._fused(total, x, self._splat(c))
        return total

    def _exp(self, x: str) -> str:
        """2^n e^r with n = round(x / ln 2), r in [-ln 2 / 2, ln 2 / 2]; x is held within -708 and 709."""
        x = self._select(self._compare("olt", x, self._splat(-708.0)), self._splat(-708.0), x)
        x = self._select(self._compare("ogt", x, self._splat(709.0)), self._splat(709.0), x)
        shifted = self._fused(x, self._splat(1 / math.log(2)), self._splat(_ROUND))
        n = self._binary("fsub", shifted, self._splat(_ROUND))
        r = self._fused(n, self._splat(-_LN2_HIGH), x)
        r = self._fused(n, self._splat(-_LN2_LOW), r)
        e = self._polynomial(r, [1 / math.factorial(i) for i in range(13, -1, -1)])
        lifted = self._line(f"add {self.whole} {self._bits(shifted)}, {self._integers(1023)}")
        scale = self._from_bits(self._line(f"shl {self.whole} {lifted}, {self._integers(52)}"))
        return self._binary("fmul", e, scale)

    def _log(self, x: str) -> str:
        """k ln 2 + ln z with z in [1/sqrt 2, sqrt 2); x is a normal positive number."""
        bits = self._bits(x)
        offset = self._line(f"sub {self.whole} {bits}, {self._integers(_SQRT_HALF_BITS)}")
        k = self._line(f"ashr {self.whole} {offset}, {self._integers(52)}")
        top = self._line(f"shl {self.whole} {k}, {self._integers(52)}")
        z = self._from_bits(self._line(f"sub {self.whole} {bits}, {top}"))
        whole = self._from_bits(self._line(f"add {self.whole} {k}, {self._integers(_ROUND_BITS)}"))
        power = self._binary("fsub", whole, self._splat(_ROUND))
        f = self._binary("fsub", z, self._splat(1.0))
        s = self._binary("fdiv", f, self._binary("fadd", self._splat(2.0), f))
        s2 = self._binary("fmul", s, s)
        r = self._binary("fmul", s2, self._polynomial(s2, _LOG))
        half = self._binary("fmul", self._binary("fmul", f, f), self._splat(0.5))
        inner = self._fused(s, self._binary("fadd", half, r), self._binary("fmul", power, self._splat(_LN2_LOW)))
        part = self._binary("fsub", f, self._binary("fsub", half, inner))
        return self._fused(power, self._splat(_LN2_HIGH), part)

    def _value(self, name: str, operands: list[str]) -> str:
        match name:
            case "add" | "sub" | "mul" | "div":
                return self._binary("f" + name, *operands)
            case "minimum":
                return self._select(self._compare("olt", *operands), *operands)
            case "maximum":
                return self._select(self._compare("ogt", *operands), *operands)
            case "not_below":
                return self._compare("oge", *operands)
            case "above":
                return self._compare("ogt", *operands)
            case "where":
                return self._select(*operands)
            case "sqrt":
                return self._line(f"call {self.vector} @llvm.sqrt.v{LANES}f64({self.vector} {operands[0]})")
            case "exp":
                return self._exp(operands[0])
            case "log":
                return self._log(operands[0])
            case _:
                raise ValueError(f"no machine code for {name}")

    def text(self) -> str:
        """The function as LLVM text."""
        kernel = self.kernel
        graph = kernel.graph
        values: dict[int, str] = {}
        for number in graph.needed([node for _, _, node in kernel.outputs]):
            operation = graph.operations[number]
            if operation.name == "constant":
                values[number] = self._splat(operation.value)
            elif operation.name == "read":
                address = self._address(*operation.value)
                values[number] = self._line(f"load {self.vector}, ptr {address}, align 64")
            else:
                values[number] = self._value(operation.name, [values[o] for o in operation.operands])
        for array, index, node in kernel.outputs:
            address = self._address(array, index)
            self.lines.append(f"  store {self.vector} {values[node.number]}, ptr {address}, align 64")
        arguments = ", ".join(f"ptr noalias %{name}" for name in kernel.arrays)
        return "\n".join([f"define void @{kernel.name}({arguments}) {{", *self.lines, "  ret void", "}"])

    def _address(self, array: str, index: int) -> str:
        if array not in self.kernel.arrays:
            raise ValueError(f"the kernel {self.kernel.name} has no array {array}")
        return self._line(f"getelementptr {self.vector}, ptr %{array}, i64 {index}")


def _double_bytes(value: float) -> bytes:
    return struct.pack(">d", value)


_ROUND = 1.5 * 2.0**52
"""Adding and taking away this number rounds to a whole one, which then stands in the low bits."""
_ROUND_BITS = int.from_bytes(_double_bytes(_ROUND), "big")
_SQRT_HALF_BITS = int.from_bytes(_double_bytes(math.sqrt(0.5)), "big")
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LOG = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)


def source(kernels: Sequence[Kernel]) -> str:
    """The kernels as the text of one LLVM module."""
    v = f"<{LANES} x double>"
    declared = [
        f"declare {v} @llvm.fma.v{LANES}f64({v}, {v}, {v})",
        f"declare {v} @llvm.sqrt.v{LANES}f64({v})",
    ]
    return "\n\n".join([*declared, *(_Emitter(kernel).text() for kernel in kernels)]) + "\n"


def _machine() -> Any:
    """A target machine for this processor, a new one each time: an engine owns its own and takes it along when it goes.

    Vectors may be as wide as the processor has them.
    """
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_default_triple()
    features = binding.get_host_cpu_features().flatten() + ",-prefer-256-bit"
    return target.create_target_machine(
        cpu=binding.get_host_cpu_name(), features=features, opt=2, codemodel="jitdefault", jit=True
    )


def _object_code(text: str) -> bytes:
    """Machine code of a module, from the cache folder if it was compiled before."""
    from llvmlite import binding

    machine = _machine()
    folder = cache_folder()
    key = hashlib.sha256(f"{binding.llvm_version_info}{binding.get_host_cpu_name()}{text}".encode()).hexdigest()[:32]
    file = None if folder is None else folder / f"kernel-{key}.o"
    if file is not None and file.is_file():
        return file.read_bytes()
    module = binding.parse_assembly(text)
    module.triple = machine.triple
    module.data_layout = str(machine.target_data)
    module.verify()
    code = machine.emit_object(module)
    if file is not None:
        _write_whole(file, code)
    return code


def _write_whole(file: Path, content: bytes) -> None:
    """Write a file so that another process sees all of it or nothing; a full disk only costs the next compilation."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(name).replace(file)
    except OSError:
        return


class Compiled:
    """Machine code that has been loaded: addresses of its kernels, kept alive together."""

    def __init__(self, text: str) -> None:
        from llvmlite import binding

        empty = binding.parse_assembly("")
        self._engine = binding.create_mcjit_compiler(empty, _machine())
        code = binding.ObjectFileRef.from_data(_object_code(text))
        self._engine.add_object_file(code)
        self._engine.finalize_object()

    def address(self, name: str) -> int:
        """Address of a kernel."""
        return int(self._engine.get_function_address(name))

    def call(self, name: str, arrays: Sequence[Any]) -> None:
        """Run a kernel on NumPy arrays (contiguous, 64-byte aligned), in the order of its arguments."""
        signature = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * len(arrays))
        signature(self.address(name))(*(array.ctypes.data for array in arrays))
