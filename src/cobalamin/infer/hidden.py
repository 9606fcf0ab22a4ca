"""What nobody has found: failing stomachs and lack of folate, with their shares among people of an age.

Shares are those of people of whom nothing else is known. Gastric disease that the person file names is no longer
hidden, and takes the place of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cobalamin.person import Condition, Person
from cobalamin.units import DAYS_PER_YEAR

ATROPHIC, PERNICIOUS, FOLATE, NOTHING = "atrophic gastritis", "pernicious anaemia", "folate deficiency", ""

YOUNG_PERNICIOUS = 0.001
"""Share of people below 60 with pernicious anaemia that nobody knows of. Source: guess"""
THYROID_ODDS = 2.0
"""How much more frequent gastric autoimmunity is beside autoimmune thyroid disease. Source: diag_aitd_meta, guess"""
FAMILY_ODDS = 3.0
"""How much more frequent pernicious anaemia is where a near relative has such a disease. Source: guess"""
FOLATE_SHARE: Mapping[str, float] = {"US": 0.003}
FOLATE_SHARE_ELSEWHERE = 0.02
"""Share of adults with a lack of folate, by whether flour is fortified by law. Source: guess"""

YEARS: Mapping[str, tuple[float, float]] = {ATROPHIC: (1.0, 15.0), PERNICIOUS: (0.5, 8.0), FOLATE: (0.25, 2.0)}
"""How long it can have been there unnoticed, every length alike [years]. Source: guess"""

_STOMACHS = frozenset(
    (
        *("pernicious anaemia", "autoimmune gastritis", "atrophic gastritis", "total gastrectomy"),
        *("gastric bypass", "partial gastrectomy", "sleeve gastrectomy"),
    )
)


def hidden_stomachs(age: float) -> Mapping[str, float]:
    """Shares of people whose stomach fails without anybody knowing, as surveys found them.

    Gastric atrophy is linear in age through 5.2 % at 58 and 8.1 % at 75 years; pernicious anaemia begins at 60.
    Source: found_gastric_atrophy_men, found_gastric_atrophy_old, diag_prev_pa_60
    """
    atrophy = max(0.052 + (0.081 - 0.052) * (age - 58.0) / (75.0 - 58.0), 0.0)
    pernicious = 0.0 if age < 60.0 else 0.019
    return {ATROPHIC: atrophy, PERNICIOUS: pernicious}


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """One thing that may be there unnoticed.

    Attributes:
        name: condition, or "" for nothing.
        share: of people like this one, a priori.
        years: shortest and longest time that it can have been there.
    """

    name: str
    share: float
    years: tuple[float, float] = (0.0, 0.0)


def hidden_of(person: Person) -> tuple[Hidden, ...]:
    """What may be hidden in this person, nothing first; shares add up to 1."""
    shares: dict[str, float] = {}
    if not any(each.name in _STOMACHS for each in person.conditions):
        shares |= hidden_stomachs(person.age)
        shares[PERNICIOUS] = max(shares[PERNICIOUS], YOUNG_PERNICIOUS)
        if person.has("hypothyroidism"):
            shares = {name: share * THYROID_ODDS for name, share in shares.items()}
        relatives = {"pernicious anaemia", "autoimmune thyroid disease"} & set(person.family_history)
        if relatives:
            shares[PERNICIOUS] *= FAMILY_ODDS
    if not any(each.name in (FOLATE, "alcohol use disorder") for each in person.conditions):
        shares[FOLATE] = FOLATE_SHARE.get(person.jurisdiction, FOLATE_SHARE_ELSEWHERE)
    found = [Hidden(name=name, share=share, years=YEARS[name]) for name, share in shares.items() if share > 0]
    return (Hidden(name=NOTHING, share=1.0 - sum(each.share for each in found)), *found)


def with_hidden(person: Person, name: str, years: float) -> Person:
    """The person with a condition that has been there for so long [years] and was not named."""
    if not name:
        return person
    condition = Condition(name=name, since_day=-years * DAYS_PER_YEAR, untreated=True)
    return replace(person, conditions=(*person.conditions, condition))
