"""Marrow and blood: precursors at two speeds, red cells in three age classes by count and by volume, and iron.

Lack of thymidylate slows maturation, so that precursors pile up and many die. When B12 returns, the pile matures at
once: reticulocytes peak within days, long before haemoglobin is back. Cells carry their volume through life, so MCV
follows with the age of the cells. Counts are in units of the healthy red-cell count.
"""

from __future__ import annotations

from typing import Any

from cobalamin.body.arithmetic import maximum, power, saturation
from cobalamin.body.graph import Organ
from cobalamin.body.methylation import occupancy, thymidylate_map, tissue_pool

marrow = Organ("marrow")
flow = marrow.flow
compartment = marrow.compartment

compartment("marrow.iron_store", "1", 1.0, "iron store, relative")
compartment("marrow.early_precursors", "1", 1 / 36, "precursors that still make DNA")
compartment("marrow.late_precursors", "1", 1 / 24, "precursors that only mature")
compartment("marrow.young_cells", "1", 1 / 3, "red cells in the first third of life, count")
compartment("marrow.middle_cells", "1", 1 / 3, "red cells in the second third of life, count")
compartment("marrow.old_cells", "1", 1 / 3, "red cells in the last third of life, count")
compartment("marrow.young_volume", "1", 1 / 3, "volume of the young red cells, relative")
compartment("marrow.middle_volume", "1", 1 / 3, "volume of the middle red cells, relative")
compartment("marrow.old_volume", "1", 1 / 3, "volume of the old red cells, relative")


def red_cell_count(body: Any) -> Any:
    """Red cells relative to healthy."""
    return body.marrow.young_cells + body.marrow.middle_cells + body.marrow.old_cells


def red_cell_volume(body: Any) -> Any:
    """Volume of all red cells relative to healthy: haemoglobin follows it."""
    return body.marrow.young_volume + body.marrow.middle_volume + body.marrow.old_volume


def marrow_activity(body: Any, k: Any, now: Any) -> Any:
    """Synthase activity that marrow lives on: its own, and part of the lack made good by folic acid.

    a + (1 - a) r f / (f + 1) a / (a + a0), f = folic acid / half dose. The response is partial (r < 1) and fades as
    the marrow's own activity goes (a0), because the folate of a cell ends in the trap: relapse.
    Source: diag_fol_label, guess
    """
    own = occupancy(tissue_pool(body, k), k.marrow_sensitivity, k) * body.methylation.synthase_intact
    dose = now.folic_acid_mg_per_day / k.folic_acid_rescue_half_dose
    lasting = own / (own + k.folic_acid_rescue_least_activity)
    return own + maximum(1 - own, 0) * k.folic_acid_rescue * dose / (dose + 1) * lasting


def thymidylate(body: Any, k: Any, now: Any) -> Any:
    """Thymidylate synthesis of marrow relative to healthy: the one-carbon map times folate.

    h(a) F (1 + K) / (F + K)
    Source: mtr_scan_reed2008, kin_n2o_marrow, guess
    """
    folate = saturation(body.methylation.folate, k.thymidylate_folate_half, 1)
    return thymidylate_map(marrow_activity(body, k, now), k) * folate


def effectiveness(body: Any, k: Any, now: Any) -> Any:
    """Maturation of precursors relative to healthy: T^2 (1 + K^2) / (T^2 + K^2), T = thymidylate.

    Source: mech_guerra_hct, guess
    """
    return saturation(thymidylate(body, k, now), power(k.effective_half_thymidylate, 2), 2)


def erythropoietin_drive(body: Any, k: Any) -> Any:
    """Drive to new precursors, rising as haemoglobin falls, with a ceiling: r ((1 + c^-4) / (1 + (r / c)^4))^(1/4).

    r = (1 / volume)^n; 1 in health.
    Source: mech_sheep_hbmax, mech_sheep_hb0, guess
    """
    raised = power(1 / maximum(red_cell_volume(body), 0.02), k.erythropoietin_exponent)
    ceiling = k.erythropoietin_ceiling
    return raised * power((1 + power(1 / ceiling, 4)) / (1 + power(raised / ceiling, 4)), 0.25)


def iron_supply(body: Any, k: Any) -> Any:
    """Iron that reaches precursors, relative: falls only once the store is low.

    s^2 (1 + K^2) / (s^2 + K^2), s = store
    Source: guess
    """
    return saturation(body.marrow.iron_store, power(k.iron_half_store, 2), 2)


