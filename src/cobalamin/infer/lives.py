"""Lives as a function of a population: outputs, and their derivatives with respect to the medians of parameters.

Derivatives are those of the solver's own steps (`solve.sensitivity`), carried through what is worked out before a life
is run: doses, diet and inputs change by central differences of `build_row`, which is plain arithmetic.

Two constants are no free numbers: the pool of exchangeable tissue and the holotranscobalamin of the typical omnivore,
against which other pools are measured. They are solved for here, so that they are what they are called in every
population.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cobalamin.body import BODY
from cobalamin.errors import SolverError
from cobalamin.parameters import parameters, population
from cobalamin.person import Person, person_from_mapping
from cobalamin.person.covariates import individual_constants, median_constants, standard_normal
from cobalamin.regimen import Regimen
from cobalamin.simulate import Request, build_row, run
from cobalamin.solve.life import Life, Tables, life_of
from cobalamin.solve.rule import StepRule
from cobalamin.solve.sensitivity import push

Array = npt.NDArray[np.float64]
REFERENCES: Mapping[str, str] = {
    "tissue_reference": "tissue.exchangeable",
    "holotranscobalamin_reference": "plasma.holotranscobalamin",
}
"""Constants that are amounts of the typical omnivore: name -> compartment [nmol]."""
_START: Mapping[str, float] = {"tissue_reference": 500.0, "holotranscobalamin_reference": 0.2}
"""Where the search for the references begins [nmol]: not in the parameter files, so that a fit does not depend on the
one before."""
_ROUNDS = 12
_SETTLED = 1e-6
_STEP = 1e-4
"""Change of ln(parameter) in central differences of what is worked out before a life."""
_TYPICAL = {"person": {"age": 50, "sex": "male", "egfr": "100 mL/min/1.73m2"}}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One life that is run again in every population.

    Attributes:
        person: the history.
        identity: of the individual; None for the typical person.
        seed: of the individual's numbers.
        plan: what is given on day 0; None changes nothing.
        days: ascending from 0 [d].
        names: observations or compartments to return.
        changes: parameters set by hand.
    """

    person: Person
    identity: str | None
    seed: int
    plan: Regimen | None
    days: tuple[float, ...]
    names: tuple[str, ...]
    changes: Mapping[str, float] = field(default_factory=dict)

    def constants(self) -> dict[str, float]:
        """Constants of this individual in the population that holds."""
        made = median_constants(self.person)
        if self.identity is not None:
            made = individual_constants(made, seed=self.seed, person_id=self.identity)
        return made | dict(self.changes)

    def request(self) -> Request:
        """The case as a row of a simulation."""
        return Request(person=self.person, plan=self.plan, constants=self.constants())

    def normal(self, name: str) -> float:
        """The individual's standard normal number of a parameter; 0 for the typical person."""
        return 0.0 if self.identity is None else standard_normal(self.seed, self.identity, name)


def typical_omnivore() -> Case:
    """The life whose pools are the references."""
    person = person_from_mapping(_TYPICAL, where="typical omnivore")
    return Case(person=person, identity=None, seed=0, plan=None, days=(0.0,), names=tuple(REFERENCES.values()))


def with_references(values: Mapping[str, float]) -> dict[str, float]:
    """The medians with the references that go with them, by Newton's method on their logarithms.

    Errors: SolverError when they do not settle.
    """
    made, case = dict(_START) | dict(values), typical_omnivore()
    for _ in range(_ROUNDS):
        with population(made):
            amounts, changes = slopes(case, tuple(REFERENCES), frozenset())
            before = np.array([parameters()[name].value for name in REFERENCES])
        gap = np.log(amounts[0] / before)
        if np.max(np.abs(gap)) < _SETTLED:
            return made
        feedback = changes[:, 0, :].T / amounts[0][:, None]
        after = before * np.exp(np.linalg.solve(np.eye(len(REFERENCES)) - feedback, gap))
        made |= {name: float(value) for name, value in zip(REFERENCES, after, strict=True)}
    raise SolverError("the references of the typical omnivore do not settle in this population")


