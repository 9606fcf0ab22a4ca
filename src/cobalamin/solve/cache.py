"""The folder for compiled code: `$COBALAMIN_CACHE`, else the platform's user cache folder by version and processor.

A read-only or absent home means no cache and no error.
"""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from pathlib import Path

from cobalamin import __version__


@cache
def _processor() -> str:
    """A short name of this processor's kind: compiled code must not move to another."""
    text = platform.machine() + platform.processor()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        text += "".join(line for line in lines if line.startswith(("model name", "flags", "Features")))
    except OSError:
        pass
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def cache_folder() -> Path | None:
    """The compile cache, made if need be; None when no folder can be written."""
    named = os.environ.get("COBALAMIN_CACHE")
    try:
        if named:
            folder = Path(named)
        else:
            from platformdirs import user_cache_path

            folder = user_cache_path("cobalamin") / __version__
        folder = folder / _processor()
        folder.mkdir(parents=True, exist_ok=True)
        return folder if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None
