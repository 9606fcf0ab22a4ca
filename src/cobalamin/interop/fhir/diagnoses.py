"""Diagnoses by code and by name, in the words of a person file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cobalamin.errors import InputError, OutsideValidity
from cobalamin.interop.codes import ICD_10_CM, SNOMED_CT
from cobalamin.person.conditions import CONDITION_WORDS
from cobalamin.person.signs import find_symptom
from cobalamin.person.words import plain

from .parts import coded, names

_DIABETES = ("type 1 diabetes", "type 2 diabetes")
WORDS_OF_CODE: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{(ICD_10_CM, code): ("vitamin B12 deficiency",) for code in ("E53.8", "D51.3", "D51.8", "D51.9")},
    (ICD_10_CM, "D51.0"): ("pernicious anaemia",),
    (ICD_10_CM, "G32.0"): ("subacute combined degeneration",),
    **{(ICD_10_CM, code): ("polyneuropathy",) for code in ("G63", "G62.9")},
    (ICD_10_CM, "G62.1"): ("alcohol use disorder",),
    (ICD_10_CM, "E11.42"): ("type 2 diabetes", "diabetic neuropathy"),
    (ICD_10_CM, "E10.42"): ("type 1 diabetes", "diabetic neuropathy"),
    **{(ICD_10_CM, code): ("post-herpetic neuralgia",) for code in ("B02.22", "B02.23", "B02.29")},
    (ICD_10_CM, "M54.50"): ("low back pain",),
    (ICD_10_CM, "M54.16"): ("radicular back pain",),
    (ICD_10_CM, "R20.2"): ("tingling",),
    (ICD_10_CM, "R20.0"): ("numbness",),
    (ICD_10_CM, "R26.0"): ("unsteadiness",),
    (ICD_10_CM, "E06.3"): ("hypothyroidism",),
    (ICD_10_CM, "K50.00"): ("Crohn's disease of the ileum",),
    (SNOMED_CT, "190634004"): ("vitamin B12 deficiency",),
    (SNOMED_CT, "84027009"): ("pernicious anaemia",),
    (SNOMED_CT, "44054006"): ("type 2 diabetes",),
    (SNOMED_CT, "230572002"): ("diabetic neuropathy",),
    **{(SNOMED_CT, code): ("polyneuropathy",) for code in ("42345000", "302226006")},
    (SNOMED_CT, "2177002"): ("post-herpetic neuralgia",),
    (SNOMED_CT, "279039007"): ("low back pain",),
    (SNOMED_CT, "91019004"): ("tingling",),
    (SNOMED_CT, "44077006"): ("numbness",),
    (SNOMED_CT, "84229001"): ("fatigue",),
}
"""Code -> words that a person file knows: conditions, symptoms, or what it refuses with a reason."""
WORDS_OF_CATEGORY: Mapping[str, tuple[str, ...]] = {
    "E10.": ("type 1 diabetes",),
    "E11.": ("type 2 diabetes",),
    "K50.0": ("Crohn's disease of the ileum",),
}
"""Beginning of an ICD-10-CM code -> words, for the codes of a category that have no row of their own."""
TOO_VAGUE: Mapping[tuple[str, str], str] = {
    (ICD_10_CM, "G62.0"): "the drug is not told",
    (ICD_10_CM, "H46.2"): "what is lacking is not told",
    (ICD_10_CM, "Z90.3"): "whether all of the stomach or a part is gone is not told",
    (ICD_10_CM, "Z98.84"): "the operation is not told",
    (ICD_10_CM, "F18.10"): "the gas and its amount are not told; nitrous oxide is an exposure with an amount",
    (ICD_10_CM, "Z79.84"): "the medicine counts where it is listed itself",
}
"""Code -> why a condition cannot be made of it."""

# Names that records use and the person room does not; both sides are compared as `plain` text.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    **{plain(f"diabetes mellitus type {n}"): (name,) for n, name in (("1", _DIABETES[0]), ("2", _DIABETES[1]))},
    **{plain(f"type {n} diabetes mellitus"): (name,) for n, name in (("I", _DIABETES[0]), ("II", _DIABETES[1]))},
    **{
        plain(f"{what} due to type {n} diabetes mellitus"): (f"type {n} diabetes", "diabetic neuropathy")
        for n in (1, 2)
        for what in ("neuropathy", "polyneuropathy", "peripheral neuropathy")
    },
    plain("normal pregnancy"): ("pregnancy",),
    plain("dependence on renal dialysis"): ("dialysis",),
    plain("chronic kidney disease stage 5"): ("end-stage renal disease",),
    plain("gastric bypass, Roux-en-Y"): ("gastric bypass",),
    plain("gastric bypass operation"): ("gastric bypass",),
    plain("vertical sleeve gastrectomy"): ("sleeve gastrectomy",),
    plain("gastric sleeve resection"): ("sleeve gastrectomy",),
    plain("resection of ileum"): ("ileal resection",),
    plain("excision of ileum"): ("ileal resection",),
    plain("partial resection of ileum"): ("ileal resection",),
}
# What follows a name and does not change it.
_TAIL = re.compile(
    r" (?:disorder|finding|situation|procedure|nos|unspecified|uncomplicated|stage [1-4][ab]?"
    r"|without (?:mention of )?complications?|(?:of )?\d+ cm)$"
)
_WAY = re.compile(r"^(?:laparoscopic assisted|laparoscopic|robot assisted|robotic|open) | (?:with|using|by) .*$")
_PAST = re.compile(r"^(?:history of|status post|s p) ")
OPERATIONS = frozenset(
    ("total gastrectomy", "partial gastrectomy", "ileal resection", "gastric bypass", "sleeve gastrectomy")
)
"""Conditions that a procedure can make."""
_UNCLEAR_OPERATIONS = frozenset(("gastrectomy", "bariatric surgery"))


def find_words(concept: object) -> tuple[tuple[str, ...], str]:
    """The words of a person file for a diagnosis, or none and why.

    A name that means another condition than the code contradicts it, and then neither is believed.
    """
    listed = [(system, code) for system in (ICD_10_CM, SNOMED_CT) for code in coded(concept, system)]
    by_code = _first_condition([_words_of_code(*each) for each in listed])
    by_name = _first_condition([words_of_name(name) for name in names(concept)])
    vague = next((TOO_VAGUE[each] for each in listed if each in TOO_VAGUE), "")
    if vague and not any(CONDITION_WORDS.known(words[0]) for words in (by_code, by_name) if words):
        return (), vague
    if not by_code or not by_name or set(by_code) & set(by_name):
        return by_code or by_name, ""
    meant_by_code, meant_by_name = CONDITION_WORDS.known(by_code[0]), CONDITION_WORDS.known(by_name[0])
    if meant_by_code and meant_by_name:
        return (), f"its code means {meant_by_code} and its name {meant_by_name}"
    return by_name if meant_by_name else by_code, ""  # the one that says more


def _words_of_code(system: str, code: str) -> tuple[str, ...]:
    if words := WORDS_OF_CODE.get((system, code)):
        return words
    starts = WORDS_OF_CATEGORY.items() if system == ICD_10_CM else ()
    return next((words for start, words in starts if code.startswith(start)), ())


def _first_condition(found: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The first that is a condition, else the first that is anything."""
    some = [words for words in found if words]
    return next((words for words in some if CONDITION_WORDS.known(words[0])), some[0] if some else ())


