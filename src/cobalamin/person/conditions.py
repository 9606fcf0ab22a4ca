"""Conditions: their names, what the reader must know of each, and what is refused why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cobalamin.errors import InputError, OutsideValidity

from .words import Vocabulary, plain


@dataclass(frozen=True, kw_only=True)
class ConditionKind:
    """What the reader must know of a condition.

    Attributes:
        synonyms: other names.
        ends_absorption_from_cm: length of ileum removed [cm] from which absorption ends; 0 where the condition alone
            ends it; None where it does not. Sources: diag_ileum_20 (below 20 cm harmless), kin_ileum_60 (10 of 11).
        lasts: True for what cannot end (an organ that was removed), so that `until` is refused.
        notice: sentence that goes with every person who has it.
    """

    synonyms: tuple[str, ...] = ()
    ends_absorption_from_cm: float | None = None
    lasts: bool = False
    notice: str = ""


# Conditions that the simulated body does not know, and on which safety rules rest (evidence/safety.toml); what is a
# history does not end. Name -> other names.
_OF_SAFETY_ONLY: Mapping[str, tuple[str, ...]] = {
    "heart failure": ("cardiac failure", "congestive heart failure", "CHF"),
    "oedema": ("leg oedema", "peripheral oedema", "swollen legs", "ankle swelling"),
    "recent myocardial infarction": ("recent heart attack", "acute myocardial infarction", "recent MI"),
    "heart conduction block": ("heart block", "atrioventricular block", "AV block", "bundle branch block", "long QT"),
    "glaucoma": ("narrow-angle glaucoma", "angle-closure glaucoma", "closed-angle glaucoma"),
    "urinary retention": ("bladder outflow obstruction", "retention of urine"),
    "liver disease": ("cirrhosis", "liver cirrhosis", "chronic liver disease", "hepatic impairment", "hepatitis"),
    "diabetic nephropathy": ("diabetic kidney disease", "diabetic renal disease"),
}
_HISTORY_OF_SAFETY_ONLY: Mapping[str, tuple[str, ...]] = {
    "cobalt allergy": ("allergy to cobalt", "cobalt sensitivity", "cobalt contact dermatitis"),
    "cobalamin anaphylaxis": (
        *("anaphylaxis to vitamin B12", "anaphylaxis to hydroxocobalamin", "anaphylaxis to cyanocobalamin"),
        *("B12 allergy", "vitamin B12 allergy", "allergy to vitamin B12", "reaction to a cobalamin product"),
    ),
    "polycythaemia vera": ("polycythaemia rubra vera", "PRV"),
    "chronic obstructive pulmonary disease": ("COPD", "COAD", "emphysema", "chronic lung disease"),
    "substance use disorder": ("drug dependence", "drug misuse", "substance misuse", "opioid use disorder"),
    "psychiatric history": ("mental illness", "psychiatric disorder", "major depression", "bipolar disorder"),
}


def _of_safety_only() -> dict[str, ConditionKind]:
    return {
        name: ConditionKind(
            synonyms=synonyms,
            lasts=lasts,
            notice=f"{name}: used for the safety of plans only; it changes nothing in the simulated body",
        )
        for lasts, table in ((False, _OF_SAFETY_ONLY), (True, _HISTORY_OF_SAFETY_ONLY))
        for name, synonyms in table.items()
    }


CONDITIONS: Mapping[str, ConditionKind] = {
    "pernicious anaemia": ConditionKind(
        synonyms=("pernicious anaemia (autoimmune gastritis)", "Addison-Biermer anaemia", "Biermer disease"),
        ends_absorption_from_cm=0.0,
        lasts=True,
    ),
    "autoimmune gastritis": ConditionKind(
        synonyms=("autoimmune atrophic gastritis", "autoimmune metaplastic atrophic gastritis", "type A gastritis"),
        lasts=True,
        notice="autoimmune gastritis: intrinsic factor is lost gradually over years",
    ),
    "atrophic gastritis": ConditionKind(
        synonyms=("chronic atrophic gastritis", "gastric atrophy", "Helicobacter gastritis", "achlorhydria"),
    ),
    "total gastrectomy": ConditionKind(
        synonyms=("gastrectomy, total", "complete gastrectomy", "stomach removed"),
        ends_absorption_from_cm=0.0,
        lasts=True,
    ),
    "partial gastrectomy": ConditionKind(
        synonyms=("subtotal gastrectomy", "distal gastrectomy", "gastrectomy, partial", "Billroth II", "Billroth I"),
        lasts=True,
    ),
    "ileal resection": ConditionKind(
        synonyms=("resection of the ileum", "terminal ileal resection", "terminal ileum resection", "ileum resection"),
        ends_absorption_from_cm=60.0,
        lasts=True,
    ),
    "gastric bypass": ConditionKind(
        synonyms=("bariatric surgery, bypass", "Roux-en-Y gastric bypass", "RYGB", "mini gastric bypass"), lasts=True
    ),
    "sleeve gastrectomy": ConditionKind(
        synonyms=("gastric sleeve", "bariatric surgery, sleeve", "laparoscopic sleeve gastrectomy"), lasts=True
    ),
    "Crohn's disease of the ileum": ConditionKind(
        synonyms=("Crohn's disease", "Crohn disease", "ileal Crohn's disease", "Crohn ileitis", "terminal ileitis"),
        notice="Crohn's disease is read as disease of the ileum; leave it out where only the colon is affected",
    ),
    "coeliac disease": ConditionKind(synonyms=("coeliac sprue", "gluten enteropathy")),
    "bacterial overgrowth": ConditionKind(synonyms=("small intestinal bacterial overgrowth", "SIBO", "blind loop")),
    "pancreatic insufficiency": ConditionKind(synonyms=("exocrine pancreatic insufficiency", "chronic pancreatitis")),
    "type 1 diabetes": ConditionKind(synonyms=("type 1 diabetes mellitus", "T1DM", "T1D", "diabetes type 1")),
    "type 2 diabetes": ConditionKind(synonyms=("type 2 diabetes mellitus", "T2DM", "T2D", "diabetes type 2")),
    "diabetic neuropathy": ConditionKind(
        synonyms=("diabetic polyneuropathy", "painful diabetic neuropathy", "diabetic peripheral neuropathy", "DPN"),
        notice="diabetic neuropathy is a diagnosis, not a measurement: the share of B12 is worked out beside it",
    ),
    "chronic kidney disease": ConditionKind(synonyms=("CKD", "chronic renal failure", "renal impairment")),
    "pregnancy": ConditionKind(
        synonyms=("pregnant",),
        notice="pregnancy: markers are read against pregnancy's own references, and forecasts of nerve are off",
    ),
    "hypothyroidism": ConditionKind(
        synonyms=("underactive thyroid", "Hashimoto thyroiditis", "autoimmune thyroiditis", "myxoedema"),
    ),
    "alcohol use disorder": ConditionKind(synonyms=("alcoholism", "alcohol dependence", "alcoholic neuropathy")),
    "post-herpetic neuralgia": ConditionKind(synonyms=("PHN", "herpes zoster neuralgia", "shingles pain")),
    "radicular back pain": ConditionKind(
        synonyms=("sciatica", "lumbar radiculopathy", "lumbar radicular pain", "radiculopathy", "slipped disc"),
    ),
    "spinal stenosis": ConditionKind(
        synonyms=(
            "lumbar spinal stenosis",
            "cervical myelopathy",
            "cervical spondylotic myelopathy",
            "cord compression",
        ),
    ),
    "traumatic brain injury": ConditionKind(
        synonyms=("TBI", "head injury", "brain injury", "concussion"),
        notice="traumatic brain injury is not modelled in people; it acts only where animal evidence is switched on",
    ),
    "vitamin B6 excess": ConditionKind(synonyms=("B6 excess", "pyridoxine toxicity", "vitamin B6 toxicity")),
    "idiopathic neuropathy": ConditionKind(
        synonyms=(
            "idiopathic polyneuropathy",
            "chronic idiopathic axonal polyneuropathy",
            "CIAP",
            "cryptogenic neuropathy",
        ),
    ),
    "chemotherapy neuropathy": ConditionKind(synonyms=("chemotherapy-induced peripheral neuropathy", "CIPN")),
    "HIV": ConditionKind(synonyms=("HIV infection", "HIV neuropathy", "human immunodeficiency virus")),
    "paraproteinaemia": ConditionKind(
        synonyms=("paraprotein", "MGUS", "monoclonal gammopathy", "myeloma", "paraproteinaemic neuropathy"),
    ),
    "copper deficiency": ConditionKind(synonyms=("hypocupraemia", "low copper")),
    "thiamine deficiency": ConditionKind(synonyms=("vitamin B1 deficiency", "B1 deficiency", "beriberi")),
    "folate deficiency": ConditionKind(synonyms=("folic acid deficiency", "low folate", "vitamin B9 deficiency")),
    "iron deficiency": ConditionKind(synonyms=("iron deficiency anaemia", "low iron")),
    "Leber optic neuropathy": ConditionKind(
        synonyms=(
            "Leber's hereditary optic neuropathy",
            "Leber hereditary optic neuropathy",
            "LHON",
            "Leber's disease",
        ),
        notice="Leber optic neuropathy: cyanocobalamin is contraindicated; hydroxocobalamin is the form to discuss",
    ),
    **_of_safety_only(),
}

# The model of the body is that of an adult whose transport and enzymes are whole and whose kidneys work.
_OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "the model does not apply on dialysis: markers and drugs are cleared by the machine": (
        *("dialysis", "haemodialysis", "peritoneal dialysis", "end-stage renal disease", "ESRD"),
    ),
    "the adult model does not apply to inborn errors of vitamin B12; a metabolic clinic should advise": (
        *("Imerslund-Gräsbeck syndrome", "Imerslund syndrome", "congenital pernicious anaemia"),
        *("congenital intrinsic factor deficiency", "transcobalamin deficiency", "inborn error of metabolism"),
        *("methylmalonic acidaemia", "methylmalonic aciduria", "homocystinuria"),
    ),
    "the adult model does not apply to inborn errors of vitamin B12; a metabolic clinic should advise, and "
    "cyanocobalamin, which is not processed in this one, is not the form (recalled, not read)": (
        *("cblC", "cblC disease", "cobalamin C disease", "cobalamin C deficiency"),
        *("methylmalonic aciduria with homocystinuria", "methylmalonic aciduria and homocystinuria"),
    ),
}

# Real words that belong elsewhere in the file. The program infers B12 deficiency; it cannot also be told of it.
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    'nitrous oxide is an exposure: write [[medicine]] (or [[taken]]) with regimen = "nitrous oxide 50 % inhaled for '
    '2 hours once a week", or cartridges a session': (
        *("nitrous oxide use", "nitrous oxide", "N2O", "N2O use", "laughing gas", "whippets", "nitrous oxide abuse"),
    ),
    "this follows from causes and labs: name the cause and give the [[lab]] values": (
        *("vitamin B12 deficiency", "B12 deficiency", "cobalamin deficiency", "low B12", "macrocytic anaemia"),
        *("megaloblastic anaemia", "subacute combined degeneration", "functional B12 deficiency"),
    ),
    'name the kind ("type 2 diabetes", "idiopathic neuropathy"), or give [[symptom]] and [[finding]]': (
        *("peripheral neuropathy", "neuropathy", "polyneuropathy", "neuropathic pain", "diabetes", "gastrectomy"),
        *("bariatric surgery", "gastritis"),
    ),
    'a diet belongs to [person]: diet = "vegan"': ("vegan", "vegetarian", "veganism", "vegan diet", "vegetarian diet"),
    'a medicine belongs to [[medicine]]: regimen = "metformin 1000 mg orally twice daily"': (
        *("metformin", "metformin use", "proton pump inhibitor", "PPI", "PPI use"),
    ),
}


def _reasons(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {plain(word): reason for reason, words in table.items() for word in words}


_OUTSIDE_REASON, _ELSEWHERE_REASON = _reasons(_OUTSIDE), _reasons(_ELSEWHERE)


@dataclass(frozen=True)
class ConditionVocabulary(Vocabulary):
    """Conditions, and the words beside them that have their own answer."""

    kind: str = "condition"
    words: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {name: kind.synonyms for name, kind in CONDITIONS.items()}
    )

    def find(self, text: str, *, where: str, written: str = "") -> str:
        """The canonical name of `text`.

        Errors:
            OutsideValidity: dialysis and inborn errors, which the model does not describe.
            InputError: the word is unknown, or belongs to another table (nitrous oxide, a diet).
        """
        if reason := _OUTSIDE_REASON.get(plain(text)):
            raise OutsideValidity(reason, where=where, value=text)
        if reason := _ELSEWHERE_REASON.get(plain(text)):
            raise InputError(f"not a condition of its own; {reason}", where=where, value=text)
        return super().find(text, where=where, written=written)


CONDITION_WORDS = ConditionVocabulary()
