"""What a person may be like on the day on which plans begin: that of the last record."""

from __future__ import annotations

from cobalamin.assess.causes import other_causes
from cobalamin.assess.deficiency import probabilities
from cobalamin.assess.lack import Lack, lack_of
from cobalamin.errors import OutsideValidity
from cobalamin.infer.forecast import IMPOSSIBLE, PARTICLES, Posterior, posterior
from cobalamin.person import Person
from cobalamin.person.later import last_record, seen_from
from cobalamin.simulate import LOWEST_HEMOGLOBIN

POSSIBLE = 0.25
"""Chance of a lack of B12 from which it counts as possible although no limit is crossed. Source: guess"""


def known_today(person: Person, *, particles: int = PARTICLES, seed: int = 0) -> Posterior:
    """What the person may be like on the day of the last record, on which plans begin.

    Arguments:
        person: who.
        particles: possible selves.
        seed: of their numbers.

    Errors: OutsideValidity when the history alone leaves the recorded human range.
    """
    today = seen_from(person, last_record(person))
    found = posterior(today, particles=particles, seed=seed, extra_causes=other_causes(today))
    if found.impossible > IMPOSSIBLE:
        raise OutsideValidity(
            f"with this history haemoglobin would have fallen below {LOWEST_HEMOGLOBIN:g} g/dL before day 0: care "
            "would have been needed before; shorten `since` or list the B12 that was given",
            where=person.source,
        )
    return found


def lack_today(found: Posterior) -> Lack:
    """How sure a lack is: by the guideline's limits and causes, else possible where its chance is not small.

    Arguments:
        found: that of `known_today`.
    """
    person = found.space.person
    lack = lack_of(person, body_b12_ug=found.quantiles(found.of("body_b12_ug"), [0.5])[0])
    return Lack.POSSIBLE if lack is Lack.NONE and chance_of_lack(found) >= POSSIBLE else lack


def chance_of_lack(found: Posterior) -> float:
    """Chance that function is impaired or that the level lies in a guideline's deficient range, the larger of both."""
    chances = probabilities(found)
    return max(chances["functional"].value, chances["guideline"].value)
