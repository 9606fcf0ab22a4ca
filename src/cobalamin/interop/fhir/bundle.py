"""From the bytes of a FHIR Bundle to its resources: one patient, and what is known of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.errors import InputError, nearest_word

from .parts import Resource, part, shown, table, tables, text

MOST_BYTES = 100_000_000
_WANTED = "a FHIR R4 Bundle in JSON with one Patient and what is known of them"


def is_bundle(data: bytes) -> bool:
    """True if the data begins as a JSON object does, which no TOML file can.

    >>> is_bundle(b' {"resourceType": "Bundle"}'), is_bundle(b"[person]")
    (True, False)
    """
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A bundle of one patient.

    Attributes:
        patient: the Patient.
        others: every other resource, in the order of the file.
        by_reference: resources by each reference that may name them.
    """

    patient: Resource
    others: tuple[Resource, ...]
    by_reference: Mapping[str, Resource]

    def resolve(self, reference: str, *, within: Resource) -> dict[str, object]:
        """The body of the resource that a reference names, empty where the bundle does not hold it."""
        if reference.startswith("#"):
            held = [each for each in tables(within.body, "contained") if text(each, "id") == reference[1:]]
            return held[0] if held else {}
        found = self.by_reference.get(_bare(reference))
        return found.body if found else {}

    def is_about_patient(self, resource: Resource) -> bool:
        """False where the subject is named and is somebody else; a search ("Patient?...") may be anybody."""
        reference = text(resource.body, "subject", "reference")
        nameless = not text(self.patient.body, "id") and not self.patient.address
        if not reference or reference.startswith("Patient?") or nameless:
            return True
        return self.by_reference.get(_bare(reference)) is self.patient


def read_bundle(content: bytes | str, *, source: str) -> Bundle:
    """The resources of a bundle.

    Arguments:
        content: JSON, as text or as bytes in UTF-8.
        source: the name errors begin with.

    Errors:
        InputError: empty, too large, binary, not JSON or cut off, no Bundle, no Patient or two.
    """
    document = _json(content, source=source)
    if not isinstance(document, dict):
        kind = "list" if isinstance(document, list) else "bare value"
        raise InputError(f"this JSON is a {kind} and no FHIR resource", where=source, allowed=_WANTED)
    kind = text(document, "resourceType")
    if not kind:
        raise InputError("this JSON has no resourceType, so it is not FHIR", where=source, allowed=_WANTED)
    if kind != "Bundle":
        what = "a lone Patient says too little; a Bundle is needed" if kind == "Patient" else "this is not a Bundle"
        raise InputError(what, where=source, value=shown(kind), allowed=_WANTED, nearest=nearest_word(kind, ["Bundle"]))
    found = _resources(document)
    patients = [each for each in found if each.kind == "Patient"]
    if len(patients) != 1:
        what = "the Bundle holds no Patient" if not patients else "the Bundle holds more than one Patient"
        value = ", ".join(each.place for each in patients[:5]) or None
        raise InputError(what, where=source, value=value, allowed="one Patient a Bundle")
    by_reference: dict[str, Resource] = {}
    for each in found:
        named = text(each.body, "id")
        for reference in (each.address, *((f"{each.kind}/{named}", f"urn:uuid:{named}") if named else ())):
            if reference:
                by_reference.setdefault(_bare(reference), each)
    others = tuple(each for each in found if each is not patients[0])
    return Bundle(patient=patients[0], others=others, by_reference=by_reference)


def _json(content: bytes | str, *, source: str) -> object:
    if len(content) > MOST_BYTES:
        raise InputError("larger than 100 MB, so not the bundle of one person", where=source)
    try:
        said = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix("\ufeff")
    except UnicodeDecodeError:
        said = "\0"
    if "\0" in said:
        raise InputError("binary, not JSON", where=source, allowed=_WANTED)
    if not said.strip():
        raise InputError("empty", where=source, allowed=_WANTED)
    try:
        return json.loads(said, parse_constant=_no_number)
    except RecursionError:
        raise InputError("not JSON: nested too deeply", where=source) from None
    except ValueError as error:  # JSONDecodeError, NaN, and Python's limit on the digits of an integer
        where = f"{error.msg} in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        cut = isinstance(error, json.JSONDecodeError) and error.pos >= len(said.rstrip()) - 1
        what = f"not JSON, or cut off: {where}" if cut or "Unterminated" in where else f"not JSON: {where}"
        raise InputError(what, where=source, allowed=_WANTED) from None


def _no_number(constant: str) -> object:
    raise ValueError(f"{constant} is no number of JSON")


def _resources(document: dict[str, object]) -> list[Resource]:
    """Every resource of the entries; the place is its type and id, or its number where it has no id."""
    found: list[Resource] = []
    for count, entry in enumerate(tables(document, "entry"), start=1):
        if not isinstance(part(entry, "resource"), dict):
            continue
        body = table(entry, "resource")
        kind = text(body, "resourceType") or "resource without a type"
        named = text(body, "id")
        place = f"{shown(kind)}/{shown(named)}" if named else f"{shown(kind)} in entry {count}"
        found.append(Resource(kind=kind, place=place, body=body, address=text(entry, "fullUrl")))
    return found


def _bare(reference: str) -> str:
    """A reference without server and version: "Patient/1" of "https://server/fhir/Patient/1/_history/2"."""
    reference = reference.partition("/_history/")[0]
    return reference if reference.startswith("urn:") else "/".join(reference.split("/")[-2:])
