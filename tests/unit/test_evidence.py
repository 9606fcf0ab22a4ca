"""Every number names a source that exists, what nobody read says so, and the table equals the one it was taken from."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

import cobalamin.evidence
from cobalamin.body import BODY
from cobalamin.errors import InputError
from cobalamin.evidence import Use, Verified, citation, derivation, derivations, fact, facts
from cobalamin.nerve import constants
from cobalamin.parameters import parameters

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE_ID = r"\b(?:cmp|diag|diet|kin|mech|trials|uk|us|jp)_\w+"
QUOTED_ID = r'"((?:cmp|diag|kin|mech|trials|uk|us|jp|rf)_\w+)"'
PERSON_KEYS = {"diet_since"}


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ids_of_docstrings() -> dict[str, str]:
    """Id after `Source:` in a docstring, or as a text of its own (warnings, limits) -> file that names it."""
    named: dict[str, str] = {}
    for file in sorted((ROOT / "src").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        lists = re.findall(r"^ +Source: ([\w, \n]+?)\.?$", text, re.MULTILINE)
        ids = [word for line in lists for word in re.split(r"[,\s]+", line) if "_" in word or word == "guess"]
        ids += re.findall(QUOTED_ID, text)
        named |= dict.fromkeys(ids, file.name)
    return named


def unknown(ids: dict[str, str]) -> list[str]:
    return [f"{where}: {name}" for name, where in ids.items() if name not in facts() and name not in derivations()]


TAKE = "cite an id of the shared tables and run tools/take_facts.py, or describe the id in evidence/derivations.toml"


def test_every_parameter_has_a_source():
    assert not unknown({p.source: f"{p.block}.toml: {p.name}" for p in parameters().values()}), TAKE


def test_every_flow_has_a_source():
    named = {name: flow.name for flow in BODY.flows for name in flow.source_ids}
    assert len(named) > 50
    assert not unknown(named), TAKE


def test_every_source_of_a_docstring_or_a_warning_exists():
    named = ids_of_docstrings()
    assert "kin_abs_recovery" in named
    assert not unknown(named), TAKE


def test_every_source_of_an_example_exists():
    named = {
        name: file.name
        for file in (ROOT / "examples").glob("*.toml")
        for name in re.findall(EXAMPLE_ID, file.read_text(encoding="utf-8"))
        if name not in PERSON_KEYS
    }
    assert named
    assert not unknown(named), TAKE


def fibre_table(name: str) -> list[dict[str, object]]:
    return [row for row in constants.table(name)["constants"].values() if "source" in row]


def test_every_derivation_is_used_and_told_in_sentences():
    used = {p.source for p in parameters().values()} | set(ids_of_docstrings())
    used |= {row["source"] for name in ("fibre", "compound", "excitability") for row in fibre_table(name)}
    for name, it in derivations().items():
        assert name in used
        assert it.what.endswith(".")
        assert it.rests_on.endswith(".")
        assert "\n" not in it.rests_on + it.misses


def test_citation_has_no_figure_nobody_read():
    recalled = [it for it in facts().values() if it.verified is Verified.MEMORY]
    assert recalled
    for it in recalled:
        assert citation(it.id).startswith("recalled, not read")
        assert it.use is Use.CONTEXT


def test_citation_says_how_a_figure_was_read():
    assert citation("kin_metf_lo").endswith("(read in the abstract)")
    for it in facts().values():
        assert it.verified.words in citation(it.id)
        assert citation(it.id).isprintable()


def test_values_lie_between_low_and_high():
    for it in facts().values():
        known = [x for x in (it.low, it.value, it.high) if x is not None]
        assert known == sorted(known), it.id


def test_an_unknown_id_names_the_nearest():
    for call in (fact, citation):
        with pytest.raises(InputError, match="did you mean 'kin_metf_lo'"):
            call("kin_metf_low")
    with pytest.raises(InputError, match="did you mean 'axon_maps'"):
        derivation("axon_map")


def test_examples_of_the_docstrings_run():
    assert doctest.testmod(cobalamin.evidence).failed == 0


def test_facts_equal_the_shared_table():
    tool = load_tool("take_facts")
    folder = tool.shared_folder()
    if not (folder / "evidence").is_dir():
        pytest.skip(f"no evidence tables in {folder} (COBALAMIN_SHARED)")
    shared = tool.shared_facts(folder)
    for row in tool._rows(tool.TARGET):
        assert row == shared[row["id"]]
