"""Symptoms and findings: the words for them, where on the body they are, and the range a measurement may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.errors import InputError

from .words import Vocabulary, plain

SYMPTOM_WORDS = Vocabulary(
    "symptom",
    {
        "tingling": ("paraesthesia", "paraesthesiae", "pins and needles", "pins needles", "prickling"),
        "numbness": ("numb", "loss of feeling", "reduced feeling", "dead feeling"),
        "pain": (
            "burning",
            "burning pain",
            "neuropathic pain",
            "nerve pain",
            "shooting pain",
            "stabbing pain",
            "painful",
        ),
        "weakness": ("weak", "weak legs", "foot drop", "loss of strength"),
        "unsteadiness": ("unsteady", "unsteady gait", "ataxia", "imbalance", "poor balance", "falls", "gait trouble"),
        "memory trouble": (
            "memory loss",
            "forgetfulness",
            "poor memory",
            "poor concentration",
            "brain fog",
            "confusion",
        ),
        "fatigue": ("tiredness", "tired", "exhaustion", "lethargy"),
        "visual trouble": ("blurred vision", "visual loss", "vision loss", "dim vision", "loss of vision"),
        "sore tongue": ("glossitis", "burning tongue", "sore mouth", "mouth ulcers"),
        "low mood": ("depression", "irritability", "depressed mood"),
        "psychosis": ("hallucinations", "delusions", "paranoia"),
        "breathlessness": ("short of breath", "shortness of breath", "dyspnoea"),
        "palpitations": ("fast heartbeat",),
        "dizziness on standing": ("orthostatic dizziness", "lightheaded on standing"),
        "bladder trouble": ("urinary urgency", "incontinence", "urinary retention"),
        "erectile dysfunction": ("impotence",),
        "Lhermitte sign": ("Lhermitte's sign", "electric shocks on bending the neck"),
        "stiffness": ("spasticity", "stiff legs"),
        "cramps": ("muscle cramps", "leg cramps"),
        "restless legs": ("restless legs syndrome",),
        "back pain": ("low back pain", "leg pain from the back"),
        "diarrhoea": ("loose stools",),
        "weight loss": ("losing weight",),
    },
)

# The complaint a state of the body is observed as; the others inform a clinician and are not simulated.
SYMPTOM_OBSERVATION: Mapping[str, str] = {
    "tingling": "tingling",
    "numbness": "numbness",
    "pain": "pain_nrs",
    "weakness": "weakness",
    "unsteadiness": "unsteadiness",
    "memory trouble": "memory_trouble",
    "fatigue": "fatigue",
}

_LOWER = frozenset(("foot", "feet", "toes", "toe", "soles", "leg", "legs", "ankles", "calves"))
_UPPER = frozenset(("hand", "hands", "finger", "fingers", "fingertips", "arm", "arms"))
_FILLER = frozenset(("in", "of", "both", "the", "and", "left", "right", "my", "on", "at", "to"))


def find_symptom(text: str, *, where: str) -> tuple[str, str]:
    """The canonical name of a symptom and its site.

    >>> find_symptom("burning in both feet", where="")
    ('pain', 'feet')

    Errors:
        InputError: the symptom is unknown; it names the nearest known one.
    """
    tokens = re.findall(r"\w+", text.casefold())
    lower, upper = not _LOWER.isdisjoint(tokens), not _UPPER.isdisjoint(tokens)
    site = "feet and hands" if lower and upper else "feet" if lower else "hands" if upper else ""
    rest = " ".join(token for token in tokens if token not in _LOWER | _UPPER | _FILLER)
    # "restless legs" and "foot drop" are names as they stand; only then is the place taken out of the phrase.
    name = SYMPTOM_WORDS.known(text) or SYMPTOM_WORDS.known(rest)
    return name or SYMPTOM_WORDS.find(rest or text, where=where, written=text), site


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """What may be found.

    Attributes:
        synonyms: other names.
        words: words it may take -> canonical word; empty for a pure measurement.
        unit: canonical unit of a measurement; "" where only words are allowed, "1" for a score without a unit.
        low, high: the plausible human range of a measurement, in `unit`.
    """

    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unit: str = ""
    low: float = 0.0
    high: float = 0.0


_GRADED = ("normal", "reduced", "absent")
_REFLEX = ("absent", "reduced", "normal", "brisk")

FINDINGS: Mapping[str, FindingKind] = {
    "vibration": FindingKind(
        synonyms=("vibration sense", "tuning fork", "pallaesthesia", "128 Hz tuning fork"), words=_GRADED
    ),
    "vibration threshold": FindingKind(
        synonyms=("VPT", "vibration perception threshold", "biothesiometer"), unit="V", low=0.0, high=50.0
    ),
    "joint position sense": FindingKind(synonyms=("proprioception", "position sense"), words=_GRADED),
    "touch": FindingKind(synonyms=("light touch", "monofilament", "10 g monofilament"), words=_GRADED),
    "pinprick": FindingKind(synonyms=("pin prick", "pain sense", "temperature sense"), words=_GRADED),
    "ankle reflexes": FindingKind(synonyms=("ankle jerks", "Achilles reflexes", "ankle reflex"), words=_REFLEX),
    "knee reflexes": FindingKind(synonyms=("knee jerks", "patellar reflexes", "knee reflex"), words=_REFLEX),
    "plantar response": FindingKind(
        synonyms=("Babinski", "Babinski sign", "plantar reflex", "plantars"), words=("flexor", "extensor")
    ),
    "Romberg": FindingKind(synonyms=("Romberg sign", "Romberg test"), words=("negative", "positive")),
    "gait": FindingKind(synonyms=("walking",), words=("normal", "ataxic", "spastic", "unable")),
    "strength": FindingKind(synonyms=("power", "muscle strength"), words=("normal", "reduced")),
    "tongue": FindingKind(synonyms=("glossitis", "tongue inspection"), words=("normal", "glossitis")),
    "sural amplitude": FindingKind(
        synonyms=("sural SNAP", "sural nerve amplitude", "SNAP"), words=("absent",), unit="uV", low=0.0, high=100.0
    ),
    "sural velocity": FindingKind(
        synonyms=("sural SNCV", "sural nerve velocity", "SNCV", "sural conduction velocity"),
        unit="m/s",
        low=10.0,
        high=80.0,
    ),
    "peroneal motor amplitude": FindingKind(
        synonyms=("fibular motor amplitude", "peroneal CMAP", "CMAP"), words=("absent",), unit="mV", low=0.0, high=30.0
    ),
    "peroneal motor velocity": FindingKind(synonyms=("fibular motor velocity",), unit="m/s", low=10.0, high=80.0),
    "tibial P37": FindingKind(
        synonyms=("tibial SEP", "P37", "P40", "tibial SEP P37"), words=("absent",), unit="ms", low=25.0, high=100.0
    ),
    "visual P100": FindingKind(
        synonyms=("VEP", "visual evoked potential", "P100"), words=("absent",), unit="ms", low=70.0, high=250.0
    ),
    "central motor conduction": FindingKind(
        synonyms=("MEP", "central motor conduction time", "CMCT"), words=("normal", "prolonged", "absent")
    ),
    "MRI cord": FindingKind(
        synonyms=("spinal MRI", "MRI of the cord", "MRI spine", "cord MRI"),
        words=("normal", "posterior column lesion", "other lesion"),
    ),
    "MRI brain": FindingKind(synonyms=("brain MRI",), words=("normal", "white matter change", "other lesion")),
    "nerve fibre density": FindingKind(
        synonyms=("IENFD", "skin biopsy", "intraepidermal nerve fibre density"), unit="1/mm", low=0.0, high=40.0
    ),
    "blood pressure drop on standing": FindingKind(
        synonyms=("orthostatic drop", "orthostatic hypotension"), unit="mmHg", low=-40.0, high=120.0
    ),
    "MoCA": FindingKind(synonyms=("Montreal cognitive assessment",), unit="1", low=0.0, high=30.0),
    "MMSE": FindingKind(synonyms=("mini-mental state", "mini mental state examination"), unit="1", low=0.0, high=30.0),
}

FINDING_WORDS = Vocabulary("finding", {name: kind.synonyms for name, kind in FINDINGS.items()})

# One word a sign, however it is written. "Decreased" and "diminished" are what examiners put down for "reduced".
_SAME = {
    "decreased": "reduced", "diminished": "reduced", "impaired": "reduced", "lost": "absent", "none": "absent",
    "0": "absent", "intact": "normal", "present": "normal", "increased": "brisk", "exaggerated": "brisk",
    "upgoing": "extensor", "downgoing": "flexor", "+": "positive", "unsteady": "ataxic", "weak": "reduced",
    "dorsal column lesion": "posterior column lesion", "unobtainable": "absent", "not recordable": "absent",
}  # fmt: skip


def finding_word(name: str, text: str, *, where: str) -> str:
    """The canonical word for what was found.

    Errors:
        InputError: this finding does not take that word; it lists those it takes.
    """
    kind = FINDINGS[name]
    word = plain(text) or text.strip()
    word = word if word in kind.words else _SAME.get(word, word)
    if word in kind.words:
        return word
    measure = f"a number in {kind.unit} from {kind.low:g} to {kind.high:g}" if kind.unit else ""
    allowed = ", ".join((*kind.words, *([measure] if measure else [])))
    raise InputError(f"{name} cannot be", where=where, value=text, allowed=allowed)
