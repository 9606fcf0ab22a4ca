"""The simulation that goes with an exported model, as SED-ML: two years by the week, a report and four drawings.

References: Smith et al. 2021, J Integr Bioinform 18:20210021 (SED-ML level 1 version 4); algorithms by KiSAO.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from cobalamin.body.observe import OBSERVATIONS
from cobalamin.units import DAYS_PER_WEEK

WEEKS = 104
NAMESPACE = "http://sed-ml.org/sed-ml/level1/version4"
_SBML = "http://www.sbml.org/sbml/level3/version2/core"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_DRAWN = ("serum_b12_pmol_l", "mma_nmol_l", "homocysteine_umol_l", "hemoglobin_g_dl")
_CVODE = "KISAO:0000019"
_TOLERANCES = {"KISAO:0000209": "1e-08", "KISAO:0000211": "1e-12", "KISAO:0000415": "1000000"}
"""Relative and absolute tolerance, largest number of steps; after an injection a laxer absolute tolerance fails."""


def experiment(model: str) -> bytes:
    """SED-ML of a weekly time course over two years with all observations.

    Arguments:
        model: file name of the SBML model beside it.

    Example:
        >>> experiment("model.xml").startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        True
    """
    root = ElementTree.Element(
        "sedML", {"xmlns": NAMESPACE, "xmlns:sbml": _SBML, "xmlns:math": _MATHML, "level": "1", "version": "4"}
    )
    models = ElementTree.SubElement(root, "listOfModels")
    ElementTree.SubElement(
        models, "model", {"id": "body", "language": "urn:sedml:language:sbml.level-3.version-2", "source": model}
    )
    _simulation(ElementTree.SubElement(root, "listOfSimulations"))
    tasks = ElementTree.SubElement(root, "listOfTasks")
    ElementTree.SubElement(
        tasks, "task", {"id": "follow", "modelReference": "body", "simulationReference": "two_years"}
    )
    generators = ElementTree.SubElement(root, "listOfDataGenerators")
    for name in ("day", *OBSERVATIONS):
        _generator(generators, name)
    _outputs(ElementTree.SubElement(root, "listOfOutputs"))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _simulation(parent: ElementTree.Element) -> None:
    course = ElementTree.SubElement(
        parent,
        "uniformTimeCourse",
        {
            "id": "two_years",
            "initialTime": "0",
            "outputStartTime": "0",
            "outputEndTime": f"{WEEKS * DAYS_PER_WEEK:g}",
            "numberOfSteps": str(WEEKS),
        },
    )
    algorithm = ElementTree.SubElement(course, "algorithm", {"kisaoID": _CVODE})
    settings = ElementTree.SubElement(algorithm, "listOfAlgorithmParameters")
    for identifier, value in _TOLERANCES.items():
        ElementTree.SubElement(settings, "algorithmParameter", {"kisaoID": identifier, "value": value})


def _generator(parent: ElementTree.Element, name: str) -> None:
    """One value over time: the time itself, or a parameter of the model."""
    generator = ElementTree.SubElement(parent, "dataGenerator", {"id": f"data_{name}", "name": name})
    variables = ElementTree.SubElement(generator, "listOfVariables")
    variable = {"id": f"value_{name}", "taskReference": "follow"}
    if name == "day":
        variable["symbol"] = "urn:sedml:symbol:time"
    else:
        variable["target"] = f"/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='{name}']"
    ElementTree.SubElement(variables, "variable", variable)
    formula = ElementTree.SubElement(generator, "math:math")
    ElementTree.SubElement(formula, "math:ci").text = f"value_{name}"


def _outputs(parent: ElementTree.Element) -> None:
    report = ElementTree.SubElement(parent, "report", {"id": "observations", "name": "all observations by the week"})
    _data_sets(ElementTree.SubElement(report, "listOfDataSets"), ("day", *OBSERVATIONS))
    for name in _DRAWN:
        each = OBSERVATIONS[name]
        drawing = ElementTree.SubElement(parent, "plot2D", {"id": f"plot_{name}", "name": each.about})
        ElementTree.SubElement(drawing, "xAxis", {"id": f"x_{name}", "name": "day", "type": "linear"})
        ElementTree.SubElement(drawing, "yAxis", {"id": f"y_{name}", "name": each.unit, "type": "linear"})
        curves = ElementTree.SubElement(drawing, "listOfCurves")
        drawn = {"xDataReference": "data_day", "yDataReference": f"data_{name}", "name": each.about}
        ElementTree.SubElement(curves, "curve", {"id": f"curve_{name}", "type": "points", **drawn})


def _data_sets(parent: ElementTree.Element, names: Iterable[str]) -> None:
    for name in names:
        ElementTree.SubElement(
            parent, "dataSet", {"id": f"column_{name}", "label": name, "dataReference": f"data_{name}"}
        )
