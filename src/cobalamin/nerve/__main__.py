"""python -m cobalamin.nerve [PAGE.md]: build the maps of the fibre models and fit the laws of conduction to them."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from cobalamin.nerve.build import build, write_all


def main() -> None:
    """Build everything, then write everything."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    began = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{time.perf_counter() - began:6.1f} s  {what}", file=sys.stderr, flush=True)

    files = build(page, tell)
    write_all(files)
    tell(f"wrote {len(files)} files")


if __name__ == "__main__":
    main()
