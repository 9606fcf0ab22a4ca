"""What must hold between the tables of a person file, once each of them has been read."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.errors import InputError
from cobalamin.regimen import COBALAMIN_CLASS, SUBSTANCES, Regimen
from cobalamin.units import Censor

from .defaults import Notes
from .labs import TESTS
from .model import Condition, Lab, Medicine, Taken


def contains_cobalamin(regimen: Regimen) -> bool:
    """True if the regimen gives vitamin B12 in any form and any amount above zero."""
    return any(
        SUBSTANCES[item.substance].substance_class == COBALAMIN_CLASS and any(phase.amount > 0 for phase in item.phases)
        for item in regimen.taken
    )


def check_treatment(
    conditions: Sequence[tuple[Condition, str]],
    medicines: Sequence[Medicine],
    taken: Sequence[Taken],
    notes: Notes,
) -> None:
    """A cause that ends absorption needs a B12 medicine or `untreated = true`.

    "4 years" in a clinic usually means diagnosed and treated, so the program asks instead of inventing untreated years.

    Arguments: each condition with the place it was read from; the medicines and what was taken.
    Errors:
        InputError: neither; the message is a question that tells both ways out.
    """
    given = [(each.since_day, each.until_day) for each in medicines if contains_cobalamin(each.regimen)]
    given += [(each.from_day, each.until_day) for each in taken if contains_cobalamin(each.regimen)]
    given = [(begins, ends) for begins, ends in given if begins <= 0.0]
    for condition, where in conditions:
        if not condition.ends_absorption:
            continue
        onset = condition.since_day
        treated = any(ends is None or onset is None or ends > onset for _, ends in given)
        if treated and condition.untreated:
            notes.notice(f"{condition.name}: untreated except for the vitamin B12 that the file lists")
        if not treated and not condition.untreated:
            raise InputError(
                f"{condition.name} ends the absorption of vitamin B12: is it treated? Give the B12 medicine as "
                f"[[medicine]] or [[taken]], or write untreated = true in its [[condition]]",
                where=where,
            )


def check_no_repeats(conditions: Sequence[tuple[Condition, str]]) -> None:
    """The same condition twice needs spans that do not overlap.

    Errors:
        InputError: two entries of one condition at the same time.
    """
    for index, (one, _) in enumerate(conditions):
        for other, where in conditions[index + 1 :]:
            if one.name == other.name and one.present(_begins(other)) | other.present(_begins(one)):
                raise InputError("this condition is named twice for the same time", where=where, value=other.name)


def _begins(condition: Condition) -> float:
    return float("-inf") if condition.since_day is None else condition.since_day


def check_censors(labs: Sequence[Lab], notes: Notes) -> None:
    """Say which values are bounds, since a reader takes ">2000" for a number too easily."""
    for lab in labs:
        if lab.censor is not Censor.NONE:
            notes.notice(f"{TESTS[lab.test].label} {lab.value:g} {lab.unit} is read as a bound ({lab.censor.value})")


def check_diabetes(conditions: Sequence[tuple[Condition, str]], notes: Notes) -> None:
    """Say when a diabetic neuropathy stands without diabetes: by itself it implies nothing."""
    names = {condition.name for condition, _ in conditions}
    if "diabetic neuropathy" in names and names.isdisjoint(("type 1 diabetes", "type 2 diabetes")):
        notes.notice("diabetic neuropathy is named without diabetes, so no diabetic nerve damage is simulated; add it")
