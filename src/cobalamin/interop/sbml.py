"""The body of one person as SBML, made from the flows alone, for any simulator that reads the format.

What is where:

- A compartment that holds B12 [nmol] is a species, and each of its flows a reaction, so that any reader can check that
  nothing is lost. Each organ is an SBML compartment of size 1 that plays no part: amounts are amounts.
- Other states (markers, myelin, axons, red cells, drugs) are parameters with a rate rule. They are shares,
  concentrations and milligrams; as species they would need a conversion factor each, because all reactions of an SBML
  model move one unit. Each of their flows is a parameter of its own, `flow_name`, so the equations stay the flows.
- Constants are `k_name`, inputs `now_name`, observations carry their contract names, and what several equations share
  has the name of the function of the body that computes it.
- Doses are events; a dose that repeats is one event that sets its own next day. Changes of inputs are events too, not
  piecewise rules: an integrator stops at an event, and may step over a short session that it only sees in a rule.

The format is level 3 version 2, for `min` and `max`. History is not replayed: the state of day 0 is written in.

References: Hucka et al. 2019, J Integr Bioinform 16:20190021 (SBML level 3 version 2 core).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cobalamin.body import BODY
from cobalamin.body.graph import Compartment, Flow
from cobalamin.body.inputs import INPUTS
from cobalamin.body.observe import OBSERVATIONS
from cobalamin.errors import CobalaminError
from cobalamin.interop import identifiers, mathml
from cobalamin.interop.doses import add_events
from cobalamin.interop.symbols import Formulas, constant_id, flow_id, formulas, input_id, state_id
from cobalamin.parameters import parameters
from cobalamin.solve.protocol import FloatArray, Row
from cobalamin.units import base_of, unit_powers

CONTEXT = "Research, education and preparation of a clinical conversation; not a medical device, no diagnosis."
_AMOUNT = "nmol"
EMPTY = 1e-12
"""Amount below which a compartment starts empty. COPASI makes its absolute tolerance smaller with a small first value,
and then fails to follow what is left of a drug that was never taken."""
_NOTES = '<body xmlns="http://www.w3.org/1999/xhtml"><p>{}</p></body>'


def is_species(compartment: Compartment) -> bool:
    """Whether a compartment holds an amount of B12 or of its carrier, and so becomes a species."""
    return compartment.unit == _AMOUNT


def document(row: Row, start_state: Sequence[float] | FloatArray, *, events: bool = True) -> str:
    """SBML text of one person under one plan, from day 0.

    Arguments:
        row: constants, inputs and doses, as `simulate.build_row` makes it.
        start_state: amounts at day 0 in the order of `BODY.names`, each in the unit of its compartment.
        events: write doses and changes of inputs; without them the inputs of day 0 hold and nothing is given.

    Raises:
        CobalaminError: the model breaks a rule of SBML.

    Example:
        row, _ = build_row(Request(person=person, plan=parse("cyanocobalamin 1 mg orally daily")), horizon=730.0)
        text = document(row, solve([row], np.array([0.0])).states[0, :, 0])
    """
    import libsbml

    made = libsbml.SBMLDocument(3, 2)
    _Model(made.createModel(), row, formulas()).build(start_state, events=events)
    text: str = libsbml.writeSBMLToString(made)
    return text


class _Model:
    """Fills an empty libsbml model; knows the units that were needed so far."""

    def __init__(self, model: Any, row: Row, laws: Formulas) -> None:
        self.model, self.row, self.laws = model, row, laws
        self.powers: dict[str, mathml.Powers] = {}
        self.units: set[str] = {mathml.NO_UNIT}

    def build(self, start_state: Sequence[float] | FloatArray, *, events: bool) -> None:
        """Everything, in the order in which a reader meets it."""
        model, row = self.model, self.row
        _done(model.setId("cobalamin"))
        _done(model.setName(f"vitamin B12 and nerve: {row.label}"))
        _describe(model, CONTEXT)
        _done(model.setTimeUnits(self.unit("d")))
        for place in (model.setSubstanceUnits, model.setExtentUnits):
            _done(place(self.unit(_AMOUNT)))
        self.constants_and_inputs()
        self.states(start_state)
        for part in self.laws.shared:
            self.assigned(part.name, part.expression, about=part.about)
        for flow in BODY.flows:
            self.flow(flow)
        self.rates()
        for name, each in OBSERVATIONS.items():
            self.assigned(name, self.laws.observed[name], unit=each.unit, about=each.about)
        if events:
            add_events(model, row)

    def unit(self, text: str) -> str:
        """Id of a unit written as in the parameter tables."""
        return self.unit_of_powers(unit_powers(text))

    def unit_of_powers(self, powers: mathml.Powers) -> str:
        """Id of a unit, defined on first use from what Pint knows."""
        import libsbml

        name = mathml.unit_id(powers)
        if name in self.units or name in _PREDEFINED_UNITS:
            return name
        self.units.add(name)
        definition = self.model.createUnitDefinition()
        _done(definition.setId(name))
        for factor, power in powers.items():
            base, multiplier = base_of(factor, _SBML_UNITS)
            unit = definition.createUnit()
            _done(unit.setKind(libsbml.UnitKind_forName(_SBML_SPELLING.get(base, base))))
            _done(unit.setExponent(power))
            _done(unit.setScale(0))
            _done(unit.setMultiplier(multiplier))
        return name

    def parameter(self, name: str, *, unit: str, about: str, value: float | None = None, constant: bool = False) -> Any:
        """A parameter with its unit and what it is."""
        made = self.model.createParameter()
        _done(made.setId(name))
        _describe(made, about)
        identifiers.annotate(made)
        _done(made.setConstant(constant))
        _done(made.setUnits(unit))
        if value is not None:
            _done(made.setValue(float(value)))
        return made

    def constants_and_inputs(self) -> None:
        """Constants that a law uses, and the inputs that hold on day 0."""
        for name, each in parameters().items():
            if constant_id(name) in self.laws.used:
                self.powers[constant_id(name)] = unit_powers(each.unit)
                value = self.row.constants[name]
                about = each.note or name.replace("_", " ")
                self.parameter(constant_id(name), unit=self.unit(each.unit), about=about, value=value, constant=True)
        first = next(values for day, values in reversed(self.row.inputs) if day <= 0)
        for each in INPUTS:
            if input_id(each.name) in self.laws.used:
                self.powers[input_id(each.name)] = unit_powers(each.unit)
                value = first[each.name]
                self.parameter(input_id(each.name), unit=self.unit(each.unit), about=each.about, value=value)

    def states(self, start_state: Sequence[float] | FloatArray) -> None:
        """Species in their organs, and parameters that rate rules change."""
        organs: set[str] = set()
        for compartment, amount in zip(BODY.compartments, start_state, strict=True):
            value = float(amount) if amount > EMPTY else 0.0
            name = state_id(compartment.name)
            self.powers[name] = unit_powers(compartment.unit)
            if not is_species(compartment):
                self.parameter(name, unit=self.unit(compartment.unit), about=compartment.about, value=value)
                continue
            if compartment.organ not in organs:
                organs.add(compartment.organ)
                self.organ(compartment.organ)
            species = self.model.createSpecies()
            _done(species.setId(name))
            _describe(species, compartment.about)
            _done(species.setSBOTerm(identifiers.role_of_species(name)))
            identifiers.annotate(species)
            _done(species.setCompartment(compartment.organ))
            _done(species.setInitialAmount(value))
            _done(species.setSubstanceUnits(self.unit(compartment.unit)))
            _done(species.setHasOnlySubstanceUnits(True))
            _done(species.setBoundaryCondition(False))
            _done(species.setConstant(False))

    def organ(self, name: str) -> None:
        """A compartment of size 1 without a unit."""
        made = self.model.createCompartment()
        _done(made.setId(name))
        _done(made.setSBOTerm(identifiers.PLACE))
        identifiers.annotate(made)
        _done(made.setSpatialDimensions(3))
        _done(made.setSize(1.0))
        _done(made.setUnits(mathml.NO_UNIT))
        _done(made.setConstant(True))

    def assigned(self, name: str, expression: Any, *, about: str, unit: str | None = None) -> None:
        """A parameter that an equation determines; its unit is told, or follows from the equation."""
        computed = mathml.unit_of(expression, self.powers)
        powers = computed if unit is None else unit_powers(unit)
        self.powers[name] = powers
        self.parameter(name, unit=self.unit_of_powers(powers), about=about)
        # Where a law converts units (nmol to ug), the number in front of it is what converts.
        factor = self.unit_of_powers(mathml.quotient(powers, computed))
        rule = self.model.createAssignmentRule()
        _done(rule.setVariable(name))
        _done(rule.setMath(mathml.tree(expression, number_unit=factor)))

    def flow(self, flow: Flow) -> None:
        """A reaction for a flow of B12, a parameter for any other."""
        ends = [BODY.compartments[BODY.index[end]] for end in (flow.source, flow.target) if end is not None]
        expression = self.laws.moved[flow.name]
        if len({is_species(end) for end in ends}) != 1:
            raise CobalaminError(f"flow {flow.name} joins an amount of B12 with something else")
        if not is_species(ends[0]):
            self.assigned(flow_id(flow.name), expression, about=flow.about)
            return
        reaction = self.model.createReaction()
        _done(reaction.setId(flow_id(flow.name)))
        _describe(reaction, flow.about)
        role = identifiers.role_of_flow(flow)
        if role is not None:
            _done(reaction.setSBOTerm(role))
        _done(reaction.setReversible(False))
        for end, create in ((flow.source, reaction.createReactant), (flow.target, reaction.createProduct)):
            if end is not None:
                reference = create()
                _done(reference.setSpecies(state_id(end)))
                _done(reference.setStoichiometry(1.0))
                _done(reference.setConstant(True))
        for name in sorted(symbol.name for symbol in expression.free_symbols):
            if self.model.getSpecies(name) is not None and name not in map(state_id, (e.name for e in ends)):
                _done(reaction.createModifier().setSpecies(name))
        _done(reaction.createKineticLaw().setMath(mathml.tree(expression)))

    def rates(self) -> None:
        """Rate rules: what flows in less what flows out."""
        import sympy

        for compartment in BODY.compartments:
            if is_species(compartment):
                continue
            change = sympy.Integer(0)
            for flow in BODY.flows_of([compartment.name]):
                amount = sympy.Symbol(flow_id(flow.name), real=True)
                change += amount if flow.target == compartment.name else -amount
            rule = self.model.createRateRule()
            _done(rule.setVariable(state_id(compartment.name)))
            _done(rule.setMath(mathml.tree(change)))


def _describe(element: Any, about: str) -> None:
    """What an element is, as notes: a `name` would take the place of the id in some simulators."""
    from xml.sax.saxutils import escape

    _done(element.setNotes(_NOTES.format(escape(about.rstrip(".")))))


_PREDEFINED_UNITS = frozenset({"kilogram", "gram", "mole", "second", "volt"})
"""Units that every SBML model knows: defining them again is an error."""
_SBML_UNITS = frozenset({"mole", "gram", "liter", "meter", "second", "volt"})
_SBML_SPELLING = {"liter": "litre", "meter": "metre"}


def _done(code: int) -> None:
    """Raise where libsbml refused what it was given."""
    import libsbml

    if code != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise CobalaminError(f"libsbml: {libsbml.OperationReturnValue_toString(code)}")
