"""Figures of a diet: B12 eaten and absorbed by meal, and where the levels go over the years."""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.assess.lack import DEFICIENT_STORE_SHARE
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.plan.diet.model import DietAnswer, MealLine, Span, YearStatus
from cobalamin.plan.diet.sentences import span_ug, ug
from cobalamin.plot.palette import FAINT, QUIET, TEXT
from cobalamin.plot.quantities import Limit, quantity, say_number
from cobalamin.plot.svg import FONT, SMALL, drawing, svg_text

BLUE, ORANGE = "#0072B2", "#D55E00"
_ROW = 0.34
"""Height of one meal [inch]."""
MOST_ROWS = 24
"""More meals than this are drawn as days."""
_LOGARITHMIC = ("mma_nmol_l",)


def rows_of(meals: Sequence[MealLine]) -> list[tuple[str, Span, Span]]:
    """Label, eaten and absorbed [ug] by meal, or by day where there are too many meals to draw."""
    several = len({meal.day for meal in meals}) > 1
    if len(meals) <= MOST_ROWS:
        return [
            (f"{meal.day}: {meal.meal}" if several else meal.meal, meal.eaten_ug, meal.absorbed_ug) for meal in meals
        ]
    days: dict[str, list[MealLine]] = {}
    for meal in meals:
        days.setdefault(meal.day, []).append(meal)
    made = [(day, _sum(m.eaten_ug for m in each), _sum(m.absorbed_ug for m in each)) for day, each in days.items()]
    return made[:MOST_ROWS]


def _sum(spans: object) -> Span:
    each: list[Span] = list(spans)  # type: ignore[call-overload]
    return Span(low=sum(s.low for s in each), value=sum(s.value for s in each), high=sum(s.high for s in each))


def draw_meals(answer: DietAnswer) -> str:
    """Bars of B12 eaten (grey) and absorbed (blue) by meal, with ranges as lines."""
    rows = rows_of(answer.meals)
    title = _meals_takeaway(answer)
    with drawing(_ROW * len(rows) + 1.15) as figure:
        height = figure.get_figheight()
        figure.text(0.02, 1 - 0.19 / height, title, fontsize=FONT + 0.5, fontweight="bold")
        key = "µg of B12; grey: eaten, blue: absorbed, lines: ranges"
        figure.text(0.02, 1 - 0.38 / height, key, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.30, 0.42 / height, 0.66, _ROW * len(rows) / height))
        for n, (_, eaten, absorbed) in enumerate(rows):
            if eaten.high <= 0.0:
                axes.annotate("0", (0.0, n), xytext=(3, 0), textcoords="offset points", fontsize=SMALL, va="center")
                continue
            axes.barh(n - 0.17, eaten.value, height=0.3, color=FAINT, edgecolor=QUIET, linewidth=0.8, zorder=2)
            axes.barh(n + 0.17, absorbed.value, height=0.3, color=BLUE, zorder=2)
            for at, span, colour in ((n - 0.17, eaten, QUIET), (n + 0.17, absorbed, TEXT)):
                if span.high > span.low:
                    axes.plot([span.low, span.high], [at, at], color=colour, linewidth=1.2, zorder=3)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0.0, max(0.1, 1.05 * max(max(eaten.high, absorbed.high) for _, eaten, absorbed in rows)))
        axes.set_yticks(range(len(rows)), [_short(label) for label, _, _ in rows], fontsize=SMALL)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel("vitamin B12 (µg)", fontsize=FONT, labelpad=2)
        return svg_text(figure, name="meals", title=title, description=_meals_words(rows))


def _short(label: str) -> str:
    text = label if len(label) <= 17 else f"{label[:16]}…"
    return text.replace("$", r"\$")  # else it would be read as a formula


def _meals_takeaway(answer: DietAnswer) -> str:
    eaten, absorbed = answer.intake_ug_per_day.value, answer.absorbed_ug_per_day.value
    if eaten <= 0.0:
        return "Nothing here is known to bring active B12"
    return f"Of {ug(eaten)} µg a day about {ug(absorbed)} µg is absorbed"


