"""One quantity over time under every plan, drawn as its licence allows.

A forecast shows a line (median) in a band (80 % between people). A scenario shows only the range over rival nerve
blocks, one strip a plan, and never a line that could be read as the likely course. Placebo and natural course are one
grey band, the same beside every plan and beside no change.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from cobalamin.body.observe import Licence
from cobalamin.plan.model import MARKERS, NO_CHANGE, NaturalCourseBand, PlanReport, Series
from cobalamin.plot.palette import FAINT, NATURAL_COURSE, QUIET, TEXT, PlanStyle, plan_styles
from cobalamin.plot.quantities import Limit, Quantity, TimeUnit, quantity, say_number, time_unit
from cobalamin.plot.svg import FONT, drawing, svg_text
from cobalamin.plot.takeaway import takeaway, wants_log

NERVE = (
    "sural_amplitude_uv",
    "sural_velocity_m_s",
    "myelin_pns",
    "axons_pns",
    "tibial_sep_p37_ms",
    "vibration_threshold",
    "dorsal_column",
    "cognition",
)
SYMPTOMS = ("pain_nrs", "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue")
BLOOD = (*MARKERS, "hemoglobin_g_dl", "mcv_fl", "body_b12_ug", "liver_b12_ug")
TITLE_CHARACTERS = 47
NAME_CHARACTERS = 13
INCH = 72.0
RIGHT_MARGIN = 0.27
NATURAL_LABEL = "placebo and natural course: with any plan and with none"


def draw_markers(report: PlanReport) -> dict[str, str]:
    """Panels of blood and stores: observation name -> SVG."""
    return _panels(report, BLOOD)


def draw_nerve(report: PlanReport) -> dict[str, str]:
    """Panels of nerve, cord and brain: observation name -> SVG."""
    return _panels(report, NERVE)


def draw_symptoms(report: PlanReport) -> dict[str, str]:
    """Panels of complaints: observation name -> SVG; pain carries the band of natural course."""
    return _panels(report, SYMPTOMS)


def _panels(report: PlanReport, names: Sequence[str]) -> dict[str, str]:
    return {
        name: draw_panel(report.series[name], natural_course=report.natural_course if name == "pain_nrs" else None)
        for name in names
        if name in report.series
    }


def draw_panel(series: Series, *, natural_course: NaturalCourseBand | None = None) -> str:
    """One series as an SVG element whose title is its takeaway.

    Arguments:
        series: the values, with their licence.
        natural_course: for pain only; drawn beside every plan, anchored at the score on day 0.
    """
    if series.licence is Licence.FORECAST:
        return _forecast(series)
    return _scenario(series, natural_course)


def _heading(figure: Any, series: Series, kind: Quantity, *, note: str) -> float:
    """Write takeaway, unit and note at the top; returns the height they need [inch]."""
    lines = textwrap.wrap(takeaway(series), TITLE_CHARACTERS)
    height = figure.get_figheight()
    for n, line in enumerate(lines):
        figure.text(0.02, 1 - (0.19 + 0.18 * n) / height, line, fontsize=FONT + 0.5, fontweight="bold")
    below = 0.19 + 0.18 * len(lines) + 0.03
    figure.text(0.02, 1 - below / height, f"{kind.label} ({kind.unit}{note})", color=QUIET, fontsize=FONT)
    return below + 0.12


def _time_axis(axes: Any, unit: TimeUnit, end: float) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim(0.0, end / unit.days)
    steps = [1, 3, 6, 10] if unit.plural == "months" else [1, 2, 5, 10]
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=steps, integer=True))
    axes.set_xlabel(unit.plural, fontsize=FONT, labelpad=2)


def _value_axis(axes: Any, series: Series, kind: Quantity) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

    low = min(min(band.low) for band in series.plans.values())
    high = max(max(band.high) for band in series.plans.values())
    if wants_log(series):
        axes.set_yscale("log")
        axes.set_ylim(low / 1.3, high * 1.3)
        axes.yaxis.set_major_locator(LogLocator(10, subs=(1.0, 2.0, 5.0)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_minor_formatter(NullFormatter())
        return
    if kind.top is not None:
        axes.set_ylim(0.0, kind.top)
        axes.set_yticks([0, kind.top / 2, kind.top])
        return
    spread = high - low or abs(high) or 1.0
    near_zero = low >= 0.0 and low < spread
    axes.set_ylim(0.0 if near_zero else low - 0.12 * spread, high + 0.12 * spread)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_locator(MaxNLocator(5 if series.licence is Licence.FORECAST else 3))


def _limits(axes: Any, limits: Sequence[Limit]) -> None:
    low, high = axes.get_ylim()
    for limit in limits:
        if low < limit.value < high:
            axes.axhline(limit.value, color=QUIET, linewidth=0.6, zorder=1)
            axes.annotate(
                limit.label, (0.985, limit.value), xycoords=("axes fraction", "data"), xytext=(0, 1.5),
                textcoords="offset points", ha="right", va="bottom", color=QUIET, fontsize=FONT - 1, zorder=5,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.3},
            )  # fmt: skip


def _line(axes: Any, x: Sequence[float], y: Sequence[float], look: PlanStyle, width: float = 1.9) -> Any:
    (line,) = axes.plot(x, y, color=look.colour, linewidth=width, zorder=4)
    if look.dashes:
        line.set_dashes([length / width * 1.2 for length in look.dashes])
    return line


def _forecast(series: Series) -> str:
    kind, styles, unit = quantity(series.observation), plan_styles(tuple(series.plans)), time_unit(series.days[-1])
    x = [day / unit.days for day in series.days]
    with drawing(3.3) as figure:
        top = _heading(figure, series, kind, note=", log scale" if wants_log(series) else "")
        height = figure.get_figheight()
        axes = figure.add_axes((0.125, 0.46 / height, 1 - 0.125 - RIGHT_MARGIN, (height - 0.46 - top) / height))
        _value_axis(axes, series, kind)
        _time_axis(axes, unit, series.days[-1])
        for number, names in enumerate(_alike(series)):
            look, band = styles[names[0]], series.plans[names[0]]
            axes.fill_between(x, band.low, band.high, color=look.colour, alpha=0.13, linewidth=0, zorder=2)
            if band.median is not None:
                _line(axes, x, band.median, look).set_gid(f"median-{number}")
        _limits(axes, kind.limits)
        _name_lines(axes, series, styles)
        return svg_text(figure, name=series.observation, title=takeaway(series), description=_words(series, unit))


def _alike(series: Series) -> list[list[str]]:
    """Plans whose lines cannot be told apart (within 1 % on every day), together; one line is drawn for each group."""
    groups: list[list[str]] = []
    for name, band in series.plans.items():
        line = band.median or band.high
        for group in groups:
            first = series.plans[group[0]]
            if all(math.isclose(a, b, rel_tol=0.01) for a, b in zip(line, first.median or first.high, strict=True)):
                group.append(name)
                break
        else:
            groups.append([name])
    return groups


def _name_lines(axes: Any, series: Series, styles: dict[str, PlanStyle]) -> None:
    """Write the plans' names at the end of their line, pushed apart where they would overlap."""
    whole = axes.get_position().height * axes.figure.get_figheight()
    line_height = 1.24 * FONT / INCH / whole
    labels: list[tuple[float, list[str], str]] = []
    for names in _alike(series):
        band = series.plans[names[0]]
        end = axes.transData.transform((0, (band.median or band.high)[-1]))
        wrapped = [textwrap.wrap(name, NAME_CHARACTERS, max_lines=2, placeholder="…") for name in names]
        words = ",\n".join("\n".join(lines) for lines in wrapped).split("\n")
        labels.append((float(axes.transAxes.inverted().transform(end)[1]), words, styles[names[0]].colour))
    labels.sort(key=lambda label: label[0])
    centres = _spread([end for end, _, _ in labels], [len(words) * line_height for _, words, _ in labels])
    for (end, words, colour), centre in zip(labels, centres, strict=True):
        axes.annotate(
            "\n".join(words), (1.0, end), xycoords="axes fraction", xytext=(1.075, centre),
            textcoords="axes fraction", va="center", fontsize=FONT, linespacing=1.0, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.6, "shrinkA": 1, "shrinkB": 0,
                        "relpos": (0.0, 0.5)},
        )  # fmt: skip


