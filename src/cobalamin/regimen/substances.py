"""The substances a regimen may name: class, unit, routes and the largest amounts that were studied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

from cobalamin.errors import InputError, OutsideValidity, nearest_word

LARGEST_STUDIED_FACTOR = 10.0  # beyond 10 times the largest studied dose the model has nothing to stand on

# One steel charger holds 8 g of N2O = 0.182 mol = 4.4 L of gas. Breathed undiluted at a minute ventilation of 8 L/min
# it lasts 0.56 min. Grade: estimated; sharing, leaks and rebreathing from a balloon are not known.
CARTRIDGE_HOURS = (8.0 / 44.013) * 24.5 / 8.0 / 60.0
CARTRIDGE_FRACTION = 1.0

COBALAMIN_CLASS = "cobalamin"


@unique
class Route(Enum):
    """How a dose enters the body; the value is the word of the canonical text."""

    ORAL = "orally"
    SUBLINGUAL = "sublingually"
    NASAL = "nasally"
    INTRAMUSCULAR = "intramuscularly"
    SUBCUTANEOUS = "subcutaneously"
    INTRAVENOUS = "intravenously"
    INHALED = "inhaled"


@unique
class AmountUnit(Enum):
    """The canonical unit of a substance; inhaled gas counts hours of pure gas (fraction x hours)."""

    MICROGRAM = "ug"
    MILLIGRAM = "mg"
    HOUR_OF_PURE_GAS = "h"


@dataclass(frozen=True, kw_only=True)
class Substance:
    """One substance and the limits of what is known about it.

    Arguments:
        name: canonical name.
        substance_class: a plan replaces ongoing dosing of the same class only for cobalamins and equal names.
        unit: canonical unit of every amount.
        largest_single, largest_daily: largest studied amounts, in `unit`.
        note: where these two come from; a source id, a paper, or "label (recalled)".
        routes: allowed routes; one alone is also the default.
        synonyms: further names, lower case.
        unclear: synonyms that name the family rather than the substance and so leave a notice.
    """

    name: str
    substance_class: str
    unit: AmountUnit
    largest_single: float
    largest_daily: float
    note: str
    routes: tuple[Route, ...] = (Route.ORAL,)
    synonyms: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


_COBALAMIN_ROUTES = (
    Route.ORAL,
    Route.SUBLINGUAL,
    Route.NASAL,
    Route.INTRAMUSCULAR,
    Route.SUBCUTANEOUS,
    Route.INTRAVENOUS,
)


def _cobalamin(name: str, largest: float, note: str, **names: tuple[str, ...]) -> Substance:
    return Substance(
        name=name,
        substance_class=COBALAMIN_CLASS,
        unit=AmountUnit.MICROGRAM,
        largest_single=largest,
        largest_daily=largest,
        note=note,
        routes=_COBALAMIN_ROUTES,
        synonyms=names.get("synonyms", ()),
        unclear=names.get("unclear", ()),
    )


def _tablet(name: str, group: str, single: float, daily: float, note: str, *synonyms: str) -> Substance:
    return Substance(
        name=name,
        substance_class=group,
        unit=AmountUnit.MILLIGRAM,
        largest_single=single,
        largest_daily=daily,
        note=note,
        synonyms=synonyms,
    )


_PPI, _H2, _LABEL = "proton pump inhibitor", "H2 blocker", "label (recalled)"

_TABLE = (
    _cobalamin(
        "cyanocobalamin",
        2000.0,
        "Kuzminski 1998, 2 mg/d orally; Mimenza 2016, 20 mg/d, lies at the limit",
        synonyms=("cyano-cobalamin",),
        unclear=("vitamin b12", "vitamin b-12", "vit b12", "b12", "b-12", "cobalamin"),
    ),
    _cobalamin(
        "hydroxocobalamin",
        10_000.0,
        "10 mg as the largest vitamin dose (recalled); 5 g for cyanide poisoning is another use",
        synonyms=("hydroxycobalamin", "hydroxocobalamine"),
    ),
    _cobalamin("methylcobalamin", 50_000.0, "Kaji 2019 and Oki 2022, 50 mg intramuscularly", synonyms=("mecobalamin",)),
    _cobalamin(
        "adenosylcobalamin", 2000.0, "taken as for cyanocobalamin; no dose-ranging trial", synonyms=("cobamamide",)
    ),
    _tablet("metformin", "biguanide", 2550.0, 3000.0, _LABEL),
    _tablet("omeprazole", _PPI, 120.0, 360.0, _LABEL + ", hypersecretion"),
    _tablet("esomeprazole", _PPI, 80.0, 240.0, _LABEL + ", hypersecretion"),
    _tablet("lansoprazole", _PPI, 90.0, 180.0, _LABEL + ", hypersecretion"),
    _tablet("pantoprazole", _PPI, 120.0, 240.0, _LABEL + ", hypersecretion"),
    _tablet("rabeprazole", _PPI, 100.0, 120.0, _LABEL + ", hypersecretion"),
    _tablet("dexlansoprazole", _PPI, 90.0, 90.0, _LABEL),
    _tablet("famotidine", _H2, 160.0, 640.0, _LABEL + ", hypersecretion"),
    _tablet("ranitidine", _H2, 300.0, 600.0, _LABEL),
    _tablet("nizatidine", _H2, 300.0, 300.0, _LABEL),
    _tablet("cimetidine", _H2, 800.0, 2400.0, _LABEL),
    _tablet("folic acid", "folate", 15.0, 15.0, "15 mg/d in volunteers (recalled)", "folate", "vitamin b9"),
    _tablet(
        "pyridoxine",
        "vitamin B6",
        6000.0,
        6000.0,
        "Schaumburg 1983, 2-6 g/d (recalled)",
        "vitamin b6",
        "vitamin b-6",
        "b6",
    ),
    _tablet("pregabalin", "gabapentinoid", 600.0, 600.0, "Freeman 2008 (cmp_pgb_onset_600)"),
    _tablet("gabapentin", "gabapentinoid", 1600.0, 4800.0, "cmp_gbp_F_4800, in three doses"),
    _tablet("duloxetine", "serotonin noradrenaline reuptake inhibitor", 120.0, 120.0, "label 8.10"),
    _tablet("amitriptyline", "tricyclic", 150.0, 150.0, _LABEL),
    _tablet("nortriptyline", "tricyclic", 150.0, 150.0, _LABEL),
    Substance(
        name="nitrous oxide",
        substance_class="nitrous oxide",
        unit=AmountUnit.HOUR_OF_PURE_GAS,
        largest_single=24.0,
        largest_daily=24.0,
        note="sedation for days in tetanus (Lassen 1956, recalled)",
        routes=(Route.INHALED,),
        synonyms=("n2o", "laughing gas"),
    ),
)

SUBSTANCES: dict[str, Substance] = {substance.name: substance for substance in _TABLE}
NAMES: dict[str, str] = {
    name: substance.name for substance in _TABLE for name in (substance.name, *substance.synonyms, *substance.unclear)
}
_GROUPS = [substance.substance_class for substance in _TABLE]
CLASS_NAMES: dict[str, str] = {  # of classes with several members; one member alone is named by its name
    **{group.lower(): group for group in _GROUPS if _GROUPS.count(group) > 1},
    "ppi": _PPI,
    "ppis": _PPI,
    "proton pump inhibitors": _PPI,
    "h2 blockers": _H2,
    "h2-blocker": _H2,
    "h2-blockers": _H2,
    "cobalamins": COBALAMIN_CLASS,
}
NOT_MODELLED = (  # taken by such patients, named in the error so that the reader knows where they belong
    "thiamine",
    "benfotiamine",
    "amlodipine",
    "atorvastatin",
    "simvastatin",
    "levothyroxine",
    "lisinopril",
    "ramipril",
    "aspirin",
    "insulin",
    "iron",
    "riboflavin",
    "paracetamol",
    "ibuprofen",
    "tramadol",
    "carbamazepine",
    "venlafaxine",
    "capsaicin",
    "epalrestat",
    "semaglutide",
)


def find_substance(name: str, *, where: str = "") -> Substance:
    """The substance of a name or synonym, in any case.

    Errors: InputError when the name is not known, with the nearest name.
    Example:
        >>> find_substance("mecobalamin").name
        'methylcobalamin'
    """
    key = " ".join(name.lower().split())
    if key in NAMES:
        return SUBSTANCES[NAMES[key]]
    raise unknown_drug(name, where=where)


def unknown_drug(name: str, *, where: str = "") -> InputError:
    """The error for a drug that has no model, pointing at the table for such drugs."""
    key = name.lower()
    place = "a real medicine without a model belongs under [[other_medicine]]"
    if key in NOT_MODELLED:
        return InputError("medicine is known but not modelled", where=where, value=name, allowed=place)
    return InputError(
        "drug not known", where=where, value=name, allowed=f"a modelled drug; {place}", nearest=nearest_word(key, NAMES)
    )


def check_amount(substance: Substance, single: float, daily: float) -> None:
    """Refuse what is beyond 10 times the largest studied single or daily amount, both in the canonical unit.

    Errors: OutsideValidity.
    """
    for kind, amount, largest in (
        ("single dose", single, substance.largest_single),
        ("daily dose", daily, substance.largest_daily),
    ):
        limit = largest * LARGEST_STUDIED_FACTOR
        if amount > limit * (1 + 1e-12):
            unit = substance.unit.value
            basis = f"{_plain(largest)} {unit}: {substance.note}"
            raise OutsideValidity(
                f"{substance.name} {kind} beyond 10 times the largest studied ({basis})",
                value=f"{_plain(amount)} {unit}",
                allowed=f"up to {_plain(limit)} {unit}",
            )


def _plain(amount: float) -> str:
    """An amount without exponent or trailing zeros."""
    return f"{amount:.6f}".rstrip("0").rstrip(".")