def _meals_words(rows: Sequence[tuple[str, Span, Span]]) -> str:
    return " ".join(
        f"{label}: eaten {span_ug(eaten)}, absorbed {span_ug(absorbed)}." for label, eaten, absorbed in rows
    )


def _limits(observation: str) -> tuple[Limit, ...]:
    if observation != "body_b12_ug":
        return quantity(observation).limits
    healthy = OBSERVATIONS[observation].healthy * DEFICIENT_STORE_SHARE
    return (Limit(value=healthy, label=f"stores low below {say_number(healthy)}", source_id="guess"),)


def draw_status(answer: DietAnswer, observation: str) -> str:
    """One level over the years of this diet: median, and four in five people, with the limits others draw."""
    kind = quantity(observation)
    known = [(each.year, span) for each in answer.lines if (span := each.values[observation]) is not None]
    years, spans = [year for year, _ in known], [span for _, span in known]
    title = _status_takeaway(answer.lines, observation)
    logarithmic = observation in _LOGARITHMIC
    with drawing(2.6) as figure:
        height = figure.get_figheight()
        figure.text(0.02, 1 - 0.19 / height, title, fontsize=FONT + 0.5, fontweight="bold")
        words = f"{kind.label.partition(' (')[0]} ({kind.unit}); line: median, band: 4 in 5 people"
        figure.text(0.02, 1 - 0.38 / height, words, fontsize=SMALL, color=QUIET)
        axes = figure.add_axes((0.14, 0.46 / height, 0.82, (height - 0.46 - 0.55) / height))
        axes.fill_between(years, [s.low for s in spans], [s.high for s in spans], color=BLUE, alpha=0.15, linewidth=0)
        axes.plot(years, [s.value for s in spans], color=BLUE, linewidth=1.9)
        last = answer.lines[-1].year
        axes.set_xlim(0.0, last)
        axes.set_xticks(range(0, int(last) + 1, 5))
        top = max(max(s.high for s in spans), *(limit.value for limit in _limits(observation)))
        if logarithmic:
            axes.set_yscale("log")
            axes.set_ylim(0.8 * min(s.low for s in spans), 1.3 * top)
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
            axes.yaxis.set_minor_formatter(lambda value, _: "")
        else:
            axes.set_ylim(0.0, 1.08 * top)
        for limit in _limits(observation):
            axes.axhline(limit.value, color=ORANGE, linewidth=0.9, dashes=(5, 2))
            axes.annotate(
                limit.label, (0.98, limit.value), xycoords=("axes fraction", "data"), xytext=(0, 1.5),
                textcoords="offset points", fontsize=SMALL, color=TEXT, va="bottom", ha="right",
            )  # fmt: skip
        axes.set_xlabel("years from today on this diet", fontsize=FONT, labelpad=2)
        return svg_text(
            figure, name=f"status-{observation}", title=title, description=_status_words(answer, observation)
        )


def _status_takeaway(lines: Sequence[YearStatus], observation: str) -> str:
    label = quantity(observation).label.partition(" (")[0]
    at = {each.year: span.value for each in lines if (span := each.values[observation]) is not None}
    first, later = at[0.0], at.get(10.0)
    if later is None:
        return f"{label}: care needed within 10 years"
    if later < 0.9 * first:
        return f"{label} would fall to {100 * later / first:.0f} % in 10 years"
    if later > 1.15 * first:
        return f"{label} would rise {later / first:.1f}-fold in 10 years"
    return f"{label} would hardly change in 10 years"


def _status_words(answer: DietAnswer, observation: str) -> str:
    kind = quantity(observation)
    return " ".join(
        f"After {each.year:g} years: {kind.label} {say_number(span.value)} {kind.unit} "
        f"({say_number(span.low)} to {say_number(span.high)})."
        for each in answer.status
        if (span := each.values[observation]) is not None
    )
