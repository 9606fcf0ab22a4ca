"""`cobalamin model sensitivity`: what an output rests on, and the licence that follows."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from cobalamin.cli.shared import Json, print_table
from cobalamin.errors import InputError, nearest_word

Of = Annotated[str | None, typer.Option("--of", metavar="OUTPUT", help="One output; default: all main outputs.")]
_SHOWN = 6
_LEAST = 0.02


def sensitivity(of: Of = None, as_json: Json = False) -> None:
    """What the main outputs rest on: variance shares of their inputs, and the licence that follows.

    Of "people": how people differ. Of "medians": what is not known of the middle of people.
    """
    from cobalamin.body.observe import OBSERVATIONS
    from cobalamin.infer.findings import shares_of
    from cobalamin.infer.licences import computed
    from cobalamin.infer.sensitivity import Question, settings

    known = tuple(settings().outputs)
    if of is not None and of not in known:
        raise InputError("--of", value=of, allowed=", ".join(known), nearest=nearest_word(of, known))
    chosen = known if of is None else (of,)
    if as_json:
        import json

        json.dump([_fields(name) for name in chosen], sys.stdout)
        sys.stdout.write("\n")
        return
    for name in chosen:
        rows: list[tuple[str, ...]] = []
        for scenario in settings().scenarios:
            for question in Question if of is not None else (Question.MEDIANS,):
                own = [s for s in shares_of(name, question, scenario) if s.total >= _LEAST]
                rows += [
                    (
                        scenario,
                        question.name.lower(),
                        s.input,
                        s.grade,
                        f"{s.total:.2f}",
                        f"{s.total_low:.2f}–{s.total_high:.2f}",
                    )
                    for s in own[: _SHOWN if of is not None else 1]
                ]
        each = computed()[name]
        print_table(OBSERVATIONS[name].about, ("scenario", "of", "input", "grade", "share", "90 %"), rows)
        print(
            f"{OBSERVATIONS[name].licence.value}: {each.input} carries {100 * each.share:.0f} % of the variance "
            f"({each.scenario})\n"
        )


def _fields(name: str) -> dict[str, Any]:
    from dataclasses import asdict

    from cobalamin.body.observe import OBSERVATIONS
    from cobalamin.infer.findings import stored
    from cobalamin.infer.licences import computed

    each = computed()[name]
    return {
        "output": name,
        "licence": OBSERVATIONS[name].licence.value,
        "declared": OBSERVATIONS[name].declared.value,
        "computed": each.licence.value,
        "because": {"input": each.input, "scenario": each.scenario, "share": each.share},
        "shares": [asdict(s) for s in stored() if s.output == name],
    }
