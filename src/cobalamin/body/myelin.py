"""Myelinated tissue: what peripheral nerve and cord have in common, each with parameters of its own.

B12 taken up and lost, the injury that lack of it drives, the thickness of the sheath, and internodes that lose their
sheath, get a short and thin one, and slowly a whole one. Parameters are found by the tissue's name: `nerve_turnover`,
`cord_turnover`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cobalamin.body.arithmetic import exp, maximum, minimum, power
from cobalamin.body.graph import Organ
from cobalamin.body.injury import injury_drive
from cobalamin.body.methylation import LEAST_ACTIVITY, methylation_capacity, occupancy
from cobalamin.body.plasma import unbound_total

Law = Callable[[Any, Any, Any], Any]


def cobalamin_supply(body: Any, k: Any) -> Any:
    """High dose of cobalamin present: a unbound / (unbound + half), 0 to 1; a = 0 unless animal evidence is on.

    Source: guess
    """
    unbound = unbound_total(body)
    return k.animal_evidence * unbound / (unbound + k.pharmacological_half_amount)


def regrowth_gain(body: Any, k: Any) -> Any:
    """Gain of repair at high doses of cobalamin in animals: 1 + g S; 1 unless animal evidence is switched on.

    Source: mech_gan_dose, mech_nishimoto, guess
    """
    return 1 + k.pharmacological_repair_gain * cobalamin_supply(body, k)


@dataclass(frozen=True, kw_only=True)
class MyelinatedTissue:
    """One tissue with sheaths.

    Attributes:
        name: of the organ and of its parameters, "nerve" or "cord".
        words: how a sentence names it.
        stripping: law of the loss of sheaths [1/d].
        sources: ids behind sheath, stripping, remyelination and maturation.
    """

    name: str
    words: str
    stripping: Law
    sheath_sources: str
    stripping_sources: str
    remyelination_sources: str
    maturation_sources: str

    def state(self, body: Any) -> Any:
        """The tissue's compartments."""
        return getattr(body, self.name)

    def parameter(self, k: Any, name: str) -> Any:
        """The tissue's own parameter of this name."""
        return getattr(k, f"{self.name}_{name}")

    def pool(self, body: Any, k: Any) -> Any:
        """B12 of the tissue relative to healthy; dimensionless."""
        return self.state(body).cobalamin / self.parameter(k, "reference")

    def mutase(self, body: Any, k: Any) -> Any:
        """Enzyme occupancy of the tissue; dimensionless."""
        return occupancy(self.pool(body, k), self.parameter(k, "sensitivity"), k)

    def activity(self, body: Any, k: Any) -> Any:
        """Methionine synthase activity of the tissue: occupancy times the share not oxidised; dimensionless."""
        return self.mutase(body, k) * body.methylation.synthase_intact

    def methylation(self, body: Any, k: Any) -> Any:
        """Methylation the tissue is capable of, relative to healthy; dimensionless."""
        return methylation_capacity(self.activity(body, k), k)

    def seal(self, body: Any, k: Any) -> Any:
        """Width of the space under its sheaths, relative to healthy: 1 + w X; oedema comes before sheaths are lost."""
        return 1 + self.parameter(k, "seal_widening") * self.state(body).trophic_injury

    def uptake(self, body: Any, k: Any) -> Any:
        """k B0 ((1 - b) (1 + K / T0) / (T + K) + b / T0) [1/d], equal to k at T = T0 and pool 1."""
        level, normal = body.plasma.holotranscobalamin, k.holotranscobalamin_reference
        half, linear = k.nerve_uptake_half, k.nerve_uptake_linear_share
        saturable = (1 - linear) * (1 + half / normal) / (level + half) + linear / normal
        return self.parameter(k, "turnover") * self.parameter(k, "reference") * saturable

    def sheath_kept(self, body: Any, k: Any) -> Any:
        """1 - w (1 - (s0 + (1 - s0) M) u^n), M methylation, u mutase, at most 1; dimensionless."""
        made = k.sheath_synthesis_floor + (1 - k.sheath_synthesis_floor) * self.methylation(body, k)
        lipid = power(maximum(minimum(self.mutase(body, k), 1), LEAST_ACTIVITY), k.sheath_mutase_exponent)
        return 1 - self.parameter(k, "sheath_dependence") * (1 - made * lipid)

    def remyelination(self, body: Any, k: Any) -> Any:
        """k (r0 + (1 - r0) M) exp(-b X) (1 + g S) [1/d]."""
        able = k.remyelination_floor + (1 - k.remyelination_floor) * self.methylation(body, k)
        slowed = exp(-k.remyelination_block * self.state(body).trophic_injury)
        return self.parameter(k, "remyelination") * able * slowed * regrowth_gain(body, k)