def solved(cases: Sequence[Case]) -> list[Array]:
    """Outputs of every case in the population that holds, each of shape (time, name).

    Errors: SolverError names the cases that could not be solved.
    """
    found: dict[int, Array] = {}
    for days in sorted({case.days for case in cases}):
        numbers = [n for n, case in enumerate(cases) if case.days == days]
        compartments = sorted({name for n in numbers for name in cases[n].names if name in BODY.index})
        outcome = run([cases[n].request() for n in numbers], np.array(days), compartments=compartments)
        if outcome.failed:
            raise SolverError("; ".join(list(outcome.failed.values())[:3]))
        for row, n in enumerate(numbers):
            columns = [
                outcome.amounts[name][:, row] if name in BODY.index else outcome.of(name)[:, row]
                for name in cases[n].names
            ]
            found[n] = np.stack(columns, axis=-1)
    return [found[n] for n in range(len(cases))]


def _tables(case: Case) -> tuple[Life, Tables]:
    row, _ = build_row(case.request(), horizon=case.days[-1] + 1.0)
    life = life_of(row, np.array(case.days), case.names, StepRule())
    return life, life.tables


def _changed(case: Case, name: str) -> tuple[Tables, Tables]:
    """The tables of a case with the median of a parameter a little lower and a little higher."""
    made: list[Tables] = []
    for sign in (-1.0, 1.0):
        p = parameters()[name]
        with population({name: min(max(p.value * np.exp(sign * _STEP), p.low), p.high)}):
            made.append(_tables(case)[1])
    return made[0], made[1]


def worked_out(cases: Sequence[Case], names: Sequence[str]) -> frozenset[str]:
    """Parameters that change more than their own constant in some case: doses, diet, inputs or other constants."""
    place = {name: n for n, name in enumerate(parameters())}
    found: set[str] = set()
    for case in cases:
        for name in names:
            if name in found:
                continue
            low, high = _changed(case, name)
            for field_name, first, second in zip(Tables._fields, low, high, strict=True):
                different = np.asarray(first) != np.asarray(second)
                if field_name == "constants":
                    different[place[name]] = False
                if different.any():
                    found.add(name)
                    break
    return frozenset(found)


def slopes(case: Case, names: Sequence[str], built: frozenset[str]) -> tuple[Array, Array]:
    """Outputs of a case, shape (time, output), and derivatives by ln of medians, shape (name, time, output).

    Arguments:
        case: what is run, in the population that holds.
        names: parameters.
        built: those that change more than their own constant (`worked_out`).
    """
    life, tables = _tables(case)
    place = {name: n for n, name in enumerate(parameters())}
    directions = Tables(*(np.zeros((len(names), *np.shape(table))) for table in tables))
    for n, name in enumerate(names):
        if name not in built:
            p, value = parameters()[name], tables.constants[place[name]]
            directions.constants[n, place[name]] = value if p.low < value < p.high else 0.0
            continue
        low, high = _changed(case, name)
        for into, first, second in zip(directions, low, high, strict=True):
            into[n] = (np.asarray(second) - np.asarray(first)) / (2 * _STEP)
    return push(life, tables, directions)


def reference_slopes(names: Sequence[str], built: frozenset[str]) -> Array:
    """d ln(reference) / d ln(parameter), shape (reference, name), with the references solved for.

    With r the references and F what the life makes of them, r = F(p, r): dr = (1 - F_r)^-1 F_p dp.
    """
    case = typical_omnivore()
    values, changes = slopes(case, [*names, *REFERENCES], built)
    relative = changes[:, 0, :].T / values[0][:, None]
    by_name, by_reference = relative[:, : len(names)], relative[:, len(names) :]
    return np.linalg.solve(np.eye(len(REFERENCES)) - by_reference, by_name)


def total_slopes(case: Case, names: Sequence[str], built: frozenset[str], references: Array) -> tuple[Array, Array]:
    """As `slopes`, with the references moving along; `references` is that of `reference_slopes`."""
    values, changes = slopes(case, [*names, *REFERENCES], built)
    own, by_reference = changes[: len(names)], changes[len(names) :]
    return values, own + np.einsum("rn,rto->nto", references, by_reference)
