"""The COMBINE archive: model, simulation and what they are, in one zip file with the same bytes each time.

References: Bergmann et al. 2014, BMC Bioinformatics 15:369 (COMBINE archive and OMEX format).
"""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from cobalamin.interop.sedml import experiment

MODEL, SIMULATION, METADATA, MANIFEST = "model.xml", "simulation.sedml", "metadata.rdf", "manifest.xml"
NAMESPACE = "http://identifiers.org/combine.specifications/omex-manifest"
_SPECIFICATIONS = "http://identifiers.org/combine.specifications/"
_FORMATS = {
    ".": "omex",
    f"./{MANIFEST}": "omex-manifest",
    f"./{MODEL}": "sbml.level-3.version-2",
    f"./{SIMULATION}": "sed-ml.level-1.version-4",
    f"./{METADATA}": "omex-metadata",
}
_RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/">
  <rdf:Description rdf:about=".">
    <dcterms:title>{title}</dcterms:title>
    <dcterms:description>{description}</dcterms:description>
  </rdf:Description>
</rdf:RDF>
"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold: an archive of the same model has the same bytes on any day."""
_READABLE = 0o644 << 16


def archive(model: str, *, title: str, description: str) -> bytes:
    """Bytes of a COMBINE archive with a model and its two-year simulation.

    Arguments:
        model: SBML text.
        title, description: for the metadata.

    Example:
        >>> archive("<sbml/>", title="a", description="b") == archive("<sbml/>", title="a", description="b")
        True
    """
    files = {
        MANIFEST: _manifest(),
        MODEL: model.encode(),
        SIMULATION: experiment(MODEL),
        METADATA: _RDF.format(title=escape(title), description=escape(description)).encode(),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as folder:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also where the archive is written on another system
            entry.external_attr = _READABLE
            folder.writestr(entry, content)
    return written.getvalue()


def _manifest() -> bytes:
    root = ElementTree.Element("omexManifest", {"xmlns": NAMESPACE})
    for location, name in _FORMATS.items():
        entry = {"location": location, "format": _SPECIFICATIONS + name}
        if location.endswith(SIMULATION):
            entry["master"] = "true"
        ElementTree.SubElement(root, "content", entry)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
