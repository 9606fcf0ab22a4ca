"""What another medicine is, read off its name: opioid, sedative, MAO inhibitor, or acting on serotonin."""

from __future__ import annotations

import re

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
