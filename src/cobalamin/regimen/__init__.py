"""What is taken: the dosing language, its objects and the doses they unfold into."""

from cobalamin.regimen.format import format_regimen
from cobalamin.regimen.model import Course, Item, Phase, Regimen, Stop, cartridge_phase, inhaled_phase
from cobalamin.regimen.parse import parse
from cobalamin.regimen.substances import (
    COBALAMIN_CLASS,
    SUBSTANCES,
    AmountUnit,
    Route,
    Substance,
    find_substance,
)
from cobalamin.regimen.timing import (
    Clock,
    Every,
    ForDays,
    ForDoses,
    Length,
    Once,
    OnDays,
    OpenEnded,
    TimesDaily,
    TimesWeekly,
    Timing,
    UntilDay,
)

__all__ = [
    "COBALAMIN_CLASS",
    "SUBSTANCES",
    "AmountUnit",
    "Clock",
    "Course",
    "Every",
    "ForDays",
    "ForDoses",
    "Item",
    "Length",
    "OnDays",
    "Once",
    "OpenEnded",
    "Phase",
    "Regimen",
    "Route",
    "Stop",
    "Substance",
    "TimesDaily",
    "TimesWeekly",
    "Timing",
    "UntilDay",
    "cartridge_phase",
    "find_substance",
    "format_regimen",
    "inhaled_phase",
    "parse",
]
