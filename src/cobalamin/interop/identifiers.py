"""What the parts of the body are, by public identifiers: MIRIAM annotations and SBO terms.

Only identifiers that were looked up are here: a wrong one is worse than none. ChEBI names substances, UniProt
proteins, Uberon places, the Systems Biology Ontology the role of an element in a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cobalamin.body.graph import Flow
from cobalamin.body.gut import FORMS

ADDRESS = "https://identifiers.org/"
_COBALAMINS = {
    "cyanocobalamin": "CHEBI:17439",
    "hydroxocobalamin": "CHEBI:27786",
    "methylcobalamin": "CHEBI:28115",
}
_VITAMIN_B12 = "CHEBI:176843"
_TRANSCOBALAMIN, _HAPTOCORRIN = "uniprot:P20062", "uniprot:P20061"
_HOMOCYSTEINE, _METHYLMALONIC_ACID = "CHEBI:17230", "CHEBI:30860"
_DRUGS = {
    "pregabalin": "CHEBI:64356",
    "gabapentin": "CHEBI:42797",
    "duloxetine": "CHEBI:36795",
    "amitriptyline": "CHEBI:2666",
    "nortriptyline": "CHEBI:7640",
}

SAME: Mapping[str, str] = {
    "gut": "UBERON:0002108",
    "plasma": "UBERON:0001969",
    "liver": "UBERON:0002107",
    "nerve": "UBERON:0001021",
    "cord": "UBERON:0002240",
    "plasma_apotranscobalamin": _TRANSCOBALAMIN,
    "liver_cobalamin": _VITAMIN_B12,
    **{f"gut_passive_{form}": _COBALAMINS[form] for form in FORMS},
    **{f"plasma_depot_{form}": _COBALAMINS[form] for form in FORMS},
    **{f"plasma_unbound_{form}": _COBALAMINS[form] for form in FORMS},
    **{f"{place}_cobalamin": _VITAMIN_B12 for place in ("nerve", "cord")},
    **{f"tissue_{pool}": _VITAMIN_B12 for pool in ("exchangeable", "deep")},
    **{f"gut_enterocyte_{part}": _VITAMIN_B12 for part in ("early", "late")},
    **{f"drugs_{drug}": identifier for drug, identifier in _DRUGS.items()},
}
"""Id in the model -> what the element is."""

PARTS: Mapping[str, tuple[str, str]] = {
    "plasma_holotranscobalamin": (_VITAMIN_B12, _TRANSCOBALAMIN),
    "plasma_holohaptocorrin": (_VITAMIN_B12, _HAPTOCORRIN),
}
"""Id in the model -> what the element is made of."""

PROPERTY_OF: Mapping[str, str] = {
    "methylation_homocysteine": _HOMOCYSTEINE,
    "methylation_methylmalonate": _METHYLMALONIC_ACID,
    "serum_b12_pmol_l": _VITAMIN_B12,
    "body_b12_ug": _VITAMIN_B12,
    "liver_b12_ug": _VITAMIN_B12,
    "homocysteine_umol_l": _HOMOCYSTEINE,
    "mma_nmol_l": _METHYLMALONIC_ACID,
    "pregabalin_mg_l": _DRUGS["pregabalin"],
    "gabapentin_mg_l": _DRUGS["gabapentin"],
    "duloxetine_ng_ml": _DRUGS["duloxetine"],
    "amitriptyline_ng_ml": _DRUGS["amitriptyline"],
    "nortriptyline_ng_ml": _DRUGS["nortriptyline"],
}
"""Id in the model -> the substance whose concentration or amount the element is."""

PLACE, CHEMICAL, PROTEIN, COMPLEX = "SBO:0000290", "SBO:0000247", "SBO:0000252", "SBO:0000253"
TRANSLOCATION = "SBO:0000185"


def role_of_species(name: str) -> str:
    """SBO term of a species: a carrier, a carrier with its B12, or B12."""
    if name in PARTS:
        return COMPLEX
    return PROTEIN if SAME.get(name) == _TRANSCOBALAMIN else CHEMICAL


def role_of_flow(flow: Flow) -> str | None:
    """SBO term of a reaction: translocation where it leads from one organ to another, else none."""
    ends = [end.split(".", 1)[0] for end in (flow.source, flow.target) if end is not None]
    return TRANSLOCATION if len(set(ends)) == 2 else None


def annotate(element: Any) -> None:
    """Write what is known of a libsbml element, by its id, into its annotation."""
    import libsbml

    name = element.getIdAttribute()
    for qualifier, found in (
        (libsbml.BQB_IS, [SAME[name]] if name in SAME else []),
        (libsbml.BQB_HAS_PART, PARTS.get(name, ())),
        (libsbml.BQB_IS_PROPERTY_OF, [PROPERTY_OF[name]] if name in PROPERTY_OF else []),
    ):
        if found:
            element.setMetaId(f"meta_{name}")
            term = libsbml.CVTerm(libsbml.BIOLOGICAL_QUALIFIER)
            term.setBiologicalQualifierType(qualifier)
            for identifier in found:
                term.addResource(ADDRESS + identifier)
            element.addCVTerm(term)
