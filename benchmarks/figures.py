"""The figures of the benchmark: error against speed, and time against persons and years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.cases import CASES
from benchmarks.page import SOLVER_NAMES
from cobalamin.plot.palette import FAINT, PALETTE, QUIET
from cobalamin.plot.svg import drawing, svg_text

_MARKERS = ("*", "P", "s", "o", "^", "D")
_COLOURS = ("#D55E00", "#6b6b6b", "#0072B2", "#009E73", "#CC79A7", "#000000")
_STYLES = {name: (m, c) for name, m, c in zip(SOLVER_NAMES, _MARKERS, _COLOURS, strict=True)}
_SHORT_TITLES = {
    "vegan": "Vegan diet, 20 years",
    "tablets": "Daily tablets, 10 years",
    "injections": "Pernicious anaemia, then injections, 10 years",
    "metformin": "Diabetes, metformin, tablets, 10 years",
}
_WIDTH = 9.2
_GRID = {"color": FAINT, "linewidth": 0.8, "zorder": 0}


_PLACES = {1: ((-7, -3), "right"), 1024: ((0, 7), "center"), 8192: ((7, -3), "left")}
"""Where the number of a batch stands beside its mark: shift in points, and alignment."""


def _look(solver: str) -> dict[str, Any]:
    marker, colour = _STYLES[solver]
    return {
        "color": colour,
        "markersize": 13 if marker == "*" else 8,
        "markeredgecolor": "white",
        "markeredgewidth": 0.5,
        "linestyle": "none",
    }


def _duration(seconds: float, digits: int = 2) -> str:
    """Two digits, in milliseconds below a second."""
    value, unit = (seconds, "s") if seconds >= 1 else (1000 * seconds, "ms")
    return f"{float(f'{value:.{digits}g}'):,g} {unit}"


def _plain_numbers(axis: Any, text: Callable[[float], str]) -> None:
    """Write numbers and not powers of ten; no labels between decades."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.set_major_locator(LogLocator(base=10))
    axis.set_major_formatter(FuncFormatter(lambda value, _: text(value)))
    axis.set_minor_formatter(NullFormatter())


def _count(value: float) -> str:
    return f"{value:,g}" if value < 1 else f"{value:,.0f}"


def speed(rows: Sequence[Mapping[str, Any]]) -> str:
    """Error against speed, one panel a case, one mark a solver; a number beside a mark is its batch."""
    from matplotlib.ticker import LogLocator

    with drawing(7.6, width=_WIDTH) as figure:
        axes = figure.subplots(2, 2, sharex=True, sharey=True)
        for axis, case in zip(axes.flat, CASES.values(), strict=True):
            here = [row for row in rows if row["case"] == case.name and row["cores"] == 1]
            for row in here:
                marker, _ = _STYLES[row["solver"]]
                x, y = row["person_years_per_second_per_core"], row["max_error"]
                axis.plot(x, y, marker, **_look(row["solver"]), zorder=3)
                shift, side = _PLACES.get(row["batch"], ((0, 7), "center"))
                # Where the others do not gain from a batch their marks lie on each other; the table has the numbers.
                if row["solver"] == "fast":
                    axis.annotate(
                        f"{row['batch']:,}", (x, y), xytext=shift, textcoords="offset points", ha=side, color=QUIET,
                        fontsize=8,
                    )  # fmt: skip
            axis.axhline(case.error_target, color=QUIET, linewidth=0.8, linestyle=(0, (5, 3)))
            axis.set(xscale="log", yscale="log")
            axis.set_title(_SHORT_TITLES[case.name], loc="left", fontsize=10)
            axis.grid(**_GRID)
            axis.margins(x=0.12, y=0.12)
            _plain_numbers(axis.xaxis, _count)
            axis.xaxis.set_major_locator(LogLocator(base=100))
        for axis in axes[1]:
            axis.set_xlabel("person-years per second and core")
        for axis in axes[:, 0]:
            axis.set_ylabel("largest error (dashed: target)")
        handles = [
            axes[0, 0].plot([], [], marker, **_look(name), label=SOLVER_NAMES[name])[0]
            for name, (marker, _) in _STYLES.items()
        ]
        figure.legend(handles=handles, loc="lower center", ncols=6, frameon=False, fontsize=9, handletextpad=0.2)
        figure.tight_layout(rect=(0, 0.05, 1, 1))
        best = max((row["person_years_per_second_per_core"] for row in rows if row["cores"] == 1), default=0.0)
        return svg_text(
            figure,
            name="speed",
            title="Error against speed of every solver in the four cases",
            description=f"Right is faster, down is more exact; the fastest mark is at {best:,.0f} person-years per "
            "second and core. Numbers beside our marks are batch sizes.",
        )


def scaling(measured: Mapping[str, Any]) -> str:
    """Time against persons (left) and time a person against years (right), of the fast solver on one core."""
    with drawing(3.9, width=_WIDTH) as figure:
        left, right = figure.subplots(1, 2)
        points = [(each["persons"], each["seconds"]) for each in measured["persons"]["points"]]
        if found := measured.get("population"):
            points.append((found["persons"], found["seconds"]))
        left.plot(*zip(*points, strict=True), "o-", color=PALETTE[0].colour, markersize=5)
        for count, seconds in points:
            left.annotate(
                _duration(seconds), (count, seconds), xytext=(0, 7), textcoords="offset points",
                ha="center", fontsize=8, color=QUIET,
            )  # fmt: skip
        left.set(xscale="log", yscale="log", xlabel="persons", ylabel="time")
        left.set_title(f"Case {measured['persons']['case']}, 10 years, one core", loc="left", fontsize=10)
        for style, (case, found) in zip(PALETTE, measured["years"]["points"].items(), strict=False):
            x, y = [each["years"] for each in found], [each["seconds"] for each in found]
            dashes = (0, style.dashes) if style.dashes else "-"
            right.plot(x, y, marker="o", markersize=4, color=style.colour, linestyle=dashes, label=case)
        right.set(xscale="log", yscale="log", xlabel="years", ylabel="time for one person")
        right.set_title("64 persons together, one core", loc="left", fontsize=10)
        right.legend(frameon=False, fontsize=9)
        for axis in (left, right):
            axis.grid(**_GRID)
            axis.margins(x=0.1, y=0.12)
            _plain_numbers(axis.xaxis, _count)
            _plain_numbers(axis.yaxis, _duration)
        figure.tight_layout()
        return svg_text(
            figure,
            name="scaling",
            title="Time against the number of persons and against the length of the life",
            description=f"{points[-1][0]:,} persons take {_duration(points[-1][1])}.",
        )