def _spread(wished: list[float], sizes: list[float]) -> list[float]:
    """Centres as near as can be to the rising wishes, none overlapping, from just below the axes upward."""
    gap, centres, floor = 0.015, [], -0.12
    for wish, size in zip(wished, sizes, strict=True):
        centres.append(max(wish, floor + size / 2))
        floor = centres[-1] + size / 2 + gap
    ceiling = 1.12
    for n in reversed(range(len(centres))):
        centres[n] = min(centres[n], ceiling - sizes[n] / 2)
        ceiling = centres[n] - sizes[n] / 2 - gap
    return centres


def _scenario(series: Series, natural_course: NaturalCourseBand | None) -> str:
    kind, styles, unit = quantity(series.observation), plan_styles(tuple(series.plans)), time_unit(series.days[-1])
    strip, foot = (1.05 if natural_course else 0.95), 0.46
    notes = 0.40 if natural_course else 0.22
    # The heading grows by a line with a long takeaway; the strips keep their height.
    head = 0.34 + 0.18 * len(textwrap.wrap(takeaway(series), TITLE_CHARACTERS)) + notes
    with drawing(head + strip * len(series.plans) + foot) as figure:
        height = figure.get_figheight()
        top = _heading(figure, series, kind, note=", log scale" if wants_log(series) else "")
        key = "Scenario: range over rival nerve models, no likely line."
        figure.text(0.02, 1 - (top + 0.06) / height, key, fontsize=FONT - 1, color=QUIET)
        if natural_course:
            _natural_key(figure, 1 - (top + 0.24) / height)
        for n, name in enumerate(series.plans):
            below = (foot + strip * (len(series.plans) - 1 - n)) / height
            axes = figure.add_axes((0.105, below, 0.865, (strip - 0.24) / height))
            _value_axis(axes, series, kind)
            _time_axis(axes, unit, series.days[-1])
            if n < len(series.plans) - 1:
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
            _strip(axes, series, name, styles[name], unit, natural_course)
        return svg_text(figure, name=series.observation, title=takeaway(series), description=_words(series, unit))