def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a person file for a name in a record; empty where it is not known.

    >>> words_of_name("Diabetes mellitus type 2 (disorder)")
    ('type 2 diabetes',)
    """
    said = plain(name)
    while True:
        if words := _ALIASES.get(said) or _known(said):
            return words
        shorter = _TAIL.sub("", said)
        if shorter == said:
            return _operation_of_the_past(said)
        said = shorter


def _operation_of_the_past(said: str) -> tuple[str, ...]:
    """A removed organ stays removed; the history of anything else may be over."""
    rest = _PAST.sub("", said)
    name = operation_of_name(rest) if rest != said else ""
    return (name,) if name else ()


def _known(said: str) -> tuple[str, ...]:
    """The word itself where the person room knows it, as a condition, a symptom or something to refuse."""
    try:
        return (CONDITION_WORDS.find(said, where=""),)
    except OutsideValidity:
        return (said,)
    except InputError as error:
        if error.what != f"unknown {CONDITION_WORDS.kind}":
            return (said,)
    return (said,) if is_symptom(said) else ()


def is_symptom(said: str) -> bool:
    """True for a word that a person file knows as a symptom."""
    try:
        find_symptom(said, where="")
    except InputError:
        return False
    return True


def operation_of_name(name: str) -> str:
    """The operation of a name, also where the way it was done stands beside it; "" where it is none.

    >>> operation_of_name("Laparoscopic sleeve gastrectomy (procedure)")
    'sleeve gastrectomy'
    """
    words = words_of_name(name) or words_of_name(_WAY.sub("", _TAIL.sub("", plain(name))))
    return words[0] if words and words[0] in OPERATIONS | _UNCLEAR_OPERATIONS else ""
