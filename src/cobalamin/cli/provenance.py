"""What a person reads about one number: the figure, where it comes from, how it was read, and what it feeds."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cobalamin.evidence import Fact
    from cobalamin.parameters import Parameter

_MARGIN = 24


def learned(name: str) -> Mapping[str, Any]:
    """Fields that calibration adds to a parameter: prior, posterior and how far data fix it; none where it has none."""
    from cobalamin.infer.priors import What
    from cobalamin.infer.result import calibration, fitted

    found: dict[str, Any] = {}
    for each in fitted(name):
        what = "calibration" if each.prior.what is What.VALUE else "calibration of the spread"
        low, high = each.interval
        found |= {
            what: f"{each.words} Fit of {calibration().date.isoformat()}.",
            f"{what}, before": f"{each.prior.median:g} ({each.prior.why})",
            f"{what}, 95 % interval": f"{low:.3g} to {high:.3g}",
        }
    return found


def parameter_fields(p: Parameter) -> dict[str, Any]:
    """A parameter in words and figures, with what stands behind it and what it feeds."""
    from math import exp

    from cobalamin.report.provenance import behind_parameter, feeds_of_parameter

    people = f"{p.value * exp(-p.spread):.3g} to {p.value * exp(p.spread):.3g}" if p.spread and p.value else ""
    return {
        "parameter": p.name,
        "value": p.value,
        "unit": p.unit,
        "spread": p.spread,
        "two thirds of people": people,
        "low": p.low,
        "high": p.high,
        "grade": p.grade.value,
        "grade in words": _GRADE_WORDS[p.grade.value],
        **learned(p.name),
        "source": p.source,
        **_origin(p.source),
        "block": p.block,
        "note": p.note,
        "cited where it is read": [id for id in behind_parameter(p.name) if id != p.source],
        "feeds": feeds_of_parameter(p.name),
    }


_GRADE_WORDS = {
    "data": "read in a source",
    "derived": "computed from sources",
    "guess": "a judgement: no source fixes it",
}


def _origin(id: str) -> dict[str, Any]:
    from cobalamin.evidence import citation, derivations, facts

    found: dict[str, Any] = {"citation": citation(id)}
    if id in facts():
        found |= {"link": facts()[id].link, "verified": facts()[id].verified.words}
    elif id in derivations():
        found |= {"rests on": derivations()[id].rests_on, "known misses": derivations()[id].misses}
    return found


def chosen_parameters(*, grade: str | None, block: str | None) -> list[Parameter]:
    """Parameters of a grade and a block; None takes all.

    Errors: InputError for an unknown grade or block, with the nearest one.
    """
    from cobalamin.errors import InputError, nearest_word
    from cobalamin.parameters import Grade, parameters

    everything = list(parameters().values())
    for what, word, known in (
        ("--grade", grade, [each.value for each in Grade]),
        ("--block", block, sorted({p.block for p in everything})),
    ):
        if word is not None and word not in known:
            raise InputError(what, value=word, allowed=", ".join(known), nearest=nearest_word(word, known))
    return [p for p in everything if grade in (None, p.grade.value) and block in (None, p.block)]


def print_parameters(chosen: list[Parameter], as_json: bool) -> None:
    """Parameters as a table and the share of each grade, or one JSON object."""
    from cobalamin.cli.shared import print_table
    from cobalamin.report.provenance import grade_shares

    shares = {grade.value: round(share, 1) for grade, share in grade_shares(chosen).items()}
    if as_json:
        import json

        rows = [
            {name: getattr(p, name) for name in ("name", "value", "unit", "spread", "low", "high", "source", "block")}
            | {"grade": p.grade.value}
            for p in chosen
        ]
        json.dump({"parameters": rows, "share_percent": shares}, sys.stdout)
        sys.stdout.write("\n")
        return
    told = ", ".join(f"{share:g} % {grade} ({_GRADE_WORDS[grade]})" for grade, share in shares.items())
    rows = [(p.name, f"{p.value:g}", p.unit, f"{p.spread:g}", p.grade.value, p.source) for p in chosen]
    print_table(f"{len(chosen)} parameters", ("parameter", "value", "unit", "spread", "grade", "source"), rows)
    print(told)


def fact_fields(it: Fact) -> dict[str, Any]:
    """A fact in words and figures, and what it feeds; the figure of one that nobody read stays here."""
    from cobalamin.evidence import Verified
    from cobalamin.report.provenance import feeds_of_fact

    read = it.verified is not Verified.MEMORY
    return {
        "id": it.id,
        "quantity": it.quantity,
        "value": it.value if read else None,
        "low": it.low if read else None,
        "high": it.high if read else None,
        "unit": it.unit,
        "population": it.population,
        "source": it.source,
        "doi_or_url": it.doi_or_url,
        "link": it.link if read else "",
        "verified": it.verified.value,
        "verified in words": it.verified.words,
        "use": it.use.value,
        "use in words": it.use.words,
        "note": "" if read else "recalled, not read: the figure is not shown",
        "feeds": feeds_of_fact(it.id),
    }


def print_provenance(fields: Mapping[str, Any], as_json: bool) -> None:
    """Fields on standard output: a line each and wrapped to the screen, or one JSON object."""
    if as_json:
        import json

        json.dump(fields, sys.stdout, default=str)
        sys.stdout.write("\n")
        return
    for name, value in fields.items():
        if name == "feeds":
            _print_feeds(value)
        elif value not in ("", None, []):
            text = ", ".join(value) if isinstance(value, list) else f"{value:g}" if isinstance(value, float) else value
            _print_line(name, str(text))


def _print_feeds(feeds: Mapping[str, list[str]]) -> None:
    if not feeds:
        _print_line("feeds", "nothing")
    for kind, names in feeds.items():
        _print_line("feeds", f"{kind} ({len(names)}): {', '.join(names)}")


def _print_line(name: str, text: str) -> None:
    width = max(shutil.get_terminal_size().columns, 60)
    lines = textwrap.wrap(text, width - _MARGIN, break_long_words=False, break_on_hyphens=False) or [""]
    for n, line in enumerate(lines):
        print(f"{name if n == 0 else '':{_MARGIN - 1}} {line}")
