"""Measures of the forecast over simulated people: error, coverage, ranges of the nerve, and what was asked of them.

prediction error = 100 (observed - median) / median [%]. Its median over people is the bias; the median of its size is
the error. Intervals are of 95 %: by Wilson for a share of people, by drawing people again for all else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cobalamin.infer.measurement import noises
from cobalamin.validate.forecast_check.people import HISTORIES, LATER, NERVES, TREATMENTS
from cobalamin.validate.forecast_check.study import KINDS, OTHER, PARTICLES, SAME, SHARES, input_hash

Array = npt.NDArray[np.float64]
Row = Mapping[str, Any]
BIAS, ERROR, COVER = 20.0, 30.0, (0.85, 0.95)
"""Most of the bias and of the error [%], and where the share in the 90 % interval should lie."""
FEW = 150
"""Effective particles below which a forecast is looked at apart."""
OVERALL = "overall"
LEVELS = {"50": (0.25, 0.75), "80": (0.1, 0.9), "90": (0.05, 0.95)}
_AGAIN = 1000
_Z95 = 1.959964


def results_of(rows: Sequence[Row]) -> dict[str, Any]:
    """Everything that is written down, rows last."""
    made: dict[str, Any] = {
        "inputs": input_hash(),
        "particles": PARTICLES,
        "targets": {"bias_pct": BIAS, "error_pct": ERROR, "cover": list(COVER)},
    }
    both = {row["number"] for row in rows if row["part"] == SAME}
    for part in (OTHER, SAME):
        own = [row for row in rows if row["part"] == part]
        made[part] = _part(own) | {
            "kind": KINDS[part].value,
            "in_both": by_marker([row for row in own if row["number"] in both], "next"),
        }
    updated = [row for row in rows if "updated" in row]
    made["update"] = _update(updated) | {"kind": KINDS[OTHER].value}
    return made | {"rows": list(rows)}


def _part(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "people": len(rows),
        "markers": by_marker(rows, "next", again=True),
        "not_ruled": by_marker(rows, "next", keep=lambda one: not one["ruled"]),
        "few_particles": by_marker([row for row in rows if row["size"] < FEW], "next"),
        "treatments": {name: by_marker(_those(rows, "treatment", name), "next") for name in TREATMENTS},
        "histories": {name: by_marker(_those(rows, "history", name), "next") for name in HISTORIES},
        "nerve": {name: _ranges([row["nerve"][name] for row in rows]) for name in NERVES},
        "effective_size": {
            "median": round(float(np.median([row["size"] for row in rows]))),
            "least": min(row["size"] for row in rows),
        },
    }


def _those(rows: Sequence[Row], key: str, name: str) -> list[Row]:
    return [row for row in rows if row[key] == name]


def _any(_: Row) -> bool:
    return True


def by_marker(
    rows: Sequence[Row], visit: str, *, keep: Callable[[Row], bool] = _any, again: bool = False
) -> dict[str, Any]:
    """Measures of every marker at a visit, and of all together; `again` adds intervals by drawing people again."""
    columns = [[row[visit][name] if keep(row[visit][name]) else None for row in rows] for name in LATER]
    made = {name: _measure([column], again=again) for name, column in zip(LATER, columns, strict=True)}
    return made | {OVERALL: _measure(columns, again=again)}


def errors_of(ones: Sequence[Row | None]) -> Array:
    """Prediction errors [%], shape (person,); NaN where there is none."""
    middle = SHARES.index(0.5)
    return np.array(
        [np.nan if one is None or one["points"][middle] is None else _error(one, middle) for one in ones], dtype=float
    )


def _error(one: Row, middle: int) -> float:
    return 100.0 * (one["observed"] - one["points"][middle]) / one["points"][middle]


def _inside(ones: Sequence[Row | None], level: str) -> Array:
    """1 where the result lies in the interval, 0 where not, NaN where there is none."""
    low, high = (SHARES.index(share) for share in LEVELS[level])
    return np.array(
        [
            np.nan
            if one is None or one["points"][low] is None or one["points"][high] is None
            else float(one["points"][low] <= one["observed"] <= one["points"][high])
            for one in ones
        ],
        dtype=float,
    )


def _foretold(ones: Sequence[Row | None]) -> list[float]:
    """Half the distance of the quartiles [% of the median]: the error that the forecast itself expects."""
    low, middle, high = (SHARES.index(share) for share in (0.25, 0.5, 0.75))
    points = [one["points"] for one in ones if one is not None and None not in one["points"]]
    return [50.0 * (p[high] - p[low]) / p[middle] for p in points]


def _measure(columns: Sequence[Sequence[Row | None]], *, again: bool) -> dict[str, Any]:
    """Measures over columns of one marker each, with a row a person."""
    errors = np.stack([errors_of(column) for column in columns], axis=1)
    known = int(np.isfinite(errors).sum())
    if not known:
        return {"results": 0}
    cover: dict[str, list[float]] = {}
    for level in LEVELS:
        inside = np.stack([_inside(column, level) for column in columns], axis=1)
        share = float(np.nanmean(inside))
        ends = wilson(share, known) if len(columns) == 1 else _again(inside, np.nanmean) if again else ()
        cover[level] = [round(x, 4) for x in (share, *ends)]
    sizes = np.abs(errors)
    return {
        "results": known,
        "bias_pct": _with_ends(errors, again),
        "error_pct": _with_ends(sizes, again),
        "foretold_error_pct": round(float(np.median([x for column in columns for x in _foretold(column)])), 2),
        "cover": cover,
    }


def _with_ends(values: Array, again: bool) -> list[float]:
    ends = _again(values, np.nanmedian) if again else ()
    return [round(x, 2) for x in (float(np.nanmedian(values)), *ends)]


def _again(values: Array, statistic: Callable[..., Any]) -> tuple[float, float]:
    """95 % interval of a statistic by drawing people again; values of shape (person, marker)."""
    drawn = np.random.default_rng(1).integers(len(values), size=(_AGAIN, len(values)))
    whole = values[drawn].reshape(_AGAIN, -1)
    seen = statistic(whole[np.isfinite(whole).any(axis=1)], axis=1)
    low, high = np.quantile(seen, (0.025, 0.975))
    return float(low), float(high)


def wilson(share: float, count: int) -> tuple[float, float]:
    """95 % interval of a share.

    >>> [round(x, 3) for x in wilson(0.9, 100)]
    [0.826, 0.945]
    """
    z2 = _Z95**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z95 * ((share * (1 - share) + z2 / 4) / count) ** 0.5 / (1 + z2)
    return middle - half, middle + half


def noise_error(marker: str) -> float:
    """Median size of the error [%] that the noise of one result alone makes."""
    return 100.0 * float(np.expm1(0.6745 * noises()[marker].total))


def _update(rows: Sequence[Row]) -> dict[str, Any]:
    """The second later result, forecast from the first visit and again with the visit between."""
    without, after = (by_marker(rows, visit, again=True) for visit in ("second", "updated"))
    nearer: dict[str, float] = {}
    for name in LATER:
        before = np.abs(errors_of([row["second"][name] for row in rows]))
        nearer[name] = round(float(np.mean(np.abs(errors_of([row["updated"][name] for row in rows])) < before)), 4)
    nearer[OVERALL] = round(float(np.mean(list(nearer.values()))), 4)
    return {"people": len(rows), "without": without, "with": after, "nearer": nearer}


def _ranges(found: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """How often the truth of a nerve lies in its range over the laws of injury."""
    known = np.array(found, dtype=float)
    known = known[np.isfinite(known).all(axis=1)]
    truth, low, high = known.T
    share = float(np.mean((low <= truth) & (truth <= high)))
    return {
        "people": len(known),
        "inside": [round(x, 4) for x in (share, *wilson(share, len(known)))],
        "below": int(np.count_nonzero(truth < low)),
        "above": int(np.count_nonzero(truth > high)),
    }


def missed(measure: Mapping[str, Any]) -> list[str]:
    """Targets that a measure misses, in words; nothing where all are met."""
    if not measure["results"]:
        return ["no results"]
    bias, error, cover = measure["bias_pct"][0], measure["error_pct"][0], measure["cover"]["90"][0]
    found = [f"median error {bias:+.1f} %"] if abs(bias) > BIAS else []
    found += [f"median size of the error {error:.1f} %"] if error > ERROR else []
    found += [f"{100 * cover:.1f} % in the 90 % interval"] if not COVER[0] <= cover <= COVER[1] else []
    return found
