"""A person under a plan as a model file for other simulators: SBML, or a COMBINE archive with a simulation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import numpy as np

from cobalamin.errors import CobalaminError, InputError, SolverError
from cobalamin.interop.omex import archive
from cobalamin.person import Person
from cobalamin.regimen import Regimen
from cobalamin.simulate import NO_CHANGE, Request, build_row
from cobalamin.units import DAYS_PER_YEAR

ENDINGS = (".xml", ".sbml", ".omex")
DOSES_UNTIL = 10 * DAYS_PER_YEAR
"""Day up to which the doses of a plan without an end are written [d]."""


def encode(person: Person, ending: str, *, plan_name: str = NO_CHANGE, plan: Regimen | None = None) -> bytes:
    """Bytes of a model file: the typical person with this history, from day 0 on, under one plan.

    The state of day 0 comes from the fast solver; laboratory values and symptoms are not used.

    Arguments:
        person: who.
        ending: .xml or .sbml for SBML, .omex for a COMBINE archive.
        plan_name, plan: what changes on day 0; default nothing.

    Errors: InputError for an unknown ending; SolverError when the history cannot be solved; CobalaminError when the
    extra `sbml` is not installed.

    Example:
        person = read_person("examples/strict_vegan.toml")
        Path("vegan.omex").write_bytes(encode(person, ".omex", plan_name="50 ug", plan=person.plans[0].regimen))
    """
    if ending not in ENDINGS:
        raise InputError("unknown file ending", value=ending, allowed=", ".join(ENDINGS))
    try:
        from cobalamin.interop.sbml import CONTEXT, document
        from cobalamin.interop.symbols import formulas

        formulas()
    except ModuleNotFoundError as error:
        raise CobalaminError(f"model files need the extra `sbml` of cobalamin ({error.name} is missing)") from error
    from cobalamin.solve import fast

    row, _ = build_row(Request(person=person, plan_name=plan_name, plan=plan), horizon=DOSES_UNTIL)
    # A model file travels: it names the person's file without the folders of this machine.
    title = f"{PurePath(person.source).stem or 'person'}, plan {plan_name!r}"
    row = replace(row, label=title)
    solution = fast.solve([row], np.array([0.0]))
    if solution.failed:
        raise SolverError("; ".join(solution.failed.values()))
    text = document(row, solution.states[0, :, 0])
    if ending == ".omex":
        return archive(text, title=f"Vitamin B12 and nerve: {title}", description=CONTEXT)
    return text.encode()
