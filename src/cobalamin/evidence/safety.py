"""The safety rules of a plan as data: in whom each fires, how heavy it is, what it says, and who says so.

`safety.toml` holds them; `plan/safety.py` holds the small functions for what must be computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from cobalamin.errors import CobalaminError, InputError, nearest_word
from cobalamin.evidence.cards import FIGURE, filled, text_tables

SEVERITIES = ("do not", "caution", "note")
_LISTS = ("drugs", "beside", "conditions", "unless", "covers")
_NOT_RULES = "not_rules"


class When(StrEnum):
    """Who a person is, or what else is taken, that lets a rule count."""

    ALWAYS = "always"
    OPIOID = "opioid"
    SEDATIVE = "sedative"
    MAO_INHIBITOR = "MAO inhibitor"
    SEROTONIN = "serotonin"
    GLITAZONE = "glitazone"
    CHLORAMPHENICOL = "chloramphenicol"
    HINDERS_B12 = "hinders B12 by mouth"
    LEVODOPA_ALONE = "levodopa alone"
    LEVODOPA_COMPOUND = "levodopa compound"
    ANTIEPILEPTIC = "phenytoin or phenobarbital"
    NEEDS_B6 = "raises the need of B6"
    WEAK_KIDNEYS = "weak kidneys"
    FAILING_KIDNEYS = "failing kidneys"
    OLD = "from 65"
    PREGNANCY = "pregnancy"
    STOPPING = "stopping"


@dataclass(frozen=True, kw_only=True)
class SafetyRule:
    """One safety rule; all that stands here must hold together.

    Attributes:
        id: its name.
        severity: "do not", "caution" or "note".
        message: one sentence, figures filled in; names with a format ({dose:g}) are filled for a person and a plan.
        source: id of a fact or of a derivation.
        recalled: from general knowledge, no source was read; the message says so.
        drugs: substances or classes of which one is taken, or, when stopping, is stopped; () where none need be.
        beside: of which one must be taken as well; () where none need be.
        conditions: of which the person has one; () where none need be.
        unless: conditions with which another rule speaks instead.
        when: in whom it counts.
        covers: rows of the table of interactions that it holds, "trigger | agent".
    """

    id: str
    severity: str
    message: str
    source: str
    recalled: bool = False
    drugs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: When = When.ALWAYS
    covers: tuple[str, ...] = ()

    def about(self, taken: Iterable[str]) -> bool:
        """Whether it concerns someone who takes all of these substances and classes."""
        everything = set(taken)
        return (not self.drugs or not everything.isdisjoint(self.drugs)) and (
            not self.beside or not everything.isdisjoint(self.beside)
        )


def _rule(id: str, table: Mapping[str, Any]) -> SafetyRule:
    """Errors: ValueError, TypeError, KeyError for what cannot be right in the table."""
    if table["severity"] not in SEVERITIES:
        raise ValueError(f"severity {table['severity']!r} is none of {', '.join(SEVERITIES)}")
    message = filled(table["message"])
    if table.get("recalled"):
        if FIGURE.search(table["message"]):
            raise ValueError("a rule that was recalled shows no figure")
        message = f"{message.removesuffix('.')} (recalled, not read in a source)."
    lists = {key: tuple(table[key]) for key in _LISTS if key in table}
    when = When(table.get("when", When.ALWAYS))
    return SafetyRule(**{**table, **lists, "id": id, "when": when, "message": message})


@cache
def rules() -> Mapping[str, SafetyRule]:
    """All safety rules by id, in the order of the table, read once.

    Errors: CobalaminError when a table cannot be right; the message names the rule.

    Source: label_warnings, recalled_drug_warnings, recalled_safety_rules, cobalamin_labels, cobalamin_anaphylaxis
    Source: hydroxocobalamin_label, pyridoxine_label, gabapentinoid_misuse_reviews, nice_ng59, beers_tricyclics
    """
    made: dict[str, SafetyRule] = {}
    for id, table in text_tables("safety.toml").items():
        if id == _NOT_RULES:
            continue
        try:
            made[id] = _rule(id, table)
        except (KeyError, TypeError, ValueError) as error:
            raise CobalaminError(f"evidence/safety.toml: {id}: {error}") from error
    return MappingProxyType(made)


def rule(id: str) -> SafetyRule:
    """The rule of this id.

    Errors: InputError when there is none; the message names the nearest.

    >>> rule("b12_leber").severity
    'do not'
    """
    if id not in rules():
        raise InputError("unknown safety rule", value=id, nearest=nearest_word(id, rules()))
    return rules()[id]


@cache
def not_rules() -> Mapping[str, str]:
    """Rows of the table of interactions, "trigger | agent", that are no rule -> why."""
    return MappingProxyType({row: str(reason) for row, reason in text_tables("safety.toml")[_NOT_RULES].items()})


def rules_about(drugs: Iterable[str], holds: Iterable[When]) -> tuple[SafetyRule, ...]:
    """Rules that name one of these drugs and no condition, in a person in whom these circumstances hold.

    What must be computed is not looked at; `When.ALWAYS` always holds.

    >>> [each.id for each in rules_about(["duloxetine"], [When.FAILING_KIDNEYS])]
    ['duloxetine_kidney', 'duloxetine_liver', 'duloxetine_serotonin', 'driving']
    """
    taken, circumstances = set(drugs), {When.ALWAYS, *holds}
    return tuple(
        each
        for each in rules().values()
        if each.drugs and not each.conditions and each.about(taken) and each.when in circumstances
    )
