"""The page that `make maps` writes: how well the laws follow the maps, and excerpts of the maps, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from cobalamin.body.conduction import mixed_velocity, sheath_velocity, velocity_spread
from cobalamin.nerve.constants import table
from cobalamin.nerve.fit import LEAST_SHEATH, Fit, Maps, fitted_values
from cobalamin.nerve.maps import DEMYELINATED, LARGE, SHARES, Row
from cobalamin.parameters import view


def page_text(maps: Maps, fits: Sequence[Fit]) -> str:
    """The whole page; every number on it comes from the maps and the fits."""
    parts = [
        "# Maps of the fibre",
        "",
        "Written by `make maps` from the tables in `src/cobalamin/nerve/maps/`; see [the fibre](fibre.md).",
        "",
        *("## How well the laws follow the maps", "", *_laws(fits)),
        *("", "## Healthy fibres", "", *_healthy(maps["healthy"])),
        *("", "## Thinner and looser sheaths", "", *_sheaths(maps["velocity"], fits)),
        *("", "## Damaged internodes here and there", "", *_segments(maps["segment"], fits)),
        *("", "## How far an impulse crosses damaged internodes", "", *_block(maps["block"])),
        *("", "## Compound potentials", "", *_dispersion(maps["dispersion"])),
        *("", "## Firing", "", *_firing(maps["excitability"])),
    ]
    return "\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows)]


def _number(value: str | float, digits: int = 2) -> str:
    number = float(value)
    return "" if math.isnan(number) else f"{number:.{digits}f}"


def _laws(fits: Sequence[Fit]) -> list[str]:
    head = ("law", "rows", "error, root mean square", "largest error", "parameters")
    return _table(
        head,
        (
            (
                fit.law,
                str(fit.points or ""),
                _number(fit.rms, 3),
                _number(fit.largest, 3),
                ", ".join(f"`{name}` {value:g}" for name, value in fit.values.items()),
            )
            for fit in fits
        ),
    )


def _healthy(rows: Sequence[Row]) -> list[str]:
    steps = sorted({float(row["step_ms"]) for row in rows}, reverse=True)
    speeds = {(row["diameter_um"], row["step_ms"]): row["velocity_m_s"] for row in rows}
    published = {float(row[0]) for row in table("fibre")["geometry"]["rows"]}
    diameters = sorted({float(row["diameter_um"]) for row in rows})
    head = ("diameter, um", *(f"m/s at steps of {step * 1000:g} us" for step in steps), "geometry")
    return _table(
        head,
        (
            (
                f"{d:g}",
                *(_number(speeds[d, step], 1) for step in steps),
                "published" if d in published else "extrapolated",
            )
            for d in diameters
        ),
    )


def _sheaths(rows: Sequence[Row], fits: Sequence[Fit]) -> list[str]:
    k = view(fitted_values(fits))
    seals = sorted({float(row["seal"]) for row in rows if row["diameter_um"] == LARGE[1]})
    lines = []
    for diameter in LARGE:
        seen = {
            (row["sheath"], row["seal"]): row["relative"]
            for row in rows
            if row["diameter_um"] == diameter and row["paranode"] == 1
        }
        sheaths = sorted({sheath for sheath, _ in seen}, reverse=True)
        head = (f"sheath, {diameter:g} um", *(f"space x{seal:g}" for seal in seals))
        lines += ["", *_table(head, ((f"{m:g}", *(_number(seen[m, s]) for s in seals)) for m in sheaths))]
    law = (
        (f"{m:g}", *(_number(float(sheath_velocity(m, s, k))) for s in seals))
        for m in (1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, LEAST_SHEATH)
    )
    return [
        "Velocity relative to the healthy fibre of that diameter; empty where the impulse stops.",
        *lines,
        "",
        *_table(("the law for all", *(f"space x{seal:g}" for seal in seals)), law),
    ]


def _segments(rows: Sequence[Row], fits: Sequence[Fit]) -> list[str]:
    """Draws beside the laws of velocity and of spread by chance alone, since all draws are equally severe."""
    k = view(fitted_values(fits) | {"severity_spread": 0.0})

    def line(kind: str, share: float) -> Sequence[str]:
        seen = np.array([float(row["relative"]) for row in rows if row["kind"] == kind and row["share"] == share])
        fine = seen[np.isfinite(seen)]
        internodes = (1.0, 1.0, share, 0.0) if kind == "demyelinated" else (1.0, 1.0, 0.0, share)
        return (
            kind,
            f"{share:g}",
            f"{_number(fine.mean())} ({_number(mixed_velocity(*internodes, k))})",
            f"{_number(np.log(fine).std(ddof=1), 3)} ({_number(velocity_spread(*internodes, k), 3)})",
            f"{fine.size} of {seen.size}",
        )

    head = ("internodes", "share", "velocity (law)", "sd of ln velocity (law)", "fibres that conduct")
    return _table(head, (line(kind, share) for kind in ("demyelinated", "remyelinated") for share in SHARES))


def _block(rows: Sequence[Row]) -> list[str]:
    used = [row for row in rows if row["diameter_um"] == LARGE[1] and row["seal"] == DEMYELINATED.seal]
    head = (
        "sheath left",
        "channels of the bare axon, of the node",
        "longest run crossed",
        "mm",
        "delay of one, in healthy ones",
    )
    most = max(float(row["longest_run"]) for row in rows)
    return _table(
        head,
        (
            (
                f"{float(row['sheath']):g}",
                f"{float(row['channels']):g}",
                f"{float(row['longest_run']):g}" + (" or more" if row["longest_run"] == most else ""),
                _number(row["longest_run_mm"], 1),
                _number(row["delay_of_one"], 1),
            )
            for row in used
        ),
    )


def _dispersion(rows: Sequence[Row]) -> list[str]:
    used = [row for row in rows if row["velocity"] in (1.0, 0.8, 0.6) and row["spread"] in (0.0, 0.1, 0.2)]
    head = ("nerve", "velocity", "spread, sd of ln", "amplitude", "duration")
    return _table(
        head,
        (
            (
                str(row["nerve"]),
                f"{float(row['velocity']):g}",
                f"{float(row['spread']):g}",
                _number(row["amplitude"]),
                _number(row["duration"]),
            )
            for row in used
        ),
    )


def _firing(rows: Sequence[Row]) -> list[str]:
    names = ("single_spike_from", "afterdischarge_from", "spontaneous_from")
    head = ("leak, mS/cm2", "slow inward, mS/cm2", "single spike from", "afterdischarge from", "spontaneous from")
    return [
        "Ratio of sodium to leak conductance from which each regime holds.",
        "",
        *_table(
            head,
            (
                (
                    f"{float(row['leak_ms_cm2']):g}",
                    f"{float(row['slow_inward_ms_cm2']):g}",
                    *(_number(row[name], 1) for name in names),
                )
                for row in rows
            ),
        ),
    ]
