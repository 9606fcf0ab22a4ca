"""What the documentation shows is what the program does: every block runs, every generated table is up to date."""

from __future__ import annotations

import datetime
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from cobalamin.errors import InputError
from cobalamin.person import person_from_toml
from cobalamin.person.labs import TESTS
from cobalamin.person.read import LIST_KEYS
from cobalamin.person.who import PERSON_KEYS
from cobalamin.regimen import parse

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(p for p in DOCS.rglob("*.md") if "_build" not in p.parts)]
TODAY = datetime.date(2026, 11, 24)


def blocks(language: str) -> list[tuple[str, str]]:
    """(page and number, text) of every fenced block of a language."""
    return [
        (f"{page.relative_to(ROOT)} {number}", text)
        for page in PAGES
        for number, text in enumerate(
            re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE), 1
        )
    ]


def lines(language: str) -> list[str]:
    return [line for _, text in blocks(language) for line in text.splitlines() if line.strip()]


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PEOPLE = [(where, text) for where, text in blocks("toml") if "person" in tomllib.loads(text)]


@pytest.mark.parametrize(("where", "text"), PEOPLE, ids=[where for where, _ in PEOPLE])
def test_every_person_loads(where: str, text: str):
    assert person_from_toml(text, where=where, today=TODAY).plans


def test_there_are_persons_and_regimens_to_read():
    assert any(where.startswith("README.md") for where, _ in PEOPLE)
    assert any(where.startswith("docs/person_file.md") for where, _ in PEOPLE)
    assert len(lines("regimen")) > 40


def test_every_regimen_parses_and_comes_back():
    for line in lines("regimen"):
        found = parse(line)
        assert parse(str(found)) == found, line


@pytest.mark.parametrize("line", lines("refused"))
def test_every_refused_regimen_is_refused(line: str):
    with pytest.raises(InputError):
        parse(line)


def test_the_person_file_page_names_every_key_and_test():
    text = (DOCS / "person_file.md").read_text(encoding="utf-8")
    keys = {*PERSON_KEYS, *(key for keys in LIST_KEYS.values() for key in keys)}
    assert not [key for key in keys if f"`{key}" not in text]
    assert not [name for name in LIST_KEYS if f"`[[{name}]]`" not in text]
    for kind in TESTS.values():
        span = f"{kind.low:g} to {kind.high:g} {kind.unit}" if kind.unit else ""
        assert f"| {kind.label} | {', '.join(kind.units) or 'positive, negative'} | {span}".rstrip() in text


def test_generated_pages_are_up_to_date():
    tool = load_tool("write_model_docs")
    pages = tool.pages()
    assert {page.name for page in tool.FOLDER.glob("*.md")} == set(pages)
    old = [name for name, text in pages.items() if (tool.FOLDER / name).read_text(encoding="utf-8") != text]
    assert not old, "run: python tools/write_model_docs.py"


def test_counts_of_the_readme_are_up_to_date():
    tool = load_tool("fill_readme")
    text = tool.README.read_text(encoding="utf-8")
    assert tool.block(text, "counts").strip() == tool.counts(), "run: python tools/fill_readme.py --counts"
    assert tool.block(text, "demo").strip()


def test_every_page_is_in_the_table_of_contents():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    named = {
        line.strip() for block in re.findall(r"```{toctree}\n(.*?)```", index, re.DOTALL) for line in block.split()
    }
    pages = {p.relative_to(DOCS).with_suffix("").as_posix() for p in PAGES if p.is_relative_to(DOCS)} - {"index"}
    assert pages <= named


def test_every_link_leads_to_a_file():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)}: {link}"


def test_the_demo_figure_can_stand_alone():
    tool = load_tool("fill_readme")
    page = '<p><svg viewBox="0 0 4 2"><title id="a">A [B]</title><path/></svg><svg id="x"></svg></p>'
    figure = tool.chosen_figure(page)
    assert figure.startswith('<svg viewBox="0 0 4 2" xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect')
    assert tool.figure_title(figure) == "A B"
    text = tool.with_block("<!-- demo:begin -->\nold\n<!-- demo:end -->\n", "demo", tool.demo_block("1\n\n2\n", "t"))
    assert tool.block(text, "demo") == "```text\n1\n\n2\n```\n\n![t](docs/images/demo.svg)\n"
    with pytest.raises(SystemExit):
        tool.chosen_figure("<p></p>")
