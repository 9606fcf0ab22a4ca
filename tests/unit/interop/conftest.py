"""Small FHIR bundles, built part by part."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

from cobalamin.interop.fhir import FhirReading, person_from_bundle

TODAY = datetime.date(2026, 11, 24)
UCUM = "http://unitsofmeasure.org"


class Build:
    """Resources with what FHIR asks of them; every keyword replaces or adds a field."""

    @staticmethod
    def patient(**fields: Any) -> dict[str, Any]:
        return {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1958-04-02"} | fields

    @staticmethod
    def observation(loinc: str = "2132-9", value: Any = 402, unit: str = "pg/mL", **fields: Any) -> dict[str, Any]:
        quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
        return {
            "resourceType": "Observation",
            "id": "o",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": loinc}], "text": f"test {loinc}"},
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": "2023-02-20",
            "valueQuantity": quantity,
        } | fields

    @staticmethod
    def condition(text: str = "", *, icd: str = "", snomed: str = "", **fields: Any) -> dict[str, Any]:
        systems = {"http://hl7.org/fhir/sid/icd-10-cm": icd, "http://snomed.info/sct": snomed}
        coding = [{"system": system, "code": code} for system, code in systems.items() if code]
        return {
            "resourceType": "Condition",
            "id": "c",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": ({"coding": coding} if coding else {}) | ({"text": text} if text else {}),
            "subject": {"reference": "Patient/p"},
            "onsetDateTime": "2015-06-01",
        } | fields

    @staticmethod
    def request(
        text: str = "Metformin 500 mg oral tablet",
        *,
        dose: tuple[float, str] | None = (1000, "mg"),
        repeat: dict[str, Any] | None = None,
        dosage: dict[str, Any] | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        written: dict[str, Any] = {"timing": {"repeat": repeat or {"frequency": 2, "period": 1, "periodUnit": "d"}}}
        if dose:
            written["doseAndRate"] = [{"doseQuantity": {"value": dose[0], "unit": dose[1]}}]
        return {
            "resourceType": "MedicationRequest",
            "id": "m",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": {"text": text},
            "subject": {"reference": "Patient/p"},
            "authoredOn": "2014-05-06",
            "dosageInstruction": [written | (dosage or {})],
        } | fields

    @staticmethod
    def procedure(text: str, **fields: Any) -> dict[str, Any]:
        return {
            "resourceType": "Procedure",
            "id": "op",
            "status": "completed",
            "code": {"text": text},
            "subject": {"reference": "Patient/p"},
            "performedDateTime": "2016-03-01",
        } | fields

    @staticmethod
    def bundle(*resources: dict[str, Any], patient: dict[str, Any] | None = None) -> str:
        entries = [patient or Build.patient(), *resources]
        return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in entries]})


@pytest.fixture(scope="session")
def build() -> type[Build]:
    """Builders of resources and bundles."""
    return Build


@pytest.fixture(scope="session")
def read() -> Callable[..., FhirReading]:
    """read(resource, ...): the reading of a bundle of one patient and these resources."""

    def of(*resources: dict[str, Any], **patient: Any) -> FhirReading:
        return person_from_bundle(
            Build.bundle(*resources, patient=Build.patient(**patient)), source="b.json", today=TODAY
        )

    return of
