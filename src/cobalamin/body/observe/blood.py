"""Observations of blood and stores."""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum
from cobalamin.body.marrow import red_cell_count, red_cell_volume, reticulocyte_share
from cobalamin.body.observe.registry import Group, Licence
from cobalamin.body.plasma import unbound_total
from cobalamin.units import NANOMOLES_PER_MICROGRAM_COBALAMIN

blood = Group()
observation = blood.observation

PICOMOLES_PER_NANOMOLE = 1000.0
PERCENT = 100.0


@observation("serum_b12_pmol_l", "pmol/L", healthy=350.0, licence=Licence.FORECAST, about="total B12 in serum")
def serum_b12(body: Any, k: Any, now: Any) -> Any:
    """(holoTC + holoHC) / V_plasma + unbound / V_unbound [pmol/L]. Source: derived_parameters"""
    bound = (body.plasma.holotranscobalamin + body.plasma.holohaptocorrin) / k.plasma_volume
    return PICOMOLES_PER_NANOMOLE * (bound + unbound_total(body) / k.unbound_volume)


@observation("holotc_pmol_l", "pmol/L", healthy=70.0, licence=Licence.FORECAST, about="active B12 in serum")
def holotc(body: Any, k: Any, now: Any) -> Any:
    """holoTC / V_plasma [pmol/L]. Source: derived_parameters"""
    return PICOMOLES_PER_NANOMOLE * body.plasma.holotranscobalamin / k.plasma_volume


@observation("mma_nmol_l", "nmol/L", healthy=140.0, licence=Licence.FORECAST, about="methylmalonate in serum")
def mma(body: Any, k: Any, now: Any) -> Any:
    """The state [nmol/L]. Source: mechanisms_report, mech_guerra_mma"""
    return body.methylation.methylmalonate


@observation("homocysteine_umol_l", "umol/L", healthy=10.0, licence=Licence.FORECAST, about="total homocysteine")
def homocysteine(body: Any, k: Any, now: Any) -> Any:
    """The state [umol/L]. Source: mechanisms_report, mech_guerra_thcy"""
    return body.methylation.homocysteine


@observation("hemoglobin_g_dl", "g/dL", healthy=15.0, licence=Licence.FORECAST, about="haemoglobin")
def hemoglobin(body: Any, k: Any, now: Any) -> Any:
    """Baseline x volume of red cells [g/dL]. Source: mech_guerra_hct"""
    return k.hemoglobin_baseline * red_cell_volume(body)


@observation("mcv_fl", "fL", healthy=90.0, licence=Licence.FORECAST, about="mean volume of red cells")
def mcv(body: Any, k: Any, now: Any) -> Any:
    """Baseline x volume / count [fL]. Source: mech_guerra_mcv"""
    return k.mcv_baseline * red_cell_volume(body) / maximum(red_cell_count(body), 1e-6)


@observation("reticulocytes_pct", "%", healthy=1.0, licence=Licence.FORECAST, about="reticulocytes, share of red cells")
def reticulocytes(body: Any, k: Any, now: Any) -> Any:
    """100 x share of red cells that are new [%]. Source: mech_sheep_retic"""
    return PERCENT * reticulocyte_share(body, k)


def body_cobalamin(body: Any) -> Any:
    """All B12 of the body outside the gut wall and the site of injection [nmol]."""
    plasma = body.plasma.holotranscobalamin + body.plasma.holohaptocorrin + unbound_total(body)
    tissue = body.liver.cobalamin + body.tissue.exchangeable + body.tissue.deep
    return plasma + tissue + body.nerve.cobalamin + body.cord.cobalamin


@observation("body_b12_ug", "ug", healthy=2780.0, licence=Licence.FORECAST, about="B12 in the body")
def body_b12(body: Any, k: Any, now: Any) -> Any:
    """Plasma + liver + tissues + nerve + cord [ug]. Source: derived_parameters"""
    return body_cobalamin(body) / NANOMOLES_PER_MICROGRAM_COBALAMIN


@observation("liver_b12_ug", "ug", healthy=1464.0, licence=Licence.FORECAST, about="B12 in the liver")
def liver_b12(body: Any, k: Any, now: Any) -> Any:
    """The state [ug]. Source: derived_parameters"""
    return body.liver.cobalamin / NANOMOLES_PER_MICROGRAM_COBALAMIN
