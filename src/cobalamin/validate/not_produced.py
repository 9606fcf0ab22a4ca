"""Published results that the model cannot produce, each with the reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cobalamin.errors import CobalaminError


@dataclass(frozen=True, kw_only=True)
class NotProduced:
    """One study, or a part of one, without a row.

    Attributes:
        study: as named in the split.
        quantity: what is not produced.
        reason: one sentence.
    """

    study: str
    quantity: str
    reason: str


@cache
def not_produced() -> tuple[NotProduced, ...]:
    """All of them, by study.

    Raises:
        CobalaminError: an entry lacks a field or has one that is unknown.
    """
    tables = tomllib.loads((resources.files(__package__ or "") / "not_produced.toml").read_text(encoding="utf-8"))
    try:
        found = [NotProduced(**entry) for entry in tables["not_produced"]]
    except TypeError as error:
        raise CobalaminError(f"validate/not_produced.toml: {error}") from error
    return tuple(sorted(found, key=lambda each: (each.study.lower(), each.quantity)))
