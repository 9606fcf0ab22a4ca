"""What another medicine is, read off its name, as far as a safety rule asks: by whole words, brands among them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OPIOIDS = frozenset(
    (
        *("morphine", "diamorphine", "codeine", "dihydrocodeine", "hydrocodone", "oxycodone", "oxymorphone"),
        *("hydromorphone", "fentanyl", "sufentanil", "buprenorphine", "methadone", "tramadol", "tapentadol"),
        *("pethidine", "meperidine", "meptazinol", "nalbuphine", "pentazocine", "levorphanol", "opium", "opioid"),
        *("opiate", "cocodamol", "codydramol", "cocodaprin", "codrinine", "solpadeine", "zapain", "solpadol"),
        *("tramacet", "ultracet", "percocet", "vicodin", "norco", "endocet", "targinact", "targin", "oxycontin"),
        *("longtec", "shortec", "oxynorm", "zomorph", "mst", "oramorph", "sevredol", "butrans", "butec", "temgesic"),
        *("durogesic", "matrifen", "palexia", "suboxone", "subutex", "espranor"),
    )
)
"""Opioids, compounds with one, and common brands; whole words, so that apomorphine is none."""
_SEDATIVES = frozenset(
    (
        *("diazepam", "lorazepam", "clonazepam", "alprazolam", "temazepam", "oxazepam", "nitrazepam", "midazolam"),
        *("chlordiazepoxide", "clobazam", "bromazepam", "flurazepam", "flunitrazepam", "triazolam", "estazolam"),
        *("lormetazepam", "loprazolam", "clorazepate", "prazepam", "benzodiazepine", "benzodiazepines"),
        *("zolpidem", "zopiclone", "eszopiclone", "zaleplon", "phenobarbital", "phenobarbitone", "primidone"),
        *("butalbital", "barbiturate", "carisoprodol", "baclofen", "promethazine", "sedative", "valium", "ativan"),
        *("klonopin", "rivotril", "xanax", "ambien", "stilnoct", "zimovane", "lunesta"),
    )
)
"""Benzodiazepines, sleeping tablets, barbiturates and other strong sedatives."""
_MAO_INHIBITORS = frozenset(
    (
        *("phenelzine", "tranylcypromine", "isocarboxazid", "moclobemide", "selegiline", "rasagiline", "safinamide"),
        *("linezolid", "methylthioninium", "maoi", "maois", "mao", "nardil", "parnate"),
    )
)
"""MAO inhibitors, for low mood, for Parkinson's disease, and two medicines that act as one beside their use."""
_ON_SEROTONIN = frozenset(
    (
        *("tramadol", "tapentadol", "pethidine", "meperidine", "fentanyl", "methadone", "tramacet", "ultracet"),
        *("fluoxetine", "sertraline", "citalopram", "escitalopram", "paroxetine", "fluvoxamine", "venlafaxine"),
        *("desvenlafaxine", "vortioxetine", "trazodone", "mirtazapine", "clomipramine", "imipramine", "lithium"),
        *("sumatriptan", "dextromethorphan", "tryptophan", "hypericum", "ssri", "ssris", "snri", "palexia"),
    )
)
"""Recalled, not read, as all that is said of them."""
_GLITAZONES = frozenset(("pioglitazone", "rosiglitazone", "glitazone", "thiazolidinedione", "actos", "competact"))
_CHLORAMPHENICOL = frozenset(("chloramphenicol", "kemicetine"))
_ON_THE_SKIN = frozenset(("eye", "ear", "ointment", "drops", "drop", "topical"))
_HINDER_B12 = frozenset(("colchicine", "colgout", "aminosalicylate", "aminosalicylic", "paser"))
_LEVODOPA = frozenset(("levodopa", "dopa", "larodopa"))
_LEVODOPA_COMPOUNDS = frozenset(
    (
        *("cocareldopa", "cobeneldopa", "sinemet", "madopar", "stalevo", "duodopa", "lecigon", "caramet", "rytary"),
        *("sastravi", "stanek", "dhivy", "parcopa"),
    )
)
_WITH_LEVODOPA = frozenset(("carbidopa", "benserazide"))
_LOWERED_BY_B6 = frozenset(
    (
        *("phenytoin", "fosphenytoin", "phenobarbital", "phenobarbitone", "primidone", "epanutin", "dilantin"),
        *("phenytek", "luminal", "mysoline"),
    )
)
_NEED_B6 = frozenset(
    (
        *("isoniazid", "inh", "cycloserine", "terizidone", "hydralazine", "penicillamine", "rifinah", "rifater"),
        *("voractiv", "apresoline", "distamine", "cuprimine", "bidil"),
    )
)
_PYRIDOXINE = re.compile(
    r"(?:pyridoxine|vitamin\s*b[ -]?6|\bb[ -]?6)\D{0,20}?(\d+(?:\.\d+)?)\s*(mg|mcg|ug|\u00b5g|\u03bcg)\b"
)


