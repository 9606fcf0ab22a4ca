"""Sphinx settings: Markdown through MyST, the Furo theme."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

project = "cobalamin"
author = "The cobalamin maintainers"
project_copyright = author
_version = re.search(r'__version__ = "([^"]+)"', (ROOT / "src/cobalamin/__init__.py").read_text(encoding="utf-8"))
assert _version is not None, "src/cobalamin/__init__.py must define __version__"
release = version = _version[1]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.mathjax"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"cobalamin {release}"
