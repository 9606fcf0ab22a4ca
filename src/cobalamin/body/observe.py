"""Observations: everything that can be measured or asked, as functions of the states. No state is a measurement.

The order is the order of columns everywhere. Each observation says how far it may be trusted: a forecast, a scenario
(direction and range over rival nerve blocks) or an illustration (population pages only).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from cobalamin.body.arithmetic import maximum, power
from cobalamin.body.brain import remaining_cognition
from cobalamin.body.conduction import conducting, mixed_velocity
from cobalamin.body.drugs import concentration
from cobalamin.body.marrow import red_cell_count, red_cell_volume, reticulocyte_share
from cobalamin.body.methylation import methylation_capacity, sam_sah_ratio, synthase_activity
from cobalamin.body.nerve import nerve_activity
from cobalamin.body.plasma import unbound_total
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

PICOMOLES_PER_NANOMOLE = 1000.0
NANOGRAMS_PER_ML_IN_MG_PER_L = 1000.0
PERCENT = 100.0
TOP_OF_SCALE = 10.0

Law = Callable[[Any, Any, Any], Any]


class Licence(Enum):
    """What an output may be used for."""

    FORECAST = "forecast"
    SCENARIO = "scenario"
    ILLUSTRATION = "illustration"


@dataclass(frozen=True, kw_only=True)
class Observation:
    """One measured or asked quantity.

    Attributes:
        name: column name; the unit is in it.
        unit: unit of the value.
        healthy: value in the typical healthy adult.
        scale_floor: smallest scale for errors, so that a value near zero does not inflate them.
        licence: how far the output may be trusted.
        about: one phrase.
        law: (body, k, now) -> value.
    """

    name: str
    unit: str
    healthy: float
    scale_floor: float
    licence: Licence
    about: str
    law: Law


OBSERVATIONS: dict[str, Observation] = {}
"""Observations by name, in the order of columns."""


def observation(
    name: str, unit: str, *, healthy: float, licence: Licence, about: str, scale_floor: float | None = None
) -> Callable[[Law], Law]:
    """Register the decorated law; the floor of the scale is 1 % of healthy, or 0.1 where healthy is 0."""
    floor = scale_floor if scale_floor is not None else (abs(healthy) * 0.01 or 0.1)

    def declare(law: Law) -> Law:
        if name in OBSERVATIONS:
            raise ValueError(f"the observation {name} is declared twice")
        OBSERVATIONS[name] = Observation(
            name=name, unit=unit, healthy=healthy, scale_floor=floor, licence=licence, about=about, law=law
        )
        return law

    return declare


def observe(names: tuple[str, ...], body: Any, k: Any, now: Any) -> list[Any]:
    """Values of the named observations, in the order of `names`."""
    return [OBSERVATIONS[name].law(body, k, now) for name in names]


def _scale(loss: Any, half: Any) -> Any:
    """0-10 scale of a complaint: 10 x^2 / (x^2 + h^2), x = loss of function, at least 0."""
    squared = maximum(loss, 0) * maximum(loss, 0)
    return TOP_OF_SCALE * squared / (squared + half * half)


@observation("serum_b12_pmol_l", "pmol/L", healthy=350.0, licence=Licence.FORECAST, about="total B12 in serum")
def serum_b12(body: Any, k: Any, now: Any) -> Any:
    """(holoTC + holoHC) / V_plasma + unbound / V_unbound [pmol/L]."""
    bound = (body.plasma.holotranscobalamin + body.plasma.holohaptocorrin) / k.plasma_volume
    return PICOMOLES_PER_NANOMOLE * (bound + unbound_total(body) / k.unbound_volume)


@observation("holotc_pmol_l", "pmol/L", healthy=70.0, licence=Licence.FORECAST, about="active B12 in serum")
def holotc(body: Any, k: Any, now: Any) -> Any:
    """holoTC / V_plasma [pmol/L]."""
    return PICOMOLES_PER_NANOMOLE * body.plasma.holotranscobalamin / k.plasma_volume


@observation("mma_nmol_l", "nmol/L", healthy=140.0, licence=Licence.FORECAST, about="methylmalonate in serum")
def mma(body: Any, k: Any, now: Any) -> Any:
    """The state [nmol/L]."""
    return body.methylation.methylmalonate


@observation("homocysteine_umol_l", "umol/L", healthy=10.0, licence=Licence.FORECAST, about="total homocysteine")
def homocysteine(body: Any, k: Any, now: Any) -> Any:
    """The state [umol/L]."""
    return body.methylation.homocysteine


@observation("hemoglobin_g_dl", "g/dL", healthy=15.0, licence=Licence.FORECAST, about="haemoglobin")
def hemoglobin(body: Any, k: Any, now: Any) -> Any:
    """Baseline x volume of red cells [g/dL]."""
    return k.hemoglobin_baseline * red_cell_volume(body)


@observation("mcv_fl", "fL", healthy=90.0, licence=Licence.FORECAST, about="mean volume of red cells")
def mcv(body: Any, k: Any, now: Any) -> Any:
    """Baseline x volume / count [fL]."""
    return k.mcv_baseline * red_cell_volume(body) / maximum(red_cell_count(body), 1e-6)


@observation("reticulocytes_pct", "%", healthy=1.0, licence=Licence.FORECAST, about="reticulocytes, share of red cells")
def reticulocytes(body: Any, k: Any, now: Any) -> Any:
    """100 x share of red cells that are new [%]."""
    return PERCENT * reticulocyte_share(body, k)


def body_cobalamin(body: Any) -> Any:
    """All B12 of the body outside the gut wall and the site of injection [nmol]."""
    plasma = body.plasma.holotranscobalamin + body.plasma.holohaptocorrin + unbound_total(body)
    tissue = body.liver.cobalamin + body.tissue.exchangeable + body.tissue.deep
    return plasma + tissue + body.nerve.cobalamin + body.cord.cobalamin


@observation("body_b12_ug", "ug", healthy=2780.0, licence=Licence.FORECAST, about="B12 in the body")
def body_b12(body: Any, k: Any, now: Any) -> Any:
    """Plasma + liver + tissues + nerve + cord [ug]."""
    return body_cobalamin(body) / NANOMOLES_PER_MICROGRAM_COBALAMIN


@observation("liver_b12_ug", "ug", healthy=1464.0, licence=Licence.FORECAST, about="B12 in the liver")
def liver_b12(body: Any, k: Any, now: Any) -> Any:
    """The state [ug]."""
    return body.liver.cobalamin / NANOMOLES_PER_MICROGRAM_COBALAMIN


@observation("sam_sah_ratio", "1", healthy=1.0, licence=Licence.SCENARIO, about="methylation ratio of nerve, relative")
def sam_sah(body: Any, k: Any, now: Any) -> Any:
    """SAM/SAH of peripheral nerve relative to healthy."""
    return sam_sah_ratio(nerve_activity(body, k), k)


def _myelin(part: Any, k: Any) -> Any:
    return part.sheath * (part.myelin_intact + k.remyelinated_sheath * part.myelin_remyelinated)


@observation("myelin_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of peripheral nerve, relative")
def myelin_pns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated)."""
    return _myelin(body.nerve, k)


