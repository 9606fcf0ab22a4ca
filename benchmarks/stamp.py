"""Which body and which step rule the results belong to, and on what machine and with what versions they were made."""

from __future__ import annotations

import hashlib
import os
import platform
from importlib import metadata, resources
from pathlib import Path

from cobalamin.body.fingerprint import body_hash, code_without_words

_VERSIONS = ("numpy", "scipy", "jax", "diffrax", "numba", "llvmlite", "libroadrunner", "scikit-sundae")


def results_hash() -> str:
    """Twelve hexadecimal digits of the body and the step rule of the fast solver."""
    from cobalamin.solve.fast import DEFAULT_RULE

    return hashlib.sha256(f"{body_hash()} {DEFAULT_RULE!r}".encode()).hexdigest()[:12]


def code_hash() -> str:
    """Twelve hexadecimal digits of everything that a timing depends on: finished rows are used again only under it."""
    digest = hashlib.sha256(results_hash().encode())
    solve = [entry for entry in resources.files("cobalamin.solve").iterdir() if entry.name.endswith(".py")]
    ours = [file for file in Path(__file__).parent.glob("*.py") if file.name not in {"__main__.py", "report.py"}]
    for entry in sorted((*solve, *ours), key=lambda each: each.name):
        digest.update(code_without_words(entry.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()[:12]


def machine() -> dict[str, str]:
    """Processor, cores, system and versions, for the head of the page."""
    name = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    except OSError:
        pass
    versions = {each: metadata.version(each) for each in _VERSIONS}
    return {"processor": name, "cores": str(os.cpu_count()), "python": platform.python_version(), **versions}
