"""What the documentation shows is what the program does: every block runs, every generated table is up to date."""

from __future__ import annotations

import datetime
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import run_pages

from cobalamin.errors import InputError
from cobalamin.evidence import Verified, facts
from cobalamin.parameters import parameters
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
    person = person_from_toml(text, where=where, today=TODAY)
    planless = ("is_it_b12", "what_would_help")  # one asks for the cause alone, the other for plans to be offered
    assert person.plans or any(page in where for page in planless)


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
    assert {page.name for page in tool.FOLDER.iterdir()} == set(pages)
    old = [name for name, text in pages.items() if (tool.FOLDER / name).read_text(encoding="utf-8") != text]
    assert not old, "run: python tools/write_model_docs.py"


def test_every_parameter_leads_to_its_source_in_two_clicks():
    text = {name: (DOCS / f"generated/{name}.md").read_text(encoding="utf-8") for name in ("parameters", "sources")}
    rows = re.findall(
        r"^\| `(\w+)`\{#(parameter-[\w-]+)\}.*\]\(sources\.md#([\w-]+)\)", text["parameters"], re.MULTILINE
    )
    assert {name for name, _, _ in rows} == set(parameters())
    entries = {
        found[1]: line for line in text["sources"].splitlines() if (found := re.search(r"\{#(source-[\w-]+)\}", line))
    }
    assert not [name for name, _, source in rows if source not in entries]
    for it in facts().values():
        if it.link and it.verified is not Verified.MEMORY:
            assert f"(<{it.link}>)" in entries[f"source-{it.id.replace('_', '-')}"]


def test_every_link_to_a_place_on_a_page_arrives():
    anchors = {
        page.name: set(re.findall(r"\{#([\w-]+)\}", page.read_text(encoding="utf-8")))
        for page in (DOCS / "generated").glob("*.md")
    }
    for page in (DOCS / "generated").glob("*.md"):
        for name, place in re.findall(r"\]\((\w+\.md)#([\w-]+)\)", page.read_text(encoding="utf-8")):
            assert place in anchors[name], f"{page.name}: {name}#{place}"


def without_figures(text: str) -> str:
    """A page without its digits and the width of its tables, which a new calibration moves."""
    return re.sub(r"\s+", " ", re.sub(r"[-\u2212]?\d[\d.,]*|[━─┏┓┡┩└┘┳┴╇]+", "#", text))


@pytest.mark.parametrize("page", run_pages.pages(), ids=lambda page: page.stem)
def test_every_block_of_a_page_runs(page: Path):
    ran = run_pages.run(page)
    text = page.read_text(encoding="utf-8")
    before, after = (re.findall(r"^```text\n(.*?)^```$", each, re.DOTALL | re.MULTILINE) for each in (text, ran.text))
    assert len(before) == len(after)
    assert all(found.strip() for found in after)
    assert [without_figures(t).split(" ")[0] for t in before] == [without_figures(t).split(" ")[0] for t in after]
    assert all((run_pages.IMAGES / name).is_file() for name in ran.figures)


def test_counts_of_the_readme_are_up_to_date():
    tool = load_tool("fill_readme")
    text = tool.README.read_text(encoding="utf-8")
    assert tool.block(text, "counts").strip() == tool.counts(), "run: python tools/fill_readme.py --counts"
    assert tool.block(text, "misses").strip() == tool.misses(), "run: python tools/fill_readme.py --counts"
    assert tool.block(text, "demo").strip()


def test_every_page_is_in_the_table_of_contents():
    named: set[Path] = set()
    for page in PAGES:
        for block in re.findall(r"```{toctree}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            lines = (line.strip() for line in block.splitlines())
            named |= {page.parent / f"{line}.md" for line in lines if line and not line.startswith(":")}
    assert {page for page in PAGES if page.is_relative_to(DOCS)} - {DOCS / "index.md"} == named


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
