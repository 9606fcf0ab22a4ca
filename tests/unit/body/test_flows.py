"""Every flow: units that fit, never negative, a docstring with unit and source, and a value worked out by hand."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pint
import pytest

from cobalamin.body import BODY
from cobalamin.body.conduction import conducting
from cobalamin.body.gut import FORMS
from cobalamin.body.inputs import INPUTS, replete_inputs, view_inputs
from cobalamin.evidence import Verified, derivations, facts
from cobalamin.parameters import parameters, typical, view

UNITS = pint.UnitRegistry()
NONE = UNITS.Unit("")
FLOWS = {f.name: f for f in BODY.flows}


class WrongUnits(AssertionError):
    """Two quantities of different units were added, compared or put into a function."""


def factor(unit: pint.Unit, other: pint.Unit) -> float:
    """How many `other` one `unit` is; NaN when they measure different things."""
    try:
        return float(UNITS.Quantity(1.0, unit).to(other).magnitude)
    except pint.DimensionalityError:
        return math.nan


class Measured:
    """A number with its unit, which refuses any arithmetic that plain numbers of these units would get wrong.

    Adding milligrams to micrograms is refused too: the laws add bare numbers, so units must be equal, not only alike.
    """

    def __init__(self, number: float, unit: pint.Unit = NONE) -> None:
        self.number, self.unit = float(number), unit

    def __array_namespace__(self) -> SimpleNamespace:
        return MEASURED_LIBRARY

    def matched(self, other: Any) -> Measured:
        """`other`, if it can be added to this."""
        other = lifted(other)
        if other.number == 0 and other.unit == NONE:
            return Measured(0.0, self.unit)
        if self.number == 0 and self.unit == NONE:
            return other
        if not math.isclose(factor(other.unit, self.unit), 1.0, rel_tol=1e-12):
            raise WrongUnits(f"{self.unit or 1} with {other.unit or 1}")
        return other

    def __add__(self, other: Any) -> Measured:
        other = self.matched(other)
        return Measured(self.number + other.number, other.unit)

    def __sub__(self, other: Any) -> Measured:
        other = self.matched(other)
        return Measured(self.number - other.number, other.unit)

    def __rsub__(self, other: Any) -> Measured:
        return lifted(other) - self

    def __mul__(self, other: Any) -> Measured:
        other = lifted(other)
        return Measured(self.number * other.number, self.unit * other.unit)

    def __truediv__(self, other: Any) -> Measured:
        other = lifted(other)
        return Measured(self.number / other.number, self.unit / other.unit)

    def __rtruediv__(self, other: Any) -> Measured:
        return lifted(other) / self

    def __neg__(self) -> Measured:
        return Measured(-self.number, self.unit)

    def compared(self, other: Any, how: Callable[[float, float], bool]) -> bool:
        """The answer of a comparison of equal units."""
        return how(self.number, self.matched(other).number)

    def __ge__(self, other: Any) -> bool:
        return self.compared(other, operator.ge)

    def __gt__(self, other: Any) -> bool:
        return self.compared(other, operator.gt)

    def __le__(self, other: Any) -> bool:
        return self.compared(other, operator.le)

    def __lt__(self, other: Any) -> bool:
        return self.compared(other, operator.lt)

    __radd__, __rmul__ = __add__, __mul__


def lifted(value: Any) -> Measured:
    """A bare number is a number without unit."""
    return value if isinstance(value, Measured) else Measured(value)


def _pure(function: Callable[[float], float]) -> Callable[[Any], Measured]:
    def of(value: Any) -> Measured:
        value = lifted(value)
        if not math.isclose(factor(value.unit, NONE), 1.0, rel_tol=1e-12):
            raise WrongUnits(f"{function.__name__} of {value.unit}")
        return Measured(function(value.number))

    return of


def _where(condition: bool, yes: Any, no: Any) -> Measured:
    lifted(yes).matched(no)
    return lifted(yes if condition else no)


MEASURED_LIBRARY = SimpleNamespace(
    __name__="measured",
    exp=_pure(math.exp),
    log=_pure(math.log),
    maximum=lambda a, b: Measured(max(lifted(a).number, lifted(a).matched(b).number), lifted(a).matched(b).unit),
    minimum=lambda a, b: Measured(min(lifted(a).number, lifted(a).matched(b).number), lifted(a).matched(b).unit),
    where=_where,
)


def unit_of(text: str) -> pint.Unit:
    """The unit of a text such as "1/d", "1/(nmol*d)" or "umol/L/d"."""
    return UNITS.Quantity(1.0, UNITS.parse_expression(text).units if text != "1" else NONE).units


def measured_body(values: list[float]) -> SimpleNamespace:
    return BODY.view([Measured(x, unit_of(c.unit)) for x, c in zip(values, BODY.compartments, strict=True)])


MEASURED_K = view({p.name: Measured(p.value, unit_of(p.unit)) for p in parameters().values()})
TYPICAL = view(typical())


def measured_inputs(values: dict[str, float]) -> SimpleNamespace:
    return view_inputs({i.name: Measured(values[i.name], unit_of(i.unit)) for i in INPUTS})


def test_measured_refuses_what_bare_numbers_get_wrong() -> None:
    mg, ug = Measured(1, unit_of("mg")), Measured(1, unit_of("ug"))
    for wrong in (lambda: mg + ug, lambda: mg + 1, lambda: mg > ug, lambda: MEASURED_LIBRARY.exp(mg)):
        with pytest.raises(WrongUnits):
            wrong()
    assert (mg + 0).number == 1
    assert (mg / mg + 1).number == 2


# --- units


@pytest.mark.parametrize("name", FLOWS)
def test_units(name: str) -> None:
    flow = FLOWS[name]
    now = replete_inputs() | {
        "metformin_mg_per_day": 1000.0,
        "folic_acid_mg_per_day": 1.0,
        "pregabalin_mg_per_day": 9.0,
    }
    result = lifted(flow.law(measured_body([max(x, 0.01) for x in BODY.healthy()]), MEASURED_K, measured_inputs(now)))
    assert math.isclose(factor(result.unit, unit_of(flow.unit)), 1.0, rel_tol=1e-12), f"{result.unit}, not {flow.unit}"


@pytest.mark.parametrize("name", FLOWS)
def test_unit_follows_from_the_ends(name: str) -> None:
    flow = FLOWS[name]
    if flow.first_order:
        wanted = unit_of("1/d")
        if flow.target is not None:
            ends = {BODY.compartments[BODY.index[end]].unit for end in (flow.source, flow.target) if end}
            assert len(ends) == 1, f"{flow.source} and {flow.target} hold different units"
    else:
        wanted = unit_of(BODY.compartments[BODY.index[flow.target or ""]].unit) / unit_of("d")
    assert math.isclose(factor(unit_of(flow.unit), wanted), 1.0, rel_tol=1e-12)


# --- finite and never negative


def random_states(count: int) -> tuple[SimpleNamespace, SimpleNamespace]:
    """Positive states over eight decades and inputs over their whole range, as arrays over `count` cases."""
    random = np.random.default_rng(20251122)
    scale = np.array([c.healthy or 1.0 for c in BODY.compartments])[:, None]
    states = scale * 10 ** random.uniform(-7, 1.5, (len(BODY.names), count))
    shares = [n for n, c in enumerate(BODY.compartments) if c.unit == "1" and not c.name.startswith("drugs.")]
    states[shares] = random.uniform(0, 1, (len(shares), count)) * scale[shares]
    states[:, : count // 10][random.uniform(size=(len(BODY.names), count // 10)) < 0.3] = 0.0
    states[[BODY.index[n] for n in ("methylation.homocysteine", "methylation.methylmalonate")]] += 0.1
    low, high = (np.array([getattr(i, end) for i in INPUTS])[:, None] for end in ("low", "high"))
    inputs = low + (high - low) * random.choice([0.0, 0.1, 0.5, 1.0], (len(INPUTS), count))
    return BODY.view(list(states)), view_inputs(list(inputs))


RANDOM_BODY, RANDOM_NOW = random_states(3000)
HIGH_DIETS = {
    "zero inputs": {i.name: i.low for i in INPUTS},
    "highest inputs": {i.name: i.high for i in INPUTS},
}


@pytest.mark.parametrize("name", FLOWS)
def test_finite_and_not_negative(name: str) -> None:
    with np.errstate(under="ignore", over="ignore"):
        values = np.asarray(FLOWS[name].law(RANDOM_BODY, TYPICAL, RANDOM_NOW))
    assert np.isfinite(values).all()
    assert (values >= 0).all()


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("which", HIGH_DIETS)
def test_finite_in_an_empty_body_and_at_the_ends_of_the_inputs(name: str, which: str) -> None:
    empty = BODY.view([1e-12] * len(BODY.names))
    value = float(FLOWS[name].law(empty, TYPICAL, view_inputs(HIGH_DIETS[which])))
    assert math.isfinite(value)
    assert value >= 0


# --- docstrings


@pytest.mark.parametrize("name", FLOWS)
def test_docstring_has_sentence_equation_unit_and_sources(name: str) -> None:
    flow = FLOWS[name]
    lines = [line.strip() for line in (flow.law.__doc__ or "").strip().splitlines()]
    assert lines[0].endswith(".")
    assert any("[" in line and "]" in line for line in lines[1:]), "an equation with its unit in brackets"
    assert flow.source_ids
    for source in flow.source_ids:
        assert source in facts() or source in derivations(), source
        if source in facts():
            assert facts()[source].verified is not Verified.MEMORY, f"{source} was recalled, not read"


# --- a value by hand for every flow
#
# The state is a sick one: every number differs from every other and from health, so that a term cannot hide.

SICK = {
    "gut.enterocyte_late": 0.31, "plasma.apotranscobalamin": 0.17, "plasma.holotranscobalamin": 0.09,
    "plasma.unbound_cyanocobalamin": 3.0, "plasma.unbound_hydroxocobalamin": 0.4,
    "plasma.unbound_methylcobalamin": 0.06, "tissue.exchangeable": 150.0,
    "methylation.synthase_intact": 0.8, "methylation.folate": 0.7, "methylation.homocysteine": 31.0,
    "methylation.methylmalonate": 900.0,
    "marrow.iron_store": 0.4, "marrow.early_precursors": 0.04, "marrow.late_precursors": 0.03,
    "marrow.young_volume": 0.21, "marrow.middle_volume": 0.23, "marrow.old_volume": 0.25,
    "nerve.cobalamin": 0.9, "nerve.trophic_injury": 0.35, "nerve.diabetic_injury": 0.5, "nerve.other_injury": 0.12,
    "nerve.myelin_demyelinated": 0.08, "nerve.axons_alive": 0.7, "nerve.axons_regrowable": 0.2,
    "cord.cobalamin": 0.5, "cord.trophic_injury": 0.45, "cord.myelin_demyelinated": 0.15,
    "brain.stress": 0.6, "pain.excitability": 1.9, "pain.central_gain": 0.3,
    "drugs.pregabalin": 150.0, "drugs.pregabalin_relief": 0.8, "drugs.gabapentin": 200.0, "drugs.duloxetine": 60.0,
    "harm.gabapentinoid_load": 1.4, "harm.weight_gain": 2.0, "vitamin_b6.total": 9000.0, "vitamin_b6.days": 90.0,
    "drugs.amitriptyline": 90.0, "drugs.nortriptyline": 80.0, "drugs.amitriptyline_relief": 0.5,
}  # fmt: skip
SICK_INPUTS = {
    "metformin_mg_per_day": 1500.0, "nitrous_oxide": 0.02, "folic_acid_mg_per_day": 0.4, "folate_intake": 0.6,
    "egfr": 0.6, "ageing": 1.0, "diabetes": 1.2, "other_nerve_injury": 0.7, "iron_supply": 0.5,
    "intrinsic_factor": 0.3, "ileum": 0.9, "diet_absorbed": 1.1, "diet_unabsorbed": 2.9, "pregabalin_mg_per_day": 300.0,
    "gabapentin_mg_per_day": 1800.0, "duloxetine_mg_per_day": 60.0, "amitriptyline_mg_per_day": 50.0,
    "nortriptyline_mg_per_day": 75.0, "pyridoxine_mg_per_day": 0.4, "other_pain_drive": 0.2, "brain_injury": 0.3,
}  # fmt: skip
VALUES = [SICK.get(c.name, c.healthy) for c in BODY.compartments]
B = BODY.view(VALUES)
N = view_inputs(replete_inputs() | SICK_INPUTS)
K = view(typical() | {"animal_evidence": 0.6})
UNBOUND = 3.46  # 3.0 + 0.4 + 0.06
RECEPTOR = (
    K.holotranscobalamin_uptake
    * (1 + K.holotranscobalamin_uptake_saturation)
    / (
        1
        + K.holotranscobalamin_uptake_saturation
        * VALUES[BODY.index["plasma.holotranscobalamin"]]
        / K.holotranscobalamin_reference
    )
)
GFR = K.renal_clearance_unbound / K.unbound_volume


def hill(x: float, half: float, n: float = 1.0) -> float:
    """x^n (1 + half) / (x^n + half), with half already raised."""
    return x**n * (1 + half) / (x**n + half)


def full(pool: float, sensitivity: float = 1.0) -> float:
    """Occupancy of the enzymes at a pool."""
    return hill(pool, (K.occupancy_half_pool * sensitivity) ** K.occupancy_exponent, K.occupancy_exponent)


def phi(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


SYNTHASE = full(150.0 / K.tissue_reference) * 0.8
MUTASE = full(150.0 / K.tissue_reference)
NERVE_POOL, CORD_POOL = 0.9 / K.nerve_reference, 0.5 / K.cord_reference
NERVE_SYNTHASE = full(NERVE_POOL, K.nerve_sensitivity) * 0.8
CORD_SYNTHASE = full(CORD_POOL, K.cord_sensitivity) * 0.8
NERVE_METHYLATION, CORD_METHYLATION = (hill(a, K.methylation_half_activity) for a in (NERVE_SYNTHASE, CORD_SYNTHASE))
BILE_BACK = K.bile_return_without_factor + (K.bile_return - K.bile_return_without_factor) * 0.3 * 0.9 * (
    1 - K.metformin_uptake_loss * 1500 / (1500 + K.metformin_half_dose)
)
FOLIC = 0.4 / K.folic_acid_reference_dose


def trap() -> float:
    s0, a = K.methyl_folate_share_healthy, SYNTHASE
    share = 1 - (1 - s0) * hill(a, K.methyl_folate_half_activity, K.methyl_folate_exponent)
    return (share - s0) / (1 - s0)


def marrow() -> SimpleNamespace:
    own = full(150.0 / K.tissue_reference, K.marrow_sensitivity) * 0.8
    dose = 0.4 / K.folic_acid_rescue_half_dose
    lasting = own / (own + K.folic_acid_rescue_least_activity)
    helped = own + (1 - own) * K.folic_acid_rescue * dose / (1 + dose) * lasting
    thymidylate = hill(helped, K.thymidylate_half_activity, K.thymidylate_exponent)
    thymidylate *= hill(0.7, K.thymidylate_folate_half)
    iron = hill(0.4, K.iron_half_store**2, 2)
    raised = (1 / 0.69) ** K.erythropoietin_exponent
    ceiling = K.erythropoietin_ceiling
    return SimpleNamespace(
        effective=hill(thymidylate, K.effective_half_thymidylate**2, 2),
        epo=raised * ((1 + ceiling**-4) / (1 + (raised / ceiling) ** 4)) ** 0.25,
        birth=1 - K.iron_birth_share * (1 - iron),
        volume=(1 + K.macrocytosis * max(1 - thymidylate, 0) ** 2) * (1 - K.iron_volume_share * (1 - iron)),
    )


M = marrow()


def uptake(turnover: float, reference: float) -> float:
    t0, half, b = K.holotranscobalamin_reference, K.nerve_uptake_half, K.nerve_uptake_linear_share
    return turnover * reference * ((1 - b) * (1 + half / t0) / (0.09 + half) + b / t0)


def drive(pool: float, sensitivity: float) -> float:
    trophic = (1 - full(pool, sensitivity) * 0.8) ** K.trophic_exponent
    kidney = 0.6 / K.kidney_full_clearance
    homocysteine = math.log(31 * kidney**K.homocysteine_kidney_exponent / K.homocysteine_baseline)
    methylmalonate = math.log(900 * kidney**K.methylmalonate_kidney_exponent / K.methylmalonate_baseline)
    excess = sensitivity * (homocysteine + methylmalonate)
    n = K.metabolite_injury_exponent
    metabolite = excess**n / (excess**n + K.metabolite_injury_half**n)
    limit, width = K.injury_pool_threshold * sensitivity, K.injury_threshold_width
    below = phi(math.log(limit / (0.8 * pool)) / width) - phi(math.log(limit) / width)
    return (
        K.injury_weight_trophic * trophic
        + K.injury_weight_metabolite * metabolite
        + K.injury_weight_pool_threshold * max(below, 0)
    )


def sheath(capacity: float, enzyme: float, dependence: float) -> float:
    made = K.sheath_synthesis_floor + (1 - K.sheath_synthesis_floor) * capacity
    return 1 - dependence * (1 - made * enzyme**K.sheath_mutase_exponent)


HIGH_DOSE = 0.6 * UNBOUND / (UNBOUND + K.pharmacological_half_amount)
GAIN = 1 + K.pharmacological_repair_gain * HIGH_DOSE
NERVE_STRIPPED = K.nerve_demyelination * 0.35 + K.toxic_demyelination * 0.62
CORD_AXONS = K.cord_bare_axon_loss * 0.15 + K.cord_axon_injury * 0.45


def remyelinated(capacity: float, injury: float) -> float:
    return (K.remyelination_floor + (1 - K.remyelination_floor) * capacity) * math.exp(
        -K.remyelination_block * injury
    ) * GAIN  # fmt: skip


def firing() -> float:
    beyond = phi(math.log(1.9 / K.firing_threshold) / K.firing_spread) - phi(
        -math.log(K.firing_threshold) / K.firing_spread
    )
    return beyond * conducting(0.08, K) * 0.8


def pain_drive() -> float:
    left, score = 1.0, K.relief_reference_score
    for relief in (0.8, 0.5):
        r = K.analgesic_efficacy * relief
        left *= (score - r) / score * (10 - score) / (10 - score + r)
    return (firing() + 0.2) * (1 + K.central_gain_strength * 0.3) * left


def excited() -> float:
    raised = (
        1
        + K.excitability_demyelination * 0.08
        + K.excitability_injury * 0.35
        + K.excitability_sprouts * 0.2 / 0.9
        + K.excitability_toxic * 0.62
    )
    return raised * (1 - K.pharmacological_excitability_shift * HIGH_DOSE)


def gabapentin() -> float:
    share = K.gabapentin_bioavailability * (1800 / K.gabapentin_bioavailability_dose) ** -K.gabapentin_saturation
    return 1800 * min(share, K.gabapentin_bioavailability_largest)


def relief(drug: str, amount: float) -> float:
    x = amount / getattr(K, f"{drug}_volume") / getattr(K, f"{drug}_reference_level")
    if drug == "pregabalin":
        return K.relief_rate * K.pregabalin_relief * x**K.pregabalin_relief_exponent
    return K.relief_rate * getattr(K, f"{drug}_relief") * hill(x, getattr(K, f"{drug}_relief_half"))


def cleared(drug: str, kidneys: float = 1.0) -> float:
    return getattr(K, f"{drug}_clearance") / getattr(K, f"{drug}_volume") * kidneys


def unbound_uptake(form: str, part: float) -> float:
    share = getattr(K, f"tissue_share_{form}")
    return part * (
        GFR * share / (1 - share) + K.saturable_uptake_capacity / (UNBOUND + K.saturable_uptake_half)
    )  # fmt: skip


POOL = 150.0 / K.tissue_reference
KIDNEY = 0.6 / K.kidney_full_clearance
BY_HAND: dict[str, float] = {
    # gut
    "dietary_uptake": 1.1,
    "dietary_loss": 2.9,
    "enterocyte_transit": K.enterocyte_transit,
    "export_on_transcobalamin": K.enterocyte_transit * 0.17 / (0.17 + K.apotranscobalamin_export_half),
    "export_unbound": K.enterocyte_transit * K.apotranscobalamin_export_half / (0.17 + K.apotranscobalamin_export_half),
    "carrier_used_by_gut": K.enterocyte_transit * 0.31 / (0.17 + K.apotranscobalamin_export_half),
    # plasma
    "transcobalamin_synthesis": K.apotranscobalamin_turnover * K.apotranscobalamin_level,
    "transcobalamin_turnover": K.apotranscobalamin_turnover,
    "carrier_used_by_binding": K.transcobalamin_binding * UNBOUND,
    "hepatic_uptake": RECEPTOR * K.liver_share_of_uptake,
    "tissue_uptake": RECEPTOR * (1 - K.liver_share_of_uptake),
    "haptocorrin_clearance": K.haptocorrin_turnover,
    # liver and tissues
    "bile_reabsorbed": K.bile_secretion * BILE_BACK,
    "bile_lost": K.bile_secretion * (1 - BILE_BACK),
    "hepatic_release": K.liver_release,
    "hepatic_turnover": K.other_loss,
    "haptocorrin_loading": K.haptocorrin_loading
    * (1 + K.haptocorrin_loading_half)
    / (POOL + K.haptocorrin_loading_half)
    * (1 - K.metformin_carrier_loss * 1500 / (1500 + K.metformin_half_dose)),
    "tissue_release": K.tissue_release,
    "storage": K.tissue_to_deep,
    "mobilisation": K.deep_to_tissue,
    "tissue_turnover": K.other_loss,
    "deep_turnover": K.other_loss,
    "analogue_formation": K.nitrous_oxide_analogue_formation * 0.02,
    # methylation
    "synthase_renewal": K.synthase_renewal,
    "synthase_turnover": K.synthase_renewal,
    "synthase_oxidation": K.nitrous_oxide_oxidation * 0.02,
    "folate_supply": K.folate_turnover * (0.6 + FOLIC),
    "folate_loss": K.folate_turnover * (1 + K.folate_trap_loss * trap() + FOLIC),
    "homocysteine_production": K.homocysteine_turnover * K.homocysteine_baseline * (1 + K.homocysteine_other_clearance),
    "homocysteine_clearance": K.homocysteine_turnover
    * (SYNTHASE * hill(0.7, K.homocysteine_folate_half) + K.homocysteine_other_clearance)
    * KIDNEY**K.homocysteine_kidney_exponent,
    "methylmalonate_production": K.methylmalonate_turnover
    * (K.methylmalonate_baseline + K.methylmalonate_overflow * (1 - MUTASE) / MUTASE),
    "methylmalonate_clearance": K.methylmalonate_turnover * KIDNEY**K.methylmalonate_kidney_exponent,
    # marrow
    "iron_absorption": K.iron_turnover * 0.5,
    "iron_loss": K.iron_turnover,
    "precursor_birth": M.epo * M.birth / K.red_cell_lifespan,
    "precursor_maturation": K.precursor_maturation * M.effective,
    "precursor_death": K.precursor_death * (1 - M.effective),
    "cell_release": K.precursor_release,
    "volume_release": K.precursor_release * 0.03 * M.volume,
    **{
        f"{age}_{kind}_ageing": 3 / K.red_cell_lifespan
        for age in ("young", "middle", "old")
        for kind in ("cells", "volume")
    },
    # nerve
    "nerve_uptake": uptake(K.nerve_turnover, K.nerve_reference),
    "nerve_release": K.nerve_turnover,
    "nerve_analogue_formation": K.nitrous_oxide_analogue_formation * 0.02,
    "nerve_injury_onset": K.injury_rate * drive(NERVE_POOL, K.nerve_sensitivity),
    "nerve_injury_resolution": K.injury_rate,
    "diabetic_injury_onset": K.diabetic_injury_rate * 1.2,
    "diabetic_injury_resolution": K.diabetic_injury_rate,
    "other_injury_onset": K.other_injury_rate * 0.7,
    "other_injury_resolution": K.other_injury_rate,
    "nerve_sheath_synthesis": K.nerve_sheath_turnover
    * sheath(NERVE_METHYLATION, full(NERVE_POOL, K.nerve_sensitivity), K.nerve_sheath_dependence),
    "nerve_sheath_turnover": K.nerve_sheath_turnover,
    "nerve_demyelination": NERVE_STRIPPED,
    "nerve_new_sheath_loss": NERVE_STRIPPED,
    "nerve_remyelination": K.nerve_remyelination * remyelinated(NERVE_METHYLATION, 0.35),
    "nerve_sheath_maturation": K.nerve_sheath_maturation,
    "axon_loss": K.nerve_axon_ageing + K.nerve_axon_injury * 0.35 + K.bare_axon_loss * 0.08 + K.toxic_axon_loss * 0.62,
    "axon_regrowth": K.axon_regrowth * (K.regrowth_floor + (1 - K.regrowth_floor) * NERVE_METHYLATION) * GAIN / 1.62,
    "regrowth_window": K.regrowth_window,
    # cord and brain
    "cord_uptake": uptake(K.cord_turnover, K.cord_reference),
    "cord_release": K.cord_turnover,
    "cord_analogue_formation": K.nitrous_oxide_analogue_formation * 0.02,
    "cord_injury_onset": K.injury_rate * drive(CORD_POOL, K.cord_sensitivity),
    "cord_injury_resolution": K.injury_rate,
    "cord_sheath_synthesis": K.cord_sheath_turnover
    * sheath(CORD_METHYLATION, full(CORD_POOL, K.cord_sensitivity), K.cord_sheath_dependence),
    "cord_sheath_turnover": K.cord_sheath_turnover,
    "cord_demyelination": K.cord_demyelination * 0.45,
    "cord_new_sheath_loss": K.cord_demyelination * 0.45,
    "cord_remyelination": K.cord_remyelination * remyelinated(CORD_METHYLATION, 0.45),
    "cord_sheath_maturation": K.cord_sheath_maturation,
    "dorsal_axon_loss": CORD_AXONS,
    "corticospinal_axon_loss": K.corticospinal_share * CORD_AXONS,
    "stress_onset": K.stress_rate
    * (1 - CORD_METHYLATION + 0.6 * 0.3)
    * (1 - K.pharmacological_stress_relief * HIGH_DOSE),
    "stress_resolution": K.stress_rate,
    "neuron_loss": K.neuron_ageing
    + K.stress_neuron_loss * max(0.6 - K.stress_threshold, 0)
    + K.homocysteine_neuron_loss * (31 / K.homocysteine_baseline - 1) / (31 / K.homocysteine_baseline),
    # pain
    "excitability_rise": K.excitability_rate * excited(),
    "excitability_decay": K.excitability_rate,
    "sensitisation": K.central_rate * (firing() + 0.2) / (firing() + 0.2 + K.central_half_firing),
    "desensitisation": K.central_rate,
    "pain_rise": K.score_rate * 10 * pain_drive() / (pain_drive() + K.score_half_drive),
    "pain_fade": K.score_rate,
}
for _form in FORMS:
    BY_HAND |= {
        f"passive_{_form}": K.passive_transit,
        f"depot_{_form}": getattr(K, f"depot_release_{_form}"),
        f"urine_{_form}": GFR * 0.6,
        f"binding_{_form}": K.transcobalamin_binding * 0.17,
        f"haptocorrin_binding_{_form}": K.haptocorrin_turnover
        * K.haptocorrin_plasma_capacity
        / (UNBOUND + K.haptocorrin_binding_half),
        f"liver_uptake_{_form}": unbound_uptake(_form, K.liver_share_of_unbound_uptake),
        f"tissue_uptake_{_form}": unbound_uptake(_form, 1 - K.liver_share_of_unbound_uptake),
    }
_KIDNEYS = min(0.6, K.gabapentinoid_egfr_ceiling)
for _drug, _dose, _amount, _filtered in (
    ("pregabalin", 300.0, 150.0, _KIDNEYS),
    ("gabapentin", gabapentin(), 200.0, _KIDNEYS),
    ("duloxetine", 60.0, 60.0, 1.0),
    ("amitriptyline", 50.0, 90.0, 1.0),
    ("nortriptyline", 75.0, 80.0, 1.0),
):
    BY_HAND |= {
        f"{_drug}_intake": _dose,
        f"{_drug}_elimination": cleared(_drug, _filtered),
        f"{_drug}_relief_onset": relief(_drug, _amount),
        f"{_drug}_relief_offset": K.relief_rate,
    }


PREGABALIN, GABAPENTIN, DULOXETINE = (
    amount / getattr(K, f"{drug}_volume") / getattr(K, f"{drug}_reference_level")
    for drug, amount in (("pregabalin", 150.0), ("gabapentin", 200.0), ("duloxetine", 60.0))
)
BY_HAND |= {
    "gabapentinoid_load_rise": K.harm_rate * (PREGABALIN + K.gabapentin_harm_share * GABAPENTIN),
    "gabapentinoid_load_fall": K.harm_rate,
    "duloxetine_load_rise": K.harm_rate * DULOXETINE,
    "duloxetine_load_fall": K.harm_rate,
    "weight_rise": K.weight_gain_rate * K.weight_gain_largest * hill(PREGABALIN, K.weight_gain_half),
    "weight_return": K.weight_gain_rate,
    "pyridoxine_taken": 0.4,
    "pyridoxine_days": 0.4 / K.pyridoxine_counted_dose,
}


def test_every_flow_has_a_value_by_hand_and_no_other() -> None:
    assert set(BY_HAND) == set(FLOWS)


@pytest.mark.parametrize("name", FLOWS)
def test_value_by_hand(name: str) -> None:
    assert FLOWS[name].law(B, K, N) == pytest.approx(BY_HAND[name], rel=1e-6)


# --- relations in health

HEALTHY = BODY.view([{"tissue.exchangeable": K.tissue_reference, "nerve.cobalamin": K.nerve_reference,
                      "cord.cobalamin": K.cord_reference,
                      "plasma.holotranscobalamin": K.holotranscobalamin_reference,
                      "methylation.homocysteine": K.homocysteine_baseline,
                      "methylation.methylmalonate": K.methylmalonate_baseline}.get(c.name, c.healthy)
                     for c in BODY.compartments])  # fmt: skip
REPLETE = view_inputs(replete_inputs())
AT_REST = {
    "methylation.synthase_intact", "methylation.folate", "methylation.homocysteine", "methylation.methylmalonate",
    "marrow.iron_store", "marrow.early_precursors", "marrow.late_precursors", "nerve.sheath", "cord.sheath",
    "pain.excitability", "marrow.young_volume", "marrow.young_cells",
}  # fmt: skip
SILENT = {
    "synthase_oxidation", "precursor_death", "nerve_injury_onset", "cord_injury_onset", "diabetic_injury_onset",
    "other_injury_onset", "nerve_demyelination", "cord_demyelination", "dorsal_axon_loss", "corticospinal_axon_loss",
    "stress_onset", "axon_loss", "neuron_loss", "sensitisation", "pain_rise", "analogue_formation",
    "nerve_analogue_formation", "cord_analogue_formation",
}  # fmt: skip


@pytest.mark.parametrize("compartment", sorted(AT_REST))
def test_at_rest_in_health(compartment: str) -> None:
    values = [getattr(getattr(HEALTHY, name.split(".")[0]), name.split(".")[1]) for name in BODY.names]
    change = BODY.rates(values, K, REPLETE)[BODY.index[compartment]]
    assert change == pytest.approx(0.0, abs=1e-9 * (1 + values[BODY.index[compartment]]))


@pytest.mark.parametrize("name", sorted(SILENT))
def test_no_injury_and_no_firing_in_health(name: str) -> None:
    assert FLOWS[name].law(HEALTHY, K, REPLETE) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("organ", ["nerve", "cord"])
def test_uptake_equals_release_in_health(organ: str) -> None:
    taken = FLOWS[f"{organ}_uptake"].law(HEALTHY, K, REPLETE) * K.holotranscobalamin_reference
    released = FLOWS[f"{organ}_release"].law(HEALTHY, K, REPLETE) * getattr(K, f"{organ}_reference")
    assert taken == pytest.approx(released, rel=1e-12)


def test_carrier_is_used_one_for_one() -> None:
    gut = FLOWS["export_on_transcobalamin"].law(B, K, N) * 0.31
    assert FLOWS["carrier_used_by_gut"].law(B, K, N) * 0.17 == pytest.approx(gut, rel=1e-12)
    bound = sum(
        FLOWS[f"binding_{form}"].law(B, K, N) * getattr(B.plasma, f"unbound_{form}") for form in FORMS
    )  # fmt: skip
    assert FLOWS["carrier_used_by_binding"].law(B, K, N) * 0.17 == pytest.approx(bound, rel=1e-12)