def _words(medicine: str) -> frozenset[str]:
    """Whole words of a name; "co-codamol" is one."""
    joined = re.sub(r"\bco[- ](?=[a-z])", "co", medicine.lower())
    return frozenset(re.findall(r"[a-z]+", joined))


def is_opioid(medicine: str) -> bool:
    """Whether the name of a medicine, or one part of a compound name, is an opioid.

    >>> is_opioid("Co-codamol 30/500"), is_opioid("oxycodone/naloxone"), is_opioid("apomorphine")
    (True, True, False)
    """
    return not _OPIOIDS.isdisjoint(_words(medicine))


def is_sedative(medicine: str) -> bool:
    """Whether it is a benzodiazepine, a sleeping tablet, a barbiturate or another strong sedative, opioids apart.

    >>> is_sedative("Diazepam 5 mg"), is_sedative("metformin")
    (True, False)
    """
    return not _SEDATIVES.isdisjoint(_words(medicine))


def inhibits_mao(medicine: str) -> bool:
    """Whether it is an MAO inhibitor.

    >>> inhibits_mao("phenelzine"), inhibits_mao("sertraline")
    (True, False)
    """
    return not _MAO_INHIBITORS.isdisjoint(_words(medicine))


def acts_on_serotonin(medicine: str) -> bool:
    """Whether it raises serotonin, MAO inhibitors apart.

    >>> acts_on_serotonin("tramadol"), acts_on_serotonin("codeine")
    (True, False)
    """
    words = _words(medicine)
    return not _ON_SEROTONIN.isdisjoint(words) or {"john", "wort"} <= words


def is_glitazone(medicine: str) -> bool:
    """Whether it is pioglitazone or one of its like, which hold back water.

    >>> is_glitazone("Pioglitazone 30 mg"), is_glitazone("gliclazide")
    (True, False)
    """
    return not _GLITAZONES.isdisjoint(_words(medicine))


def is_chloramphenicol(medicine: str) -> bool:
    """Whether it is chloramphenicol that reaches the marrow; drops and ointments do not.

    >>> is_chloramphenicol("chloramphenicol 1 g IV"), is_chloramphenicol("chloramphenicol eye drops")
    (True, False)
    """
    words = _words(medicine)
    return not _CHLORAMPHENICOL.isdisjoint(words) and _ON_THE_SKIN.isdisjoint(words)


def hinders_b12(medicine: str) -> bool:
    """Whether it can hinder the uptake of B12 from tablets.

    >>> hinders_b12("colchicine 500 mcg"), hinders_b12("mesalazine")
    (True, False)
    """
    return not _HINDER_B12.isdisjoint(_words(medicine))


def levodopa(medicines: Iterable[str]) -> tuple[bool, bool]:
    """Whether levodopa is taken without, and whether with, what keeps it from breaking down outside the brain.

    Carbidopa or benserazide may stand in the same name or be another of the medicines.

    >>> levodopa(["levodopa 250 mg"]), levodopa(["co-careldopa"]), levodopa(["levodopa", "carbidopa"])
    ((True, False), (False, True), (False, True))
    """
    words = frozenset().union(*map(_words, medicines))
    compound = not _LEVODOPA_COMPOUNDS.isdisjoint(words)
    either = compound or not _LEVODOPA.isdisjoint(words)
    kept = compound or not _WITH_LEVODOPA.isdisjoint(words)
    return either and not kept, either and kept


def is_lowered_by_b6(medicine: str) -> bool:
    """Whether it is phenytoin or phenobarbital, whose level much vitamin B6 can lower.

    >>> is_lowered_by_b6("Phenytoin 300 mg"), is_lowered_by_b6("lamotrigine")
    (True, False)
    """
    return not _LOWERED_BY_B6.isdisjoint(_words(medicine))


def needs_b6(medicine: str) -> bool:
    """Whether it raises the need of vitamin B6.

    >>> needs_b6("isoniazid"), needs_b6("rifampicin")
    (True, False)
    """
    return not _NEED_B6.isdisjoint(_words(medicine))


def pyridoxine_mg(medicine: str) -> float:
    """Vitamin B6 that the name of a medicine tells [mg], taken as once a day; 0 where it tells none.

    >>> pyridoxine_mg("B complex with vitamin B6 50 mg"), pyridoxine_mg("vitamin B12 1 mg")
    (50.0, 0.0)
    """
    doses = [float(dose) / (1.0 if unit == "mg" else 1000.0) for dose, unit in _PYRIDOXINE.findall(medicine.lower())]
    return sum(doses, 0.0)
