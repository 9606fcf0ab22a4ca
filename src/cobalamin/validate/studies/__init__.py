"""One module a published study: the protocol, the data, the virtual experiment, the rows.

Every module has `rows() -> tuple[Row, ...]`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from cobalamin.validate.row import Row


def studies() -> tuple[str, ...]:
    """Names of the modules, in order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def rows_of(study: str) -> tuple[Row, ...]:
    """Rows of one module, such as `misra_2007`."""
    return importlib.import_module(f"{__name__}.{study}").rows()


def all_rows() -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Every module with its rows; each is run when it is reached."""
    for study in studies():
        yield study, rows_of(study)
