"""One quantity over time under every plan, drawn as its licence allows.

A forecast shows a line (median) in a band (80 % between people). A scenario shows only the range over people and rival
nerve blocks, one strip a plan, and never a line that could be read as the likely course. Placebo and natural course
are a strip of their own, since they come with every plan and with none.
"""

from __future__ import annotations

from collections.abc import Sequence

from cobalamin.body.observe import Licence
from cobalamin.plan.model import MARKERS, NaturalCourseBand, PlanReport, Series
from cobalamin.plot.forecast import draw_forecast
from cobalamin.plot.scenario import draw_scenario

NERVE = (
    "sural_amplitude_uv",
    "sural_velocity_m_s",
    "myelin_pns",
    "axons_pns",
    "tibial_sep_p37_ms",
    "vibration_threshold",
    "dorsal_column",
    "cognition",
)
SYMPTOMS = ("pain_nrs", "tingling", "numbness", "weakness", "unsteadiness", "memory_trouble", "fatigue")
BLOOD = (*MARKERS, "hemoglobin_g_dl", "mcv_fl", "body_b12_ug", "liver_b12_ug")


def draw_markers(report: PlanReport) -> dict[str, str]:
    """Panels of blood and stores: observation name -> SVG."""
    return _panels(report, BLOOD)


def draw_nerve(report: PlanReport) -> dict[str, str]:
    """Panels of nerve, cord and brain: observation name -> SVG."""
    return _panels(report, NERVE)


def draw_symptoms(report: PlanReport) -> dict[str, str]:
    """Panels of complaints: observation name -> SVG; pain carries the band of natural course."""
    return _panels(report, SYMPTOMS)


def _panels(report: PlanReport, names: Sequence[str]) -> dict[str, str]:
    return {
        name: draw_panel(report.series[name], natural_course=report.natural_course if name == "pain_nrs" else None)
        for name in names
        if name in report.series
    }


def draw_panel(series: Series, *, natural_course: NaturalCourseBand | None = None) -> str:
    """One series as an SVG element whose title is its takeaway.

    Arguments:
        series: the values, with their licence.
        natural_course: for pain only; drawn in a strip of its own.
    """
    if series.licence is Licence.FORECAST:
        return draw_forecast(series)
    return draw_scenario(series, natural_course)