def declare_myelin(organ: Organ, tissue: MyelinatedTissue) -> None:
    """Declare the compartments and flows that every myelinated tissue has."""
    name, words = tissue.name, tissue.words
    place = f"{name}."
    organ.compartment(f"{place}cobalamin", "nmol", 2.0, f"B12 of {words} in exchange with plasma")
    organ.compartment(f"{place}trophic_injury", "1", 0.0, "injury by lack of B12, 0 none to 1 worst")
    organ.compartment(f"{place}sheath", "1", 1.0, "thickness of the myelin sheath, relative")
    organ.compartment(f"{place}myelin_intact", "1", 1.0, "internodes with their sheath")
    organ.compartment(f"{place}myelin_demyelinated", "1", 0.0, "bare internodes")
    organ.compartment(f"{place}myelin_remyelinated", "1", 0.0, "internodes with a new, short and thin sheath")

    def declare(flow_name: str, text: str, law: Law, *, source: str | None = None, target: str | None = None) -> None:
        def named(body: Any, k: Any, now: Any) -> Any:
            return law(body, k, now)

        named.__name__ = f"{name}_{flow_name}"
        named.__doc__ = text
        organ.flow(source=source, target=target)(named)

    declare(
        "uptake",
        f"""Uptake of holotranscobalamin by {words}, partly saturable.

        k B0 ((1 - b) (1 + K / T0) / (T + K) + b / T0) [1/d]
        Source: guess
        """,
        lambda body, k, now: tissue.uptake(body, k),
        source="plasma.holotranscobalamin",
        target=f"{place}cobalamin",
    )
    declare(
        "release",
        f"""Release of B12 from {words}.

        k [1/d]
        Source: guess
        """,
        lambda body, k, now: tissue.parameter(k, "turnover"),
        source=f"{place}cobalamin",
        target="plasma.unbound_methylcobalamin",
    )
    declare(
        "analogue_formation",
        f"""Nitrous oxide turns the cobalamin of {words} into inactive analogues.

        k_analogue n [1/d]
        Source: guess
        """,
        lambda body, k, now: k.nitrous_oxide_analogue_formation * now.nitrous_oxide,
        source=f"{place}cobalamin",
        target="excreta.inactive",
    )
    declare(
        "injury_onset",
        """Injury follows its drive over one to two months.

        k_X drive [1/d]
        Source: mech_tgx_ngf, mech_tgx_recovery
        """,
        lambda body, k, now: (
            k.injury_rate * injury_drive(body, k, now, tissue.pool(body, k), tissue.parameter(k, "sensitivity"))
        ),
        target=f"{place}trophic_injury",
    )
    declare(
        "injury_resolution",
        """Injury resolves over one to two months once the drive is gone.

        k_X [1/d]
        Source: mech_tgx_recovery
        """,
        lambda body, k, now: k.injury_rate,
        source=f"{place}trophic_injury",
    )
    declare(
        "sheath_synthesis",
        f"""Upkeep of the sheaths of {words}.

        k_s (1 - w (1 - (s0 + (1 - s0) M) u^n)) [1/d]
        Source: {tissue.sheath_sources}
        """,
        lambda body, k, now: tissue.parameter(k, "sheath_turnover") * tissue.sheath_kept(body, k),
        target=f"{place}sheath",
    )
    declare(
        "sheath_turnover",
        f"""Turnover of the sheaths of {words}.

        k_s [1/d]
        Source: {tissue.sheath_sources}
        """,
        lambda body, k, now: tissue.parameter(k, "sheath_turnover"),
        source=f"{place}sheath",
    )
    declare(
        "demyelination",
        f"""Loss of sheaths of {words}.

        {(tissue.stripping.__doc__ or "").strip()}
        Source: {tissue.stripping_sources}
        """,
        tissue.stripping,
        source=f"{place}myelin_intact",
        target=f"{place}myelin_demyelinated",
    )
    declare(
        "new_sheath_loss",
        f"""Loss of new sheaths of {words}, as fast as of old ones.

        {(tissue.stripping.__doc__ or "").strip()}
        Source: {tissue.stripping_sources}
        """,
        tissue.stripping,
        source=f"{place}myelin_remyelinated",
        target=f"{place}myelin_demyelinated",
    )
    declare(
        "remyelination",
        f"""New sheaths of {words}: slower without methylation and while injury goes on.

        k (r0 + (1 - r0) M) exp(-b X) (1 + g S) [1/d]
        Source: {tissue.remyelination_sources}
        """,
        lambda body, k, now: tissue.remyelination(body, k),
        source=f"{place}myelin_demyelinated",
        target=f"{place}myelin_remyelinated",
    )
    declare(
        "sheath_maturation",
        f"""Short internodes of {words} slowly become whole ones.

        k_m [1/d]
        Source: {tissue.maturation_sources}
        """,
        lambda body, k, now: tissue.parameter(k, "sheath_maturation"),
        source=f"{place}myelin_remyelinated",
        target=f"{place}myelin_intact",
    )
