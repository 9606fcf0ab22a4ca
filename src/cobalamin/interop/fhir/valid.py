"""What of a bundle is not valid FHIR: told, and no reason to refuse the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .parts import Resource, shown

MOST_FAULTS = 3
LEFT_OUT = "Validity as FHIR was not checked: the extra `fhir` of cobalamin is not installed."


def faults(resources: Iterable[Resource]) -> tuple[list[str], bool]:
    """One sentence for each resource that is not valid FHIR, and whether the validator was there.

    The library knows R4B and not R4; the resources read here differ between the two in nothing that is read.
    """
    try:
        from fhir.resources.R4B import get_fhir_model_class
        from pydantic import ValidationError
    except ModuleNotFoundError:
        return [], False
    found: list[str] = []
    for resource in resources:
        model: Any = get_fhir_model_class(resource.kind)
        try:
            model.model_validate(resource.body)
        except ValidationError as error:
            found.append(_sentence(resource, error.errors(include_url=False, include_context=False)))
        except (ValueError, TypeError, ArithmeticError, AttributeError, KeyError, RecursionError) as error:
            # validators of the library that were written for values of the right kind
            found.append(f"{resource.place} is not valid FHIR ({type(error).__name__}); what could be read was read.")
    return found, True


def _sentence(resource: Resource, errors: list[Any]) -> str:
    """What is wrong and where, without the value: it may tell more of the person than a report should."""
    said = [
        f"{'.'.join(str(key) for key in error['loc']) or resource.kind}: "
        + str(error["msg"]).removeprefix("Value error, ").rstrip(".")
        for error in errors[:MOST_FAULTS]
    ]
    more = len(errors) - len(said)
    tail = f" and {more} more" if more > 0 else ""
    return f"{resource.place} is not valid FHIR ({shown('; '.join(said))}{tail}); what could be read was read."
