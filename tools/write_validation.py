"""Run every study and write what came out: docs/validation.csv, its page and its figures.

    python tools/write_validation.py

It is `cobalamin model validate --output docs`, and takes the other options of that command.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cobalamin.cli import main

DOCS = Path(__file__).resolve().parents[1] / "docs"

if __name__ == "__main__":
    sys.exit(main(["model", "validate", "--output", str(DOCS), *sys.argv[1:]]))