def new_cell_volume(body: Any, k: Any, now: Any) -> Any:
    """Volume of a new red cell relative to healthy: larger without thymidylate, smaller without iron.

    (1 + v max(1 - T, 0)^2) (1 - w (1 - iron))
    Source: mech_guerra_mcv, guess
    """
    lack = maximum(1 - thymidylate(body, k, now), 0)
    large = 1 + k.macrocytosis * lack * lack
    return large * (1 - k.iron_volume_share * maximum(1 - iron_supply(body, k), 0))


@flow(target="marrow.iron_store", unit="1/d")
def iron_absorption(body: Any, k: Any, now: Any) -> Any:
    """Absorption of iron; autoimmune gastritis takes the acid that it needs.

    k_i supply [1/d]
    Source: guess
    """
    return k.iron_turnover * now.iron_supply


@flow(source="marrow.iron_store")
def iron_loss(body: Any, k: Any, now: Any) -> Any:
    """Loss of iron, over one to two years.

    k_i [1/d]
    Source: guess
    """
    return k.iron_turnover


@flow(target="marrow.early_precursors", unit="1/d")
def precursor_birth(body: Any, k: Any, now: Any) -> Any:
    """New precursors, driven by erythropoietin and limited by iron.

    epo (1 - w (1 - iron)) / lifespan [1/d]
    Source: mech_sheep_hb0, mech_sheep_hbmax, guess
    """
    limit = 1 - k.iron_birth_share * maximum(1 - iron_supply(body, k), 0)
    return erythropoietin_drive(body, k) * limit / k.red_cell_lifespan


@flow(source="marrow.early_precursors", target="marrow.late_precursors")
def precursor_maturation(body: Any, k: Any, now: Any) -> Any:
    """Passage of precursors that finish their DNA.

    k_p e [1/d], e = effectiveness
    Source: guess
    """
    return k.precursor_maturation * effectiveness(body, k, now)


@flow(source="marrow.early_precursors")
def precursor_death(body: Any, k: Any, now: Any) -> Any:
    """Death of precursors that cannot finish their DNA: ineffective erythropoiesis.

    k_x max(1 - e, 0) [1/d]
    Source: mech_guerra_hct, guess
    """
    return k.precursor_death * maximum(1 - effectiveness(body, k, now), 0)


def release(k: Any) -> Any:
    """Release of late precursors as reticulocytes [1/d]."""
    return k.precursor_release


def reticulocyte_share(body: Any, k: Any) -> Any:
    """Reticulocytes as a share of red cells: release x residence / count; residence grows with erythropoietin.

    k_r late (1 + g (epo - 1)) residence / count; dimensionless.
    Source: mech_sheep_retic, guess
    """
    residence = k.reticulocyte_residence * (1 + k.reticulocyte_early_release * (erythropoietin_drive(body, k) - 1))
    return release(k) * body.marrow.late_precursors * residence / maximum(red_cell_count(body), 1e-6)


@flow(source="marrow.late_precursors", target="marrow.young_cells")
def cell_release(body: Any, k: Any, now: Any) -> Any:
    """Release of new red cells.

    k_r [1/d]
    Source: guess
    """
    return release(k)


@flow(target="marrow.young_volume", unit="1/d")
def volume_release(body: Any, k: Any, now: Any) -> Any:
    """Volume of the new red cells.

    k_r late v [1/d]
    Source: mech_guerra_mcv
    """
    return release(k) * body.marrow.late_precursors * new_cell_volume(body, k, now)


def _declare_ageing(kind: str) -> None:
    ages = ("young", "middle", "old")
    for age, older in zip(ages, (*ages[1:], None), strict=True):

        def ageing(body: Any, k: Any, now: Any) -> Any:
            return 3 / k.red_cell_lifespan

        ageing.__name__ = f"{age}_{kind}_ageing"
        ageing.__doc__ = f"""Ageing of the {age} red cells, by {"count" if kind == "cells" else kind}.

        3 / lifespan [1/d]
        Source: guess
        """
        flow(source=f"marrow.{age}_{kind}", target=f"marrow.{older}_{kind}" if older else None)(ageing)


_declare_ageing("cells")
_declare_ageing("volume")
