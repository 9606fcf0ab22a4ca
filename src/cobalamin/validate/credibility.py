"""What the outputs may be used for, as judged by the authors: the words of the credibility tables, without a figure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from cobalamin.errors import CobalaminError
from cobalamin.validate.row import Block


class Level(StrEnum):
    """How much."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, kw_only=True)
class Output:
    """One question that the model answers.

    Attributes:
        name: of the command.
        question: of interest.
        context_of_use: for whom, in what role.
        influence, influence_why: of the model on the decision, beside other evidence.
        consequence, consequence_why: of a wrong decision.
        risk, risk_why: from both.
        blocks: parts of the model that carry the answer.
        would_change: evidence that would change the answer, or what it may be used for.
    """

    name: str
    question: str
    context_of_use: str
    influence: Level
    influence_why: str
    consequence: Level
    consequence_why: str
    risk: Level
    risk_why: str
    blocks: tuple[Block, ...]
    would_change: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Credibility:
    """All judgements.

    Attributes:
        context: of use, of the whole.
        must_not: what it must not be used for.
        assumptions, limits: of the comparison and of the model.
        outputs: one a command.
    """

    context: str
    must_not: tuple[str, ...]
    assumptions: tuple[str, ...]
    limits: tuple[str, ...]
    outputs: tuple[Output, ...]


def _fixed(value: str | list[str]) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


def _output(table: dict[str, Any]) -> Output:
    made: dict[str, Any] = {name: _fixed(each) for name, each in table.items()}
    made |= {name: Level(made[name]) for name in ("influence", "consequence", "risk")}
    made["blocks"] = tuple(Block(name) for name in made["blocks"])
    return Output(**made)


@cache
def credibility() -> Credibility:
    """The judgements, read once.

    Raises:
        CobalaminError: an entry lacks a field, has one that is unknown, or names an unknown level or block.
    """
    text = (resources.files(__package__ or "") / "credibility.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    try:
        use: dict[str, Any] = {name: _fixed(each) for name, each in tables["use"].items()}
        return Credibility(**use, outputs=tuple(_output(table) for table in tables["output"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CobalaminError(f"validate/credibility.toml: {error}") from error
