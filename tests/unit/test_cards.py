"""Cards: sources that exist and were read, figures filled in from facts, nothing recalled shown."""

from __future__ import annotations

import doctest
import json

import pytest

import cobalamin.evidence.cards
from cobalamin.cli import main
from cobalamin.errors import CobalaminError, InputError
from cobalamin.evidence import Verified, fact
from cobalamin.evidence.cards import card, cards, filled


@pytest.mark.parametrize("name", cards())
def test_sources_of_a_card_were_read_and_the_others_are_marked(name: str) -> None:
    it = card(name)
    assert it.sources
    assert all(fact(id).verified is not Verified.MEMORY for id in it.sources)
    assert all(fact(id).verified is Verified.MEMORY for id in it.recalled)
    assert all(line.startswith("recalled, not read") for line in it.citations[len(it.citations) - len(it.recalled) :])
    for text in (it.claim, it.says, it.model):
        assert text.endswith(".")
        assert "{" not in text


def test_a_figure_that_nobody_read_is_refused() -> None:
    with pytest.raises(CobalaminError, match="recalled, not read"):
        filled("a fall of {cmp_nenoin_tss90} %")
    with pytest.raises(InputError):
        filled("{cmp_no_such_fact}")


def test_no_effect_is_invented_where_there_was_no_control_arm() -> None:
    it = card("b complex")
    recalled = fact("cmp_nenoin_tss90").value
    assert recalled is not None
    assert f"{recalled:g}" not in " ".join((it.says, it.model, *it.citations))
    assert "one arm" in it.says


def test_an_unknown_card_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'benfotiamine'"):
        card("benfotiamin")


def test_command_lists_shows_and_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "card"]) == 0
    assert "benfotiamine" in capsys.readouterr().out
    assert main(["evidence", "card", "vitamin_b6", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["certainty"].startswith("very low")
    assert main(["evidence", "card", "snake oil"]) == 2


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(cobalamin.evidence.cards).failed == 0
