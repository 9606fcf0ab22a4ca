"""A person file (TOML) or an equal mapping becomes a Person, or one clear line says why not."""

from __future__ import annotations

import datetime
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from cobalamin.errors import InputError, nearest_word

from . import tables
from .fields import Table, as_mapping, shown
from .model import Person
from .who import PERSON_KEYS, Reader

MOST_BYTES = 1_000_000
LIST_KEYS: Mapping[str, tuple[str, ...]] = {
    "condition": tables.CONDITION_KEYS,
    "medicine": tables.MEDICINE_KEYS,
    "other_medicine": tables.OTHER_MEDICINE_KEYS,
    "lab": tables.LAB_KEYS,
    "symptom": tables.SYMPTOM_KEYS,
    "finding": tables.FINDING_KEYS,
    "taken": tables.TAKEN_KEYS,
    "plan": tables.PLAN_KEYS,
}


def read_person(source: str | Path, *, today: datetime.date | None = None) -> Person:
    """Read the person file at a path, or standard input for "-".

    Arguments:
        source: path of a TOML file, or "-".
        today: the day a laboratory date may not pass; default the clock.

    Errors:
        InputError: no such file, a directory, empty, binary, not TOML, or any refusal of `person_from_mapping`.
        OutsideValidity: the model does not apply to this person.

    Example: `read_person("examples/strict_vegan.toml")`
    """
    content, where, base = bytes_of(source)
    return person_from_toml(content, where=where, base=base, today=today)


def bytes_of(source: str | Path, *, most: int = MOST_BYTES) -> tuple[bytes, str, Path]:
    """Content of a file or of standard input, the name errors begin with, and the folder of a food diary.

    Arguments:
        source: path, or "-".
        most: bytes that are read; one more where there are more.

    Errors: InputError for no such file, a directory, or a file that cannot be read.
    """
    if source == "-":
        return sys.stdin.buffer.read(most + 1), "standard input", Path.cwd()
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError("this is a directory, not a person file", value=path)
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        raise InputError("no such file", value=path) from None
    except (OSError, ValueError) as error:  # ValueError: a name the system cannot hold
        raise InputError(f"the file cannot be read ({type(error).__name__})", value=shown(path)) from None
    return content, path.name, path.parent


def person_from_toml(
    content: str | bytes, *, where: str, base: Path | None = None, today: datetime.date | None = None
) -> Person:
    """Read the text of a person file.

    Arguments:
        content: the TOML text, or its bytes in UTF-8; at most 1 MB.
        where: the name errors begin with.
        base: folder of a food diary; None refuses diaries, as for text that came over a network.
        today: as in `read_person`.

    Errors: as `read_person`.
    """
    if len(content) > MOST_BYTES:
        raise InputError("larger than 1 MB, so not a person file", where=where)
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError("binary, not a TOML text", where=where)
    if not text.strip():
        raise InputError("empty", where=where, allowed="a TOML text with [person] age and sex")
    try:
        document: dict[str, object] = tomllib.loads(text)
    except RecursionError:
        raise InputError("not TOML: nested too deeply", where=where) from None
    except ValueError as error:  # TOMLDecodeError, and Python's limit on the digits of an integer
        raise InputError(f"not TOML: {error}", where=where) from None
    return person_from_mapping(document, where=where, base=base, today=today)


def person_from_mapping(
    mapping: object, *, where: str = "person", base: Path | None = None, today: datetime.date | None = None
) -> Person:
    """Read a person from plain Python objects with the fields of the file.

    Arguments:
        mapping: {"person": {"age": 66, "sex": "female"}, "lab": [{...}], ...}; dates as `datetime.date` or ISO text.
        where: the name errors begin with.
        base, today: as in `person_from_toml`.

    Errors: as `read_person`.

    >>> person_from_mapping({"person": {"age": 34, "sex": "female", "diet": "vegan"}}).diet.name
    'vegan'
    """
    document = as_mapping(mapping, what="the person", where=where)
    for key in document:
        if key != "person" and key not in LIST_KEYS:
            known = ("person", *LIST_KEYS)
            hint = "it belongs under [person]" if key in PERSON_KEYS else "tables " + ", ".join(known)
            raise InputError(
                "unknown table or key", where=where, value=shown(key), allowed=hint, nearest=nearest_word(key, known)
            )
    if "person" not in document:
        raise InputError("[person] is missing", where=where, allowed="[person] with age and sex")
    if isinstance(document["person"], list):
        raise InputError("one person a file", where=where, value="[[person]]", allowed="[person]")
    table = Table(document["person"], keys=PERSON_KEYS, where=f"{where}: [person]")
    lists = {name: _tables(document, name, where=where) for name in LIST_KEYS}
    return Reader(table, lists, today=today or datetime.date.today(), base=base).read(source=where)


def _tables(document: Mapping[str, object], name: str, *, where: str) -> list[Table]:
    """The tables of one list, each told by its number."""
    entries = document.get(name, [])
    if isinstance(entries, (str, bytes, Mapping)) or not isinstance(entries, Sequence):
        raise InputError(f"{name} is not a list of tables", where=where, allowed=f"[[{name}]] with double brackets")
    return [
        Table(entry, keys=LIST_KEYS[name], where=f"{where}: [[{name}]] {number}")
        for number, entry in enumerate(cast("Sequence[object]", entries), start=1)
    ]
