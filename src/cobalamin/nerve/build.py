"""Build of the maps: run the models, fit the laws, write tables, parameters, manifest and page, all or none.

The manifest holds a hash of what went in, so that a test sees when a table is older than its source.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cobalamin.body.fingerprint import code_without_words
from cobalamin.nerve.fit import Fit, fit_all, fitted_values
from cobalamin.nerve.maps import MAPS, as_csv, from_csv

PACKAGE = Path(__file__).parent
SOURCE = PACKAGE.parent
MODELS = ("constants", "cable", "excitability", "compound", "maps", "fit")
CONSTANTS = ("fibre", "excitability", "compound")
FOLDER = PACKAGE / "maps"
MANIFEST = FOLDER / "manifest.json"
PARAMETERS = SOURCE / "parameters/conduction.toml"


def input_hash() -> str:
    """Hash of the constants, the code of the models and the text of the laws; words of code do not count."""
    digest = hashlib.sha256()
    for name in CONSTANTS:
        digest.update((PACKAGE / f"{name}.toml").read_bytes())
    for file in (*(PACKAGE / f"{name}.py" for name in MODELS), SOURCE / "body/conduction.py"):
        digest.update(file.name.encode() + code_without_words(file.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def build(page: Path | None, tell: Callable[[str], None]) -> dict[Path, str]:
    """Every file of a build by its path: the tables, the manifest, the parameters, and `page` if it is given."""
    texts: dict[str, str] = {}
    for name, rows in MAPS.items():
        tell(f"map: {name}")
        texts[name] = as_csv(list(rows()))
    tell("fitting the laws")
    # From the text, so that a fit to the committed tables is the same fit.
    fits = fit_all({name: from_csv(text) for name, text in texts.items()})
    files = {FOLDER / f"{name}.csv": text for name, text in texts.items()}
    files[MANIFEST] = manifest(files, fits)
    files[PARAMETERS] = with_values(PARAMETERS.read_text(encoding="utf-8"), fitted_values(fits))
    if page is not None:
        from cobalamin.nerve.page import page_text

        files[page] = page_text({name: from_csv(text) for name, text in texts.items()}, fits)
    return files


def manifest(tables: Mapping[Path, str], fits: Sequence[Fit]) -> str:
    """What the tables were made from and how well the laws follow them, as JSON."""
    about = {
        "inputs": input_hash(),
        "tables": {path.name: hashlib.sha256(text.encode()).hexdigest() for path, text in sorted(tables.items())},
        "laws": {
            fit.law: {
                "points": fit.points,
                "rms": None if math.isnan(fit.rms) else float(f"{fit.rms:.3g}"),
                "largest": None if math.isnan(fit.largest) else float(f"{fit.largest:.3g}"),
            }
            for fit in fits
        },
    }
    return json.dumps(about, indent=2) + "\n"


def with_values(text: str, fitted: Mapping[str, float]) -> str:
    """A parameter file with the fitted values in their places; all else stays.

    Raises:
        ValueError: the file has no parameter of a name.
    """
    for name, value in fitted.items():
        text, times = re.subn(rf"(?m)(^\[{name}\]\nvalue = )\S+$", lambda m, v=value: f"{m[1]}{v!r}", text)
        if times != 1:
            raise ValueError(f"parameters/conduction.toml has no {name}")
    return text


def write_all(files: Mapping[Path, str]) -> None:
    """Write all files beside their places first, then move them in, so that a stop leaves the old ones."""
    waiting: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            waiting.append((name, path))
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            os.chmod(name, 0o644)
        for name, path in waiting:
            os.replace(name, path)
    finally:
        for name, _ in waiting:
            Path(name).unlink(missing_ok=True)
