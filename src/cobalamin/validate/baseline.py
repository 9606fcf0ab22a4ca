"""What one would say without a model: the mean of what earlier studies reported for the same sort of quantity.

Earlier studies are those set aside for fitting. Each counts once: the mean of study means, geometric where the scale of
the row is a logarithm. The same sort means the same block, unit and sort of quantity, such as homocysteine after
treatment. A model that does worse than this has added nothing for that sort.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cobalamin.validate.interval import Scale, pool_of
from cobalamin.validate.row import Block, Kind, Row

_SORTS: Mapping[str, str] = {
    "dizziness": "dizziness",
    "drowsiness": "drowsiness",
    "swelling": "swelling",
    "weight": "weight",
    "stop": "stopping",
    "30 % relief": "relief of 30 %",
    "50 % relief": "relief of 50 %",
    "pain beyond placebo": "pain beyond placebo",
    "change of pain": "change of pain",
    "absor": "absorbed",
    "urin": "in urine",
    "half-life": "half-life",
    "active b12": "active B12",
    "holotranscobalamin": "active B12",
    "methylmalonate": "methylmalonate",
    "homocysteine": "homocysteine",
    "mcv": "red cell volume",
    "haemoglobin": "haemoglobin",
    "haematocrit": "haemoglobin",
    "anaemia": "haemoglobin",
    "reticulocyte": "reticulocytes",
    "b12": "B12",
    "recover": "recovery",
    "resolution": "recovery",
    "velocity": "velocity",
}
"""Word in the name of a quantity -> its sort. The word that comes first in the name counts, up to the first comma."""


_AFTER = re.compile(r"\bafter (?!nitrous)")


@dataclass(frozen=True, kw_only=True)
class Sort:
    """What is alike without a model: block, unit, kind of quantity, whether after treatment, whether on placebo."""

    block: Block
    unit: str
    what: str
    scale: Scale

    @property
    def words(self) -> str:
        """For a reader."""
        return f"{self.what} [{self.unit}]"


def sort_of(row: Row) -> Sort | None:
    """The sort of a row; None for a direction, and for what agrees by construction or is computed again."""
    pool = pool_of(row)
    if pool is None:
        return None
    text = row.quantity.lower()
    named = text.partition(",")[0]
    places = {named.index(word): sort for word, sort in _SORTS.items() if word in named}
    what = places[min(places)] if places else "other"
    what += " on placebo" if "on placebo" in text else ""
    what += ", after / before" if "after / before" in text else ", after treatment" if _AFTER.search(text) else ""
    return Sort(block=row.block, unit=row.unit, what=what, scale=pool.scale)


def baselines(rows: Sequence[Row]) -> dict[Sort, float]:
    """The mean of study means of the reported values used for fitting, by sort."""
    reported: dict[Sort, dict[str, list[float]]] = {}
    for row in rows:
        sort = sort_of(row)
        if sort is not None and row.kind is Kind.FITTED and row.observed is not None:
            reported.setdefault(sort, {}).setdefault(row.study, []).append(sort.scale.to(row.observed, row.unit))
    found: dict[Sort, float] = {}
    for sort, studies in reported.items():
        means = [sum(values) / len(values) for values in studies.values()]
        found[sort] = sort.scale.back(sum(means) / len(means), sort.unit)
    return found


def baseline_of(row: Row, known: Mapping[Sort, float]) -> float | None:
    """What would be said of a predicted row; None for another kind, and where no earlier study reported the like."""
    sort = sort_of(row) if row.kind is Kind.PREDICTED else None
    return None if sort is None else known.get(sort)