@observation("myelin_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="myelin of the cord, relative")
def myelin_cns(body: Any, k: Any, now: Any) -> Any:
    """Sheath x (intact + share x remyelinated)."""
    return _myelin(body.cord, k)


@observation("axons_pns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of peripheral nerve, relative")
def axons_pns(body: Any, k: Any, now: Any) -> Any:
    """The state."""
    return body.nerve.axons_alive


@observation("axons_cns", "1", healthy=1.0, licence=Licence.SCENARIO, about="axons of the dorsal columns, relative")
def axons_cns(body: Any, k: Any, now: Any) -> Any:
    """The state."""
    return body.cord.dorsal_axons_alive


def nerve_velocity(body: Any, k: Any) -> Any:
    """Velocity of peripheral nerve relative to healthy: sheath and internodes, fastest axons, slowing by diabetes."""
    part = body.nerve
    fibre = mixed_velocity(part.sheath, part.myelin_demyelinated, part.myelin_remyelinated, k)
    fastest = 1 - k.axon_velocity_share * (1 - part.axons_alive)
    return fibre * fastest * (1 - k.toxic_slowing * body.nerve.diabetic_injury)


def _central_velocity(body: Any, k: Any, share: Any) -> Any:
    part = body.cord
    thinned = 1 - share * (1 - part.sheath)
    return mixed_velocity(thinned, share * part.myelin_demyelinated, share * part.myelin_remyelinated, k)


def _nerve_function(body: Any, k: Any) -> Any:
    return body.nerve.axons_alive * conducting(body.nerve.myelin_demyelinated, k)


@observation("sural_velocity_m_s", "m/s", healthy=50.0, licence=Licence.SCENARIO, about="sural sensory velocity")
def sural_velocity(body: Any, k: Any, now: Any) -> Any:
    """Baseline x relative velocity [m/s]."""
    return k.sural_velocity_baseline * nerve_velocity(body, k)


@observation("sural_amplitude_uv", "uV", healthy=15.0, licence=Licence.SCENARIO, about="sural sensory amplitude")
def sural_amplitude(body: Any, k: Any, now: Any) -> Any:
    """Baseline x axons x not blocked x velocity^n [uV]."""
    part = body.nerve
    fibre = mixed_velocity(part.sheath, part.myelin_demyelinated, part.myelin_remyelinated, k)
    return k.sural_amplitude_baseline * _nerve_function(body, k) * power(fibre, k.amplitude_velocity_exponent)


@observation("tibial_sep_p37_ms", "ms", healthy=37.0, licence=Licence.SCENARIO, about="tibial evoked potential P37")
def tibial_sep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + peripheral / v_nerve + central / v_cord [ms]."""
    central = k.tibial_p37_central / _central_velocity(body, k, 1)
    return k.tibial_p37_fixed + k.tibial_p37_peripheral / nerve_velocity(body, k) + central


@observation("visual_ep_p100_ms", "ms", healthy=100.0, licence=Licence.SCENARIO, about="visual evoked potential P100")
def visual_ep(body: Any, k: Any, now: Any) -> Any:
    """Fixed + optic / v_optic, the optic nerve sharing the myelin of the cord [ms]."""
    return k.visual_p100_fixed + k.visual_p100_optic / _central_velocity(body, k, k.optic_share)


def _dorsal(body: Any, k: Any) -> Any:
    return body.cord.dorsal_axons_alive * conducting(body.cord.myelin_demyelinated, k)


def _corticospinal(body: Any, k: Any) -> Any:
    bare = k.corticospinal_share * body.cord.myelin_demyelinated
    return body.cord.corticospinal_axons_alive * conducting(bare, k)


@observation(
    "vibration_threshold", "1", healthy=1.0, licence=Licence.SCENARIO, about="vibration threshold at the toe, relative"
)
def vibration_threshold(body: Any, k: Any, now: Any) -> Any:
    """1 / (nerve x dorsal column); rises with loss."""
    return 1 / maximum(_nerve_function(body, k) * _dorsal(body, k), k.vibration_floor)


@observation("dorsal_column", "1", healthy=1.0, licence=Licence.SCENARIO, about="function of the dorsal columns")
def dorsal_column(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked."""
    return _dorsal(body, k)


@observation("cognition", "1", healthy=1.0, licence=Licence.SCENARIO, about="cognition, relative to a young adult")
def cognition(body: Any, k: Any, now: Any) -> Any:
    """Neurons x (1 - w lack of methylation)."""
    return remaining_cognition(body, k)


@observation("pain_nrs", "1", healthy=0.0, licence=Licence.SCENARIO, about="pain, 0 to 10, without natural course")
def pain_nrs(body: Any, k: Any, now: Any) -> Any:
    """The state."""
    return body.pain.score


@observation("tingling", "1", healthy=0.0, licence=Licence.SCENARIO, about="tingling, 0 to 10")
def tingling(body: Any, k: Any, now: Any) -> Any:
    """Scale of excess excitability and bare internodes of the cord."""
    excess = body.pain.excitability - 1 + k.tingling_cord_share * body.cord.myelin_demyelinated
    return _scale(excess, k.tingling_half)


@observation("numbness", "1", healthy=0.0, licence=Licence.SCENARIO, about="numbness, 0 to 10")
def numbness(body: Any, k: Any, now: Any) -> Any:
    """Scale of sensory loss: 1 - nerve x dorsal column."""
    return _scale(1 - _nerve_function(body, k) * _dorsal(body, k), k.numbness_half)


@observation("weakness", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="weakness, 0 to 10")
def weakness(body: Any, k: Any, now: Any) -> Any:
    """Scale of motor loss: 1 - corticospinal x motor axons."""
    motor = power(body.nerve.axons_alive, k.motor_fibre_exponent)
    return _scale(1 - _corticospinal(body, k) * motor, k.weakness_half)


@observation("unsteadiness", "1", healthy=0.0, licence=Licence.SCENARIO, about="unsteadiness, 0 to 10")
def unsteadiness(body: Any, k: Any, now: Any) -> Any:
    """Scale of lost position sense: 1 - dorsal column x (1 + nerve) / 2."""
    return _scale(1 - _dorsal(body, k) * (1 + _nerve_function(body, k)) / 2, k.unsteadiness_half)


@observation("memory_trouble", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="trouble with memory, 0 to 10")
def memory_trouble(body: Any, k: Any, now: Any) -> Any:
    """Scale of lost cognition."""
    return _scale(1 - remaining_cognition(body, k), k.memory_half)


# Its floor is half a point: it follows small changes of the blood, and nothing below one point is ever reported.
@observation("fatigue", "1", healthy=0.0, licence=Licence.ILLUSTRATION, about="fatigue, 0 to 10", scale_floor=0.5)
def fatigue(body: Any, k: Any, now: Any) -> Any:
    """Scale of anaemia plus lack of methylation."""
    lack = 1 - methylation_capacity(synthase_activity(body, k), k)
    return _scale(1 - red_cell_volume(body) + k.fatigue_methylation_share * lack, k.fatigue_half)


@observation("corticospinal", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="corticospinal function")
def corticospinal(body: Any, k: Any, now: Any) -> Any:
    """Axons x not blocked."""
    return _corticospinal(body, k)


@observation("small_fibre", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="small fibres, relative")
def small_fibre(body: Any, k: Any, now: Any) -> Any:
    """Axons^n."""
    return power(body.nerve.axons_alive, k.small_fibre_exponent)


@observation("autonomic", "1", healthy=1.0, licence=Licence.ILLUSTRATION, about="autonomic fibres, relative")
def autonomic(body: Any, k: Any, now: Any) -> Any:
    """Axons^n."""
    return power(body.nerve.axons_alive, k.autonomic_exponent)


@observation("ferritin_ug_l", "ug/L", healthy=90.0, licence=Licence.ILLUSTRATION, about="ferritin")
def ferritin(body: Any, k: Any, now: Any) -> Any:
    """Baseline x iron store [ug/L]."""
    return k.ferritin_baseline * body.marrow.iron_store


def _declare_level(drug: str, unit: str, suffix: str, factor: float, floor: float) -> None:
    @observation(
        f"{drug}_{suffix}",
        unit,
        healthy=0.0,
        licence=Licence.FORECAST,
        about=f"{drug} in plasma, mean of the day",
        scale_floor=floor,
    )
    def level(body: Any, k: Any, now: Any) -> Any:
        return factor * concentration(drug, body, k)

    level.__name__ = f"{drug}_level"
    level.__doc__ = f"""Amount / volume [{unit}]."""


for _drug in ("pregabalin", "gabapentin"):
    _declare_level(_drug, "mg/L", "mg_l", 1.0, 0.1)
for _drug in ("duloxetine", "amitriptyline", "nortriptyline"):
    _declare_level(_drug, "ng/mL", "ng_ml", NANOGRAMS_PER_ML_IN_MG_PER_L, 1.0)
