"""FHIR in: a Bundle of one patient becomes the same person that a person file would give."""

from .bundle import is_bundle
from .reading import FhirReading, person_from_bundle, persons_from_folder

__all__ = ["FhirReading", "is_bundle", "person_from_bundle", "persons_from_folder"]