def _natural_key(figure: Any, y: float) -> None:
    from matplotlib.patches import Rectangle

    height = figure.get_figheight()
    box = Rectangle(
        (0.02, y - 0.01 / height), 0.045, 0.11 / height, facecolor=NATURAL_COURSE, edgecolor=QUIET, linewidth=0.5
    )
    figure.add_artist(box)
    figure.text(0.078, y, f"{NATURAL_LABEL}.", fontsize=FONT - 1, color=QUIET)


def _strip(
    axes: Any, series: Series, name: str, look: PlanStyle, unit: TimeUnit, natural_course: NaturalCourseBand | None
) -> None:
    """One plan's range, over the outline of no change."""
    x = [day / unit.days for day in series.days]
    band, base = series.plans[name], series.plans.get(NO_CHANGE)
    number = list(series.plans).index(name)
    if natural_course:
        _natural_band(axes, series, natural_course, unit, number)
    if base is not None and name != NO_CHANGE:
        for edge in (base.low, base.high):
            axes.plot(x, edge, color=plan_styles((NO_CHANGE,))[NO_CHANGE].colour, linewidth=0.9, dashes=(4, 3))
    filled = axes.fill_between(
        x, band.low, band.high, facecolor=(FAINT if not look.hatch else "none"), edgecolor=look.colour,
        hatch=look.hatch or None, linewidth=0.0, alpha=0.85, zorder=3,
    )  # fmt: skip
    filled.set_gid(f"range-{number}")
    for edge in (band.low, band.high):
        _line(axes, x, edge, look, width=1.2)
    axes.set_title(name, loc="left", fontsize=FONT, fontweight="bold", color=TEXT, pad=2)
    if name != NO_CHANGE and base is not None and number == 1:
        axes.set_title("dashed grey: no change", loc="right", fontsize=FONT - 1, color=QUIET, pad=2)


def _natural_band(axes: Any, series: Series, course: NaturalCourseBand, unit: TimeUnit, number: int) -> None:
    """Score on day 0 plus the change that placebo arms show; the same in every strip."""
    start = next(iter(series.plans.values()))
    score = (start.low[0] + start.high[0]) / 2
    x = [day / unit.days for day in course.days]
    low = [max(0.0, score + change) for change in course.low]
    high = [max(0.0, score + change) for change in course.high]
    filled = axes.fill_between(x, low, high, facecolor=NATURAL_COURSE, edgecolor=QUIET, linewidth=0.5, zorder=1.5)
    filled.set_gid(f"natural-course-{number}")


def _words(series: Series, unit: TimeUnit) -> str:
    """The panel for someone who cannot see it: start and end under each plan."""
    kind = quantity(series.observation)
    parts = [f"{kind.label} ({kind.unit}) over {series.days[-1] / unit.days:.0f} {unit.plural}."]
    for name, band in series.plans.items():
        start, end = ((say_number(band.low[n]), say_number(band.high[n])) for n in (0, -1))
        first, last = (low if low == high else f"{low} to {high}" for low, high in (start, end))
        parts.append(f"{name[0].upper()}{name[1:]}: {first} at the start, {last} at the end.")
    what = "80 % interval between people" if series.licence is Licence.FORECAST else "range over rival nerve models"
    return " ".join([*parts, f"Shown: {what}."])
