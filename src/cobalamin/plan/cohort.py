"""Who is simulated for one person's plans: the typical person under every rival nerve block, and 200 individuals.

The individuals are drawn from the spread of the parameters and dealt out over the rival blocks in turn. The same
individuals meet every plan, so that two plans differ by what the plans do and by nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cobalamin.body.alternatives import NERVE_ALTERNATIVES
from cobalamin.person import Person
from cobalamin.person.covariates import individual_constants, median_constants
from cobalamin.regimen import Regimen
from cobalamin.simulate import Request

INDIVIDUALS = 200
"""Individuals with this history behind every interval."""


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Which rows belong to which plan.

    Attributes:
        plans: names, `no change` first.
        blocks: rival nerve blocks.
        individuals: people on each plan; number n lives under block n modulo `blocks`.
    """

    plans: tuple[str, ...]
    blocks: int
    individuals: int

    def typical(self, plan: int) -> slice:
        """Rows of the typical person, one a block; the first is the default block."""
        start = plan * (self.blocks + self.individuals)
        return slice(start, start + self.blocks)

    def people(self, plan: int) -> slice:
        """Rows of all individuals."""
        start = self.typical(plan).stop
        return slice(start, start + self.individuals)


def cohort_of(
    person: Person, plans: Sequence[tuple[str, Regimen | None]], *, individuals: int, seed: int
) -> tuple[Cohort, list[Request]]:
    """The rows to solve, in the order that the cohort names.

    Arguments:
        person: who.
        plans: (name, regimen) pairs.
        individuals: people on each plan, 1 or more.
        seed: of their spread.
    """
    median = median_constants(person)
    changes = list(NERVE_ALTERNATIVES.values())
    typical = [dict(median) | dict(change) for change in changes]
    people = [
        individual_constants(median, seed=seed, person_id=f"individual {n}") | dict(changes[n % len(changes)])
        for n in range(individuals)
    ]
    requests = [
        Request(person=person, plan_name=name, plan=plan, constants=constants)
        for name, plan in plans
        for constants in (*typical, *people)
    ]
    return Cohort(plans=tuple(name for name, _ in plans), blocks=len(changes), individuals=individuals), requests
