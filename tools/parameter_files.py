"""Write fitted values into the parameter files; shared by the fits."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from cobalamin.parameters import parameters

FOLDER = Path(__file__).resolve().parents[1] / "src/cobalamin/parameters"


def written(text: str, name: str, value: float) -> str:
    """The text of a parameter file with another value of one parameter.

    >>> written('[cord_turnover]\\nvalue = 1.0\\n', "cord_turnover", 0.25)
    '[cord_turnover]\\nvalue = 0.25\\n'

    Errors: KeyError when the file has no such parameter.
    """
    made, number = re.subn(rf"(\[{name}\]\nvalue = )\S+", rf"\g<1>{value:.3g}", text)
    if number != 1:
        raise KeyError(name)
    return made


def with_fields(text: str, name: str, fields: Mapping[str, object]) -> str:
    r"""The text of a parameter file with other fields of one parameter, which must be there already, `note` excepted.

    >>> with_fields('[a]\nvalue = 1.0\nsource = "guess"\n', "a", {"value": 2.5, "source": "calibration"})
    '[a]\nvalue = 2.5\nsource = "calibration"\n'

    Errors: KeyError when the file has no such parameter or field.
    """
    start = text.find(f"[{name}]\n")
    if start < 0:
        raise KeyError(name)
    end = text.find("\n[", start + 1)
    end = len(text) if end < 0 else end + 1
    table = text[start:end]
    for field, value in fields.items():
        line = f"{field} = {json.dumps(value)}" if isinstance(value, str) else f"{field} = {value}"
        made, number = re.subn(rf"^{field} = .*$", lambda _, line=line: line, table, flags=re.MULTILINE)
        if number == 0 and field == "note":
            made, number = table.rstrip("\n") + f"\n{line}\n" + ("\n" if table.endswith("\n\n") else ""), 1
        if number != 1:
            raise KeyError(f"{name}: {field}")
        table = made
    return text[:start] + table + text[end:]


def write_values(found: Mapping[str, float]) -> None:
    """Put every value into the file of its block, each file whole.

    Errors: InputError for a value outside its valid range; then nothing is written.
    """
    known = parameters()
    for name, value in found.items():
        known[name].checked(value)
    for block in sorted({known[name].block for name in found}):
        file = FOLDER / f"{block}.toml"
        text = file.read_text(encoding="utf-8")
        for name in found:
            if known[name].block == block:
                text = written(text, name, found[name])
        file.write_text(text, encoding="utf-8")
