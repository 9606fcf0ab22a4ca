"""The page of the check of the forecast: targets met and missed, where errors come from, the update, the nerve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cobalamin import __version__
from cobalamin.plot.forecast_checks import Beside, draw_forecasts
from cobalamin.plot.quantities import quantity
from cobalamin.report.document import Bullets, Document, Heading, Paragraph, Part, Picture, Table, to_markdown
from cobalamin.report.licences import CONTEXT_OF_USE
from cobalamin.validate.forecast_check.measures import COVER, FEW, OVERALL, missed, noise_error
from cobalamin.validate.forecast_check.people import HISTORIES, LATER, NERVE_DAY, TREATMENTS, WEEKS
from cobalamin.validate.forecast_check.study import OTHER, SAME, SHARES

TITLE = "How well a first visit foretells the next results"
FIGURE = "forecast_check"
COMMENT = "Written by tools/write_forecast_check.py; do not edit."
Found = Mapping[str, Any]


def forecast_document(results: Found) -> Document:
    """The whole page."""
    return Document(
        title=TITLE,
        use=CONTEXT_OF_USE,
        parts=(
            *_summary(results),
            *_part(results, OTHER, "Another law of nerve injury"),
            _figure(results),
            *_part(results, SAME, "The same model"),
            *_where(results[OTHER], results[SAME]),
            *_update(results["update"]),
            *_nerve(results),
            *_people(),
        ),
        foot=f"cobalamin {__version__}; inputs {results['inputs']}; written by tools/write_forecast_check.py.",
    )


def write_page(results: Found, docs: Path) -> None:
    """Write the page and its figure into the folder of the documentation."""
    document = forecast_document(results)
    (docs / "forecast_check.md").write_text(to_markdown(document, comment=COMMENT), encoding="utf-8")
    for each in document.pictures:
        (docs / "images" / f"{each.name}.svg").write_text(f"{each.svg.strip()}\n", encoding="utf-8")


def _label(name: str) -> str:
    return "all together" if name == OVERALL else quantity(name).label


def misses(part: Found) -> list[str]:
    """What a part misses, one sentence a marker."""
    return [f"{_label(name)}: {', '.join(wrong)}" for name, one in part["markers"].items() if (wrong := missed(one))]


def _asked(targets: Found) -> str:
    low, high = (100 * end for end in targets["cover"])
    return (
        f"a median error of at most {targets['bias_pct']:.0f} % to either side, a median size of the error of at most "
        f"{targets['error_pct']:.0f} %, and {low:.0f} to {high:.0f} % of results in the 90 % interval"
    )


def _summary(results: Found) -> Iterator[Part]:
    other, same = results[OTHER], results[SAME]
    wrong = misses(other)
    whole = f"missed by {'; '.join(wrong)}" if wrong else "all targets are met"
    yield Paragraph(
        text=f"Simulated people come to a first visit, take something from then on, and have blood taken again after "
        f"{WEEKS[0]} to {WEEKS[1]} weeks. The next result is forecast from the first visit alone. Asked was "
        f"{_asked(results['targets'])}. Without the law of nerve injury that made the truth: **{whole}** "
        f"({other['people']} people)."
    )
    yield Bullets(
        items=(
            f"Kind of the check with another law: **{other['kind']}**, on simulated people. The forecast does not have "
            "the law of nerve injury of the truth. The laws of blood are the same on both sides: what differs is what "
            "symptoms say of blood, and the nerve. So it tests the calculation and the reading of symptoms; it is no "
            "evidence that people are like this.",
            f"Kind of the check with all laws: **{same['kind']}**. It tests the calculation alone.",
            "Prediction error = 100 (observed - median) / median. Brackets hold 95 % intervals.",
        )
    )


def _with_ends(values: Sequence[float], digits: int = 0, sign: str = "") -> str:
    middle, low, high = (f"{x:{sign}.{digits}f}" for x in values)
    return f"{middle} ({low} to {high})"


def _percent(values: Sequence[float]) -> str:
    return _with_ends([100 * x for x in values])


def _measures(markers: Found) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, one in markers.items():
        wrong = missed(one)
        rows.append(
            (
                _label(name),
                str(one["results"]),
                f"{_with_ends(one['bias_pct'], 1, '+')} %",
                f"{_with_ends(one['error_pct'], 1)} %",
                *(f"{100 * one['cover'][level][0]:.0f} %" for level in ("50", "80")),
                f"{_percent(one['cover']['90'])} %",
                "met" if not wrong else "**missed**",
            )
        )
    columns = ("next result", "results", "median error", "median size of the error", "in 50 %", "in 80 %", "in 90 %")
    return Table(columns=(*columns, "targets"), rows=rows)


def _part(results: Found, name: str, title: str) -> Iterator[Part]:
    part = results[name]
    wrong = misses(part)
    yield Heading(text=f"{title}: {part['kind']}")
    size = part["effective_size"]
    yield Paragraph(
        text=f"{part['people']} people; {results['particles']} particles, half of the forecasts rest on more than "
        f"{size['median']} effective ones, the weakest on {size['least']}. "
        + ("All targets are met." if not wrong else "Missed:")
    )
    if wrong:
        yield Bullets(items=wrong)
    yield _measures(part["markers"])


def beside(results: Found, part: str, marker: str) -> list[Beside]:
    """Observed, low, median and high of everyone whose forecast is known."""
    places = [SHARES.index(share) for share in (0.05, 0.5, 0.95)]
    found: list[Beside] = []
    for row in results["rows"]:
        one = row["next"][marker]
        if row["part"] == part and None not in one["points"]:
            low, middle, high = (one["points"][n] for n in places)
            found.append((one["observed"], low, middle, high))
    return found


def _figure(results: Found) -> Picture:
    markers = results[OTHER]["markers"]
    share = 100 * markers[OVERALL]["cover"]["90"][0]
    heading = f"{share:.0f} of 100 next results lie in their 90 % interval"
    svg = draw_forecasts(
        {name: beside(results, OTHER, name) for name in LATER},
        {name: markers[name]["cover"]["90"] for name in LATER},
        heading=heading,
        name=FIGURE,
    )
    return Picture(name=FIGURE, svg=svg, shows=heading)


def _where(part: Found, same: Found) -> Iterator[Part]:
    yield Heading(text="Where the errors come from")
    rows = [
        (
            _label(name),
            f"{noise_error(name):.0f} %",
            f"{part['markers'][name]['foretold_error_pct']:.0f} %",
            f"{part['markers'][name]['error_pct'][0]:.0f} %",
            f"{part['not_ruled'][name]['error_pct'][0]:.0f} %",
            f"{100 * part['not_ruled'][name]['cover']['90'][0]:.0f} %",
        )
        for name in LATER
    ]
    yield Paragraph(
        text="What the noise of one result makes by itself, what the forecast expected of itself (half the distance of "
        "its quartiles), and what came. The last two columns leave out results that something outside the model rules "
        "(bleeding, another disease, a mistake of the laboratory), which the forecast of one more sample does not hold."
    )
    columns = ("next result", "noise alone", "expected by the forecast", "median size of the error")
    yield Table(columns=(*columns, "the same, not ruled", "in 90 %, not ruled"), rows=rows)
    yield Paragraph(text="By what was taken: median error, median size of the error, share in the 90 % interval.")
    yield _groups("taken from the first visit", part["treatments"])
    yield Paragraph(text="By history, all results together and by marker:")
    yield _groups("history", part["histories"])
    yield from _why(part, same)
    worst = _worst(part)
    if worst:
        yield Paragraph(text="Groups of one marker and one treatment that miss a target by themselves:")
        yield Bullets(items=worst)


def _groups(title: str, groups: Found) -> Table:
    names = (*LATER, OVERALL)
    rows = [(group, *(_short(markers[name]) for name in names)) for group, markers in groups.items()]
    return Table(columns=(title, *(_label(name) for name in names)), rows=rows)


def _short(one: Found) -> str:
    if not one["results"]:
        return "none"
    return f"{one['bias_pct'][0]:+.0f} %, {one['error_pct'][0]:.0f} %, {100 * one['cover']['90'][0]:.0f} %"


def _why(part: Found, same: Found) -> Iterator[Part]:
    """What is known of every miss: too narrow or too wide, by chance or not, ruled by something else or not."""
    found: list[str] = []
    for name, one in part["markers"].items():
        share, low, high = one["cover"]["90"]
        if not missed(one) or COVER[0] <= share <= COVER[1]:
            continue
        wide = "wider" if share > COVER[1] else "narrower"
        chance = "which chance can make" if low <= COVER[1] and high >= COVER[0] else "which chance does not make"
        alone, few, mine, all_laws = (
            f"{100 * group[name]['cover']['90'][0]:.1f} %" if group[name]["results"] else "none"
            for group in (part["not_ruled"], part["few_particles"], part["in_both"], same["in_both"])
        )
        found.append(
            f"{_label(name)}: the intervals are {wide} than asked; the 95 % interval of the share runs from "
            f"{100 * low:.1f} to {100 * high:.1f} %, {chance}. In the 50 % interval lie "
            f"{100 * one['cover']['50'][0]:.0f} %, in the 80 % interval {100 * one['cover']['80'][0]:.0f} %; in "
            f"the 90 % interval {alone} of the results that nothing else rules, and {few} of the "
            f"{part['few_particles'][name]['results']} whose forecast rests on fewer than {FEW} effective particles. "
            f"Of the {part['in_both'][name]['results']} people of both parts {mine} lie in it without the law of "
            f"the truth and {all_laws} with all laws."
        )
    if found:
        yield Paragraph(text="What is known of the misses of the 90 % interval:")
        yield Bullets(items=found)


def _worst(part: Found) -> list[str]:
    """Groups that miss; a share in the interval only where its own 95 % interval lies outside what was asked."""
    found: list[str] = []
    for treatment, markers in part["treatments"].items():
        for name in LATER:
            one = markers[name]
            if not one["results"]:
                continue
            _, low, high = one["cover"]["90"]
            beyond = low > COVER[1] or high < COVER[0]
            wrong = [each for each in missed(one) if beyond or "interval" not in each]
            if wrong:
                found.append(f"{_label(name)}, {treatment} ({one['results']} results): {', '.join(wrong)}")
    return found


def _update(part: Found) -> Iterator[Part]:
    before, after = part["without"], part["with"]
    nearer = 100 * part["nearer"][OVERALL]
    better = after[OVERALL]["error_pct"][0] < before[OVERALL]["error_pct"][0]
    yield Heading(text=f"The visit after the next, with and without the results between: {part['kind']}")
    yield Paragraph(
        text=f"The second later result of {part['people']} people, forecast from the first visit and again with the "
        f"results of the visit between, without the law of nerve injury of the truth. The update "
        f"{'lowers' if better else 'does not lower'} the median size of the error, from "
        f"{before[OVERALL]['error_pct'][0]:.1f} to {after[OVERALL]['error_pct'][0]:.1f} %; {nearer:.0f} % of its "
        "medians are nearer to what came."
    )
    rows = [
        (
            _label(name),
            *(f"{_with_ends(one[name]['error_pct'], 1)} %" for one in (before, after)),
            *(f"{one[name]['bias_pct'][0]:+.1f} %" for one in (before, after)),
            *(f"{100 * one[name]['cover']['90'][0]:.0f} %" for one in (before, after)),
            f"{100 * part['nearer'][name]:.0f} %",
        )
        for name in before
    ]
    columns = ["second later result"]
    columns += [
        f"{what}, {when}"
        for what in ("size of the error", "median error", "in 90 %")
        for when in ("first visit", "updated")
    ]
    yield Table(columns=(*columns, "nearer when updated"), rows=rows)


def _nerve(results: Found) -> Iterator[Part]:
    yield Heading(text="The nerve: a range over rival laws")
    yield Paragraph(
        text=f"A nerve has no forecast, only a range: from the lowest to the highest of the rival laws of injury, each "
        f"with four in five of its selves. The share of true levels on day {NERVE_DAY:.0f} inside that range; no "
        "target was set."
    )
    rows: list[tuple[str, ...]] = []
    for part in (OTHER, SAME):
        kind = results[part]["kind"]
        said = "the law of the truth left out" if part == OTHER else "all laws"
        for name, one in results[part]["nerve"].items():
            cells = (f"{_percent(one['inside'])} %", str(one["below"]), str(one["above"]))
            rows.append((quantity(name).label, f"{said}: {kind}", str(one["people"]), *cells))
    columns = ("level", "forecast with", "people", "inside the range", "truth below", "truth above")
    yield Table(columns=columns, rows=rows)


def _people() -> Iterator[Part]:
    yield Heading(text="The people")
    yield Paragraph(
        text="History, what is taken and law of injury take turns; everything else is drawn: the constants of the body "
        "from the spread between people, what is hidden, two complaints as present or absent, and results with noise: "
        "a bias that all results of a test share, a scatter of each, and a share that something else rules. Tests of "
        "the first visit are missing at random. A truth that would have needed care before its last visit is drawn "
        "again. A forecast adds the noise of one more sample to every self."
    )
    yield Bullets(
        items=(f"Histories: {', '.join(HISTORIES)}.", *(f"{n}: {r or 'no B12'}" for n, r in TREATMENTS.items()))
    )
