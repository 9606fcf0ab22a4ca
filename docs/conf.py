"""Sphinx settings: Markdown through MyST, the Furo theme."""

import re
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from pygments.lexers.special import TextLexer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator as HTMLTranslator

ROOT = Path(__file__).resolve().parent.parent

project = "cobalamin"
author = "The cobalamin maintainers"
project_copyright = author
_version = re.search(r'__version__ = "([^"]+)"', (ROOT / "src/cobalamin/__init__.py").read_text(encoding="utf-8"))
assert _version is not None, "src/cobalamin/__init__.py must define __version__"
release = version = _version[1]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
napoleon_custom_sections = [("Arguments", "params_style"), ("Errors", "returns_style")]
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"cobalamin {release}"
html_static_path = ["_static"]
html_css_files = ["cobalamin.css"]
html_theme_options = {"navigation_with_keys": True}
html_copy_source = False
html_math_renderer = "mathml"


def _in_mathml(self: HTMLTranslator, node: nodes.math | nodes.math_block) -> None:
    """Equations as MathML, which browsers draw by themselves: no script, and nothing fetched from elsewhere."""
    display = isinstance(node, nodes.math_block)
    equation = tex2mathml(node.astext(), as_block=display)
    self.body.append(f'<div class="math" tabindex="0">{equation}</div>' if display else equation)
    raise nodes.SkipNode


_TOLD = re.compile(r"(?:Errors|Raises|Source): \S")
_HEADING = re.compile(r"[A-Z]\w+(?:, \w+)*:$")
_SEVERAL = re.compile(r"    (\w+(?:, \w+)+): (.*)")
_MARKUP = re.compile(r"([\\*|]|(?<=\w)_(?!\w))")


def _as_text(_app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Docstrings are plain text with names in backticks: what looks like markup in an equation is none."""
    text: list[str] = []
    sentence = False
    for line in lines:
        if not line.lstrip().startswith((">>>", "...")):
            escaped = _MARKUP.sub(r"\\\1", line)
            line = re.sub(r"(?<!`)`([^`]+)`(?!`)", lambda found: f"``{found[1].replace(chr(92), '')}``", escaped)
        if sentence and line.startswith(" "):  # the rest of what began behind its heading
            text[-1] += f" {line.strip()}"
            continue
        if several := _SEVERAL.match(line):  # one entry for each name
            text += [f"    {name}: {several[2]}" for name in several[1].split(", ")]
            continue
        sentence = bool(_TOLD.match(line))
        text += ["", line] if sentence or _HEADING.match(line) else [line]
    lines[:] = text


_OF_THE_PROJECT = {"CONTRIBUTING.md": "contributing", "LICENSE": "", "CITATION.cff": ""}
"""Files beside README that it links to -> the page that shows them, "" where they stand in the repository only."""


def _link_files_of_the_project(app: Sphinx, doctree: nodes.document) -> None:
    for node in list(doctree.findall(addnodes.pending_xref)):
        page = _OF_THE_PROJECT.get(node.get("reftarget", ""))
        if page is not None and app.env.docname == "index":
            uri = app.builder.get_relative_uri("index", page) if page else ""
            node.replace_self(nodes.reference("", "", *node.children, refuri=uri) if page else node.children)


def setup(app: Sphinx) -> None:
    """Register what is special about these pages."""
    for language in ("regimen", "refused"):  # sentences of the dosing language, which the tests parse
        app.add_lexer(language, TextLexer)
    app.connect("doctree-read", _link_files_of_the_project)
    app.add_html_math_renderer("mathml", (_in_mathml, None), (_in_mathml, None))
    app.connect("autodoc-process-docstring", _as_text, priority=400)  # before Napoleon reads the sections
