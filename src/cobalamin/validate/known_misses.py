"""Misses that were known before the studies here were run: what each rests on, and why those that stay must stay."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cobalamin.errors import CobalaminError
from cobalamin.validate.row import Row


@dataclass(frozen=True, kw_only=True)
class KnownMiss:
    """One miss of an early version.

    Attributes:
        what: in a sentence.
        study, quantity: the row that tells whether it still holds; the quantity by its beginning; both "" where no
            study has a figure.
        because: what is known of the cause, or what was changed; no measured figure.
        must_stay: whether a model that hits it would be fitted to chance.
    """

    what: str
    because: str
    study: str = ""
    quantity: str = ""
    must_stay: bool = False

    def row_in(self, rows: Iterable[Row]) -> Row | None:
        """The row that tells, or None."""
        return next(
            (r for r in rows if self.study and r.study == self.study and r.quantity.startswith(self.quantity)), None
        )


@cache
def known_misses() -> tuple[KnownMiss, ...]:
    """All of them, in the order of the file.

    Raises:
        CobalaminError: an entry lacks a field or has one that is unknown.
    """
    tables = tomllib.loads((resources.files(__package__ or "") / "known_misses.toml").read_text(encoding="utf-8"))
    try:
        return tuple(KnownMiss(**entry) for entry in tables["miss"])
    except TypeError as error:
        raise CobalaminError(f"validate/known_misses.toml: {error}") from error
