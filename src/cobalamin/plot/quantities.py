"""How a quantity is named and written for people: plain name, unit sign, limits that guidelines draw, sort of axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.units import DAYS_PER_MONTH, DAYS_PER_WEEK, DAYS_PER_YEAR


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A thin line across a panel: a limit that others have published; never a verdict on one person."""

    value: float
    label: str
    source_id: str


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A quantity as people read it.

    Attributes:
        label: plain name with a capital.
        unit: unit sign; "" where the number is relative or on a scale named in the label.
        limits: published limits.
        top: upper end of the axis where the scale has one.
    """

    label: str
    unit: str
    limits: tuple[Limit, ...] = ()
    top: float | None = None


_LABELS: Mapping[str, str] = {
    "serum_b12_pmol_l": "Serum B12",
    "holotc_pmol_l": "Active B12 (holoTC)",
    "mma_nmol_l": "Methylmalonate (MMA)",
    "homocysteine_umol_l": "Homocysteine",
    "hemoglobin_g_dl": "Haemoglobin",
    "mcv_fl": "Red cell volume (MCV)",
    "reticulocytes_pct": "Reticulocytes",
    "body_b12_ug": "B12 in the body",
    "liver_b12_ug": "B12 in the liver",
    "myelin_pns": "Myelin of the nerves",
    "myelin_cns": "Myelin of the cord",
    "axons_pns": "Nerve fibres",
    "axons_cns": "Fibres of the cord",
    "sural_velocity_m_s": "Sural nerve velocity",
    "sural_amplitude_uv": "Sural nerve amplitude",
    "peroneal_amplitude_mv": "Peroneal motor amplitude",
    "peroneal_velocity_m_s": "Peroneal motor velocity",
    "tibial_amplitude_mv": "Tibial motor amplitude",
    "tibial_velocity_m_s": "Tibial motor velocity",
    "median_sensory_amplitude_uv": "Median sensory amplitude",
    "median_sensory_velocity_m_s": "Median sensory velocity",
    "median_sep_n20_ms": "Median evoked potential (N20)",
    "tibial_mep_cmct_ms": "Central motor conduction time",
    "tibial_sep_p37_ms": "Tibial evoked potential (P37)",
    "visual_ep_p100_ms": "Visual evoked potential (P100)",
    "vibration_threshold": "Vibration threshold",
    "dorsal_column": "Dorsal column function",
    "cognition": "Cognition",
    "pain_nrs": "Pain",
    "memory_trouble": "Trouble with memory",
}
_SIGNS = {"ug": "µg", "umol/L": "µmol/L", "uV": "µV", "ug/L": "µg/L"}
RELATIVE = "healthy = 1"
"""Unit of a quantity that is relative to health."""
TOP_OF_SCALE = 10.0
_SCALES = ("pain_nrs", "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue")
_LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "serum_b12_pmol_l": (
        Limit(value=133.0, label="NICE: confirms below 133", source_id="diag_nice_b12_low_pm"),
        Limit(value=258.0, label="NICE: unlikely above 258", source_id="diag_nice_b12_hi_pm"),
    ),
    "holotc_pmol_l": (
        Limit(value=25.0, label="NICE: confirms below 25", source_id="diag_nice_holo_low"),
        Limit(value=70.0, label="NICE: unlikely above 70", source_id="diag_nice_holo_hi"),
    ),
    "mma_nmol_l": (Limit(value=271.0, label="reference limit 271", source_id="diag_kuz_ref_mma_lo"),),
    "homocysteine_umol_l": (Limit(value=13.9, label="reference limit 13.9", source_id="diag_kuz_ref_hcy"),),
}


def quantity(observation: str) -> Quantity:
    """How the observation of this name is written.

    >>> quantity("mma_nmol_l").label, quantity("mma_nmol_l").unit
    ('Methylmalonate (MMA)', 'nmol/L')
    """
    kind = OBSERVATIONS[observation]
    label = _LABELS.get(observation) or observation.replace("_", " ").capitalize()
    if observation in _SCALES:
        return Quantity(label=label, unit="0 to 10", top=TOP_OF_SCALE)
    unit = RELATIVE if kind.unit == "1" else _SIGNS.get(kind.unit, kind.unit)
    return Quantity(label=label, unit=unit, limits=_LIMITS.get(observation, ()))


@dataclass(frozen=True, kw_only=True)
class TimeUnit:
    """A unit for a time axis: its plural and its length [d]."""

    plural: str
    days: float


WEEKS = TimeUnit(plural="weeks", days=DAYS_PER_WEEK)
MONTHS = TimeUnit(plural="months", days=DAYS_PER_MONTH)
YEARS = TimeUnit(plural="years", days=DAYS_PER_YEAR)


def time_unit(days: float) -> TimeUnit:
    """The unit in which a span reads well: weeks up to half a year, months up to three years, then years.

    >>> time_unit(84).plural, time_unit(730).plural, time_unit(3650).plural
    ('weeks', 'months', 'years')
    """
    if days <= 183.0:
        return WEEKS
    return MONTHS if days <= 3.1 * DAYS_PER_YEAR else YEARS


def say_days(days: float) -> str:
    """A span in words, rounded as people would say it.

    >>> say_days(3), say_days(21), say_days(91), say_days(730.5)
    ('3 days', '3 weeks', '3 months', '2 years')
    """
    for least, step, one in ((700.0, DAYS_PER_YEAR, "year"), (80.0, DAYS_PER_MONTH, "month"), (13.5, 7.0, "week")):
        if days >= least:
            number = days / step
            text = f"{number:.1f}".removesuffix(".0") if one == "year" else f"{number:.0f}"
            return f"{text} {one}{'' if text == '1' else 's'}"
    text = f"{days:.0f}" if days >= 0.95 else "less than 1"
    return f"{text} day{'s' if text not in ('1', 'less than 1') else ''}"


_BELOW = "below"
LEAST_SAID = 0.001
"""A smaller number is told as below this."""


def say_number(value: float) -> str:
    """A number with two or three digits, since more would pretend.

    >>> say_number(1234.5), say_number(148.2), say_number(4.26), say_number(0.034), say_number(3e-8)
    ('1230', '148', '4.3', '0.034', 'below 0.001')
    """
    if value == 0.0:
        return "0"
    size = abs(value)
    if size >= 1000.0:
        return f"{float(f'{value:.3g}'):.0f}"
    if size >= 20.0:
        return f"{value:.0f}"
    if size >= 1.0:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2g}" if size >= LEAST_SAID else f"{_BELOW} {LEAST_SAID:g}"


def say_value(value: float, kind: Quantity) -> str:
    """A number of this quantity; a score of a complaint has one decimal and no more.

    >>> say_value(0.03, quantity("tingling")), say_value(0.03, quantity("dorsal_column"))
    ('below 0.1', '0.03')
    """
    if kind.top is None:
        return say_number(value)
    return f"{_BELOW} 0.1" if 0.0 < value < 0.05 else f"{value:.1f}".removesuffix(".0")


def say_between(low: float, high: float, kind: Quantity) -> str:
    """Two ends in words, one where they read the same.

    >>> say_between(4.0, 9.0, quantity("pain_nrs")), say_between(4.01, 4.03, quantity("pain_nrs"))
    ('4 to 9', '4')
    """
    first, second = say_value(low, kind), say_value(high, kind)
    if first == second:
        return first
    return f"{'0' if first.startswith(_BELOW) else first} to {second}"


LEAST_LOST = 0.005
"""A smaller share of people without a potential is not told."""


def say_lost(share: float) -> str:
    """In how many people a potential cannot be found.

    >>> say_lost(0.12), say_lost(1.0)
    ('not recordable in 12 of 100', 'not recordable')
    """
    return "not recordable" if share >= 1 - LEAST_LOST else f"not recordable in {max(100 * share, 1):.0f} of 100"
