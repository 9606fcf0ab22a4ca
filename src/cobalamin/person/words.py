"""The words a person file may use: one canonical name each, the synonyms that people write, and what is refused why.

Spelling is compared without case, hyphens and apostrophes, and British and American spellings are the same word
(anaemia = anemia, oesophagus = esophagus). An unknown word is an error that names the nearest known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cobalamin.errors import InputError, nearest_word


def plain(text: str) -> str:
    """The word as it is compared: no case, accents, apostrophes or hyphens, and one spelling for ae, oe and e."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"['’`.]", "", text).replace("ae", "e").replace("oe", "e")
    text = " ".join(re.split(r"[\s\-–_/,()]+", text)).strip()
    return re.sub(r"\b([a-z]) (?=\d)", r"\1", text)  # b-12 and b 12 are b12


@dataclass(frozen=True)
class Vocabulary:
    """Words of one kind: canonical name -> synonyms.

    >>> DIETS.find("Plant-based", where="person.toml: [person]")
    'vegan'
    """

    kind: str
    words: Mapping[str, tuple[str, ...]]
    hint: str = ""

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return {plain(word): name for name, synonyms in self.words.items() for word in (name, *synonyms)}

    def known(self, text: str) -> str | None:
        """The canonical name of `text`, or None where the word is unknown."""
        return self._canonical.get(plain(text))

    def find(self, text: str, *, where: str, written: str = "") -> str:
        """The canonical name of `text`, which is part of what was `written` where that says more.

        Errors:
            InputError: the word is unknown; it names the nearest known one.
        """
        name = self.known(text)
        if name is None:
            near = nearest_word(plain(text), self._canonical)
            raise InputError(
                f"unknown {self.kind}",
                where=where,
                value=written or text,
                allowed=self.hint or ", ".join(self.words),
                nearest=None if near is None else self._canonical[near],
            )
        return name


SEXES = Vocabulary("sex", {"female": ("f", "woman", "w"), "male": ("m", "man")})
DIETS = Vocabulary(
    "diet",
    {
        "omnivore": ("omnivorous", "mixed", "meat eater", "everything"),
        "vegetarian": ("lacto-ovo vegetarian", "lactovegetarian", "ovo-lacto vegetarian", "lacto vegetarian"),
        "vegan": ("strict vegan", "plant-based", "plant based diet", "strict vegetarian (vegan)"),
    },
    hint='omnivore, vegetarian, vegan, or "diary: FILE.csv"',
)
JURISDICTIONS = Vocabulary(
    "jurisdiction",
    {
        "UK": ("GB", "United Kingdom", "England", "Scotland", "Wales", "Great Britain"),
        "US": ("USA", "United States", "United States of America"),
        "JP": ("Japan",),
        "generic": ("other", "none", "international"),
    },
)
ANCESTRIES = Vocabulary(
    "ancestry",
    {
        "not stated": ("unknown", "not known"),
        "African": ("Black", "African American", "Black American", "Afro-Caribbean", "sub-Saharan African"),
        "East Asian": ("Chinese", "Japanese", "Korean"),
        "European": ("White", "Caucasian"),
        "Hispanic": ("Latino", "Latina", "Mexican American"),
        "South Asian": ("Indian", "Pakistani", "Bangladeshi", "Sri Lankan"),
        "mixed or other": ("other", "mixed"),
    },
)
ALCOHOL = Vocabulary(
    "alcohol",
    {
        "none": ("no", "abstinent", "teetotal", "never"),
        "low": ("occasional", "light", "social"),
        "moderate": ("regular",),
        "heavy": ("high", "excess", "excessive"),
    },
    hint="none, low (to 14 UK units a week), moderate, heavy (above 35 units a week in women, 50 in men)",
)
FAMILY_HISTORIES = Vocabulary(
    "family history",
    {
        "pernicious anaemia": ("autoimmune gastritis", "B12 deficiency", "vitamin B12 deficiency"),
        "autoimmune thyroid disease": ("thyroid disease", "Hashimoto thyroiditis", "Graves disease"),
        "hereditary neuropathy": ("Charcot-Marie-Tooth", "CMT", "neuropathy", "hereditary amyloidosis"),
    },
)
GENOTYPES = Vocabulary(
    "variant",
    {
        "TCN2 776GG": ("TCN2 776 GG", "TCN2 c.776GG", "TC 776GG", "rs1801198 GG"),
        "TCN2 776CG": ("TCN2 776GC", "TCN2 776 CG", "TCN2 c.776CG", "TC 776CG", "rs1801198 CG"),
        "TCN2 776CC": ("TCN2 776 CC", "TCN2 c.776CC", "TC 776CC", "rs1801198 CC"),
        "MTHFR 677TT": ("MTHFR 677 TT", "MTHFR C677T TT", "MTHFR c.677TT", "rs1801133 TT"),
        "MTHFR 677CT": ("MTHFR 677TC", "MTHFR 677 CT", "MTHFR C677T CT", "MTHFR c.677CT", "rs1801133 CT"),
        "MTHFR 677CC": ("MTHFR 677 CC", "MTHFR C677T CC", "MTHFR c.677CC", "rs1801133 CC"),
    },
)
